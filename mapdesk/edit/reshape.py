"""Rings and lines of a date given another course: what shares a border keeps sharing it, or it is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Point, Polygon

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.locks import refuse_locked
from mapdesk.geometry.coverage import SLIVER_M, mended, new_faults
from mapdesk.geometry.grid import keys, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.geometry.overlay import intersection
from mapdesk.model.features import Annotation, ControlArea, Feature, FrontLine, Status
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Ground, Project, Snapshot

#: A place on the map in degrees.
LonLat: TypeAlias = tuple[float, float]
#: Coordinates in degrees, shape (n, 2).
Course: TypeAlias = NDArray[np.float64]
#: What becomes of a ring (closed: last as first) or a line; the same object where nothing does.
Reshape: TypeAlias = Callable[[Course], Course]


@dataclass(frozen=True)
class Refusals:
    """The sentences with which a reshaping is refused."""

    crosses: str
    runs_over: str
    nothing: str = ""


def placing(before: Course, after: Course, gone: NDArray[np.bool_] | None = None) -> Reshape:
    """Puts each vertex that stands at one of the places `before` at that of `after`, or away where `gone`."""
    known = keys(before)
    order = np.argsort(known)
    known = known[order]

    def reshape(course: Course) -> Course:
        if not len(known):
            return course
        here = keys(course)
        at = np.minimum(np.searchsorted(known, here), len(known) - 1)
        rows = np.flatnonzero(known[at] == here)
        if not len(rows):
            return course
        which = order[at[rows]]
        result = course.copy()
        result[rows] = after[which]
        if gone is not None and gone[which].any():
            was_closed = len(course) > 2 and (course[0] == course[-1]).all()
            result = np.delete(result, rows[gone[which]], axis=0)
            if was_closed and len(result) and (result[0] != result[-1]).any():
                result = np.vstack([result, result[:1]])
        return course if np.array_equal(result, course) else result

    return reshape


def reshaped(
    project: Project,
    account: str,
    day: date,
    reshape: Reshape,
    feature_ids: Collection[str],
    said: Refusals,
) -> Edited:
    """The Project with the rings and lines of a date reshaped, and what had to follow; or refused.

    Every area of the planar map follows; claims, drawn front lines and annotations only if they are among
    `feature_ids`.
    """
    snapshot = snapshot_to_edit(project, account, day)
    changed: dict[str, Feature] = {}
    planar: dict[str, ControlArea] = {}
    for uid, feature in snapshot.features.items():
        if isinstance(feature, ControlArea):
            if feature.status is not Status.CLAIMED or uid in feature_ids:
                polygon = _polygon(feature.shape, reshape, said)
                if polygon is not feature.shape:
                    changed[uid] = area = replace(feature, shape=polygon)
                    if feature.status is not Status.CLAIMED:
                        planar[uid] = area
        elif uid in feature_ids:
            other = _other(feature, reshape)
            if other is not feature:
                changed[uid] = other
    if not changed:
        raise EditRefused(said.nothing)
    refuse_locked(snapshot.features[uid] for uid in changed)
    if not all(snapshot.extent.covers(feature.shape) for feature in changed.values()):
        raise EditRefused("Outside the extent of this date the map says nothing; stay inside it.")
    changed |= _in_planar_map(snapshot, planar, said)
    return Edited(settled(project, replace(snapshot, features={**snapshot.features, **changed})))


def _polygon(shape: Polygon, reshape: Reshape, said: Refusals) -> Polygon:
    rings = [shapely.get_coordinates(ring) for ring in (shape.exterior, *shape.interiors)]
    after = [reshape(ring) for ring in rings]
    if all(one is other for one, other in zip(rings, after, strict=True)):
        return shape
    after = [_without_repeats(ring) for ring in after]
    if len(after[0]) < 4:
        raise EditRefused("An area needs three corners; delete the area instead.")
    if any(len(ring) < 4 for ring in after):
        raise EditRefused("A hole needs three corners; give its ground to a side instead.")
    polygon = Polygon(after[0], after[1:])
    if not polygon.is_valid:
        raise EditRefused(said.crosses)
    return Polygon(polygon.normalize())


def _other(feature: Feature, reshape: Reshape) -> Feature:
    if isinstance(feature, FrontLine):
        if feature.derived:
            return feature
        parts = [shapely.get_coordinates(part) for part in feature.shape.geoms]
        after = [reshape(part) for part in parts]
        if all(one is other for one, other in zip(parts, after, strict=True)):
            return feature
        return replace(feature, shape=MultiLineString([_line(part) for part in after]))
    if isinstance(feature, Annotation):
        course = shapely.get_coordinates(feature.shape)
        after_course = reshape(course)
        if after_course is course:
            return feature
        if isinstance(feature.shape, Point):
            if not len(after_course):
                raise EditRefused("A marker is its one point; delete the marker instead.")
            return replace(feature, shape=Point(after_course[0]))
        return replace(feature, shape=_line(after_course))
    return feature


def _line(course: Course) -> LineString:
    course = _without_repeats(course)
    if len(course) < 2:
        raise EditRefused("A line needs two points; delete the line instead.")
    return LineString(course)


def _without_repeats(course: Course) -> Course:
    if len(course) < 2:
        return course
    kept: Course = course[np.concatenate([[True], (np.diff(course, axis=0) != 0).any(axis=1)])]
    return kept


def _in_planar_map(
    snapshot: Snapshot, changed: Mapping[str, ControlArea], said: Refusals
) -> Mapping[str, ControlArea]:
    """The changed areas, and others that had to follow, as the planar map can hold them; refuses overlaps."""
    known = planar_areas(snapshot.features)
    before = [area.shape for area in known]
    after = [changed.get(area.feature_id, area).shape for area in known]
    if not new_faults(before, after):
        return changed
    for index, area in enumerate(known):
        if area.feature_id in changed:
            others = [shape for at, shape in enumerate(after) if at != index]
            _refuse_overlap(after[index], others, said.runs_over)
    # What is left is narrower than a metre: the border was put down on another one, and joins it.
    pieces = mended([[shape] for shape in after], shapely.box(*shapely.total_bounds(after)))
    mended_shapes = [part for parts in pieces for part in parts]
    if any(len(parts) != 1 for parts in pieces) or new_faults(before, mended_shapes):
        raise EditRefused(said.runs_over)
    return {
        area.feature_id: replace(area, shape=shape)
        for area, shape in zip(known, mended_shapes, strict=True)
        if shape != area.shape
    }


def _refuse_overlap(shape: Polygon, others: Sequence[Ground], sentence: str) -> None:
    metre = SLIVER_M / 1000 / KM_PER_DEGREE
    for other in others:
        if shape.intersects(other):
            for part in polygons_of(intersection(shape, other)):
                if part.area > part.length / 2 * metre:
                    raise EditRefused(sentence)
