"""What is measured on one date after the other: ground by holder, the length of fronts, how far they are.

Where a date only changes an area somewhere, only what lies around the change is measured anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import ground_of, polygons_of
from mapdesk.geometry.measure import area_km2, ellipsoid
from mapdesk.geometry.overlay import as_one, difference, intersection
from mapdesk.geometry.same import Alike, Same
from mapdesk.geometry.segments import changed_segments
from mapdesk.model.features import ControlArea, FrontLine
from mapdesk.model.ground import HOME, areas_of, planar_areas
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Side, Snapshot

#: What was measured on a date, each figure by what it is of, such as side and status.
Figures: TypeAlias = dict[tuple[str, ...], float]
#: What each of some grounds holds of an area, in km².
_Parts: TypeAlias = NDArray[np.float64]

#: Edges are measured in pieces of so many degrees at most, as in all measures.
_EDGE = 0.05
#: Room around what changed, in degrees; no place has coordinates as fine, so none lies on the window's edge.
_ROOM = 0.00100007
#: Where more edges than that have changed, all of them have one window.
_MANY = 400
#: By how much the rough measure that chooses what is measured exactly may be wrong, and in degrees.
_SLACK, _ROOM_AROUND = 1.1, 0.1


def changed_windows(before: Polygon, after: Polygon) -> list[Bounds]:
    """Bounds, none of which touch each other, outside of which two polygons are the same ground.

    Polygons are in degrees (lon, lat). What differs is bounded by edges that only one of them has, and those
    around one piece of it follow on each other, so that the piece lies within the bounds of its edges.
    """
    changed = _changed_edges(before, after)
    if not len(changed):
        return []
    low, high = np.minimum(changed[:, :2], changed[:, 2:]), np.maximum(changed[:, :2], changed[:, 2:])
    boxes = np.hstack([low - _ROOM, high + _ROOM])
    if len(boxes) > _MANY:
        boxes = np.hstack([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[None]
    while True:
        group = _groups(boxes)
        if len(np.unique(group)) == len(boxes):
            return [(float(w), float(s), float(e), float(n)) for w, s, e, n in boxes]
        boxes = np.array(
            [
                np.hstack([boxes[group == one, :2].min(axis=0), boxes[group == one, 2:].max(axis=0)])
                for one in np.unique(group)
            ]
        )


def _groups(boxes: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each of some bounds a number that those have in common which touch, also by way of others."""
    west, south, east, north = boxes.T
    touch = (west[:, None] <= east) & (east[:, None] >= west)
    touch &= (south[:, None] <= north) & (north[:, None] >= south)
    group = np.arange(len(boxes))
    while True:
        least = np.where(touch, group, len(boxes)).min(axis=1)
        # What has joined a group goes along with it wherever that has gone.
        joined: NDArray[np.int64] = least[least]
        if (joined == group).all():
            return joined
        group = joined


def _changed_edges(before: Polygon, after: Polygon) -> NDArray[np.float64]:
    old, new = shapely.get_coordinates(before), shapely.get_coordinates(after)
    if len(old) != len(new) or len(before.interiors) or len(after.interiors):
        return changed_segments([before], [after])
    # Where vertices were only moved, those of both follow on each other alike, which is quickly seen.
    moved = (old != new).any(axis=1)
    edges = moved[:-1] | moved[1:]
    if edges.sum() > len(old) / 10:
        return changed_segments([before], [after])
    return np.vstack([np.hstack([course[:-1][edges], course[1:][edges]]) for course in (old, new)])


