"""Ground given by hand: who gets it, who loses it, and what it is called."""

from __future__ import annotations

import pytest
from shapely import Polygon

from mapdesk.edit.claim import Gift, all_given, give_ground
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.features import Evidence, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    facing,
    front,
    ground,
    numbered,
    put,
    rectangle,
    same_ground,
    segments_of,
    snapshot,
    square,
    two_sides,
)


def given(
    project: Project, side: str, *shapes: Polygon, status: Status = Status.CONTROLLED, **how: object
) -> Edited:
    return give_ground(
        project,
        account=DESK,
        day=day(1),
        ground=shapes,
        side=side,
        status=status,
        ids=numbered(100),
        **how,  # type: ignore[arg-type]
    )


def test_ground_beside_ones_own_joins_it_and_the_area_keeps_its_id() -> None:
    edited = given(facing(), "red", rectangle(32, 50, 33, 52))
    assert same_ground(ground(edited.project, "red"), rectangle(30, 50, 33, 52))
    assert same_ground(ground(edited.project, "blue"), rectangle(33, 50, 34, 52))
    assert [area.feature_id for area in areas(edited.project)] == ["area-1", "area-2"]
    assert edited.made == ()
    line = front(edited.project)
    assert line is not None
    assert segments_of(line.shape) == {((33, 50), (33, 52))}


def test_ground_of_another_status_beside_ones_own_is_a_new_area() -> None:
    edited = given(facing(), "red", rectangle(32, 50, 33, 52), status=Status.ADVANCE)
    assert edited.made == ("area-101",)
    assert same_ground(ground(edited.project, "red", Status.ADVANCE), rectangle(32, 50, 33, 52))
    assert same_ground(ground(edited.project, "red", Status.CONTROLLED), square(30, 50))
    assert problems(edited.project) == []


def test_what_the_hand_draws_takes_from_a_higher_status_too() -> None:
    edited = given(facing(), "blue", rectangle(31, 50, 33, 52), status=Status.ADVANCE)
    assert same_ground(ground(edited.project, "red"), rectangle(30, 50, 31, 52))
    assert same_ground(ground(edited.project, "blue", Status.CONTROLLED), rectangle(33, 50, 34, 52))


def test_a_corridor_leaves_the_id_with_the_larger_piece_of_the_area_that_it_cuts() -> None:
    edited = given(facing(), "blue", rectangle(30.5, 49, 31, 53), status=Status.ADVANCE)
    shapes = {area.feature_id: area for area in areas(edited.project)}
    assert shapes["area-1"].shape.bounds == (31, 50, 32, 52)
    assert shapes["area-101"].split_from == "area-1"
    assert edited.made == ("area-102",)


def test_ground_erased_falls_to_nobody_and_home_ground_comes_back() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(36, 50, 40, 56))
    edited = given(project, "", rectangle(36, 52, 38, 54))
    assert edited.made == ()
    line = front(edited.project)
    assert line is not None
    assert ((38, 54), (38, 52)) in segments_of(line.shape)
    assert same_ground(ground(edited.project, "red"), rectangle(36, 50, 40, 56) - rectangle(36, 52, 38, 54))


def test_an_area_that_loses_all_of_its_ground_is_gone_and_that_is_said() -> None:
    edited = given(facing(), "red", square(32, 50))
    assert [area.feature_id for area in areas(edited.project)] == ["area-1"]
    assert edited.notes == ("An area (area-2) is gone: all of its ground was given away.",)


def test_a_claim_lies_over_the_map_and_takes_nothing() -> None:
    project = facing()
    edited = given(project, "blue", square(31, 51), status=Status.CLAIMED)
    assert all(area in areas(edited.project) for area in areas(project))
    assert edited.made == ("area-101",)


def test_ground_outside_the_extent_is_left_out_and_said() -> None:
    edited = given(facing(), "red", rectangle(48, 50, 52, 52))
    assert same_ground(areas(edited.project)[-1].shape, rectangle(48, 50, 50, 52))
    assert "outside the extent" in edited.notes[0]
    with pytest.raises(EditRefused, match="outside the extent"):
        given(facing(), "red", rectangle(60, 50, 62, 52))


def test_ground_that_bridges_two_areas_joins_the_one_with_the_longer_border_and_both_stay() -> None:
    project = put(two_sides(), "red", square(30, 50), rectangle(34, 50, 36, 51))
    edited = given(project, "red", rectangle(32, 50, 34, 52))
    assert {area.shape.bounds for area in areas(edited.project)} == {(30, 50, 34, 52), (34, 50, 36, 51)}


def test_a_hairline_left_between_the_stroke_and_the_neighbour_is_closed() -> None:
    edited = given(facing(), "red", rectangle(34.000004, 50, 35, 52))
    assert problems(edited.project) == []
    line = front(edited.project)
    assert line is not None
    assert len(line.shape.geoms) == 2


def test_new_ground_takes_the_evidence_and_ground_that_joins_keeps_the_areas() -> None:
    project = given(facing(), "red", rectangle(29, 50, 30, 52), evidence=Evidence.GEOLOCATED).project
    assert {area.evidence for area in areas(project)} == {Evidence.UNCONFIRMED}
    (new,) = given(project, "red", square(40, 50), evidence=Evidence.GEOLOCATED).made
    assert new == "area-101"


def test_a_new_date_gets_the_map_of_the_last_one_with_the_edit() -> None:
    project = facing()
    later = give_ground(
        project,
        account=DESK,
        day=day(3),
        ground=[rectangle(32, 50, 33, 52)],
        side="red",
        status=Status.CONTROLLED,
        ids=numbered(100),
    ).project
    assert areas(later, 2) == areas(project)
    assert same_ground(ground(later, "red", on=3), rectangle(30, 50, 33, 52))


@pytest.mark.parametrize(
    ("side", "shape", "reason"),
    [
        ("green", square(30, 50), "no side called green"),
        ("red", Polygon([(30, 50), (31, 50), (32, 50)]), "encloses no ground"),
        ("red", rectangle(30, 50, 30.000002, 52), "encloses no ground"),
        ("red", square(30, 50, 1), "held that way already"),
    ],
)
def test_what_makes_no_sense_is_refused(side: str, shape: Polygon, reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        given(facing(), side, shape)


def test_gifts_both_ways_at_once_are_what_they_are_one_after_the_other() -> None:
    project = facing()
    eastward, westward = rectangle(32, 50.2, 32.5, 50.6), rectangle(31.5, 51, 32, 51.4)
    gifts = [
        Gift((eastward,), "red", Status.CONTROLLED),
        Gift((westward,), "blue", Status.CONTROLLED),
        Gift((square(30, 50, 0.5),), "", Status.CONTROLLED),
    ]
    at_once = all_given(snapshot(project).features, gifts, numbered(100))
    assert at_once.made == ()
    after = given(
        given(given(project, "red", eastward).project, "blue", westward).project, "", square(30, 50, 0.5)
    )
    assert {uid: one.shape for uid, one in at_once.features.items() if uid.startswith("area")} == {
        one.feature_id: one.shape for one in areas(after.project)
    }
