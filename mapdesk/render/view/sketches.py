"""What tools show over the map while the hand works, and how it looks; none of it is ever exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.features import Evidence
from mapdesk.model.symbols import entry_of
from mapdesk.render.drawn_symbols import DrawnSymbol, ink_of, symbol_marks
from mapdesk.render.marks import box_path
from mapdesk.render.scene import Face, Fill, Mark, Path, Stroke, Text, Vertices
from mapdesk.render.style import Style
from mapdesk.render.symbols import disc
from mapdesk.render.text import MissingGlyph, text_width
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.shapes import shape_of
from mapdesk.render.view.sight import Sight, whole

_SIZE = 13.0
_DIAMOND = np.array([(0.0, -7.5), (7.5, 0.0), (0.0, 7.5), (-7.5, 0.0)])


class SketchKind(StrEnum):
    """What a Sketch is."""

    STROKE = "stroke"  # the line being drawn
    GROUND = "ground"  # tinted polygons
    VERTEX = "vertex"  # a square handle
    MIDPOINT = "midpoint"  # a small round handle
    BOX = "box"  # a rubber band
    LABEL = "label"  # text beside a point, on a small panel
    SNAP = "snap"  # the mark of a joined end, with words for what it is joined to
    SNAP_EDGE = "snap-edge"  # the same on an edge, between two vertices
    NOTE = "note"  # a few words on a line, without a panel
    GHOST = "ghost"  # the outline of something moved
    FRAME = "frame"  # a frame's extent, the rest of the map dimmed
    SYMBOL = "symbol"  # a symbol to be placed or drawn: its key in `text`, its side's colour in `colour`


@dataclass(frozen=True)
class Sketch:
    """One thing a tool shows: a shape in degrees; handles are Points or MultiPoints.

    `colour` is #RRGGBB, or else the style's accent; `active` is what lies under the hand.
    """

    kind: SketchKind
    shape: BaseGeometry
    text: str = ""
    colour: str = ""
    active: bool = False


def accent(style: Style) -> str:
    """The colour of what is selected and of what the hand does: it means no side and no water."""
    return "#5CB8FF" if style.is_dark else "#0A64D8"


def sketch_marks(sketches: Sequence[Sketch], viewport: MercatorViewport, style: Style) -> tuple[Mark, ...]:
    """The Marks of sketches in a viewport, the first undermost, handles above lines, words above all."""
    order = {SketchKind.FRAME: 0, SketchKind.GROUND: 1, SketchKind.VERTEX: 3, SketchKind.MIDPOINT: 3}
    order |= {SketchKind.SNAP: 4, SketchKind.SNAP_EDGE: 4, SketchKind.LABEL: 5, SketchKind.NOTE: 4}
    sight = whole(viewport)
    marks: list[Mark] = []
    for sketch in sorted(sketches, key=lambda sketch: (order.get(sketch.kind, 2), sketch.active)):
        if not sketch.shape.is_empty:
            marks += _drawn(sketch, sight, style)
    return tuple(marks)


def _drawn(sketch: Sketch, sight: Sight, style: Style) -> list[Mark]:
    colour = sketch.colour or accent(style)
    kind = sketch.kind
    if kind in (SketchKind.VERTEX, SketchKind.MIDPOINT, SketchKind.SNAP, SketchKind.SNAP_EDGE):
        return _handles(sketch, sight, style, colour)
    if kind is SketchKind.NOTE:
        ((x, y),) = sight.viewport.to_pixels(shapely.get_coordinates(sketch.shape)[:1]).tolist()
        return _words(sketch.text, x - 4.0, y - 12.0, sight, style)
    if kind is SketchKind.LABEL:
        return _label(sketch, sight, style)
    if kind is SketchKind.FRAME:
        return _frame(sketch, sight, style, colour)
    if kind is SketchKind.SYMBOL:
        return _symbol(sketch, sight, style)
    marks: list[Mark] = []
    lines = tuple(sight.edges(shape_of(sketch.shape)))
    if kind in (SketchKind.GROUND, SketchKind.BOX):
        tint = Fill(colour, 0.14 if kind is SketchKind.BOX else 0.32 if sketch.active else 0.24)
        for rings in sight.polygons(shape_of(sketch.shape)):
            marks.append(Path("", f"sketch {kind}", rings, True, tint))
    if kind is SketchKind.STROKE:
        marks.append(_lines(kind, lines, Stroke(style.halo, 5.0, 0.75)))
        marks.append(_lines(kind, lines, Stroke(colour, 3.2 if sketch.active else 2.4)))
    elif kind is SketchKind.GHOST:
        marks.append(_lines(kind, lines, Stroke(style.halo, 3.0, 0.6)))
        marks.append(_lines(kind, lines, Stroke(colour, 1.6, 1.0, (5.0, 4.0), "butt")))
    elif kind is SketchKind.BOX:
        marks.append(_lines(kind, lines, Stroke(colour, 1.2, 1.0, (4.0, 3.0), "butt", "miter")))
    else:
        marks.append(_lines(kind, lines, Stroke(colour, 2.2 if sketch.active else 1.6)))
    return marks


def measured_marks(line: BaseGeometry, words: str, sight: Sight, style: Style) -> list[Mark]:
    """A line in degrees along which something was measured, with a handle at its end and what it measures."""
    drawn = Sketch(SketchKind.STROKE, line)
    ends = Sketch(SketchKind.MIDPOINT, shapely.MultiPoint(shapely.get_coordinates(line)))
    start, end = sight.viewport.to_pixels(shapely.get_coordinates(line)[[0, -1]])
    x, y = ((start + end) / 2).tolist()
    colour = accent(style)
    return [
        *_drawn(drawn, sight, style),
        *_handles(ends, sight, style, colour),
        *_words(words, x - 4.0, y - 12.0, sight, style),
    ]


def _lines(kind: SketchKind, lines: tuple[Vertices, ...], stroke: Stroke) -> Path:
    return Path("", f"sketch {kind}", lines, False, None, stroke)


def _handles(sketch: Sketch, sight: Sight, style: Style, colour: str) -> list[Mark]:
    spots = sight.viewport.to_pixels(shapely.get_coordinates(sketch.shape))
    x0, y0, x1, y1 = sight.part
    near = (spots >= (x0 - 12, y0 - 12)).all(axis=1) & (spots <= (x1 + 12, y1 + 12)).all(axis=1)
    paper = "#FFFFFF" if not style.is_dark else "#10151C"
    inside, rim = (colour, paper) if sketch.active else (paper, colour)
    marks: list[Mark] = []
    for x, y in spots[near].tolist():
        if sketch.kind is SketchKind.VERTEX:
            # On whole pixels the small square keeps sharp edges.
            x, y, half = round(x), round(y), 5.0 if sketch.active else 3.5
            box = (x - half, y - half, x + half, y + half)
            marks.append(box_path("", "sketch vertex", box, Fill(inside), Stroke(rim, 1.5, join="miter")))
        elif sketch.kind is SketchKind.MIDPOINT:
            radius = 4.2 if sketch.active else 2.8
            ring = disc(x, y, radius)
            marks.append(Path("", "sketch midpoint", (ring,), True, Fill(inside, 0.9), Stroke(rim, 1.2)))
        else:
            ring = disc(x, y, 7.0) if sketch.kind is SketchKind.SNAP else np.array((x, y)) + _DIAMOND
            marks.append(Path("", "sketch snap", (ring,), True, None, Stroke(paper, 4.0, 0.8)))
            marks.append(Path("", "sketch snap", (ring,), True, Fill(colour, 0.2), Stroke(colour, 2.0)))
            marks += _words(sketch.text, x, y, sight, style)
    return marks


def _words(text: str, x: float, y: float, sight: Sight, style: Style) -> list[Mark]:
    """A few words below a place on the right, or on the left where there is no room, on a small panel."""
    try:
        wide = text_width(text, Face.REGULAR, _SIZE)
    except MissingGlyph:
        return []
    left = x + 13.0 if x + 13.0 + wide < sight.part[2] - 8 else x - 13.0 - wide
    # Names of the map below would else be read together with the words.
    panel = _rounded_box(round(left) - 4.5, round(y) + 4.5, wide + 9.0, 19.0, 3.0)
    ink = Fill(style.text)
    words = Text("", "sketch words", text, round(left), round(y) + 18.5, _SIZE, Face.REGULAR, ink)
    return [Path("", "sketch panel", (panel,), True, Fill(style.panel, 0.9)), words] if text else []


def _symbol(sketch: Sketch, sight: Sight, style: Style) -> list[Mark]:
    entry = entry_of(sketch.text)
    spots = sight.viewport.to_pixels(shapely.get_coordinates(sketch.shape))
    if entry is None:
        return []
    ink = ink_of(style, sketch.colour, Evidence.UNCONFIRMED)
    marks = symbol_marks(DrawnSymbol(entry, sketch.text, spots), ink, at_once=True)
    return [replace(mark, id="", css_class=f"sketch {mark.css_class}") for mark in marks]


def _label(sketch: Sketch, sight: Sight, style: Style) -> list[Mark]:
    lines = [line for line in sketch.text.split("\n") if line.strip()]
    try:
        width = max((text_width(line, Face.SEMIBOLD, _SIZE) for line in lines), default=0.0)
    except MissingGlyph:
        return []
    if not lines:
        return []
    ((x, y),) = sight.viewport.to_pixels(shapely.get_coordinates(sketch.shape)[:1]).tolist()
    wide, high = width + 16.0, 18.0 * len(lines) + 8.0
    left, top = x + 14.0, y - high - 12.0
    x0, y0, x1, y1 = sight.part
    # Where there is no room on its side of the hand the panel stands on the other.
    left = x - 14.0 - wide if left + wide > x1 - 4 else left
    top = y + 16.0 if top < y0 + 4 else top
    left, top = round(max(left, x0 + 4)), round(min(top, y1 - high - 4))
    edge = Stroke(sketch.colour or style.border, 1.0)
    panel = _rounded_box(left + 0.5, top + 0.5, wide, high, 4.0)
    marks: list[Mark] = [Path("", "sketch panel", (panel,), True, Fill(style.panel, 0.95), edge)]
    for number, line in enumerate(lines):
        face = Face.SEMIBOLD if number == 0 else Face.REGULAR
        base = top + 17.0 + 18.0 * number
        marks.append(Text("", "sketch label", line, left + 8.0, base, _SIZE, face, Fill(style.text)))
    return marks


def _frame(sketch: Sketch, sight: Sight, style: Style, colour: str) -> list[Mark]:
    x0, y0, x1, y1 = sight.part
    around = np.array([(x0 - 2, y0 - 2), (x1 + 2, y0 - 2), (x1 + 2, y1 + 2), (x0 - 2, y1 + 2)])
    shape = shape_of(sketch.shape)
    rings = tuple(ring for polygon in sight.polygons(shape) for ring in polygon)
    dim = Fill("#000000", 0.5 if style.is_dark else 0.28)
    edge = tuple(sight.edges(shape))
    marks: list[Mark] = [
        Path("", "sketch dimmed", (around, *rings), True, dim),
        Path("", "sketch frame", edge, False, None, Stroke("#FFFFFF", 4.0, 0.8, join="miter")),
        Path("", "sketch frame", edge, False, None, Stroke(colour, 2.0, join="miter")),
    ]
    if sketch.text and rings:
        left, top = rings[0].min(axis=0).tolist()
        marks.append(
            Text(
                "",
                "sketch label",
                sketch.text,
                left + 2,
                max(top - 8, y0 + 16),
                _SIZE,
                Face.SEMIBOLD,
                Fill("#FFFFFF"),
            )
        )
    return marks


def _rounded_box(x: float, y: float, wide: float, high: float, radius: float) -> Vertices:
    turn = np.linspace(0, np.pi / 2, 6)
    corner = np.column_stack((np.cos(turn), np.sin(turn))) * radius
    middles = [(x + wide - radius, y + high - radius), (x + radius, y + high - radius)]
    middles += [(x + radius, y + radius), (x + wide - radius, y + radius)]
    turned = [corner, corner[:, ::-1] * (-1, 1), -corner, corner[:, ::-1] * (1, -1)]
    return np.concatenate([middle + arc for middle, arc in zip(np.array(middles), turned, strict=True)])
