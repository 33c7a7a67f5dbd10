"""Strokes that follow what is there while T is on."""

from __future__ import annotations

import pytest

from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.draw_area import DrawArea
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.push import PushFront
from tests.plain_maps import front, ground, put, square, two_sides
from tests.tools.hands import Hand

#: Round the south-eastern corner of Red's square.
ROUND_THE_CORNER = ((31.0, 50.0), (32.0, 50.0), (32.0, 51.0))


@pytest.fixture
def hand() -> Hand:
    """Drawing a front line near Red's square."""
    return Hand(put(two_sides(), "red", square(30, 50)), DrawLine(), side="red")


def test_t_and_two_clicks_draw_along_the_edge_between_them(hand: Hand) -> None:
    hand.click(31, 50)
    hand.key("t")
    hand.click(32, 51)
    assert hand.tool.points == ROUND_THE_CORNER
    hand.key("enter")
    lines = [feature for feature in hand.features.values() if feature.shape.geom_type != "Polygon"]
    assert [list(part.coords) for line in lines for part in line.shape.geoms] == [list(ROUND_THE_CORNER)]


def test_the_way_is_shown_before_it_is_clicked_and_its_own_vertices_bear_no_handles(hand: Hand) -> None:
    hand.click(31, 50)
    hand.key("t")
    hand.hover(32, 51)
    (stroke,) = hand.sketches(SketchKind.STROKE)
    assert tuple(stroke.shape.coords) == ROUND_THE_CORNER
    assert "along the map’s own lines" in hand.guidance()
    hand.click(32, 51)
    assert [sketch.shape.coords[0] for sketch in hand.sketches(SketchKind.VERTEX)] == [(31, 50), (32, 51)]


def test_tab_takes_the_other_way_round(hand: Hand) -> None:
    hand.click(31, 50)
    hand.key("t")
    hand.hover(32, 51)
    hand.key("tab")
    hand.click(32, 51)
    assert hand.tool.points == ((31, 50), (30, 50), (30, 52), (32, 52), (32, 51))


def test_backspace_takes_a_traced_stretch_back_as_a_whole(hand: Hand) -> None:
    hand.click(31, 50)
    hand.key("t")
    hand.click(32, 51)
    hand.key("backspace")
    assert hand.tool.points == ((31, 50),)


def test_t_again_goes_straight_on(hand: Hand) -> None:
    hand.click(31, 50)
    hand.key("t")
    hand.click(32, 51)
    hand.key("t")
    hand.click(33, 53)
    assert hand.tool.points == (*ROUND_THE_CORNER, (33, 53))


def test_a_click_away_from_all_lines_is_refused_and_nothing_is_lost(hand: Hand) -> None:
    hand.click(31, 50)
    hand.key("t")
    hand.click(33, 53)
    assert hand.refusals[0].startswith("A trace follows lines")
    assert hand.tool.points == ((31, 50),)


def test_an_area_traced_along_its_neighbour_shares_all_of_the_edge_with_it() -> None:
    hand = Hand(put(two_sides(), "red", square(30, 50)), DrawArea(), side="blue")
    hand.click(31, 50)
    hand.key("t")
    hand.click(32, 51)
    hand.key("t")
    hand.click(33, 49)
    hand.key("enter")
    assert hand.refusals == []
    shared = ground(hand.project, "red").intersection(ground(hand.project, "blue"))
    assert shared.length == pytest.approx(2.0)
    line = front(hand.project)
    assert line is not None
    assert line.shape.length == pytest.approx(2.0)


def test_a_push_goes_along_a_line_and_ends_with_enter() -> None:
    # Blue's corner in the middle of Red's ground is no front to Red but a line to go along.
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
    hand = Hand(project, PushFront())
    hand.click(32, 50.5)
    hand.key("t")
    hand.hover(30, 51)
    assert hand.guidance().startswith("Click to go on to here")
    hand.click(30, 51)
    assert hand.tool.points[0] == (32, 50.5)
    assert hand.tool.points[-1] == (30, 51)
    assert len(hand.tool.points) == 4
