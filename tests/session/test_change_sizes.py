"""How much ground changed hands from date to date."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mapdesk.edit.project import DESK
from mapdesk.edit.snapshots import mark_unchanged
from mapdesk.geometry.measure import area_km2
from mapdesk.model.features import Status
from mapdesk.session.change_sizes import as_figures, change_marks, changes_in, hands_changed
from tests.plain_maps import day, put, rectangle, snapshot, square, two_sides


def test_ground_that_goes_to_a_home_is_lost_by_one_and_gained_by_the_other() -> None:
    project = put(two_sides(blue=square(28, 48, 8)), "red", square(30, 50))
    project = put(project, "red", square(30, 50, 1), on=2)
    red, blue = hands_changed(project, snapshot(project, 1), snapshot(project, 2))
    moved = area_km2(square(30, 50)) - area_km2(square(30, 50, 1))
    assert (red.side, red.gained_km2) == ("red", 0)
    assert red.lost_km2 == pytest.approx(moved)
    assert (blue.gained_km2, blue.lost_km2) == (pytest.approx(moved), 0)


def test_ground_given_up_to_nobody_is_lost_all_the_same() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "red", square(30, 50, 1), on=2)
    (red,) = hands_changed(project, snapshot(project, 1), snapshot(project, 2))
    assert red.lost_km2 > 0


def test_another_status_is_no_change_of_hands() -> None:
    project = put(two_sides(), "red", square(30, 50))
    project = put(project, "red", rectangle(30, 50, 31, 52), on=2)
    project = put(project, "red", rectangle(31, 50, 32, 52), on=2, status=Status.ADVANCE)
    assert hands_changed(project, snapshot(project, 1), snapshot(project, 2)) == ()


def test_a_day_without_change_has_none() -> None:
    project = mark_unchanged(put(two_sides(), "red", square(30, 50)), account=DESK, day=day(2)).project
    assert hands_changed(project, snapshot(project, 1), snapshot(project, 2)) == ()


def test_kept_figures_hold_until_one_of_the_two_maps_changes() -> None:
    project = put(two_sides(blue=square(28, 48, 8)), "red", square(30, 50))
    project = put(project, "red", square(30, 50, 1), on=2)
    project = put(project, "red", square(30, 50, 3), on=5)
    marks = change_marks(project, project.snapshots[DESK])
    assert list(marks) == [day(2), day(5)]
    maps = [snapshot(project, number) for number in (1, 2, 5)]
    changes = {after.date: hands_changed(project, before, after) for before, after in pairwise(maps)}
    kept = {on: as_figures(found, marks[on]) for on, found in changes.items()}
    assert changes_in(kept, marks, project) == changes
    later = put(project, "red", square(30, 50, 4), on=5)
    assert changes_in(kept, change_marks(later, later.snapshots[DESK]), later) == {day(2): changes[day(2)]}
    first = put(project, "red", square(30, 50, 4))
    assert changes_in(kept, change_marks(first, first.snapshots[DESK]), first) == {day(5): changes[day(5)]}
    noted = mark_unchanged(project, account=DESK, day=day(5)).project
    assert changes_in(kept, change_marks(noted, noted.snapshots[DESK]), noted) == changes
