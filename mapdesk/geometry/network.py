"""A network of lines: edges joined where they meet, cross or nearly touch, and the ways along it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import cos, hypot, inf, radians
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, STRtree

from mapdesk.geometry.grid import keys, snap
from mapdesk.geometry.measure import KM_PER_DEGREE

LonLat: TypeAlias = tuple[float, float]
#: Edges in degrees, shape (n, 4): lon and lat of the start, lon and lat of the end.
Edges: TypeAlias = NDArray[np.float64]
_Ints: TypeAlias = NDArray[np.intp]

#: The line of edges that only join a loose end to what lies near it.
JOIN = -1
#: Another line than those asked for counts as this much longer, a join as this much: ways keep to a line.
_OTHER, _JOINED = 2.5, 5.0
#: A line that a way follows for less than this share of it is not worth naming.
_WORTH_NAMING = 0.02
#: What has been gone along already counts as this much longer, so that the next way is another.
_GONE = 8.0


@dataclass(frozen=True)
class Spot:
    """A place on the network: a chain of it, the edge of the chain, the place, and how far along in km."""

    chain: int
    edge: int
    lon_lat: LonLat
    along: float


@dataclass(frozen=True)
class Way:
    """A way along the network: its points from start to end, how long it is, and the lines it follows."""

    points: tuple[LonLat, ...]
    km: float
    lines: tuple[int, ...]


@dataclass(frozen=True)
class _Chain:
    """Edges one after the other between two junctions, all of one line."""

    nodes: list[int]
    sources: list[int]
    along: list[float]
    line: int

    @property
    def km(self) -> float:
        return self.along[-1]


@dataclass(frozen=True)
class _Leg:
    """A stretch of a chain from one km of it to another, backward where the first is larger."""

    chain: int
    start: float
    end: float


class Network:
    """Edges of lines, with a junction wherever they meet.

    `edges` lie on the grid, shape (n, 4) in degrees; `of` says for each which line it belongs to, 0 or more.
    Where several lie on each other the first counts. An end that nothing meets is joined to an edge within
    `join` degrees. New junctions in the middle of edges lie on the grid.
    """

    def __init__(self, edges: Edges, of: _Ints, *, join: float) -> None:
        self._shrink = _shrink_of(edges)
        edges, of = _each_once(edges, of)
        self._whole = edges
        parts, lines, sources = _noded(edges, of, join)
        flat = parts.reshape(-1, 2)
        _, first, inverse = np.unique(keys(flat), return_index=True, return_inverse=True)
        self._places: list[LonLat] = [(lon, lat) for lon, lat in flat[first].tolist()]
        ends = inverse.reshape(-1, 2)
        across = (parts[:, 2] - parts[:, 0]) * self._shrink
        km = np.hypot(across, parts[:, 3] - parts[:, 1]) * KM_PER_DEGREE
        self._chains = _chains(len(first), ends, lines, sources, km)
        self._given = set(keys(edges.reshape(-1, 2)).tolist())
        self._from: dict[int, list[int]] = {}
        for number, chain in enumerate(self._chains):
            for node in {chain.nodes[0], chain.nodes[-1]}:
                self._from.setdefault(node, []).append(number)
        rows = [
            (number, edge, *self._places[chain.nodes[edge]], *self._places[chain.nodes[edge + 1]])
            for number, chain in enumerate(self._chains)
            if chain.line != JOIN
            for edge in range(len(chain.sources))
        ]
        self._rows = np.array(rows, dtype=np.float64).reshape(-1, 6)

    def spot(self, place: LonLat, within: float) -> Spot | None:
        """The place on the network nearest to one in degrees, if it is within so many degrees of latitude."""
        if not len(self._rows):
            return None
        scale = (self._shrink, 1.0)
        start, end = (self._rows[:, 2:4] - place) * scale, (self._rows[:, 4:6] - place) * scale
        step = end - start
        squared = np.maximum(np.einsum("ij,ij->i", step, step), 1e-18)
        share = np.clip(-np.einsum("ij,ij->i", start, step) / squared, 0.0, 1.0)
        away = np.hypot(*(start + step * share[:, None]).T)
        first = int(np.argmin(away))
        if away[first] > within:
            return None
        chain, edge = int(self._rows[first, 0]), int(self._rows[first, 1])
        along = self._chains[chain].along
        return Spot(chain, edge, place, along[edge] + (along[edge + 1] - along[edge]) * float(share[first]))

    def line(self, spot: Spot) -> int:
        """The line that a spot lies on."""
        return self._chains[spot.chain].line

    def ways(self, start: Spot, end: Spot) -> Iterator[Way]:
        """The ways from one spot to another, the shortest first; each next is as different as can be."""
        gone: dict[int, int] = {}
        direct_gone = False
        seen: list[list[_Leg]] = []
        while True:
            legs = self._legs(start, end, gone, direct=not direct_gone)
            if legs is None or legs in seen:
                return
            seen.append(legs)
            yield self._way(start, end, legs)
            if len(legs) == 1:
                direct_gone = True
            for leg in legs:
                gone[leg.chain] = gone.get(leg.chain, 0) + 1

    def _legs(self, start: Spot, end: Spot, gone: dict[int, int], *, direct: bool) -> list[_Leg] | None:
        """Dijkstra's way over the junctions, with both ends hung in between two of them."""
        wanted = {self.line(start), self.line(end)}
        first, last = self._chains[start.chain], self._chains[end.chain]
        best, before = inf, None
        if direct and start.chain == end.chain:
            # What has been gone of the chain elsewhere doesn't count against what lies between the two.
            best = abs(end.along - start.along) * self._weight(start.chain, wanted, {})
        heap: list[tuple[float, int, int, int, float]] = []
        for node, to in ((first.nodes[0], 0.0), (first.nodes[-1], first.km)):
            # Towards the end on the same chain there is the direct way only.
            if start.chain == end.chain and (start.along < end.along) == (to > 0.0):
                continue
            cost = abs(start.along - to) * self._weight(start.chain, wanted, gone)
            heappush(heap, (cost, node, -1, start.chain, to))
        came: dict[int, tuple[int, int, float]] = {}
        into = self._weight(end.chain, wanted, gone)
        while heap and heap[0][0] < best:
            cost, node, previous, chain, to = heappop(heap)
            if node in came:
                continue
            came[node] = (previous, chain, to)
            for tip, mark in ((last.nodes[0], 0.0), (last.nodes[-1], last.km)):
                # No way goes to the end of a chain and back along it.
                turns_back = chain == end.chain and to == mark
                if tip == node and not turns_back and cost + abs(end.along - mark) * into < best:
                    best, before = cost + abs(end.along - mark) * into, (node, mark)
            for number in self._from[node]:
                other = self._chains[number]
                weight = self._weight(number, wanted, gone)
                forward = other.nodes[0] == node
                tip, mark = (other.nodes[-1], other.km) if forward else (other.nodes[0], 0.0)
                if tip not in came:
                    heappush(heap, (cost + other.km * weight, tip, node, number, mark))
        if before is None:
            return [_Leg(start.chain, start.along, end.along)] if best < inf else None
        node, mark = before
        legs = [_Leg(end.chain, mark, end.along)]
        while node != -1:
            previous, chain, to = came[node]
            begun = start.along if previous == -1 else (self._chains[chain].km if to == 0.0 else 0.0)
            legs.append(_Leg(chain, begun, to))
            node = previous
        return legs[::-1]

    def _weight(self, chain: int, wanted: Collection[int], gone: dict[int, int]) -> float:
        line = self._chains[chain].line
        weight = _JOINED if line == JOIN else 1.0 if line in wanted else _OTHER
        return float(weight * _GONE ** gone.get(chain, 0))

    def _way(self, start: Spot, end: Spot, legs: list[_Leg]) -> Way:
        passed: list[tuple[LonLat, int | None, int | None]] = []
        for leg in legs:
            for place, into, out in self._passed(leg):
                if passed and passed[-1][0] == place:
                    into = passed.pop()[1]
                passed.append((place, into, out))
        points: list[LonLat] = [start.lon_lat]
        for place, into, out in passed:
            # A junction in the middle of an edge that the way goes along is no vertex of any line.
            needless = into is not None and into == out and _key(place) not in self._given
            if place != points[-1] and place != end.lon_lat and not needless:
                points.append(place)
        points.append(end.lon_lat)
        least = _WORTH_NAMING * sum(abs(leg.end - leg.start) for leg in legs)
        lines = dict.fromkeys(
            self._chains[leg.chain].line for leg in legs if abs(leg.end - leg.start) > least
        )
        km = sum(hypot((b[0] - a[0]) * self._shrink, b[1] - a[1]) for a, b in pairwise(points))
        return Way(tuple(points), km * KM_PER_DEGREE, tuple(line for line in lines if line != JOIN))

    def _passed(self, leg: _Leg) -> Iterator[tuple[LonLat, int | None, int | None]]:
        """The nodes along a leg, with the edge into each and the one out of it."""
        chain = self._chains[leg.chain]
        low, high = sorted((leg.start, leg.end))
        on = [at for at, along in enumerate(chain.along) if low <= along <= high]
        forward = leg.end >= leg.start
        for at in on if forward else on[::-1]:
            lower = chain.sources[at - 1] if at > 0 else None
            upper = chain.sources[at] if at < len(chain.sources) else None
            into, out = (lower, upper) if forward else (upper, lower)
            yield self._places[chain.nodes[at]], into, out


