"""The edges of polygons as directed segments with the ground on their left, and which of them are shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import snap, steps

#: Directed segments in degrees, shape (n, 4): lon and lat of the start, lon and lat of the end.
Segments: TypeAlias = NDArray[np.float64]

#: How far beside an edge to look for who is there, in degrees: a few metres, over any sliver.
_BESIDE = 5e-5
#: Long edges are looked at in pieces of at most this, in degrees.
_PIECE = 0.01


@dataclass(frozen=True)
class _Pieces:
    segments: Segments
    of: NDArray[np.intp]


def boundary_segments(ground: BaseGeometry) -> Segments:
    """All edges of polygons, each directed so that the ground lies on its left."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(ground)))
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    inner = ring[1:] == ring[:-1]
    return np.hstack([coordinates[:-1][inner], coordinates[1:][inner]])


def reversed_segments(segments: Segments) -> Segments:
    """The same edges seen from the other side."""
    return segments[:, [2, 3, 0, 1]]


def among(segments: Segments, others: Segments) -> NDArray[np.bool_]:
    """Which of the segments are also in `others`, in the same direction."""
    return np.isin(_as_keys(segments), _as_keys(others))


def facing(segments: Segments, ground: BaseGeometry) -> Segments:
    """The segments, or the parts of long ones, that have a ground close by on their right."""
    if not len(segments) or ground.is_empty:
        return segments[:0]
    pieces = _in_pieces(segments)
    shapely.prepare(ground)
    faces = shapely.contains_xy(ground, *_points_right_of(pieces.segments).T)
    counts = np.bincount(pieces.of, minlength=len(segments))
    hits = np.bincount(pieces.of, weights=faces, minlength=len(segments))
    whole = hits == counts
    partly = faces & ~whole[pieces.of]
    return np.vstack([segments[whole], pieces.segments[partly]])


def merged(segments: Segments) -> MultiLineString:
    """Segments joined end to start into lines that keep their direction."""
    lines = shapely.linestrings(segments.reshape(-1, 2, 2))
    joined = shapely.line_merge(MultiLineString(list(lines)), directed=True)
    return MultiLineString([joined] if isinstance(joined, LineString) else list(joined.geoms))


def _as_keys(segments: Segments) -> NDArray[np.void]:
    whole = np.ascontiguousarray(steps(segments))
    return whole.view(np.dtype((np.void, whole.itemsize * 4))).ravel()


def _in_pieces(segments: Segments) -> _Pieces:
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    counts = np.maximum(1, np.ceil(lengths / _PIECE)).astype(np.intp)
    of = np.repeat(np.arange(len(segments)), counts)
    within = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    start, end = segments[of, :2], segments[of, 2:]
    step = (end - start) / counts[of, None]
    first = np.where(within[:, None] == 0, start, snap(start + step * within[:, None]))
    last = np.where((within == counts[of] - 1)[:, None], end, snap(start + step * (within[:, None] + 1)))
    return _Pieces(np.hstack([first, last]), of)


def _points_right_of(segments: Segments) -> NDArray[np.float64]:
    start, end = segments[:, :2], segments[:, 2:]
    along = end - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    right = np.column_stack([along[:, 1], -along[:, 0]]) / length[:, None]
    return (start + end) / 2 + right * _BESIDE
