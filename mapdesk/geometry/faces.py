"""The faces that lines cut ground into, and the stretches that lead their loose ends to its edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import GeometryCollection, LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import GRID, polygons_of, snap
from mapdesk.geometry.measure import flattened, unflattened
from mapdesk.geometry.rebuilding import faces_of, stretches_of

#: An end nearer to the edge than this share of its line's length was meant to be on it.
_NEAR = 0.1
#: The share of a line, from its end, that says where it is going there.
_COURSE = 0.25
#: Farther than from any place on the map to any other, in degrees.
_FAR = 500.0


def faces_cut(ground: BaseGeometry, lines: Sequence[BaseGeometry]) -> list[Polygon]:
    """The faces that lines cut ground (degrees, lon and lat) into, the largest first, on the grid.

    A line that ends inside cuts nothing there; one that crosses itself, or closes, cuts out each loop.
    """
    places, line = shapely.get_coordinates(shapely.get_parts(list(lines)), return_index=True)
    courses = stretches_of(np.hstack([places[:-1], places[1:]])[line[1:] == line[:-1]])
    found = faces_of([polygons_of(ground)], near=courses, lines=lines)
    kept = [Polygon(face.normalize()) for face in found.faces[np.unique(found.face)]]
    return sorted(kept, key=lambda face: (-face.area, face.wkb))


def stretches_to(
    rim: BaseGeometry, lines: Sequence[LineString], reach: float | None = None, *, within: BaseGeometry
) -> list[LineString]:
    """For each end of lines that lies loose in some ground, a way on to its rim or to another line.

    It is the shortest way where that is within `reach` degrees of latitude; ends farther away stay loose.
    With no reach given it is the shortest way for an end that lies near for so long a line, and else straight
    on. Ends on the rim, on another line or on the line's own other end are none.
    """
    found = []
    for number, line in enumerate(lines):
        if line.is_closed:
            continue
        others = [rim, *(other for row, other in enumerate(lines) if row != number)]
        for place, back in ((0, _COURSE), (-1, 1 - _COURSE)):
            end = shapely.get_point(line, place)
            if not within.dwithin(end, GRID) or GeometryCollection(others).dwithin(end, 2 * GRID):
                continue
            latitude = end.y
            before = flattened(shapely.line_interpolate_point(line, back, normalized=True), latitude)
            here, *around = (flattened(shape, latitude) for shape in (end, *others))
            goals: BaseGeometry = GeometryCollection(around)
            near = _NEAR * flattened(line, latitude).length if reach is None else reach
            if here.distance(goals) > near:
                if reach is not None:
                    continue
                goals = GeometryCollection(list(shapely.intersection(around, _straight_on(before, here))))
            way = shapely.shortest_line(here, goals)
            if way is not None and not way.is_empty:
                led = shapely.transform(unflattened(way, latitude), snap)
                found.append(LineString([end.coords[0], led.coords[-1]]))
    return found


def _straight_on(before: Point, here: Point) -> LineString:
    """The way from a place away from one before it, off the map, on a flat map."""
    course = np.arctan2(here.y - before.y, here.x - before.x)
    return LineString([here, Point(here.x + _FAR * np.cos(course), here.y + _FAR * np.sin(course))])
