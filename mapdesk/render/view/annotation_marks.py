"""Arrows, symbols, markers and texts of the editing view, each with its words beside it."""

from __future__ import annotations

import numpy as np
import shapely

from mapdesk.model.features import Annotation, AnnotationKind, front_order
from mapdesk.render.annotation_words import word_starts, words_of
from mapdesk.render.drawn_symbols import (
    Ink,
    drawn_symbol,
    ink_of,
    symbol_boxes,
    symbol_marks,
    symbol_ring,
)
from mapdesk.render.scene import Face, Fill, Halo, Mark, Text, Vertices
from mapdesk.render.style import Style
from mapdesk.render.text import MissingGlyph, text_width
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.sight import Box, Sight

_SIZE = 14.0


def annotation_marks(sight: Sight, content: ViewContent, style: Style) -> tuple[Mark, ...]:
    """The annotations in sight, from the hindmost to the foremost."""
    marks: list[Mark] = []
    for note, spots in annotations_in(sight, content):
        side = content.side(note.side)
        ink = ink_of(style, side.colour if side else "", note.evidence)
        if note.kind is not AnnotationKind.TEXT:
            marks += symbol_marks(drawn_symbol(note, spots), ink, at_once=True)
        marks += _words(note, spots, ink, style)
    return tuple(marks)


def annotations_in(sight: Sight, content: ViewContent) -> list[tuple[Annotation, Vertices]]:
    """The annotations near what is in sight, with their vertices in pixels."""
    found = []
    x0, y0, x1, y1 = sight.part
    for feature in content.features.values():
        if not isinstance(feature, Annotation) or feature.feature_id in content.hidden:
            continue
        spots = _spots(sight, feature)
        if not len(spots):
            continue
        # Words reach out of a marker to either side.
        low, high = spots.min(axis=0), spots.max(axis=0)
        if low[0] < x1 + 320 and high[0] > x0 - 320 and low[1] < y1 + 60 and high[1] > y0 - 60:
            found.append((feature, spots))
    return sorted(found, key=lambda one: front_order(one[0]))


def annotation_boxes(sight: Sight, content: ViewContent) -> list[Box]:
    """What the annotations cover, in pixels, for names to keep clear of."""
    boxes: list[Box] = []
    for note, spots in annotations_in(sight, content):
        if note.kind is not AnnotationKind.TEXT:
            boxes += symbol_boxes(drawn_symbol(note, spots))
        for x, y, width in _places(note, spots):
            boxes.append((x - 3, y - _SIZE, x + width + 3, y + 5))
    return boxes


def annotation_ring(sight: Sight, note: Annotation) -> tuple[Vertices, ...]:
    """What outlines an annotation when it is chosen: lines around a symbol, its course for a line."""
    spots = _spots(sight, note)
    if note.kind is AnnotationKind.TEXT:
        return tuple(_box(x - 5, y - _SIZE - 1, x + width + 5, y + 7) for x, y, width in _places(note, spots))
    return symbol_ring(drawn_symbol(note, spots))


def _spots(sight: Sight, note: Annotation) -> Vertices:
    points = [sight.moves.get((x, y), (x, y)) for x, y in shapely.get_coordinates(note.shape).tolist()]
    return sight.viewport.to_pixels(points) if points else np.empty((0, 2))


def _places(note: Annotation, spots: Vertices) -> list[tuple[float, float, float]]:
    """Where its words begin and how wide they are, each time that they are written."""
    words = words_of(note)
    try:
        width = text_width(words, Face.SEMIBOLD, _SIZE) if words else 0.0
    except MissingGlyph:
        return []
    return [(*starts[0], width) for starts in word_starts(note, spots, width, _SIZE, 1.0) if words]


def _words(note: Annotation, spots: Vertices, ink: Ink, style: Style) -> list[Text]:
    halo = Halo(style.halo, 3.0)
    return [
        Text("", "label note", words_of(note), x, y, _SIZE, Face.SEMIBOLD, Fill(ink.colour), halo)
        for x, y, _ in _places(note, spots)
    ]


def _box(x0: float, y0: float, x1: float, y1: float) -> Vertices:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
