"""The FrontLines between Sides, derived from the areas of a Snapshot and the home grounds beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, Polygon

from mapdesk.geometry.same import Same
from mapdesk.geometry.segments import (
    PIECE,
    Pieces,
    Segments,
    among,
    changed_segments,
    edges_of_each,
    merged,
    pieces_of,
    points_right_of,
    reversed_segments,
    those_whole_or_in_pieces,
    touching,
)
from mapdesk.geometry.tiles import bounds_around, bounds_of_tiles, joined_bounds, tile_keys, tiles_near
from mapdesk.model.features import ControlArea, FrontLine
from mapdesk.model.ground import planar_areas
from mapdesk.model.home_ground import CORE_REACH, REACH, at_home
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Project, Side, Snapshot

Points: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def derived_fronts(
    project: Project, snapshot: Snapshot, before: Snapshot | None = None
) -> dict[str, FrontLine]:
    """The FrontLine between each pair of Sides that face each other, the first side on its left.

    Where both hold areas it is their shared border, edge for edge; where one holds an area and the other has
    home ground beside it, it is the area's edge. Two home grounds make no front, nor do coasts, state borders
    or the edge of the extent, nor what is left of home ground along these.

    Where `before` is given, its derived fronts are believed, and only what lies near areas that have changed
    since is worked out anew; the result is the same.
    """
    sides = project.sides_in_order()
    known = _Known(before, snapshot) if before is not None and before.extent == snapshot.extent else None
    areas = planar_areas(snapshot.features)
    edges = _edges_by_side(sides, areas, known.near if known else None)
    shapes = [area.shape for area in areas]
    free = {side.uid: pieces_of(edges[side.uid][~_met(edges, side.uid)]) for side in sides}
    fronts = {}
    for left, right in combinations(sides, 2):
        sides_of_it = (left.uid, right.uid)
        facing = _facing(free[right.uid], right, left, snapshot.extent, shapes, known)
        segments = np.vstack(
            [
                edges[left.uid][among(edges[left.uid], reversed_segments(edges[right.uid]))],
                _facing(free[left.uid], left, right, snapshot.extent, shapes, known),
                # In the order in which they go on from each other.
                reversed_segments(facing)[::-1],
            ]
        )
        shape = known.with_anew(sides_of_it, segments) if known else _merged(segments)
        if shape is not None:
            feature_id = f"front-{left.uid}-{right.uid}"
            fronts[feature_id] = FrontLine(
                feature_id=feature_id, sides=sides_of_it, derived=True, shape=shape
            )
    return fronts


def _merged(segments: Segments) -> MultiLineString | None:
    return merged(segments) if len(segments) else None


def _edges_by_side(
    sides: Sequence[Side], areas: Sequence[ControlArea], near: Bounds | None
) -> dict[str, Segments]:
    """The edges of each side's ground, directed so that it lies on their left; its inner borders are none.

    Where `near` is given, only those whose own bounds touch it.
    """
    edges = {}
    for side in sides:
        segments = _edges_near([area.shape for area in areas if area.side == side.uid], near)
        edges[side.uid] = segments[~among(segments, reversed_segments(segments))]
    return edges


def _edges_near(shapes: Sequence[Polygon], near: Bounds | None) -> Segments:
    found = edges_of_each(shapes)
    if near is not None:
        found = [segments[touching(segments, near)] for segments in found]
    return np.vstack([np.empty((0, 4)), *found])


def _met(edges: Mapping[str, Segments], side: str) -> Flags:
    """Which of a side's edges have another side's area on their other side."""
    others = [segments for other, segments in edges.items() if other != side]
    return among(edges[side], reversed_segments(np.vstack([np.empty((0, 4)), *others])))


class _Known:
    """What the map before says, and where it still holds."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        old, new = planar_areas(before.features), planar_areas(after.features)
        same = {(area.side, id(area.shape)) for area in old} & {(area.side, id(area.shape)) for area in new}
        left, come = _those_not_in(same, old), _those_not_in(same, new)
        changed = [
            changed_segments(left.get(side, []), come.get(side, [])) for side in left.keys() | come.keys()
        ]
        edges = np.vstack([np.empty((0, 4)), *changed])
        self._stale, self._stale_core = tiles_near(edges, REACH), tiles_near(edges, CORE_REACH)
        self._reach = bounds_around(edges, REACH)
        #: The bounds outside of which all edges, and all that they face, are as they were.
        self.near = joined_bounds(self._reach, bounds_of_tiles(self._stale_core))
        self._fronts = {
            front.sides: front
            for front in before.features.values()
            if isinstance(front, FrontLine) and front.derived
        }
        # A long edge on the front in part stands there in pieces; those of an edge near go with it.
        long = _edges_near([area.shape for area in old], self.near)
        long = pieces_of(long[(np.abs(long[:, :2] - long[:, 2:]) > PIECE / 2).any(axis=1)]).segments
        self._kept: dict[tuple[str, ...], Segments] = {}
        self._left: dict[tuple[str, ...], Segments] = {}
        for sides, front in self._fronts.items():
            segments = _segments_of(Same(front.shape))
            here = touching(segments, self.near)
            cut = np.flatnonzero(~here & (np.abs(segments[:, :2] - segments[:, 2:]).max(axis=1) > PIECE / 4))
            here[cut] = among(segments[cut], long) | among(segments[cut], reversed_segments(long))
            self._kept[sides], self._left[sides] = segments[~here], segments[here]

    def faced(self, pieces: Pieces, side: str, other: str) -> Flags:
        """Which pieces of a side's free edges near faced another side, as they lie on the front before."""
        segments = self._left.get((side, other))
        if segments is None:
            segments = reversed_segments(self._left.get((other, side), np.empty((0, 4))))
        faced: Flags = among(pieces.whole, segments)[pieces.of]
        cut = np.bincount(pieces.of, minlength=len(pieces.whole))[pieces.of] > 1
        faced[cut] |= among(pieces.segments[cut], segments)
        return faced

    def is_stale(self, points: Points) -> Flags:
        """At which points the map before can't be believed any more."""
        # Core ground is made simpler tile by tile; for all else only what lies within reach counts.
        keys, (west, south, east, north) = tile_keys(points), self._reach
        lon, lat = points.T
        within = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        stale: Flags = np.isin(keys, self._stale_core) | (np.isin(keys, self._stale) & within)
        return stale

    def with_anew(self, sides: tuple[str, str], segments: Segments) -> MultiLineString | None:
        """The front before with these segments in the place of those near; the very same one if they are."""
        front = self._fronts.get(sides)
        if front is None:
            return _merged(segments)
        left = self._left[sides]
        if len(left) == len(segments) and among(segments, left).all():
            return front.shape
        return _merged(np.vstack([self._kept[sides], segments]))


