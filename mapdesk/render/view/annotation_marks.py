"""Arrows, markers and texts of the editing view, each with its words beside it."""

from __future__ import annotations

import math

import numpy as np
import shapely

from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.render.layers.annotations import FIRM, MARKER
from mapdesk.render.scene import Face, Fill, Halo, Mark, Path, Stroke, Text, Vertices
from mapdesk.render.style import Style
from mapdesk.render.symbols import arrow, diamond
from mapdesk.render.text import MissingGlyph, text_width
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.sight import Box, Sight

_SIZE = 14.0
_TAIL, _NECK, _HEAD = 5.0, 13.0, (28.0, 22.0)


def annotation_marks(sight: Sight, content: ViewContent, style: Style) -> tuple[Mark, ...]:
    """The annotations in sight, in their order on the map."""
    marks: list[Mark] = []
    for note, spots in annotations_in(sight, content):
        symbol = _symbol(note, spots, style)
        if symbol is not None:
            marks.append(symbol)
        words = _words(note, spots, style)
        if words is not None:
            marks.append(words)
    return tuple(marks)


def annotations_in(sight: Sight, content: ViewContent) -> list[tuple[Annotation, Vertices]]:
    """The annotations near what is in sight, with their vertices in pixels."""
    found = []
    x0, y0, x1, y1 = sight.part
    for feature in content.features.values():
        if not isinstance(feature, Annotation) or feature.feature_id in content.hidden:
            continue
        points = [sight.moves.get((x, y), (x, y)) for x, y in shapely.get_coordinates(feature.shape).tolist()]
        if not points:
            continue
        spots = sight.viewport.to_pixels(points)
        # Words reach out of a marker to either side.
        low, high = spots.min(axis=0), spots.max(axis=0)
        if low[0] < x1 + 320 and high[0] > x0 - 320 and low[1] < y1 + 60 and high[1] > y0 - 60:
            found.append((feature, spots))
    return found


def annotation_boxes(sight: Sight, content: ViewContent) -> list[Box]:
    """What the annotations cover, in pixels, for names to keep clear of."""
    boxes: list[Box] = []
    for note, spots in annotations_in(sight, content):
        reach = 0.0 if note.kind is AnnotationKind.TEXT else MARKER + 2
        low, high = spots.min(axis=0) - reach, spots.max(axis=0) + reach
        boxes.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
        words = _place(note, spots)
        if words is not None:
            x, y, width = words
            boxes.append((x - 3, y - _SIZE, x + width + 3, y + 5))
    return boxes


def _symbol(note: Annotation, spots: Vertices, style: Style) -> Path | None:
    if note.kind is AnnotationKind.TEXT:
        return None
    if note.kind is AnnotationKind.ARROW:
        if len(spots) < 2 or math.dist(spots.min(axis=0), spots.max(axis=0)) < 2:
            return None
        outline = arrow(shapely.linestrings(spots), tail=_TAIL, neck=_NECK, head=_HEAD)
        if outline is None:
            return None
        if note.evidence in FIRM:
            edge = Stroke(style.front_casing, 1.5)
            return Path("", "arrow", (outline,), True, Fill(style.advance), edge)
        edge = Stroke(style.advance, 1.8)
        return Path("", "arrow announced", (outline,), True, Fill(style.panel, 0.9), edge)
    x, y = spots[0].tolist()
    edge = Stroke(style.front_casing, 1.6)
    return Path("", "marker", (diamond(x, y, MARKER),), True, Fill(style.advance), edge, note.name)


def _place(note: Annotation, spots: Vertices) -> tuple[float, float, float] | None:
    text = note.text or note.name
    if not text or note.kind is AnnotationKind.ARROW:
        return None
    try:
        width = text_width(text, Face.SEMIBOLD, _SIZE)
    except MissingGlyph:
        return None
    x, y = spots[0].tolist()
    left = x - width / 2 if note.kind is AnnotationKind.TEXT else x + MARKER + 3
    return (left, y + 0.36 * _SIZE, width)


def _words(note: Annotation, spots: Vertices, style: Style) -> Text | None:
    place = _place(note, spots)
    if place is None:
        return None
    halo = Halo(style.halo, 3.0)
    words = note.text or note.name
    return Text("", "label note", words, place[0], place[1], _SIZE, Face.SEMIBOLD, Fill(style.advance), halo)


def annotation_ring(sight: Sight, note: Annotation) -> tuple[Vertices, ...]:
    """What outlines an annotation when it is chosen: a ring around a marker, its course for an arrow."""
    points = [sight.moves.get((x, y), (x, y)) for x, y in shapely.get_coordinates(note.shape).tolist()]
    spots = sight.viewport.to_pixels(points)
    if note.kind is AnnotationKind.TEXT and (place := _place(note, spots)) is not None:
        x, y, width = place
        left, right, top, bottom = x - 5, x + width + 5, y - _SIZE - 1, y + 7
        return (np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]),)
    if note.kind is AnnotationKind.ARROW:
        outline = arrow(shapely.linestrings(spots), tail=_TAIL, neck=_NECK, head=_HEAD)
        course = spots if outline is None else np.concatenate((outline, outline[:1]))
        return (course,)
    x, y = spots[0].tolist()
    ring = diamond(x, y, MARKER + 4)
    return (np.concatenate((ring, ring[:1])),)
