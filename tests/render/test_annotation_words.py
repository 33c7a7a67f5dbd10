"""The words of an annotation stand beside its symbol, never on it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.symbols import POINT_SYMBOLS
from mapdesk.render.annotation_words import word_starts, words_of
from mapdesk.render.drawn_symbols import drawn_symbol, symbol_boxes

WIDTH, SIZE = 80.0, 14.0


def _note(symbol: str, shape: Point | LineString, kind: str = "symbol", text: str = "Amber") -> Annotation:
    return Annotation(feature_id="n", kind=AnnotationKind(kind), shape=shape, symbol=symbol, text=text)


def _box(start: tuple[float, float]) -> shapely.Polygon:
    x, y = start
    return shapely.box(x, y - 0.7 * SIZE, x + WIDTH, y)


@pytest.mark.parametrize("symbol", ["", *(entry.key for entry in POINT_SYMBOLS)])
def test_words_beside_a_symbol_have_four_places_clear_of_it(symbol: str) -> None:
    note = _note(symbol, Point(0, 0))
    spots = np.array([(300.0, 200.0)])
    (starts,) = word_starts(note, spots, WIDTH, SIZE, 1.0)
    ((x0, y0, x1, y1),) = symbol_boxes(drawn_symbol(note, spots))
    assert len(starts) == 4
    for start in starts:
        assert not _box(start).intersects(shapely.box(x0 + 1, y0 + 1, x1 - 1, y1 - 1))


@pytest.mark.parametrize("turn", range(0, 360, 30))
def test_a_phase_line_is_named_at_both_ends_off_the_line_whichever_way_it_runs(turn: int) -> None:
    way = np.array((np.cos(np.radians(turn)), np.sin(np.radians(turn))))
    spots = np.array([(300.0, 300.0), np.array((300.0, 300.0)) + way * 250])
    line = LineString(spots)
    places = word_starts(_note("phase-line", LineString([(0, 0), (1, 1)])), spots, WIDTH, SIZE, 1.0)
    assert len(places) == 2
    for starts, end in zip(places, spots, strict=True):
        for start in starts:
            assert not _box(start).intersects(line)
            assert _box(start).distance(Point(end)) < 40


@pytest.mark.parametrize("symbol", ["fortified-line", "encirclement"])
def test_a_lines_words_stand_along_its_middle_and_not_on_it(symbol: str) -> None:
    spots = np.array([(100.0, 100.0), (200.0, 110.0), (400.0, 100.0)])
    (starts,) = word_starts(_note(symbol, LineString([(0, 0), (1, 1)])), spots, WIDTH, SIZE, 1.0)
    for start in starts:
        assert 2 < _box(start).distance(LineString(spots)) < 30


def test_an_arrow_bears_no_words_and_a_text_stands_in_the_middle_of_its_place() -> None:
    assert words_of(_note("attack", LineString([(0, 0), (1, 1)]), "arrow")) == ""
    text = _note("", Point(0, 0), "text")
    (starts,) = word_starts(text, np.array([(300.0, 200.0)]), WIDTH, SIZE, 1.0)
    assert _box(starts[0]).centroid.distance(Point(300, 200)) < 1
