"""Distances, bearings and areas, as the hand measures them."""

from __future__ import annotations

import pytest
from shapely import Polygon

from mapdesk.geometry.measure import area_km2
from mapdesk.render.view.sketches import SketchKind
from mapdesk.session.naming import said_area
from mapdesk.tools.measure import Measure
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand


@pytest.fixture
def hand() -> Hand:
    """Measuring on a map without anything."""
    return Hand(two_sides(), Measure())


def said(hand: Hand) -> list[str]:
    (label,) = hand.sketches(SketchKind.LABEL)
    return label.text.splitlines()


def test_from_a_first_click_the_distance_and_the_bearing_to_the_hand_are_shown(hand: Hand) -> None:
    hand.click(30, 50)
    hand.hover(30, 51)
    assert said(hand) == ["111.2 km", "bearing 0.0° N"]
    hand.hover(29, 50)
    assert said(hand) == ["71.7 km", "bearing 270.4° W"]


def test_each_leg_has_its_length_and_the_last_its_bearing_too(hand: Hand) -> None:
    hand.click(30, 50)
    hand.click(30, 51)
    hand.hover(31.5, 51)
    assert said(hand)[:2] == ["216.5 km", "last leg 105.3 km, bearing 89.4° E"]
    assert [sketch.text for sketch in hand.sketches(SketchKind.NOTE)] == ["111.2 km"]


def test_three_points_go_round_ground_and_a_click_on_the_first_closes_them(hand: Hand) -> None:
    for point in ((30, 50), (32, 50), (32, 52)):
        hand.click(*point)
    size = said_area(area_km2(Polygon([(30, 50), (32, 50), (32, 52)])))
    assert said(hand)[2] == f"{size} if closed"
    hand.click(30, 50)
    assert said(hand) == ["628.9 km round", size]
    assert len(hand.sketches(SketchKind.NOTE)) == 3
    hand.hover(35, 55)
    assert said(hand) == ["628.9 km round", size]


def test_a_course_that_crosses_itself_has_no_area(hand: Hand) -> None:
    for point in ((30, 50), (32, 52), (32, 50), (30, 52)):
        hand.click(*point)
    assert said(hand)[-1] == "no area: the line crosses itself"


def test_the_status_line_says_the_same_and_how_it_was_measured(hand: Hand) -> None:
    assert "geodesic, WGS84" in hand.guidance()
    hand.click(30, 50)
    hand.hover(30, 51)
    assert hand.guidance().startswith("111.2 km · bearing 0.0° N (geodesic, WGS84).")


def test_enter_leaves_the_figures_standing_and_the_next_click_begins_anew(hand: Hand) -> None:
    hand.click(30, 50)
    hand.click(30, 51)
    hand.key("enter")
    hand.hover(33, 53)
    assert said(hand)[0] == "111.2 km"
    hand.click(33, 53)
    assert hand.tool.points == ((33, 53),)


def test_escape_clears_it_and_leads_back_to_select_the_second_time(hand: Hand) -> None:
    hand.click(30, 50)
    hand.click(30, 51)
    hand.key("escape")
    assert hand.tool.points == ()
    hand.key("escape")
    assert hand.tool.name == "Select"


def test_backspace_takes_points_back_also_after_the_end(hand: Hand) -> None:
    for point in ((30, 50), (30, 51), (30, 52)):
        hand.click(*point)
    hand.key("enter")
    hand.key("backspace")
    hand.key("backspace")
    hand.hover(30, 51.5)
    assert said(hand)[0] == "166.9 km"


def test_a_distance_along_a_front_is_traced() -> None:
    hand = Hand(put(two_sides(), "red", square(30, 50)), Measure())
    hand.click(31, 50)
    hand.key("t")
    hand.click(32, 51)
    assert said(hand)[0] == "182.9 km"


def test_measuring_changes_nothing(hand: Hand) -> None:
    for point in ((30, 50), (32, 50), (32, 52), (30, 50)):
        hand.click(*point)
    assert hand.steps == []
