"""Names that lie inside what they name: regions, countries and seas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.render.labels import Spot, Wanted
from mapdesk.render.marks import parts_of
from mapdesk.render.place_names import text_box
from mapdesk.render.scene import Face
from mapdesk.render.sheet import Sheet, polygons
from mapdesk.render.text import MissingGlyph, text_width
from mapdesk.render.viewport import clipped

#: Shares of a country that have to be seen, and of the picture that it has to fill, for its name.
_OF_COUNTRY, _OF_PICTURE = 0.5, 0.025
#: How many spots of an area are looked at.
_SPOTS = 36


@dataclass(frozen=True)
class AreaName:
    """A name that lies inside an area: how it is set, in pixels, and what it names.

    `anchor` is a point that the name has to be near to, with nothing else between.
    """

    key: str
    text: str
    kind: str
    face: Face
    size: float
    spacing: float
    shape: BaseGeometry
    priority: float
    anchor: tuple[float, float] | None = None


def region_names(sheet: Sheet) -> list[AreaName]:
    """The first-level regions, where they are large enough in the picture, in spaced capitals."""
    if not sheet.tells_regions_apart:
        return []
    regions = sheet.basemap.regions
    at_home = {c.code for c in sheet.basemap.countries if not sheet.homes or sheet.is_home(c.shape)}
    return [
        AreaName(
            f"region {region.code}",
            region.names.get(sheet.language, region.name).upper(),
            "region",
            Face.SEMIBOLD,
            sheet.px(13.0),
            sheet.px(2.5),
            shape,
            76.0,
        )
        for region, shape in zip(regions, sheet.ground.regions, strict=True)
        if shape.area > (90 * sheet.k) ** 2 and (not at_home or region.country in at_home)
    ]


def country_names(sheet: Sheet) -> list[AreaName]:
    """The countries that fill a good part of the picture; its main country only if it is all seen."""
    countries = sheet.basemap.countries
    if not countries:
        return []
    seen = clipped(shapely.simplify(sheet.ground.countries, 1.5), sheet.view.box())
    picture = sheet.view.width * sheet.view.height
    largest = max(shape.area for shape in seen)
    found = []
    for country, shape in zip(countries, seen, strict=True):
        if shape.area < _OF_PICTURE * picture:
            continue
        if shape.area == largest and not _is_mostly_seen(sheet, country.shape):
            continue
        found.append(
            AreaName(
                f"country {country.code}",
                country.names.get(sheet.language, country.name).upper(),
                "country",
                Face.SEMIBOLD,
                sheet.px(15.0),
                sheet.px(4.5),
                polygons(shapely.intersection(shape, sheet.land)),
                96.0,
            )
        )
    return found


def sea_names(sheet: Sheet) -> list[AreaName]:
    """The seas in the picture, in spaced italics.

    A base map knows a sea by one point in it. Its name stands where nothing but water
    lies between it and that point, so that no strait lets it through to the neighbouring sea.
    """
    seas = list({sea.name: sea for sea in sheet.basemap.seas}.values())
    if not seas:
        return []
    picture = shapely.box(*sheet.view.box(sheet.view.margin))
    water = shapely.simplify(shapely.difference(picture, sheet.land), 1.0)
    spots = sheet.view.to_pixels(np.array([(sea.lon, sea.lat) for sea in seas]))
    found = []
    for sea, spot in zip(seas, spots, strict=True):
        if not shapely.contains_xy(picture, *spot):
            continue
        part = next((p for p in parts_of(water) if shapely.contains_xy(p, *spot)), None)
        if part is None:
            continue
        found.append(
            AreaName(
                f"sea {sea.name}",
                sea.name_in(sheet.language),
                "sea",
                Face.ITALIC,
                sheet.px(17.0),
                sheet.px(3.0),
                part,
                97.0,
                (float(spot[0]), float(spot[1])),
            )
        )
    return found


def wanted_area_names(sheet: Sheet, names: Sequence[AreaName]) -> tuple[list[Wanted], list[str]]:
    """The labels of areas with their spots, and the names that no typeface can set."""
    labels, unset = [], []
    for name in names:
        try:
            width = text_width(name.text, name.face, name.size, name.spacing)
        except MissingGlyph:
            unset.append(name.text)
            continue
        labels.append(Wanted(name.key, name.priority, _spots(sheet, name, width), 4.0))
    return labels, unset


def _spots(sheet: Sheet, name: AreaName, width: float) -> tuple[Spot, ...]:
    """Spots wholly inside the area, the ones in its middle first."""
    shape = shapely.simplify(name.shape, 2.0)
    if shape.is_empty:
        return ()
    x0, y0, x1, y1 = shape.bounds
    step = max(10 * sheet.k, min(x1 - x0, y1 - y0) / 24)
    columns, rows = np.meshgrid(np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step))
    middles: NDArray[np.float64] = np.column_stack((columns.ravel(), rows.ravel()))
    if not len(middles):
        return ()
    half = np.array((width / 2 + 4 * sheet.k, name.size * 0.6))
    boxes = shapely.box(*(middles - half).T, *(middles + half).T)
    shapely.prepare(shape)
    middles = middles[shapely.contains(shape, boxes)]
    if not len(middles):
        return ()
    if name.anchor is None:
        centre = shapely.get_coordinates(shapely.centroid(shape))[0]
    else:
        centre = np.array(name.anchor)
        ways = shapely.linestrings(np.stack((middles, np.broadcast_to(centre, middles.shape)), axis=1))
        middles = middles[shapely.covers(shapely.buffer(shape, 1.0), ways)]
        if not len(middles):
            return ()
    span = max(x1 - x0, y1 - y0)
    cost = np.hypot(*(middles - centre).T) / span * 1.6
    order = np.argsort(cost, kind="stable")
    # Neighbouring spots say little that is new: every n-th is enough.
    order = order[:: max(1, len(order) // _SPOTS)]
    spots = []
    for i in order:
        x = float(middles[i, 0]) - width / 2
        y = float(middles[i, 1]) + 0.36 * name.size
        box = text_box(sheet, x, y, width, name.size)
        spots.append(Spot((box,), round(x, 2), round(y, 2), float(cost[i])))
    return tuple(spots)


def _is_mostly_seen(sheet: Sheet, shape: BaseGeometry) -> bool:
    west, south, east, north = sheet.view.seen_bounds()
    # A base map hands out countries cut to what was asked for: one that touches the cut is not all there.
    a, b, c, d = shape.bounds
    near = 0.02
    cut = a <= west + near or b <= south + near or c >= east - near or d >= north - near
    seen = clipped(shape, (west, south, east, north)).area
    return not cut and seen > _OF_COUNTRY * shape.area
