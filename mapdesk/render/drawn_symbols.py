"""The Marks of an annotation's symbol in pixels: the same for the editing view, PNG and SVG."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mapdesk.model import symbols as catalogue
from mapdesk.model.features import Annotation, Evidence
from mapdesk.model.symbols import SymbolEntry
from mapdesk.render.along import Points, distances, places_at, ring_through, sparse
from mapdesk.render.arrows import ATTACK, MAIN_ATTACK, WITHDRAWAL, ArrowForm, arrow_rings
from mapdesk.render.line_symbols import battlements, plain_line, ring_with_teeth
from mapdesk.render.marks import rounded
from mapdesk.render.point_symbols import Tone, point_symbol, reach_of
from mapdesk.render.scene import Fill, Mark, Path, Stroke, Vertices
from mapdesk.render.style import Style
from mapdesk.render.unit_symbols import SCALE, USUAL_REACH, drawn_before, prepare, unit_marks

#: A box in pixels: x0, y0, x1, y1.
Box = tuple[float, float, float, float]

#: How well an advance has to be known for its arrow to be solid; others are outlines.
FIRM = frozenset((Evidence.ASSESSED, Evidence.GEOLOCATED, Evidence.VERIFIED))
#: The edge of a solid arrow, that of an outlined one.
_EDGE, _OUTLINE = 1.5, 1.8
_LINE, _LINE_CASING = 2.6, 5.8
_DASH = (11.0, 6.0)
#: What lies beside a line's course is looked at in stretches of so many pixels.
_STRETCH = 24.0
_ARROWS = {
    catalogue.PLAIN_ARROW.key: ATTACK,
    catalogue.ATTACK.key: ATTACK,
    catalogue.MAIN_ATTACK.key: MAIN_ATTACK,
    catalogue.WITHDRAWAL.key: WITHDRAWAL,
}
#: How far a line's symbol reaches to either side of its course, in units.
_BESIDE = {
    catalogue.PLAIN_ARROW.key: 9.0,
    catalogue.ATTACK.key: 9.0,
    catalogue.MAIN_ATTACK.key: 12.0,
    catalogue.WITHDRAWAL.key: 6.0,
    catalogue.FORTIFIED_LINE.key: 9.0,
    catalogue.PHASE_LINE.key: 4.0,
    catalogue.ENCIRCLEMENT.key: 9.0,
}


@dataclass(frozen=True)
class Ink:
    """What a symbol is drawn with: colours (#RRGGBB), pixels per unit, whether it is known well."""

    colour: str
    casing: str
    paper: str
    k: float = 1.0
    firm: bool = True


@dataclass(frozen=True)
class DrawnSymbol:
    """What is drawn where: an entry of the catalogue, the code of a unit by code, vertices in pixels."""

    entry: SymbolEntry
    code: str
    spots: Vertices

    @property
    def place(self) -> tuple[float, float]:
        """The first of its vertices: where a symbol that is no line stands."""
        x, y = self.spots[0].tolist()
        return x, y


def ink_of(style: Style, side_colour: str, evidence: Evidence, k: float = 1.0) -> Ink:
    """The ink of an annotation: its side's colour as an outline has it, or that of advances for none."""
    colour = style.outline_of(side_colour) if side_colour else style.advance
    return Ink(colour, style.front_casing, style.panel, k, evidence in FIRM)


def drawn_symbol(note: Annotation, spots: Vertices) -> DrawnSymbol:
    """What an annotation other than a text is drawn as, at its vertices in pixels."""
    return DrawnSymbol(catalogue.symbol_of(note), note.symbol, spots)


def symbol_marks(symbol: DrawnSymbol, ink: Ink, *, at_once: bool = False) -> tuple[Mark, ...]:
    """The Marks of a symbol, undermost first; their ids are the names of its parts, none where it is tiny.

    `at_once` draws a unit's symbol as a plain unit where it would have to be waited for.
    """
    entry = symbol.entry
    if not entry.is_line:
        return _on_place(symbol, ink, at_once)
    if len(symbol.spots) < 2 or float(np.ptp(symbol.spots, axis=0).max()) < 2:
        return ()
    form = _ARROWS.get(entry.key)
    if form is not None:
        return _arrow(symbol.spots, form, ink)
    k = ink.k
    if entry is catalogue.FORTIFIED_LINE:
        return _cased(entry, battlements(symbol.spots, k), ink, join="miter")
    if entry is catalogue.PHASE_LINE:
        dash = tuple(round(part * k, 2) for part in _DASH)
        return _cased(entry, plain_line(symbol.spots), ink, dash=dash)
    ring, teeth = ring_with_teeth(symbol.spots, k)
    if not teeth:
        return _cased(entry, ring, ink)
    edge = Stroke(ink.casing, round(1.6 * k, 2))
    casing, line = _cased(entry, ring, ink)
    return (casing, Path("teeth", f"{entry.key} teeth", teeth, True, Fill(ink.colour), edge), line)


def symbol_reach(symbol: DrawnSymbol, k: float = 1.0) -> tuple[float, float]:
    """How far a symbol on a place reaches across and up from it, in pixels."""
    if symbol.entry is catalogue.UNIT_BY_CODE:
        x0, y0, x1, y1 = _unit_box(symbol, k)
        return max(-x0, x1), max(-y0, y1)
    across, up = reach_of(symbol.entry.key)
    return across * k, up * k


def symbol_boxes(symbol: DrawnSymbol, k: float = 1.0) -> list[Box]:
    """What a symbol covers in pixels: one box for a place, many along a line, none in between."""
    x, y = symbol.place
    if not symbol.entry.is_line:
        x0, y0, x1, y1 = _unit_box(symbol, k) if symbol.entry is catalogue.UNIT_BY_CODE else (0.0,) * 4
        if x0 == x1:
            across, up = symbol_reach(symbol, k)
            x0, y0, x1, y1 = -across, -up, across, up
        return [(x + x0, y + y0, x + x1, y + y1)]
    beside = _BESIDE[symbol.entry.key] * k
    course = sparse(symbol.spots)
    if symbol.entry is catalogue.ENCIRCLEMENT and len(course) > 2:
        course = ring_through(course)
    if len(course) < 2:
        return [(x - beside, y - beside, x + beside, y + beside)]
    hook = _ARROWS[symbol.entry.key].hook * k if symbol.entry.key in _ARROWS else 0.0
    turn = 2 * hook + beside
    turned = [(x - turn, y - turn, x + turn, y + turn)] if hook else []
    distance = distances(course)
    count = max(1, int(np.ceil(distance[-1] / _STRETCH)))
    ends = places_at(course, distance, np.linspace(0, distance[-1], count + 1))
    low, high = np.minimum(ends[:-1], ends[1:]) - beside, np.maximum(ends[:-1], ends[1:]) + beside
    return [*turned, *((x0, y0, x1, y1) for x0, y0, x1, y1 in np.hstack((low, high)).tolist())]


def symbol_ring(symbol: DrawnSymbol) -> tuple[Vertices, ...]:
    """Lines around a symbol, for when it is chosen: closed ones, or its course."""
    if symbol.entry.is_line:
        form = _ARROWS.get(symbol.entry.key)
        outline = arrow_rings(symbol.spots, form) if form is not None and len(symbol.spots) > 1 else ()
        return tuple(np.concatenate((ring, ring[:1])) for ring in outline) or (symbol.spots,)
    ((x0, y0, x1, y1),) = symbol_boxes(symbol)
    room = 3.0
    if not symbol.code:
        x, y = symbol.place
        far = x1 - x + room
        return (np.array([(x, y - far), (x + far, y), (x, y + far), (x - far, y), (x, y - far)]),)
    x0, y0, x1, y1 = x0 - room, y0 - room, x1 + room, y1 + room
    return (np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]),)


