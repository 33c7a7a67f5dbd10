"""The brush in the hand: painting, erasing, its width, and what is shown meanwhile."""

from __future__ import annotations

import pytest

from mapdesk.model.features import Status
from mapdesk.model.problems import problems
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.brush import Brush
from mapdesk.tools.tool import Amount, Choice
from tests.plain_maps import areas, facing, ground, put, square, two_sides
from tests.tools.hands import Hand, pointer


@pytest.fixture
def hand() -> Hand:
    """Blue's brush, 50 km wide, on Red's square beside Blue's."""
    return Hand(facing(), Brush(width=50.0), side="blue")


def test_a_drag_paints_ground_for_the_side_in_one_step(hand: Hand) -> None:
    before = ground(hand.project, "blue").area
    hand.drag((31, 50.5), (31, 50.8), (31, 51.2), (31, 51.5))
    assert ground(hand.project, "blue").area > before
    assert len(hand.steps) == 1
    assert hand.steps[0].startswith("Paint ground for Blue, ")
    assert problems(hand.project) == []
    assert hand.tool.painted is None


def test_a_click_paints_one_dab_with_the_status_chosen() -> None:
    hand = Hand(facing(), Brush(width=50.0), side="blue", status=Status.ADVANCE)
    hand.click(31, 51)
    (painted,) = [area for area in areas(hand.project) if area.status is Status.ADVANCE]
    assert painted.shape.contains(square(30.9, 50.9, 0.2))
    # A circle of 50 km has 1,963 km², and a polygon in it a little less.
    assert hand.steps == ["Paint ground for Blue, 1,958 km²"]


def test_painting_over_ones_own_ground_joins_it(hand: Hand) -> None:
    hand.drag((32.2, 51), (31.9, 51))
    assert len([area for area in areas(hand.project) if area.side == "blue"]) == 1
    assert problems(hand.project) == []


def test_what_is_gained_is_shown_while_the_brush_moves(hand: Hand) -> None:
    hand.drag((31, 51), (31.2, 51), let_go=False)
    (tint,) = hand.sketches(SketchKind.GROUND)
    (label,) = hand.sketches(SketchKind.LABEL)
    (ring,) = hand.sketches(SketchKind.GHOST)
    assert tint.colour == hand.project.sides["blue"].colour
    assert label.text.endswith("km² to Blue")
    assert ring.shape.bounds[0] < 31.2 < ring.shape.bounds[2]
    assert hand.steps == []


def test_shift_erases_what_anybody_holds() -> None:
    hand = Hand(facing(), Brush(width=50.0), side="blue")
    hand.drag((32, 50.5), (32, 51.5), shift=True)
    for side in ("red", "blue"):
        assert not ground(hand.project, side).intersects(square(31.9, 50.9, 0.2))
    assert hand.steps[0].startswith("Erase ground, ")
    assert problems(hand.project) == []


def test_erased_ground_is_again_that_of_the_side_at_home_there() -> None:
    project = put(two_sides(blue=square(30, 50)), "red", square(30, 50))
    hand = Hand(project, Brush(width=50.0, mode="erase"))
    assert "at home" in hand.guidance()
    hand.click(31, 51)
    assert [area.side for area in areas(hand.project)] == ["red"]
    assert not ground(hand.project, "red").intersects(square(30.9, 50.9, 0.2))


def test_erasing_where_nobody_holds_ground_is_refused(hand: Hand) -> None:
    hand.click(45, 45, shift=True)
    assert hand.refusals == ["Nobody holds ground here, so nothing would change."]


def test_painting_ones_own_ground_is_refused(hand: Hand) -> None:
    hand.click(33, 51)
    assert hand.refusals == ["This ground is held that way already here, so nothing would change."]


def test_without_a_side_nothing_is_painted() -> None:
    hand = Hand(facing(), Brush(width=50.0))
    hand.drag((31, 51), (31.2, 51))
    assert hand.refusals[0].startswith("Choose the side")
    assert hand.steps == []


def test_escape_drops_the_stroke_and_the_rest_of_the_drag_paints_nothing(hand: Hand) -> None:
    hand.drag((31, 51), (31.2, 51), let_go=False)
    hand.key("escape")
    hand.follow(hand.tool.dragged(pointer(31.5, 51), hand.on))
    hand.follow(hand.tool.released(pointer(31.5, 51), hand.on))
    assert hand.steps == []
    assert hand.tool.name == "Area brush"


def test_brackets_change_the_width_and_the_stroke_keeps_it(hand: Hand) -> None:
    hand.key("]")
    assert hand.tool.width == 70
    for _ in range(30):
        hand.key("[")
    assert hand.tool.width == 0.1
    assert hand.tool.begun_anew().width == 0.1


def test_the_width_and_the_mode_are_options(hand: Hand) -> None:
    width, mode = hand.tool.options(hand.on)
    assert isinstance(width, Amount)
    assert (width.unit, width.current) == ("km", 50)
    assert isinstance(mode, Choice)
    assert [value for value, _ in mode.values] == ["paint", "erase"]
    tool = hand.tool.with_option("width", 12.5).with_option("mode", "erase")
    assert (tool.width, tool.mode) == (12.5, "erase")
    assert hand.tool.with_option("width", 5000.0).width == 200


def test_a_claim_is_painted_over_what_is_held() -> None:
    hand = Hand(facing(), Brush(width=50.0), side="blue", status=Status.CLAIMED)
    hand.click(31, 51)
    assert {area.status for area in areas(hand.project)} == {Status.CONTROLLED, Status.CLAIMED}
    assert problems(hand.project) == []


def test_the_brush_stops_at_the_edge_of_the_extent() -> None:
    hand = Hand(facing(), Brush(width=200.0), side="red")
    hand.click(50, 50)
    assert ground(hand.project, "red").bounds[2] == 50