def _shrink_of(edges: Edges) -> float:
    middle = float(np.median(edges[:, 1])) if len(edges) else 0.0
    return max(cos(radians(middle)), 0.01)


def _key(place: LonLat) -> int:
    return int(keys(np.array([place]))[0])


def _each_once(edges: Edges, of: _Ints) -> tuple[Edges, _Ints]:
    """Edges that don't lie on another in whole, in either direction; the first of them stays."""
    ends = np.sort(keys(edges.reshape(-1, 2)).reshape(-1, 2), axis=1)
    _, first = np.unique(ends, axis=0, return_index=True)
    first = np.sort(first[(ends[first, 0] != ends[first, 1])])
    return edges[first], of[first]


def _noded(edges: Edges, of: _Ints, join: float) -> tuple[Edges, _Ints, _Ints]:
    """Edges cut where others cross or touch them, and joins; with the line and the row before for each."""
    cuts: dict[int, list[LonLat]] = {}
    lines = shapely.linestrings(edges.reshape(-1, 2, 2))
    tree = STRtree(lines)
    one, other = _crossings(edges, lines, tree)
    for a, b, meeting in zip(one, other, shapely.intersection(lines[one], lines[other]), strict=True):
        for lon, lat in snap(shapely.get_coordinates(meeting)).tolist():
            cuts.setdefault(int(a), []).append((lon, lat))
            cuts.setdefault(int(b), []).append((lon, lat))
    joins = []
    for loose, (near, place) in _joins(edges, lines, tree, join, cuts):
        joins.append((*loose, *place))
        cuts.setdefault(near, []).append(place)
    whole = np.ones(len(edges), dtype=bool)
    whole[list(cuts)] = False
    parts = [edges[whole]]
    sources = [np.flatnonzero(whole)]
    for row, places in cuts.items():
        start, end = edges[row, :2], edges[row, 2:]
        inner = sorted({(float(np.dot(np.array(place) - start, end - start)), place) for place in places})
        ways = np.array([start.tolist(), *(place for _, place in inner), end.tolist()])
        pieces = np.hstack([ways[:-1], ways[1:]])
        pieces = pieces[(pieces[:, :2] != pieces[:, 2:]).any(axis=1)]
        parts.append(pieces)
        sources.append(np.full(len(pieces), row))
    joined = np.array(joins).reshape(-1, 4)
    source = np.concatenate([*sources, np.arange(len(joined)) + len(edges)])
    line = np.concatenate([*(of[rows] for rows in sources), np.full(len(joined), JOIN)])
    cut, line_of = np.vstack([*parts, joined]), line
    ends = np.sort(keys(cut.reshape(-1, 2)).reshape(-1, 2), axis=1)
    _, first = np.unique(ends, axis=0, return_index=True)
    return cut[first], line_of[first], source[first]


