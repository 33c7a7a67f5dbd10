"""Strokes by hand: how a drag becomes few points, and how drags and clicks go together."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString

from mapdesk.model.features import FrontLine
from mapdesk.model.problems import problems
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.draw_area import DrawArea
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.freehand import simplified
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.push import PushFront
from tests.plain_maps import facing, front, ground, square, two_sides
from tests.tools.hands import Hand, pointer

PIXEL = 0.01


def way(*corners: LonLat, moves: int = 60) -> list[LonLat]:
    """The moves of a hand along corners."""
    line = LineString(corners)
    return [line.interpolate(share, normalized=True).coords[0] for share in np.linspace(0, 1, moves)]


@pytest.fixture
def hand() -> Hand:
    """Pushing the front between Red's square and Blue's."""
    return Hand(facing(), PushFront())


def test_a_straight_drag_with_a_tremor_is_two_points() -> None:
    shake = np.random.default_rng(2).uniform(-0.5, 0.5, 300) * PIXEL
    trail = tuple(zip(np.linspace(30, 33, 300).tolist(), (50 + shake).tolist(), strict=True))
    assert len(simplified(trail, PIXEL)) <= 4
    assert len(trail) == 300


def test_a_drag_keeps_to_the_way_of_the_hand_within_two_pixels() -> None:
    turn = np.linspace(0, 5, 400)
    trail = tuple(zip((30 + np.cos(turn)).tolist(), (50 + np.sin(turn)).tolist(), strict=True))
    few = simplified(trail, PIXEL)
    assert len(few) < 60
    assert LineString(few).hausdorff_distance(LineString(trail)) < 2.5 * PIXEL
    assert few[0] == pytest.approx(trail[0])
    assert few[-1] == pytest.approx(trail[-1])


def test_a_drag_from_the_front_and_back_to_it_pushes_it_on_letting_go(hand: Hand) -> None:
    hand.drag(*way((32, 50.5), (31, 50.7), (31, 51.3), (32, 51.5)))
    gained = ground(hand.project, "blue") - square(32, 50)
    assert gained.area == pytest.approx(0.8, abs=0.03)
    assert len(hand.steps) == 1
    assert hand.steps[0].startswith("Push the front, ")
    assert problems(hand.project) == []


def test_the_ends_of_a_drag_join_the_front_within_24_pixels(hand: Hand) -> None:
    hand.drag(*way((31.8, 50.5), (31, 51), (32.2, 51.5)))
    assert len(hand.steps) == 1
    line = front(hand.project)
    assert line is not None
    assert line.shape.bounds[2] == 32


def test_an_s_drawn_by_hand_flips_each_lobe(hand: Hand) -> None:
    hand.drag(*way((32, 50.2), (31.5, 50.6), (32, 51), (32.5, 51.4), (32, 51.8), moves=120))
    line = front(hand.project)
    assert line is not None
    west, _, east, _ = line.shape.bounds
    assert west == pytest.approx(31.5, abs=0.05)
    assert east == pytest.approx(32.5, abs=0.05)
    assert problems(hand.project) == []


def test_the_ground_and_its_km2_are_shown_during_the_drag(hand: Hand) -> None:
    hand.drag(*way((32, 50.5), (31, 51), (31.95, 51.5)), let_go=False)
    (tint,) = hand.sketches(SketchKind.GROUND)
    (label,) = hand.sketches(SketchKind.LABEL)
    assert tint.active
    assert "km² to Blue" in label.text
    assert hand.guidance().startswith("Let go to end it")
    assert hand.steps == []


def test_letting_go_gives_what_was_shown_also_where_the_drag_went_over_the_front(hand: Hand) -> None:
    corners = way((32, 50.5), (31.5, 50.5), (31.5, 51.5), (32.15, 51.55))
    hand.drag(*corners, let_go=False)
    shown = shapely.union_all([tint.shape for tint in hand.sketches(SketchKind.GROUND)])
    before = ground(hand.project, "blue")
    hand.follow(hand.tool.released(pointer(*corners[-1]), hand.on))
    given = shapely.difference(ground(hand.project, "blue"), before)
    assert shapely.symmetric_difference(given, shown).area < 1e-6
    assert shapely.difference(before, ground(hand.project, "blue")).is_empty


def test_far_from_the_front_the_drag_shows_what_it_would_take_if_it_went_straight_there(hand: Hand) -> None:
    hand.drag(*way((32, 50.5), (31, 51)), let_go=False)
    (tint,) = hand.sketches(SketchKind.GROUND)
    assert not tint.active
    assert hand.guidance().startswith("Draw on to the front")


def test_escape_drops_the_drag_though_the_button_is_still_down(hand: Hand) -> None:
    hand.drag(*way((32, 50.5), (31, 51)), let_go=False)
    hand.key("escape")
    hand.follow(hand.tool.dragged(pointer(31.5, 51.5), hand.on))
    hand.follow(hand.tool.released(pointer(32, 51.5), hand.on))
    assert (hand.steps, hand.refusals, hand.tool.points) == ([], [], ())


def test_tab_takes_the_other_side_during_the_drag(hand: Hand) -> None:
    hand.drag(*way((32, 50.5), (31, 51), (32, 51.5)), let_go=False)
    hand.key("tab")
    hand.follow(hand.tool.released(pointer(32, 51.5), hand.on))
    assert ground(hand.project, "red").area == pytest.approx(0.5, abs=0.05)


def test_a_drag_that_neither_joins_nor_closes_stays_and_is_ended_by_a_click(hand: Hand) -> None:
    hand.drag(*way((32, 50.5), (31, 50.7), (31, 51.3)))
    assert "close it into a ring" in hand.refusals[0]
    assert len(hand.tool.points) > 1
    hand.click(32, 51.5)
    assert len(hand.steps) == 1


def test_clicks_and_drags_make_one_stroke(hand: Hand) -> None:
    hand.click(32, 50.5)
    hand.click(31.3, 50.5)
    hand.drag(*way((31.3, 50.6), (31.3, 51.5), (32, 51.5)))
    assert len(hand.steps) == 1
    assert problems(hand.project) == []


def test_a_ring_within_reds_ground_is_a_pocket_of_the_side_drawn_for() -> None:
    hand = Hand(facing(), PushFront(), side="blue")
    turn = np.linspace(0, 6.2, 80)
    hand.drag(*zip((31 + 0.5 * np.cos(turn)).tolist(), (51 + 0.5 * np.sin(turn)).tolist(), strict=True))
    assert hand.steps[0].startswith("Encircle ")
    pocket = ground(hand.project, "blue") - square(32, 50)
    assert pocket.area == pytest.approx(0.785, abs=0.03)
    assert problems(hand.project) == []


def test_a_ring_in_ones_own_ground_is_refused_and_tab_gives_it_to_the_other() -> None:
    hand = Hand(facing(), PushFront(), side="red")
    ring = ((30.5, 50.5), (31.5, 50.5), (31.5, 51.5), (30.5, 51.5), (30.5, 50.6))
    hand.drag(*way(*ring))
    assert hand.refusals[0].startswith("This ground is held by the side drawn for already")
    hand.key("tab")
    hand.key("enter")
    assert hand.steps[0].startswith("Encircle ")


def test_an_outline_by_hand_becomes_an_area_when_it_comes_round() -> None:
    hand = Hand(two_sides(), DrawArea(), side="blue")
    hand.drag(*way((30, 50), (32, 50), (32, 52), (30, 52), (30, 50.1), moves=200))
    assert len(hand.steps) == 1
    drawn = ground(hand.project, "blue")
    assert drawn.symmetric_difference(square(30, 50)).area < 0.1
    assert shapely.get_num_coordinates(drawn) < 16


def test_the_ends_of_an_outline_that_overshoot_are_left_out() -> None:
    hand = Hand(two_sides(), DrawArea(), side="blue")
    hand.drag(*way((30, 49.5), (30, 52), (32, 52), (32, 50), (29.5, 50), moves=200))
    drawn = ground(hand.project, "blue")
    assert drawn.symmetric_difference(square(30, 50)).area < 0.1


def test_an_outline_that_stays_open_goes_on_by_clicks() -> None:
    hand = Hand(two_sides(), DrawArea(), side="blue")
    hand.drag(*way((30, 50), (32, 50), (32, 52)))
    assert (hand.steps, hand.refusals) == ([], [])
    hand.click(30, 52)
    hand.key("enter")
    assert ground(hand.project, "blue").symmetric_difference(square(30, 50)).area < 0.1


def test_an_outline_needs_a_side() -> None:
    hand = Hand(two_sides(), DrawArea())
    hand.drag(*way((30, 50), (32, 50), (32, 52)))
    assert hand.refusals[0].startswith("Choose the side")
    assert hand.tool.points == ()


def test_a_front_line_by_hand_is_drawn_on_letting_go() -> None:
    hand = Hand(two_sides(), DrawLine())
    hand.drag(*way((30, 50), (31, 51), (32, 50)))
    (line,) = [feature for feature in hand.features.values() if isinstance(feature, FrontLine)]
    assert line.shape.bounds[:1] == (30,)
    assert shapely.get_num_coordinates(line.shape) < 9


def test_a_front_line_begun_by_clicks_goes_on_by_hand() -> None:
    hand = Hand(two_sides(), DrawLine())
    hand.click(30, 50)
    hand.drag(*way((30.5, 50), (31, 51)))
    assert hand.steps == []
    hand.key("enter")
    assert len(hand.steps) == 1
