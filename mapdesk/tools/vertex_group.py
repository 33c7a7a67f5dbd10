"""Many vertices in the hand: picked by a box or a lasso, then moved, turned, scaled or nudged as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import ClassVar, Protocol, TypeAlias

import numpy as np
import shapely
from shapely import LineString, Polygon

from mapdesk.geometry.grid import polygons_of, snap
from mapdesk.geometry.transform import bearing, scaled, turned
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.nearby import LonLat, Vertices, pixel_bounds, pixels_between
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import Moves, OnMap, Option, Outcome, Tool
from mapdesk.tools.vertex_handles import group_box, handles_of_picked, scale_of, thinned
from mapdesk.tools.vertex_steps import moving, outlined, several

#: The vertices picked.
Picked: TypeAlias = frozenset[LonLat]
NONE: Picked = frozenset()

#: How far apart the corners of a lasso are, in pixels, and to how many degrees Shift turns.
_STEP = 3.0
_TURN = 15.0
#: How far one press of an arrow key nudges, in pixels east and north.
NUDGES = {
    f"{shift}{name}": (across * far, up * far)
    for shift, far in (("", 1), ("shift-", 10))
    for name, across, up in (("left", -1, 0), ("right", 1, 0), ("up", 0, 1), ("down", 0, -1))
}


@dataclass(frozen=True, eq=False)
class Held:
    """The vertices picked that are still there, from west to east; kept, since there may be thousands."""

    places: Vertices

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def pairs(self) -> tuple[LonLat, ...]:
        """The same one by one."""
        return tuple((lon, lat) for lon, lat in self.places.tolist())

    @cached_property
    def picked(self) -> Picked:
        """The same as the tools keep them."""
        return frozenset(self.pairs)

    def apart(self, at: Pointer) -> Vertices:
        """Those whose handles can be told apart at the scale that the hand has the map in."""
        return _apart(self, scale_of(at))

    def moved_to(self, places: Vertices) -> Moves:
        """Each of them with another place, on the grid."""
        after = snap(places).tolist()
        return dict(zip(self.pairs, [(lon, lat) for lon, lat in after], strict=True))


# Asked for with each move of the hand.
@lru_cache(maxsize=2)
def _apart(held: Held, scale: float) -> Vertices:
    return thinned(held.places, scale)


class Resumes(Protocol):
    """The tool to go on with when the hand lets go."""

    def resumed(self, at: Pointer, picked: Picked) -> Tool:
        """It, with the hand there and these vertices picked."""

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """What can be set for it."""


@dataclass(frozen=True)
class PickingVertices(Tool):
    """A box or a lasso is drawn round vertices; its corners are `way`. They add to those picked in `kept`."""

    name: ClassVar[str] = "Edit vertices"
    idle: Resumes
    at: Pointer
    way: tuple[LonLat, ...]
    kept: Picked
    lasso: bool = False

    def guidance(self, on: OnMap) -> str:
        """What letting go will do."""
        what = "lasso" if self.lasso else "box"
        return f"Let go to pick the vertices in the {what}; Escape drops it"

    def cursor(self, on: OnMap) -> str:
        """A cross."""
        return "cross"

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The box or the lasso follows the hand."""
        moved = replace(self, at=at)
        if self.lasso and pixels_between(at, self.way[-1]) >= _STEP:
            moved = replace(moved, way=(*self.way, at.lon_lat))
        return Outcome(moved)

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """Pick the vertices inside."""
        ground = replace(self, at=at)._ground()
        if ground.is_empty:
            return Outcome(self.begun_anew())
        inside = on.near.vertices(ground.bounds, outlined(on))
        shapely.prepare(ground)
        found = inside[shapely.intersects_xy(ground, *inside.T)]
        picked = self.kept | {(lon, lat) for lon, lat in found.tolist()}
        return Outcome(self.idle.resumed(at, frozenset(picked)))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape drops it."""
        return Outcome(self.begun_anew()) if name == "escape" else None

    def begun_anew(self) -> Tool:
        """With what was picked before."""
        return self.idle.resumed(self.at, self.kept)

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """Those of the tool, so that they don't come and go."""
        return self.idle.options(on)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The box or the lasso, and what is picked already."""
        kept = np.asarray(list(self.kept)).reshape(-1, 2)
        kept = thinned(kept, scale_of(self.at))
        boxes = [Sketch(SketchKind.BOX, part) for part in polygons_of(self._ground())]
        return (*boxes, *handles_of_picked(kept, self.at))

    def _ground(self) -> shapely.Geometry:
        if not self.lasso:
            (lon, lat), (to_lon, to_lat) = self.way[0], self.at.lon_lat
            return shapely.box(min(lon, to_lon), min(lat, to_lat), max(lon, to_lon), max(lat, to_lat))
        if len(self.way) < 2:
            return Polygon()
        return shapely.make_valid(Polygon([*self.way, self.at.lon_lat]))


@dataclass(frozen=True)
class DraggingGroup(Tool):
    """The vertices held are moved with the hand from `start` to `at`; see subclasses."""

    name: ClassVar[str] = "Edit vertices"
    verb: ClassVar[str] = "Move"
    idle: Resumes
    held: Held
    start: Pointer
    at: Pointer

    def guidance(self, on: OnMap) -> str:
        """What letting go will do."""
        return f"Let go to put {several(len(self.held))} here; Escape leaves them where they were"

    def cursor(self, on: OnMap) -> str:
        """A cross of arrows."""
        return "move"

    def placed(self, places: Vertices) -> Vertices:
        """Where the hand has some places."""
        start, at = self.start.lon_lat, self.at.lon_lat
        return places + snap(np.subtract(at, start))

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The vertices follow the hand."""
        moved = replace(self, at=at)
        return Outcome(moved, moves=moved._moves())

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """Put them here, as one step."""
        moves = replace(self, at=at)._moves()
        if all(one == other for one, other in moves.items()):
            return Outcome(self.idle.resumed(at, self.held.picked))
        return Outcome(
            self.idle.resumed(at, frozenset(moves.values())),
            edit=moving(moves, on, self.verb),
            if_refused=self.idle.resumed(at, self.held.picked),
        )

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape leaves them where they were."""
        return Outcome(self.begun_anew()) if name == "escape" else None

    def begun_anew(self) -> Tool:
        """With the vertices where they were."""
        return self.idle.resumed(self.at, self.held.picked)

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """Those of the tool, so that they don't come and go."""
        return self.idle.options(on)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The vertices where the hand has them, and their box."""
        box = group_box(self.held.places, self.start)
        ring = [Sketch(SketchKind.GHOST, LineString(self.placed(box.ring())))] if box else []
        return (*ring, *handles_of_picked(self.placed(self.held.apart(self.start)), self.at))

    def _moves(self) -> Moves:
        return self.held.moved_to(self.placed(self.held.places))


@dataclass(frozen=True)
class TurningGroup(DraggingGroup):
    """They are turned about `about`."""

    verb: ClassVar[str] = "Turn"
    about: LonLat = (0.0, 0.0)

    def guidance(self, on: OnMap) -> str:
        """By how much they are turned."""
        turn = (self._degrees() + 180) % 360 - 180
        way = "to the left" if turn > 0 else "to the right"
        return f"Turned {abs(turn):.0f}° {way}; with Shift by steps of {_TURN:.0f}°, Escape leaves them"

    def placed(self, places: Vertices) -> Vertices:
        """Where the turn has some places."""
        return turned(places, self.about, self._degrees())

    def _degrees(self) -> float:
        by = bearing(self.at.lon_lat, self.about) - bearing(self.start.lon_lat, self.about)
        return round(by / _TURN) * _TURN if self.at.shift else by


@dataclass(frozen=True)
class ScalingGroup(DraggingGroup):
    """They are scaled by a corner of their box; `corner` is that of their bounds, `about` its opposite."""

    verb: ClassVar[str] = "Scale"
    corner: LonLat = (0.0, 0.0)
    about: LonLat = (0.0, 0.0)

    def guidance(self, on: OnMap) -> str:
        """How large they have become."""
        across, up = self._factors()
        return f"Scaled to {across:.0%} × {up:.0%}; with Shift both ways alike, Escape leaves them"

    def placed(self, places: Vertices) -> Vertices:
        """Where the scaling has some places."""
        return scaled(places, self.about, *self._factors())

    def _factors(self) -> tuple[float, float]:
        before, moved = np.subtract(self.corner, self.about), np.subtract(self.at.lon_lat, self.start.lon_lat)
        # Vertices in one line have but one width to scale.
        across, up = np.divide(before + moved, before, out=np.ones(2), where=before != 0).tolist()
        if self.at.shift:
            across = up = max(across, up, key=abs)
        return across, up


@dataclass(frozen=True)
class NudgingGroup(Tool):
    """The vertices held are nudged by arrow keys, so far by `pixels` east and north.

    What is nudged while arrows are held down is one step, settled when they are let go.
    """

    name: ClassVar[str] = "Edit vertices"
    idle: Resumes
    held: Held
    at: Pointer
    pixels: tuple[float, float] = (0.0, 0.0)

    def guidance(self, on: OnMap) -> str:
        """How to end it."""
        return "Let go of the arrow key to put the vertices here; Escape leaves them where they were"

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """The hand moving meanwhile changes nothing."""
        return Outcome(self, moves=self._moves())

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Put them here."""
        return self._settled(on)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Arrows nudge on; one let go, or another key, puts the vertices here; Escape puts them back."""
        if name == "escape":
            return Outcome(self.begun_anew())
        if name not in NUDGES:
            return self._settled(on)
        (x, y), (across, up) = self.pixels, NUDGES[name]
        nudged = replace(self, pixels=(x + across, y + up))
        return Outcome(nudged, moves=nudged._moves())

    def begun_anew(self) -> Tool:
        """With the vertices where they were."""
        return self.idle.resumed(self.at, self.held.picked)

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """Those of the tool, so that they don't come and go."""
        return self.idle.options(on)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The vertices where they are by now."""
        return tuple(handles_of_picked(self._nudged(self.held.apart(self.at)), self.at))

    def _settled(self, on: OnMap) -> Outcome:
        moves = self._moves()
        before = self.begun_anew()
        if all(one == other for one, other in moves.items()):
            return Outcome(before)
        after = self.idle.resumed(self.at, frozenset(moves.values()))
        return Outcome(after, edit=moving(moves, on, "Nudge"), if_refused=before)

    def _moves(self) -> Moves:
        return self.held.moved_to(self._nudged(self.held.places))

    def _nudged(self, places: Vertices) -> Vertices:
        west, south, east, north = pixel_bounds(self.at, 1.0)
        return places + snap(np.multiply(self.pixels, ((east - west) / 2, (north - south) / 2)))
