"""The catalogue of symbols that annotations can have."""

from __future__ import annotations

import pytest
from shapely import LineString, Point

from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.symbols import (
    ATTACK,
    ENCIRCLEMENT,
    LINE_SYMBOLS,
    PLAIN_ARROW,
    PLAIN_MARKER,
    POINT_SYMBOLS,
    STRIKE,
    SYMBOLS,
    UNIT_BY_CODE,
    annotation_words,
    entry_of,
    symbol_of,
    symbols_for,
)

CODE = "10031000001211000000"
WAY = LineString([(33, 47), (34, 47)])


def _note(shape: Point | LineString, symbol: str = "", kind: str = "symbol") -> Annotation:
    return Annotation(feature_id="n", kind=AnnotationKind(kind), shape=shape, symbol=symbol)


def test_no_two_symbols_go_by_one_key_or_are_called_the_same() -> None:
    assert len(SYMBOLS) == len(LINE_SYMBOLS) + len(POINT_SYMBOLS)
    assert len({entry.words for entry in SYMBOLS.values()}) == len(SYMBOLS)


@pytest.mark.parametrize("symbol", ["", "no-such", CODE[:-1], CODE + "0", "1003100000121100000A", "۱" * 20])
def test_what_is_neither_in_the_catalogue_nor_twenty_digits_is_no_symbol(symbol: str) -> None:
    assert entry_of(symbol) is None


def test_twenty_digits_are_a_units_code() -> None:
    assert entry_of(CODE) is UNIT_BY_CODE


def test_an_annotation_without_a_symbol_is_the_marker_or_arrow_it_always_was() -> None:
    assert symbol_of(_note(Point(33, 47), kind="marker")) is PLAIN_MARKER
    assert symbol_of(_note(WAY, kind="arrow")) is PLAIN_ARROW


def test_a_symbol_that_does_not_suit_the_shape_is_drawn_as_a_plain_one() -> None:
    assert symbol_of(_note(Point(33, 47), ATTACK.key)) is PLAIN_MARKER
    assert symbol_of(_note(WAY, STRIKE.key)) is PLAIN_ARROW
    assert symbol_of(_note(WAY, ENCIRCLEMENT.key)) is ENCIRCLEMENT


def test_annotations_on_places_share_other_symbols_than_those_along_lines() -> None:
    places = symbols_for([_note(Point(33, 47)), _note(Point(33, 48), CODE)])
    assert [key for key, _ in places] == ["", *(entry.key for entry in POINT_SYMBOLS), CODE]
    assert [key for key, _ in symbols_for([_note(WAY)])][1:] == [entry.key for entry in LINE_SYMBOLS]
    assert symbols_for([_note(WAY), _note(Point(33, 47))]) == ()
    assert symbols_for([_note(Point(33, 47), kind="text")]) == ()


def test_annotations_are_called_what_they_are_drawn_as() -> None:
    assert annotation_words(_note(Point(33, 47), kind="text")) == "Text"
    assert annotation_words(_note(WAY, "fortified-line")) == "Fortified line"
    assert annotation_words(_note(Point(33, 47), kind="marker")) == "Marker"
