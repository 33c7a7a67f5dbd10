"""Which symbol an annotation can have, and what follows from it for the annotation's kind and course."""

from __future__ import annotations

from dataclasses import replace

import shapely
from shapely import LineString

from mapdesk.edit.edit import EditRefused
from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.symbols import ENCIRCLEMENT, PLAIN_ARROW, PLAIN_MARKER, entry_of


def with_symbol(note: Annotation, symbol: str) -> Annotation:
    """An annotation drawn as another symbol: its kind follows, and an encirclement's course closes.

    `symbol` is a key of the catalogue, a unit's code of 20 digits, or nothing for the plain marker or arrow.
    Raises EditRefused.
    """
    if note.kind is AnnotationKind.TEXT:
        if not symbol:
            return note
        raise EditRefused("A text has no symbol; place a symbol beside it.")
    is_line = isinstance(note.shape, LineString)
    if not symbol:
        return replace(note, symbol="", kind=(PLAIN_ARROW if is_line else PLAIN_MARKER).kind)
    entry = entry_of(symbol)
    if entry is None:
        raise EditRefused(
            f"There is no symbol called {symbol}. A unit's code is 20 digits long (MIL-STD-2525D or APP-6D)."
        )
    if entry.is_line and not is_line:
        raise EditRefused(f"{entry.words} is drawn along a line; a single place can't show it.")
    if is_line and not entry.is_line:
        raise EditRefused(f"{entry.words} stands on a single place; a line can't show it.")
    changed = replace(note, symbol=symbol, kind=entry.kind)
    return replace(changed, shape=_closed(changed.shape)) if entry is ENCIRCLEMENT else changed


def _closed(shape: shapely.Geometry) -> LineString:
    course = shapely.get_coordinates(shape).tolist()
    if len({(x, y) for x, y in course}) < 3:
        raise EditRefused("An encirclement needs three points that lie apart.")
    return LineString(course if course[0] == course[-1] else [*course, course[0]])
