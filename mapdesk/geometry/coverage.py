"""The planar map's law: grounds that share borders vertex by vertex, without overlaps, gaps or slivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import GRID, ground_of, on_grid, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE, flattened, unflattened
from mapdesk.geometry.overlay import difference, union

#: Neighbours that leave less than this between them, in metres, are at fault.
SLIVER_M = 1.0

#: Shapes in an array, shape (n,).
Shapes: TypeAlias = NDArray[np.object_]


def cleaned(shapes: Sequence[BaseGeometry]) -> list[Polygon]:
    """Foreign polygons as ground: made valid, put on the grid, dissolved into one piece per connected part.

    Rings are made valid by what they enclose (GEOS's "structure" method); lines and points are dropped.
    """
    valid = [shapely.make_valid(shape, method="structure", keep_collapsed=False) for shape in shapes]
    rounded = [part for shape in valid for part in polygons_of(on_grid(shape))]
    return polygons_of(on_grid(shapely.union_all(rounded, grid_size=GRID)))


def rebuilt(grounds: Sequence[Sequence[Polygon]]) -> list[list[Polygon]]:
    """Grounds made into one coverage: their borders are noded with each other and the faces handed out anew.

    A face that several grounds lay over goes to the first of them. Each ground comes back as one polygon per
    connected part, in no particular order; one that lost everything comes back empty.
    """
    borders = [polygon.boundary for ground in grounds for polygon in ground]
    noded = shapely.unary_union(borders, grid_size=GRID)
    faces = np.asarray(polygons_of(shapely.polygonize(shapely.get_parts(noded))), dtype=object)
    if not len(faces):
        return [[] for _ in grounds]
    owner = _owners(grounds, faces)
    return [_joined(faces[owner == index]) for index in range(len(grounds))]


def _owners(grounds: Sequence[Sequence[Polygon]], faces: Shapes) -> NDArray[np.intp]:
    """For each face the index of the first ground that it lies in, or the number of grounds where in none."""
    polygons = [polygon for ground in grounds for polygon in ground]
    of_polygon = np.asarray([index for index, ground in enumerate(grounds) for _ in ground])
    polygon_index, face_index = STRtree(shapely.point_on_surface(faces)).query(polygons, predicate="contains")
    owner = np.full(len(faces), len(grounds))
    np.minimum.at(owner, face_index, of_polygon[polygon_index])
    return owner


def _joined(faces: Shapes) -> list[Polygon]:
    if not len(faces):
        return []
    return polygons_of(on_grid(shapely.coverage_union_all(faces)))


def narrow_gaps(polygons: Sequence[Polygon], width_m: float) -> list[tuple[Polygon, int]]:
    """The gaps narrower than `width_m` metres between polygons, each with the index of who should have it.

    That is the polygon it shares most border with. A gap lies between two polygons, or is a hole; a narrow
    notch in one polygon's outline is its shape and stays.
    """
    if not polygons:
        return []
    shapes = np.asarray(polygons, dtype=object)
    latitude = float(shapely.total_bounds(shapes)[[1, 3]].mean())
    reach = width_m / 2000 / KM_PER_DEGREE
    flat = union([flattened(polygon, latitude) for polygon in polygons])
    # Mitred on the way back, so that a corner in which two areas meet stays a corner and is no gap.
    closed = flat.buffer(reach, quad_segs=2).buffer(-reach, join_style="mitre")
    parts = np.asarray(polygons_of(unflattened(difference(closed, flat), latitude)), dtype=object)
    square_metre = (0.001 / KM_PER_DEGREE) ** 2
    parts = parts[shapely.area(parts) > square_metre]
    rims = shapely.buffer(parts, 2 * GRID)
    part_index, neighbour = STRtree(shapes).query(rims, predicate="intersects")
    between = np.bincount(part_index, minlength=len(parts)) > 1
    in_hole = _in_holes(parts, polygons)
    worth = np.isin(part_index, np.flatnonzero(between | in_hole))
    part_index, neighbour = part_index[worth], neighbour[worth]
    shared = shapely.length(shapely.intersection(shapely.boundary(shapes[neighbour]), rims[part_index]))
    gaps = []
    for index in np.unique(part_index):
        here = np.flatnonzero((part_index == index) & (shared > 10 * GRID))
        if len(here) > 1 or (len(here) and in_hole[index]):
            gaps.append((parts[index], int(neighbour[here[np.argmax(shared[here])]])))
    return gaps


def _in_holes(parts: Shapes, polygons: Sequence[Polygon]) -> NDArray[np.bool_]:
    """Which of the parts fill a hole of a polygon altogether, or all but a grid step of it."""
    holes = [Polygon(ring) for polygon in polygons for ring in polygon.interiors]
    inside = np.zeros(len(parts), dtype=bool)
    if holes:
        hole_index, part_index = STRtree(parts).query(holes, predicate="covers")
        fills = shapely.area(parts[part_index]) > 0.9 * shapely.area(np.asarray(holes)[hole_index])
        inside[part_index[fills]] = True
    return inside


def filled(polygon: Polygon, gaps: Sequence[Polygon]) -> list[Polygon]:
    """A polygon with gaps added to it, taken a little way over its edge, so that they join."""
    grown = [gap.buffer(2 * GRID, join_style="mitre") for gap in gaps]
    return polygons_of(on_grid(shapely.union_all([polygon, *grown], grid_size=GRID)))


def faults(polygons: Sequence[Polygon]) -> list[BaseGeometry]:
    """Where polygons overlap or don't match (edges), or leave a sliver between them (polygons)."""
    edges = shapely.coverage_invalid_edges(list(polygons))
    wrong = [edge for edge in edges if edge is not None and not edge.is_empty]
    return wrong + [gap for gap, _ in narrow_gaps(polygons, SLIVER_M)]


def dissolved(polygons: Sequence[Polygon]) -> Polygon | MultiPolygon:
    """The polygons of a coverage as one ground, each vertex that still matters kept as it is."""
    if not polygons:
        return MultiPolygon()
    return ground_of(polygons_of(shapely.coverage_union_all(list(polygons))))
