"""Edits of vertices: move, insert and delete them; what shares a border keeps sharing it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Point, Polygon

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.geometry.coverage import SLIVER_M, mended, new_faults
from mapdesk.geometry.grid import polygons_of, snap, steps
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

_CROSSES = "The border would cross itself here; put the vertex down nearer."
_RUNS_OVER = "The border would run over other ground here; put the vertex down nearer, or push the front."


def move_vertices(
    project: Project,
    *,
    account: str,
    day: date,
    moves: Mapping[LonLat, LonLat],
    feature_ids: Collection[str] = (),
) -> Edited:
    """Move the vertices that stand at the keys of `moves` (lon, lat) to its values.

    Every area of the planar map that has such a vertex follows. Claims, drawn front lines and annotations
    follow only if they are among `feature_ids`.
    """
    if not moves:
        return Edited(project)
    before = steps(np.asarray(list(moves), dtype=float).reshape(-1, 2))
    after = snap(np.asarray(list(moves.values()), dtype=float).reshape(-1, 2))

    def moved(course: Course) -> Course:
        at = steps(course)
        rows = np.flatnonzero(np.isin(at[:, 0], before[:, 0]) & np.isin(at[:, 1], before[:, 1]))
        result = course
        for row in rows:
            found = np.flatnonzero((before == at[row]).all(axis=1))
            if len(found):
                result = result.copy() if result is course else result
                result[row] = after[found[0]]
        return result

    return _reshaped(project, account, day, moved, feature_ids, "There is no vertex here to move.")


def insert_vertex(
    project: Project,
    *,
    account: str,
    day: date,
    edge: tuple[LonLat, LonLat],
    at: LonLat,
    feature_ids: Collection[str] = (),
) -> Edited:
    """Put a vertex (lon, lat) into an edge, given by its two ends in either order.

    All areas of the planar map that share the edge get it; other features only if among `feature_ids`.
    """
    start, end = steps(np.asarray(edge, dtype=float))
    new = snap(np.asarray(at, dtype=float))

    def inserted(course: Course) -> Course:
        here = steps(course)
        is_start, is_end = (here == start).all(axis=1), (here == end).all(axis=1)
        rows = np.flatnonzero((is_start[:-1] & is_end[1:]) | (is_end[:-1] & is_start[1:]))
        return np.insert(course, rows + 1, new, axis=0) if len(rows) else course

    return _reshaped(project, account, day, inserted, feature_ids, "There is no edge here to take a vertex.")


def delete_vertices(
    project: Project,
    *,
    account: str,
    day: date,
    at: Collection[LonLat],
    feature_ids: Collection[str] = (),
) -> Edited:
    """Delete the vertices that stand at some places (lon, lat), from every area of the planar map there.

    Other features lose theirs only if they are among `feature_ids`.
    """
    places = {(int(x), int(y)) for x, y in steps(np.asarray(list(at), dtype=float).reshape(-1, 2))}
    xs = np.asarray([x for x, _ in places])

    def without(course: Course) -> Course:
        here = steps(course)
        rows = [row for row in np.flatnonzero(np.isin(here[:, 0], xs)) if tuple(here[row]) in places]
        if not rows:
            return course
        left = np.delete(course, rows, axis=0)
        was_closed = len(course) > 2 and (course[0] == course[-1]).all()
        if was_closed and len(left) and (left[0] != left[-1]).any():
            left = np.vstack([left, left[:1]])
        return left

    return _reshaped(project, account, day, without, feature_ids, "There is no vertex here to delete.")


def _reshaped(
    project: Project,
    account: str,
    day: date,
    reshape: Reshape,
    feature_ids: Collection[str],
    nothing: str,
) -> Edited:
    snapshot = snapshot_to_edit(project, account, day)
    changed: dict[str, Feature] = {}
    planar: dict[str, ControlArea] = {}
    for uid, feature in snapshot.features.items():
        if isinstance(feature, ControlArea):
            if feature.status is not Status.CLAIMED or uid in feature_ids:
                polygon = _polygon(feature.shape, reshape)
                if polygon is not feature.shape:
                    changed[uid] = area = replace(feature, shape=polygon)
                    if feature.status is not Status.CLAIMED:
                        planar[uid] = area
        elif uid in feature_ids:
            other = _other(feature, reshape)
            if other is not feature:
                changed[uid] = other
    if not changed:
        raise EditRefused(nothing)
    if not all(snapshot.extent.covers(feature.shape) for feature in changed.values()):
        raise EditRefused("Outside the extent of this date the map says nothing; stay inside it.")
    changed |= _in_planar_map(snapshot, planar)
    return Edited(settled(project, replace(snapshot, features={**snapshot.features, **changed})))


def _polygon(shape: Polygon, reshape: Reshape) -> Polygon:
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
        raise EditRefused(_CROSSES)
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


def _in_planar_map(snapshot: Snapshot, changed: Mapping[str, ControlArea]) -> Mapping[str, ControlArea]:
    """The changed areas, and others that had to follow, as the planar map can hold them; refuses overlaps."""
    known = planar_areas(snapshot.features)
    before = [area.shape for area in known]
    after = [changed.get(area.feature_id, area).shape for area in known]
    if not new_faults(before, after):
        return changed
    for index, area in enumerate(known):
        if area.feature_id in changed:
            _refuse_overlap(after[index], [shape for at, shape in enumerate(after) if at != index])
    # What is left is narrower than a metre: the border was put down on another one, and joins it.
    pieces = mended([[shape] for shape in after], shapely.box(*shapely.total_bounds(after)))
    mended_shapes = [part for parts in pieces for part in parts]
    if any(len(parts) != 1 for parts in pieces) or new_faults(before, mended_shapes):
        raise EditRefused(_RUNS_OVER)
    return {
        area.feature_id: replace(area, shape=shape)
        for area, shape in zip(known, mended_shapes, strict=True)
        if shape != area.shape
    }


def _refuse_overlap(shape: Polygon, others: Sequence[Ground]) -> None:
    metre = SLIVER_M / 1000 / KM_PER_DEGREE
    for other in others:
        if shape.intersects(other):
            for part in polygons_of(intersection(shape, other)):
                if part.area > part.length / 2 * metre:
                    raise EditRefused(_RUNS_OVER)
