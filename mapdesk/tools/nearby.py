"""What lies near the hand: features, vertices and edges within so many pixels of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, radians
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, STRtree

from mapdesk.geometry.grid import keys, snap
from mapdesk.geometry.inside import holds
from mapdesk.model.features import Annotation, ControlArea, Feature, FrontLine, Status
from mapdesk.model.layout import Bounds
from mapdesk.tools.pointer import Pointer

#: Longitude and latitude in degrees.
LonLat: TypeAlias = tuple[float, float]
#: Vertices in degrees, shape (n, 2).
Vertices: TypeAlias = NDArray[np.float64]
#: Edges in degrees, shape (n, 4): lon and lat of the start, lon and lat of the end.
Edges: TypeAlias = NDArray[np.float64]
#: Longitudes or latitudes in degrees, shape (n,).
Ordinates: TypeAlias = NDArray[np.float64]

#: How far from a line, in pixels, the hand still means it.
LINE_REACH = 6.0
#: How far from the point of an annotation; its symbol is about so large.
SYMBOL_REACH = 12.0
#: How many maps' worth of features to keep sorted: the one shown, and those just before it.
_KEPT = 3


@dataclass(frozen=True)
class Edge:
    """An edge near the hand: its two ends as the map has them, and the grid point on it nearest the hand."""

    start: LonLat
    end: LonLat
    nearest: LonLat
    pixels: float

    @property
    def middle(self) -> LonLat:
        """The grid point half way along."""
        return on_the_grid(((self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2))


def on_the_grid(lon_lat: LonLat) -> LonLat:
    """The grid point nearest to a place."""
    lon, lat = snap(np.asarray(lon_lat, dtype=np.float64)).tolist()
    return (lon, lat)


def pixels_between(at: Pointer, place: LonLat) -> float:
    """How far a place is from the hand, in pixels."""
    lon, lat = at.lon_lat
    return hypot((place[0] - lon) * _shrink(lat), place[1] - lat) / at.degrees_per_pixel


def pixel_bounds(at: Pointer, reach: float) -> Bounds:
    """The bounds of what is within so many pixels of the hand, in degrees."""
    lon, lat = at.lon_lat
    up = reach * at.degrees_per_pixel
    across = up / _shrink(lat)
    return (lon - across, lat - up, lon + across, lat + up)


def has_room(bounds: Bounds, at: Pointer, least: tuple[float, float]) -> bool:
    """Whether bounds are so many pixels wide and high, at the scale that the hand has the map in."""
    west, south, east, north = bounds
    left, low, right, high = pixel_bounds(at, 0.5)
    return (east - west) / (right - left) >= least[0] and (north - south) / (high - low) >= least[1]


def each_once(vertices: Vertices) -> Vertices:
    """Vertices without those that come again, from west to east."""
    _, first = np.unique(keys(vertices), return_index=True)
    return vertices[first]


def among(vertices: Vertices, others: Vertices) -> NDArray[np.bool_]:
    """Which of some vertices are also among others."""
    return np.isin(keys(vertices), keys(others))


def nearest_edge(edges: Edges, at: Pointer, reach: float) -> Edge | None:
    """The one of some edges nearest to the hand, if it is within so many pixels."""
    if not len(edges):
        return None
    lon, lat = at.lon_lat
    scale = np.array([_shrink(lat), 1.0]) / at.degrees_per_pixel
    start, end = (edges[:, :2] - [lon, lat]) * scale, (edges[:, 2:] - [lon, lat]) * scale
    along = end - start
    squared = np.maximum(np.einsum("ij,ij->i", along, along), 1e-12)
    share = np.clip(-np.einsum("ij,ij->i", start, along) / squared, 0.0, 1.0)
    away = np.hypot(*(start + along * share[:, None]).T)
    first = int(np.argmin(away))
    if away[first] > reach:
        return None
    row = edges[first]
    nearest = on_the_grid(_pair(row[:2] + (row[2:] - row[:2]) * share[first]))
    return Edge(_pair(row[:2]), _pair(row[2:]), nearest, float(away[first]))


def nearby(features: Mapping[str, Feature]) -> Nearby:
    """Features sorted for looking up; the same object for the same mapping."""
    for known in _kept:
        if known.features is features:
            return known
    # Traces ask from a thread of their own, so that another's may be the first by now.
    made = Nearby(features)
    _kept.insert(0, made)
    del _kept[_KEPT:]
    return made


class Nearby:
    """Features by where they are. Everything is sorted when first asked for."""

    def __init__(self, features: Mapping[str, Feature]) -> None:
        self.features = features
        self._ids = list(features)

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree([feature.shape for feature in self.features.values()])

    @cached_property
    def _parts(self) -> _Parts:
        return _parts_of(self.features)

    def under(self, at: Pointer) -> tuple[str, ...]:
        """The features under the hand, topmost first.

        Annotations, drawn lines, derived fronts, then areas from the smallest, those merely claimed last.
        """
        found = []
        for feature_id in self.around(pixel_bounds(at, SYMBOL_REACH)):
            order = self._order(self.features[feature_id], at)
            if order is not None:
                found.append((*order, feature_id))
        return tuple(feature_id for _, _, feature_id in sorted(found))

    def _order(self, feature: Feature, at: Pointer) -> tuple[int, float] | None:
        """How far down a feature lies, and how far away or how large it is; None: not under the hand."""
        if isinstance(feature, ControlArea):
            if not holds(feature.shape, *at.lon_lat):
                return None
            return (4 if feature.status is Status.CLAIMED else 3), feature.shape.area
        if isinstance(feature.shape, Point):
            away, reach = pixels_between(at, (feature.shape.x, feature.shape.y)), SYMBOL_REACH
        else:
            edge = self.edge(at, (feature.feature_id,), LINE_REACH)
            away, reach = (edge.pixels if edge else np.inf), LINE_REACH
        if away > reach:
            return None
        if isinstance(feature, Annotation):
            return 0, away
        return (2 if feature.derived else 1), away

    def around(self, bounds: Bounds) -> tuple[str, ...]:
        """The features whose own bounds meet some bounds."""
        return tuple(self._ids[row] for row in sorted(self._tree.query(shapely.box(*bounds)).tolist()))

    def within(self, bounds: Bounds) -> tuple[str, ...]:
        """The features that lie in some bounds altogether."""
        rows = self._tree.query(shapely.box(*bounds), predicate="covers")
        return tuple(self._ids[row] for row in sorted(rows.tolist()))

    def vertex(self, at: Pointer, feature_ids: Collection[str], reach: float) -> LonLat | None:
        """The vertex of some features nearest to the hand, if it is within so many pixels."""
        near = self._vertices(pixel_bounds(at, reach), feature_ids)
        if not len(near):
            return None
        away = _pixels(near, at)
        first = int(np.argmin(away))
        return _pair(near[first]) if away[first] <= reach else None

    def vertices(self, bounds: Bounds, feature_ids: Collection[str]) -> Vertices:
        """The vertices of some features in some bounds, each once."""
        return each_once(self._vertices(bounds, feature_ids))

    def _vertices(self, bounds: Bounds, feature_ids: Collection[str]) -> Vertices:
        found = [_vertices_in(self._parts.vertices(uid), bounds) for uid in feature_ids]
        return np.vstack(found) if found else np.empty((0, 2))

    def edge(self, at: Pointer, feature_ids: Collection[str], reach: float) -> Edge | None:
        """The edge of some features nearest to the hand, if it is within so many pixels."""
        return nearest_edge(self.edges(pixel_bounds(at, reach), feature_ids), at, reach)

    def edges(self, bounds: Bounds, feature_ids: Collection[str]) -> Edges:
        """The edges of some features that may cross some bounds; a shared one comes once for each area."""
        west, south, east, north = bounds
        found = []
        for uid in feature_ids:
            rows, (left, low, right, high) = self._parts.edges(uid)
            found.append(rows[(right >= west) & (left <= east) & (high >= south) & (low <= north)])
        return np.vstack(found) if found else np.empty((0, 4))


_kept: list[Nearby] = []


class _Parts:
    """The rings, lines and points of features as arrays, feature after feature."""

    def __init__(self, ids: list[str], coordinates: Vertices, part: NDArray[np.intp], of: NDArray[np.intp]):
        starts = (
            np.searchsorted(of[part], np.arange(len(ids) + 1)) if len(part) else np.zeros(len(ids) + 1, int)
        )
        self._coordinates, self._part = coordinates, part
        self._edges: dict[str, tuple[Edges, tuple[Ordinates, Ordinates, Ordinates, Ordinates]]] = {}
        self._span = {uid: slice(starts[row], starts[row + 1]) for row, uid in enumerate(ids)}

    def vertices(self, feature_id: str) -> Vertices:
        """All vertices of a feature; a ring's first comes again as its last."""
        return self._coordinates[self._span[feature_id]]

    def edges(self, feature_id: str) -> tuple[Edges, tuple[Ordinates, Ordinates, Ordinates, Ordinates]]:
        """All edges of a feature, and the west, south, east and north of each."""
        if feature_id not in self._edges:
            span = self._span[feature_id]
            coordinates, part = self._coordinates[span], self._part[span]
            joined = part[1:] == part[:-1]
            rows = np.hstack([coordinates[:-1][joined], coordinates[1:][joined]])
            lon, lat = rows[:, ::2], rows[:, 1::2]
            self._edges[feature_id] = (
                rows,
                (lon.min(axis=1), lat.min(axis=1), lon.max(axis=1), lat.max(axis=1)),
            )
        return self._edges[feature_id]


def _parts_of(features: Mapping[str, Feature]) -> _Parts:
    parts: list[shapely.Geometry] = []
    of: list[int] = []
    for row, feature in enumerate(features.values()):
        shape = feature.shape
        own = (
            [shape.exterior, *shape.interiors]
            if isinstance(feature, ControlArea)
            else list(shape.geoms)
            if isinstance(feature, FrontLine)
            else [shape]
        )
        parts += own
        of += [row] * len(own)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    return _Parts(list(features), coordinates, part, np.asarray(of, dtype=np.intp))


def _vertices_in(vertices: Vertices, bounds: Bounds) -> Vertices:
    west, south, east, north = bounds
    lon, lat = vertices.T
    inside: Vertices = vertices[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]
    return inside


def _pixels(places: Vertices, at: Pointer) -> NDArray[np.float64]:
    lon, lat = at.lon_lat
    away: NDArray[np.float64] = np.hypot((places[:, 0] - lon) * _shrink(lat), places[:, 1] - lat)
    return away / at.degrees_per_pixel


def _pair(row: NDArray[np.float64]) -> LonLat:
    return (float(row[0]), float(row[1]))


def _shrink(latitude: float) -> float:
    return max(cos(radians(latitude)), 0.01)
