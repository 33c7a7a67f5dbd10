"""A stroke from the front back to it hands over what it cuts off, and shows that beforehand."""

from __future__ import annotations

import pytest
import shapely

from mapdesk.model.project import Project
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.push import PushFront
from mapdesk.tools.select import Select
from tests.plain_maps import ground, put, rectangle, square, two_sides
from tests.tools.hands import Hand

#: From the front along 32° E out to 31.5° E and back to it: half a degree by one of Red's ground.
BITE = ((32, 50.5), (31.5, 50.5), (31.5, 51.5), (32, 51.5))


@pytest.fixture
def neighbours() -> Project:
    """Red's square west of Blue's, the front between them along 32° E."""
    return put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))


@pytest.fixture
def hand(neighbours: Project) -> Hand:
    """Pushing the front between the two squares."""
    return Hand(neighbours, PushFront())


def clicked(hand: Hand, *points: tuple[float, float]) -> Hand:
    for lon, lat in points:
        hand.click(lon, lat)
    return hand


def test_a_stroke_from_the_front_into_reds_ground_and_back_gives_it_to_blue(hand: Hand) -> None:
    clicked(hand, *BITE)
    bite = shapely.box(31.5, 50.5, 32, 51.5)
    assert shapely.equals(ground(hand.project, "blue"), shapely.union(shapely.box(32, 50, 34, 52), bite))
    assert shapely.equals(ground(hand.project, "red"), shapely.difference(shapely.box(30, 50, 32, 52), bite))
    assert hand.steps == ["Push the front, 3,905 km²"]
    assert hand.tool.points == ()


def test_a_stroke_that_begins_far_from_any_front_is_refused_in_a_sentence(hand: Hand) -> None:
    hand.click(31, 51)
    assert hand.refusals[0].startswith("A stroke begins on the front")
    assert hand.tool.points == ()


def test_a_stroke_begins_and_ends_within_reach_of_the_front_and_is_led_onto_it(hand: Hand) -> None:
    clicked(hand, (31.8, 50.5), (31.5, 50.5), (31.5, 51.5), (32.1, 51.5))
    assert shapely.box(31.5, 50.5, 32, 51.5).equals(
        ground(hand.project, "blue") - shapely.box(32, 50, 34, 52)
    )


def test_the_front_is_marked_where_the_stroke_would_begin(hand: Hand) -> None:
    hand.hover(31.9, 51)
    (mark,) = hand.sketches(SketchKind.SNAP)
    assert mark.shape.coords[0] == (32, 51)
    hand.hover(31, 51)
    assert hand.sketches(SketchKind.SNAP) == []


def test_the_ground_and_its_km2_are_shown_before_the_stroke_is_ended(hand: Hand) -> None:
    clicked(hand, *BITE[:3]).hover(31.95, 51.5)
    (tint,) = hand.sketches(SketchKind.GROUND)
    (label,) = hand.sketches(SketchKind.LABEL)
    assert shapely.equals(tint.shape, shapely.box(31.5, 50.5, 32, 51.5))
    assert tint.colour == hand.project.sides["blue"].colour
    assert tint.active
    assert label.text.startswith("+3,905 km² to Blue")
    assert hand.guidance().startswith("Click, or press Enter, to end it")


def test_the_localities_in_the_ground_are_named_the_largest_first(hand: Hand) -> None:
    # The plain squares lie over real ground, and this bite over Nizhyn.
    clicked(hand, *BITE[:3]).hover(32, 51.5)
    (label,) = hand.sketches(SketchKind.LABEL)
    names = label.text.splitlines()[1].split(", ")
    assert names[0] == "Nizhyn"
    assert len(names) == 4
    assert names[-1] == "…"


def test_away_from_the_front_the_ground_shows_as_if_the_stroke_went_straight_to_it(hand: Hand) -> None:
    clicked(hand, *BITE[:2]).hover(31.5, 51.5)
    (tint,) = hand.sketches(SketchKind.GROUND)
    assert shapely.equals(tint.shape, shapely.box(31.5, 50.5, 32, 51.5))
    assert not tint.active


def test_tab_takes_the_ground_on_the_other_side_of_the_stroke(hand: Hand) -> None:
    clicked(hand, *BITE[:3]).hover(32, 51.5)
    hand.key("tab")
    (tint,) = hand.sketches(SketchKind.GROUND)
    rest = shapely.difference(shapely.box(30, 50, 32, 52), shapely.box(31.5, 50.5, 32, 51.5))
    assert shapely.equals(tint.shape, rest)
    hand.key("tab")
    (tint,) = hand.sketches(SketchKind.GROUND)
    assert shapely.equals(tint.shape, shapely.box(31.5, 50.5, 32, 51.5))


