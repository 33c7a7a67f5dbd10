"""The grid that every coordinate lies on, so that shared vertices are equal, not near."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

#: Degrees between neighbouring grid lines: 0.11 m along a meridian.
GRID = 1e-6
_PER_DEGREE = 1_000_000
#: More grid steps than from pole to pole: makes one whole number of a longitude and a latitude.
_ROW = 400_000_000


def snap(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates in degrees moved to the nearest grid points, in their one and only spelling as floats."""
    return np.round(coordinates * _PER_DEGREE) / _PER_DEGREE


def steps(coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
    """Coordinates as whole numbers of grid steps: exact to compare, to sort and to look up."""
    return np.rint(coordinates * _PER_DEGREE).astype(np.int64)


def keys(coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
    """One whole number for each of some places (n, 2) in degrees, the same for the same grid point."""
    lon, lat = steps(coordinates).T
    numbers: NDArray[np.int64] = lon * _ROW + lat
    return numbers


def on_grid(shape: BaseGeometry) -> BaseGeometry:
    """A shape with each vertex on the grid; polygons stay valid, and parts thinner than the grid are gone.

    It comes in GEOS's normal form, so that shapes which are the same are equal.
    """
    rounded: BaseGeometry = shapely.set_precision(shape, GRID)
    return shapely.normalize(shapely.transform(rounded, snap))


def is_on_grid(shape: BaseGeometry) -> bool:
    """Whether every vertex lies on the grid."""
    coordinates = shapely.get_coordinates(shape)
    return bool(np.array_equal(coordinates, snap(coordinates)))


def polygons_of(shape: BaseGeometry | None) -> list[Polygon]:
    """The polygons in a shape of any type; lines and points that an overlay left behind are not ground."""
    if shape is None or shape.is_empty:
        return []
    return [part for part in _parts(shape) if isinstance(part, Polygon) and not part.is_empty]


def ground_of(polygons: list[Polygon]) -> Polygon | MultiPolygon:
    """One shape of several polygons that don't overlap."""
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    if hasattr(shape, "geoms"):
        return [leaf for part in shape.geoms for leaf in _parts(part)]
    return [shape]
