"""What a part of the view sees of rings and lines: their vertices in pixels, as detailed as it shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mapdesk.render.scene import Stroke, Vertices
from mapdesk.render.view.content import LonLat
from mapdesk.render.view.mercator import MercatorViewport, Points
from mapdesk.render.view.pyramid import Level, MercatorBox, Pyramid
from mapdesk.render.view.shapes import Shape

#: By how many pixels a fill or a thin line may be off, and a thick one.
FINE, THICK = 0.5, 0.8
#: Lines up to this width, in pixels, are drawn by a quicker method.
HAIRLINE = 1.0
#: Around the part in sight, so many pixels count as seen: more than any stroke is wide.
_MARGIN = 24.0
#: Vertices farther away than this, in pixels, are moved to the edge of what a painter takes well.
_FAR = 4000.0
#: Parts smaller than this, in pixels, can't be seen.
_SPECK = 0.4

#: A rectangle in pixels: x0, y0, x1, y1.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Sight:
    """A part of a viewport (pixels; all of it by default), and the vertices that the hand is moving."""

    viewport: MercatorViewport
    part: Box
    moves: Mapping[LonLat, LonLat] = field(default_factory=dict)

    @cached_property
    def box(self) -> MercatorBox:
        """What is in sight with a margin, in Mercator metres."""
        x0, y0, x1, y1 = self.part
        corners = [(x0 - _MARGIN, y1 + _MARGIN), (x1 + _MARGIN, y0 - _MARGIN)]
        (west, south), (east, north) = self.viewport.metres_of(corners).tolist()
        return (west, south, east, north)

    @property
    def speck(self) -> float:
        """The size of the smallest thing drawn, in Mercator metres."""
        return _SPECK * self.viewport.metres_per_pixel

    def level(self, pyramid: Pyramid, off: float = FINE) -> Level:
        """A ring or line as detailed as can be seen, its moved vertices moved."""
        level = pyramid.level(off * self.viewport.metres_per_pixel)
        return pyramid.moved(level, self.moves)[0] if self.moves else level

    def polygons(self, shape: Shape) -> list[tuple[Vertices, ...]]:
        """The rings of each polygon in sight, outer ring first."""
        found = []
        least = self.speck
        for number in self.parts(shape):
            rings = shape.polygons[number].rings
            drawn = [self._ring(rings[0])]
            drawn += [self._ring(hole) for hole in rings[1:] if self._sees(hole, least)]
            if len(drawn[0]) > 2:
                found.append(tuple(drawn))
        return found

    def edges(self, shape: Shape, off: float = FINE) -> list[Vertices]:
        """The stretches in sight of a shape's rings and lines."""
        return [line for pyramid in self._pyramids(shape) for line in self.stretches(pyramid, off)]

    def stretches(self, pyramid: Pyramid, off: float = FINE) -> list[Vertices]:
        """The stretches in sight of one ring or line."""
        level = self.level(pyramid, off)
        view = self.viewport
        runs = [level.xy[start : end + 1] for start, end in level.runs(self.box)]
        return [self._near(view.pixels_of(run)) for run in runs]

    def dashes(self, shape: Shape, stroke: Stroke, off: float = FINE) -> list[Vertices]:
        """The stretches in sight of a shape's edges, each beginning where a dash of the stroke begins.

        So dashes stay where they are on the ground while the view moves.
        """
        period = sum(stroke.dash) * self.viewport.metres_per_pixel
        found = []
        for pyramid in self._pyramids(shape):
            level = self.level(pyramid, off)
            if self._holds(pyramid) and not self.moves:
                found.append(self.viewport.pixels_of(level.xy))
                continue
            for start, end in _steps_in(level, self.box):
                # Qt measures the dashes of its thinnest lines along the nearer axis.
                distance = level.stride if stroke.width <= HAIRLINE else level.distance
                found.append(self._near_dashed(level, distance, start, end, period))
        return found

    def _near_dashed(
        self, level: Level, distance: NDArray[np.float64], start: int, end: int, period: float
    ) -> Vertices:
        first = self._reach(level, distance, start, True)
        last = self._reach(level, distance, end, False)
        first = np.floor(first / period) * period
        inner = level.xy[np.searchsorted(distance, first, "right") : np.searchsorted(distance, last, "left")]
        ends = np.column_stack([np.interp((first, last), distance, level.xy[:, axis]) for axis in (0, 1)])
        return self.viewport.pixels_of(np.concatenate((ends[:1], inner, ends[1:])))

    def _reach(self, level: Level, distance: NDArray[np.float64], at: int, leaving: bool) -> float:
        """How far along a stretch begins or ends, a long way outside the box cut off."""
        here = float(distance[at])
        other = at + 1 if leaving else at - 1
        there = float(distance[other])
        ((x0, y0), (x1, y1)) = level.xy[at].tolist(), level.xy[other].tolist()
        west, south, east, north = self.box
        share = 0.0
        for a, b, low, high in ((x0, x1, west, east), (y0, y1, south, north)):
            if a < low and b > a:
                share = max(share, (low - a) / (b - a))
            if a > high and b < a:
                share = max(share, (a - high) / (a - b))
        return here + (there - here) * min(share, 1.0)

    def parts(self, shape: Shape) -> list[int]:
        """The numbers of the parts of a shape that may be in sight."""
        seen = shape.parts_in(self.box, self.speck)
        if not self.moves:
            return seen
        # A moved vertex may bring a part into sight whose box doesn't reach there.
        moved = (
            number
            for number in range(len(shape.boxes))
            if any(ring.is_moved(self.moves) for ring in shape.rings_of(number))
        )
        return sorted({*seen, *moved})

    def _pyramids(self, shape: Shape) -> Iterable[Pyramid]:
        least = self.speck
        for number in self.parts(shape):
            if shape.polygons:
                first, *holes = shape.polygons[number].rings
                yield first
                yield from (hole for hole in holes if self._sees(hole, least))
            else:
                yield shape.lines[number]

    def _sees(self, pyramid: Pyramid, least: float) -> bool:
        if self.moves and pyramid.is_moved(self.moves):
            return True
        west, south, east, north = pyramid.box
        box = self.box
        return (
            west <= box[2]
            and east >= box[0]
            and south <= box[3]
            and north >= box[1]
            and max(east - west, north - south) >= least
        )

    def _holds(self, pyramid: Pyramid) -> bool:
        (west, south, east, north), box = pyramid.box, self.box
        return west >= box[0] and south >= box[1] and east <= box[2] and north <= box[3]

    def _ring(self, pyramid: Pyramid) -> Vertices:
        # What is laid flat just outside costs nothing to fill.
        return self._near(self.viewport.pixels_of(self.level(pyramid).outline(self.box)), 2 * _MARGIN)

    def _near(self, pixels: Vertices, far: float = _FAR) -> Vertices:
        """Vertices with what lies farther away than this, in pixels, laid flat at that distance."""
        if not len(pixels):
            return pixels
        lowest, highest = pixels.min(axis=0).tolist(), pixels.max(axis=0).tolist()
        for axis in (0, 1):
            low, high = self.part[axis] - far, self.part[axis + 2] + far
            if lowest[axis] < low:
                pixels = _flattened(pixels, axis, low, True)
            if highest[axis] > high:
                pixels = _flattened(pixels, axis, high, False)
        return pixels


