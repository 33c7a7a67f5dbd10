"""The map in tiles: the same tile has the same bounds, whoever asks for it."""

from __future__ import annotations

from math import cos, inf, radians
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from mapdesk.geometry.segments import Segments

#: Degrees along the side of a tile.
TILE = 0.25
#: West, south, east, north in degrees.
Bounds: TypeAlias = tuple[float, float, float, float]
#: The bounds of nothing.
NOWHERE: Bounds = (inf, inf, -inf, -inf)

Points: TypeAlias = NDArray[np.float64]


def tile_keys(points: Points) -> NDArray[np.int64]:
    """The key of the tile that each point (n, 2) in degrees lies in."""
    column, row = np.floor(points / TILE).astype(np.int64).T
    keys: NDArray[np.int64] = column * 10_000 + row
    return keys


def _tile_of_key(key: int) -> tuple[int, int]:
    column, row = divmod(key + 5_000, 10_000)
    return column, row - 5_000


def tile_box(key: int, margin: float) -> Polygon:
    """A tile with so many degrees of latitude of room around."""
    column, row = _tile_of_key(key)
    wide = margin / _shrink(row)
    return shapely.box(
        column * TILE - wide,
        row * TILE - margin,
        (column + 1) * TILE + wide,
        (row + 1) * TILE + margin,
    )


def _shrink(row: int) -> float:
    """How much shorter a degree of longitude is than one of latitude, at the poleward end of a tile's row."""
    return max(cos(radians(min(max(abs(row), abs(row + 1)) * TILE, 90.0))), 0.01)


def tiles_near(segments: Segments, reach: float) -> NDArray[np.int64]:
    """The keys of all tiles within some degrees of latitude of segments."""
    keys: set[int] = set()
    for west, south, east, north in {tuple(bounds) for bounds in _tile_bounds(segments, reach).tolist()}:
        for row in range(south, north + 1):
            wide = int(np.ceil(reach / _shrink(row) / TILE))
            keys.update(c * 10_000 + row for c in range(west - wide, east + wide + 1))
    return np.asarray(sorted(keys), dtype=np.int64)


def _tile_bounds(segments: Segments, reach: float) -> NDArray[np.int64]:
    west, east = np.minimum(segments[:, 0], segments[:, 2]), np.maximum(segments[:, 0], segments[:, 2])
    south, north = np.minimum(segments[:, 1], segments[:, 3]), np.maximum(segments[:, 1], segments[:, 3])
    bounds = np.column_stack([west, south - reach, east, north + reach])
    return np.floor(bounds / TILE).astype(np.int64)


def bounds_around(segments: Segments, reach: float) -> Bounds:
    """West, south, east, north of segments with some degrees of latitude of room around; none: no bounds."""
    if not len(segments):
        return NOWHERE
    (west, south), (east, north) = segments.reshape(-1, 2).min(axis=0), segments.reshape(-1, 2).max(axis=0)
    # As wide as at the poleward end of the tiles that it comes into.
    rows = np.floor(np.array([south - reach, north + reach]) / TILE).astype(int)
    wide = reach / min(_shrink(int(row)) for row in rows)
    return west - wide, south - reach, east + wide, north + reach


def bounds_of_tiles(keys: NDArray[np.int64]) -> Bounds:
    """West, south, east, north of tiles, with some metres around for points beside edges."""
    if not len(keys):
        return NOWHERE
    tiles = np.array([_tile_of_key(int(key)) for key in keys])
    (west, south), (east, north) = tiles.min(axis=0) * TILE, (tiles.max(axis=0) + 1) * TILE
    return west - 1e-3, south - 1e-3, east + 1e-3, north + 1e-3


def joined_bounds(one: Bounds, other: Bounds) -> Bounds:
    """The bounds of both."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