def _crossings(edges: Edges, lines: NDArray[np.object_], tree: STRtree) -> tuple[_Ints, _Ints]:
    """Pairs of edges that meet otherwise than end to end."""
    one, other = tree.query(lines, predicate="intersects")
    later = one < other
    one, other = one[later], other[later]
    ends = keys(edges.reshape(-1, 2)).reshape(-1, 2)
    shared = (ends[one][:, :, None] == ends[other][:, None, :]).any(axis=(1, 2))
    return one[~shared], other[~shared]


def _joins(
    edges: Edges,
    lines: NDArray[np.object_],
    tree: STRtree,
    join: float,
    cuts: Collection[int],
) -> Iterator[tuple[LonLat, tuple[int, LonLat]]]:
    """Each loose end, with the row of the edge near it and the place there."""
    _, first, count = np.unique(keys(edges.reshape(-1, 2)), return_index=True, return_counts=True)
    loose = first[count == 1]
    for at in loose.tolist():
        row, end = at // 2, Point(edges.reshape(-1, 2)[at])
        near = [int(hit) for hit in tree.query(end, predicate="dwithin", distance=join) if hit != row]
        near = [hit for hit in near if not _neighbours(edges[row], edges[hit])]
        if not near:
            continue
        away = shapely.distance(lines[near], end)
        if row in cuts and away.min() == 0.0:
            continue
        nearest = near[int(np.argmin(away))]
        line = lines[nearest]
        along = shapely.line_interpolate_point(line, shapely.line_locate_point(line, end))
        lon, lat = snap(shapely.get_coordinates(along))[0].tolist()
        if (lon, lat) != (end.x, end.y):
            yield (end.x, end.y), (nearest, (lon, lat))


