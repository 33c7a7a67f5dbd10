"""Lengths and areas on the WGS84 ellipsoid (EPSG:4326, longitude before latitude).

Edges are straight in longitude and latitude. They are densified to 0.05° before measuring, so that a vertex
put into a long edge changes no figure. The geodesics are PROJ's (Karney 2013, doi:10.1007/s00190-012-0578-z).
"""

from __future__ import annotations

from functools import cache
from math import cos, radians
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from pyproj import Geod

#: Said wherever figures are: how they were made.
METHOD: Final = "geodesic on WGS84, edges straight in longitude and latitude, densified to 0.05°"
#: Kilometres along a meridian in one degree of latitude, on the mean radius of the Earth; for reaches only.
KM_PER_DEGREE: Final = 111.195

_EDGE = 0.05


@cache
def ellipsoid() -> Geod:
    """WGS84."""
    # Imported here: it takes a tenth of a second, and much of the command line measures nothing.
    from pyproj import Geod

    return Geod(ellps="WGS84")


def area_km2(shape: BaseGeometry) -> float:
    """The area of polygons in degrees (lon, lat), in km²."""
    if shape.is_empty:
        return 0.0
    ccw = shapely.orient_polygons(shapely.segmentize(shape, _EDGE))
    # Ring by ring as arrays: PROJ's own way with shapes copies them number by number.
    rings = [shapely.get_coordinates(ring).T.copy() for ring in shapely.get_rings(shapely.get_parts(ccw))]
    return abs(sum(float(ellipsoid().polygon_area_perimeter(lon, lat)[0]) for lon, lat in rings)) / 1e6


def areas_km2(shapes: NDArray[np.object_]) -> list[float]:
    """The areas of several polygons in degrees (lon, lat), in km²; quicker than one by one."""
    ccw = shapely.orient_polygons(shapely.segmentize(shapes, _EDGE))
    rings, of = shapely.get_rings(ccw, return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    lon, lat = places.T.copy()
    ends = np.searchsorted(ring, np.arange(len(rings) + 1)).tolist()
    areas = np.zeros(len(shapes))
    measure = ellipsoid().polygon_area_perimeter
    for number, whose in enumerate(of.tolist()):
        part = slice(ends[number], ends[number + 1])
        areas[whose] += measure(lon[part], lat[part])[0]
    return [abs(float(area)) / 1e6 for area in areas]


def length_km(shape: BaseGeometry) -> float:
    """The length of lines in degrees (lon, lat), in km."""
    if shape.is_empty:
        return 0.0
    return float(ellipsoid().geometry_length(shapely.segmentize(shape, _EDGE))) / 1e3


def leg(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """The geodesic from one place (lon, lat) to another: its length in km, and its bearing at the start.

    Bearings are degrees clockwise from north, from 0 up to 360.
    """
    azimuth, _, metres = ellipsoid().inv(*start, *end)
    return float(metres) / 1e3, float(azimuth) % 360.0


def flattened(shape: BaseGeometry, latitude: float) -> BaseGeometry:
    """A shape in degrees with its longitudes shrunk by the cosine of a latitude.

    One unit is then about KM_PER_DEGREE in every direction near it: enough to tell narrow from wide.
    """
    return shapely.transform(shape, lambda xy: xy * [_shrink(latitude), 1.0])


def unflattened(shape: BaseGeometry, latitude: float) -> BaseGeometry:
    """The way back from `flattened`."""
    return shapely.transform(shape, lambda xy: xy / [_shrink(latitude), 1.0])


def _shrink(latitude: float) -> float:
    return max(cos(radians(latitude)), 0.01)
