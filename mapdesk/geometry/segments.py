"""The edges of polygons as directed segments with the ground on their left, and which of them are shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import keys, snap, steps
from mapdesk.geometry.same import Same

#: Directed segments in degrees, shape (n, 4): lon and lat of the start, lon and lat of the end.
Segments: TypeAlias = NDArray[np.float64]

#: How far beside an edge to look for who is there, in degrees: a few metres, over any sliver.
_BESIDE = 5e-5
#: Long edges are looked at in pieces of at most this, in degrees.
PIECE = 0.01


@dataclass(frozen=True)
class Pieces:
    """Segments in pieces so short that one look beside each will do, and which of `whole` each is part of."""

    whole: Segments
    segments: Segments
    of: NDArray[np.intp]


def boundary_segments(ground: BaseGeometry | NDArray[np.object_]) -> Segments:
    """All edges of polygons, each directed so that the ground lies on its left."""
    return edges_of(ground)[0]


def edges_of(ground: BaseGeometry | NDArray[np.object_]) -> tuple[Segments, NDArray[np.intp]]:
    """All edges of polygons, each directed so that the ground lies on its left, and whose each edge is."""
    rings, polygon = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(ground)), return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    inner = ring[1:] == ring[:-1]
    return np.hstack([coordinates[:-1][inner], coordinates[1:][inner]]), polygon[ring[1:][inner]]


def edges_of_each(polygons: Sequence[Polygon]) -> list[Segments]:
    """The edges of each polygon, the ground on their left; worked out once for as long as it is in use."""
    return [_kept_edges(Same(polygon)) for polygon in polygons]


@lru_cache(maxsize=1024)
def _kept_edges(polygon: Same[Polygon]) -> Segments:
    segments = boundary_segments(polygon.value)
    segments.flags.writeable = False
    return segments


def touching(
    segments: Segments, bounds: tuple[float, float, float, float] | NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which segments' own bounds meet some bounds (west, south, east, north)."""
    west, south, east, north = bounds
    x0, y0, x1, y1 = segments.T
    touches: NDArray[np.bool_] = (
        ((x0 >= west) | (x1 >= west))
        & ((x0 <= east) | (x1 <= east))
        & ((y0 >= south) | (y1 >= south))
        & ((y0 <= north) | (y1 <= north))
    )
    return touches


def reversed_segments(segments: Segments) -> Segments:
    """The same edges seen from the other side."""
    return segments[:, [2, 3, 0, 1]]


def among(segments: Segments, others: Segments) -> NDArray[np.bool_]:
    """Which of the segments are also in `others`, in the same direction."""
    if not len(segments) or not len(others):
        return np.zeros(len(segments), dtype=bool)
    sought, known = steps(segments), steps(others)
    having, wanted = _as_keys(known), _as_keys(sought)
    order, asked = np.argsort(having), np.argsort(wanted)
    # In order, so that the search goes through memory once.
    place = np.searchsorted(having[order], wanted[asked])
    found = known[order[np.minimum(place, len(known) - 1)]]
    same = np.empty(len(sought), dtype=bool)
    same[asked] = (found == sought[asked]).all(axis=1)
    return same


def changed_segments(before: Sequence[Polygon], after: Sequence[Polygon]) -> Segments:
    """The edges of polygons, the ground on their left, that are in one of two sets of polygons only."""
    known = [edges for edges in edges_of_each(before) if len(edges)]
    old, new = [], []
    for edges in filter(len, edges_of_each(after)):
        # Most of a ring that changed is as it was, to both sides of some edge.
        middle = len(edges) // 2
        for number, other in enumerate(known):
            at = np.flatnonzero((other == edges[middle]).all(axis=1))
            if len(at):
                del known[number]
                left, come = _without_common_ends(
                    np.roll(other, -at[0], axis=0), np.roll(edges, -middle, axis=0)
                )
                break
        else:
            left, come = edges[:0], edges
        old.append(left)
        new.append(come)
    gone = np.vstack([np.empty((0, 4)), *old, *known])
    come = np.vstack([np.empty((0, 4)), *new])
    return np.vstack([gone[~among(gone, come)], come[~among(come, gone)]])


def _without_common_ends(one: Segments, other: Segments) -> tuple[Segments, Segments]:
    """Two lists of segments without those that they have in common at their beginning and at their end."""
    same = _alike(one, other)
    one, other = one[same:], other[same:]
    same = _alike(one[::-1], other[::-1])
    return one[: len(one) - same], other[: len(other) - same]


def _alike(one: Segments, other: Segments) -> int:
    """How many segments two lists have in common from their beginning on."""
    count = min(len(one), len(other))
    differ = (one[:count] != other[:count]).any(axis=1)
    return int(np.argmax(differ)) if differ.any() else count


