"""How far an edit of a date speaks."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mapdesk.edit.dates import WORLD, extent_of, narrowed, settled, snapshot_to_edit, usual_extent
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.project import Project
from tests.plain_maps import areas, day, front, ground, put, rectangle, snapshot, square, two_sides


def three_dates() -> Project:
    """Red holds more each time: on the 1st, the 5th and the 9th."""
    project = put(two_sides(), "red", square(30, 50, 1), on=1)
    project = put(project, "red", square(30, 50, 2), on=5)
    return put(project, "red", square(30, 50, 3), on=9)


def test_the_map_of_a_date_is_the_last_one_on_or_before_it() -> None:
    project = three_dates()
    assert [ground(project, "red", on=n).bounds[2] for n in (1, 4, 5, 8, 9, 30)] == [31, 31, 32, 32, 33, 33]
    assert project.snapshot_on(DESK, day(1).replace(month=4)) is None


def test_an_edit_on_a_date_between_speaks_until_the_next_change() -> None:
    project = put(three_dates(), "blue", square(40, 50), on=3)
    assert [len(areas(project, n)) for n in (1, 2, 3, 4, 5, 9)] == [1, 1, 2, 2, 1, 1]


def test_an_edit_before_the_first_date_speaks_until_then() -> None:
    project = put(put(two_sides(), "red", square(30, 50), on=5), "blue", square(40, 50), on=2)
    assert [[area.side for area in areas(project, n)] for n in (2, 4, 5)] == [["blue"], ["blue"], ["red"]]


def test_the_first_edit_of_a_date_carries_the_last_map_forward_without_its_notes() -> None:
    project = put(two_sides(), "red", square(30, 50))
    project = project.with_snapshot(replace(snapshot(project), note="fog", checked=True, source="radio"))
    carried = snapshot_to_edit(project, DESK, day(4))
    assert (carried.date, carried.note, carried.checked) == (day(4), "", False)
    assert carried.features is snapshot(project).features
    assert snapshot_to_edit(project, DESK, day(1)) is snapshot(project)


def test_a_map_carried_forward_says_after_whom_it_was_drawn_and_says_it_once() -> None:
    project = put(two_sides(), "red", square(30, 50))
    project = project.with_snapshot(replace(snapshot(project), source="An institute"))
    carried = snapshot_to_edit(project, DESK, day(4))
    assert carried.source == "After An institute"
    assert snapshot_to_edit(project.with_snapshot(carried), DESK, day(5)).source == "After An institute"


def test_features_carried_forward_are_the_same_objects() -> None:
    project = put(two_sides(), "red", square(30, 50))
    after = put(project, "blue", square(40, 50), on=2)
    assert any(area is areas(project)[0] for area in areas(after, 2))


def test_dates_stay_in_order_whatever_order_they_come_in() -> None:
    project = put(
        put(put(two_sides(), "red", square(30, 50), on=9), "red", square(30, 50), on=2),
        "red",
        square(30, 50),
        on=5,
    )
    assert [s.date for s in project.snapshots[DESK]] == [day(2), day(5), day(9)]


def test_settling_makes_the_front_in_the_same_edit_and_keeps_one_that_stays() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
    assert front(project) is not None
    noted = replace(front(project), note="along the canal")
    shown = snapshot(project)
    project = project.with_snapshot(replace(shown, features={**shown.features, noted.feature_id: noted}))
    assert front(settled(project, snapshot(project))) is noted
    moved = front(put(project, "red", rectangle(30, 50, 33, 52)))
    assert moved is not None
    assert moved.note == "along the canal"


def test_a_front_goes_with_the_last_border() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
    assert front(put(project, "blue", square(40, 50))) is None


@pytest.mark.parametrize(
    "bounds",
    [(40, 46, 31, 50), (31, 50, 40, 46), (31, 46, 31, 50), (-181, 0, 0, 1), (0, 0, 1, 91), (math.nan,) * 4],
)
def test_an_extent_turned_round_empty_or_off_the_world_is_refused(bounds: tuple) -> None:
    with pytest.raises(EditRefused, match="west, south, east, north"):
        extent_of(bounds)


def test_the_world_is_an_extent() -> None:
    assert extent_of(WORLD).bounds == WORLD
    assert usual_extent(two_sides()) == extent_of(WORLD)


def test_the_usual_extent_holds_all_home_grounds() -> None:
    project = two_sides(red=square(30.2, 50.2, 1), blue=square(40.2, 44.9, 1))
    assert usual_extent(project) == rectangle(30, 44.5, 41.5, 51.5)


def test_an_extent_narrowed_to_bounds_outside_it_is_refused() -> None:
    assert narrowed(square(30, 50), (31, 40, 60, 60)) == rectangle(31, 50, 32, 52)
    with pytest.raises(EditRefused, match="Nothing is left of the extent"):
        narrowed(square(30, 50), (0, 0, 1, 1))
