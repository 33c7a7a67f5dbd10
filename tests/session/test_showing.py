"""What the window shows follows the project, its dates and what is compared."""

from __future__ import annotations

from datetime import date

from mapdesk.edit.project import add_side
from mapdesk.session.showing import Against, Showing, day_of_step, first_showing
from tests.plain_maps import day, put, square, two_sides


def _three_days() -> Showing:
    project = put(two_sides(), "red", square(30, 50), on=1)
    project = put(project, "red", square(31, 50), on=3)
    project = put(project, "red", square(32, 50), on=6)
    return first_showing(project, date(2024, 1, 1))


def test_a_project_opens_on_its_last_date_against_the_date_before() -> None:
    showing = _three_days()
    assert showing.day == day(6)
    assert showing.since() == day(3)
    assert showing.side == "red"


def test_a_project_without_a_map_opens_on_the_day_named() -> None:
    showing = first_showing(two_sides(), date(2024, 1, 1))
    assert (showing.day, showing.snapshot, showing.since()) == (date(2024, 1, 1), None, None)
    assert dict(showing.features) == {}


def test_a_day_without_a_map_of_its_own_shows_the_last_before_it_and_compares_that() -> None:
    showing = Showing(project=_three_days().project, day=day(4))
    assert showing.snapshot is not None
    assert showing.snapshot.date == day(3)
    assert not showing.has_own_map
    assert showing.since() == day(1)
    assert (showing.day_before(), showing.day_after()) == (day(3), day(6))


def test_nothing_and_later_dates_are_not_compared_with() -> None:
    project = _three_days().project
    assert Showing(project=project, day=day(6), against=Against.NOTHING).since() is None
    assert Showing(project=project, day=day(3), against=day(6)).since() is None
    assert Showing(project=project, day=day(6), against=day(1)).since() == day(1)
    assert Showing(project=project, day=day(1)).since() is None


def test_what_is_no_longer_on_the_map_is_no_longer_selected() -> None:
    showing = _three_days()
    (area,) = (uid for uid in showing.features if uid.startswith("area"))
    chosen = Showing(project=showing.project, day=day(6), selected=(area, "area-gone"), side="green")
    there = chosen.of(showing.project)
    assert there.selected == (area,)
    assert there.side == "red"


def test_undo_goes_to_the_date_that_it_changed() -> None:
    showing = _three_days()
    before = showing.project
    after = put(before, "red", square(34, 50), on=1)
    assert day_of_step(before, after, showing) == day(1)
    assert day_of_step(before, put(before, "red", square(34, 50), on=6), showing) == day(6)


def test_undo_of_an_edit_that_touched_no_map_stays_where_it_is() -> None:
    showing = _three_days()
    assert day_of_step(showing.project, add_side(showing.project, "Green"), showing) == day(6)
