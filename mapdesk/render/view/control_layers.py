"""Who holds the ground, and what of it changed hands, in the editing view."""

from __future__ import annotations

from functools import lru_cache

from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.features import ControlArea, Status
from mapdesk.render.scene import Fill, Layer, Mark, Path, Stroke
from mapdesk.render.style import AreaLook, Style
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.outlines import OUTLINES
from mapdesk.render.view.screen_marks import HatchedFill
from mapdesk.render.view.shapes import SHAPES, Shape
from mapdesk.render.view.sight import Sight

#: Lower areas first; claims lie over what is so.
_ORDER = {Status.CONTROLLED: 0, Status.ADVANCE: 1, Status.CONTESTED: 2, Status.CLAIMED: 3}
_CHANGE_ORDER = {Direction.CONTESTED: 0, Direction.LOST: 1, Direction.OTHER: 1, Direction.RECOVERED: 2}


def control_layer(sight: Sight, content: ViewContent, style: Style) -> Layer:
    """The control areas: all fills, then all outlines, so that no fill covers a neighbour's outline."""
    areas = [
        feature
        for feature in content.features.values()
        if isinstance(feature, ControlArea) and feature.feature_id not in content.hidden
    ]
    drawn = [(area, _look(area, content, style), SHAPES.of(area.shape)) for area in areas]
    drawn.sort(key=lambda entry: _ORDER[entry[0].status])
    fills: list[Mark] = []
    lines: list[Mark] = []
    for area, look, shape in drawn:
        fill = _fill(sight, look, look.fill, look.opacity)
        rings = sight.polygons(shape)
        fills += [
            Path("", f"area {look.css_class}", each, True, fill, None, area.feature_id) for each in rings
        ]
        lines += _outline(sight, OUTLINES.of(area.shape, content.extent), look)
    return Layer("areas", "Control areas", (*fills, *lines))


def change_layer(sight: Sight, content: ViewContent, style: Style) -> Layer:
    """The ground that changed hands, in colours of its own that let no area through."""
    marks: list[Mark] = []
    for patch in sorted(content.change, key=lambda patch: _CHANGE_ORDER[patch.direction]):
        look, shape = change_look(patch, content, style), SHAPES.of(patch.shape)
        fill = _fill(sight, look, look.shown, 1.0)
        for rings in sight.polygons(shape):
            marks.append(Path("", f"area {look.css_class}", rings, True, fill, None, patch.uid))
        marks += _outline(sight, OUTLINES.of(patch.shape, content.extent), look)
    return Layer("change", "Change", tuple(marks))


def change_look(patch: ChangePatch, content: ViewContent, style: Style) -> AreaLook:
    """How a patch of ground that changed hands looks."""
    if patch.direction is Direction.CONTESTED:
        return style.newly_contested()
    if patch.direction is Direction.RECOVERED:
        return style.recovered()
    side = content.side(patch.after.side)
    return _lost_look(style, side.colour if side else style.text2, content.order(patch.after.side))


@lru_cache(maxsize=64)
def _lost_look(style: Style, colour: str, order: int) -> AreaLook:
    return style.lost(colour, order)


def _look(area: ControlArea, content: ViewContent, style: Style) -> AreaLook:
    side = content.side(area.side)
    return _area_look(style, area.status, side.colour if side else style.text2, content.order(area.side))


# Finding a colour of enough contrast takes a while.
@lru_cache(maxsize=256)
def _area_look(style: Style, status: Status, colour: str, order: int) -> AreaLook:
    return style.area(status, colour, order)


def _fill(sight: Sight, look: AreaLook, colour: str, opacity: float) -> Fill:
    if look.hatch is None:
        return Fill(colour, opacity)
    view = sight.viewport
    # The lines run through the map's own zero, so that they move with the ground.
    x, y = view.width / 2 - view.centre[0] / view.metres_per_pixel, view.height / 2
    origin = (x, y + view.centre[1] / view.metres_per_pixel)
    return HatchedFill(colour, opacity, look.hatch, origin)


def _outline(sight: Sight, shape: Shape, look: AreaLook) -> list[Mark]:
    cap = "butt" if look.dash else "round"
    # Qt measures the dashes of hairlines so that they would jump while panning.
    width = max(look.outline_width, 1.01) if look.dash else look.outline_width
    stroke = Stroke(look.outline, width, dash=look.dash, cap=cap, join="miter")
    lines = sight.dashes(shape, stroke) if look.dash else sight.edges(shape)
    if not lines:
        return []
    return [Path("", f"outline {look.css_class}", tuple(lines), False, None, stroke)]
