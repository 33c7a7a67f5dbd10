"""The FrontLines between Sides, derived from the areas of a Snapshot and the home grounds beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import cos, inf, radians
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import ground_of, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE, flattened
from mapdesk.geometry.overlay import as_one, difference, intersection, union
from mapdesk.geometry.same import Alike, Same
from mapdesk.geometry.segments import (
    PIECE,
    Pieces,
    Segments,
    among,
    boundary_segments,
    changed_segments,
    edges_of_each,
    merged,
    pieces_of,
    points_right_of,
    reversed_segments,
    those_whole_or_in_pieces,
    touching,
)
from mapdesk.model.features import ControlArea, FrontLine
from mapdesk.model.ground import planar_areas
from mapdesk.model.layout import Bounds
from mapdesk.model.leftovers import LEFTOVER_KM, LEFTOVER_REACH_KM, in_leftovers
from mapdesk.model.project import Ground, HomeGround, Project, Side, Snapshot

#: Home ground is looked at in tiles of so many degrees, each with what lies near: the same tile gives the
#: same answer, whether one edge in it is asked about or all.
_TILE = 0.25
#: How far around a point ground has a say in whether it lies in a leftover, in degrees of latitude.
_REACH = 1.01 * LEFTOVER_REACH_KM / KM_PER_DEGREE
#: The same for whether there is core ground nearby, which lies half of LEFTOVER_KM inside.
_CORE_REACH = 1.6 * LEFTOVER_KM / KM_PER_DEGREE

Points: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
#: The bounds of nothing.
_NOWHERE: Bounds = (inf, inf, -inf, -inf)


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
        segments = np.vstack(
            [
                edges[left.uid][among(edges[left.uid], reversed_segments(edges[right.uid]))],
                _facing(free[left.uid], left, right, snapshot.extent, shapes, known),
                reversed_segments(_facing(free[right.uid], right, left, snapshot.extent, shapes, known)),
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
        self._stale, self._stale_core = _tiles_near(edges, _REACH), _tiles_near(edges, _CORE_REACH)
        self._reach = _bounds_around(edges, _REACH)
        #: The bounds outside of which all edges, and all that they face, are as they were.
        self.near = _joined_bounds(self._reach, _bounds_of_tiles(self._stale_core))
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
            here |= among(segments, long) | among(segments, reversed_segments(long))
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
        keys, (west, south, east, north) = _tile_keys(points), self._reach
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


# Tiles.


def _tile_keys(points: Points) -> NDArray[np.int64]:
    column, row = np.floor(points / _TILE).astype(np.int64).T
    keys: NDArray[np.int64] = column * 10_000 + row
    return keys


def _tile_of_key(key: int) -> tuple[int, int]:
    column, row = divmod(key + 5_000, 10_000)
    return column, row - 5_000


def _tile_box(key: int, margin: float) -> Polygon:
    column, row = _tile_of_key(key)
    wide = margin / _shrink(row)
    return shapely.box(
        column * _TILE - wide,
        row * _TILE - margin,
        (column + 1) * _TILE + wide,
        (row + 1) * _TILE + margin,
    )


def _shrink(row: int) -> float:
    """How much shorter a degree of longitude is than one of latitude, at the poleward end of a tile's row."""
    return max(cos(radians(min(max(abs(row), abs(row + 1)) * _TILE, 90.0))), 0.01)


def _tiles_near(segments: Segments, reach: float) -> NDArray[np.int64]:
    """The keys of all tiles within some degrees of latitude of segments."""
    keys: set[int] = set()
    for west, south, east, north in np.unique(_tile_bounds(segments, reach), axis=0):
        for row in range(int(south), int(north) + 1):
            wide = int(np.ceil(reach / _shrink(row) / _TILE))
            keys.update(c * 10_000 + row for c in range(int(west) - wide, int(east) + wide + 1))
    return np.asarray(sorted(keys), dtype=np.int64)


def _tile_bounds(segments: Segments, reach: float) -> NDArray[np.int64]:
    west, east = np.minimum(segments[:, 0], segments[:, 2]), np.maximum(segments[:, 0], segments[:, 2])
    south, north = np.minimum(segments[:, 1], segments[:, 3]), np.maximum(segments[:, 1], segments[:, 3])
    bounds = np.column_stack([west, south - reach, east, north + reach])
    return np.floor(bounds / _TILE).astype(np.int64)


def _bounds_around(segments: Segments, reach: float) -> Bounds:
    """West, south, east, north of segments with some degrees of latitude of room around; none: no bounds."""
    if not len(segments):
        return _NOWHERE
    (west, south), (east, north) = segments.reshape(-1, 2).min(axis=0), segments.reshape(-1, 2).max(axis=0)
    # As wide as at the poleward end of the tiles that it comes into.
    rows = np.floor(np.array([south - reach, north + reach]) / _TILE).astype(int)
    wide = reach / min(_shrink(int(row)) for row in rows)
    return west - wide, south - reach, east + wide, north + reach


