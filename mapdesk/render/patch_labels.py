"""The figures on ground that changed hands: “+12.4 km²”, where a patch is large enough to bear it."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.render.scene import Face
from mapdesk.render.text import text_width

#: The size of the letters: in the editing view, and in frames.
SIZE, FRAME_SIZE = 12.5, 14.0
#: A figure may be so much wider than the largest circle that fits into its patch.
WIDER = 2.6


def patch_words(patch: ChangePatch) -> str:
    """How large a patch is: with a plus where ground was recovered or taken, with a minus where it was lost.

    Whole km² from a thousand on, tenths below, hundredths below one.
    """
    sign = {Direction.LOST: "−", Direction.CONTESTED: ""}.get(patch.direction, "+")
    places = 0 if patch.area_km2 >= 1000 else 1 if patch.area_km2 >= 1 else 2
    return f"{sign}{patch.area_km2:,.{places}f} km²"


def figure_place(
    patch: ChangePatch, drawn: BaseGeometry, size: float
) -> tuple[str, float, float, float] | None:
    """A patch's figure, the middle of the roomiest place on it in pixels, and the figure's width there.

    `drawn` is the patch in pixels; None where it is too small for letters of a size.
    """
    words = patch_words(patch)
    width = text_width(words, Face.SEMIBOLD, size)
    west, south, east, north = drawn.bounds if not drawn.is_empty else (0.0, 0.0, 0.0, 0.0)
    if east - west < width * 0.7 or north - south < size * 1.4 or drawn.area < width * size:
        return None
    circle = shapely.maximum_inscribed_circle(drawn, max(size / 4, 1.0))
    x, y = shapely.get_coordinates(circle)[0].tolist()
    if 2 * circle.length * WIDER < width:
        return None
    return words, x, y, width
