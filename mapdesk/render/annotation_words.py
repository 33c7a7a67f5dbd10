"""Where the words of an annotation may stand: beside its symbol, at the ends of a line, along it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from mapdesk.model import symbols as catalogue
from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.render.along import Points, curve_through, distances, places_at, sparse, unit
from mapdesk.render.drawn_symbols import drawn_symbol, symbol_reach
from mapdesk.render.scene import Vertices

#: Where a baseline may begin, in pixels, the best place first.
Starts: TypeAlias = tuple[tuple[float, float], ...]
#: From the middle of a line of text down to its baseline, as a share of its size.
_DOWN = 0.36
_GAP = 3.0


def words_of(note: Annotation) -> str:
    """What stands beside an annotation on the map; an arrow speaks for itself."""
    return "" if note.kind is AnnotationKind.ARROW else note.text or note.name


def word_starts(note: Annotation, spots: Vertices, width: float, size: float, k: float) -> tuple[Starts, ...]:
    """The starts for each time that the words are written; those of a phase line stand at both of its ends.

    `width` and `size` are the words' in pixels, `k` pixels per unit.
    """
    symbol = drawn_symbol(note, spots)
    if note.kind is AnnotationKind.TEXT or not symbol.entry.is_line:
        x, y = symbol.place
        if note.kind is AnnotationKind.TEXT:
            return (((x - width / 2, y + _DOWN * size), *_around(x, y, 0.0, 0.0, width, size)),)
        across, up = symbol_reach(symbol, k)
        gap = _GAP * k
        return (_around(x, y, across + gap, up + gap, width, size),)
    course = curve_through(sparse(spots))
    if len(course) < 2:
        return ()
    if symbol.entry is catalogue.PHASE_LINE:
        return tuple(_beyond(end, width, size, k) for end in (course[::-1], course))
    return (_along(course, width, size, k),)


def _around(x: float, y: float, across: float, up: float, width: float, size: float) -> Starts:
    base = y + _DOWN * size
    return (
        (x + across, base),
        (x - across - width, base),
        (x - width / 2, y - up - 0.2 * size),
        (x - width / 2, y + up + 0.8 * size),
    )


def _beyond(course: Points, width: float, size: float, k: float) -> Starts:
    """Beyond the last point of a course in its direction, or beside that point."""
    distance = distances(course)
    before = places_at(course, distance, np.array([max(float(distance[-1]) - 20 * k, 0.0)]))
    (way,) = unit(course[-1:] - before)
    across = np.array((way[1], -way[0]))
    found = []
    # Beyond the end, or beside the line just before it: never on the line itself.
    for towards, start in ((way, course[-1]), (across, before[0]), (-across, before[0])):
        away = 5 * k + abs(towards[0]) * width / 2 + abs(towards[1]) * 0.6 * size
        x, y = start + towards * away
        found.append((float(x) - width / 2, float(y) + _DOWN * size))
    return tuple(found)


def _along(course: Points, width: float, size: float, k: float) -> Starts:
    """On the right of a course near its middle, where battlements don't stand, or on its left."""
    distance = distances(course)
    total = float(distance[-1])
    found = []
    for share in (0.5, 0.35, 0.65):
        ends = places_at(course, distance, np.array([share * total - 5, share * total + 5]))
        (way,) = unit(ends[1:] - ends[:1])
        right = np.array((-way[1], way[0]))
        for side, room in ((right, 6.0), (-right, 13.0)):
            away = room * k + abs(side[0]) * width / 2 + abs(side[1]) * 0.6 * size
            x, y = ends.mean(axis=0) + side * away
            found.append((float(x) - width / 2, float(y) + _DOWN * size))
    return tuple(found)
