"""The figures on ground that changed hands, in the editing view."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from shapely import Polygon

from mapdesk.geometry.same import Same
from mapdesk.render.patch_labels import SIZE, WIDER, patch_words
from mapdesk.render.scene import Face, Fill, Halo, Layer, Text
from mapdesk.render.style import Style
from mapdesk.render.text import text_width
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.mercator import to_mercator
from mapdesk.render.view.names import PlacedNames
from mapdesk.render.view.sight import Box, Sight

#: Around a figure so many pixels stay free of names.
_FREE = 3.0


def figures_layer(sight: Sight, content: ViewContent, names: PlacedNames, style: Style) -> Layer:
    """A figure on each patch in sight that is large enough for it; none over a name that stands there."""
    figures = _figures(sight, content)
    covered = names.touched(sight.viewport, [box for _, box in figures])
    halo, ink = Halo(style.halo, 3.0), Fill(style.text)
    texts = [
        Text(
            "",
            "label change",
            words,
            x0 + _FREE,
            (y0 + y1) / 2 + 0.36 * SIZE,
            SIZE,
            Face.SEMIBOLD,
            ink,
            halo,
        )
        for (words, (x0, y0, _, y1)), hidden in zip(figures, covered, strict=True)
        if not hidden
    ]
    return Layer("change-figures", "Figures of the change", tuple(texts))


def figure_boxes(sight: Sight, content: ViewContent) -> list[Box]:
    """What the figures cover, in pixels, for names to keep clear of."""
    return [box for _, box in _figures(sight, content)]


def _figures(sight: Sight, content: ViewContent) -> list[tuple[str, Box]]:
    x0, y0, x1, y1 = sight.part
    found = []
    for patch in content.change:
        # What was measured of it stands on it already.
        if content.measured and any(patch.shape is lit for lit in content.lit_ground):
            continue
        east, north, reach = _roomiest(Same(patch.shape))
        radius = reach / sight.viewport.metres_per_pixel
        # Most patches are far too small at most scales: their words need not be measured.
        if radius < SIZE:
            continue
        words = patch_words(patch)
        wide = text_width(words, Face.SEMIBOLD, SIZE)
        ((x, y),) = sight.viewport.pixels_of(np.array([(east, north)])).tolist()
        if 2 * radius * WIDER < wide or not (x0 - wide < x < x1 + wide and y0 - SIZE < y < y1 + SIZE):
            continue
        half, high = wide / 2 + _FREE, 0.6 * SIZE + _FREE
        found.append((words, (x - half, y - high, x + half, y + high)))
    return found


@lru_cache(maxsize=1024)
def _roomiest(shape: Same[Polygon]) -> tuple[float, float, float]:
    """The middle and the radius of the largest circle in a patch, in Mercator metres."""
    outline = shapely.transform(shape.value, to_mercator)
    west, south, east, north = outline.bounds
    off = max(east - west, north - south) / 200
    plain = outline.simplify(off / 2)
    circle = shapely.maximum_inscribed_circle(plain if not plain.is_empty else outline, off)
    ((x, y), _) = shapely.get_coordinates(circle).tolist()
    return x, y, float(circle.length)
