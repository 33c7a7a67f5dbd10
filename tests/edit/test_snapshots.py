"""The map of a date as a whole: checked, copied, removed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.edit.snapshots import copy_map, describe_map, mark_unchanged, remove_map
from mapdesk.model.project import Project
from tests.plain_maps import day, put, snapshot, square, two_sides


def two_dates() -> Project:
    """Red holds a square on the 1st and a larger one on the 5th."""
    return put(put(two_sides(), "red", square(30, 50, 1), on=1), "red", square(30, 50, 2), on=5)


def test_no_change_on_a_day_makes_a_checked_map_with_the_same_features() -> None:
    project = mark_unchanged(two_dates(), account=DESK, day=day(3)).project
    assert [s.date for s in project.snapshots[DESK]] == [day(1), day(3), day(5)]
    assert snapshot(project, 3).checked
    assert snapshot(project, 3).features is snapshot(project, 1).features
    assert not snapshot(project, 1).checked


def test_a_date_with_a_map_of_its_own_is_only_marked() -> None:
    project = mark_unchanged(two_dates(), account=DESK, day=day(5)).project
    assert snapshot(project, 5) == replace(snapshot(two_dates(), 5), checked=True)
    with pytest.raises(EditRefused, match="checked already"):
        mark_unchanged(project, account=DESK, day=day(5))


def test_before_the_first_map_nothing_can_be_unchanged_or_copied() -> None:
    april = day(1).replace(month=4)
    with pytest.raises(EditRefused, match="no map on or before 2024-04-01"):
        mark_unchanged(two_dates(), account=DESK, day=april)
    with pytest.raises(EditRefused, match="no map on or before"):
        copy_map(two_dates(), account=DESK, day=april, to=day(9))


def test_a_copied_map_holds_until_the_next_one_and_keeps_none_of_what_was_said_of_the_other() -> None:
    project = two_dates()
    project = project.with_snapshot(replace(snapshot(project, 5), source="radio", note="fog", checked=True))
    copied = copy_map(project, account=DESK, day=day(7), to=day(3)).project
    assert snapshot(copied, 4).features is snapshot(project, 5).features
    assert (snapshot(copied, 3).source, snapshot(copied, 3).note, snapshot(copied, 3).checked) == (
        "",
        "",
        False,
    )
    assert snapshot(copied, 5) is snapshot(project, 5)


def test_a_map_is_never_copied_over_another() -> None:
    with pytest.raises(EditRefused, match="2024-05-05 has a map of its own"):
        copy_map(two_dates(), account=DESK, day=day(1), to=day(5))


def test_a_day_whose_map_is_removed_shows_the_one_before() -> None:
    outcome = remove_map(two_dates(), account=DESK, day=day(5))
    assert snapshot(outcome.project, 6).date == day(1)
    assert outcome.notes == ("2024-05-05 now shows the map of 2024-05-01.",)


def test_without_its_only_map_an_account_has_no_dates() -> None:
    project = put(two_sides(), "red", square(30, 50))
    outcome = remove_map(project, account=DESK, day=day(1))
    assert outcome.project.snapshots == {}
    assert outcome.notes == ("2024-05-01 shows nothing now.",)


def test_what_a_day_only_inherits_cannot_be_removed_from_it() -> None:
    with pytest.raises(EditRefused, match="2024-05-03 has no map of its own"):
        remove_map(two_dates(), account=DESK, day=day(3))


def test_who_checked_a_map_and_when_is_kept_with_it_alone() -> None:
    at = "2024-05-05T18:30:00Z"
    project = mark_unchanged(two_dates(), account=DESK, day=day(5), by="Anna", at=at).project
    assert (snapshot(project, 5).checked_by, snapshot(project, 5).checked_at) == ("Anna", at)
    carried = mark_unchanged(project, account=DESK, day=day(7)).project
    assert (snapshot(carried, 7).checked_by, snapshot(carried, 7).checked_at) == ("", "")


@pytest.mark.parametrize(
    ("hour", "zone", "kept"),
    [
        ("18:00", "Europe/Kyiv", ("18:00", "Europe/Kyiv")),
        ("9.30", "europe/kyiv", ("09:30", "Europe/Kyiv")),
        ("0930", "utc+3", ("09:30", "UTC+3")),
        ("9", "UTC+05:30", ("09:00", "UTC+5:30")),
        ("7:05", "", ("07:05", "")),
        ("", "", ("", "")),
    ],
)
def test_an_hour_and_its_zone_are_kept_in_one_spelling(hour: str, zone: str, kept: tuple[str, str]) -> None:
    project = describe_map(two_dates(), account=DESK, day=day(5), as_of=hour, time_zone=zone).project
    assert (snapshot(project, 5).as_of, snapshot(project, 5).time_zone) == kept


@pytest.mark.parametrize(
    ("hour", "zone", "why"),
    [
        ("25:00", "", "“25:00” is no hour of the day"),
        ("noon", "UTC", "“noon” is no hour of the day"),
        ("18:00", "Europe/Kherson", "“Europe/Kherson” is no time zone that is known"),
        ("18:00", "UTC+20", "“UTC.20” is no time zone that is known"),
        ("", "UTC", "says nothing without an hour"),
    ],
)
def test_what_is_no_hour_or_zone_is_refused(hour: str, zone: str, why: str) -> None:
    with pytest.raises(EditRefused, match=why):
        describe_map(two_dates(), account=DESK, day=day(5), as_of=hour, time_zone=zone)


def test_only_a_date_with_a_map_of_its_own_is_described() -> None:
    with pytest.raises(EditRefused, match="2024-05-03 shows the map of 2024-05-01"):
        describe_map(two_dates(), account=DESK, day=day(3), note="fog")


def test_who_checked_a_map_stays_known_when_only_its_note_changes_and_goes_with_the_mark() -> None:
    checked = mark_unchanged(two_dates(), account=DESK, day=day(5), by="Anna", at="2024-05-05T18:30:00Z")
    noted = describe_map(
        checked.project,
        account=DESK,
        day=day(5),
        note="fog",
        checked=True,
        by="Ben",
        at="2024-05-06T08:00:00Z",
    ).project
    assert (snapshot(noted, 5).note, snapshot(noted, 5).checked_by) == ("fog", "Anna")
    bare = describe_map(noted, account=DESK, day=day(5)).project
    assert snapshot(bare, 5) == snapshot(two_dates(), 5)
