"""Where a point goes that is put down near what is on the map already: on the vertex or the edge there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shapely import Point

from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.nearby import LINE_REACH, LonLat, on_the_grid, pixel_bounds
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap

#: How near to a vertex, in pixels, the hand means it.
VERTEX_REACH = 8.0


@dataclass(frozen=True)
class Snapped:
    """A grid point, and whether it is one of the map's vertices or lies on one of its edges."""

    lon_lat: LonLat
    held: bool = False

    def sketches(self) -> tuple[Sketch, ...]:
        """The ring that shows what the point holds on to."""
        return (Sketch(SketchKind.SNAP, Point(self.lon_lat)),) if self.held else ()


def snapped(at: Pointer, on: OnMap, *, beside: Collection[str] = ()) -> Snapped:
    """The point that the hand means: the nearest vertex, or the nearest edge, or just where it is.

    With Control held it is just where the hand is. Features in `beside` don't count.
    """
    if not at.control:
        around = on.near.around(pixel_bounds(at, VERTEX_REACH))
        outlines = [
            uid for uid in around if uid not in beside and not isinstance(on.features[uid].shape, Point)
        ]
        if vertex := on.near.vertex(at, outlines, VERTEX_REACH):
            return Snapped(vertex, held=True)
        if edge := on.near.edge(at, outlines, LINE_REACH):
            return Snapped(edge.nearest, held=True)
    return Snapped(on_the_grid(at.lon_lat))
