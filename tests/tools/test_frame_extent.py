from __future__ import annotations

from math import asinh, radians, tan

import pytest

from mapdesk.model.layout import Bounds
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.frame_extent import FrameExtent
from mapdesk.tools.select import Select
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand

WIDE = 1080 / 1920


def framing(bounds: Bounds | None = None, aspect: float = WIDE) -> Hand:
    return Hand(put(two_sides(), "red", square(30, 50)), FrameExtent(aspect=aspect, bounds=bounds))


def height(latitude: float) -> float:
    return asinh(tan(radians(latitude)))


def shape_of(bounds: Bounds | None) -> float:
    """The height of an extent by its width, as the map shows it."""
    assert bounds is not None
    west, south, east, north = bounds
    return (height(north) - height(south)) / radians(east - west)


@pytest.fixture
def framed() -> Hand:
    """A frame from 30° E, 50° N eastwards for eight degrees."""
    hand = framing()
    hand.drag((30, 50), (38, 50.1))
    return hand


def bounds_of(hand: Hand) -> Bounds:
    assert isinstance(hand.tool, FrameExtent)
    assert hand.tool.bounds is not None
    return hand.tool.bounds


@pytest.mark.parametrize("aspect", [WIDE, 1.0, 1920 / 1080])
@pytest.mark.parametrize("end", [(38, 51), (22, 51), (22, 46), (31, 44)])
def test_a_frame_drawn_in_any_direction_has_its_own_proportions(
    aspect: float, end: tuple[float, float]
) -> None:
    hand = framing(aspect=aspect)
    hand.drag((30, 50), end)
    assert hand.last.settled
    assert hand.last.bounds == bounds_of(hand)
    assert shape_of(hand.last.bounds) == pytest.approx(aspect)
    west, south, east, north = bounds_of(hand)
    assert pytest.approx(30) in (west, east)
    assert pytest.approx(50) in (south, north)


def test_the_frame_is_told_on_every_move_but_settled_at_the_end_only(framed: Hand) -> None:
    outcome = framed.drag((34, 51), (35, 51), let_go=False)
    assert outcome.bounds is not None
    assert not outcome.settled
    assert framed.steps == []


def test_a_drag_inside_moves_the_frame_and_keeps_its_proportions(framed: Hand) -> None:
    west, _, east, _ = bounds_of(framed)
    framed.drag((34, 51), (35, 55))
    after = bounds_of(framed)
    assert (after[0], after[2]) == (pytest.approx(west + 1), pytest.approx(east + 1))
    assert shape_of(after) == pytest.approx(WIDE)


def test_a_drag_of_the_east_edge_resizes_it_and_leaves_the_west_edge(framed: Hand) -> None:
    west, south, east, north = bounds_of(framed)
    framed.drag((east, (south + north) / 2), (east + 2, 51))
    after = bounds_of(framed)
    assert after[0] == pytest.approx(west)
    assert after[2] == pytest.approx(east + 2)
    assert shape_of(after) == pytest.approx(WIDE)
    assert height(after[1]) + height(after[3]) == pytest.approx(height(south) + height(north))


def test_a_drag_of_a_corner_leaves_the_opposite_one(framed: Hand) -> None:
    west, south, east, north = bounds_of(framed)
    framed.drag((west, south), (west - 2, south))
    after = bounds_of(framed)
    assert after[2:] == (pytest.approx(east), pytest.approx(north))
    assert after[0] == pytest.approx(west - 2)
    assert shape_of(after) == pytest.approx(WIDE)


def test_a_drag_beside_the_frame_draws_it_anew(framed: Hand) -> None:
    framed.drag((40, 41), (44, 41.5))
    assert bounds_of(framed)[:3] == (pytest.approx(40), pytest.approx(41), pytest.approx(44))


def test_a_frame_cannot_leave_the_world(framed: Hand) -> None:
    before = bounds_of(framed)
    framed.drag((34, 51), (220, 51))
    assert bounds_of(framed) == before


def test_a_slip_of_the_hand_makes_no_frame() -> None:
    hand = framing()
    hand.drag((30, 50), (30.03, 50.01))
    assert hand.tool.bounds is None
    assert not hand.last.settled


def test_escape_leaves_the_frame_as_it_was_and_then_goes_to_select(framed: Hand) -> None:
    before = bounds_of(framed)
    framed.drag((34, 51), (35, 55), let_go=False)
    framed.key("escape")
    assert framed.last.bounds == before
    assert bounds_of(framed) == before
    framed.key("escape")
    assert isinstance(framed.tool, Select)


def test_the_frame_is_shown_and_the_cursor_says_what_a_drag_would_do(framed: Hand) -> None:
    assert len(framed.sketches(SketchKind.FRAME)) == 1
    framed.hover(34, 51)
    assert framed.tool.cursor(framed.on) == "move"
    framed.hover(30, 51)
    assert framed.tool.cursor(framed.on) == "hand"
    framed.hover(45, 45)
    assert framed.tool.cursor(framed.on) == "cross"
