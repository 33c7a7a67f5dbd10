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
from mapdesk.geometry.overlay import difference, intersection, union
from mapdesk.geometry.rebuilding import rebuilt
from mapdesk.geometry.segments import (
    Segments,
    among,
    changed_segments,
    edges_of,
    edges_of_each,
    reversed_segments,
    touching,
)

#: Neighbours that leave less than this between them, in metres, are at fault.
SLIVER_M = 1.0

#: Near an edit, gaps a little wider count too: the whole map, cut up otherwise, must not find one narrow.
_NEAR = 1.02
#: Widths are measured in bands of so many degrees of latitude, each at its own middle: to about one part in a
#: hundred, and the same whatever else is on the map.
_BAND = 1.0
#: Filling a gap may open another one where its corners come to lie; so often it is looked again.
_PASSES = 6

#: Shapes in an array, shape (n,).
Shapes: TypeAlias = NDArray[np.object_]


def cleaned(shapes: Sequence[BaseGeometry]) -> list[Polygon]:
    """Foreign polygons as ground: made valid, put on the grid, dissolved into one piece per connected part.

    Rings are made valid by what they enclose (GEOS's "structure" method); lines and points are dropped.
    """
    valid = [shapely.make_valid(shape, method="structure", keep_collapsed=False) for shape in shapes]
    rounded = [part for shape in valid for part in polygons_of(on_grid(shape))]
    return polygons_of(on_grid(shapely.union_all(rounded, grid_size=GRID)))


def narrow_gaps(
    polygons: Sequence[Polygon],
    width_m: float,
    near: Sequence[BaseGeometry] = (),
    *,
    or_else_m: float | None = None,
) -> list[tuple[Polygon, int]]:
    """The gaps narrower than `width_m` metres between polygons, each with the index of who should have it.

    That is the polygon it shares most border with. A gap lies between two polygons, or is a hole; a narrow
    notch in one polygon's outline is its shape and stays. Where `near` is given, only gaps that touch the
    bounds of these shapes are looked for, at a cost that follows them. Where the whole map has none, those
    narrower than `or_else_m` are looked for: a hairline that runs into a wider wedge shows at its own width
    alone.
    """
    if not polygons:
        return []
    shapes, holes = np.asarray(polygons, dtype=object), _holes(polygons)
    looked_at = _looked_at(polygons, near, width_m) if len(near) else None
    if looked_at is not None:
        holes = [hole for hole in holes if looked_at.covers(hole)]
        # A hairline that runs into a wider wedge shows at its own width alone.
        widths = [_NEAR * width_m, width_m]
        edges, polygon = _edges_near(polygons, _around(looked_at, width_m))
    else:
        widths = [width_m, or_else_m] if or_else_m else [width_m]
        edges, polygon = edges_of(shapes)
    windows = _where_narrow(edges, polygon, holes, widths[0])
    parts, owners = _inside(polygons, windows)
    for width in widths:
        gaps = _gaps(parts, owners, holes, width)
        # What was cut is no guide where a gap leads out of the windows.
        far = 3 * width / 1000 / KM_PER_DEGREE
        if any(gap.dwithin(windows.boundary, far) for gap, _ in gaps):
            around = looked_at and _around(looked_at, width_m)
            known, whose = _inside(polygons, around) if around else (shapes, np.arange(len(polygons)))
            gaps = _gaps(known, whose, holes, width)
        if looked_at is not None:
            gaps = [(gap, owner) for gap, owner in gaps if gap.intersects(looked_at)]
        if gaps:
            return gaps
    return []


def _where_narrow(
    edges: Segments, polygon: NDArray[np.intp], holes: Sequence[Polygon], width_m: float
) -> BaseGeometry:
    """Where gaps of a width may be, with room around: free edges of two polygons meet or nearly do.

    `polygon` says whose each edge is.
    """
    free = ~among(edges, reversed_segments(edges))
    if not free.any() and not holes:
        return Polygon()
    # Where degrees are shortest, so that nothing is taken for wider than it is.
    latitude = float(np.abs(edges[:, [1, 3]]).max())
    width = 1.1 * width_m / 1000 / KM_PER_DEGREE + 2 * GRID
    lines = flattened(shapely.linestrings(edges[free].reshape(-1, 2, 2)), latitude)
    bounds = shapely.bounds(lines) + np.array([-1, -1, 1, 1]) * width
    one, other = STRtree(lines).query(shapely.box(*bounds.T))
    apart = polygon[free][one] < polygon[free][other]
    one, other = one[apart], other[apart]
    near = shapely.dwithin(lines[one], lines[other], width)
    least = np.maximum(bounds[one[near]], bounds[other[near]])[:, :2]
    most = np.minimum(bounds[one[near]], bounds[other[near]])[:, 2:]
    flat_holes = [flattened(hole, latitude) for hole in holes]
    narrow = [hole.bounds for hole in flat_holes if hole.area < hole.length * width]
    boxes = np.vstack([np.hstack([least, most]), *narrow])
    # Windows that leave but a slit between them are one, or the slit would look like a gap.
    room = boxes + np.array([-1, -1, 1, 1]) * 12 * width
    joined = shapely.union_all(shapely.box(*room.T)).buffer(-2 * width, join_style="mitre")
    return unflattened(joined, latitude)


