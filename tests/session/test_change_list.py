"""What changed hands as lists: patches, localities and totals, to read and to copy."""

from __future__ import annotations

from mapdesk.edit.project import DESK
from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.session.change_list import (
    as_csv,
    as_tabs,
    patch_rows,
    patch_table,
    place_rows,
    place_table,
    side_totals,
    status_totals,
)
from mapdesk.session.comparison import Comparison, compare
from tests.plain_maps import day, put, rectangle, two_sides

KHERSON = rectangle(32.4, 46.5, 32.9, 46.8)


def retreat() -> Project:
    """Red gives up Kherson in Blue's home ground, and east of it holds as an advance what it controlled."""
    east = rectangle(33.5, 46.5, 34, 46.8)
    project = put(two_sides(blue=rectangle(30, 45, 36, 50)), "red", KHERSON, east)
    project = put(project, "red", rectangle(33.5, 46.5, 33.6, 46.8), on=2)
    return put(project, "red", rectangle(33.6, 46.5, 34, 46.8), on=2, status=Status.ADVANCE)


def compared(least_km2: float = 0.0) -> Comparison:
    return compare(retreat(), DESK, day(1), day(2), least_km2=least_km2)


def test_patches_say_from_whom_to_whom_and_a_change_of_status_names_its_side_once() -> None:
    rows = patch_rows(retreat(), compared(), with_aside=False)
    assert [(row.went, row.where) for row in rows][:1] == [("Red → Blue", "Kherson")]
    assert "Red: controlled → advance" in [row.went for row in rows]
    assert rows[0].advance is not None


def test_localities_in_home_ground_are_told_apart() -> None:
    first, *_ = rows = place_rows(retreat(), compared())
    assert (first.name, first.went, first.is_home) == ("Kherson", "Red → Blue", True)
    populations = [row.place.population for row in rows]
    assert populations == sorted(populations, reverse=True)


def test_what_was_set_aside_is_listed_with_its_reason_where_it_is_wanted() -> None:
    found = compared(least_km2=1e6)
    assert patch_rows(retreat(), found, with_aside=False) == []
    assert {row.aside for row in patch_rows(retreat(), found, with_aside=True)} == {"smaller than wanted"}


def test_totals_by_side_count_what_came_from_others_without_and_with_what_was_set_aside() -> None:
    blue, red = sorted(side_totals(retreat(), compared()), key=lambda row: row.name)
    assert blue.gained_km2 == red.lost_km2 > 0
    assert blue.gained_with_all_km2 == blue.gained_km2
    aside = side_totals(retreat(), compared(least_km2=1e6))
    assert {row.gained_km2 + row.lost_km2 for row in aside} == {0.0}
    assert sorted(row.gained_with_all_km2 for row in aside)[-1] == blue.gained_km2


def test_totals_by_status_tell_what_is_held_from_how() -> None:
    rows = {row.name: row for row in status_totals(retreat(), compared())}
    assert rows["Red, controlled"].lost_km2 > rows["Red, all that is held"].lost_km2 > 0
    assert rows["Red, advance"].gained_km2 > 0
    assert rows["Blue, home ground"].gained_km2 > 0


def test_tables_have_a_head_and_a_line_for_each_row() -> None:
    patches = patch_rows(retreat(), compared(), with_aside=False)
    lines = as_tabs(patch_table(patches)).splitlines()
    assert lines[0].startswith("km²\tFrom → to\tPlace")
    assert len(lines) == len(patches) + 1
    assert as_csv(place_table(place_rows(retreat(), compared()))).splitlines()[1].startswith("Kherson,")


def test_on_the_map_a_status_that_changed_is_not_drawn_as_ground_that_changed_hands() -> None:
    found = compared(least_km2=1e6)
    assert len(found.change.not_counted) > len(found.as_seen_with_all) > 0
    assert all(patch.before.side != patch.after.side for patch in found.as_seen_with_all)