def _neighbours(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    ends = {tuple(one[:2].tolist()), tuple(one[2:].tolist())}
    return bool(ends & {tuple(other[:2].tolist()), tuple(other[2:].tolist())})


def _chains(count: int, ends: _Ints, lines: _Ints, sources: _Ints, km: NDArray[np.float64]) -> list[_Chain]:
    """All edges in chains that end where lines meet, end or give way to another."""
    at: list[list[int]] = [[] for _ in range(count)]
    pairs: list[tuple[int, int]] = [(int(a), int(b)) for a, b in ends]
    line, source, length = lines.tolist(), sources.tolist(), km.tolist()
    for row, (a, b) in enumerate(pairs):
        at[a].append(row)
        at[b].append(row)
    ended = [len(rows) != 2 or line[rows[0]] != line[rows[1]] for rows in at]
    used = [False] * len(pairs)
    chains: list[_Chain] = []

    def follow(node: int, row: int) -> None:
        nodes, own, along = [node], [], [0.0]
        while True:
            used[row] = True
            a, b = pairs[row]
            node = b if a == node else a
            nodes.append(node)
            own.append(source[row])
            along.append(along[-1] + length[row])
            if ended[node] or node == nodes[0]:
                break
            row = next(other for other in at[node] if other != row)
        chains.append(_Chain(nodes, own, along, line[row]))

    for node in range(count):
        if ended[node]:
            for row in at[node]:
                if not used[row]:
                    follow(node, row)
    # What is left are rings that nothing meets.
    for row, (a, _) in enumerate(pairs):
        if not used[row]:
            follow(a, row)
    return chains