def _edges_near(polygons: Sequence[Polygon], bounds: Polygon) -> tuple[Segments, NDArray[np.intp]]:
    """The edges of polygons that come into some bounds, and whose each is."""
    found = [edges[touching(edges, bounds.bounds)] for edges in edges_of_each(polygons)]
    return np.vstack(found), np.repeat(np.arange(len(found)), [len(edges) for edges in found])


def _inside(polygons: Sequence[Polygon], windows: BaseGeometry) -> tuple[Shapes, NDArray[np.intp]]:
    """The parts of polygons inside windows, and whose part each is."""
    shapely.prepare(windows)
    found = [
        (part, index)
        for index, polygon in enumerate(polygons)
        if windows.intersects(polygon)
        for part in polygons_of(polygon if windows.covers(polygon) else intersection(polygon, windows))
    ]
    parts = np.asarray([part for part, _ in found], dtype=object)
    return parts, np.asarray([index for _, index in found], dtype=np.intp)


def _gaps(
    shapes: Shapes, owners: NDArray[np.intp], holes: Sequence[Polygon], width_m: float
) -> list[tuple[Polygon, int]]:
    """The narrow gaps between shapes of different owners or in holes, each with who should have it."""
    if not len(shapes):
        return []
    parts = np.asarray(_narrow_places(shapes, width_m), dtype=object)
    square_metre = (0.001 / KM_PER_DEGREE) ** 2
    parts = parts[shapely.area(parts) > square_metre]
    rims = shapely.buffer(parts, 2 * GRID)
    part_index, neighbour = STRtree(shapes).query(rims, predicate="intersects")
    owner = owners[neighbour]
    between = np.bincount(np.unique(np.stack([part_index, owner]), axis=1)[0], minlength=len(parts)) > 1
    in_hole = _in_holes(parts, holes)
    worth = np.isin(part_index, np.flatnonzero(between | in_hole))
    part_index, neighbour, owner = part_index[worth], neighbour[worth], owner[worth]
    shared = shapely.length(shapely.intersection(shapely.boundary(shapes[neighbour]), rims[part_index]))
    gaps = []
    for index in np.unique(part_index):
        here = np.flatnonzero((part_index == index) & (shared > 10 * GRID))
        whose, of = np.unique(owner[here], return_inverse=True)
        if len(whose) > 1 or (len(whose) and in_hole[index]):
            gaps.append((parts[index], int(whose[np.argmax(np.bincount(of, weights=shared[here]))])))
    return gaps


def _narrow_places(shapes: Shapes, width_m: float) -> list[Polygon]:
    """What shapes leave between them, or in notches and holes of theirs, that is narrower than a width."""
    south, north = np.floor(shapely.total_bounds(shapes)[[1, 3]] / _BAND).astype(int)
    if south == north:
        return _narrow_at(shapes, width_m, (south + 0.5) * _BAND)
    # What lies further off than a few widths has no say.
    room = 100 * width_m / 1000 / KM_PER_DEGREE
    bounds = shapely.bounds(shapes)
    found: list[Polygon] = []
    cut_through: list[Polygon] = []
    for band in range(south, north + 1):
        low, high = band * _BAND, (band + 1) * _BAND
        here = (bounds[:, 1] <= high + room) & (bounds[:, 3] >= low - room)
        within = (bounds[:, 1] >= low - room) & (bounds[:, 3] <= high + room)
        around = shapely.box(-181.0, low - room, 181.0, high + room)
        cut = [part for shape in shapes[here & ~within] for part in polygons_of(intersection(shape, around))]
        known = np.asarray([*shapes[here & within], *cut], dtype=object)
        for part in _narrow_at(known, width_m, (band + 0.5) * _BAND, (low, high)) if len(known) else []:
            goes_on = part.bounds[1] <= low or part.bounds[3] >= high
            (cut_through if goes_on else found).append(part)
    return [*found, *polygons_of(union(list(shapely.make_valid(cut_through))))]


def _narrow_at(
    shapes: Shapes, width_m: float, latitude: float, between: tuple[float, float] | None = None
) -> list[Polygon]:
    """What is narrow at the widths of a latitude; between two parallels only, where they are given."""
    reach = width_m / 2000 / KM_PER_DEGREE
    flat = union([flattened(shape, latitude) for shape in shapes])
    # Mitred on the way back, so that a corner in which two areas meet stays a corner and is no gap.
    closed = flat.buffer(reach, quad_segs=2).buffer(-reach, join_style="mitre")
    if between is not None:
        # Both, and not what is left between them: overlays of what is a hair wide can go wrong.
        band = shapely.box(-181.0, between[0], 181.0, between[1])
        closed, flat = intersection(closed, band), intersection(flat, band)
    narrow = difference(closed, flat)
    return polygons_of(unflattened(narrow, latitude))


