from __future__ import annotations

import pytest
import shapely

from mapdesk.model.features import FrontLine
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.select import Select
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand


@pytest.fixture
def hand() -> Hand:
    """Drawing for Blue, on a map that has Red's square in the west."""
    return Hand(put(two_sides(), "red", square(30, 50)), DrawLine(), side="blue")


def line(hand: Hand) -> FrontLine:
    (found,) = (feature for feature in hand.features.values() if isinstance(feature, FrontLine))
    return found


def test_enter_puts_the_line_on_the_map_for_the_side_drawn_for(hand: Hand) -> None:
    hand.click(40, 50)
    hand.click(41, 51)
    hand.key("enter")
    assert shapely.get_coordinates(line(hand).shape).tolist() == [[40, 50], [41, 51]]
    assert line(hand).sides == ("blue",)
    assert hand.steps == ["Draw a front line, 131.9 km"]
    assert hand.tool.points == ()


def test_a_double_click_ends_the_line_where_it_is(hand: Hand) -> None:
    hand.click(40, 50)
    hand.double_click(41, 51)
    assert shapely.get_coordinates(line(hand).shape).tolist() == [[40, 50], [41, 51]]


def test_a_line_of_one_point_is_refused(hand: Hand) -> None:
    hand.double_click(40, 50)
    assert hand.refusals[0].startswith("A line needs two points")
    assert hand.steps == []


def test_a_line_that_leaves_the_extent_is_refused_and_kept(hand: Hand) -> None:
    hand.click(40, 50)
    hand.click(60, 50)
    hand.key("enter")
    assert hand.refusals[0].startswith("Outside the extent")
    assert hand.tool.points == ((40, 50), (60, 50))


def test_the_length_so_far_stands_at_the_hand(hand: Hand) -> None:
    hand.click(40, 50)
    hand.hover(41, 51)
    (label,) = hand.sketches(SketchKind.LABEL)
    assert label.text == "131.9 km"


def test_backspace_takes_a_point_back_and_escape_drops_line_and_tool(hand: Hand) -> None:
    hand.click(40, 50)
    hand.click(41, 51)
    hand.key("backspace")
    assert hand.tool.points == ((40, 50),)
    hand.key("escape")
    assert isinstance(hand.tool, DrawLine)
    hand.key("escape")
    assert isinstance(hand.tool, Select)
