"""A stroke noded with the regions of a map: where it meets their borders, and the faces that it cuts off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.regions import Course, Regions
from mapdesk.geometry.grid import GRID, polygons_of, snap, steps
from mapdesk.geometry.segments import edges_of

#: A place on the map in degrees.
LonLat: TypeAlias = tuple[float, float]

#: How far the hand reaches, in pixels of the screen it draws on.
REACH_PIXELS = 24.0
#: A stroke with more points than this was not drawn by hand.
MOST_POINTS = 5_000
#: How often stretches of a stroke may come near each other where it crosses itself.
MOST_MEETINGS = 50_000
#: More grid steps than from pole to pole: makes one whole number of a longitude and a latitude.
_ROW = 400_000_000


@dataclass(frozen=True)
class Node:
    """Where the stroke meets a border: how far along the stroke, and where on which ring."""

    along: float
    point: LonLat
    ring: int
    place: float


def course_of(stroke: Sequence[LonLat], reach: float) -> Course:
    """A stroke (lon, lat) on the grid, fit to cut with; refused where it is no stroke on this map.

    One with more than MOST_POINTS is simplified to what a screen shows on which `reach` is as far as the hand
    reaches.
    """
    course = np.asarray(stroke, dtype=float).reshape(-1, 2)
    if len(course) < 2:
        raise EditRefused("A stroke needs two points.")
    if not np.isfinite(course).all() or (np.abs(course) > [180, 90]).any():
        raise EditRefused("The stroke leaves the map, which ends at 180° east and west and at the poles.")
    if (np.abs(np.diff(course[:, 0])) > 180).any():
        raise EditRefused(
            "A stroke can’t cross the 180th meridian: the map ends there; draw one on each side of it."
        )
    course = without_repeats(snap(_fewer(course, reach) if len(course) > MOST_POINTS else course))
    if len(course) < 2:
        raise EditRefused("A stroke needs two points that lie apart.")
    return course


def _fewer(course: Course, reach: float) -> Course:
    pixel = max(reach / REACH_PIXELS, GRID)
    cells = without_repeats(np.vstack([course[:1], np.round(course[1:-1] / pixel) * pixel, course[-1:]]))
    fewer: Course = shapely.get_coordinates(
        shapely.simplify(LineString(cells), pixel, preserve_topology=False)
    )
    if len(fewer) > MOST_POINTS:
        raise EditRefused(f"This stroke turns over {MOST_POINTS:,} times; zoom in, or draw less at once.")
    return fewer


def refuse_tangle(courses: Sequence[Course]) -> None:
    """Refuse what crosses itself so often that nobody can say which ground is meant."""
    ends = np.vstack([np.hstack([course[:-1], course[1:]]) for course in courses])
    segments = shapely.linestrings(ends.reshape(-1, 2, 2))
    if STRtree(segments).query(segments).shape[1] > MOST_MEETINGS:
        raise EditRefused("This stroke crosses itself too often to tell what is meant; draw it again.")


def without_repeats(course: Course) -> Course:
    """A course without points that come again at once."""
    kept: Course = course[np.concatenate([[True], (np.diff(course, axis=0) != 0).any(axis=1)])]
    return kept


def joined_end(regions: Regions, course: Course, reach: float, word: str) -> Course:
    """The course with its first point led to the nearest border, or cut back to it where it overshoots."""
    start = course[0]
    shrink = np.array([max(cos(radians(float(start[1]))), 0.01), 1.0])
    crossing = _first_crossing(regions, course, shrink, reach)
    if crossing is not None:
        return crossing
    box = shapely.box(*(start - reach / shrink), *(start + reach / shrink))
    edges = regions.edge_ends[regions.edges.query(box)]
    if len(edges):
        first, along = edges[:, :2] * shrink, (edges[:, 2:] - edges[:, :2]) * shrink
        here = start * shrink
        squared = np.maximum((along**2).sum(axis=1), 1e-30)
        share = np.clip(((here - first) * along).sum(axis=1) / squared, 0, 1)
        nearest = first + along * share[:, None]
        distance = np.hypot(*(nearest - here).T)
        best = int(np.argmin(distance))
        if distance[best] <= reach:
            return np.vstack([snap(nearest[best] / shrink), course])
    raise EditRefused(
        f"{word} the stroke on the front, a coast or the edge of the map, or within reach of one of them; "
        "or close it into a ring."
    )


def _first_crossing(
    regions: Regions, course: Course, shrink: NDArray[np.float64], reach: float
) -> Course | None:
    """The course from its first crossing of a border on, where that lies within reach along it."""
    left = reach
    for row in range(len(course) - 1):
        segment = LineString(course[row : row + 2])
        edges = regions.edges.query(segment, predicate="intersects")
        # The intersection of what barely touches can be empty.
        met = shapely.get_coordinates(shapely.intersection(segment, regions.edges.geometries[edges]))
        if len(met):
            distance = np.hypot(*((met - course[row]) * shrink).T)
            nearest = int(np.argmin(distance))
            if distance[nearest] > left:
                return None
            return np.vstack([snap(met[nearest]), course[row + 1 :]])
        left -= float(np.hypot(*((course[row + 1] - course[row]) * shrink)))
        if left <= 0:
            return None
    return None


def nodes_of(regions: Regions, course: Course) -> list[Node]:
    """All places where the stroke meets a border, in order along the stroke."""
    segments = shapely.linestrings(np.stack([course[:-1], course[1:]], axis=1))
    rows, edges = regions.edges.query(segments, predicate="intersects")
    met, pair = shapely.get_coordinates(
        shapely.intersection(segments[rows], regions.edges.geometries[edges]), return_index=True
    )
    rows, edges, points = rows[pair], edges[pair], snap(met)
    # An end was put on the grid, half a step beside the border that it was led to.
    for row, end in ((0, course[0]), (len(segments) - 1, course[-1])):
        touching = regions.edges.query(shapely.points(end), predicate="dwithin", distance=GRID)
        rows, edges = np.append(rows, np.full(len(touching), row)), np.append(edges, touching)
        points = np.vstack([points, np.tile(end, (len(touching), 1))])
    points = _at_an_end(course, rows, points)
    along = rows + _shares(course[rows], course[rows + 1], points)
    first, last = regions.edge_ends[edges, :2], regions.edge_ends[edges, 2:]
    places = regions.place_in_ring[edges] + _shares(first, last, points)
    nodes = {}
    for node in map(
        Node, along.tolist(), map(_place, points), regions.ring_of_edge[edges].tolist(), places.tolist()
    ):
        nodes[node.ring, node.point, round(node.along, 9)] = node
    return sorted(nodes.values(), key=lambda node: (node.along, node.ring))


def _place(point: Course) -> LonLat:
    lon, lat = point.tolist()
    return lon, lat


def _at_an_end(course: Course, rows: NDArray[np.intp], points: Course) -> Course:
    """Places that the stroke's stretches meet, those of the first and the last put on an end within a step.

    There the stretch may cross the border that its end lies on, half a step before the end.
    """
    put = points.copy()
    for row, end in ((len(course) - 2, course[-1]), (0, course[0])):
        put[(rows == row) & (np.abs(points - end).max(axis=1) < 1.5 * GRID)] = end
    return put


def _shares(start: Course, end: Course, point: Course) -> NDArray[np.float64]:
    """How far along stretches some places lie, from 0 to 1."""
    along = end - start
    squared = np.maximum((along**2).sum(axis=1), 1e-30)
    shares: NDArray[np.float64] = np.clip(((point - start) * along).sum(axis=1) / squared, 0, 1)
    return shares


def chords_of(regions: Regions, course: Course, nodes: Sequence[Node]) -> dict[int, list[Course]]:
    """The parts of the stroke from border to border, by the region part that they run through."""
    found = []
    for start, end in pairwise(nodes):
        first, last = int(np.floor(start.along)) + 1, int(np.ceil(end.along))
        if first < last or start.point != end.point:
            chord = without_repeats(np.vstack([[start.point], course[first:last], [end.point]]))
            if len(chord) > 1:
                found.append(chord)
    if not found:
        return {}
    middles = np.array([chord[:2].mean(axis=0) for chord in found])
    part_of = np.full(len(found), -1)
    for number, part in enumerate(regions.parts):
        left = np.flatnonzero(part_of < 0)
        part_of[left[shapely.contains_xy(part.shape, *middles[left].T)]] = number
    chords: dict[int, list[Course]] = {}
    for number, chord in zip(part_of.tolist(), found, strict=True):
        if number >= 0:
            chords.setdefault(number, []).append(chord)
    return chords


def faces_of(
    regions: Regions, part: int, chords: Sequence[Course], nodes: Sequence[Node]
) -> tuple[list[Polygon], list[Polygon]]:
    """The faces that chords cut a region part into, as two kinds: who crosses a chord changes kind."""
    lines = [
        line
        for number, ring in enumerate(regions.rings)
        if regions.part_of_ring[number] == part
        for line in _arcs(ring, [node for node in nodes if node.ring == number])
    ]
    pieces = _cuts(chords)
    drawn = [LineString(line) for line in (*lines, *pieces)]
    faces = list(shapely.get_parts(shapely.polygonize(drawn)))
    outline = Polygon(regions.parts[part].shape.exterior)
    # Nodes a grid step apart on one edge can come in the wrong order, and then a face is lost.
    if abs(sum(face.area for face in faces) - outline.area) > GRID * outline.length:
        faces = _noded_faces(drawn, regions.parts[part].shape)
        pairs = _neighbours(faces)
    else:
        pairs = _beside_chords(faces, pieces) if pieces else []
    meet: dict[int, set[int]] = {}
    for beside_it in pairs:
        if len(beside_it) == 2:
            one, two = beside_it
            meet.setdefault(one, set()).add(two)
            meet.setdefault(two, set()).add(one)
    kinds: dict[int, int] = {}
    for seed in sorted(meet, key=lambda face: -faces[face].area):
        if seed not in kinds:
            kinds[seed] = 0
            waiting = [seed]
            while waiting:
                face = waiting.pop()
                for neighbour in meet[face]:
                    if neighbour not in kinds:
                        kinds[neighbour] = 1 - kinds[face]
                        waiting.append(neighbour)
    kept = ([faces[f] for f, kind in kinds.items() if kind == which] for which in (0, 1))
    first, second = kept
    return first, second


def _arcs(ring: Course, nodes: Sequence[Node]) -> list[Course]:
    """A ring cut at nodes, which become vertices of it."""
    if not nodes:
        return [ring]
    at = {node.point: node for node in nodes}
    stops = sorted(at.values(), key=lambda node: node.place)
    arcs = []
    for here, after in zip(stops, [*stops[1:], stops[0]], strict=True):
        first, last = int(np.floor(here.place)) + 1, int(np.ceil(after.place))
        on = after.place > here.place
        between = ring[first:last] if on else np.vstack([ring[first:-1], ring[:last]])
        arc = without_repeats(np.vstack([[here.point], between, [after.point]]))
        if len(arc) > 1:
            arcs.append(arc)
    return arcs


def _cuts(chords: Sequence[Course]) -> list[Course]:
    """Chords cut where they cross themselves or each other, without what they run over twice.

    Who goes over a line twice has not changed kind, so a stroke that goes back over itself cuts off nothing.
    """
    if shapely.multilinestrings([LineString(chord) for chord in chords]).is_simple:
        return list(chords)
    refuse_tangle(chords)
    odd = shapely.get_parts(_odd(chords))
    return [snap(shapely.get_coordinates(line)) for line in odd if not line.is_empty]


def _odd(courses: Sequence[Course]) -> BaseGeometry:
    """The lines that courses run over an odd number of times."""
    if len(courses) > 1:
        halves = courses[: len(courses) // 2], courses[len(courses) // 2 :]
    else:
        line = LineString(courses[0])
        if line.is_simple:
            return line
        middle = len(courses[0]) // 2
        halves = [courses[0][: middle + 1]], [courses[0][middle:]]
    return shapely.symmetric_difference(*map(_odd, halves), grid_size=GRID)


def _noded_faces(lines: Sequence[LineString], part: Polygon) -> list[Polygon]:
    """The faces of a region part that lines cut it into, the lines noded with each other first."""
    noded = shapely.transform(shapely.unary_union(lines, grid_size=GRID), snap)
    faces = polygons_of(shapely.polygonize(shapely.get_parts(noded)))
    return [face for face in faces if part.contains(shapely.point_on_surface(face))]


def _neighbours(faces: Sequence[Polygon]) -> list[list[int]]:
    """The two faces of each edge that lies between two: in a region part these are the chords' edges."""
    if not faces:
        return []
    edges, face = edges_of(np.asarray(faces, dtype=object))
    one, two = _keys(edges[:, :2]), _keys(edges[:, 2:])
    low, high = np.minimum(one, two), np.maximum(one, two)
    order = np.lexsort([high, low])
    same = (np.diff(low[order]) == 0) & (np.diff(high[order]) == 0)
    pairs = np.unique(np.stack([face[order][:-1][same], face[order][1:][same]], axis=1), axis=0)
    return [[int(one), int(two)] for one, two in pairs]


def _beside_chords(faces: Sequence[Polygon], chords: Sequence[Course]) -> list[list[int]]:
    """The faces on the two sides of each chord."""
    edges, face = edges_of(np.asarray(faces, dtype=object))
    firsts = np.array([np.hstack([chord[0], chord[1]]) for chord in chords])
    keys = _keys(np.vstack([firsts[:, :2], firsts[:, 2:]]))
    rows = np.flatnonzero(np.isin(_keys(edges[:, :2]), keys))
    of = {tuple(edges[row].tolist()): int(face[row]) for row in rows}
    sought = [(tuple(first), (*first[2:], *first[:2])) for first in firsts.tolist()]
    return [[of[edge] for edge in both if edge in of] for both in sought]


def _keys(places: Course) -> NDArray[np.int64]:
    lon, lat = steps(places).T
    keys: NDArray[np.int64] = lon * _ROW + lat
    return keys
