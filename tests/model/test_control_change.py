"""What changed hands between two dates: which way, how much, and what is no change at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon

from mapdesk.geometry.measure import area_km2
from mapdesk.model.control_change import (
    ControlChange,
    Direction,
    Total,
    claims_change,
    control_change,
    joined_patches,
)
from mapdesk.model.features import Status
from mapdesk.model.ground import HOME, NOBODY, Holder
from mapdesk.model.project import Project
from tests.plain_maps import day, put, rectangle, same_ground, snapshot, square, two_sides

RED, BLUE = Holder("red", "controlled"), Holder("blue", "controlled")


def change(project: Project, since: int = 1, until: int = 2) -> ControlChange:
    return control_change(project, snapshot(project, since), snapshot(project, until), day(since), day(until))


def flows(found: ControlChange) -> dict[tuple[Holder, Holder], float]:
    return {(patch.before, patch.after): patch.area_km2 for patch in found.patches}


def facing_squares() -> Project:
    """Red holds the western of two squares and Blue the eastern one, on the first day."""
    return put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))


def red_takes_half() -> Project:
    """On the second day Red has taken the western half of Blue's square."""
    return put(facing_squares(), "red", rectangle(30, 50, 33, 52), on=2)


def test_the_half_square_that_red_took_is_one_patch_from_blue_to_red_of_its_geodesic_size() -> None:
    (patch,) = change(red_takes_half()).patches
    assert (patch.before, patch.after) == (BLUE, RED)
    assert same_ground(patch.shape, rectangle(32, 50, 33, 52))
    assert patch.area_km2 == pytest.approx(area_km2(rectangle(32, 50, 33, 52)), rel=1e-12)
    assert patch.centre == (32.5, 51)


def test_totals_give_both_directions_side_by_side() -> None:
    half = area_km2(rectangle(32, 50, 33, 52))
    assert change(red_takes_half()).totals == (
        Total(side="red", status="controlled", gained_km2=pytest.approx(half), lost_km2=0),
        Total(side="blue", status="controlled", gained_km2=0, lost_km2=pytest.approx(half)),
    )


def test_backwards_what_was_gained_is_lost() -> None:
    project = red_takes_half()
    there, back = change(project), change(project, 2, 1)
    assert {(after, before): km2 for (before, after), km2 in flows(there).items()} == flows(back)
    assert [(t.side, t.gained_km2, t.lost_km2) for t in there.totals] == [
        (t.side, t.lost_km2, t.gained_km2) for t in back.totals
    ]


def test_the_same_date_twice_is_no_change() -> None:
    found = change(red_takes_half(), 2, 2)
    assert (found.patches, found.totals, found.held) == ((), (), ())
    assert found.set_aside.count == 0


def test_a_date_that_carries_the_map_forward_is_no_change() -> None:
    assert change(facing_squares(), 1, 9).patches == ()


def test_from_controlled_to_advance_the_status_changes_and_what_is_held_does_not() -> None:
    project = put(facing_squares(), "red", rectangle(30, 50, 31, 52), on=2)
    project = put(project, "red", rectangle(31, 50, 32, 52), on=2, status=Status.ADVANCE)
    found = change(project)
    (patch,) = found.patches
    assert (patch.before, patch.after) == (RED, Holder("red", "advance"))
    assert patch.direction is Direction.OTHER
    assert {(t.status, t.gained_km2 > 0, t.lost_km2 > 0) for t in found.totals} == {
        ("controlled", False, True),
        ("advance", True, False),
    }
    assert found.held == ()


def test_ground_that_becomes_contested_is_not_held_any_more() -> None:
    project = put(facing_squares(), "red", rectangle(30, 50, 31, 52), on=2)
    project = put(project, "red", rectangle(31, 50, 32, 52), on=2, status=Status.CONTESTED)
    found = change(project)
    assert [(t.side, t.gained_km2) for t in found.held] == [("red", 0)]
    assert found.held[0].lost_km2 == pytest.approx(area_km2(rectangle(31, 50, 32, 52)))


