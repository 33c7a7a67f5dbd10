"""Edits of drawn front lines: put those of a source on the map of a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import refuse_off_world
from mapdesk.geometry.grid import on_grid
from mapdesk.geometry.overlay import union
from mapdesk.model.features import Evidence, Feature, FrontLine
from mapdesk.model.project import Ground, Project


def put_lines(
    project: Project,
    *,
    account: str,
    day: date,
    side: str,
    shapes: Sequence[BaseGeometry],
    ids: Ids,
    extent: Ground | None = None,
    add: bool = False,
    evidence: Evidence = Evidence.UNCONFIRMED,
) -> Edited:
    """Put lines (degrees, lon and lat) on the map of a date as one drawn FrontLine of a Side.

    It replaces the front lines drawn for that Side before, keeping the id of the first, or is added to them.
    """
    refuse_off_world(shapes)
    snapshot = snapshot_to_edit(project, account, day)
    if extent is not None:
        snapshot = replace(snapshot, extent=extent)
    course = _course(shapes)
    drawn = [
        feature
        for feature in snapshot.features.values()
        if isinstance(feature, FrontLine) and not feature.derived and feature.sides == (side,)
    ]
    features: dict[str, Feature] = dict(snapshot.features)
    if drawn and not add:
        for line in drawn:
            del features[line.feature_id]
        front = replace(drawn[0], shape=course)
    else:
        front = FrontLine(feature_id=ids("front"), sides=(side,), shape=course, evidence=evidence)
    features[front.feature_id] = front
    return Edited(settled(project, replace(snapshot, features=features)))


def _course(shapes: Sequence[BaseGeometry]) -> MultiLineString:
    merged = shapely.line_merge(union([on_grid(shape) for shape in shapes]))
    lines = [part for part in shapely.get_parts(merged) if isinstance(part, LineString) and part.length > 0]
    if not lines:
        raise EditRefused("There is no line in it that leads anywhere.")
    return MultiLineString(lines)
