"""The base map as pyramids: what the editing view draws underneath, and the places that it may name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from mapdesk.model.basemap import Basemap, Place, Region, River
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Side
from mapdesk.render.view.mercator import MAX_LATITUDE, MercatorViewport, Points, to_mercator
from mapdesk.render.view.shapes import Shape, shape_of

#: What the sea of a map of the whole world reaches over, so that no view sees its end.
_AROUND_THE_WORLD = (-720.0, -MAX_LATITUDE, 720.0, MAX_LATITUDE)


@dataclass(frozen=True, eq=False)
class NamedGround:
    """A country or region with the point (Mercator metres) at which its name stands best."""

    region: Region
    spot: tuple[float, float]
    reach: float


@dataclass(frozen=True, eq=False)
class NamedRiver:
    """All of the courses that bear one name, and the rank of the largest of them."""

    river: River
    rank: int
    course: Shape


class ViewGround:
    """A base map inside some bounds, made ready for drawing; made in any thread, then only read.

    Where it is cut off at its bounds there is nothing: a view should lie inside them.
    """

    def __init__(self, basemap: Basemap, bounds: Bounds, *, metres_per_pixel: float) -> None:
        """Take a base map of some bounds, read for views of about so many ground metres to a pixel."""
        self.bounds = bounds
        self.metres_per_pixel = metres_per_pixel
        self.credit = basemap.credit
        self.sea = shape_of(_sea(basemap, bounds))
        self.lakes = shape_of(shapely.MultiPolygon(list(basemap.lakes)))
        self.rivers: dict[int, Shape] = {
            rank: _lines([river.shape for river in basemap.rivers if river.rank == rank])
            for rank in sorted({river.rank for river in basemap.rivers}, reverse=True)
        }
        self.named_rivers = _named_rivers(basemap.rivers)
        self.countries = tuple((country, shape_of(country.shape)) for country in basemap.countries)
        self.borders = _lines([b.shape for b in basemap.borders if not b.disputed])
        self.disputed = _lines([b.shape for b in basemap.borders if b.disputed])
        self.region_borders = _lines(list(basemap.region_borders))
        self.places: tuple[Place, ...] = basemap.places
        self.place_spots = _spots(basemap.places)
        self.seas: tuple[Place, ...] = basemap.seas
        self.sea_spots = _spots(basemap.seas)
        self._regions = basemap.regions
        self._foreign: tuple[tuple[Side, ...], tuple[Shape, ...]] | None = None
        # Looked up here, in the thread that makes it: it takes longer than a frame.
        self.named_regions, self.named_countries, self.population, self.is_capital  # noqa: B018

    def covers(self, viewport: MercatorViewport) -> bool:
        """Whether a view sees nothing but what this base map holds."""
        west, south, east, north = viewport.bounds()
        own = self.bounds
        inside = own[0] <= west and own[1] <= south and own[2] >= east and own[3] >= north
        return inside or own[2] - own[0] >= 360

    def foreign(self, sides: tuple[Side, ...]) -> tuple[Shape, ...]:
        """The countries that are no side's home; none where no side has a home."""
        if self._foreign is None or self._foreign[0] is not sides:
            self._foreign = (sides, _foreign(self.countries, sides))
        return self._foreign[1]

    @cached_property
    def population(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """How many people live in each of the places."""
        return np.array([place.population for place in self.places], dtype=np.float64)

    @cached_property
    def is_capital(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which of the places are capitals."""
        return np.array([place.capital for place in self.places], dtype=bool)

    @cached_property
    def named_regions(self) -> tuple[NamedGround, ...]:
        """The regions with a point for their names."""
        return tuple(_named(region) for region in self._regions)

    @cached_property
    def named_countries(self) -> tuple[NamedGround, ...]:
        """The countries with a point for their names."""
        return tuple(_named(country) for country, _ in self.countries)


def _sea(basemap: Basemap, bounds: Bounds) -> Any:
    box = shapely.box(*bounds)
    if bounds[2] - bounds[0] >= 360:
        box = shapely.box(*_AROUND_THE_WORLD)
    land = shapely.union_all(np.array(basemap.land, dtype=object))
    return shapely.difference(box, land)


def _lines(shapes: Sequence[Any]) -> Shape:
    # Joined where they meet: a few long lines are drawn sooner than many short ones.
    parts = shapely.get_parts([shape for shape in shapes if not shape.is_empty])
    return shape_of(shapely.line_merge(shapely.MultiLineString(list(parts))))


def _named_rivers(rivers: Sequence[River]) -> tuple[NamedRiver, ...]:
    """The rivers that have names, the largest first."""
    found: dict[str, list[River]] = {}
    for river in sorted(rivers, key=lambda river: river.rank):
        if river.name:
            found.setdefault(river.name, []).append(river)
    return tuple(
        NamedRiver(same[0], same[0].rank, _lines([river.shape for river in same])) for same in found.values()
    )


def _spots(places: tuple[Place, ...]) -> Points:
    return to_mercator([(place.lon, place.lat) for place in places])


def _named(region: Region) -> NamedGround:
    largest = max(shapely.get_parts(region.shape), key=shapely.area)
    ring = shapely.transform(largest, to_mercator)
    west, south, east, north = ring.bounds
    size = max(east - west, north - south)
    coarse = shapely.simplify(ring, size / 60)
    room = shapely.maximum_inscribed_circle(shapely.Polygon(coarse.exterior), size / 30)
    (x, y), _ = shapely.get_coordinates(room).tolist()
    return NamedGround(region, (x, y), float(shapely.length(room)))


def _foreign(countries: tuple[tuple[Region, Shape], ...], sides: tuple[Side, ...]) -> tuple[Shape, ...]:
    # Copies: what is made ready in one thread must not be asked in another.
    homes = [shapely.force_2d(home.shape) for side in sides for home in side.home]
    if not homes:
        return ()
    points = [shapely.point_on_surface(home) for home in homes]
    for home in homes:
        shapely.prepare(home)
    found = []
    for country, shape in countries:
        inside = shapely.point_on_surface(country.shape)
        at_home = any(home.covers(inside) for home in homes)
        if not at_home and not any(country.shape.covers(point) for point in points):
            found.append(shape)
    return tuple(found)


#: Land and nothing else, for as long as no base map has been read.
EMPTY_GROUND = ViewGround(
    Basemap(land=(shapely.box(*_AROUND_THE_WORLD),)), _AROUND_THE_WORLD, metres_per_pixel=1e9
)