def _arrow(spots: Points, form: ArrowForm, ink: Ink) -> tuple[Mark, ...]:
    outline = arrow_rings(spots, form, ink.k)
    if not outline:
        return ()
    if ink.firm:
        edge = Stroke(ink.casing, round(_EDGE * ink.k, 2))
        return (Path("body", "arrow", outline, True, Fill(ink.colour), edge),)
    edge = Stroke(ink.colour, round(_OUTLINE * ink.k, 2))
    return (Path("body", "arrow announced", outline, True, Fill(ink.paper, 0.9), edge),)


def _cased(
    entry: SymbolEntry, line: Vertices, ink: Ink, *, dash: tuple[float, ...] = (), join: str = "round"
) -> tuple[Path, Path]:
    width, casing = round(_LINE * ink.k, 2), round(_LINE_CASING * ink.k, 2)
    stroke = Stroke(ink.colour, width, dash=dash, cap="butt" if dash else "round", join=join)
    rim = Stroke(ink.casing, casing, join=join)
    return (
        Path("casing", f"{entry.key} casing", (line,), False, None, rim),
        Path("line", entry.key, (line,), False, None, stroke),
    )


def _on_place(symbol: DrawnSymbol, ink: Ink, at_once: bool) -> tuple[Mark, ...]:
    x, y = symbol.place
    if symbol.entry is catalogue.UNIT_BY_CODE:
        if not at_once:
            prepare((symbol.code,))
        # A file may hold a code that the library lacks; that there is a unit is still to be seen.
        unit = drawn_before(symbol.code)
        if unit is not None:
            return unit_marks(unit, x, y, ink.k)
    colours = {Tone.INK: ink.colour, Tone.PAPER: ink.paper, Tone.CASING: ink.casing}
    marks: list[Mark] = []
    key = symbol.entry.key or "marker"
    for part in point_symbol(symbol.entry.key):
        css_class = key if part.name == "body" else f"{key} {part.name}"
        lines = tuple(rounded(line * ink.k + (x, y)) for line in part.lines)
        colour = colours[part.tone]
        if part.width:
            join = "miter" if part.closed else "round"
            stroke = Stroke(colour, round(part.width * ink.k, 2), join=join)
            marks.append(Path(part.name, css_class, lines, part.closed, None, stroke))
            continue
        rim = Stroke(ink.casing, round(part.rim * ink.k, 2)) if part.rim else None
        marks.append(Path(part.name, css_class, lines, True, Fill(colour), rim))
    return tuple(marks)


def _unit_box(symbol: DrawnSymbol, k: float) -> Box:
    unit = drawn_before(symbol.code)
    if unit is not None:
        x0, y0, x1, y1 = (side * k * SCALE for side in unit.box)
        return x0, y0, x1, y1
    across, up = USUAL_REACH
    return -across * k, -up * k, across * k, up * k


def sample_symbol(entry: SymbolEntry, code: str, box: Box) -> DrawnSymbol:
    """A symbol that fills a box in pixels, as a legend shows it."""
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2
    if not entry.is_line:
        spots = np.array([((x0 + x1) / 2, middle)])
    elif entry is catalogue.ENCIRCLEMENT:
        turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        spots = np.column_stack(
            ((x0 + x1) / 2 + (x1 - x0) / 2.3 * np.cos(turn), middle + (y1 - y0) / 2 * np.sin(turn))
        )
    else:
        # The turn that a withdrawal begins with reaches out behind its start, and above it.
        begins = x0 + 0.25 * (x1 - x0) if entry is catalogue.WITHDRAWAL else x0
        level = middle + (0.25 * (y1 - y0) if entry is catalogue.WITHDRAWAL else 0.0)
        spots = np.array([(begins, level), (x1, level)])
    return DrawnSymbol(entry, code, spots)
