"""Edits of vertices: move, insert and delete them; what shares a border keeps sharing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from mapdesk.edit.edit import Edited
from mapdesk.edit.reshape import Course, LonLat, Refusals, placing, reshaped
from mapdesk.geometry.grid import snap, steps
from mapdesk.model.project import Project

_ONE = Refusals(
    crosses="The border would cross itself here; put the vertex down nearer.",
    runs_over="The border would run over other ground here; put the vertex down nearer, or push the front.",
)
_MANY = Refusals(
    crosses="A border would cross itself; move the vertices less, or fewer of them.",
    runs_over="A border would run over other ground; move the vertices less, or push the front.",
)


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
    before = np.asarray(list(moves), dtype=float).reshape(-1, 2)
    after = snap(np.asarray(list(moves.values()), dtype=float).reshape(-1, 2))
    said = replace(_ONE if len(moves) == 1 else _MANY, nothing="There is no vertex here to move.")
    return reshaped(project, account, day, placing(before, after), feature_ids, said)


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

    said = replace(_ONE, nothing="There is no edge here to take a vertex.")
    return reshaped(project, account, day, inserted, feature_ids, said)


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
    places = np.asarray(list(at), dtype=float).reshape(-1, 2)
    without = placing(places, places, gone=np.ones(len(places), dtype=bool))
    said = replace(_ONE if len(at) == 1 else _MANY, nothing="There is no vertex here to delete.")
    said = replace(said, crosses="Without it the border would cross itself; move its neighbours first.")
    return reshaped(project, account, day, without, feature_ids, said)
