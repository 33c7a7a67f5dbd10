"""The tool that moves, adds and deletes vertices; a vertex that several areas share moves in all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

import numpy as np
from shapely import LineString, Point

from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.coordinates import exact_coordinates, typed_coordinates
from mapdesk.session.naming import feature_name
from mapdesk.tools.nearby import (
    LINE_REACH,
    Edge,
    LonLat,
    Nearby,
    among,
    on_the_grid,
    pixels_between,
)
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.snapping import VERTEX_REACH, Snapped, snapped
from mapdesk.tools.tool import AskText, Choice, OnMap, Option, Outcome, Settle, Tool
from mapdesk.tools.vertex_group import (
    NONE,
    NUDGES,
    DraggingGroup,
    Held,
    NudgingGroup,
    Picked,
    PickingVertices,
    ScalingGroup,
    TurningGroup,
)
from mapdesk.tools.vertex_handles import GroupBox, Seen, group_box, handles, handles_of_picked, middles, seen
from mapdesk.tools.vertex_steps import deletion, insertion, moving, outlined

_WITH = "select-with"


@dataclass(frozen=True)
class EditVertices(Tool):
    """Nothing is being dragged; `at` is where the hand was last, `picked` the vertices to be worked on.

    With `lasso` a drag beside the vertices picks them by a lasso, else by a box; with Alt the other way.
    """

    name: ClassVar[str] = "Edit vertices"
    at: Pointer | None = None
    picked: Picked = NONE
    lasso: bool = False

    def resumed(self, at: Pointer, picked: Picked) -> EditVertices:
        """This tool with the hand there and these vertices picked."""
        return replace(self, at=at, picked=picked)

    def guidance(self, on: OnMap) -> str:
        """What can be done with the vertex or the edge under the hand."""
        features = outlined(on)
        if not features:
            return "Click an area or a line to edit its vertices"
        held = self.held(on)
        if len(held) > 1:
            return (
                f"{len(held):,} vertices: drag one to move them, a corner of the box to scale, "
                "the handle above it to turn; arrows nudge"
            )
        if self.at and self._vertex(self.at, on):
            return "Drag the vertex to move it; Delete deletes it"
        if len(held):
            return "Arrows nudge the vertex, Enter takes its coordinates, Delete deletes it"
        if self.at and _edge(self.at, on):
            return "Drag the handle in the middle or double-click on the edge to add a vertex"
        if self.at and seen(on.near, features, self.at).crowded:
            return "Zoom in to see all vertices; drag to pick many of them, click another feature to edit it"
        what = (
            feature_name(on.project, on.features[features[0]])
            if len(features) == 1
            else f"{len(features)} features"
        )
        return f"{what}: drag a vertex to move it, drag beside them to pick many, Enter when done"

    def cursor(self, on: OnMap) -> str:
        """A cross of arrows over a handle."""
        if self.at is None:
            return "arrow"
        is_handle = self._grip(self.at, on) or self._vertex(self.at, on) or _middle(self.at, on)
        return "move" if is_handle else "arrow"

    def grabs(self, at: Pointer, on: OnMap) -> bool:
        """Where there are vertices to edit: on a handle, and beside them for a box or a lasso."""
        return bool(outlined(on))

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """Take hold of what is there: of the box round the vertices picked, a vertex, or one to be added."""
        picked = self.held(on)
        grip = self._grip(at, on)
        if isinstance(grip, GroupBox):
            return Outcome(TurningGroup(self, picked, at, at, about=grip.middle))
        if grip is not None:
            corner, opposite = grip
            return Outcome(ScalingGroup(self, picked, at, at, corner=corner, about=opposite))
        if vertex := self._vertex(at, on):
            if len(picked) > 1 and vertex in picked.picked:
                return Outcome(DraggingGroup(self, picked, at, at))
            return Outcome(DraggingVertex(idle=self, origin=vertex, at=at))
        if edge := _middle(at, on):
            return Outcome(DraggingVertex(idle=self, origin=edge.middle, at=at, edge=(edge.start, edge.end)))
        kept = picked.picked if at.shift else NONE
        return Outcome(PickingVertices(self, at, (at.lon_lat,), kept, lasso=self.lasso != at.alt))

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Pick the vertex here (with Shift add it, or take it out), or select the feature here."""
        if vertex := self._vertex(at, on):
            return Outcome(self.resumed(at, self.picked ^ {vertex} if at.shift else frozenset({vertex})))
        if at.shift:
            return Outcome(replace(self, at=at))
        here = self.resumed(at, NONE)
        if _edge(at, on):
            return Outcome(here)
        under = on.near.under(at)
        if not under or under[0] in on.selected:
            return Outcome(here)
        return Outcome(here, select=under[:1])

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """Add a vertex to the edge here."""
        edge = _edge(at, on)
        if edge is None or self._vertex(at, on):
            return None
        after = self.resumed(at, frozenset({edge.nearest}))
        return Outcome(after, edit=insertion((edge.start, edge.end), edge.nearest, on))

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """Handles are shown around the hand."""
        return Outcome(replace(self, at=at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Delete deletes, arrows nudge, Enter takes coordinates or is done, Escape steps back."""
        picked = self.held(on)
        match name:
            case "delete" | "backspace":
                return self._deleted(picked, on)
            case "enter" if len(picked) == 1:
                return Outcome(self, ask=_asking(picked.pairs[0], on))
            case "escape" if self.picked:
                return Outcome(replace(self, picked=NONE))
            case "escape" | "enter":
                return Outcome(Select(self.at))
        if name in NUDGES and len(picked) and self.at is not None:
            return NudgingGroup(self, picked, self.at).key(name, on)
        return None

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """What a drag beside the vertices picks them with."""
        ways = (("box", "Box"), ("lasso", "Lasso"))
        return (Choice(_WITH, "Select with", ways, "lasso" if self.lasso else "box"),)

    def with_option(self, key: str, value: str | float) -> Tool:
        """This tool with a box or a lasso."""
        return replace(self, lasso=value == "lasso") if key == _WITH else self

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The handles around the hand, those in the middle of edges first, so that vertices lie on top."""
        features = outlined(on)
        if self.at is None or not features:
            return ()
        picked = self.held(on)
        box = group_box(picked.places, self.at)
        around = seen(on.near, features, self.at)
        under = None if box and self._grip(self.at, on) else self._vertex(self.at, on)
        edge = None if under else _middle(self.at, on)
        lit = np.asarray([under] if under else []).reshape(-1, 2)
        marked = np.vstack([picked.places, lit])
        plain = around.vertices[~among(around.vertices, marked)]
        return (
            *(box.sketches(self.at) if box else _between(around, edge, self.at)),
            *handles(SketchKind.VERTEX, plain),
            *handles_of_picked(picked.apart(self.at), self.at),
            *handles(SketchKind.VERTEX, lit, (under,) if under else ()),
        )

    def begun_anew(self) -> Tool:
        """With no vertex picked."""
        return replace(self, picked=NONE)

    def held(self, on: OnMap) -> Held:
        """The vertices picked that are still there: an undo may have taken some away."""
        return _held(on.near, outlined(on), self.picked)

    def _vertex(self, at: Pointer, on: OnMap) -> LonLat | None:
        return on.near.vertex(at, outlined(on), VERTEX_REACH)

    def _grip(self, at: Pointer, on: OnMap) -> GroupBox | tuple[LonLat, LonLat] | None:
        """The box of those picked where the hand turns them; or the corner it scales and its opposite."""
        box = group_box(self.held(on).places, at)
        if box is None:
            return None
        if box.turns_at(at):
            return box
        corner = box.corner_at(at)
        return None if corner is None else (box.of_vertices[corner], box.of_vertices[corner - 2])

    def _deleted(self, picked: Held, on: OnMap) -> Outcome:
        under = self._vertex(self.at, on) if self.at and len(picked) < 2 else None
        gone = (under,) if under else picked.pairs
        if not gone:
            return Outcome(self, refused="Point at a vertex or click one, then press Delete.")
        return Outcome(replace(self, picked=NONE), edit=deletion(gone, on), if_refused=self)


@dataclass(frozen=True)
class DraggingVertex(Tool):
    """A vertex is dragged from `origin` to the hand, or (with `edge`) a new one out of that edge."""

    name: ClassVar[str] = "Edit vertices"
    idle: EditVertices
    origin: LonLat
    at: Pointer
    edge: tuple[LonLat, LonLat] | None = None

    def guidance(self, on: OnMap) -> str:
        """What letting go will do."""
        if self.edge:
            return "Let go to put the new vertex here; Escape drops it"
        sharing = sum(1 for uid in on.near.around((*self.origin, *self.origin)) if _has(on, uid, self.origin))
        both = f" in all {sharing} features that share it" if sharing > 1 else ""
        return f"Let go to put the vertex here{both}; Escape leaves it where it was"

    def cursor(self, on: OnMap) -> str:
        """A cross of arrows."""
        return "move"

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The vertex follows the hand."""
        moved = replace(self, at=at)
        if self.edge:
            return Outcome(moved)
        return Outcome(moved, moves={self.origin: moved._target(on).lon_lat})

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """Put the vertex here, as one step."""
        target = replace(self, at=at)._target(on).lon_lat
        before = self.idle.resumed(at, NONE)
        after = self.idle.resumed(at, frozenset({target}))
        if self.edge:
            return Outcome(after, edit=insertion(self.edge, target, on), if_refused=before)
        if target == self.origin:
            return Outcome(after)
        return Outcome(after, edit=moving({self.origin: target}, on), if_refused=before)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape leaves it where it was."""
        return Outcome(self.begun_anew()) if name == "escape" else None

    def begun_anew(self) -> Tool:
        """With the vertex where it was."""
        return self.idle.resumed(self.at, NONE)

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """Those of the tool, so that they don't come and go."""
        return self.idle.options(on)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The vertex, what it holds on to, and for a new one the two edges that it makes."""
        target = self._target(on)
        vertex = Sketch(SketchKind.VERTEX, Point(target.lon_lat), active=True)
        if self.edge is None:
            return (*target.sketches(), vertex)
        bent = LineString([self.edge[0], target.lon_lat, self.edge[1]])
        return (Sketch(SketchKind.STROKE, bent, active=True), *target.sketches(), vertex)

    def _target(self, on: OnMap) -> Snapped:
        # A vertex holds on to other features' outlines only: its own would swallow it as it comes near.
        return snapped(self.at, on, beside=self._own(on))

    def _own(self, on: OnMap) -> frozenset[str]:
        places = self.edge or (self.origin,)
        around = on.near.around((*self.origin, *self.origin)) + outlined(on)
        return frozenset(uid for uid in around if any(_has(on, uid, place) for place in places))


def _has(on: OnMap, feature_id: str, place: LonLat) -> bool:
    return bool(len(on.near.vertices((*place, *place), (feature_id,))))


def _edge(at: Pointer, on: OnMap) -> Edge | None:
    return on.near.edge(at, outlined(on), LINE_REACH)


def _middle(at: Pointer, on: OnMap) -> Edge | None:
    """The edge whose middle is under the hand."""
    edge = on.near.edge(at, outlined(on), VERTEX_REACH)
    if edge is None or not len(middles(np.array([[*edge.start, *edge.end]]), at)):
        return None
    return edge if pixels_between(at, edge.middle) <= VERTEX_REACH else None


def _between(around: Seen, edge: Edge | None, at: Pointer) -> list[Sketch]:
    """The handles in the middle of edges; that of `edge` is under the hand."""
    return handles(SketchKind.MIDPOINT, middles(around.edges, at), (edge.middle,) if edge else ())


# Asked for by what is shown, by what is said, and by the cursor.
@lru_cache(maxsize=2)
def _held(near: Nearby, features: tuple[str, ...], picked: Picked) -> Held:
    if not picked:
        return Held(np.empty((0, 2)))
    places = np.asarray(sorted(picked))
    (west, south), (east, north) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    return Held(places[among(places, near.vertices((west, south, east, north), features))])


def _asking(vertex: LonLat, on: OnMap) -> AskText:
    def settled(words: str) -> Settle:
        # What is no coordinate is refused as an edit is, in the window's way.
        return Settle("Set coordinates", lambda project: moved(words).edit(project))

    def moved(words: str) -> Settle:
        return moving({vertex: on_the_grid(typed_coordinates(words))}, on)

    prompt = "Coordinates of the vertex: latitude, longitude, or MGRS"
    return AskText(prompt, exact_coordinates(*vertex), vertex, settled)
