"""What of an area's edge is drawn: not where the map ends, as there nothing is said of what lies beyond."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.project import Ground
from mapdesk.render.view.shapes import SHAPES, Shape

#: The edges of so many areas are kept.
_KEPT = 2_000


class OutlineStore:
    """The edges of the areas shown lately, found by the identities of an area and of its map's extent."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], tuple[BaseGeometry, BaseGeometry, BaseGeometry]] = (
            OrderedDict()
        )
        # Pictures are painted in two threads.
        self._lock = Lock()

    def of(self, area: BaseGeometry, extent: Ground | None) -> Shape:
        """The edge of an area in degrees without what of it lies along the edge of the extent."""
        if extent is None:
            return SHAPES.of(area)
        key = (id(area), id(extent))
        with self._lock:
            held = self._kept.get(key)
            if held is None:
                # Holding both keeps their identities from being given to others.
                held = self._kept[key] = (area, extent, _edge(area, extent))
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
        return SHAPES.of(held[2])


def _edge(area: BaseGeometry, extent: Ground) -> BaseGeometry:
    # A copy: other threads ask the extent too, and what is made ready in one must not be asked in another.
    own = shapely.force_2d(extent)
    shapely.prepare(own)
    if shapely.contains_properly(own, area):
        return area
    left = shapely.difference(shapely.boundary(area), shapely.boundary(extent))
    # Cut up where the ring began, else.
    return shapely.line_merge(left) if left.geom_type == "MultiLineString" else left


OUTLINES = OutlineStore()
