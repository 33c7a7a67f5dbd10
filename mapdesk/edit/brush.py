"""The ground under a round brush: dabs, strokes made of them, and what they change on a map."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.cutting import LonLat
from mapdesk.geometry.grid import ground_of, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE, area_km2
from mapdesk.geometry.overlay import difference, intersection, union
from mapdesk.model.features import ControlArea, Status
from mapdesk.model.project import Ground

#: How many corners a dab has.
_CORNERS = 32
#: How far, in radii, the outline of a stroke may lie from the brush's, so that it has few corners.
_TOLERANCE = 0.015
#: A hole between two passes of the brush that is smaller than this many square radii was not meant.
_PINHOLE = 0.1
#: A brush doesn't paint all the way to the poles, where its width in longitude has no end.
_FARTHEST = 89.0
_WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)


def dab(centre: LonLat, radius_km: float) -> Polygon:
    """A circle of a true size on the ground, as a polygon in degrees; it may reach over the world's edge."""
    lon, lat = centre
    up = radius_km / KM_PER_DEGREE
    across = up / cos(radians(max(-_FARTHEST, min(_FARTHEST, lat))))
    turn = np.linspace(0.0, 2 * np.pi, _CORNERS, endpoint=False)
    return Polygon(np.column_stack([lon + across * np.cos(turn), lat + up * np.sin(turn)]))


def swept(painted: BaseGeometry, start: LonLat, end: LonLat, radius_km: float) -> BaseGeometry:
    """What is painted after the brush has moved straight from one place (lon, lat) to another."""
    stroke = shapely.convex_hull(MultiPolygon([dab(start, radius_km), dab(end, radius_km)]))
    return union([painted, stroke])


def brushed(painted: BaseGeometry, radius_km: float) -> Ground:
    """What is painted, as ground: within the world, without pinholes and with as few corners as show it.

    It is empty where the brush was beyond the world altogether.
    """
    up = radius_km / KM_PER_DEGREE
    plain = shapely.simplify(painted, _TOLERANCE * up)
    whole = [
        Polygon(part.exterior, [ring for ring in part.interiors if Polygon(ring).area > _PINHOLE * up**2])
        for part in polygons_of(plain)
    ]
    return ground_of(polygons_of(intersection(union(whole), _WORLD)))


def changed_km2(
    ground: Ground, areas: Sequence[ControlArea], extent: Ground, *, side: str, status: Status
) -> float:
    """How much of ground would be held otherwise than now, in km², if a side had it; side "" is nobody."""
    inside = ground if extent.covers(ground) else intersection(ground, extent)
    near = [area for area in areas if area.shape.intersects(inside)]
    if not side:
        return sum(area_km2(intersection(inside, area.shape)) for area in near)
    for area in near:
        if (area.side, area.status) == (side, status):
            inside = difference(inside, area.shape)
    return area_km2(inside)
