"""Symbols of military units by their code of 20 digits, as the library draws them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import shapely

from mapdesk.model.symbols import is_unit_code
from mapdesk.render.along import Points
from mapdesk.render.library_drawing import Piece, read_drawing
from mapdesk.render.marks import rings, rounded
from mapdesk.render.path_data import NotUnderstood
from mapdesk.render.scene import Fill, Mark, Path, Stroke
from mapdesk.render.text import MissingGlyph
from mapdesk.render.unit_library import LibraryFailed, drawing_of

#: Units of the house to one of the library, whose usual box is 150 by 100.
SCALE = 0.24
#: Half of the box of a symbol that is not drawn yet, in units of the house.
USUAL_REACH = (19.0, 13.0)
#: The library draws in black: the rim that sets it off is white, also on a dark map.
_RIM, _RIM_WIDTH = "#FFFFFF", 6.0
#: The code of some unit.
EXAMPLE = "10031000001211000000"


class UnitRefused(ValueError):
    """A code that there is no symbol for; its text is a sentence for the user."""


@dataclass(frozen=True, eq=False)
class UnitPart:
    """One part of a unit's symbol, in the library's units around the place that it marks, y down."""

    name: str
    lines: tuple[Points, ...]
    closed: bool
    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class UnitSymbol:
    """A unit's symbol: its parts, the undermost first, and the box that it covers (x0, y0, x1, y1)."""

    parts: tuple[UnitPart, ...]
    box: tuple[float, float, float, float]


#: Those drawn so far by their codes.
_drawn: dict[str, UnitSymbol] = {}


def prepare(codes: Iterable[str]) -> None:
    """Have the symbols of some codes drawn, those that there are; the first takes a second or two."""
    for code in codes:
        with suppress(UnitRefused):
            unit_symbol(code)


def drawn_before(code: str) -> UnitSymbol | None:
    """The symbol of a code, if it comes at once and there is one."""
    return _drawn.get(code)


def unit_symbol(code: str) -> UnitSymbol:
    """The symbol of a code of 20 digits (MIL-STD-2525D, APP-6D); raises UnitRefused."""
    if code not in _drawn:
        _drawn[code] = _drawn_anew(code)
    return _drawn[code]


def _drawn_anew(code: str) -> UnitSymbol:
    if not is_unit_code(code):
        raise UnitRefused(
            f"A unit's code is 20 digits long (MIL-STD-2525D or APP-6D), such as {EXAMPLE}; “{code}” is not."
        )
    try:
        drawing = drawing_of(code)
    except LibraryFailed as fault:
        raise UnitRefused(f"The symbol library can't be used ({fault}); try again.") from fault
    if drawing.unknown >= 0:
        at = drawing.unknown
        raise UnitRefused(
            f"The symbol library has no modifier {code[at : at + 2]} for this unit; "
            f"digits {at + 1} and {at + 2} of a code without one are 00."
        )
    try:
        pieces = read_drawing(drawing.svg) if drawing.svg else ()
    except (NotUnderstood, MissingGlyph) as fault:
        raise UnitRefused(f"MapDesk can't draw the symbol with the code {code} faithfully.") from fault
    if not pieces:
        raise UnitRefused(f"The symbol library has no symbol for the code {code}; look its digits through.")
    around = [
        piece.shape if piece.fill else shapely.buffer(piece.shape, piece.width / 2, quad_segs=4)
        for piece in pieces
    ]
    place = np.array((drawing.x, drawing.y))
    rim = shapely.simplify(shapely.buffer(shapely.union_all(around), _RIM_WIDTH, quad_segs=6), 0.2)
    casing = UnitPart("casing", tuple(ring - place for ring in rings(rim)), True, _RIM)
    x0, y0, x1, y1 = (np.reshape(shapely.bounds(rim), (2, 2)) - place).ravel().tolist()
    parts = (
        casing,
        *(part for number, piece in enumerate(pieces, 1) for part in _parts(piece, number, place)),
    )
    return UnitSymbol(parts, (x0, y0, x1, y1))


def _parts(piece: Piece, number: int, place: Points) -> list[UnitPart]:
    if piece.fill:
        lines = tuple(ring - place for ring in rings(piece.shape))
        return [UnitPart(f"part {number}", lines, True, piece.fill)]
    found = []
    for closed in (True, False):
        lines = tuple(
            shapely.get_coordinates(part)[: -1 if closed else None] - place
            for part in shapely.get_parts(piece.shape)
            if (part.geom_type == "LinearRing") is closed
        )
        if lines:
            name = f"part {number} {'ring' if closed else 'line'}"
            found.append(UnitPart(name, lines, closed, "", piece.stroke, piece.width, piece.dash))
    return found


def unit_marks(symbol: UnitSymbol, x: float, y: float, k: float) -> tuple[Mark, ...]:
    """The Marks of a unit's symbol at a place in pixels; `k` are pixels per unit of the house."""
    scale, place = SCALE * k, np.array((x, y))
    marks: list[Mark] = []
    for part in symbol.parts:
        lines = tuple(rounded(line * scale + place) for line in part.lines)
        if part.fill:
            opacity, css_class = (0.92, "unit casing") if part is symbol.parts[0] else (1.0, "unit")
            marks.append(Path(part.name, css_class, lines, True, Fill(part.fill, opacity)))
            continue
        dash = tuple(round(length * scale, 2) for length in part.dash)
        stroke = Stroke(part.stroke, round(part.width * scale, 2), dash=dash, cap="butt", join="miter")
        marks.append(Path(part.name, "unit", lines, part.closed, None, stroke))
    return tuple(marks)