def _looked_at(polygons: Sequence[Polygon], near: Sequence[BaseGeometry], width_m: float) -> Polygon:
    """The bounds of some shapes, and of the narrow holes that these bounds touch, since a hole is one gap."""
    bounds = shapely.box(*shapely.total_bounds(list(near))).buffer(2 * GRID, join_style="mitre")
    width = _NEAR * width_m / 1000 / KM_PER_DEGREE
    narrow = [
        hole
        for polygon in polygons
        if polygon.interiors
        for hole in map(Polygon, polygon.interiors)
        if hole.area < hole.length * width and hole.intersects(bounds)
    ]
    if not narrow:
        return bounds
    return shapely.box(*shapely.total_bounds([bounds, *narrow])).buffer(2 * GRID, join_style="mitre")


def _around(looked_at: Polygon, width_m: float) -> Polygon:
    """Bounds with room around them for all that matters for gaps of a width inside them."""
    # What lies further off than a few widths has no part in a gap, up to 84° of latitude.
    room: Polygon = looked_at.buffer(100 * width_m / 1000 / KM_PER_DEGREE, join_style="mitre")
    return room


def _holes(polygons: Sequence[Polygon]) -> list[Polygon]:
    return [Polygon(ring) for polygon in polygons for ring in polygon.interiors]


def _in_holes(parts: Shapes, holes: Sequence[Polygon]) -> NDArray[np.bool_]:
    """Which of the parts fill a hole altogether, or all but a grid step of it."""
    inside = np.zeros(len(parts), dtype=bool)
    if len(holes):
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
    return [*_wrong_edges(polygons), *(gap for gap, _ in narrow_gaps(polygons, SLIVER_M))]


def _wrong_edges(polygons: Sequence[Polygon]) -> list[BaseGeometry]:
    edges = shapely.coverage_invalid_edges(list(polygons))
    return [edge for edge in edges if edge is not None and not edge.is_empty]


def new_faults(
    before: Sequence[Polygon],
    after: Sequence[Polygon],
    near: Sequence[Polygon] = (),
    *,
    without_gaps: BaseGeometry | None = None,
) -> list[BaseGeometry]:
    """The `faults` of polygons where they changed or `near` some shapes, unless there were some before.

    The cost follows the change. Inside `without_gaps`, where it is given, no gaps are looked for.
    """
    known, come = set(map(id, before)), set(map(id, after))
    changed = changed_segments(
        [polygon for polygon in before if id(polygon) not in come],
        [polygon for polygon in after if id(polygon) not in known],
    )
    if not len(changed):
        return []
    (west, south), (east, north) = changed.reshape(-1, 2).min(axis=0), changed.reshape(-1, 2).max(axis=0)
    here = shapely.box(west, south, east, north)
    gaps_too = without_gaps is None or not all(without_gaps.covers(one) for one in (here, *near))
    looked_at = [here, *near] if gaps_too else []
    found = _faults_near(after, here, looked_at)
    return [] if not found or _faults_near(before, here, looked_at) else found


def _faults_near(
    polygons: Sequence[Polygon], changed: Polygon, near: Sequence[Polygon]
) -> list[BaseGeometry]:
    gaps = narrow_gaps(polygons, SLIVER_M, near) if near else []
    return [*_wrong_edges_near(polygons, changed), *(gap for gap, _ in gaps)]


def _wrong_edges_near(polygons: Sequence[Polygon], changed: Polygon) -> list[BaseGeometry]:
    bounds = changed.buffer(2 * GRID, join_style="mitre")
    parts, _ = _inside(polygons, _around(bounds, SLIVER_M))
    return [edge for edge in _wrong_edges(list(parts)) if edge.intersects(bounds)]


def mended(grounds: Sequence[Sequence[Polygon]], looked_at: Polygon) -> list[list[Polygon]]:
    """Grounds made into one coverage without slivers inside some bounds; the first ground prevails."""
    pieces = rebuilt(grounds)
    for _ in range(_PASSES):
        owner = [index for index, parts in enumerate(pieces) for _ in parts]
        polygons = [part for parts in pieces for part in parts]
        gaps = narrow_gaps(polygons, SLIVER_M, near=[looked_at])
        if not gaps:
            break
        for number in {number for _, number in gaps}:
            grown = filled(polygons[number], [gap for gap, to in gaps if to == number])
            kept = [part for part in pieces[owner[number]] if part is not polygons[number]]
            pieces[owner[number]] = kept + grown
        pieces = rebuilt(pieces)
    return pieces


def dissolved(polygons: Sequence[Polygon]) -> Polygon | MultiPolygon:
    """The polygons of a coverage as one ground, each vertex that still matters kept as it is."""
    if not polygons:
        return MultiPolygon()
    return ground_of(polygons_of(shapely.coverage_union_all(list(polygons))))
