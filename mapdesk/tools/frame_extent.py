"""The tool that drags the extent of a frame over the map, always in the frame's own proportions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from math import asinh, atan, degrees, radians, sinh, tan
from typing import ClassVar

import shapely

from mapdesk.model.layout import Bounds
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.nearby import LonLat, pixel_bounds
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import OnMap, Outcome, Tool

#: How near to an edge of the extent, in pixels, the hand takes hold of it.
_EDGE_REACH = 8.0
#: An extent smaller than this across, in pixels, is a slip of the hand.
_SMALLEST = 8.0
#: As far north and south as Web Mercator goes.
_FARTHEST = 85.0


class Hold(Enum):
    """What a drag takes hold of: (across, up) is -1 for the west or south edge, 1 for the east or north."""

    NEW = "new"
    INSIDE = (0, 0)
    WEST = (-1, 0)
    EAST = (1, 0)
    SOUTH = (0, -1)
    NORTH = (0, 1)
    SOUTH_WEST = (-1, -1)
    SOUTH_EAST = (1, -1)
    NORTH_WEST = (-1, 1)
    NORTH_EAST = (1, 1)


@dataclass(frozen=True)
class FrameExtent(Tool):
    """An extent (west, south, east, north) or none yet; `aspect` is the frame's height by its width."""

    name: ClassVar[str] = "Frame extent"
    aspect: float
    bounds: Bounds | None = None
    at: Pointer | None = None

    def guidance(self, on: OnMap) -> str:
        """What a drag does."""
        if self.bounds is None:
            return "Drag over the map to set what the frame shows"
        return (
            "Drag the frame to move it, its edge to resize it, or beside it to draw it anew; Enter when done"
        )

    def cursor(self, on: OnMap) -> str:
        """A cross of arrows inside, a hand on the edge."""
        hold = self._hold(self.at) if self.at else Hold.NEW
        return {Hold.NEW: "cross", Hold.INSIDE: "move"}.get(hold, "hand")

    def grabs(self, at: Pointer, on: OnMap) -> bool:
        """Everywhere."""
        return True

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """Take hold of the frame, or begin a new one."""
        return Outcome(DraggingExtent(frame=replace(self, at=at), hold=self._hold(at), start=at, at=at))

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """Remember where the hand is."""
        return Outcome(replace(self, at=at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Enter and Escape go back to selecting."""
        return Outcome(Select(self.at)) if name in ("enter", "escape") else None

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The frame."""
        return _framed(self.bounds)

    def _hold(self, at: Pointer) -> Hold:
        if self.bounds is None:
            return Hold.NEW
        west, south, east, north = self.bounds
        left, below, right, above = pixel_bounds(at, _EDGE_REACH)
        if right < west or left > east or above < south or below > north:
            return Hold.NEW
        across = -1 if left <= west else 1 if right >= east else 0
        up = -1 if below <= south else 1 if above >= north else 0
        return Hold((across, up))


@dataclass(frozen=True)
class DraggingExtent(Tool):
    """The frame is dragged by `hold` from `start` to `at`."""

    name: ClassVar[str] = "Frame extent"
    frame: FrameExtent
    hold: Hold
    start: Pointer
    at: Pointer

    def guidance(self, on: OnMap) -> str:
        """What letting go will do."""
        return "Let go to set the frame; Escape leaves it as it was"

    def cursor(self, on: OnMap) -> str:
        """As it was when the drag began."""
        return self.frame.cursor(on)

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The frame follows the hand."""
        moved = replace(self, at=at)
        return Outcome(moved, bounds=moved._bounds())

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """Set the frame."""
        bounds = replace(self, at=at)._bounds()
        frame = replace(self.frame, at=at)
        if bounds is None:
            return Outcome(frame, bounds=frame.bounds)
        return Outcome(replace(frame, bounds=bounds), bounds=bounds, settled=True)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape leaves the frame as it was."""
        return Outcome(self.frame, bounds=self.frame.bounds) if name == "escape" else None

    def begun_anew(self) -> Tool:
        """With the frame as it was."""
        return self.frame

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The frame as it would be."""
        return _framed(self._bounds() or self.frame.bounds)

    def _bounds(self) -> Bounds | None:
        """The extent as dragged, or as it was where the world ends, or none that is too small."""
        before = self.frame.bounds
        if self.hold is Hold.NEW or before is None:
            bounds = _drawn(self.start.lon_lat, self.at.lon_lat, self.frame.aspect)
        elif self.hold is Hold.INSIDE:
            bounds = _moved(before, self.start.lon_lat, self.at.lon_lat)
        else:
            bounds = _resized(before, self.hold.value, self.at.lon_lat, self.frame.aspect)
        if bounds is None:
            return None
        west, south, east, north = bounds
        if west < -180 or east > 180 or south < -_FARTHEST or north > _FARTHEST:
            return before
        left, _, right, _ = pixel_bounds(self.at, _SMALLEST / 2)
        return bounds if east - west >= right - left else None


def _drawn(start: LonLat, end: LonLat, aspect: float) -> Bounds | None:
    """The extent with one corner at the start that reaches as far as the hand, in width or in height."""
    (one, two), (three, four) = _flat(start), _flat(end)
    width = max(abs(three - one), abs(four - two) / aspect)
    if not width:
        return None
    x = one + (width if three >= one else -width)
    y = two + (width if four >= two else -width) * aspect
    return _round((min(one, x), min(two, y)), (max(one, x), max(two, y)))


def _moved(before: Bounds, start: LonLat, end: LonLat) -> Bounds:
    (one, two), (three, four) = _flat(start), _flat(end)
    x, y = three - one, four - two
    (west, south), (east, north) = _flat(before[:2]), _flat(before[2:])
    return _round((west + x, south + y), (east + x, north + y))


def _resized(before: Bounds, hold: tuple[int, int], end: LonLat, aspect: float) -> Bounds | None:
    """The extent with the edge or corner held where the hand is, the one across from it left in its place."""
    (west, south), (east, north) = _flat(before[:2]), _flat(before[2:])
    x, y = _flat(end)
    across, up = hold
    anchor_x = west if across > 0 else east if across < 0 else (west + east) / 2
    anchor_y = south if up > 0 else north if up < 0 else (south + north) / 2
    width = max((x - anchor_x) * across, (y - anchor_y) * up / aspect)
    if width <= 0:
        return None
    height = width * aspect
    # Across from an edge held, the extent grows as much to either side.
    low_x = anchor_x - width * (1 - across) / 2
    low_y = anchor_y - height * (1 - up) / 2
    return _round((low_x, low_y), (low_x + width, low_y + height))


def _framed(bounds: Bounds | None) -> tuple[Sketch, ...]:
    return (Sketch(SketchKind.FRAME, shapely.box(*bounds), active=True),) if bounds else ()


def _flat(lon_lat: LonLat) -> tuple[float, float]:
    """Web Mercator with the degree of longitude as its unit."""
    lon, lat = lon_lat
    return lon, degrees(asinh(tan(radians(max(-89.0, min(89.0, lat))))))


def _round(low: tuple[float, float], high: tuple[float, float]) -> Bounds:
    """The way back, of the south-western and the north-eastern corner."""
    south, north = (degrees(atan(sinh(radians(y)))) for y in (low[1], high[1]))
    return (low[0], south, high[0], north)
