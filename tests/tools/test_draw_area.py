"""Ground is drawn by corners or in one drag, for the side and with the status chosen."""

from __future__ import annotations

import pytest
import shapely

from mapdesk.model.features import ControlArea, Status
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.draw_area import DrawArea
from mapdesk.tools.select import Select
from tests.plain_maps import ground, put, square, two_sides
from tests.tools.hands import Hand

SQUARE = ((40, 50), (42, 50), (42, 52), (40, 52))


@pytest.fixture
def hand() -> Hand:
    """Drawing for Red, on a map that has Red's square in the west."""
    return Hand(put(two_sides(), "red", square(30, 50)), DrawArea(), side="red")


def drawn(hand: Hand, *corners: tuple[float, float]) -> Hand:
    for lon, lat in corners:
        hand.click(lon, lat)
    return hand


def test_an_area_closed_with_enter_is_the_sides(hand: Hand) -> None:
    drawn(hand, *SQUARE).key("enter")
    assert shapely.equals(
        ground(hand.project, "red"), shapely.union(shapely.box(30, 50, 32, 52), shapely.box(40, 50, 42, 52))
    )
    assert hand.steps == ["Draw an area for Red, 31,236 km²"]
    assert hand.tool == DrawArea(at=hand.tool.at)


def test_a_click_on_the_first_corner_closes_it(hand: Hand) -> None:
    drawn(hand, *SQUARE, (40.05, 50.05))
    assert len(hand.steps) == 1


def test_a_double_click_puts_the_last_corner_down_and_closes_it(hand: Hand) -> None:
    drawn(hand, *SQUARE[:3]).double_click(*SQUARE[3])
    assert len(hand.steps) == 1
    assert shapely.box(40, 50, 42, 52).within(ground(hand.project, "red"))


def test_the_status_chosen_is_the_areas() -> None:
    hand = Hand(two_sides(), DrawArea(), side="blue", status=Status.CLAIMED)
    drawn(hand, *SQUARE).key("enter")
    (claim,) = (f for f in hand.features.values() if isinstance(f, ControlArea))
    assert (claim.side, claim.status) == ("blue", Status.CLAIMED)


def test_backspace_takes_the_last_corner_back_and_has_nothing_to_take_at_the_beginning(hand: Hand) -> None:
    drawn(hand, *SQUARE[:2]).key("backspace")
    assert hand.tool.points == (SQUARE[0],)
    hand.key("backspace")
    assert hand.key("backspace") is None


def test_escape_drops_the_area_and_then_the_tool(hand: Hand) -> None:
    drawn(hand, *SQUARE).key("escape")
    assert hand.tool.points == ()
    hand.key("escape")
    assert isinstance(hand.tool, Select)
    assert hand.steps == []


def test_an_area_of_two_corners_is_refused_and_can_be_gone_on_with(hand: Hand) -> None:
    drawn(hand, *SQUARE[:2]).key("enter")
    assert hand.refusals[0].startswith("An area needs three corners")
    drawn(hand, SQUARE[2]).key("enter")
    assert len(hand.steps) == 1


def test_an_outline_that_crosses_itself_is_refused_and_kept(hand: Hand) -> None:
    drawn(hand, (40, 50), (42, 52), (42, 50), (40, 52)).key("enter")
    assert hand.refusals == ["The outline crosses itself; take corners back with Backspace."]
    assert len(hand.tool.points) == 4


def test_ground_that_the_side_holds_already_is_refused_and_the_outline_stays(hand: Hand) -> None:
    drawn(hand, (30.5, 50.5), (31.5, 50.5), (31.5, 51.5)).key("enter")
    assert hand.steps == []
    assert len(hand.refusals) == 1
    assert len(hand.tool.points) == 3


def test_without_a_side_the_first_click_is_refused() -> None:
    hand = Hand(two_sides(), DrawArea())
    hand.click(40, 50)
    assert hand.refusals == ["Choose the side that the ground is for first."]
    assert hand.tool.points == ()


def test_the_ground_is_tinted_in_the_sides_colour_with_its_size_up_to_the_hand(hand: Hand) -> None:
    drawn(hand, *SQUARE[:2]).hover(42, 52)
    (tint,) = hand.sketches(SketchKind.GROUND)
    (label,) = hand.sketches(SketchKind.LABEL)
    assert shapely.equals(tint.shape, shapely.Polygon(SQUARE[:3]))
    assert tint.colour == hand.project.sides["red"].colour
    assert label.text == "15,729 km²"


def test_a_corner_holds_on_to_a_vertex_near_by_unless_alt_is_held(hand: Hand) -> None:
    hand.hover(32.05, 50.02)
    assert len(hand.sketches(SketchKind.SNAP)) == 1
    hand.click(32.05, 50.02)
    hand.click(32.05, 51.02)
    hand.click(33.05, 50.02)
    hand.click(32.05, 52.02, alt=True)
    assert hand.tool.points == ((32, 50), (32, 51.02), (33.05, 50.02), (32.05, 52.02))


def test_an_area_that_begins_on_another_ones_outline_joins_it_without_a_gap(hand: Hand) -> None:
    drawn(hand, (32.02, 50.02), (34, 50), (34, 52), (32.02, 51.98)).key("enter")
    (joined,) = (f for f in hand.features.values() if isinstance(f, ControlArea))
    assert shapely.equals(joined.shape, shapely.box(30, 50, 34, 52))


def test_the_guidance_goes_on_with_each_corner(hand: Hand) -> None:
    said = [hand.guidance()]
    for corner in SQUARE[:3]:
        hand.click(*corner)
        said.append(hand.guidance())
    assert "for Red" in said[0]
    assert said[1] == said[2]
    assert "closes the area" in said[3]


def test_a_project_without_areas_can_be_drawn_on() -> None:
    empty: Project = two_sides()
    hand = drawn(Hand(empty, DrawArea(), side="red"), *SQUARE)
    hand.key("enter")
    assert shapely.equals(ground(hand.project, "red"), shapely.box(40, 50, 42, 52))