def test_ground_given_up_in_anothers_home_ground_is_recovered() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", square(32, 52, 3))
    project = put(project, "red", rectangle(34, 52, 35, 55), on=2)
    (patch,) = change(project).patches
    assert (patch.before, patch.after, patch.direction) == (RED, Holder("blue", HOME), Direction.RECOVERED)
    assert same_ground(patch.shape, rectangle(32, 52, 34, 55))


def test_ground_taken_in_anothers_home_ground_is_lost() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(34, 52, 35, 55))
    project = put(project, "red", square(32, 52, 3), on=2)
    (patch,) = change(project).patches
    assert (patch.before, patch.after, patch.direction) == (Holder("blue", HOME), RED, Direction.LOST)


def test_ground_given_up_where_nobody_is_at_home_is_nobodys() -> None:
    project = put(put(two_sides(), "red", square(30, 50, 3)), "red", rectangle(30, 50, 31, 53), on=2)
    found = change(project)
    (patch,) = found.patches
    assert (patch.before, patch.after) == (RED, NOBODY)
    assert [(t.side, t.status) for t in found.totals] == [("red", "controlled")]


def test_ground_given_up_half_inside_the_home_ground_is_two_patches() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 34, 56)), "red", rectangle(32, 52, 36, 54))
    project = put(project, "red", rectangle(32, 52, 32.5, 54), on=2)
    found = flows(change(project))
    assert set(found) == {(RED, Holder("blue", HOME)), (RED, NOBODY)}
    assert found[RED, NOBODY] == pytest.approx(area_km2(rectangle(34, 52, 36, 54)))


def test_ground_that_blue_gave_up_and_red_contests_is_a_contested_patch() -> None:
    project = put(facing_squares(), "blue", rectangle(33, 50, 34, 52), on=2)
    project = put(project, "red", rectangle(32, 50, 33, 52), on=2, status=Status.CONTESTED)
    (patch,) = change(project).patches
    assert (patch.after, patch.direction) == (Holder("red", "contested"), Direction.CONTESTED)


def test_two_pieces_are_two_patches_the_larger_first() -> None:
    project = put(two_sides(), "red", square(30, 50, 1), square(40, 50, 3), square(35, 44, 1))
    project = put(project, "red", square(35, 44, 1), on=2)
    patches = change(project).patches
    assert [patch.uid for patch in patches] == ["patch-1", "patch-2"]
    assert [patch.shape.bounds for patch in patches] == [(40, 50, 43, 53), (30, 50, 31, 51)]


def test_only_the_ground_that_both_extents_cover_is_compared_and_it_is_said() -> None:
    project = put(two_sides(), "red", square(30, 50, 4), extent=rectangle(28, 48, 40, 58))
    project = put(project, "red", rectangle(32, 50, 33, 54), on=2, extent=rectangle(32, 48, 40, 58))
    found = change(project)
    (patch,) = found.patches
    assert same_ground(patch.shape, rectangle(33, 50, 34, 54))
    (warning,) = found.warnings
    assert "different ground" in warning
    assert change(red_takes_half()).warnings == ()


def test_extents_apart_have_nothing_to_compare() -> None:
    project = put(two_sides(), "red", square(22, 42), extent=square(20, 40, 5))
    project = put(project, "red", square(32, 52), on=2, extent=square(30, 50, 5))
    found = change(project)
    assert found.patches == ()
    assert found.warnings


def test_claims_are_counted_apart_and_are_no_patches() -> None:
    project = put(facing_squares(), "blue", square(30, 50), status=Status.CLAIMED)
    project = put(project, "blue", rectangle(31, 50, 32, 52), on=2, status=Status.CLAIMED)
    found = change(project)
    assert found.patches == ()
    assert claims_change(project, snapshot(project, 1), snapshot(project, 2)) == (
        Total(
            side="blue",
            status="claimed",
            gained_km2=0,
            lost_km2=pytest.approx(area_km2(rectangle(30, 50, 31, 52))),
        ),
    )


