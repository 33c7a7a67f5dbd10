"""Symbols are placed with a click in the colour of the side drawn for; a unit by its code of 20 digits."""

from __future__ import annotations

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.symbols import POINT_SYMBOLS
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.place_symbol import PlaceSymbol
from mapdesk.tools.select import Select
from mapdesk.tools.tool import Choice
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand

CODE = "10031000001211000000"


def _hand(symbol: str = "strike") -> Hand:
    tool = PlaceSymbol().with_option("symbol", symbol)
    return Hand(put(two_sides(), "red", square(30, 50)), tool, side="red")


def _notes(hand: Hand) -> list[Annotation]:
    return [feature for feature in hand.features.values() if isinstance(feature, Annotation)]


@pytest.mark.parametrize("entry", POINT_SYMBOLS, ids=lambda entry: entry.words)
def test_a_click_places_the_symbol_for_the_side_chosen(entry) -> None:
    hand = _hand(entry.key)
    hand.hover(32, 51)
    (sketch,) = hand.sketches(SketchKind.SYMBOL)
    assert (sketch.text, sketch.colour) == (entry.key, hand.on.side_colour)
    hand.double_click(32, 51)
    (note,) = _notes(hand)
    assert (note.kind, note.symbol, note.side) == (AnnotationKind.SYMBOL, entry.key, "red")
    assert note.shape.coords[0] == (32, 51)
    assert hand.steps == [f"Place {entry.words.lower()}"]


def test_a_unit_is_placed_by_its_code_and_the_next_is_offered_the_same() -> None:
    hand = _hand("code")
    ask = hand.click(32, 51).ask
    assert ask is not None
    assert ask.default == ""
    edited = ask.then(f" {CODE[:10]} {CODE[10:]} ")
    hand.follow(type(hand.last)(hand.tool, edit=edited))
    assert [note.symbol for note in _notes(hand)] == [CODE]
    again = hand.click(33, 51).ask
    assert again is not None
    assert again.default == CODE


@pytest.mark.parametrize(("code", "reason"), [("1003", "20 digits"), ("10031000999999999999", "no symbol")])
def test_a_code_that_no_unit_has_is_refused_and_nothing_is_placed(code: str, reason: str) -> None:
    hand = _hand("code")
    ask = hand.click(32, 51).ask
    assert ask is not None
    with pytest.raises(EditRefused, match=reason):
        ask.then(code).edit(hand.project)


def test_the_symbol_is_chosen_from_all_that_stand_on_a_place() -> None:
    hand = _hand()
    (choice,) = hand.tool.options(hand.on)
    assert isinstance(choice, Choice)
    assert [key for key, _ in choice.values] == [*(entry.key for entry in POINT_SYMBOLS), "code"]
    assert hand.tool.with_option("symbol", "attack") is hand.tool
    assert "20 digits" in hand.tool.with_option("symbol", "code").guidance(hand.on)


def test_escape_goes_back_to_selecting() -> None:
    hand = _hand()
    hand.key("escape")
    assert isinstance(hand.tool, Select)
