"""Ground put into the planar map of a date: what it takes, what it leaves, what it is called."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from mapdesk.edit.dates import extent_of, snapshot_to_edit
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.ground import GAP_M
from mapdesk.edit.project import DESK
from mapdesk.geometry.measure import area_km2
from mapdesk.model.features import Evidence, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    EXTENT,
    areas,
    day,
    edited,
    front,
    ground,
    put,
    rectangle,
    same_ground,
    segments_of,
    snapshot,
    square,
    two_sides,
)

METRE = 1 / 111_195


def red_square() -> Project:
    return put(two_sides(), "red", square(30, 50))


# What is put in, and what it takes.


def test_a_square_put_on_an_empty_map_is_one_area_on_the_grid() -> None:
    (area,) = areas(red_square())
    assert (area.feature_id, area.side, area.status) == ("area-1", "red", Status.CONTROLLED)
    assert area.shape == square(30, 50)


def test_a_second_source_replaces_all_that_the_side_had_with_that_status() -> None:
    project = put(two_sides(), "red", square(30, 50), square(40, 50))
    project = put(project, "red", square(34, 50))
    assert [area.shape for area in areas(project)] == [square(34, 50)]


def test_added_ground_keeps_what_was_there() -> None:
    project = put(red_square(), "red", square(34, 50), add=True)
    assert {area.shape for area in areas(project)} == {square(30, 50), square(34, 50)}


def test_ground_added_beside_ones_own_grows_the_area_which_keeps_its_id() -> None:
    project = put(red_square(), "red", rectangle(32, 50, 33, 52), add=True)
    (area,) = areas(project)
    assert area.feature_id == "area-1"
    assert same_ground(area.shape, rectangle(30, 50, 33, 52))


def test_another_status_of_the_same_side_is_not_replaced() -> None:
    project = put(red_square(), "red", square(32, 50), status=Status.ADVANCE)
    assert {(area.status, area.shape.bounds) for area in areas(project)} == {
        (Status.CONTROLLED, (30, 50, 32, 52)),
        (Status.ADVANCE, (32, 50, 34, 52)),
    }


def test_ground_of_the_same_status_is_taken_from_the_other_side() -> None:
    project = put(red_square(), "blue", rectangle(31, 50, 34, 52))
    assert same_ground(ground(project, "red"), rectangle(30, 50, 31, 52))
    assert same_ground(ground(project, "blue"), rectangle(31, 50, 34, 52))


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        (Status.CONTROLLED, Status.CONTESTED),
        (Status.CONTESTED, Status.ADVANCE),
        (Status.CONTROLLED, Status.ADVANCE),
    ],
)
def test_the_higher_status_prevails_whichever_comes_first(higher: Status, lower: Status) -> None:
    first = put(put(two_sides(), "red", square(30, 50), status=higher), "blue", square(31, 50), status=lower)
    last = put(put(two_sides(), "blue", square(31, 50), status=lower), "red", square(30, 50), status=higher)
    for project in (first, last):
        assert same_ground(ground(project, "red"), square(30, 50))
        assert same_ground(ground(project, "blue"), rectangle(32, 50, 33, 52))


def test_a_claim_lies_over_what_is_held_and_takes_nothing() -> None:
    project = put(red_square(), "blue", square(31, 50), status=Status.CLAIMED)
    assert ground(project, "red") == ground(red_square(), "red")
    assert ground(project, "blue", Status.CLAIMED).equals(square(31, 50))


def test_putting_ground_under_a_claim_leaves_the_claim_the_same_object() -> None:
    project = put(two_sides(), "blue", square(31, 50), status=Status.CLAIMED)
    (claim,) = areas(project)
    after = put(project, "red", square(30, 50))
    assert any(area is claim for area in areas(after))


def test_areas_that_the_edit_does_not_touch_stay_the_same_objects() -> None:
    project = put(two_sides(), "blue", square(40, 50), square(44, 50))
    kept = areas(project)
    after = put(project, "red", square(30, 50))
    assert all(any(area is one for one in areas(after)) for area in kept)


def test_a_neighbour_that_only_gets_its_border_shared_keeps_its_ground() -> None:
    project = put(put(two_sides(), "blue", square(32, 50)), "red", rectangle(30, 51, 32, 53))
    assert same_ground(ground(project, "blue"), square(32, 50))
    line = front(project)
    assert line is not None
    assert segments_of(line.shape) == {((32, 51), (32, 52))}


def test_corners_in_which_areas_meet_are_left_alone() -> None:
    project = put(red_square(), "blue", square(32, 52))
    assert {area.shape for area in areas(project)} == {square(30, 50), square(32, 52)}


def test_a_gap_of_ten_metres_to_the_neighbour_is_filled_and_said() -> None:
    gap = 10 * METRE
    outcome = edited(red_square(), "blue", rectangle(32 + gap, 50, 34, 52))
    assert f"Filled: 1 gap of under {GAP_M:g} m between areas." in outcome.notes
    line = front(outcome.project)
    assert line is not None
    assert line.shape.bounds[1] == pytest.approx(50, abs=1e-4)
    assert line.shape.bounds[3] == pytest.approx(52, abs=1e-4)
    assert problems(outcome.project) == []


def test_a_gap_of_a_hundred_metres_stays_nobodys() -> None:
    project = put(red_square(), "blue", rectangle(32.002, 50, 34, 52))
    assert front(project) is None
    assert ground(project, "blue").equals(rectangle(32.002, 50, 34, 52))


# What an area is called.


def test_a_source_that_moves_an_area_a_little_keeps_its_id_and_what_is_known_of_it() -> None:
    project = red_square()
    shown = snapshot(project)
    (area,) = areas(project)
    noted = replace(area, name="The bridgehead", evidence=Evidence.GEOLOCATED)
    project = project.with_snapshot(replace(shown, features={"area-1": noted}))
    (moved,) = areas(put(project, "red", rectangle(30, 50, 31.5, 52)))
    assert moved == replace(noted, shape=moved.shape)
    assert same_ground(moved.shape, rectangle(30, 50, 31.5, 52))


def test_an_area_that_overlaps_less_than_half_is_a_new_one() -> None:
    (area,) = areas(put(red_square(), "red", rectangle(31.5, 50, 33.5, 52)))
    assert area.feature_id == "area-2"


def test_an_area_that_falls_in_two_leaves_its_id_with_the_larger_piece() -> None:
    project = put(two_sides(), "blue", rectangle(30, 50, 40, 52))
    project = put(project, "red", rectangle(36, 49, 37, 53))
    by_width = {area.shape.bounds: area for area in areas(project) if area.side == "blue"}
    large, small = by_width[30, 50, 36, 52], by_width[37, 50, 40, 52]
    assert (large.feature_id, large.split_from) == ("area-1", "")
    assert (small.feature_id, small.split_from) == ("area-2", "area-1")


def test_an_area_that_is_covered_altogether_is_gone() -> None:
    project = put(put(two_sides(), "blue", square(31, 51, 1)), "red", square(30, 50, 4))
    assert [area.side for area in areas(project)] == ["red"]


def test_the_same_source_again_changes_nothing() -> None:
    project = put(put(red_square(), "blue", square(32, 50)), "red", square(28, 50), status=Status.ADVANCE)
    again = put(project, "blue", square(32, 50))
    assert again == project
    assert {id(area) for area in areas(again)} == {id(area) for area in areas(project)}


def test_evidence_said_with_a_source_holds_for_all_that_it_replaces() -> None:
    known = put(red_square(), "red", square(30, 50), square(40, 50), evidence=Evidence.ASSESSED)
    assert {area.evidence for area in areas(known)} == {Evidence.ASSESSED}
    assert {area.evidence for area in areas(put(known, "red", square(30, 50)))} == {Evidence.ASSESSED}


def test_evidence_said_with_added_ground_leaves_that_of_the_old_ground() -> None:
    project = put(red_square(), "red", square(40, 50), add=True, evidence=Evidence.VERIFIED)
    assert {area.shape.bounds[0]: area.evidence for area in areas(project)} == {
        30: Evidence.UNCONFIRMED,
        40: Evidence.VERIFIED,
    }


# Extents.


def crooked(west: float = 30.0, south: float = 50.0) -> Polygon:
    """A diamond: no edge along a meridian or parallel, so nobody can think it cut."""
    return Polygon([(west + 1, south), (west + 2, south + 1), (west + 1, south + 2), (west, south + 1)])


def test_without_home_ground_the_extent_is_the_world() -> None:
    assert snapshot(put(two_sides(), "red", crooked(), extent=None)).extent == extent_of((-180, -90, 180, 90))


def test_with_home_ground_the_extent_reaches_to_the_next_half_degree_around_it() -> None:
    project = put(two_sides(blue=rectangle(29.7, 49.8, 40.2, 54)), "red", crooked(), extent=None)
    assert snapshot(project).extent == rectangle(29.5, 49.5, 40.5, 54)


def test_the_extent_of_the_last_date_goes_on_where_none_is_given() -> None:
    project = put(two_sides(), "red", crooked(), extent=EXTENT)
    assert snapshot(put(project, "red", crooked(31), on=2, extent=None), 2).extent == EXTENT


def test_a_given_extent_holds_for_that_date_only() -> None:
    project = put(two_sides(), "red", crooked(), extent=EXTENT)
    project = put(project, "red", crooked(), on=2, extent=rectangle(29, 49, 35, 55))
    assert [s.extent for s in project.snapshots[DESK]] == [EXTENT, rectangle(29, 49, 35, 55)]


def test_a_source_with_a_long_straight_southern_edge_was_cut_there_and_says_so() -> None:
    cut = Polygon([(30, 50), (31, 50), (31.3, 51), (30.5, 52), (29.8, 51)])
    outcome = edited(two_sides(), "red", cut, extent=None)
    assert snapshot(outcome.project).extent == rectangle(-180, 50, 180, 90)
    assert "The source was cut at 50° N; the extent of this date ends there." in outcome.notes


def test_a_straight_edge_of_under_half_a_degree_is_no_cut() -> None:
    straight = Polygon([(30, 50), (30.5, 50), (31.3, 51), (30.5, 52), (29.8, 51)])
    outcome = edited(two_sides(), "red", straight, extent=None)
    assert snapshot(outcome.project).extent == extent_of((-180, -90, 180, 90))


def test_a_straight_edge_inside_the_bounds_is_no_cut() -> None:
    notched = Polygon([(30, 51), (32, 51), (33, 50), (32, 53), (30.5, 52)])
    outcome = edited(two_sides(), "red", notched, extent=None)
    assert snapshot(outcome.project).extent == extent_of((-180, -90, 180, 90))


def test_an_edge_at_the_date_line_is_the_worlds_not_a_cut() -> None:
    at_the_end = Polygon([(180, 60), (180, 66), (177, 65), (175, 62)])
    outcome = edited(two_sides(), "red", at_the_end, extent=None)
    assert snapshot(outcome.project).extent == extent_of((-180, -90, 180, 90))


def test_cuts_west_and_south_of_greenwich_and_the_equator_are_called_so() -> None:
    cut = Polygon([(-32, -11), (-32, -9), (-31, -8.5), (-29.5, -10), (-30, -11)])
    outcome = edited(two_sides(), "red", cut, extent=None)
    assert "The source was cut at 32° W and 11° S; the extent of this date ends there." in outcome.notes


@pytest.mark.parametrize("add", [False, True])
def test_a_rectangle_beside_what_the_map_says_already_is_no_cut_source(add: bool) -> None:
    project = put(put(two_sides(), "blue", crooked(40), extent=None), "red", crooked(30), extent=None)
    after = put(project, "red" if add else "blue", square(34, 50), add=add, extent=None)
    assert snapshot(after).extent == extent_of((-180, -90, 180, 90))
    assert {area.shape for area in areas(after)} >= {square(34, 50), crooked(30).normalize()}


def test_ground_outside_the_extent_is_left_out_and_counted() -> None:
    outcome = edited(two_sides(), "red", square(30, 50, 4), extent=rectangle(20, 40, 32, 60))
    assert same_ground(ground(outcome.project, "red"), rectangle(30, 50, 32, 54))
    left_out = area_km2(rectangle(32, 50, 34, 54))
    assert f"{left_out:,.1f} km² lay outside the extent of this date and were left out." in outcome.notes


def test_a_narrower_extent_takes_what_lies_outside_off_the_map_of_that_date() -> None:
    project = put(put(two_sides(), "red", rectangle(30, 50, 34, 52)), "blue", rectangle(30, 52, 34, 54))
    outcome = edited(project, "red", rectangle(30, 50, 34, 52), on=2, extent=rectangle(20, 40, 32, 60))
    assert same_ground(ground(outcome.project, "blue", on=2), rectangle(30, 52, 32, 54))
    assert same_ground(ground(outcome.project, "red", on=2), rectangle(30, 50, 32, 52))
    line = front(outcome.project, on=2)
    assert line is not None
    assert line.shape.bounds == (30, 52, 32, 52)
    assert any("taken off this date" in note for note in outcome.notes)
    assert same_ground(ground(outcome.project, "blue", on=1), rectangle(30, 52, 34, 54))


# Refusals.


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        ([], "no ground in it"),
        ([Polygon()], "no ground in it"),
        ([Polygon([(30, 50), (31, 50), (32, 50)])], "no ground in it"),
        ([square(100, 10)], "outside the extent"),
        ([Polygon([(300000, 5500000), (400000, 5500000), (400000, 5600000)])], "WGS84"),
        ([Polygon([(30, 95), (31, 95), (31, 96)])], "WGS84"),
        ([Polygon([(30, 50), (31, float("inf")), (31, 51)])], "WGS84"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(shapes: list[Polygon], sentence: str) -> None:
    project = red_square()
    with pytest.raises(EditRefused, match=sentence):
        put(project, "blue", *shapes)
    assert project == red_square()


def test_an_advance_wholly_under_controlled_ground_is_refused() -> None:
    with pytest.raises(EditRefused, match="higher status"):
        put(red_square(), "blue", square(30.5, 50.5, 1), status=Status.ADVANCE)


def test_an_account_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditRefused, match="no account called ministry"):
        snapshot_to_edit(two_sides(), "ministry", day(1))


def test_a_bow_tie_is_made_valid_and_said() -> None:
    bow_tie = Polygon([(30, 50), (32, 52), (32, 50), (30, 52)])
    outcome = edited(two_sides(), "red", bow_tie)
    assert "Made valid: 1 polygon that crossed or touched itself." in outcome.notes
    assert "Dissolved: 1 polygon into 2 areas." in outcome.notes
    assert len(areas(outcome.project)) == 2


# The law of the planar map.

CLAIM = st.tuples(
    st.sampled_from(["red", "blue", "green"]),
    st.sampled_from([Status.CONTROLLED, Status.CONTESTED, Status.ADVANCE]),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=7, unique=True).map(
        lambda corners: Polygon([(30 + x / 10, 50 + y / 10) for x, y in corners])
    ),
    st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(CLAIM, min_size=2, max_size=5))
def test_whatever_is_put_in_the_map_stays_sound_and_the_front_agrees(claims: list) -> None:
    project = two_sides("Green")
    for side, status, shape, add in claims:
        try:
            project = put(project, side, shape, status=status, add=add)
        except EditRefused:
            continue
        assert problems(project) == []
    if project.snapshots:
        held = [area.shape for area in areas(project)]
        assert shapely.coverage_is_valid(held)
        assert isinstance(shapely.union_all(held), Polygon | MultiPolygon)
