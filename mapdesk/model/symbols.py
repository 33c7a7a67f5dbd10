"""The symbols that annotations can have: their keys, their words, and whether they are drawn along a line.

How each is drawn is render's. A symbol that is not listed is a unit's, by its code of 20 digits
(MIL-STD-2525D, APP-6D).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mapdesk.model.features import Annotation, AnnotationKind, Feature

_UNIT_CODE = re.compile(r"[0-9]{20}", re.ASCII)


@dataclass(frozen=True)
class SymbolEntry:
    """A symbol of the catalogue: the `key` that is stored, its words for choosing and in a legend."""

    key: str
    words: str
    legend: str
    kind: AnnotationKind
    is_line: bool


def _line(key: str, words: str, kind: AnnotationKind = AnnotationKind.SYMBOL) -> SymbolEntry:
    return SymbolEntry(key, words, words, kind, True)


def _point(key: str, words: str) -> SymbolEntry:
    return SymbolEntry(key, words, words, AnnotationKind.SYMBOL, False)


ATTACK = _line("attack", "Attack", AnnotationKind.ARROW)
MAIN_ATTACK = _line("main-attack", "Main attack", AnnotationKind.ARROW)
WITHDRAWAL = _line("withdrawal", "Withdrawal", AnnotationKind.ARROW)
FORTIFIED_LINE = _line("fortified-line", "Fortified line")
PHASE_LINE = _line("phase-line", "Phase line")
ENCIRCLEMENT = _line("encirclement", "Encirclement")
STRIKE = _point("strike", "Strike")
EXPLOSION = _point("explosion", "Explosion")
CROSSING = _point("crossing", "Crossing")
CHECKPOINT = _point("checkpoint", "Checkpoint")
AIRFIELD = _point("airfield", "Airfield")
UNIT = _point("unit", "Unit")

#: The symbols that are drawn along a line, in the order in which they are offered.
LINE_SYMBOLS = (ATTACK, MAIN_ATTACK, WITHDRAWAL, FORTIFIED_LINE, PHASE_LINE, ENCIRCLEMENT)
#: Those that stand on a place.
POINT_SYMBOLS = (STRIKE, EXPLOSION, CROSSING, CHECKPOINT, AIRFIELD, UNIT)
SYMBOLS = {entry.key: entry for entry in (*LINE_SYMBOLS, *POINT_SYMBOLS)}
#: What an annotation without a symbol is drawn as.
PLAIN_ARROW = SymbolEntry("", "Arrow", "Advance", AnnotationKind.ARROW, True)
PLAIN_MARKER = SymbolEntry("", "Marker", "Marker", AnnotationKind.MARKER, False)
#: A unit's symbol by its code, whichever.
UNIT_BY_CODE = SymbolEntry("code", "Unit by code", "Military unit", AnnotationKind.SYMBOL, False)


def is_unit_code(symbol: str) -> bool:
    """Whether a symbol is written as a unit's code: 20 digits; a library may still know none like it."""
    return _UNIT_CODE.fullmatch(symbol) is not None


def entry_of(symbol: str) -> SymbolEntry | None:
    """The entry of a symbol that is named by its key or by a unit's code; None for one that there isn't."""
    return UNIT_BY_CODE if is_unit_code(symbol) else SYMBOLS.get(symbol)


def symbol_of(note: Annotation) -> SymbolEntry:
    """What an annotation other than a text is drawn as; as a plain one where its symbol doesn't suit it."""
    is_line = note.shape.geom_type != "Point"
    entry = entry_of(note.symbol)
    if entry is not None and entry.is_line == is_line:
        return entry
    return PLAIN_ARROW if is_line else PLAIN_MARKER


def symbols_for(features: Iterable[Feature]) -> tuple[tuple[str, str], ...]:
    """The symbols that some annotations can all have, each key with its words; none where they share none."""
    forms: set[bool] = set()
    codes: set[str] = set()
    for feature in features:
        if not isinstance(feature, Annotation) or feature.kind is AnnotationKind.TEXT:
            return ()
        forms.add(feature.shape.geom_type != "Point")
        codes |= {feature.symbol} if is_unit_code(feature.symbol) else set()
    if len(forms) != 1:
        return ()
    entries = (PLAIN_ARROW, *LINE_SYMBOLS) if True in forms else (PLAIN_MARKER, *POINT_SYMBOLS)
    of_units = ((code, f"Unit {code}") for code in sorted(codes))
    return (*((entry.key, entry.words) for entry in entries), *of_units)


def annotation_words(note: Annotation) -> str:
    """What an annotation is in a word or two: “Text”, “Fortified line”, “Marker”, “Military unit”."""
    entry = symbol_of(note)
    if note.kind is AnnotationKind.TEXT:
        return "Text"
    return entry.legend if entry is UNIT_BY_CODE else entry.words
