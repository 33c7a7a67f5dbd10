"""A base map in the pixels of one Viewport, drawn once for all dates of a series."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.model.basemap import Basemap
from mapdesk.render.viewport import Viewport


@dataclass(frozen=True, eq=False)
class DrawnBasemap:
    """The shapes of a base map in pixels, in the order the base map gives them."""

    basemap: Basemap
    view: Viewport

    @cached_property
    def land(self) -> BaseGeometry:
        """The land, lakes included."""
        land = shapely.union_all(self.view.draw_all(self.basemap.land))
        shapely.prepare(land)
        return land

    @cached_property
    def lakes(self) -> BaseGeometry:
        """The lakes and reservoirs."""
        return shapely.union_all(self.view.draw_all(self.basemap.lakes))

    @cached_property
    def rivers(self) -> NDArray[Any]:
        """The courses of the rivers outside lakes."""
        drawn = self.view.draw_all([river.shape for river in self.basemap.rivers])
        return drawn if self.lakes.is_empty or not len(drawn) else shapely.difference(drawn, self.lakes)

    @cached_property
    def countries(self) -> NDArray[Any]:
        """The countries."""
        return self.view.draw_all([country.shape for country in self.basemap.countries])

    @cached_property
    def regions(self) -> NDArray[Any]:
        """The first-level regions, coarsely: only their names are placed by them."""
        return self.view.draw_all([region.shape for region in self.basemap.regions], simplify=1.5, margin=0)

    @cached_property
    def borders(self) -> NDArray[Any]:
        """The borders of countries."""
        return self.view.draw_all([border.shape for border in self.basemap.borders])

    @cached_property
    def region_borders(self) -> BaseGeometry:
        """The borders of regions."""
        return shapely.union_all(self.view.draw_all(self.basemap.region_borders))

    @cached_property
    def places(self) -> NDArray[np.float64]:
        """The places' pixels (n, 2)."""
        if not self.basemap.places:
            return np.empty((0, 2))
        return self.view.to_pixels(np.array([(place.lon, place.lat) for place in self.basemap.places]))


_RECENT: deque[DrawnBasemap] = deque(maxlen=6)


def drawn_basemap(basemap: Basemap, view: Viewport) -> DrawnBasemap:
    """The base map drawn in a Viewport; the last few are kept, by the base map's identity."""
    for drawn in tuple(_RECENT):
        if drawn.basemap is basemap and drawn.view == view:
            return drawn
    drawn = DrawnBasemap(basemap, view)
    _RECENT.append(drawn)
    return drawn
