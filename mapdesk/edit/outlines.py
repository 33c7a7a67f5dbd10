"""The rings and lines of a date as ways through one set of vertices: which are nodes, which may go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.reshape import Course, LonLat
from mapdesk.geometry.grid import GRID, keys, steps
from mapdesk.model.features import Annotation, ControlArea, Feature, FrontLine, Status
from mapdesk.model.project import Project, Snapshot

#: Numbers of vertices, or of edges, shape (n,).
Numbers: TypeAlias = NDArray[np.intp]
#: One yes or no for each vertex, shape (n,).
Marks: TypeAlias = NDArray[np.bool_]

#: Holding back what crosses may make others cross; so often it is looked again.
_PASSES = 20


@dataclass(frozen=True, eq=False)
class Outlines:
    """The ways that borders and lines take through `places` (n, 2), each vertex once, in degrees.

    Ways lie one after another in `stops`, numbers of places; `way` says which each stop belongs to. A closed
    way doesn't repeat its first stop. Ways of one `layer` must not cross: the planar map is one, and so is
    each claim; a line has one to itself and may cross what it likes, itself included.
    """

    places: Course
    stops: Numbers
    way: Numbers
    closed: Marks
    layer: Numbers
    may_cross: Marks
    extent: BaseGeometry

    @cached_property
    def free(self) -> Marks:
        """The vertices that only one border or line goes through, neither as its end nor on the extent's rim.

        The others are nodes: where borders meet, all must stay where they are.
        """
        meets = np.bincount(self._pairs.ravel(), minlength=len(self.places)) == 2
        rim = self.extent.boundary
        shapely.prepare(rim)
        on_rim: Marks = shapely.dwithin(rim, shapely.points(self.places), GRID / 2)
        free: Marks = meets & ~on_rim
        return free

    @cached_property
    def neighbours(self) -> Numbers:
        """The two vertices beside each free one, shape (n, 2); what it says of others means nothing."""
        both = np.vstack([self._pairs, self._pairs[:, ::-1]])
        both = both[np.argsort(both[:, 0], kind="stable")]
        first = np.searchsorted(both[:, 0], np.arange(len(self.places)))
        first = np.minimum(first, max(len(both) - 2, 0))
        return np.column_stack([both[first, 1], both[first + 1, 1]])

    @cached_property
    def _pairs(self) -> Numbers:
        """The two ends of each edge, whoever has it, shape (n, 2)."""
        start, end = self._edges(np.arange(len(self.stops)))
        ends = np.sort(np.column_stack([self.stops[start], self.stops[end]]), axis=1)
        return np.unique(ends, axis=0)

    def among(self, at: Collection[LonLat] | Course | None) -> Marks:
        """Which vertices stand at some places (lon, lat); all of them for None."""
        if at is None:
            return np.ones(len(self.places), dtype=bool)
        sought = np.asarray(at if isinstance(at, np.ndarray) else list(at), dtype=float).reshape(-1, 2)
        return np.isin(keys(self.places), keys(sought))

    def untangled(self, after: Course, gone: Marks) -> tuple[Course, Marks]:
        """The wished places and absences of vertices, held back where borders would cross or become nothing.

        What is held back stays as it was; each vertex beside a crossing is.
        """
        after, gone = after.copy(), gone.copy()
        for _ in range(_PASSES):
            held = self._tangled(after, gone)
            held = held[gone[held] | (after[held] != self.places[held]).any(axis=1)]
            if not len(held):
                break
            after[held] = self.places[held]
            gone[held] = False
        return after, gone

    def _tangled(self, after: Course, gone: Marks) -> Numbers:
        """The vertices of ways that would become too short, and of edges that would cross others."""
        kept = np.flatnonzero(~gone[self.stops])
        left = np.bincount(self.way[kept], minlength=len(self.closed))
        short = np.flatnonzero(left < np.where(self.closed, 3, 2))
        start, end = self._edges(kept)
        one, other = self.stops[start], self.stops[end]
        moved = (after != self.places).any(axis=1)
        changed = (end != self._following[start]) | moved[one] | moved[other]
        way = self.way[start]
        changed &= ~self.may_cross[way]
        crossing = _crossing(steps(after), one, other, self.layer[way], changed)
        jumping = self._jumping(after, kept, start, end, np.flatnonzero(changed))
        held = [self.stops[self.way == number] for number in short.tolist()]
        both = (*crossing.tolist(), *jumping.tolist())
        held += [self.stops[self._passed(start[edge], end[edge])] for edge in both]
        return np.unique(np.concatenate(held)) if held else np.empty(0, dtype=np.intp)

    def _jumping(self, after: Course, kept: Numbers, start: Numbers, end: Numbers, edges: Numbers) -> Numbers:
        """Which of some edges would come to run on the other side of what lies there, such as an island."""
        direct = end[edges] == self._following[start[edges]]
        edges = np.concatenate([edges[direct], edges[~direct]])
        one, other = (self.stops[of[edges[: direct.sum()]]] for of in (start, end))
        corners = [self.places[one], self.places[other], after[other], after[one], self.places[one]]
        swept = np.asarray(shapely.polygons(np.stack(corners, axis=1)), dtype=object)
        runs = [self.stops[self._passed(start[edge], end[edge])] for edge in edges[direct.sum() :].tolist()]
        past = [Polygon([*self.places[run], *after[run[[-1, 0]]]]) for run in runs]
        swept = np.concatenate([swept, np.asarray(past, dtype=object)])
        swept = np.where(shapely.is_valid(swept), swept, shapely.convex_hull(swept))
        tree = STRtree(shapely.points(after[self.stops[kept]]))
        query, found = tree.query(swept, predicate="contains")
        edge, stop = edges[query], kept[found]
        same = self.layer[self.way[start[edge]]] == self.layer[self.way[stop]]
        return np.unique(edge[same])

    @cached_property
    def _following(self) -> Numbers:
        """The stop after each; after the last one of a way its first."""
        is_last = np.append(self.way[1:] != self.way[:-1], True)
        first = np.searchsorted(self.way, self.way)
        return np.where(is_last, first, np.arange(1, len(self.way) + 1))

    def _edges(self, kept: Numbers) -> tuple[Numbers, Numbers]:
        """The edges between stops that are kept: the stops that they begin and end at."""
        way = self.way[kept]
        is_last = np.append(way[1:] != way[:-1], True)[: len(kept)]
        end = np.where(is_last, kept[np.searchsorted(way, way)], np.roll(kept, -1))
        there = (~is_last | self.closed[way]) & (end != kept)
        return kept[there], end[there]

    def _passed(self, start: int, end: int) -> Numbers:
        """The stops from one to another one of its way, both included, past the way's end where need be."""
        if end > start:
            return np.arange(start, end + 1)
        own = np.flatnonzero(self.way == self.way[start])
        return np.concatenate([np.arange(start, own[-1] + 1), np.arange(own[0], end + 1)])


