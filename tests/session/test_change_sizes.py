"""How much ground changed hands from date to date."""

from __future__ import annotations

import pytest

from mapdesk.edit.project import DESK
from mapdesk.edit.snapshots import mark_unchanged
from mapdesk.geometry.measure import area_km2
from mapdesk.model.features import Status
from mapdesk.session.change_sizes import hands_changed
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