def test_a_border_drawn_again_five_metres_further_is_set_aside() -> None:
    project = put(facing_squares(), "red", rectangle(30, 50, 32.00007, 52), on=2)
    found = change(project)
    assert found.patches == ()
    assert found.totals == ()
    assert found.set_aside.count == 1
    assert found.set_aside.area_km2 == pytest.approx(area_km2(rectangle(32, 50, 32.00007, 52)), rel=1e-6)


def test_a_border_a_hundred_metres_further_is_a_change() -> None:
    (patch,) = change(put(facing_squares(), "red", rectangle(30, 50, 32.0015, 52), on=2)).patches
    assert (patch.before, patch.after) == (BLUE, RED)


def test_the_centre_of_a_crooked_patch_lies_inside_it() -> None:
    around = rectangle(30, 50, 36, 56).difference(rectangle(31, 50, 35, 55))
    project = put(two_sides(), "blue", square(30, 50, 6))
    (patch,) = change(put(project, "red", around, on=2)).patches
    assert not patch.shape.contains(patch.shape.centroid)
    assert patch.shape.contains(Point(patch.centre))


BOARD = st.lists(
    st.tuples(st.sampled_from(["red", "blue"]), st.integers(0, 4), st.integers(0, 3), st.integers(1, 3)),
    min_size=1,
    max_size=3,
    unique_by=lambda claim: claim[0],
)


@settings(max_examples=25, deadline=None)
@given(BOARD, BOARD)
def test_what_is_gained_one_way_is_lost_the_other_way_whatever_the_maps(before: list, after: list) -> None:
    project = two_sides(blue=rectangle(30, 50, 40, 58))
    for on, board in ((1, before), (2, after)):
        for side, x, y, size in board:
            project = put(project, side, square(30 + x, 50 + y, size), on=on)
    there, back = change(project), change(project, 2, 1)
    assert sum(patch.area_km2 for patch in there.patches) == pytest.approx(
        sum(patch.area_km2 for patch in back.patches)
    )
    gained = {(t.side, t.status): (t.gained_km2, t.lost_km2) for t in there.totals}
    lost = {(t.side, t.status): (t.lost_km2, t.gained_km2) for t in back.totals}
    assert gained == {key: pytest.approx(value) for key, value in lost.items()}


def given_up(*advance: Polygon) -> ControlChange:
    """Red gives up what it held in Blue's home ground: two squares, and where its advance went."""
    stayed = square(44, 55, 0.5)
    project = put(two_sides(blue=rectangle(30, 50, 46, 56)), "red", square(32, 52), square(40, 52))
    project = put(project, "red", *advance, stayed, status=Status.ADVANCE)
    project = put(project, "red", rectangle(40, 52, 40.5, 54), on=2)
    return change(put(project, "red", stayed, on=2, status=Status.ADVANCE))


def test_recovered_ground_that_was_held_in_two_ways_is_one_piece_and_what_lies_apart_another() -> None:
    found = given_up(rectangle(34, 52, 35, 54)).patches
    assert len(found) == 3
    (large, parts), (small, alone) = joined_patches(found)
    assert same_ground(large.shape, rectangle(32, 52, 35, 54))
    assert {part.before.status for part in parts} == {"controlled", "advance"}
    assert (large.before, large.after) == (Holder("red", "held"), Holder("blue", HOME))
    assert large.area_km2 == sum(part.area_km2 for part in parts)
    assert alone == (small,)
    assert same_ground(small.shape, rectangle(40.5, 52, 42, 54))


def test_ground_that_meets_in_a_corner_alone_is_not_joined() -> None:
    found = given_up(rectangle(34, 54, 35, 55)).patches
    assert [len(parts) for _, parts in joined_patches(found)] == [1, 1, 1]


def test_a_change_of_status_is_no_piece_of_what_changed_hands() -> None:
    project = put(facing_squares(), "red", rectangle(30, 50, 31, 52), on=2)
    project = put(project, "red", rectangle(31, 50, 32, 52), on=2, status=Status.ADVANCE)
    assert len(change(project).patches) == 1
    assert joined_patches(change(project).patches) == ()