def test_a_stroke_that_winds_across_the_front_tints_what_goes_to_either_side(hand: Hand) -> None:
    clicked(hand, (32, 50.2), (31.5, 50.2), (31.5, 50.8), (32.6, 50.8), (32.6, 51.2)).hover(32, 51.2)
    tints = {tint.colour: tint.shape for tint in hand.sketches(SketchKind.GROUND)}
    sides = hand.project.sides
    assert shapely.equals(tints[sides["blue"].colour], shapely.box(31.5, 50.2, 32, 50.8))
    assert shapely.equals(tints[sides["red"].colour], shapely.box(32, 50.8, 32.6, 51.2))


def test_ground_without_room_for_a_label_is_summed_up_in_the_label_of_the_largest(hand: Hand) -> None:
    clicked(hand, (32, 50.2), (31.5, 50.2), (31.5, 50.8), (32.6, 50.8), (32.6, 51.2)).hover(32, 51.2)
    (label,) = hand.sketches(SketchKind.LABEL)
    lines = label.text.splitlines()
    assert lines[0].endswith(" to Blue")
    assert lines[-1].endswith(" to Red in 1 smaller piece")


def test_large_grounds_have_a_label_each() -> None:
    project = put(put(two_sides(), "red", square(30, 50, 6)), "blue", square(36, 50, 6))
    stroke = ((36, 50.5), (33, 50.5), (33, 52.5), (39, 52.5), (39, 54.5))
    hand = clicked(Hand(project, PushFront()), *stroke)
    hand.hover(36, 54.5)
    said = sorted(label.text.splitlines()[0].split(" to ")[1] for label in hand.sketches(SketchKind.LABEL))
    assert said == ["Blue", "Red"]


def test_backspace_takes_the_last_point_of_a_stroke_back(hand: Hand) -> None:
    clicked(hand, *BITE[:3]).key("backspace")
    assert hand.tool.points == BITE[:2]
    hand.key("backspace")
    hand.key("backspace")
    assert hand.tool.points == ()
    assert hand.key("backspace") is None


def test_escape_drops_the_stroke_and_then_the_tool(hand: Hand) -> None:
    clicked(hand, *BITE[:3]).key("escape")
    assert hand.tool == PushFront(at=hand.tool.at)
    hand.key("escape")
    assert isinstance(hand.tool, Select)
    assert hand.steps == []


def test_enter_ends_a_stroke_whose_last_point_lies_near_the_front(hand: Hand) -> None:
    clicked(hand, *BITE[:3])
    hand.click(31.85, 51.5, alt=True)
    assert hand.steps == []
    hand.key("enter")
    assert len(hand.steps) == 1


def test_enter_far_from_the_front_is_refused_in_a_sentence_and_keeps_the_stroke(hand: Hand) -> None:
    clicked(hand, *BITE[:3]).key("enter")
    assert hand.refusals[0].startswith("End the stroke on the front")
    assert hand.tool.points == BITE[:3]


def test_a_double_click_on_the_front_ends_the_stroke_once(hand: Hand) -> None:
    clicked(hand, *BITE[:3]).double_click(*BITE[3])
    assert len(hand.steps) == 1
    assert hand.refusals == []


def test_a_stroke_of_one_point_is_refused(hand: Hand) -> None:
    hand.click(*BITE[0])
    hand.key("enter")
    assert hand.refusals[0].startswith("A stroke needs two points")


def test_the_edge_of_home_ground_is_pushed_too() -> None:
    project = put(two_sides(blue=rectangle(28, 48, 36, 54)), "red", square(30, 50))
    hand = clicked(Hand(project, PushFront()), *BITE)
    assert shapely.equals(
        ground(hand.project, "red"),
        shapely.difference(shapely.box(30, 50, 32, 52), shapely.box(31.5, 50.5, 32, 51.5)),
    )


def test_the_guidance_goes_on_with_each_point(hand: Hand) -> None:
    said = [hand.guidance()]
    for point in BITE[:3]:
        hand.click(*point)
        said.append(hand.guidance())
    assert said[0].startswith("Drag along the new front")
    assert said[1].startswith("Click along the new front")
    assert "on the old one to end it" in said[3]


def test_what_was_prepared_beforehand_is_where_the_stroke_begins(neighbours: Project) -> None:
    hand = Hand(neighbours, PushFront())
    hand.tool.prepare(hand.on)
    hand.click(32.1, 51)
    assert hand.tool.points == ((32, 51),)
