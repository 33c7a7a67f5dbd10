"""The tool that moves, adds and deletes vertices; a vertex that several areas share moves in all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiPoint, Point

from mapdesk.edit.vertices import delete_vertices, insert_vertex, move_vertices
from mapdesk.geometry.grid import snap
from mapdesk.model.layout import Bounds
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import feature_name
from mapdesk.tools.nearby import (
    LINE_REACH,
    Edge,
    Edges,
    LonLat,
    Vertices,
    among,
    each_once,
    pixel_bounds,
    pixels_between,
)
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select, stands_alone
from mapdesk.tools.snapping import VERTEX_REACH, Snapped, snapped
from mapdesk.tools.tool import OnMap, Outcome, Settle, Tool

#: How far around the hand handles are shown, in pixels, and how many at most.
_AROUND = 600.0
_MOST_HANDLES = 200
#: Nearer to each other than this, in pixels, handles can't be told apart: shown close to the hand only.
_APART = 8.0
_CLOSE = 60.0
#: An edge shorter than this, in pixels, has no handle in its middle.
_WITH_MIDDLE = 28.0


@dataclass(frozen=True)
class EditVertices(Tool):
    """Nothing is being dragged; `at` is where the hand was last, `picked` the vertex clicked last."""

    name: ClassVar[str] = "Edit vertices"
    at: Pointer | None = None
    picked: LonLat | None = None

    def guidance(self, on: OnMap) -> str:
        """What can be done with the vertex or the edge under the hand."""
        outlined = _outlined(on)
        if not outlined:
            return "Click an area or a line to edit its vertices"
        if self.at and self._vertex(self.at, on):
            return "Drag the vertex to move it; Delete deletes it"
        if self._held(on):
            return "Delete deletes the vertex that you picked; Escape lets go of it"
        if self.at and _edge(self.at, on):
            return "Drag the handle in the middle or double-click on the edge to add a vertex"
        what = (
            feature_name(on.project, on.features[outlined[0]])
            if len(outlined) == 1
            else f"{len(outlined)} features"
        )
        return f"{what}: drag a vertex to move it, click another feature to edit that, Enter when done"

    def cursor(self, on: OnMap) -> str:
        """A cross of arrows over a handle."""
        return "move" if self.at and self.grabs(self.at, on) else "arrow"

    def grabs(self, at: Pointer, on: OnMap) -> bool:
        """On a vertex, and on the handle in the middle of an edge."""
        return self._vertex(at, on) is not None or _middle(at, on) is not None

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """Take hold of the vertex, or of the one to be added."""
        if vertex := self._vertex(at, on):
            return Outcome(DraggingVertex(origin=vertex, at=at))
        if edge := _middle(at, on):
            return Outcome(DraggingVertex(origin=edge.middle, at=at, edge=(edge.start, edge.end)))
        return Outcome(self)

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Pick the vertex here, or select the feature here."""
        here = EditVertices(at)
        if vertex := self._vertex(at, on):
            return Outcome(replace(here, picked=vertex))
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
        return Outcome(EditVertices(at), edit=_insertion((edge.start, edge.end), edge.nearest, on))

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """Handles are shown around the hand."""
        return Outcome(replace(self, at=at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Delete deletes the vertex under the hand or the one picked; Enter is done, Escape steps back."""
        match name:
            case "delete" | "backspace":
                vertex = (self._vertex(self.at, on) if self.at else None) or self._held(on)
                if vertex is None:
                    return Outcome(self, refused="Point at a vertex or click one, then press Delete.")
                return Outcome(replace(self, picked=None), edit=_deletion(vertex, on))
            case "escape" if self.picked:
                return Outcome(replace(self, picked=None))
            case "escape" | "enter":
                return Outcome(Select(self.at))
        return None

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The handles around the hand, those in the middle of edges first, so that vertices lie on top."""
        if self.at is None or not _outlined(on):
            return ()
        vertices, edges = _readable(self.at, on)
        under = self._vertex(self.at, on)
        middle = None if under else _middle(self.at, on)
        active = {place for place in (under, self._held(on), middle and middle.middle) if place}
        beyond = [place for place in (under, self._held(on)) if place]
        vertices = each_once(np.vstack([vertices, *([place] for place in beyond)]))
        return (
            *_handles(SketchKind.MIDPOINT, _middles(edges, self.at), active),
            *_handles(SketchKind.VERTEX, vertices, active),
        )

    def begun_anew(self) -> Tool:
        """With no vertex picked."""
        return EditVertices(self.at)

    def _vertex(self, at: Pointer, on: OnMap) -> LonLat | None:
        return on.near.vertex(at, _outlined(on), VERTEX_REACH)

    def _held(self, on: OnMap) -> LonLat | None:
        """The vertex picked, if it is still there: an undo may have taken it away."""
        if self.picked and any(_has(on, uid, self.picked) for uid in _outlined(on)):
            return self.picked
        return None


@dataclass(frozen=True)
class DraggingVertex(Tool):
    """A vertex is dragged from `origin` to the hand, or (with `edge`) a new one out of that edge."""

    name: ClassVar[str] = "Edit vertices"
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
        if self.edge:
            return Outcome(EditVertices(at), edit=_insertion(self.edge, target, on))
        if target == self.origin:
            return Outcome(EditVertices(at))
        return Outcome(EditVertices(at), edit=_move(self.origin, target, on))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape leaves it where it was."""
        return Outcome(self.begun_anew()) if name == "escape" else None

    def begun_anew(self) -> Tool:
        """With the vertex where it was."""
        return EditVertices(self.at)

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
        around = on.near.around((*self.origin, *self.origin)) + _outlined(on)
        return frozenset(uid for uid in around if any(_has(on, uid, place) for place in places))


def _outlined(on: OnMap) -> tuple[str, ...]:
    """The selected features that have vertices to edit."""
    return tuple(feature.feature_id for feature in on.chosen if not isinstance(feature.shape, Point))


def _alone(on: OnMap) -> tuple[str, ...]:
    """The selected features whose vertices are theirs alone."""
    return tuple(feature.feature_id for feature in on.chosen if stands_alone(feature))


def _has(on: OnMap, feature_id: str, place: LonLat) -> bool:
    return bool(len(on.near.vertices((*place, *place), (feature_id,))))


def _edge(at: Pointer, on: OnMap) -> Edge | None:
    return on.near.edge(at, _outlined(on), LINE_REACH)


def _middle(at: Pointer, on: OnMap) -> Edge | None:
    """The edge whose middle is under the hand."""
    edge = on.near.edge(at, _outlined(on), VERTEX_REACH)
    if edge is None or not len(_middles(np.array([[*edge.start, *edge.end]]), at)):
        return None
    return edge if pixels_between(at, edge.middle) <= VERTEX_REACH else None


def _middles(edges: Edges, at: Pointer) -> Vertices:
    """The middles of the edges that are long enough to have a handle there, each once."""
    long = edges[_lengths(edges, at) >= _WITH_MIDDLE]
    return _nearest(each_once(snap((long[:, :2] + long[:, 2:]) / 2)), at)


def _lengths(edges: Edges, at: Pointer) -> NDArray[np.float64]:
    west, south, east, north = pixel_bounds(at, 1.0)
    per_pixel = [(east - west) / 2, (north - south) / 2]
    lengths: NDArray[np.float64] = np.hypot(*((edges[:, 2:] - edges[:, :2]) / per_pixel).T)
    return lengths


def _readable(at: Pointer, on: OnMap) -> tuple[Vertices, Edges]:
    """The vertices whose handles can be told apart with all those close to the hand, and the edges there."""
    outlined, around = _outlined(on), pixel_bounds(at, _AROUND)
    vertices, edges = on.near.vertices(around, outlined), on.near.edges(around, outlined)
    short = edges[_lengths(edges, at) < _APART]
    crowded = among(vertices, short.reshape(-1, 2))
    close = among(vertices, on.near.vertices(pixel_bounds(at, _CLOSE), outlined))
    return _nearest(vertices[close | ~crowded], at), edges[_near(edges, around)]


def _nearest(places: Vertices, at: Pointer) -> Vertices:
    """The places nearest to the hand, as many as handles are shown."""
    if len(places) <= _MOST_HANDLES:
        return places
    hand = np.broadcast_to(np.array(at.lon_lat), places.shape)
    return places[np.argsort(_lengths(np.hstack([hand, places]), at))[:_MOST_HANDLES]]


def _near(edges: Edges, bounds: Bounds) -> NDArray[np.bool_]:
    """Which edges have their middle in some bounds."""
    west, south, east, north = bounds
    lon, lat = (edges[:, 0] + edges[:, 2]) / 2, (edges[:, 1] + edges[:, 3]) / 2
    near: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return near


def _handles(kind: SketchKind, places: Vertices, active: Collection[LonLat]) -> list[Sketch]:
    """One Sketch of all handles, and one for each that is active."""
    rest = [place for place in map(tuple, places.tolist()) if place not in active]
    marked = [place for place in map(tuple, places.tolist()) if place in active]
    return [
        *([Sketch(kind, MultiPoint(rest))] if rest else []),
        *(Sketch(kind, Point(place), active=True) for place in marked),
    ]


def _move(origin: LonLat, target: LonLat, on: OnMap) -> Settle:
    return Settle(
        "Move a vertex",
        lambda project: move_vertices(
            project, account=on.account, day=on.day, moves={origin: target}, feature_ids=_alone(on)
        ),
    )


def _insertion(edge: tuple[LonLat, LonLat], at: LonLat, on: OnMap) -> Settle:
    return Settle(
        "Add a vertex",
        lambda project: insert_vertex(
            project, account=on.account, day=on.day, edge=edge, at=at, feature_ids=_alone(on)
        ),
    )


def _deletion(vertex: LonLat, on: OnMap) -> Settle:
    return Settle(
        "Delete a vertex",
        lambda project: delete_vertices(
            project, account=on.account, day=on.day, at=(vertex,), feature_ids=_alone(on)
        ),
    )
