"""Grounds noded with each other and made into one coverage: at a cost that follows what is near a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import GRID, keys, polygons_of, snap
from mapdesk.geometry.segments import Segments, lines_of, touching

#: Shapes in an array, shape (n,).
Shapes: TypeAlias = NDArray[np.object_]
#: For each face the number of a ground, or of none: as many as there are grounds.
Owners: TypeAlias = NDArray[np.intp]

#: Edges are noded if they come as near as this, in degrees: noded on the grid, a border may move half a step.
_ROOM = 4 * GRID
#: So many bounds, not more, are looked at one by one.
_STRETCHES = 24


@dataclass(frozen=True, eq=False)
class Faces:
    """The faces that the borders of some grounds cut the map into, and which of them lie in which ground."""

    faces: Shapes
    grounds: int
    #: Pairs of a ground's number and a face's.
    ground: NDArray[np.intp]
    face: NDArray[np.intp]

    def first(self, among: Sequence[int] | None = None) -> Owners:
        """The first of the grounds with these numbers, or of all, that each face lies in."""
        known = np.isin(self.ground, np.asarray(among)) if among is not None else slice(None)
        owner = np.full(len(self.faces), self.grounds)
        np.minimum.at(owner, self.face[known], self.ground[known])
        return owner

    def handed_out(self, owner: Owners) -> list[list[Polygon]]:
        """The ground of each owner, one polygon per connected part."""
        return [_joined(self.faces[owner == number]) for number in range(self.grounds)]


def rebuilt(
    grounds: Sequence[Sequence[Polygon]], near: Sequence[BaseGeometry] | None = None
) -> list[list[Polygon]]:
    """Grounds made into one coverage: their borders are noded with each other and the faces handed out anew.

    A face that several grounds lay over goes to the first of them. Each ground comes back as one polygon per
    connected part, in no particular order; one that lost everything comes back empty. Where `near` is given,
    see `faces_of`.
    """
    found = faces_of(grounds, near)
    return found.handed_out(found.first())


def faces_of(
    grounds: Sequence[Sequence[Polygon]],
    near: Sequence[BaseGeometry] | None = None,
    lines: Sequence[BaseGeometry] = (),
) -> Faces:
    """The faces that the borders of grounds, and lines, cut the map into, once noded with each other.

    Where `near` is given, only edges that come into the bounds of one of these shapes are noded; elsewhere
    the grounds have to share their borders vertex by vertex as they are. All are if that shows to be untrue.
    """
    polygons = [polygon for ground in grounds for polygon in ground]
    number = np.asarray([index for index, ground in enumerate(grounds) for _ in ground], dtype=np.intp)
    if not polygons:
        return Faces(np.empty(0, dtype=object), len(grounds), number, number)
    borders = _Borders(polygons, near)
    faces = np.asarray(polygons_of(shapely.polygonize(borders.noded_with(lines))), dtype=object)
    polygon_index, face_index = _lying_in(polygons, faces)
    if near is not None and _is_lost(polygons, faces, polygon_index, face_index):
        return faces_of(grounds, lines=lines)
    return Faces(faces, len(grounds), number[polygon_index], face_index)


def stretches_of(segments: Segments) -> list[Polygon]:
    """The bounds of segments, a few together as they come: where to look for what is near any of them."""
    if not len(segments):
        return []
    chunks = np.array_split(segments.reshape(-1, 4), min(len(segments), _STRETCHES))
    return [
        shapely.box(*chunk.reshape(-1, 2).min(axis=0), *chunk.reshape(-1, 2).max(axis=0)) for chunk in chunks
    ]


def _lying_in(polygons: Sequence[Polygon], faces: Shapes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    inside = STRtree(shapely.point_on_surface(faces)).query(polygons, predicate="contains")
    return inside[0], inside[1]


def _is_lost(
    polygons: Sequence[Polygon], faces: Shapes, polygon: NDArray[np.intp], face: NDArray[np.intp]
) -> bool:
    """Whether some ground is in no face: its borders crossed others where they were not noded."""
    area, length = shapely.area(polygons), shapely.length(polygons)
    found = np.bincount(polygon, weights=shapely.area(faces)[face], minlength=len(polygons))
    return bool((np.abs(found - area) > length * GRID).any())


class _Borders:
    """The edges of polygons, as they come in their rings, and which of them are to be noded."""

    def __init__(self, polygons: Sequence[Polygon], near: Sequence[BaseGeometry] | None) -> None:
        places, ring = shapely.get_coordinates(shapely.get_rings(polygons), return_index=True)
        inner = ring[1:] == ring[:-1]
        self._edges: Segments = np.hstack([places[:-1][inner], places[1:][inner]])
        self._ring = ring[1:][inner]
        self._near = np.full(len(self._edges), near is None)
        if near:
            room = _ROOM * np.array([-1, -1, 1, 1])
            inside = np.flatnonzero(touching(self._edges, shapely.total_bounds(list(near)) + room))
            stretches = shapely.bounds(list(near)) if len(near) <= _STRETCHES else []
            come = np.full(len(inside), not len(stretches))
            for bounds in stretches:
                come |= touching(self._edges[inside], bounds + room)
            self._near[inside] = come

    def noded_with(self, lines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Lines that meet at their ends alone: the edges, and some more."""
        noded = shapely.unary_union([*self._lines(self._near), *lines], grid_size=GRID)
        return [*shapely.get_parts(shapely.transform(noded, snap)), *self._arcs()]

    def _arcs(self) -> Shapes:
        """The edges that are not noded, as lines from one place where borders meet to the next."""
        far = np.flatnonzero(~self._near)
        if not len(far):
            return np.empty(0, dtype=object)
        start, end = keys(self._edges[far, :2]), keys(self._edges[far, 2:])
        low, high = np.minimum(start, end), np.maximum(start, end)
        order = np.lexsort([high, low])
        again = (np.diff(low[order]) == 0) & (np.diff(high[order]) == 0)
        once = np.ones(len(far), dtype=bool)
        once[order[1:][again]] = False
        kept = far[once]
        near = self._edges[self._near].reshape(-1, 2)
        # Where one of the noded edges ends, the others end too.
        ends = np.concatenate([start[once], end[once], np.repeat(keys(near), 3)])
        place, count = np.unique(ends, return_counts=True)
        meeting = count[np.searchsorted(place, end[once])] != 2
        chosen = np.zeros(len(self._edges), dtype=bool)
        chosen[kept] = True
        stops = np.zeros(len(self._edges), dtype=bool)
        stops[kept] = meeting
        return self._lines(chosen, stops)

    def _lines(self, chosen: NDArray[np.bool_], stops: NDArray[np.bool_] | None = None) -> Shapes:
        """The chosen edges as lines, one for each run of them along a ring; one ends where an edge stops."""
        rows = np.flatnonzero(chosen)
        if not len(rows):
            return np.empty(0, dtype=object)
        goes_on = (np.diff(rows) == 1) & (self._ring[rows[1:]] == self._ring[rows[:-1]])
        if stops is not None:
            goes_on &= ~stops[rows[:-1]]
        return lines_of(self._edges[rows], goes_on)


def _joined(faces: Shapes) -> list[Polygon]:
    if not len(faces):
        return []
    whole = faces[0] if len(faces) == 1 else shapely.coverage_union_all(faces)
    return polygons_of(shapely.normalize(whole))
