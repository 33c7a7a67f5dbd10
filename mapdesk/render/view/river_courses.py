"""The names of rivers in the editing view, letter by letter along their courses.

Each stands in a field of a chequered ground, which lies where it lies however the view is panned; so a long
river is named again and again, and its names stay.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import shapely
from shapely import LineString

from mapdesk.render.along import length_of
from mapdesk.render.layers.ground import LARGE_RIVER
from mapdesk.render.river_names import spots_along
from mapdesk.render.scene import Face, Vertices
from mapdesk.render.text import MissingGlyph, can_be_lettered, readable
from mapdesk.render.view.base_layers import least_river
from mapdesk.render.view.ground import NamedRiver, ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.name_room import Bend, Name
from mapdesk.render.view.sight import THICK, whole

#: The side of a field, and the shortest course in it that is named, in pixels.
_FIELD, _SHORTEST = 900, 240.0
_SIZE, _SMALL = 14.0, 12.5
#: Pieces of a course that are no more pixels apart are one: between them lie lakes and reservoirs.
_GAP = 60.0


def river_names(around: MercatorViewport, ground: ViewGround, language: str) -> Iterator[Name]:
    """The names of the rivers drawn in a view, with the spots along them where they could stand."""
    step, least = _FIELD * around.metres_per_pixel, least_river(around.scale_step)
    west, south, east, north = around.box()
    for river in ground.named_rivers:
        if river.rank > least:
            break
        if not river.course.parts_in((west, south, east, north)):
            continue
        for column in range(math.floor(west / step), math.floor(east / step) + 1):
            for row in range(math.floor(south / step), math.floor(north / step) + 1):
                name = _name_in(river, column, row, around.metres_per_pixel, language)
                if name is not None:
                    yield name


# Of a field that holds none of a river nothing is kept but that.
@lru_cache(maxsize=8192)
def _name_in(river: NamedRiver, column: int, row: int, metres: float, language: str) -> Name | None:
    """A river's name in one field; None where it has no room beside its course."""
    centre = ((column + 0.5) * _FIELD * metres, (row + 0.5) * _FIELD * metres)
    field = MercatorViewport(centre, metres, _FIELD, _FIELD)
    lines = [line for line in whole(field).edges(river.course, THICK) if len(line) > 1]
    if not lines:
        return None
    drawn = shapely.multilinestrings([shapely.linestrings(line) for line in lines])
    inside = shapely.clip_by_rect(drawn, 0, 0, _FIELD, _FIELD)
    if inside.length < _SHORTEST:
        return None
    courses = _joined([shapely.get_coordinates(part) for part in shapely.get_parts(inside)])
    text = readable(river.river.names.get(language, river.river.name))
    size = _SIZE if river.rank <= LARGE_RIVER else _SMALL
    if not can_be_lettered(text):
        return None
    try:
        spots = spots_along(text, courses, size, 1.0, (_FIELD, _FIELD))
    except MissingGlyph:
        return None
    if not spots:
        return None
    places, bends = [], []
    for spot in spots:
        # What the middle letter stands on is the ground that is named.
        x, y, _ = spot.letters[len(spot.letters) // 2]
        ((east, north),) = field.metres_of([(x, y)]).tolist()
        places.append(((east, north), (0.0, 0.0)))
        bends.append(
            Bend(
                tuple((right - x, down - y, turn) for right, down, turn in spot.letters),
                tuple((x0 - x, y0 - y, x1 - x, y1 - y) for x0, y0, x1, y1 in spot.boxes),
            )
        )
    key = f"river {river.river.name} {column} {row}"
    return Name(key, text, "river", Face.ITALIC, size, 0.0, 0.0, -1, tuple(places), tuple(bends))


def _joined(pieces: list[Vertices]) -> list[LineString]:
    """Pieces of a course put together that go on from one another, the longest first."""
    left = sorted(pieces, key=lambda piece: -length_of(piece))
    courses = []
    while left:
        course = left.pop(0)
        while (found := _next_to(course, left)) is not None:
            number, course = found
            del left[number]
        if length_of(course) > 1:
            courses.append(shapely.linestrings(course))
    return courses


def _next_to(course: Vertices, pieces: list[Vertices]) -> tuple[int, Vertices] | None:
    """The number of the piece that goes on nearest to an end of a course, and the course with it."""
    nearest: tuple[float, int, Vertices] | None = None
    for number, piece in enumerate(pieces):
        for one in (piece, piece[::-1]):
            after, before = np.hypot(*(one[0] - course[-1])), np.hypot(*(one[-1] - course[0]))
            gap = min(after, before)
            if gap < (_GAP if nearest is None else nearest[0]):
                joined = (course, one) if after <= before else (one, course)
                nearest = (float(gap), number, np.concatenate(joined))
    return nearest[1:] if nearest is not None else None
