"""Land, borders and water of the editing view.

The land is the background, and the sea is drawn over the areas, so that these end at the coast without being
cut there.
"""

from __future__ import annotations

import numpy as np

from mapdesk.render.colour import compose
from mapdesk.render.layers.ground import LARGE_RIVER
from mapdesk.render.scene import Fill, Layer, Mark, Path, Stroke
from mapdesk.render.style import Style
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.shapes import SHAPES, Shape
from mapdesk.render.view.sight import HAIRLINE, THICK, Sight

#: Ground metres to a pixel up to which regions have their borders drawn.
REGIONS_TO = 1300.0
#: Up to which those borders are dashed.
DASHED_TO = 400.0
#: Below so many ground metres to a pixel rivers up to a rank are drawn.
_RIVERS = ((450.0, 99), (900.0, 7), (1800.0, 5), (2600.0, 4), (5000.0, 3))


def land_layer(sight: Sight, content: ViewContent, ground: ViewGround, style: Style) -> Layer:
    """What of the land is not the map's subject: outside its extent, and countries that are nobody's home."""
    marks: list[Mark] = []
    if content.extent is not None:
        x0, y0, x1, y1 = sight.part
        around = np.array([(x0 - 2, y0 - 2), (x1 + 2, y0 - 2), (x1 + 2, y1 + 2), (x0 - 2, y1 + 2)])
        rings = [ring for rings in sight.polygons(SHAPES.of(content.extent)) for ring in rings]
        veil = Fill(style.land_other, style.veil_opacity)
        marks.append(Path("", "not-covered", (around, *rings), True, veil))
    fill = Fill(style.land_other)
    for shape in ground.foreign(content.sides):
        marks += _filled(sight, shape, "land other", fill)
    return Layer("land", "Land", tuple(marks))


def borders_layer(sight: Sight, ground: ViewGround, style: Style) -> Layer:
    """Borders of countries and regions; disputed ones dashed."""
    marks: list[Mark] = []
    if sight.viewport.scale_step < REGIONS_TO:
        stroke = Stroke(style.region_border, HAIRLINE, dash=(4.0, 3.0), cap="butt")
        if sight.viewport.scale_step < DASHED_TO:
            lines = sight.dashes(ground.region_borders, stroke, THICK)
        else:
            # So many that their dashes are seen as a grey line anyway, and would hold up every pan.
            stroke = Stroke(style.region_border, HAIRLINE, join="miter")
            lines = sight.edges(ground.region_borders, THICK)
        marks.append(_lines("border region", lines, stroke))
    stroke = Stroke(style.border, HAIRLINE, join="miter")
    marks.append(_lines("border country", sight.edges(ground.borders, THICK), stroke))
    stroke = Stroke(style.border, HAIRLINE, dash=(5.0, 3.0), cap="butt")
    marks.append(_lines("border country", sight.dashes(ground.disputed, stroke), stroke))
    return Layer("borders", "Borders", tuple(mark for mark in marks if mark.lines))  # type: ignore[union-attr]


def water_layer(sight: Sight, ground: ViewGround, style: Style, *, rivers: bool = True) -> Layer:
    """Sea, lakes and, unless without them, rivers, over the areas so that these can be found by them."""
    marks: list[Mark] = []
    # Opaque, as Qt then need not mind where a line crosses itself.
    colour = compose(style.water_line, style.water_line_opacity, style.water)
    thin = Stroke(colour, HAIRLINE, join="miter")
    band = Stroke(style.water, 5.0)
    least = least_river(sight.viewport.scale_step) if rivers else -1
    courses = {rank: sight.edges(shape, THICK) for rank, shape in ground.rivers.items() if rank <= least}
    large = [line for rank, lines in courses.items() if rank <= LARGE_RIVER for line in lines]
    small = [line for rank, lines in courses.items() if rank > LARGE_RIVER for line in lines]
    marks.append(_lines("river small", small, thin))
    marks.append(_lines("river", large, band))
    marks.append(_lines("river", large, thin))
    edge = Stroke(colour, 0.8, join="miter")
    for shape in (ground.sea, ground.lakes):
        marks += _filled(sight, shape, "water", Fill(style.water))
        marks.append(_lines("coast", sight.edges(shape), edge))
    return Layer("water", "Water", tuple(mark for mark in marks if mark.lines))  # type: ignore[union-attr]


def least_river(metres: float) -> int:
    """The highest rank of rivers drawn at so many ground metres to a pixel."""
    return next((rank for below, rank in _RIVERS if metres < below), 1)


def _filled(sight: Sight, shape: Shape, css_class: str, fill: Fill) -> list[Mark]:
    return [Path("", css_class, rings, True, fill) for rings in sight.polygons(shape)]


def _lines(css_class: str, lines: list[np.ndarray], stroke: Stroke) -> Path:
    return Path("", css_class, tuple(lines), False, None, stroke)