def outlines_of(snapshot: Snapshot, feature_ids: Collection[str]) -> Outlines:
    """The Outlines of what follows when vertices change: the planar map, and of the rest what is named."""
    courses: list[Course] = []
    layers: list[int] = []
    crosses: list[bool] = []
    for uid, feature in snapshot.features.items():
        if isinstance(feature, ControlArea) and feature.status is not Status.CLAIMED:
            layer = 0
        elif uid in feature_ids:
            layer = max(layers, default=0) + 1
        else:
            continue
        own = _courses_of(feature)
        courses += own
        layers += [layer] * len(own)
        crosses += [not isinstance(feature, ControlArea)] * len(own)
    closed = np.asarray([len(c) > 3 and bool((c[0] == c[-1]).all()) for c in courses], dtype=bool)
    open_courses = [c[:-1] if ring else c for c, ring in zip(courses, closed, strict=True)]
    every = np.vstack([np.empty((0, 2)), *open_courses])
    _, first, stops = np.unique(keys(every), return_index=True, return_inverse=True)
    way = np.repeat(np.arange(len(courses)), [len(c) for c in open_courses])
    return Outlines(
        every[first],
        stops.astype(np.intp),
        way,
        closed,
        np.asarray(layers, dtype=np.intp),
        np.asarray(crosses, dtype=bool),
        snapshot.extent,
    )


def vertices_of(project: Project, account: str, day: date, feature_ids: Collection[str]) -> Course:
    """The vertices (n, 2) of some features on the map of a date; refuses a feature that isn't there."""
    features = snapshot_to_edit(project, account, day).features
    for uid in feature_ids:
        if uid not in features:
            raise EditRefused(f"There is no feature {uid} on the map of {day}.")
    vertices: Course = shapely.get_coordinates([features[uid].shape for uid in feature_ids])
    return vertices


def _courses_of(feature: Feature) -> list[Course]:
    if isinstance(feature, ControlArea):
        return [shapely.get_coordinates(ring) for ring in (feature.shape.exterior, *feature.shape.interiors)]
    if isinstance(feature, FrontLine):
        # A derived front has no course of its own.
        return [] if feature.derived else [shapely.get_coordinates(part) for part in feature.shape.geoms]
    assert isinstance(feature, Annotation)
    return [] if feature.shape.geom_type == "Point" else [shapely.get_coordinates(feature.shape)]


def _crossing(
    places: NDArray[np.int64], start: Numbers, end: Numbers, layer: Numbers, changed: Marks
) -> Numbers:
    """The edges that meet one of their layer elsewhere than in a shared end, where either changed."""
    rows = np.flatnonzero(changed)
    lines = shapely.linestrings(np.stack([places[start], places[end]], axis=1).astype(float))
    query, other = STRtree(lines).query(lines[rows], predicate="intersects")
    one = rows[query]
    apart = (one != other) & (layer[one] == layer[other])
    one, other = one[apart], other[apart]
    ends, others = np.column_stack([start[one], end[one]]), np.column_stack([start[other], end[other]])
    shared = (ends[:, :, None] == others[:, None, :]).any(axis=2)
    # Two edges with one end in common may still lie on each other.
    hinge, away = np.where(shared[:, :1], ends, ends[:, ::-1]).T
    rest = np.where(others[:, 0] == hinge, others[:, 1], others[:, 0])
    along, beside = places[away] - places[hinge], places[rest] - places[hinge]
    turn = along[:, 0] * beside[:, 1] - along[:, 1] * beside[:, 0]
    folded = (turn == 0) & ((along * beside).sum(axis=1) >= 0)
    # One edge stands once for each area beside it; where it came to lie on another's, ground between is gone.
    twice = shared.all(axis=1)
    bad = np.where(twice, changed[one] != changed[other], ~shared.any(axis=1) | folded)
    empty = rows[(places[start[rows]] == places[end[rows]]).all(axis=1)]
    return np.unique(np.concatenate([one[bad], other[bad], empty]))
