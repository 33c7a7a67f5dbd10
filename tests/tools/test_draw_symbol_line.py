"""Arrows and lines with a meaning are drawn by hand or point by point, and seen as what they will be."""

from __future__ import annotations

import pytest
import shapely

from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.symbols import LINE_SYMBOLS
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.draw_symbol_line import DrawSymbolLine
from mapdesk.tools.select import Select
from mapdesk.tools.tool import Choice
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand


def _hand(symbol: str = "attack", side: str = "blue") -> Hand:
    tool = DrawSymbolLine().with_option("symbol", symbol)
    return Hand(put(two_sides(), "red", square(30, 50)), tool, side=side)


def _notes(hand: Hand) -> list[Annotation]:
    return [feature for feature in hand.features.values() if isinstance(feature, Annotation)]


def test_an_attack_is_drawn_in_one_drag_for_the_side_chosen() -> None:
    hand = _hand()
    hand.drag((31, 51), (31.5, 51.4), (32, 51.5), (33, 51.2))
    (note,) = _notes(hand)
    assert (note.kind, note.symbol, note.side) == (AnnotationKind.ARROW, "attack", "blue")
    start, *_, end = note.shape.coords
    assert (start, end) == ((31, 51), (33, 51.2))
    (step,) = hand.steps
    assert step.startswith("Draw an attack, ")
    assert isinstance(hand.tool, DrawSymbolLine)
    assert hand.tool.points == ()


@pytest.mark.parametrize("end", ["enter", "double click"])
def test_a_fortified_line_is_clicked_point_by_point(end: str) -> None:
    hand = _hand("fortified-line", side="")
    hand.click(31, 51)
    hand.click(32, 51.3)
    if end == "enter":
        hand.click(33, 51)
        hand.key("enter")
    else:
        hand.double_click(33, 51)
    (note,) = _notes(hand)
    assert (note.kind, note.symbol, note.side) == (AnnotationKind.SYMBOL, "fortified-line", "")
    assert len(note.shape.coords) == 3


def test_a_phase_line_is_asked_for_its_name() -> None:
    hand = _hand("phase-line")
    hand.click(31, 51)
    hand.click(33, 51)
    hand.key("enter")
    assert hand.steps == []
    ask = hand.last.ask
    assert ask is not None
    after = ask.then(" Amber ").edit(hand.project).project
    (snapshot,) = next(iter(after.snapshots.values()))
    (note,) = [feature for feature in snapshot.features.values() if isinstance(feature, Annotation)]
    assert (note.symbol, note.text) == ("phase-line", "Amber")


def test_an_encirclement_of_two_points_is_refused_and_can_go_on() -> None:
    hand = _hand("encirclement")
    hand.click(31, 51)
    hand.click(33, 51)
    hand.key("enter")
    assert hand.refusals == ["Encirclement: three points are needed; click more, or drop it with Escape."]
    hand.click(32, 52)
    hand.key("enter")
    (note,) = _notes(hand)
    assert note.shape.is_closed


@pytest.mark.parametrize("entry", LINE_SYMBOLS, ids=lambda entry: entry.words)
def test_while_it_is_drawn_the_symbol_is_seen_along_the_way_to_the_hand(entry) -> None:
    hand = _hand(entry.key)
    hand.click(31, 51)
    hand.click(32, 52)
    hand.hover(33, 51)
    (sketch,) = hand.sketches(SketchKind.SYMBOL)
    assert (sketch.text, sketch.colour) == (entry.key, hand.on.side_colour)
    assert shapely.get_coordinates(sketch.shape)[-1].tolist() == [33, 51]
    assert hand.sketches(SketchKind.STROKE) == []
    assert len(hand.sketches(SketchKind.VERTEX)) == 2


def test_the_symbol_can_be_changed_while_its_line_is_under_way() -> None:
    hand = _hand()
    hand.click(31, 51)
    hand.click(33, 51)
    (choice,) = hand.tool.options(hand.on)
    assert isinstance(choice, Choice)
    assert choice.current == "attack"
    hand.tool = hand.tool.with_option("symbol", "withdrawal")
    hand.key("enter")
    assert [note.symbol for note in _notes(hand)] == ["withdrawal"]
    assert hand.tool.with_option("symbol", "no such") is hand.tool


def test_escape_drops_the_line_and_then_the_tool() -> None:
    hand = _hand()
    hand.click(31, 51)
    hand.key("escape")
    assert isinstance(hand.tool, DrawSymbolLine)
    hand.key("escape")
    assert isinstance(hand.tool, Select)
    assert hand.steps == []