class GroundMeter:
    """Measures what each Side holds, by status, as km² on the ellipsoid; HOME is what is left of home ground.

    Home ground counts inside the Snapshot's extent wherever no area of the planar map lies, its coasts' and
    rims' leftovers too, as in a comparison of two dates. Claims are measured, but take nothing from it.
    """

    def __init__(self, sides: Sequence[Side], regions: Mapping[str, Ground] | None = None) -> None:
        """With `regions`, by a name of each (degrees, lon and lat), all is measured region by region."""
        self._sides = sides
        self._regions = regions
        self._cells: dict[Alike[Ground], _Cells] = {}

    def figures(self, snapshot: Snapshot) -> Figures:
        """The km² by side and status, and by region where regions were given; of a HOME only what is left.

        It is quickest where one Snapshot is asked for after the other.
        """
        extent = Alike(snapshot.extent)
        if extent not in self._cells:
            self._cells[extent] = _Cells(self._sides, snapshot.extent, self._regions)
        return self._cells[extent].figures(snapshot)


class _Cells:
    """The grounds that areas are measured in: each region, or all there is, and each home ground in it."""

    def __init__(self, sides: Sequence[Side], extent: Ground, regions: Mapping[str, Ground] | None) -> None:
        self._regions: list[tuple[str, ...]] = [(name,) for name in regions] if regions is not None else [()]
        wholes: list[Ground | None] = list(regions.values()) if regions is not None else [None]
        homes = [(side, ground) for side, ground in _homes(sides, extent)]
        self._homes: list[tuple[tuple[str, ...], int]] = []
        grounds = wholes[:]
        for region, whole in zip(self._regions, wholes, strict=True):
            for side, home in homes:
                ground = home if whole is None else ground_of(polygons_of(intersection(home, whole)))
                if not ground.is_empty:
                    self._homes.append(((side, HOME, *region), len(self._homes)))
                    grounds.append(ground)
        self._cuts = _Cuts(grounds)
        self._home_km2 = np.array([area_km2(ground) for ground in grounds[len(wholes) :] if ground])

    def figures(self, snapshot: Snapshot) -> Figures:
        found: defaultdict[tuple[str, ...], float] = defaultdict(float)
        planar = {area.feature_id for area in planar_areas(snapshot.features)}
        left = self._home_km2.copy()
        for area in areas_of(snapshot.features):
            parts = self._cuts.parts(area)
            for region, km2 in zip(self._regions, parts, strict=False):
                if km2 > 0:
                    found[(area.side, area.status.value, *region)] += float(km2)
            if area.feature_id in planar:
                left -= parts[len(self._regions) :]
        for key, number in self._homes:
            found[key] = max(float(left[number]), 0.0)
        return dict(found)


def _homes(sides: Sequence[Side], extent: Ground) -> Iterable[tuple[str, Ground]]:
    """Each Side's home ground inside an extent; where several are at home, it is the first one's."""
    taken: list[Ground] = []
    for side in sides:
        if not side.home:
            continue
        home = as_one([home.shape for home in side.home])
        own = intersection(home, extent)
        if taken:
            own = difference(own, as_one(taken))
        taken.append(home)
        yield side.uid, ground_of(polygons_of(own))


class _Cuts:
    """How much of each area lies in each of some grounds, one Snapshot after the other."""

    def __init__(self, grounds: Sequence[Ground | None]) -> None:
        self._grounds = grounds
        #: By the id of an area: the shape that it had when it was last asked for, and its parts.
        self._known: dict[str, tuple[Polygon, _Parts]] = {}

    def parts(self, area: ControlArea) -> _Parts:
        """The km² of an area in each ground; all of it where the ground is None."""
        known = self._known.get(area.feature_id)
        if known is not None and known[0] is area.shape:
            return known[1]
        parts = self._changed(known, area.shape) if known is not None else None
        if parts is None:
            parts = self._measured(area.shape)
        self._known[area.feature_id] = (area.shape, parts)
        return parts

    def _changed(self, known: tuple[Polygon, _Parts], shape: Polygon) -> _Parts | None:
        """The parts by those before; None where too much has changed for that."""
        before, parts = known
        windows = changed_windows(before, shape)
        if not windows:
            return parts
        if shapely.area(shapely.box(*np.array(windows).T)).sum() > shapely.box(*shape.bounds).area / 2:
            return None
        for window in windows:
            old, new = (shapely.clip_by_rect(one, *window) for one in (before, shape))
            parts = parts - self._measured(old) + self._measured(new)
        return parts

    def _measured(self, shape: BaseGeometry) -> _Parts:
        if shape.is_empty:
            return np.zeros(len(self._grounds))
        return np.array([_km2_in(ground, shape) for ground in self._grounds])


