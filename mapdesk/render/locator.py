"""The locator: a small map of the countries around, with the frame's outline on it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from mapdesk.model.basemap import Basemap
from mapdesk.model.layout import Bounds, Frame
from mapdesk.model.project import Ground
from mapdesk.render.drawn_basemap import drawn_basemap
from mapdesk.render.marks import area_path, box_path, rounded
from mapdesk.render.scene import Face, Fill, Group, Halo, Layer, Mark, Path, Stroke, Text
from mapdesk.render.sheet import Box, Sheet, polygons
from mapdesk.render.symbols import disc
from mapdesk.render.text import MissingGlyph, text_width
from mapdesk.render.viewport import FrameRefused, Viewport, clipped, fit, map_bounds

#: Share of itself that the frame may fill; a locator that shows no more than the picture says nothing.
_MOST = 0.25
_CAPITAL_SIZE = 11.0
#: A locator's width and height in units; in narrow pictures it is smaller, of the same shape.
SHAPE = (200.0, 150.0)


def locator_bounds(frame: Frame, homes: Iterable[Ground]) -> Bounds:
    """The degrees that a base map has to know for a locator, which has the shape of `SHAPE`."""
    inside = _shown(frame, homes)
    try:
        west, south, east, north = fit(inside, *SHAPE).seen_bounds()
    except FrameRefused:
        return inside
    return (max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0))


def _shown(frame: Frame, homes: Iterable[Ground]) -> Bounds:
    """The degrees a locator has to show: all home ground and the frame, with their neighbours.

    Without home ground, three times what the frame shows.
    """
    west, south, east, north = map_bounds(frame)
    if east < west:
        east += 360
    shapes = list(homes)
    if shapes:
        a, b, c, d = shapely.total_bounds(shapes)
        west, south, east, north = min(west, a), min(south, b), max(east, c), max(north, d)
        share = 0.13
    else:
        share = 1.0
    wide, high = (east - west) * share, (north - south) * share
    return (
        float(max(west - wide, -180.0)),
        float(max(south - high, -85.0)),
        float(min(east + wide, 180.0)),
        float(min(north + high, 85.0)),
    )


def locator_view(sheet: Sheet, around: Basemap, width: float, height: float) -> Viewport | None:
    """The locator's own projection in a box at (0, 0); None where the picture needs no locator."""
    homes = list(sheet.homes.values())
    try:
        view = fit(_shown(sheet.content.frame, homes), width, height, sheet.k * 0.6)
    except FrameRefused:
        return None
    if not (around.land or around.countries):
        return None
    rectangle = shapely.Polygon(_frame_outline(sheet, view))
    if not rectangle.is_valid or rectangle.area > _MOST * width * height:
        return None
    return view


def locator_layer(sheet: Sheet, around: Basemap, view: Viewport, box: Box) -> Layer:
    """The locator drawn in a box of the picture."""
    style, ids = sheet.style, sheet.ids
    here = Viewport(
        view.centre, view.metres_per_pixel, view.origin, view.width, view.height, view.k, box[0], box[1]
    )
    items: list[Mark | Group] = [box_path(ids.take("locator-water"), "locator", box, Fill(style.water))]
    edge = Stroke(style.border, sheet.px(0.5))
    drawn = drawn_basemap(around, here)
    land = polygons(clipped(drawn.land, box))
    if around.land and not land.is_empty:
        items.append(area_path(ids.take("locator-land"), "locator land", land, Fill(style.land_other)))
    for country, whole in zip(around.countries, drawn.countries, strict=True):
        shape = polygons(clipped(whole, box))
        if shape.is_empty:
            continue
        at_home = _is_home(sheet, country.shape)
        fill = Fill(style.land if at_home or not sheet.homes else style.land_other)
        uid = ids.take("locator", country.name or country.code)
        items.append(area_path(uid, "locator country", shape, fill, edge, country.name))
    outline = rounded(_frame_outline(sheet, here))
    red = Stroke(style.inset_frame, sheet.px(1.8), join="miter")
    items.append(
        Path(ids.take("locator-frame"), "locator frame", (outline,), True, Fill(style.inset_frame, 0.08), red)
    )
    items += _capital(sheet, around, here, box)
    rim = Stroke(style.text2, sheet.px(1.0), join="miter")
    items.append(box_path(ids.take("locator-rim"), "locator", box, None, rim))
    return Layer(ids.take("layer-locator"), "Locator", tuple(items))


def _frame_outline(sheet: Sheet, view: Viewport) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The picture's edge on the locator, dense enough for its sides to bend."""
    x0, y0, x1, y1 = sheet.view.box()
    ring = shapely.segmentize(shapely.LinearRing([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]), (x1 - x0) / 12)
    return view.to_pixels(sheet.view.to_degrees(shapely.get_coordinates(ring)[:-1]))


def _is_home(sheet: Sheet, shape: Ground) -> bool:
    inside = shapely.point_on_surface(shape)
    return any(home.covers(inside) for home in sheet.homes.values())


def _capital(sheet: Sheet, around: Basemap, view: Viewport, box: Box) -> list[Mark | Group]:
    style, ids, k = sheet.style, sheet.ids, sheet.k
    capitals = [place for place in around.places if place.capital]
    for place in capitals:
        if not any(home.covers(shapely.Point(place.lon, place.lat)) for home in sheet.homes.values()):
            continue
        x, y = (float(v) for v in view.to_pixels(np.array([(place.lon, place.lat)]))[0])
        name, size = place.name_in(sheet.language), sheet.px(_CAPITAL_SIZE)
        try:
            width = text_width(name, Face.SEMIBOLD, size)
        except MissingGlyph:
            return []
        start, other = x + 5 * k, x - 5 * k - width
        frame = shapely.Polygon(_frame_outline(sheet, view))
        covers = frame.intersects(shapely.box(start, y - size / 2, start + width, y + size / 2))
        if start + width > box[2] - 4 or (covers and other > box[0] + 4):
            start = other
        if not (box[0] + 4 < start and start + width < box[2] - 4 and box[1] + size < y < box[3] - size):
            return []
        uid = ids.take("locator", name)
        return [
            Path(uid, "locator capital", (disc(x, y, 2.2 * k),), True, Fill(style.text)),
            Text(
                ids.take(uid, "text"),
                "locator",
                name,
                round(start, 2),
                round(y + 0.36 * size, 2),
                size,
                Face.SEMIBOLD,
                Fill(style.text),
                Halo(style.halo, sheet.px(2.4), 0.8),
            ),
        ]
    return []
