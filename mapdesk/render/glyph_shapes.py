"""Glyphs as polygons: their contours in straight steps, and the rim that a halo puts around them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from mapdesk.render.scene import Vertices
from mapdesk.render.typefaces import Outline

# A quarter of a circle in the rim is drawn in so many steps, and then all that is straight to a fiftieth of a
# pixel is made straight: what Qt's time goes into is corners.
_QUARTER_STEPS = 8
_STRAIGHT = 0.02
#: A glyph's curves go in so many steps into the rim of texts of usual size.
RIM_STEPS = 4


def contours(outline: Outline, steps: int) -> list[Vertices]:
    """The closed contours in thousandths of an em, y down, each curve in so many straight steps."""
    rings: list[Vertices] = []
    pieces: list[NDArray[np.float64]] = []
    points = outline.points
    at = 0
    t = np.arange(1, steps + 1, dtype=np.float64)[:, None] / steps
    for verb in outline.verbs:
        if verb == "M":
            pieces = [points[at : at + 1]]
            at += 1
        elif verb == "L":
            pieces.append(points[at : at + 1])
            at += 1
        elif verb == "Q":
            start, (control, end) = pieces[-1][-1], points[at : at + 2]
            pieces.append((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)
            at += 2
        elif verb == "C":
            start, (one, two, end) = pieces[-1][-1], points[at : at + 3]
            pieces.append(
                (1 - t) ** 3 * start + 3 * t * (1 - t) ** 2 * one + 3 * t**2 * (1 - t) * two + t**3 * end
            )
            at += 3
        elif pieces:
            rings.append(np.concatenate(pieces))
            pieces = []
    return rings


@lru_cache(maxsize=4096)
def rim(outline: Outline, scale: float, width: float, steps: int) -> tuple[Vertices, ...]:
    """What a stroke of this full width covers along the glyph's contours, in pixels, as rings.

    Outer rings all turn one way and holes the other, so that the rings of several glyphs may be filled
    together by the nonzero rule. Painting them is several times as fast as having Qt stroke the glyphs.
    """
    lines = [
        shapely.linestrings(np.vstack((ring, ring[:1])) * scale)
        for ring in contours(outline, steps)
        if len(ring) > 1
    ]
    stroke = shapely.union_all(shapely.buffer(lines, width / 2, quad_segs=_QUARTER_STEPS))
    rings = []
    stroke = shapely.orient_polygons(shapely.simplify(stroke, _STRAIGHT))
    for polygon in shapely.get_parts(stroke):
        rings.append(shapely.get_coordinates(shapely.get_exterior_ring(polygon)))
        for index in range(shapely.get_num_interior_rings(polygon)):
            rings.append(shapely.get_coordinates(shapely.get_interior_ring(polygon, index)))
    return tuple(rings)
