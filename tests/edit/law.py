"""The law that every edit of ground keeps, as assertions on the map before and after."""

from __future__ import annotations

from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.project import DESK
from mapdesk.geometry.coverage import faults
from mapdesk.geometry.grid import GRID, is_on_grid
from mapdesk.model.difference import apply, difference
from mapdesk.model.features import ControlArea, FrontLine
from mapdesk.model.fronts import derived_fronts
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project
from tests.plain_maps import day


def assert_only_what_was_meant_changed(before: Project, after: Project, meant: BaseGeometry) -> None:
    """No ground lost within edge length × GRID; whose ground and edges stayed has the very same value."""
    old, new = planar_by_id(before, day(1)), planar_by_id(after, day(1))
    changed = {uid for uid in old.keys() | new.keys() if old.get(uid) is not new.get(uid)}
    for uid in changed & old.keys() & new.keys():
        assert old[uid] != new[uid], f"{uid} came out equal, but as another object"
    for uid in changed & new.keys():
        assert new[uid].shape.is_valid
        assert is_on_grid(new[uid].shape)
    length = sum(area.shape.length for areas in (old, new) for uid, area in areas.items() if uid in changed)
    for side in {area.side for area in (*old.values(), *new.values())}:
        was, now = (
            shapely.union_all(
                [area.shape for uid, area in areas.items() if uid in changed and area.side == side]
            )
            for areas in (old, new)
        )
        astray = shapely.difference(shapely.symmetric_difference(was, now), meant).area
        assert astray <= (length + meant.length) * GRID, f"{side} changed by {astray} square degrees"


def assert_undone(before: Project, after: Project) -> None:
    """The way back leads to the equal Project, and the way there again to the equal one after."""
    step = difference(before, after)
    assert apply(after, step.inverse()) == before
    assert apply(before, step) == after


def assert_one_planar_map(project: Project, on: date) -> None:
    """No overlaps, gaps or slivers, all on the grid."""
    shapes = [area.shape for area in planar_by_id(project, on).values()]
    assert all(shape.is_valid and not shape.is_empty and is_on_grid(shape) for shape in shapes)
    assert faults(shapes) == []


def assert_fronts_follow(project: Project, on: date) -> None:
    """The derived fronts are those that a whole recomputation gives."""
    shown = project.snapshot_on(DESK, on)
    assert shown is not None
    known = {
        uid: one.shape for uid, one in shown.features.items() if isinstance(one, FrontLine) and one.derived
    }
    assert known == {uid: front.shape for uid, front in derived_fronts(project, shown).items()}


def planar_by_id(project: Project, on: date) -> dict[str, ControlArea]:
    """The areas of the planar map of a date."""
    shown = project.snapshot_on(DESK, on)
    assert shown is not None
    return {area.feature_id: area for area in planar_areas(shown.features)}
