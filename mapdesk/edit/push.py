"""Push the front: one stroke, and the ground that it cuts off between itself and the front changes hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import cos, radians
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.claim import given_to
from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import refuse_off_world
from mapdesk.edit.regions import Course, Region, Regions, regions_of
from mapdesk.geometry.coverage import cleaned
from mapdesk.geometry.grid import GRID, snap
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.segments import among, beside, boundary_segments, reversed_segments
from mapdesk.model.features import Feature, Status
from mapdesk.model.ground import HOME, Holder
from mapdesk.model.project import Project

#: A place on the map in degrees.
LonLat: TypeAlias = tuple[float, float]

#: Less than this, in km², is where a stroke runs along a border, and no ground that was meant.
_LEAST_KM2 = 1e-4


@dataclass(frozen=True)
class Lobe:
    """One piece of ground that a stroke cuts off: who loses it, who receives it and with which status.

    `status` is a Status value, or HOME where the ground falls to the receiver's home ground. A side "" is
    nobody.
    """

    ground: Polygon | MultiPolygon
    loser: str
    receiver: str
    status: str
    area_km2: float


@dataclass(frozen=True)
class Push:
    """A stroke with its ends joined to the borders, and the ground that it moves."""

    stroke: LineString
    lobes: tuple[Lobe, ...]


@dataclass(frozen=True)
class _Node:
    """Where the stroke meets a border: how far along the stroke, and where on which ring."""

    along: float
    point: LonLat
    ring: int
    place: float


def push_front(
    project: Project,
    *,
    account: str,
    day: date,
    stroke: Sequence[LonLat],
    reach: float,
    ids: Ids,
    other: bool = False,
) -> Edited:
    """Give the ground that a stroke cuts off to those who push; see `find_push`."""
    push = find_push(project, account=account, day=day, stroke=stroke, reach=reach, other=other)
    snapshot = snapshot_to_edit(project, account, day)
    features: dict[str, Feature] = dict(snapshot.features)
    notes: list[str] = []
    made: list[str] = []
    for lobe in push.lobes:
        at_home = lobe.status == HOME
        given = given_to(
            features,
            cleaned([lobe.ground]),
            "" if at_home else lobe.receiver,
            Status.CONTROLLED if at_home or not lobe.receiver else Status(lobe.status),
            ids,
        )
        features = dict(given.features)
        notes += given.notes
        made += given.made
    after = settled(project, replace(snapshot, features=features))
    return Edited(after, tuple(notes), tuple(uid for uid in made if uid in features))


def find_push(
    project: Project,
    *,
    account: str,
    day: date,
    stroke: Sequence[LonLat],
    reach: float,
    other: bool = False,
) -> Push:
    """What a stroke (lon, lat) would move on the map of a date.

    Its ends join the nearest border between sides, coast or edge of the extent within `reach` degrees of
    latitude. Of the grounds on its two sides, in each region that it crosses, the smaller one is meant, or
    with `other` the larger one; it goes to the side that shares most border with it.
    """
    regions = regions_of(project, snapshot_to_edit(project, account, day))
    course = _course(stroke)
    course = _joined_end(regions, course, reach, "Begin")
    course = _joined_end(regions, course[::-1], reach, "End")[::-1]
    course = _without_repeats(course)
    if len(course) < 2:
        raise EditRefused("The stroke cuts off no ground: it has to leave the front and come back to it.")
    nodes = _nodes(regions, course)
    lobes: list[Lobe] = []
    cuts = tiny = 0
    for part, chords in _chords(regions, course, nodes).items():
        faces = _faces(regions, part, chords, nodes)
        if len(faces[0]) and len(faces[1]):
            cuts += 1
            kinds = sorted(faces, key=lambda kind: sum(face.area for face in kind), reverse=other)
            if any(area_km2(face) >= _LEAST_KM2 for face in kinds[0]):
                lobes += _lobes(regions, regions.parts[part], kinds, chords)
            else:
                tiny += 1
    if not cuts:
        raise EditRefused("The stroke cuts off no ground: it has to leave the front and come back to it.")
    if tiny == cuts:
        raise EditRefused("The ground that this stroke cuts off is too small; draw it larger.")
    if not lobes:
        raise EditRefused("No side adjoins the ground that this stroke cuts off, so nobody can take it.")
    return Push(LineString(course), tuple(lobes))


def _course(stroke: Sequence[LonLat]) -> Course:
    course = np.asarray(stroke, dtype=float).reshape(-1, 2)
    if len(course) < 2:
        raise EditRefused("A stroke needs two points.")
    refuse_off_world([LineString(course)])
    course = _without_repeats(snap(course))
    if len(course) < 2:
        raise EditRefused("A stroke needs two points that lie apart.")
    return course


def _without_repeats(course: Course) -> Course:
    kept: Course = course[np.concatenate([[True], (np.diff(course, axis=0) != 0).any(axis=1)])]
    return kept


def _joined_end(regions: Regions, course: Course, reach: float, word: str) -> Course:
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
        f"{word} the stroke on the front, a coast or the edge of the map, or within reach of one of them."
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


def _nodes(regions: Regions, course: Course) -> list[_Node]:
    """All places where the stroke meets a border, in order along the stroke."""
    segments = shapely.linestrings(np.stack([course[:-1], course[1:]], axis=1))
    rows, edges = regions.edges.query(segments, predicate="intersects")
    met, pair = shapely.get_coordinates(
        shapely.intersection(segments[rows], regions.edges.geometries[edges]), return_index=True
    )
    found = [(int(rows[p]), int(edges[p]), point) for p, point in zip(pair, snap(met), strict=True)]
    # An end was put on the grid, half a step beside the border that it was led to.
    for row, end in ((0, course[0]), (len(segments) - 1, course[-1])):
        touching = regions.edges.query(shapely.points(end), predicate="dwithin", distance=GRID)
        found += [(row, int(edge), end) for edge in touching]
    nodes = {}
    for row, edge, point in found:
        ring, place = int(regions.ring_of_edge[edge]), int(regions.place_in_ring[edge])
        node = _Node(
            along=row + _share(course[row], course[row + 1], point),
            point=(float(point[0]), float(point[1])),
            ring=ring,
            place=place + _share(regions.edge_ends[edge, :2], regions.edge_ends[edge, 2:], point),
        )
        nodes[node.ring, node.point, round(node.along, 9)] = node
    return sorted(nodes.values(), key=lambda node: (node.along, node.ring))


def _share(start: Course, end: Course, point: Course) -> float:
    along = end - start
    return float(np.clip(np.dot(point - start, along) / max(float(np.dot(along, along)), 1e-30), 0, 1))


def _chords(regions: Regions, course: Course, nodes: Sequence[_Node]) -> dict[int, list[Course]]:
    """The parts of the stroke from border to border, by the region part that they run through."""
    chords: dict[int, list[Course]] = {}
    for start, end in pairwise(nodes):
        between = course[int(np.floor(start.along)) + 1 : int(np.ceil(end.along))]
        chord = _without_repeats(np.vstack([[start.point], between, [end.point]]))
        if len(chord) < 2:
            continue
        middle = (chord[0] + chord[1]) / 2
        for number, part in enumerate(regions.parts):
            if shapely.contains_xy(part.shape, *middle):
                chords.setdefault(number, []).append(chord)
                break
    return chords


def _faces(
    regions: Regions, part: int, chords: Sequence[Course], nodes: Sequence[_Node]
) -> tuple[list[Polygon], list[Polygon]]:
    """The faces that chords cut a region part into, as two kinds: who crosses a chord changes kind."""
    lines = [
        line
        for number, ring in enumerate(regions.rings)
        if regions.part_of_ring[number] == part
        for line in _arcs(ring, [node for node in nodes if node.ring == number])
    ]
    pieces = _cuts(chords)
    faces = list(shapely.get_parts(shapely.polygonize([LineString(line) for line in (*lines, *pieces)])))
    sides = [_beside_chord(faces, piece) for piece in pieces]
    meet: dict[int, set[int]] = {}
    for beside_it in sides:
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


def _arcs(ring: Course, nodes: Sequence[_Node]) -> list[Course]:
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
        arc = _without_repeats(np.vstack([[here.point], between, [after.point]]))
        if len(arc) > 1:
            arcs.append(arc)
    return arcs


def _cuts(chords: Sequence[Course]) -> list[Course]:
    """Chords cut where they cross themselves or each other, without what they run over twice.

    Who goes over a line twice has not changed kind, so a stroke that goes back over itself cuts off nothing.
    """
    if shapely.multilinestrings([LineString(chord) for chord in chords]).is_simple:
        return list(chords)
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


def _beside_chord(faces: Sequence[Polygon], chord: Course) -> list[int]:
    """The faces on the two sides of a chord."""
    first, second = chord[0], chord[1]
    found = []
    for number, face in enumerate(faces):
        for ring in (face.exterior, *face.interiors):
            coordinates = shapely.get_coordinates(ring)
            is_first = (coordinates == first).all(axis=1)
            is_second = (coordinates == second).all(axis=1)
            if ((is_first[:-1] & is_second[1:]) | (is_second[:-1] & is_first[1:])).any():
                found.append(number)
                break
    return found


def _lobes(
    regions: Regions, region: Region, kinds: Sequence[Sequence[Polygon]], chords: Sequence[Course]
) -> list[Lobe]:
    """The lobes of the faces that are meant, the first kind, or of the others where nobody adjoins those."""
    edges = np.vstack([np.hstack([chord[:-1], chord[1:]]) for chord in chords])
    edges = np.vstack([edges, reversed_segments(edges)])
    for kind in kinds:
        lobes = []
        for face in kind:
            km2 = area_km2(face)
            receiver = _receiver(regions, region.side, face, edges) if km2 >= _LEAST_KM2 else None
            if receiver is not None:
                lobes.append(Lobe(face, region.side, receiver.side, receiver.status, km2))
        if lobes:
            return lobes
    return []


def _receiver(regions: Regions, loser: str, face: Polygon, stroke: NDArray[np.float64]) -> Holder | None:
    """Who shares most border with a face, leaving the stroke aside, and how it will hold it."""
    edges = boundary_segments(face)
    points, lengths = beside(edges[~among(edges, stroke)])
    if not len(points):
        return None
    free = np.ones(len(points), dtype=bool)
    shared: dict[Holder, float] = {}
    bounds = shapely.box(*points.min(axis=0), *points.max(axis=0))
    for holder, shape in regions.holders:
        if holder.side != loser and bounds.intersects(shape):
            inside = free & shapely.contains_xy(shape, *points.T)
            free &= ~inside
            if inside.any():
                shared[holder] = shared.get(holder, 0.0) + float(lengths[inside].sum())
    if not shared:
        return None
    by_side: dict[str, float] = {}
    for holder, length in shared.items():
        by_side[holder.side] = by_side.get(holder.side, 0.0) + length
    side = max(sorted(by_side), key=lambda uid: by_side[uid])
    own = sorted((holder for holder in shared if holder.side == side), key=lambda holder: -shared[holder])
    for holder in own:
        if holder.status != HOME or _is_home(regions, side, face):
            return holder
    return Holder(side, Status.CONTROLLED.value)


def _is_home(regions: Regions, side: str, face: Polygon) -> bool:
    """Whether ground falls to a side by itself, once nobody holds it."""
    for uid, home in regions.homes:
        inside = float(face.intersection(home).area / face.area)
        if uid == side:
            return inside > 0.99
        if inside > 0.01:
            return False
    return False