def whole(viewport: MercatorViewport, moves: Mapping[LonLat, LonLat] | None = None) -> Sight:
    """All that a viewport sees."""
    return Sight(viewport, (0.0, 0.0, float(viewport.width), float(viewport.height)), moves or {})


def _steps_in(level: Level, box: MercatorBox) -> list[tuple[int, int]]:
    """The first and last vertex of each run of steps that may be in a box."""
    found = []
    for start, end in level.runs(box):
        xy = level.xy[start : end + 1]
        low, high = np.minimum(xy[:-1], xy[1:]), np.maximum(xy[:-1], xy[1:])
        seen = (low <= box[2:]).all(axis=1) & (high >= box[:2]).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], seen.astype(np.int8), [0])))).reshape(-1, 2)
        found += [(start + int(one), start + int(other)) for one, other in edges]
    return found


def _flattened(points: Points, axis: int, limit: float, lower: bool) -> Points:
    """A line with what lies beyond a limit laid flat along it: what is within stays, fills included."""
    values = points[:, axis]
    out: NDArray[np.bool_] = values < limit if lower else values > limit
    if not out.any():
        return points
    crossing = np.flatnonzero(out[1:] != out[:-1])
    start, end = points[crossing], points[crossing + 1]
    share = (limit - start[:, axis]) / (end[:, axis] - start[:, axis])
    met = start + share[:, None] * (end - start)
    flat = points.copy()
    flat[out, axis] = limit
    return np.insert(flat, crossing + 1, met, axis=0)
