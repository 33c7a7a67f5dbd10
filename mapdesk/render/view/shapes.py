"""Shapes of the map as pyramids, made once for as long as the same shape is shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.render.view.mercator import Points
from mapdesk.render.view.pyramid import MercatorBox, Pyramid

#: Shapes of so many vertices in all are kept.
_KEPT_VERTICES = 3_000_000


@dataclass(frozen=True, eq=False)
class PolygonPyramid:
    """A polygon's outer ring and its holes."""

    rings: tuple[Pyramid, ...]


@dataclass(frozen=True, eq=False)
class Shape:
    """All polygons, or all lines, of one shape; `boxes` (n, 4) are those of its parts."""

    polygons: tuple[PolygonPyramid, ...]
    lines: tuple[Pyramid, ...]
    boxes: Points

    @property
    def size(self) -> int:
        """How many vertices it has."""
        rings = sum(len(ring.xy) for polygon in self.polygons for ring in polygon.rings)
        return rings + sum(len(line.xy) for line in self.lines)

    def rings_of(self, number: int) -> tuple[Pyramid, ...]:
        """The rings of a polygon, or the line, of that number."""
        return self.polygons[number].rings if self.polygons else (self.lines[number],)

    def prepare(self, tolerances: Iterable[float]) -> None:
        """Make the levels for some tolerances (Mercator metres), in any thread."""
        for tolerance in tolerances:
            for number in range(len(self.boxes)):
                for pyramid in self.rings_of(number):
                    pyramid.level(tolerance)

    def parts_in(self, box: MercatorBox, least: float = 0.0) -> list[int]:
        """The numbers of the parts that may be in a box and are at least so wide or high."""
        boxes = self.boxes
        seen = (boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0])
        seen &= (boxes[:, 1] <= box[3]) & (boxes[:, 3] >= box[1])
        if least:
            seen &= np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) >= least
        found: list[int] = np.flatnonzero(seen).tolist()
        return found


def shape_of(shape: BaseGeometry) -> Shape:
    """The polygons or lines of a shape in degrees; points and what is empty are left out."""
    polygons: list[PolygonPyramid] = []
    lines: list[Pyramid] = []
    for part in _parts(shape):
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            polygons.append(PolygonPyramid(tuple(_pyramid(ring, closed=True) for ring in rings)))
        else:
            lines.append(_pyramid(part, closed=False))
    boxes = [polygon.rings[0].box for polygon in polygons] or [line.box for line in lines]
    return Shape(tuple(polygons), tuple(lines), np.array(boxes, dtype=np.float64).reshape(-1, 4))


def _pyramid(line: BaseGeometry, *, closed: bool) -> Pyramid:
    return Pyramid(shapely.get_coordinates(line), closed)


def _parts(shape: BaseGeometry) -> list[Any]:
    if hasattr(shape, "geoms"):
        return [leaf for part in shape.geoms for leaf in _parts(part)]
    known = shape.geom_type in ("Polygon", "LineString", "LinearRing")
    return [shape] if known and not shape.is_empty else []


class ShapeStore:
    """The pyramids of the shapes shown lately, found by the shape's identity."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[BaseGeometry, Shape]] = OrderedDict()
        self._vertices = 0
        # Pictures are painted in two threads.
        self._lock = Lock()

    def of(self, shape: BaseGeometry) -> Shape:
        """The pyramids of a shape in degrees, the same object for the same shape; in any thread."""
        with self._lock:
            held = self._kept.get(id(shape))
            if held is not None:
                self._kept.move_to_end(id(shape))
                return held[1]
        made = shape_of(shape)
        with self._lock:
            held = self._kept.get(id(shape))
            if held is not None:
                return held[1]
            # Holding the shape keeps its identity from being given to another one.
            self._kept[id(shape)] = (shape, made)
            self._vertices += made.size
            while self._vertices > _KEPT_VERTICES and len(self._kept) > 1:
                _, (_, old) = self._kept.popitem(last=False)
                self._vertices -= old.size
        return made


SHAPES = ShapeStore()