def _bounds_of_tiles(keys: NDArray[np.int64]) -> Bounds:
    """West, south, east, north of tiles, with some metres around for points beside edges."""
    if not len(keys):
        return _NOWHERE
    tiles = np.array([_tile_of_key(int(key)) for key in keys])
    (west, south), (east, north) = tiles.min(axis=0) * _TILE, (tiles.max(axis=0) + 1) * _TILE
    return west - 1e-3, south - 1e-3, east + 1e-3, north + 1e-3


def _joined_bounds(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


# Home ground.


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
    faces[asked] = _at_home(points[asked], other.home, extent, areas)
    return those_whole_or_in_pieces(free, faces)


def _at_home(
    points: Points, homes: tuple[HomeGround, ...], extent: Ground, areas: Sequence[Polygon]
) -> Flags:
    """Which points lie in what is left of a home ground, other than in its narrow leftovers."""
    flags = np.zeros(len(points), dtype=bool)
    keys = _tile_keys(points)
    home = _Home.of(homes, extent)
    shapes = np.asarray(areas, dtype=object)
    bounds = shapely.bounds(shapes)
    for key in np.unique(keys):
        here = np.flatnonzero(keys == key)
        west, south, east, north = _tile_box(int(key), _REACH).bounds
        near = (
            (bounds[:, 0] <= east)
            & (bounds[:, 2] >= west)
            & (bounds[:, 1] <= north)
            & (bounds[:, 3] >= south)
        )
        flags[here] = home.holds(points[here], int(key), shapes[near])
    return flags


class _Home:
    """A home ground inside an extent, and its rim, made ready to be looked at window by window."""

    def __init__(self, shapes: Sequence[Ground], waters: Sequence[Ground], extent: Ground) -> None:
        land = ground_of(polygons_of(difference(as_one(shapes), as_one(waters))))
        self.land = ground_of(polygons_of(intersection(land, extent)))
        shapely.prepare(self.land)
        # What was prepared is made ready by its first use, which must not be that of two threads at once.
        shapely.contains_xy(self.land, 0.0, 0.0)
        ends = boundary_segments(land)
        self._rim = STRtree(shapely.linestrings(ends.reshape(-1, 2, 2)))
        self._windows: dict[int, _Window] = {}

    @staticmethod
    def of(homes: tuple[HomeGround, ...], extent: Ground) -> _Home:
        """The home ground, made ready once."""
        shapes = tuple(Alike(home.shape) for home in homes)
        return _home(shapes, tuple(Alike(home.water) for home in homes), Alike(extent))

    def holds(self, points: Points, key: int, areas: Sequence[Polygon]) -> Flags:
        """Which points of a tile lie in home ground that no area takes and that is no narrow leftover."""
        flags: Flags = shapely.contains_xy(self.land, *points.T)
        if not flags.any():
            return flags
        window = self._window(key)
        held = union([_inside_tile(Same(area), key) for area in areas])
        rest = ground_of(polygons_of(difference(window.land, held)))
        shapely.prepare(rest)
        flags &= shapely.contains_xy(rest, *points.T)
        if flags.any() and window.rim is not None:
            asked = np.flatnonzero(flags)
            flat_points = shapely.get_coordinates(
                flattened(shapely.multipoints(points[asked]), window.latitude)
            )
            flags[asked] = ~in_leftovers(
                shapely.points(flat_points),
                flattened(rest, window.latitude),
                flattened(window.rim, window.latitude),
                window.core,
            )
        return flags

    def _window(self, key: int) -> _Window:
        if key not in self._windows:
            window, core = (_tile_box(key, reach) for reach in (_REACH, _CORE_REACH))
            latitude = (window.bounds[1] + window.bounds[3]) / 2
            rim = self._rim.geometries[self._rim.query(window)]
            self._windows[key] = _Window(
                latitude=latitude,
                land=intersection(self.land, window),
                rim=shapely.multilinestrings(rim) if len(rim) else None,
                core=flattened(core, latitude),
            )
        return self._windows[key]


@dataclass(frozen=True)
class _Window:
    """What of a home ground lies near a tile; the bounds for core ground are flattened."""

    latitude: float
    land: BaseGeometry
    rim: BaseGeometry | None
    core: BaseGeometry


@lru_cache(maxsize=8)
def _home(
    shapes: tuple[Alike[Ground], ...], waters: tuple[Alike[Ground], ...], extent: Alike[Ground]
) -> _Home:
    return _Home([one.value for one in shapes], [one.value for one in waters], extent.value)


@lru_cache(maxsize=2048)
def _inside_tile(area: Same[Polygon], key: int) -> BaseGeometry:
    """The part of an area that matters for a tile."""
    return intersection(area.value, _tile_box(key, _REACH))
