"""What of a view a drag of vertices changes, so that no more than that is painted again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

import numpy as np
import shapely

from mapdesk.model.features import Annotation
from mapdesk.render.view.annotation_marks import annotation_boxes
from mapdesk.render.view.content import LonLat, ViewContent
from mapdesk.render.view.mercator import MercatorViewport, Points
from mapdesk.render.view.pyramid import Pyramid
from mapdesk.render.view.shapes import SHAPES
from mapdesk.render.view.sight import FINE, THICK, Box, Sight, whole

#: Around a moved line so many pixels may look different: strokes are wide, and teeth stand on them.
_REACH = 22.0


def same_but_moves(one: ViewContent, other: ViewContent) -> bool:
    """Whether two contents differ in nothing but the vertices that the hand moves."""
    return all(
        getattr(one, part.name) is getattr(other, part.name) or _same(one, other, part.name)
        for part in fields(ViewContent)
        if part.name != "moves"
    )


def _same(one: ViewContent, other: ViewContent, name: str) -> bool:
    # Sets are small, and made anew each time; shapes and features are told apart by identity alone.
    if name in ("selected", "lit", "lit_ground", "measured", "hidden", "language"):
        return bool(getattr(one, name) == getattr(other, name))
    return name in ("change", "old_fronts") and not getattr(one, name) and not getattr(other, name)


def moved_box(
    before: ViewContent, after: ViewContent, viewport: MercatorViewport, part: Box | None = None
) -> Box | None:
    """What of a view, or of a part of it (pixels), differs between two contents that differ only in moves."""
    sight = Sight(viewport, part) if part else whole(viewport)
    corners: list[Points] = []
    for content in (before, after):
        # Both are looked at with the keys of both: a level gains the vertices that are moved in it.
        moves = {**{key: key for key in (*before.moves, *after.moves)}, **content.moves}
        if not moves:
            continue
        for pyramid in _pyramids(content):
            if not pyramid.is_moved(moves):
                continue
            for off in (FINE, THICK):
                level, spots = pyramid.moved(pyramid.level(off * viewport.metres_per_pixel), moves)
                if len(spots):
                    last = len(level.xy) - 1
                    around = np.concatenate((spots, spots - 1, spots + 1))
                    if pyramid.closed:
                        around = np.where(around < 0, last - 1, np.where(around > last, 1, around))
                    corners.append(level.xy[np.clip(around, 0, last)])
    pixels = viewport.pixels_of(np.concatenate(corners)) if corners else np.empty((0, 2))
    for content in (before, after):
        pixels = np.concatenate((pixels, _annotated(content, {*before.moves, *after.moves}, sight)))
    if not len(pixels):
        return None
    (x0, y0), (x1, y1) = pixels.min(axis=0) - _REACH, pixels.max(axis=0) + _REACH
    left, top, right, bottom = sight.part
    box = (max(float(x0), left), max(float(y0), top), min(float(x1), right), min(float(y1), bottom))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _annotated(content: ViewContent, moved: set[LonLat], sight: Sight) -> Points:
    """The corners (pixels) of what annotations cover of which a vertex is on the move."""
    notes = {
        uid: feature
        for uid, feature in content.features.items()
        if isinstance(feature, Annotation)
        and not moved.isdisjoint(map(tuple, shapely.get_coordinates(feature.shape).tolist()))
    }
    boxes = (
        annotation_boxes(replace(sight, moves=content.moves), replace(content, features=notes))
        if notes
        else []
    )
    return np.array(boxes, dtype=np.float64).reshape(-1, 2)


def _pyramids(content: ViewContent) -> Iterable[Pyramid]:
    for feature in content.features.values():
        if isinstance(feature, Annotation):
            continue
        shape = SHAPES.of(feature.shape)
        for polygon in shape.polygons:
            yield from polygon.rings
        yield from shape.lines
