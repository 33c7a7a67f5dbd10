"""What all layers of one picture share: its content, its place on earth, its style, its ids, its ground."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.basemap import Basemap
from mapdesk.model.project import Ground
from mapdesk.render.content import FrameContent
from mapdesk.render.drawn_basemap import DrawnBasemap, drawn_basemap
from mapdesk.render.marks import Ids
from mapdesk.render.style import Style
from mapdesk.render.viewport import Viewport, clipped

#: A rectangle in pixels: x0, y0, x1, y1.
Box = tuple[float, float, float, float]
NOTHING = shapely.GeometryCollection()


@dataclass(frozen=True)
class Sheet:
    """One picture while it is composed."""

    content: FrameContent
    basemap: Basemap
    style: Style
    view: Viewport
    ids: Ids = field(default_factory=Ids)

    @property
    def k(self) -> float:
        """Pixels per unit of the style."""
        return self.view.k

    @property
    def language(self) -> str:
        """The language that names are written in."""
        return self.content.frame.language

    def px(self, units: float) -> float:
        """Units of the style in pixels, rounded as everything in a Scene."""
        return round(units * self.k, 2)

    @cached_property
    def ground(self) -> DrawnBasemap:
        """The base map in pixels."""
        return drawn_basemap(self.basemap, self.view)

    @property
    def land(self) -> BaseGeometry:
        """The land in the picture, in pixels, lakes included."""
        return self.ground.land

    @property
    def lakes(self) -> BaseGeometry:
        """The lakes and reservoirs in the picture, in pixels."""
        return self.ground.lakes

    @cached_property
    def foreign(self) -> BaseGeometry:
        """The land of countries that are nobody's home, in pixels; none where no side has a home."""
        if not self.homes:
            return NOTHING
        foreign = [
            drawn
            for country, drawn in zip(self.basemap.countries, self.ground.countries, strict=True)
            if not self.is_home(country.shape)
        ]
        return polygons(shapely.intersection(shapely.union_all(foreign), self.land))

    @cached_property
    def extent(self) -> BaseGeometry | None:
        """The extent in pixels; None where the map speaks of all ground."""
        extent = self.content.extent
        return None if extent is None else self.view.draw(extent)

    @cached_property
    def silent(self) -> BaseGeometry:
        """The land outside the extent, in pixels; what of it is foreign is drawn over."""
        if self.extent is None:
            return NOTHING
        sheet = shapely.box(*self.view.box(self.view.margin))
        outside = shapely.difference(sheet, self.extent)
        if outside.is_empty:
            return NOTHING
        return polygons(shapely.intersection(outside, self.land))

    def is_home(self, country: Ground) -> bool:
        """Whether a country is some side's home, or some side's home lies in it."""
        inside = shapely.point_on_surface(country)
        return any(
            home.covers(inside) or country.covers(self.home_points[uid]) for uid, home in self.homes.items()
        )

    @cached_property
    def extent_edge(self) -> BaseGeometry:
        """The edge of the extent in pixels, as wide as an outline: no line is drawn on it."""
        if self.extent is None:
            return NOTHING
        inner = shapely.box(*self.view.box(self.view.margin - 1))
        edge = shapely.intersection(shapely.boundary(self.extent), inner)
        return edge if edge.is_empty else shapely.buffer(edge, 1.5 * self.k, quad_segs=2)

    @cached_property
    def region_names(self) -> dict[str, str]:
        """The usual names of the regions by their codes."""
        return {region.code: region.name for region in self.basemap.regions}

    @cached_property
    def tells_regions_apart(self) -> bool:
        """Whether regions are large enough in the picture to be named and bounded."""
        shapes = [region.shape for region in self.basemap.regions]
        if not shapes:
            return False
        # A degree in pixels at the middle of the picture is near enough for this question.
        degree = 111_320 / self.view.metres_per_pixel
        seen = clipped(np.array(shapes, dtype=object), self.view.seen_bounds())
        areas = shapely.area(seen) * degree**2 * math.cos(math.radians(self.view.centre[1]))
        areas = areas[areas > 0]
        return bool(len(areas)) and float(areas.mean()) > (150 * self.k) ** 2

    @cached_property
    def line_weight(self) -> float:
        """How much thinner front lines are drawn in a wide view, where they bend in less room."""
        metres = self.view.metres_per_pixel * self.k
        return float(min(1.0, max(0.7, (450 / metres) ** 0.35)))

    @cached_property
    def homes(self) -> dict[str, BaseGeometry]:
        """The home ground of each side that has one, in degrees."""
        homes = {
            side.uid: shapely.union_all([home.shape for home in side.home])
            for side in self.content.sides
            if side.home
        }
        for home in homes.values():
            shapely.prepare(home)
        return homes

    @cached_property
    def home_points(self) -> dict[str, BaseGeometry]:
        """A point inside each side's home ground."""
        return {uid: shapely.point_on_surface(home) for uid, home in self.homes.items()}


def polygons(shape: Any) -> BaseGeometry:
    """What of a shape has an area: cutting may leave lines and points beside it."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.multipolygons(parts) if parts else shapely.Polygon()