def _those_not_in(same: set[tuple[str, int]], areas: Iterable[ControlArea]) -> dict[str, list[Polygon]]:
    changed: dict[str, list[Polygon]] = {}
    for area in areas:
        if (area.side, id(area.shape)) not in same:
            changed.setdefault(area.side, []).append(area.shape)
    return changed


@lru_cache(maxsize=16)
def _segments_of(shape: Same[MultiLineString]) -> Segments:
    coordinates, line = shapely.get_coordinates(shapely.get_parts(shape.value), return_index=True)
    inner = line[1:] == line[:-1]
    return np.hstack([coordinates[:-1][inner], coordinates[1:][inner]])


def _facing(
    free: Pieces,
    side: Side,
    other: Side,
    extent: Ground,
    areas: Sequence[Polygon],
    known: _Known | None,
) -> Segments:
    """The free edges of a side, or parts of long ones, that have the other's home ground on their right."""
    if not other.home or not len(free.segments):
        return free.whole[:0]
    points = points_right_of(free.segments)
    if known is None:
        asked = np.ones(len(points), dtype=bool)
        faces = np.zeros(len(points), dtype=bool)
    else:
        asked = known.is_stale(points)
        faces = known.faced(free, side.uid, other.uid) & ~asked
    faces[asked] = at_home(points[asked], other.home, extent, areas)
    return those_whole_or_in_pieces(free, faces)
