"""Hatches, teeth, dots and markers as plain geometry in pixels."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.render.along import Points, distances, left_of, places_at
from mapdesk.render.marks import rounded
from mapdesk.render.scene import Vertices


def hatch(shape: BaseGeometry, angle: float, spacing: float) -> tuple[Vertices, ...]:
    """Parallel lines inside polygons, `angle` degrees clockwise from level, `spacing` pixels apart.

    The lines run through the frame's origin and whole spacings from it, so that neighbouring areas and
    successive dates share one raster.
    """
    turn = math.radians(angle)
    along = np.array((math.cos(turn), math.sin(turn)))
    across = np.array((-math.sin(turn), math.cos(turn)))
    starts, ends = _edges(shape)
    if not len(starts):
        return ()
    high, low = starts @ across / spacing, ends @ across / spacing
    far, near = starts @ along, ends @ along
    # An edge meets the lines n with lower end <= n < upper end; so each line meets an even number of edges.
    first = np.ceil(np.minimum(high, low)).astype(np.int64)
    count = np.ceil(np.maximum(high, low)).astype(np.int64) - first
    met = np.repeat(np.arange(len(first)), count)
    line = first[met] + np.arange(len(met)) - np.repeat(np.cumsum(count) - count, count)
    share = (line - high[met]) / (low[met] - high[met])
    place = far[met] + share * (near[met] - far[met])
    order = np.lexsort((place, line))
    line, place = line[order], place[order]
    points = rounded(place[:, None] * along + (line * spacing)[:, None] * across)
    pairs = points.reshape(-1, 2, 2)
    long_enough = place[1::2] - place[0::2] > 0.4
    return tuple(pairs[long_enough])


def teeth(
    line: BaseGeometry, *, left: bool, base: float, height: float, every: float
) -> tuple[Vertices, ...]:
    """Triangles standing on a line, on its left as one walks along it or on its right.

    On a rough line a tooth moves a little to where the line is straight enough to stand on; where it finds
    no such place, or would meet another bend of the line, it is left out. So are teeth on tiny pieces.
    """
    found: list[Points] = []
    for part in shapely.get_parts(line):
        if part.length > 1.2 * every:
            found.append(_teeth_of(part, left, base, height, every))
    if not found:
        return ()
    triangles = np.concatenate(found)
    if not len(triangles):
        return ()
    shapely.prepare(line)
    clear = shapely.distance(shapely.points(triangles[:, 2]), line) > 0.72 * height
    triangles = triangles[clear]
    solid = shapely.polygons(triangles)
    tree = shapely.STRtree(solid)
    one, other = tree.query(solid, predicate="intersects")
    blocked = set(one[one > other].tolist())
    return tuple(rounded(t) for i, t in enumerate(triangles) if i not in blocked)


def disc(x: float, y: float, radius: float) -> Vertices:
    """A round dot."""
    turn = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    return rounded(np.column_stack((x + radius * np.cos(turn), y + radius * np.sin(turn))))


def diamond(x: float, y: float, radius: float) -> Vertices:
    """A square standing on its corner."""
    return rounded(np.array([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]))


def _edges(shape: BaseGeometry) -> tuple[Points, Points]:
    ring_list = shapely.get_rings(shapely.get_parts(shape))
    coordinates, of_ring = shapely.get_coordinates(ring_list, return_index=True)
    if len(coordinates) < 2:
        return np.empty((0, 2)), np.empty((0, 2))
    same = of_ring[1:] == of_ring[:-1]
    return coordinates[:-1][same], coordinates[1:][same]


def _teeth_of(part: BaseGeometry, left: bool, base: float, height: float, every: float) -> Points:
    points = shapely.get_coordinates(part)
    distance = distances(points)
    total = float(distance[-1])
    step = base / 10
    at = np.arange(0, total, step)
    even = places_at(points, distance, at)
    foot = 10
    if len(even) < 3 * foot:
        return np.empty((0, 3, 2))
    start, end = even[:-foot], even[foot:]
    chord = end - start
    wide = np.hypot(chord[:, 0], chord[:, 1])
    middle = even[foot // 2 : foot // 2 + len(start)]
    across = left_of(chord / np.maximum(wide, 1e-9)[:, None]) * (1.0 if left else -1.0)
    bulge = np.abs(np.sum((middle - (start + end) / 2) * across, axis=1))
    # How far a place is from being straight: its chord is short, or the line leaves it.
    rough = (1 - wide / base) * 3 + bulge / base
    slots = max(1, round(total / every))
    gap = total / slots
    wanted = (np.arange(slots) + 0.5) * gap - base / 2
    reach = int(0.3 * every / step)
    centre = np.clip(np.round(wanted / step).astype(np.int64), 0, len(start) - 1)
    window = np.clip(centre[:, None] + np.arange(-reach, reach + 1)[None, :], 0, len(start) - 1)
    cost = rough[window] + 0.12 * np.abs(np.arange(-reach, reach + 1))[None, :] / reach
    best = window[np.arange(slots), np.argmin(cost, axis=1)]
    best = np.unique(best[(rough[best] < 0.35) & (wide[best] > 0.8 * base)])
    best = best[np.concatenate(([True], np.diff(best) * step > 0.6 * every))] if len(best) else best
    apex = (start[best] + end[best]) / 2 + across[best] * height
    return np.stack((start[best], end[best], apex), axis=1)
