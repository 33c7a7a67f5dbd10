"""Land, water, borders and rivers: the base map's layers."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.basemap import River
from mapdesk.render.marks import area_path, line_path
from mapdesk.render.scene import Fill, Group, Layer, Mark, Stroke
from mapdesk.render.sheet import Sheet

#: Rivers up to this rank are drawn as a band of water; higher ones as a line.
LARGE_RIVER = 4


def land_layer(sheet: Sheet) -> Layer:
    """Land and lakes; land of countries that are nobody's home in a shade of its own."""
    style, ids = sheet.style, sheet.ids
    items: list[Mark | Group] = [area_path(ids.take("land"), "land", sheet.land, Fill(style.land))]
    if not sheet.silent.is_empty:
        items.append(
            area_path(
                ids.take("not-covered"),
                "not-covered",
                sheet.silent,
                Fill(style.land_other, style.veil_opacity),
                title="Not covered by this map",
            )
        )
    other = sheet.foreign
    if not other.is_empty:
        items.append(area_path(ids.take("land-other"), "land other", other, Fill(style.land_other)))
    coast = Stroke(style.water_line, sheet.px(0.7), style.water_line_opacity)
    items.append(area_path(ids.take("coast"), "coast", sheet.land, None, coast))
    return Layer(ids.take("layer-land"), "Land and water", tuple(items))


def borders_layer(sheet: Sheet) -> Layer:
    """Borders of countries and regions; disputed ones dashed."""
    style, ids, basemap = sheet.style, sheet.ids, sheet.basemap
    items: list[Mark | Group] = []
    if basemap.region_borders and sheet.tells_regions_apart:
        stroke = Stroke(style.region_border, sheet.px(0.8), dash=_dash(sheet, 4, 3), cap="butt")
        items.append(
            line_path(ids.take("region-borders"), "border region", sheet.ground.region_borders, stroke)
        )
    for disputed in (False, True):
        shapes = [
            drawn
            for border, drawn in zip(basemap.borders, sheet.ground.borders, strict=True)
            if border.disputed is disputed and not drawn.is_empty
        ]
        if not shapes:
            continue
        dash = _dash(sheet, 5, 3) if disputed else ()
        stroke = Stroke(style.border, sheet.px(1.2), dash=dash, cap="butt" if disputed else "round")
        name = "disputed-borders" if disputed else "borders"
        lines = shapely.union_all(shapes)
        items.append(line_path(ids.take(name), "border country", lines, stroke))
    return Layer(ids.take("layer-borders"), "Borders", tuple(items))


def water_layer(sheet: Sheet) -> Layer:
    """Lakes and rivers, which lie over the areas so that these can be found by them."""
    style, ids = sheet.style, sheet.ids
    items: list[Mark | Group] = []
    thin = Stroke(style.water_line, sheet.px(1.2), style.water_line_opacity)
    courses = drawn_rivers(sheet)
    small = [course for river, course in courses if river.rank > LARGE_RIVER]
    large = [(river, course) for river, course in courses if river.rank <= LARGE_RIVER]
    if small:
        items.append(line_path(ids.take("rivers-small"), "river small", _lines(small), thin))
    names: dict[str, list[BaseGeometry]] = {}
    for river, course in large:
        names.setdefault(river.name, []).append(course)
    for name, parts in names.items():
        course = _lines(parts)
        wide = Stroke(style.water, sheet.px(5.0))
        middle = Stroke(style.water_line, sheet.px(1.2), style.water_line_opacity)
        title = name or "River"
        uid = ids.take("river", name)
        items.append(line_path(uid, "river", course, wide, title))
        items.append(line_path(ids.take(f"{uid}-line"), "river", course, middle, title))
    if not sheet.lakes.is_empty:
        edge = Stroke(style.water_line, sheet.px(0.7), style.water_line_opacity)
        items.append(area_path(ids.take("lakes"), "lake", sheet.lakes, Fill(style.water), edge))
    return Layer(ids.take("layer-water"), "Rivers and lakes", tuple(items))


def drawn_rivers(sheet: Sheet) -> list[tuple[River, BaseGeometry]]:
    """The rivers in sight with their courses in pixels; where a river runs through a lake it has none."""
    least = _least_river(sheet)
    return [
        (river, course)
        for river, course in zip(sheet.basemap.rivers, sheet.ground.rivers, strict=True)
        if river.rank <= least and not course.is_empty
    ]


def _least_river(sheet: Sheet) -> int:
    """The highest rank that is still drawn: a wide view leaves small rivers out."""
    metres = sheet.view.metres_per_pixel * sheet.k
    return 99 if metres < 450 else 7 if metres < 900 else 5 if metres < 1800 else 3


def _lines(shapes: list[BaseGeometry]) -> BaseGeometry:
    parts = shapely.get_parts(shapes)
    return shapely.multilinestrings(list(parts[shapely.get_dimensions(parts) == 1]))


def _dash(sheet: Sheet, *units: float) -> tuple[float, ...]:
    return tuple(sheet.px(part) for part in units)
