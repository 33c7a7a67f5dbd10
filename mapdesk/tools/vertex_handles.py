"""The handles of vertices: which are shown, so that they can be told apart and cost no time, and how."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiPoint

from mapdesk.geometry.grid import snap
from mapdesk.model.layout import Bounds
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.nearby import (
    Edges,
    LonLat,
    Nearby,
    Vertices,
    among,
    each_once,
    pixel_bounds,
    pixels_between,
)
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.snapping import VERTEX_REACH

#: How far around the hand handles are shown, in pixels, and how many at most.
_AROUND = 600.0
_MOST_HANDLES = 200
#: Where more vertices than this lie around the hand, none but those close to it are looked at.
_MOST_SORTED = 5_000
#: Nearer to each other than this, in pixels, handles can't be told apart: shown close to the hand only, and
#: not all of them.
_APART = 8.0
_CLOSE = 60.0
#: An edge shorter than this, in pixels, has no handle in its middle.
_WITH_MIDDLE = 28.0
#: How far outside of the vertices picked the box round them runs, and how far above it they are turned by.
_ROOM = 14.0
_ABOVE = 26.0
#: More small squares than from pole to pole at any scale: makes one whole number of their column and row.
_ROW = 2**31


@dataclass(frozen=True, eq=False)
class Seen:
    """The vertices and edges around the hand whose handles are shown; `crowded`: there are more vertices."""

    vertices: Vertices
    edges: Edges
    crowded: bool


# A look at one place is asked for by what is shown, by what is said, and by the cursor.
@lru_cache(maxsize=4)
def seen(near: Nearby, outlined: tuple[str, ...], at: Pointer) -> Seen:
    """The vertices whose handles can be told apart, some of the others close to the hand, and the edges."""
    around = pixel_bounds(at, _AROUND)
    close = near.vertices(pixel_bounds(at, _CLOSE), outlined)
    edges = near.edges(around, outlined)
    if len(edges) > _MOST_SORTED:
        shown = thinned(close, scale_of(at))
        return Seen(_nearest(shown, at), _in_bounds(edges, pixel_bounds(at, _CLOSE)), True)
    vertices = near.vertices(around, outlined)
    short = edges[_lengths(edges, at) < _APART]
    crowded = among(vertices, short.reshape(-1, 2))
    crowded_close = vertices[crowded & among(vertices, close)]
    shown = np.vstack([vertices[~crowded], thinned(crowded_close, scale_of(at))])
    return Seen(_nearest(shown, at), _in_bounds(edges, around), len(shown) < len(vertices))


def scale_of(at: Pointer) -> float:
    """Degrees of longitude to a pixel: the same wherever the hand is, as long as the map is not zoomed."""
    return float(f"{at.degrees_per_pixel / max(cos(radians(at.lon_lat[1])), 0.01):.6g}")


def thinned(vertices: Vertices, scale: float) -> Vertices:
    """One vertex of those that lie in one small square of the map, the one nearest to its middle.

    The squares stay where they are on the map, so that handles don't jump about while the hand moves.
    """
    lon, lat = vertices.T
    north = np.degrees(np.arcsinh(np.tan(np.radians(np.clip(lat, -89.0, 89.0)))))
    spots = np.column_stack([lon, north]) / (scale * (_APART + 2))
    cells = np.floor(spots)
    order = np.argsort(np.hypot(*(spots - cells - 0.5).T), kind="stable")
    keys = cells[order, 0].astype(np.int64) * _ROW + cells[order, 1].astype(np.int64)
    _, first = np.unique(keys, return_index=True)
    return vertices[order[first]]


def middles(edges: Edges, at: Pointer) -> Vertices:
    """The middles of the edges that are long enough to have a handle there, each once."""
    long = edges[_lengths(edges, at) >= _WITH_MIDDLE]
    return _nearest(each_once(snap((long[:, :2] + long[:, 2:]) / 2)), at)


def handles(kind: SketchKind, places: Vertices, active: Collection[LonLat] = ()) -> list[Sketch]:
    """One Sketch of all handles, and one of those that are active."""
    lit = among(places, np.asarray(list(active), dtype=float).reshape(-1, 2))
    return [
        Sketch(kind, MultiPoint(some), active=is_active)
        for some, is_active in ((places[~lit], False), (places[lit], True))
        if len(some)
    ]


def handles_of_picked(apart: Vertices, at: Pointer) -> list[Sketch]:
    """The vertices picked, given as those that can be told apart; the nearest ones where there are many."""
    return [Sketch(SketchKind.VERTEX, MultiPoint(_nearest(apart, at)), active=True)] if len(apart) else []


@dataclass(frozen=True)
class GroupBox:
    """The box round vertices that were picked: corners to scale them by, and a handle to turn them by."""

    bounds: Bounds
    turn: LonLat
    #: The bounds of the vertices themselves.
    inner: Bounds

    @property
    def corners(self) -> tuple[LonLat, ...]:
        """South-west, south-east, north-east, north-west."""
        return _corners(self.bounds)

    @property
    def of_vertices(self) -> tuple[LonLat, ...]:
        """The same corners of the bounds of the vertices themselves."""
        return _corners(self.inner)

    @property
    def middle(self) -> LonLat:
        """What the vertices are turned about."""
        west, south, east, north = self.inner
        return ((west + east) / 2, (south + north) / 2)

    def corner_at(self, at: Pointer) -> int | None:
        """The number of the corner under the hand."""
        away = [pixels_between(at, corner) for corner in self.corners]
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= VERTEX_REACH else None

    def turns_at(self, at: Pointer) -> bool:
        """Whether the hand is on the handle to turn by."""
        return pixels_between(at, self.turn) <= VERTEX_REACH

    def ring(self) -> Vertices:
        """The corners as a closed ring."""
        return np.asarray([*self.corners, self.corners[0]])

    def sketches(self, at: Pointer) -> list[Sketch]:
        """The box with its handles, that under the hand marked."""
        stem = LineString([((self.bounds[0] + self.bounds[2]) / 2, self.bounds[3]), self.turn])
        corner = None if self.turns_at(at) else self.corner_at(at)
        active = [self.turn] if self.turns_at(at) else [] if corner is None else [self.corners[corner]]
        grips = np.asarray([*self.corners, self.turn])
        return [
            Sketch(SketchKind.GHOST, LineString(self.ring())),
            Sketch(SketchKind.GHOST, stem),
            *handles(SketchKind.MIDPOINT, grips, active),
        ]


def group_box(picked: Vertices, at: Pointer) -> GroupBox | None:
    """The box round two vertices or more, with some room, at the scale that the hand has the map in."""
    if len(picked) < 2:
        return None
    (west, east), (south, north) = ((float(row.min()), float(row.max())) for row in picked.T)
    left, low, right, high = pixel_bounds(at, 1.0)
    across, up = (right - left) / 2 * _ROOM, (high - low) / 2 * _ROOM
    bounds = (west - across, south - up, east + across, north + up)
    turn = ((west + east) / 2, bounds[3] + (high - low) / 2 * _ABOVE)
    return GroupBox(bounds, turn, (west, south, east, north))


def _corners(bounds: Bounds) -> tuple[LonLat, ...]:
    west, south, east, north = bounds
    return ((west, south), (east, south), (east, north), (west, north))


def _lengths(edges: Edges, at: Pointer) -> NDArray[np.float64]:
    west, south, east, north = pixel_bounds(at, 1.0)
    per_pixel = [(east - west) / 2, (north - south) / 2]
    lengths: NDArray[np.float64] = np.hypot(*((edges[:, 2:] - edges[:, :2]) / per_pixel).T)
    return lengths


def _nearest(places: Vertices, at: Pointer) -> Vertices:
    """The places nearest to the hand, as many as handles are shown."""
    if len(places) <= _MOST_HANDLES:
        return places
    hand = np.broadcast_to(np.array(at.lon_lat), places.shape)
    return places[np.argsort(_lengths(np.hstack([hand, places]), at))[:_MOST_HANDLES]]


def _in_bounds(edges: Edges, bounds: Bounds) -> Edges:
    """The edges that have their middle in some bounds."""
    west, south, east, north = bounds
    lon, lat = (edges[:, 0] + edges[:, 2]) / 2, (edges[:, 1] + edges[:, 3]) / 2
    inside: Edges = edges[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]
    return inside
