"""Whether places lie in shapes, asked so that several threads may ask of one shape at once."""

from __future__ import annotations

from typing import TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

G = TypeVar("G", bound=BaseGeometry)

# shapely.contains_xy prepares the shape that it is given. GEOS makes a prepared shape ready at its first use,
# and where two threads do that at once the program ends; so what others may ask too is copied first, which
# takes a small part of the time that the answer does.


def ready(shape: G) -> G:
    """A copy of a shape that any thread may ask with shapely.contains_xy, and quickly."""
    own: G = shapely.force_2d(shape)
    shapely.prepare(own)
    shapely.contains_xy(own, 0.0, 0.0)
    return own


def holds(shape: BaseGeometry, lon: float, lat: float) -> bool:
    """Whether a place in degrees lies in a shape, and not on its edge."""
    return bool(shapely.contains_xy(shapely.force_2d(shape), lon, lat))


def reaches(shape: BaseGeometry, lon: float, lat: float) -> bool:
    """Whether a place in degrees lies in a shape or on its edge."""
    return bool(shapely.intersects_xy(shapely.force_2d(shape), lon, lat))
