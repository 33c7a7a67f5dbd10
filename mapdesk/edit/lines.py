"""Front lines drawn by a source, put on the map of a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.edit import EditRefused, Ids
from mapdesk.edit.ground import cut_at_extent, refuse_off_world
from mapdesk.geometry.grid import snap
from mapdesk.geometry.overlay import intersection
from mapdesk.model.features import ControlArea, Evidence, Feature, FrontLine
from mapdesk.model.ground import areas_of
from mapdesk.model.project import Ground, Snapshot


def put_lines(
    snapshot: Snapshot,
    *,
    side: str,
    shapes: Sequence[BaseGeometry],
    ids: Ids,
    extent: Ground | None = None,
    add: bool = False,
    evidence: Evidence = Evidence.UNCONFIRMED,
    name: str = "",
) -> tuple[Snapshot, tuple[str, ...]]:
    """Put lines (degrees, lon and lat) on a Snapshot as one drawn FrontLine of a Side, or ("") of none.

    It replaces the front lines drawn for that Side before, keeping the id of the first, or is added to them;
    with a `name`, those of that name.
    What lies outside the extent of the date is left out. Comes with one sentence for each thing decided;
    derived FrontLines are as they were.
    """
    refuse_off_world(shapes)
    notes: list[str] = []
    if extent is not None:
        snapshot = _narrowed(snapshot, extent, ids, notes)
    sides = (side,) if side else ()
    course = _course(shapes, snapshot.extent)
    drawn = [
        feature
        for feature in snapshot.features.values()
        if isinstance(feature, FrontLine)
        and not feature.derived
        and feature.sides == sides
        and (not name or feature.name == name)
    ]
    features: dict[str, Feature] = dict(snapshot.features)
    if drawn and not add:
        for line in drawn:
            del features[line.feature_id]
        front = replace(drawn[0], shape=course, evidence=evidence)
        # The very same value where nothing changed, so that it is one row of the file for all its dates.
        front = drawn[0] if front == drawn[0] else front
    else:
        front = FrontLine(feature_id=ids("front"), sides=sides, shape=course, evidence=evidence, name=name)
    features[front.feature_id] = front
    return replace(snapshot, features=features), tuple(notes)


def _narrowed(snapshot: Snapshot, extent: Ground, ids: Ids, notes: list[str]) -> Snapshot:
    areas = cut_at_extent(areas_of(snapshot.features), extent, ids, notes)
    others = {
        uid: feature for uid, feature in snapshot.features.items() if not isinstance(feature, ControlArea)
    }
    return replace(snapshot, extent=extent, features=others | {area.feature_id: area for area in areas})


def _course(shapes: Sequence[BaseGeometry], extent: Ground) -> MultiLineString:
    """Lines as one course on the grid, each in the direction that it was drawn in, cut at the extent."""
    inside = [shape if extent.covers(shape) else intersection(shape, extent) for shape in shapes]
    parts = [part for shape in inside for part in shapely.get_parts(shapely.transform(shape, snap))]
    lines = [part for part in shapely.remove_repeated_points(parts) if _leads_somewhere(part)]
    if not lines:
        raise EditRefused("There is no line in it that leads anywhere inside the extent of this date.")
    merged = shapely.line_merge(MultiLineString(lines), directed=True)
    return MultiLineString([merged] if isinstance(merged, LineString) else list(merged.geoms))


def _leads_somewhere(line: BaseGeometry) -> bool:
    return isinstance(line, LineString) and line.length > 0
