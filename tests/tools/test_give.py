"""Ground is given whole by one click: areas, gaps, regions and river banks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from mapdesk.model.features import Status
from mapdesk.model.problems import problems
from mapdesk.render.view.sketches import SketchKind
from mapdesk.session.ground_under import region_ground
from mapdesk.tools.give import Give
from mapdesk.tools.select import Select
from mapdesk.tools.tool import Choice
from tests.plain_maps import areas, facing, ground, put, rectangle, same_ground, snapshot, square, two_sides
from tests.tools.hands import Hand, pointer


@pytest.fixture
def hand() -> Hand:
    """Giving to Blue; Red's square lies west of Blue's."""
    return Hand(facing(), Give(), side="blue")


def settled_hover(hand: Hand, lon: float, lat: float, *, shift: bool = False) -> None:
    """Hold the hand there until what lies there is known."""
    hand.follow(hand.tool.hovered(pointer(lon, lat, shift=shift), hand.on))
    hand.tool.sketches(hand.on)
    while hand.tool.is_awaited(hand.on):
        hand.tool.sketches(hand.on)


def test_a_click_gives_a_whole_area_which_keeps_its_id(hand: Hand) -> None:
    hand.click(31, 51)
    assert hand.steps[0].startswith("Give “Red, controlled” to Blue, ")
    assert {area.feature_id for area in areas(hand.project)} == {"area-1", "area-2"}
    assert {area.side for area in areas(hand.project)} == {"blue"}
    assert problems(hand.project) == []


def test_with_shift_the_area_is_nobodys(hand: Hand) -> None:
    hand.click(31, 51, shift=True)
    assert [area.feature_id for area in areas(hand.project)] == ["area-2"]
    assert hand.steps[0].startswith("Give “Red, controlled” to nobody, ")


def test_the_status_chosen_is_given_as_well(hand: Hand) -> None:
    hand.on = replace(hand.on, status=Status.CONTESTED)
    hand.click(33, 51)
    assert {area.status for area in areas(hand.project) if area.feature_id == "area-2"} == {Status.CONTESTED}


def test_a_claim_is_laid_over_the_area_and_takes_nothing_from_it(hand: Hand) -> None:
    hand.on = replace(hand.on, status=Status.CLAIMED)
    hand.click(31, 51)
    assert same_ground(ground(hand.project, "red", Status.CONTROLLED), square(30, 50))
    assert same_ground(ground(hand.project, "blue", Status.CLAIMED), square(30, 50))


def test_a_click_in_a_hole_fills_it() -> None:
    ring = shapely.difference(square(30, 50, 4), square(31, 51))
    hand = Hand(put(two_sides(), "red", ring), Give(), side="red")
    hand.click(32, 52)
    assert same_ground(ground(hand.project, "red"), square(30, 50, 4))
    assert len(areas(hand.project)) == 1
    assert hand.steps[0].startswith("Give a gap to Red, ")


def test_a_gap_between_areas_and_the_edge_of_the_extent_is_filled_on_land() -> None:
    # Around Kyiv, far from any sea: nothing but the extent and the areas bounds the gap.
    extent = rectangle(30, 50, 32, 52)
    map_of_two = put(two_sides(), "red", rectangle(30, 50, 30.5, 52), extent=extent)
    map_of_two = put(map_of_two, "blue", rectangle(31.5, 50, 32, 52), extent=extent)
    hand = Hand(map_of_two, Give(), side="blue")
    hand.click(31, 51)
    assert same_ground(ground(hand.project, "blue"), rectangle(30.5, 50, 32, 52))


def test_a_gap_at_sea_ends_at_the_coast() -> None:
    extent = rectangle(30, 46, 32, 47)
    hand = Hand(put(two_sides(), "red", rectangle(30, 46, 30.2, 47), extent=extent), Give(), side="blue")
    hand.click(31.5, 46.2)
    sea = ground(hand.project, "blue")
    hand.click(30.7, 46.8)
    assert 0 < sea.area < 1
    assert ground(hand.project, "blue").area > sea.area
    assert not shapely.intersects_xy(sea, 30.7, 46.8)


def test_a_gap_in_home_ground_ends_at_its_border() -> None:
    extent = rectangle(30, 50, 32, 52)
    project = two_sides(blue=rectangle(30, 50, 31, 52))
    hand = Hand(put(project, "red", rectangle(30, 50, 30.5, 52), extent=extent), Give(), side="red")
    hand.click(30.7, 51)
    assert same_ground(ground(hand.project, "red"), rectangle(30, 50, 31, 52))


def test_the_region_under_the_hand_is_given_whoever_holds_it_and_the_rest_stays() -> None:
    # Kherson Oblast lies across the border of the two squares.
    project = put(put(two_sides(), "red", rectangle(32, 46, 33, 48)), "blue", rectangle(33, 46, 35, 48))
    hand = Hand(project, Give(kind="region"), side="red")
    oblast = region_ground("UA-65", snapshot(project))
    hand.click(33.5, 46.6)
    assert hand.steps[0].startswith("Give Kherson Oblast to Red, ")
    assert shapely.difference(oblast, ground(hand.project, "red")).area < 1e-4
    rest = shapely.difference(rectangle(33, 46, 35, 48), oblast)
    assert shapely.symmetric_difference(rest, ground(hand.project, "blue")).area < 1e-4
    assert problems(hand.project) == []


def test_a_river_bank_within_an_area_is_given_up_to_the_river() -> None:
    # The Dnipro crosses this square by Kherson, from the north-east to its mouth.
    hand = Hand(put(two_sides(), "red", rectangle(32.7, 46.5, 33.3, 47)), Give(kind="bank"), side="blue")
    hand.click(33.1, 46.85)
    blue, red = ground(hand.project, "blue"), ground(hand.project, "red")
    assert shapely.intersects_xy(blue, 32.75, 46.95)
    assert shapely.intersects_xy(red, 33.2, 46.55)
    assert hand.steps[0].startswith("Give a bank of the Dnipro to Blue, ")
    assert problems(hand.project) == []


def test_ground_that_no_river_parts_has_no_bank() -> None:
    hand = Hand(put(two_sides(), "red", rectangle(33.6, 46.3, 33.8, 46.4)), Give(kind="bank"), side="blue")
    hand.click(33.7, 46.35)
    assert hand.refusals == ["No river near here parts this ground in two."]


def test_what_a_click_would_give_is_tinted_with_its_size_and_localities(hand: Hand) -> None:
    settled_hover(hand, 31, 51)
    (tint,) = hand.sketches(SketchKind.GROUND)
    (label,) = hand.sketches(SketchKind.LABEL)
    assert same_ground(tint.shape, square(30, 50))
    assert tint.colour == hand.project.sides["blue"].colour
    first, names = label.text.splitlines()
    assert first.endswith(" km² to Blue")
    assert names.endswith(", …")
    assert hand.guidance() == ("Click to give “Red, controlled” to Blue, controlled; with Shift to nobody")


def test_what_a_side_holds_already_says_so_and_a_click_is_refused(hand: Hand) -> None:
    settled_hover(hand, 33, 51)
    (label,) = hand.sketches(SketchKind.LABEL)
    assert label.text.splitlines()[0].endswith("km², Blue’s already")
    hand.click(33, 51)
    assert hand.refusals[-1].startswith("This ground is held that way already")


def test_without_a_side_a_click_is_refused_but_to_nobody_it_is_not() -> None:
    hand = Hand(facing(), Give())
    hand.click(31, 51)
    assert hand.refusals[-1].startswith("Choose the side")
    hand.click(31, 51, shift=True)
    assert len(areas(hand.project)) == 1


def test_a_hidden_area_and_what_lies_outside_the_extent_are_not_given() -> None:
    hand = Hand(facing(), Give(), side="blue", hidden=("area-1",))
    hand.click(31, 51)
    assert hand.refusals[-1].startswith("What lies here is hidden")
    hand.click(10, 51)
    assert hand.refusals[-1].startswith("Outside the extent")


def test_the_kind_of_ground_is_an_option_and_escape_puts_the_tool_down(hand: Hand) -> None:
    (choice,) = hand.tool.options(hand.on)
    assert isinstance(choice, Choice)
    assert [value for value, _ in choice.values] == ["area", "region", "bank"]
    assert hand.tool.with_option("kind", "bank") == Give(kind="bank")
    hand.key("escape")
    assert isinstance(hand.tool, Select)


def test_an_empty_map_is_one_gap() -> None:
    hand = Hand(two_sides(blue=rectangle(30, 50, 31, 51)), Give(), side="blue")
    settled_hover(hand, 30.5, 50.5)
    (tint,) = hand.sketches(SketchKind.GROUND)
    assert same_ground(tint.shape, rectangle(30, 50, 31, 51))
