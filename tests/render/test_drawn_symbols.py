"""Every symbol is drawn, in its side's colour, clear of the map in both styles."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import LineString, MultiPoint, Polygon

from mapdesk.model import symbols as catalogue
from mapdesk.model.features import Evidence, Status
from mapdesk.model.symbols import LINE_SYMBOLS, POINT_SYMBOLS, SymbolEntry
from mapdesk.render import colour as colours
from mapdesk.render.drawn_symbols import DrawnSymbol, ink_of, symbol_boxes, symbol_marks, symbol_ring
from mapdesk.render.scene import Path
from mapdesk.render.style import load_style

LINE = np.array([(20.0, 60.0), (90.0, 100.0), (180.0, 60.0), (260.0, 80.0)])
PLACE = np.array([(100.0, 100.0)])
CODE = "10061000141211020000"
ENTRIES = (
    *LINE_SYMBOLS,
    *POINT_SYMBOLS,
    catalogue.PLAIN_ARROW,
    catalogue.PLAIN_MARKER,
    catalogue.UNIT_BY_CODE,
)
LIGHT = load_style("light")


def _drawn(entry: SymbolEntry, spots: np.ndarray | None = None) -> DrawnSymbol:
    code = CODE if entry is catalogue.UNIT_BY_CODE else ""
    return DrawnSymbol(entry, code, (LINE if entry.is_line else PLACE) if spots is None else spots)


def _paths(entry: SymbolEntry, evidence: Evidence = Evidence.VERIFIED, side: str = "#C74A38") -> list[Path]:
    marks = symbol_marks(_drawn(entry), ink_of(LIGHT, side, evidence))
    assert all(isinstance(mark, Path) for mark in marks)
    return [mark for mark in marks if isinstance(mark, Path)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.words)
def test_every_symbol_is_drawn_near_its_place_with_parts_of_different_names(entry: SymbolEntry) -> None:
    paths = _paths(entry)
    assert paths
    assert len({path.id for path in paths}) == len(paths)
    points = np.concatenate([line for path in paths for line in path.lines])
    spots = LINE if entry.is_line else PLACE
    assert (points > spots.min(axis=0) - 60).all()
    assert (points < spots.max(axis=0) + 60).all()
    assert np.array_equal(points, np.round(points, 2))


@pytest.mark.parametrize("style", ["light", "dark"])
@pytest.mark.parametrize("side", ["#C74A38", "#135E8C", "#2E7D32", "#F2C037", ""])
def test_a_symbol_stands_out_from_land_and_from_any_sides_ground_by_ink_or_rim(style: str, side: str) -> None:
    look = load_style(style)
    ink = ink_of(look, side, Evidence.VERIFIED)
    assert colours.contrast(ink.colour, look.land) >= 3
    assert colours.contrast(ink.colour, ink.casing) >= 3
    grounds = [look.area(Status.CONTROLLED, other, 0).shown for other in ("#C74A38", "#135E8C")]
    for ground in grounds:
        assert max(colours.contrast(ink.colour, ground), colours.contrast(ink.casing, ground)) >= 2.4


@pytest.mark.parametrize(
    "entry", [e for e in ENTRIES if e.kind.value == "arrow"], ids=lambda entry: entry.words
)
def test_an_arrow_that_is_not_confirmed_is_an_outline_whatever_it_means(entry: SymbolEntry) -> None:
    (firm,) = _paths(entry, Evidence.GEOLOCATED)
    (open_one,) = _paths(entry, Evidence.REPORTED)
    assert firm.fill is not None
    assert open_one.fill is not None
    assert open_one.stroke is not None
    assert firm.fill.colour == open_one.stroke.colour == LIGHT.outline_of("#C74A38")
    assert open_one.fill.colour == LIGHT.panel


def test_the_teeth_of_an_encirclement_stand_inside_whichever_way_it_was_drawn() -> None:
    turn = np.linspace(0, 2 * np.pi, 9)
    ring = np.column_stack((150 + 80 * np.cos(turn), 150 + 60 * np.sin(turn)))
    for spots in (ring, ring[::-1], ring[:-1]):
        marks = symbol_marks(_drawn(catalogue.ENCIRCLEMENT, spots), ink_of(LIGHT, "", Evidence.REPORTED))
        _, teeth, line = (mark for mark in marks if isinstance(mark, Path))
        inside = Polygon(line.lines[0])
        assert len(teeth.lines) >= 10
        assert all(inside.contains(MultiPoint(tooth[2:])) for tooth in teeth.lines)


def test_battlements_stand_on_the_left_of_the_way_and_never_below_it() -> None:
    level = np.array([(0.0, 100.0), (300.0, 100.0)])
    marks = symbol_marks(_drawn(catalogue.FORTIFIED_LINE, level), ink_of(LIGHT, "", Evidence.REPORTED))
    line = marks[-1]
    assert isinstance(line, Path)
    assert set(line.lines[0][:, 1].tolist()) == {93.0, 100.0}
    back = symbol_marks(_drawn(catalogue.FORTIFIED_LINE, level[::-1]), ink_of(LIGHT, "", Evidence.REPORTED))[
        -1
    ]
    assert isinstance(back, Path)
    assert set(back.lines[0][:, 1].tolist()) == {100.0, 107.0}


def test_a_line_hardly_longer_than_a_dot_shows_nothing() -> None:
    tiny = np.array([(50.0, 50.0), (51.0, 50.5)])
    for entry in LINE_SYMBOLS:
        assert symbol_marks(_drawn(entry, tiny), ink_of(LIGHT, "", Evidence.REPORTED)) == ()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.words)
def test_names_keep_clear_of_the_symbol_but_not_of_what_it_goes_around(entry: SymbolEntry) -> None:
    ink = ink_of(LIGHT, "", Evidence.VERIFIED)
    turn = np.linspace(0, 2 * np.pi, 20)
    ring = np.column_stack((200 + 150 * np.cos(turn), 200 + 150 * np.sin(turn)))
    drawn = _drawn(entry, ring if entry is catalogue.ENCIRCLEMENT else None)
    boxes = symbol_boxes(drawn)
    room = 16 if entry.is_line else 2
    for mark in symbol_marks(drawn, ink):
        assert isinstance(mark, Path)
        for x, y in np.concatenate(mark.lines).tolist():
            assert any(
                x0 - room <= x <= x1 + room and y0 - room <= y <= y1 + room for x0, y0, x1, y1 in boxes
            )
    if entry is catalogue.ENCIRCLEMENT:
        assert not any(x0 <= 200 <= x1 and y0 <= 200 <= y1 for x0, y0, x1, y1 in boxes)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.words)
def test_a_chosen_symbol_is_outlined_where_it_is(entry: SymbolEntry) -> None:
    lines = symbol_ring(_drawn(entry))
    spots = LINE if entry.is_line else PLACE
    assert lines
    assert min(LineString(line).distance(MultiPoint(spots)) for line in lines) < 40
