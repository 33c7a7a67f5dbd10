"""A line across an area splits it, and shows the pieces beforehand."""

from __future__ import annotations

import pytest

from mapdesk.model.project import Project
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.select import Select
from mapdesk.tools.split import Split
from tests.plain_maps import areas, facing, ground, rectangle, same_ground
from tests.tools.hands import Hand


@pytest.fixture
def neighbours() -> Project:
    """Red's square west of Blue's, the front between them along 32° E."""
    return facing()


@pytest.fixture
def hand(neighbours: Project) -> Hand:
    """Splitting what the line crosses."""
    return Hand(neighbours, Split())


def test_a_click_beyond_the_area_splits_it(hand: Hand) -> None:
    hand.click(31, 49.5)
    hand.click(31, 52.5)
    assert hand.steps == ["Split Red, controlled"]
    assert len(areas(hand.project)) == 3
    assert hand.tool.points == ()


def test_a_click_on_the_far_edge_splits_it_as_well(hand: Hand) -> None:
    hand.click(31, 50)
    hand.click(31.2, 51)
    assert hand.steps == []
    hand.click(31, 52)
    assert hand.steps == ["Split Red, controlled"]


def test_the_line_may_bend_inside_the_area_and_enter_ends_it_where_the_hand_stopped(hand: Hand) -> None:
    for place in ((29.5, 51), (31, 51), (31, 49.5), (31.5, 49.5), (31.5, 51.5)):
        hand.click(*place)
    # The third point lay beyond the area and split it; the last two begin another line.
    assert hand.steps == ["Split Red, controlled"]
    assert hand.key("enter") is not None
    assert hand.refusals[-1].startswith("This line cuts no area in two")


def test_a_line_across_two_areas_splits_both(hand: Hand) -> None:
    hand.click(29.5, 51)
    hand.click(34.5, 51)
    assert hand.steps == ["Split 2 areas"]
    assert len(areas(hand.project)) == 4


def test_a_selected_area_is_the_only_one_that_is_split(neighbours: Project) -> None:
    hand = Hand(neighbours, Split(), selected=("area-2",))
    hand.click(29.5, 51)
    hand.click(34.5, 51)
    assert hand.steps == ["Split Blue, controlled"]


def test_a_hidden_area_is_not_split(neighbours: Project) -> None:
    hand = Hand(neighbours, Split(), hidden=("area-1",))
    hand.click(29.5, 51)
    hand.click(34.5, 51)
    assert same_ground(ground(hand.project, "red"), rectangle(30, 50, 32, 52))
    assert len(areas(hand.project)) == 3


def test_a_drag_across_the_area_splits_it_when_it_is_let_go(hand: Hand) -> None:
    hand.drag((31, 49.5), (31, 50.5), (31.1, 51), (31, 51.5), (31, 52.5))
    assert hand.steps == ["Split Red, controlled"]


def test_what_is_cut_off_is_tinted_and_each_piece_says_its_size_before_it_is_split(hand: Hand) -> None:
    hand.click(31.5, 49.5)
    assert hand.sketches(SketchKind.GROUND) == []
    hand.hover(31.5, 52.5)
    (tint,) = hand.sketches(SketchKind.GROUND)
    assert same_ground(tint.shape, rectangle(31.5, 50, 32, 52))
    assert tint.active
    sizes = [label.text for label in hand.sketches(SketchKind.LABEL)]
    assert len(sizes) == 2
    assert all(size.endswith("km²") for size in sizes)
    assert hand.guidance().startswith("Click beyond the area")


def test_a_line_that_ends_inside_is_refused_at_enter_and_goes_on(hand: Hand) -> None:
    hand.click(29.5, 51)
    hand.click(31, 51)
    hand.key("enter")
    assert hand.refusals == ["This line cuts no area in two: it has to cross one from edge to edge."]
    assert len(hand.tool.points) == 2


def test_one_point_is_no_line_and_escape_drops_it_and_then_the_tool(hand: Hand) -> None:
    hand.click(29.5, 51)
    hand.key("enter")
    assert hand.refusals[-1].startswith("A line needs two points")
    hand.key("escape")
    assert hand.tool.points == ()
    hand.key("escape")
    assert isinstance(hand.tool, Select)
