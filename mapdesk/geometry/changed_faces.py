"""Where two coverages differ, face by face, at a cost that follows the edges in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from mapdesk.geometry.grid import GRID, keys, polygons_of
from mapdesk.geometry.overlay import union

#: Owner of ground that no polygon covers.
NONE = -1

_Ints: TypeAlias = NDArray[np.int64]
#: Polygons in an array, shape (n,).
Shapes: TypeAlias = NDArray[np.object_]
#: A coverage: its polygons don't overlap; each has an owner, a whole number from 0 on.
Owned: TypeAlias = Sequence[tuple[int, Polygon]]

#: Up to so many points a polygon is asked as it is; for more it is made ready first, which takes longer.
_FEW = 12


def changed_faces(before: Owned, after: Owned) -> list[tuple[int, int, Polygon]]:
    """The ground that has another owner after than before, as (owner before, owner after, polygon).

    Both are coverages on the grid, in degrees (lon, lat). Ground of one pair of owners comes as one polygon
    per connected piece, in no particular order.

    An edge that has the same owners on its two sides both before and after has no changed ground beside it,
    and so changed ground ends at the other edges only: these are noded and made into faces, in each of which
    the pair of owners is the same all over. Faces that no change covers are then dropped.
    """
    known, come = (
        {(owner, id(shape)) for owner, shape in before},
        {(owner, id(shape)) for owner, shape in after},
    )
    before, after = (
        [one for one in before if (one[0], id(one[1])) not in come],
        [one for one in after if (one[0], id(one[1])) not in known],
    )
    edges = _changed_edges(before, after)
    if not len(edges):
        return []
    faces = _faces(edges)
    if not len(faces):
        return []
    spots = shapely.get_coordinates(shapely.point_on_surface(faces))
    old, new = _owners(before, spots), _owners(after, spots)
    pairs = np.stack([old, new], axis=1)
    found = []
    for one, other in np.unique(pairs[old != new], axis=0).tolist():
        alike = faces[(old == one) & (new == other)]
        found += [(one, other, part) for part in _joined(alike)]
    return found


def _changed_edges(before: Owned, after: Owned) -> NDArray[np.float64]:
    """The edges (n, 4) around polygons of one coverage that are not as well around one of the same owner, on
    the same side, in the other; each but once, whichever way it goes."""
    old, new = _edges(before), _edges(after)
    start = np.concatenate([old.start, new.start])
    end = np.concatenate([old.end, new.end])
    owner = np.concatenate([old.owner, new.owner])
    if not len(start):
        return np.empty((0, 4))
    mark = _mixed(start, end, owner)
    order = np.argsort(mark)
    run = mark[order]
    twins = np.flatnonzero(run[1:] == run[:-1])
    one, other = order[twins], order[twins + 1]
    # Two marks may be the same by chance. What is kept for nothing does no harm: it parts no change.
    same = (start[one] == start[other]) & (end[one] == end[other]) & (owner[one] == owner[other])
    count = len(old.at)
    same &= (one < count) != (other < count)
    changed = np.ones(len(start), dtype=bool)
    changed[one[same]] = changed[other[same]] = False
    kept = np.flatnonzero(changed)
    least, most = np.minimum(start[kept], end[kept]), np.maximum(start[kept], end[kept])
    _, first = np.unique(_mixed(least, most, np.zeros(len(kept), dtype=np.int64)), return_index=True)
    kept = kept[np.sort(first)]
    return np.vstack([old.lines(kept[kept < count]), new.lines(kept[kept >= count] - count)])


class _Edges(NamedTuple):
    """All edges of some polygons, the ground on their left."""

    #: Lon and lat of the vertices (m, 2), and in which of them each edge starts: it ends in the next one.
    places: NDArray[np.float64]
    at: _Ints
    start: _Ints
    end: _Ints
    owner: _Ints

    def lines(self, numbers: _Ints) -> NDArray[np.float64]:
        """Some of the edges (n, 4) in degrees."""
        at = self.at[numbers]
        return np.hstack([self.places[at], self.places[at + 1]])


def _edges(owned: Owned) -> _Edges:
    nothing = np.empty(0, dtype=np.int64)
    if not owned:
        return _Edges(np.empty((0, 2)), nothing, nothing, nothing, nothing)
    shapes = np.asarray([shape for _, shape in owned], dtype=object)
    owners = np.asarray([owner for owner, _ in owned], dtype=np.int64)
    rings, polygon = shapely.get_rings(shapely.orient_polygons(shapes), return_index=True)
    places = shapely.get_coordinates(rings)
    sizes = shapely.get_num_coordinates(rings)
    inner = np.ones(len(places), dtype=bool)
    inner[np.cumsum(sizes) - 1] = False
    at, key = np.flatnonzero(inner), keys(places)
    return _Edges(places, at, key[at], key[at + 1], np.repeat(owners[polygon], sizes - 1))


def _mixed(start: _Ints, end: _Ints, owner: _Ints) -> NDArray[np.uint64]:
    """One number for each edge, the same for the same edge of the same owner."""
    mixed = start.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed += end.view(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed += owner.view(np.uint64) * np.uint64(0xD6E8FEB86659FD93)
    # The upper bits know of all lower ones, not the other way round.
    marks: NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(29))
    return marks


def _faces(edges: NDArray[np.float64]) -> Shapes:
    """What some edges enclose, cut wherever they cross; what is thinner than the grid all along is none."""
    follows = (edges[1:, :2] == edges[:-1, 2:]).all(axis=1)
    run = np.concatenate([[0], np.cumsum(~follows)])
    first = np.flatnonzero(np.concatenate([[True], ~follows]))
    # Each run of edges as one line: the start of its first edge and the end of every one.
    places = np.insert(edges[:, 2:], first, edges[first, :2], axis=0)
    lines = shapely.linestrings(places, indices=np.insert(run, first, run[first]))
    noded = shapely.get_parts(shapely.unary_union(shapely.multilinestrings(lines)))
    faces: Shapes = shapely.get_parts(shapely.polygonize(noded))
    thick: Shapes = faces[shapely.area(faces) > shapely.length(faces) * GRID / 2]
    return thick


def _joined(faces: Shapes) -> list[Polygon]:
    """Faces of one arrangement, those with an edge in common as one."""
    rings, face = shapely.get_rings(faces, return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    inner = ring[1:] == ring[:-1]
    # By their middles: faces share edges number by number, and no two edges have the same.
    middle = (places[:-1] + places[1:])[inner]
    whose = face[ring[1:][inner]]
    order = np.lexsort(middle.T)
    twins = np.flatnonzero((middle[order][1:] == middle[order][:-1]).all(axis=1))
    several = np.unique(whose[order[np.concatenate([twins, twins + 1])]])
    alone = np.delete(faces, several)
    return [*alone.tolist(), *(polygons_of(union(list(faces[several]))) if len(several) else ())]


def _owners(owned: Owned, spots: NDArray[np.float64]) -> NDArray[np.int64]:
    """Who owns each of some spots (n, 2)."""
    found = np.full(len(spots), NONE, dtype=np.int64)
    for owner, shape in owned:
        west, south, east, north = shape.bounds
        near = (spots[:, 0] >= west) & (spots[:, 0] <= east) & (spots[:, 1] >= south) & (spots[:, 1] <= north)
        asked = np.flatnonzero(near & (found == NONE))
        if len(asked):
            # A copy: what is made ready in one thread must not be asked in another.
            shape = shapely.force_2d(shape)
            if len(asked) > _FEW:
                shapely.prepare(shape)
            found[asked[shapely.contains_xy(shape, *spots[asked].T)]] = owner
    return found