def those_whole_or_in_pieces(pieces: Pieces, chosen: NDArray[np.bool_]) -> Segments:
    """The segments all of whose pieces are chosen, and of the others the pieces that are."""
    counts = np.bincount(pieces.of, minlength=len(pieces.whole))
    hits = np.bincount(pieces.of, weights=chosen, minlength=len(pieces.whole))
    whole = hits == counts
    partly = chosen & ~whole[pieces.of]
    return np.vstack([pieces.whole[whole], pieces.segments[partly]])


def beside(segments: Segments) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points close by on the right of segments, one per piece of long ones (n, 2), and the pieces' lengths.

    Lengths are in degrees of latitude.
    """
    pieces = pieces_of(segments).segments
    middle = np.radians(pieces[:, [1, 3]].mean(axis=1))
    lengths = np.hypot((pieces[:, 2] - pieces[:, 0]) * np.cos(middle), pieces[:, 3] - pieces[:, 1])
    return points_right_of(pieces), lengths


def shared_length(one: Polygon, other: Polygon) -> float:
    """How long the border is that two polygons of a coverage share, edge for edge, in degrees."""
    mine, theirs = edges_of_each([one, other])
    west, south, east, north = one.bounds
    shared = mine[among(mine, reversed_segments(theirs[touching(theirs, (west, south, east, north))]))]
    return float(np.hypot(shared[:, 0] - shared[:, 2], shared[:, 1] - shared[:, 3]).sum())


def merged(segments: Segments) -> MultiLineString:
    """Segments joined end to start into lines that keep their direction; their order has no say in it.

    It is quick where most segments come right after those that they go on from.
    """
    if not len(segments):
        return MultiLineString()
    start, end = keys(segments[:, :2]), keys(segments[:, 2:])
    place, count = np.unique(np.concatenate([start, end]), return_counts=True)
    nodes = place[count != 2]
    goes_on = (end[:-1] == start[1:]) & ~np.isin(end[:-1], nodes)
    joined = shapely.line_merge(shapely.multilinestrings(lines_of(segments, goes_on)), directed=True)
    lines = []
    for line in shapely.get_parts(joined):
        course = shapely.get_coordinates(line)
        ring = bool(line.is_closed) and keys(course[:1])[0] not in nodes
        if ring:
            first = int(np.lexsort((course[:-1, 1], course[:-1, 0]))[0])
            line = LineString(np.vstack([course[first:-1], course[: first + 1]]))
        lines.append((ring, *line.coords[:2], line))
    return MultiLineString([line for *_, line in sorted(lines, key=lambda found: found[:3])])


def lines_of(segments: Segments, goes_on: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Segments, one at least, as lines; where one `goes_on` (n - 1), the next one is of the same line."""
    last = np.append(~goes_on, True)
    line = np.cumsum(np.append(True, ~goes_on)) - 1
    ends = np.flatnonzero(last) + 1
    places = np.insert(segments[:, :2], ends, segments[last, 2:], axis=0)
    lines: NDArray[np.object_] = shapely.linestrings(places, indices=np.insert(line, ends, line[last]))
    return lines


def _as_keys(whole: NDArray[np.int64]) -> NDArray[np.uint64]:
    # Each end fits into 58 bits; both are mixed into 64, and whoever compares keys compares the steps too.
    end = (whole[:, [0, 2]].astype(np.uint64) << np.uint64(29)) ^ whole[:, [1, 3]].astype(np.uint64)
    return end[:, 0] * np.uint64(0x9E3779B97F4A7C15) + end[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)


def pieces_of(segments: Segments) -> Pieces:
    """Segments in pieces of about a kilometre at most; new ends lie on the grid."""
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    counts = np.maximum(1, np.ceil(lengths / PIECE)).astype(np.intp)
    of = np.repeat(np.arange(len(segments)), counts)
    within = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    start, end = segments[of, :2], segments[of, 2:]
    step = (end - start) / counts[of, None]
    first = np.where(within[:, None] == 0, start, snap(start + step * within[:, None]))
    last = np.where((within == counts[of] - 1)[:, None], end, snap(start + step * (within[:, None] + 1)))
    return Pieces(segments, np.hstack([first, last]), of)


def points_right_of(segments: Segments) -> NDArray[np.float64]:
    """A point close by on the right of each segment, shape (n, 2)."""
    start, end = segments[:, :2], segments[:, 2:]
    along = end - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    right = np.column_stack([along[:, 1], -along[:, 0]]) / length[:, None]
    return (start + end) / 2 + right * _BESIDE
