from __future__ import annotations

from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.link import PickForLink
from mapdesk.tools.select import Select
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand


def picking() -> Hand:
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
    return Hand(project, PickForLink())


def test_a_click_picks_the_feature_and_selects_it() -> None:
    hand = picking()
    outcome = hand.click(31, 51)
    assert outcome.picked == "area-1"
    assert hand.selected == ("area-1",)
    assert isinstance(hand.tool, Select)


def test_a_front_can_be_picked_and_tab_goes_to_the_area_under_it() -> None:
    hand = picking()
    hand.hover(31.97, 51)
    assert "Front, Red – Blue" in hand.guidance()
    hand.key("tab")
    assert "Red, controlled" in hand.guidance()
    assert hand.click(31.96, 51).picked == "area-1"


def test_enter_picks_what_lies_under_the_hand() -> None:
    hand = picking()
    hand.hover(33, 51)
    outcome = hand.key("enter")
    assert outcome is not None
    assert outcome.picked == "area-2"


def test_what_would_be_picked_is_shown() -> None:
    hand = picking()
    hand.hover(31, 51)
    (ghost,) = hand.sketches(SketchKind.GHOST)
    assert ghost.shape == hand.features["area-1"].shape


def test_a_click_on_nothing_is_refused_in_a_sentence_and_goes_on() -> None:
    hand = picking()
    outcome = hand.click(45, 45)
    assert not outcome.picked
    assert hand.refusals[0].startswith("There is nothing here to link to")
    assert isinstance(hand.tool, PickForLink)


def test_escape_drops_the_link() -> None:
    hand = picking()
    hand.key("escape")
    assert isinstance(hand.tool, Select)
    assert hand.last.picked == ""
