"""Composes the editing view, or a part of it, into a Scene."""

from __future__ import annotations

from mapdesk.model.features import FrontLine
from mapdesk.render.scene import Layer, Scene
from mapdesk.render.style import Style
from mapdesk.render.view.annotation_marks import annotation_boxes, annotation_marks
from mapdesk.render.view.base_layers import borders_layer, land_layer, water_layer
from mapdesk.render.view.change_figures import figure_boxes, figures_layer
from mapdesk.render.view.content import BaseLayer, ViewContent
from mapdesk.render.view.control_layers import change_layer, control_layer
from mapdesk.render.view.emphasis import emphasis_layer, glow_layer
from mapdesk.render.view.front_layers import front_layer
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.names import BEYOND, PlacedNames, place_names, sight_around
from mapdesk.render.view.shapes import SHAPES
from mapdesk.render.view.sight import THICK, Box, Sight, whole

#: The kinds of names that go with a part of the base map.
_NAMES = {
    BaseLayer.PLACES: ("place",),
    BaseLayer.REGIONS: ("region", "country"),
    BaseLayer.RIVERS: ("river",),
}


def compose_view(content: ViewContent, ground: ViewGround, viewport: MercatorViewport, style: Style) -> Scene:
    """The whole view: the map with its names and annotations."""
    return compose_part(content, ground, names_of(content, ground, viewport), viewport, style)


def compose_part(
    content: ViewContent,
    ground: ViewGround,
    names: PlacedNames,
    viewport: MercatorViewport,
    style: Style,
    part: Box | None = None,
) -> Scene:
    """The view with names placed before; of a `part` (pixels) only what is needed to paint inside it.

    It is in the pixels of the whole view, whatever the part.
    """
    sight = Sight(viewport, part, content.moves) if part else whole(viewport, content.moves)
    # What lies underneath is not looked through for vertices that the hand moves.
    still = Sight(viewport, sight.part)
    layers = (
        land_layer(still, content, ground, style),
        *([] if BaseLayer.BORDERS in content.hidden else [borders_layer(still, ground, style)]),
        control_layer(sight, content, style),
        change_layer(still, content, style),
        water_layer(still, ground, style, rivers=BaseLayer.RIVERS not in content.hidden),
        glow_layer(sight, still, content, style),
        front_layer(sight, content, style),
        emphasis_layer(sight, content, style),
        figures_layer(still, content, names, style),
        Layer("names", "Names", names.marks(viewport, style, part, _unnamed(content))),
        Layer("annotations", "Annotations", annotation_marks(sight, content, style)),
    )
    shown = tuple(layer for layer in layers if layer.items)
    return Scene(viewport.width, viewport.height, style.land, shown)


def names_of(
    content: ViewContent,
    ground: ViewGround,
    viewport: MercatorViewport,
    before: PlacedNames | None = None,
    beyond: float = BEYOND,
) -> PlacedNames:
    """The names of a view and around it, clear of annotations and figures and rather off front lines."""
    sight = sight_around(viewport, beyond)
    fronts = [
        line
        for feature in content.features.values()
        if isinstance(feature, FrontLine) and feature.feature_id not in content.hidden
        for line in sight.edges(SHAPES.of(feature.shape), 4 * THICK)
    ]
    taken = [*annotation_boxes(sight, content), *figure_boxes(sight, content)]
    return place_names(viewport, ground, content, taken, fronts, before, beyond)


def _unnamed(content: ViewContent) -> frozenset[str]:
    """The kinds of names that are not shown."""
    return frozenset(kind for layer, kinds in _NAMES.items() if layer in content.hidden for kind in kinds)
