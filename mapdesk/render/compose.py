"""Composes a Frame on its date into a Scene."""

from __future__ import annotations

import shapely

from mapdesk.model.basemap import Basemap
from mapdesk.render.content import FrameContent, title_of
from mapdesk.render.dates import full_date
from mapdesk.render.furniture import furniture, sources_of
from mapdesk.render.labels import CROSSING_ARROW, CROSSING_EDGE, CROSSING_FRONT, CROSSING_RIVER
from mapdesk.render.layers.annotations import annotations_in, annotations_layer
from mapdesk.render.layers.control import area_classes, change_classes, change_layer, control_layer
from mapdesk.render.layers.fronts import front_layer, old_front, present_fronts
from mapdesk.render.layers.ground import borders_layer, drawn_rivers, land_layer, water_layer
from mapdesk.render.layers.names import names_on_map
from mapdesk.render.legend import entries
from mapdesk.render.locator import locator_bounds
from mapdesk.render.panels import News
from mapdesk.render.place_names import candidates, named_places
from mapdesk.render.scene import Layer, Scene
from mapdesk.render.sheet import NOTHING, Sheet
from mapdesk.render.style import Style
from mapdesk.render.viewport import FrameRefused, map_bounds, viewport_of

__all__ = [
    "FrameContent",
    "FrameRefused",
    "compose_frame",
    "locator_bounds",
    "map_bounds",
]


def compose_frame(content: FrameContent, basemap: Basemap, locator: Basemap | None, style: Style) -> Scene:
    """The picture of a Frame on its date.

    `basemap` covers `map_bounds`, `locator` covers `locator_bounds` (None for no locator). Raises
    FrameRefused for bounds that can't be drawn, MissingGlyph for a title, legend or source that can't be set.
    """
    sheet = Sheet(content, basemap, style, viewport_of(content.frame))
    classes, change = area_classes(sheet), change_classes(sheet)
    present = present_fronts(sheet)
    old = old_front(sheet, present)
    changed = shapely.union_all([c.shape for c in change]) if change else NOTHING
    could_be_named = candidates(sheet, present, changed)

    layers: list[Layer] = [
        land_layer(sheet),
        borders_layer(sheet),
        control_layer(sheet, classes, change),
        change_layer(sheet, change),
        water_layer(sheet),
        front_layer(sheet, present, old),
        annotations_layer(sheet),
    ]
    news = News(sheet.view.width, sheet.view.height, 6 * sheet.k)
    news.add_line(present, 1.0)
    news.add_area(changed, 2.0)
    for c in classes:
        if c.look.hatch is not None:
            news.add_area(c.shape, 0.25)
    for place in named_places(sheet, could_be_named):
        news.add_points(
            shapely.get_coordinates(shapely.Point(place.x, place.y)), (12.0, 6.0, 2.0)[place.rank]
        )
    rows = entries(sheet, classes, change, has_front=not present.is_empty, has_old_front=not old.is_empty)
    panels, taken, left_out = furniture(sheet, rows, locator, news)
    lines = [
        (present, CROSSING_FRONT),
        (old, CROSSING_ARROW),
        *((shape, CROSSING_ARROW) for _, shape in annotations_in(sheet)),
        *((c.shape, CROSSING_EDGE) for c in (*classes, *change)),
        *((course, CROSSING_RIVER) for _, course in drawn_rivers(sheet)),
    ]
    places = named_places(sheet, could_be_named, taken)
    names = names_on_map(sheet, places, taken, lines)
    frame = content.frame
    return Scene(
        frame.width,
        frame.height,
        style.water,
        tuple(layer for layer in (*layers, *names.layers, *panels) if layer.items),
        title=title_of(content),
        description=f"{frame.name}, {full_date(content.day)}",
        metadata=(
            ("date", content.day.isoformat()),
            *((("since", content.since.isoformat()),) if content.since else ()),
            ("projection", sheet.view.crs),
            ("metres per pixel", f"{sheet.view.metres_per_pixel:.6g}"),
            ("sources", " · ".join(sources_of(sheet))),
        ),
        dropped=(*left_out, *names.dropped),
    )
