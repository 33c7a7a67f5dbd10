"""Where a point goes that is put down near what is on the map already: on the vertex or the line there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import Point

from mapdesk.basemaps.lines import BaseLine, BaseLines, LineKind
from mapdesk.render.view.base_layers import REGIONS_TO, least_river
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.nearby import LINE_REACH, LonLat, nearest_edge, on_the_grid, pixel_bounds
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap

#: How near to a vertex, in pixels, the hand means it.
VERTEX_REACH = 8.0
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Snapped:
    """A grid point, and whether it is one of the map's vertices or lies on a line.

    `on_edge` is where it lies between two vertices; `to` names the line of the base map that it lies on.
    """

    lon_lat: LonLat
    held: bool = False
    on_edge: bool = False
    to: str = ""

    def sketches(self) -> tuple[Sketch, ...]:
        """The mark that shows what the point holds on to: a ring for a vertex, a diamond for an edge."""
        if not self.held:
            return ()
        kind = SketchKind.SNAP_EDGE if self.on_edge else SketchKind.SNAP
        return (Sketch(kind, Point(self.lon_lat), text=self.to),)


def snapped(
    at: Pointer,
    on: OnMap,
    *,
    beside: Collection[str] = (),
    reach: float = LINE_REACH,
) -> Snapped:
    """The point that the hand means: the nearest vertex of the map, or else the nearest edge of the map, or
    else the nearest line of the base map, or just where it is.

    With Alt held it is just where the hand is. Lines count within `reach` pixels, and not those of features
    in `beside`.
    """
    if at.alt:
        return Snapped(on_the_grid(at.lon_lat))
    around = on.near.around(pixel_bounds(at, max(reach, VERTEX_REACH)))
    outlines = [uid for uid in around if uid not in beside and not isinstance(on.features[uid].shape, Point)]
    if vertex := on.near.vertex(at, outlines, VERTEX_REACH):
        return Snapped(vertex, held=True)
    if edge := on.near.edge(at, outlines, reach):
        return Snapped(edge.nearest, held=True, on_edge=True)
    return _on_the_base_map(at, on, reach) or Snapped(on_the_grid(at.lon_lat))


def _on_the_base_map(at: Pointer, on: OnMap, reach: float) -> Snapped | None:
    """The place on the nearest line of the base map that can be seen at this scale."""
    known = on.base.at(*at.lon_lat) if on.base else None
    if known is None:
        return None
    rows = known.within(pixel_bounds(at, reach))
    metres = at.degrees_per_pixel * _METRES_PER_DEGREE
    seen = np.array([_is_seen(known.lines[of], metres) for of in known.of[rows].tolist()], dtype=bool)
    rows = rows[seen]
    edge = nearest_edge(known.edges[rows], at, reach)
    if edge is None:
        return None
    return Snapped(edge.nearest, held=True, on_edge=True, to=_said(known, rows, edge.start, edge.end, on))


def _is_seen(line: BaseLine, metres: float) -> bool:
    """Whether the window draws a line at so many ground metres to a pixel."""
    if line.kind is LineKind.RIVER:
        return line.rank <= least_river(metres)
    return line.kind is not LineKind.REGION_BORDER or metres < REGIONS_TO


def _said(known: BaseLines, rows: NDArray[np.intp], start: LonLat, end: LonLat, on: OnMap) -> str:
    ends = (known.edges[rows] == (*start, *end)).all(axis=1)
    line = known.lines[int(known.of[rows][ends][0])]
    return line.name_in(on.project.about.language)