def _km2_in(ground: Ground | None, shape: BaseGeometry) -> float:
    if ground is None:
        return area_km2(ground_of(polygons_of(shape)))
    west, south, east, north = ground.bounds
    bounds = shape.bounds
    if west > bounds[2] or east < bounds[0] or south > bounds[3] or north < bounds[1]:
        return 0.0
    near = shapely.clip_by_rect(ground, *bounds)
    return area_km2(ground_of(polygons_of(intersection(shape, near)))) if not near.is_empty else 0.0


# Fronts.


def fronts_of(snapshot: Snapshot) -> list[FrontLine]:
    """The fronts that count: those derived from the areas, or where there are none those drawn."""
    fronts = [feature for feature in snapshot.features.values() if isinstance(feature, FrontLine)]
    derived = [front for front in fronts if front.derived]
    return derived or fronts


def front_lengths(snapshot: Snapshot) -> Figures:
    """The geodesic length of the fronts in km by the Sides that they part; drawn ones may name none."""
    found: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for front in fronts_of(snapshot):
        found[front.sides] += _length(Same(front.shape))
    return dict(found)


def front_distance(snapshot: Snapshot, lon: float, lat: float) -> float | None:
    """How far in km it is from a place to the nearest point of any front; None where there is no front."""
    away = [_distance(Same(front.shape), lon, lat) for front in fronts_of(snapshot)]
    return min(away, default=None)


@lru_cache(maxsize=64)
def _edges(shape: Same[MultiLineString]) -> NDArray[np.float64]:
    """The edges of lines in pieces that can be measured (n, 4): from lon, lat to lon, lat."""
    parts = shapely.get_parts(shapely.segmentize(shape.value, _EDGE))
    coordinates, line = shapely.get_coordinates(parts, return_index=True)
    inner = line[1:] == line[:-1]
    return np.hstack([coordinates[:-1][inner], coordinates[1:][inner]])


@lru_cache(maxsize=4096)
def _length(shape: Same[MultiLineString]) -> float:
    return float(ellipsoid().inv(*_edges(shape).T.copy())[2].sum()) / 1e3


@lru_cache(maxsize=16384)
def _distance(shape: Same[MultiLineString], lon: float, lat: float) -> float:
    edges = _edges(shape)
    rough = _away_from_origin(*(_roughly_around(lon, lat, ends) for ends in (edges[:, :2], edges[:, 2:])))
    edges = edges[rough <= rough.min() * _SLACK + _ROOM_AROUND]
    return float(_away_from_origin(*(_around(lon, lat, ends) for ends in (edges[:, :2], edges[:, 2:]))).min())


def _roughly_around(lon: float, lat: float, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points around a place, in degrees of latitude."""
    east = (points[:, 0] - lon + 180.0) % 360.0 - 180.0
    return np.column_stack([east * np.cos(np.radians((points[:, 1] + lat) / 2)), points[:, 1] - lat])


def _around(lon: float, lat: float, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points around a place in km: each at its geodesic distance, in its geodesic's direction."""
    here = np.full(len(points), lon), np.full(len(points), lat)
    azimuth, _, metres = ellipsoid().inv(*here, points[:, 0].copy(), points[:, 1].copy())
    angle = np.radians(azimuth)
    around: NDArray[np.float64] = np.column_stack([np.sin(angle), np.cos(angle)]) * (metres / 1e3)[:, None]
    return around


def _away_from_origin(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far straight edges are from the origin."""
    along = ends - starts
    squared = (along**2).sum(axis=1)
    share = -(starts * along).sum(axis=1) / np.where(squared > 0, squared, 1.0)
    nearest = starts + np.clip(share, 0.0, 1.0)[:, None] * along
    away: NDArray[np.float64] = np.hypot(nearest[:, 0], nearest[:, 1])
    return away
