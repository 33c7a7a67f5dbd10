"""What the desk has put on the map: arrows, lines, symbols, markers and texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model import symbols as catalogue
from mapdesk.model.features import Annotation, AnnotationKind, front_order
from mapdesk.model.symbols import SymbolEntry, annotation_words, symbol_of
from mapdesk.render.drawn_symbols import (
    FIRM,
    DrawnSymbol,
    Ink,
    drawn_symbol,
    ink_of,
    sample_symbol,
    symbol_boxes,
    symbol_marks,
)
from mapdesk.render.marks import slug
from mapdesk.render.scene import Group, Layer, Mark, Path
from mapdesk.render.sheet import Box, Sheet

#: How much smaller symbols are drawn in the legend.
_SAMPLE_OF_LINE, _SAMPLE_OF_PLACE = 0.6, 0.72


@dataclass(frozen=True)
class ShownSymbol:
    """A kind of symbol that the picture shows: its entry, code and ink, and whether it is known well."""

    entry: SymbolEntry
    code: str
    firm: bool
    colour: str

    @property
    def key(self) -> str:
        """What its row in the legend goes by."""
        key = self.entry.key or "advance"
        return key if self.firm else "announced" if key == "advance" else f"{key} announced"

    @property
    def words(self) -> str:
        """What its row says."""
        return self.entry.legend if self.firm else f"{self.entry.legend}, not confirmed"


def annotations_in(sheet: Sheet) -> list[tuple[Annotation, BaseGeometry]]:
    """The annotations in the picture from the hindmost to the foremost, with their shapes in pixels."""
    notes = [f for f in sheet.content.features.values() if isinstance(f, Annotation)]
    notes.sort(key=front_order)
    seen = sheet.view.draw_all([note.shape for note in notes], simplify=0)
    # An arrow is not cut at the frame, as its head would move to where it is cut.
    return [
        (note, shapely.transform(note.shape, sheet.view.to_pixels))
        for note, shape in zip(notes, seen, strict=True)
        if not shape.is_empty
    ]


def annotations_layer(sheet: Sheet) -> Layer:
    """Arrows, lines and symbols; their words are placed with the names."""
    groups = []
    for note, shape in annotations_in(sheet):
        if note.kind is AnnotationKind.TEXT:
            continue
        entry = symbol_of(note)
        marks = symbol_marks(_drawn(note, shape), _ink(sheet, note))
        if marks:
            words = slug(note.name or note.text) or note.feature_id
            uid = sheet.ids.take("annotation", words)
            part = sheet.ids.take(entry.key or note.kind.value, words)
            kind = " ".join(filter(None, ("annotation", note.kind.value, entry.key)))
            groups.append(Group(uid, kind, _named(sheet, part, marks), _title(note)))
    return Layer(sheet.ids.take("layer-annotations"), "Annotations", tuple(groups))


def shown_symbols(sheet: Sheet) -> list[ShownSymbol]:
    """The kinds of symbols that the picture shows and that a reader may not know, each once."""
    colours: dict[tuple[SymbolEntry, bool], dict[str, str]] = {}
    for note, shape in annotations_in(sheet):
        entry = symbol_of(note)
        if note.kind is AnnotationKind.TEXT or entry is catalogue.PLAIN_MARKER:
            continue
        if entry.is_line and not symbol_marks(_drawn(note, shape), _ink(sheet, note)):
            continue
        firm = entry.kind is not AnnotationKind.ARROW or note.evidence in FIRM
        colours.setdefault((entry, firm), {}).setdefault(_ink(sheet, note).colour, note.symbol)
    order = [catalogue.PLAIN_ARROW, *catalogue.SYMBOLS.values(), catalogue.UNIT_BY_CODE]
    return [
        # The symbols of several sides are explained in the colour of none.
        ShownSymbol(entry, code, firm, next(iter(inks)) if len(inks) == 1 else sheet.style.text)
        for (entry, firm), inks in sorted(
            colours.items(), key=lambda item: (order.index(item[0][0]), not item[0][1])
        )
        for code in [next(iter(inks.values()))]
    ]


def sample_marks(sheet: Sheet, shown: ShownSymbol, box: Box) -> list[Mark]:
    """A symbol in a box of the legend."""
    style = sheet.style
    share = _SAMPLE_OF_LINE if shown.entry.is_line else _SAMPLE_OF_PLACE
    symbol = sample_symbol(shown.entry, shown.code, box)
    if shown.entry is catalogue.UNIT_BY_CODE:
        # What is drawn around a unit's frame makes some of these symbols much higher than others.
        ((x0, y0, x1, y1),) = symbol_boxes(symbol, sheet.k)
        share = min(share, (box[3] - box[1]) / (y1 - y0) * 1.25, (box[2] - box[0]) / (x1 - x0))
        place = symbol.spots[0]
        middle = np.array(((x0 + x1) / 2, (y0 + y1) / 2))
        symbol = replace(symbol, spots=(place - (middle - place) * share)[None, :])
    ink = Ink(shown.colour, style.front_casing, style.panel, sheet.k * share, shown.firm)
    marks = symbol_marks(symbol, ink)
    return list(_named(sheet, sheet.ids.take("legend", shown.key), marks, "legend"))


def note_symbol_boxes(sheet: Sheet, note: Annotation, shape: BaseGeometry) -> list[Box]:
    """What of a symbol names have to keep clear of, in pixels."""
    if note.kind is AnnotationKind.TEXT:
        return []
    return symbol_boxes(_drawn(note, shape), sheet.k)


def _drawn(note: Annotation, shape: BaseGeometry) -> DrawnSymbol:
    return drawn_symbol(note, shapely.get_coordinates(shape))


def _ink(sheet: Sheet, note: Annotation) -> Ink:
    side = sheet.content.side(note.side)
    return ink_of(sheet.style, side.colour if side else "", note.evidence, sheet.k)


def _named(sheet: Sheet, uid: str, marks: tuple[Mark, ...], also: str = "") -> tuple[Mark, ...]:
    """Marks with ids of this picture: that of the only one, or else that and the name of the part."""
    return tuple(
        replace(
            mark,
            id=uid if len(marks) == 1 else sheet.ids.take(uid, mark.id),
            css_class=f"{also} {mark.css_class}".strip(),
        )
        for mark in marks
        if isinstance(mark, Path)
    )


def _title(note: Annotation) -> str:
    return note.name or note.text or annotation_words(note)
