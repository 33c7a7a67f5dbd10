"""Strokes by hand: a press-drag draws along the way of the pointer, clicks go on putting points down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString

from mapdesk.geometry.grid import snap
from mapdesk.tools.course import Course
from mapdesk.tools.nearby import LonLat, pixels_between
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome
from mapdesk.tools.tracing import Tracing

#: How near to each other, in pixels, the two ends of a stroke close it.
CLOSING_REACH = 24.0
#: Moves of the hand shorter than this, in pixels, say nothing new.
_STEP = 1.5
#: How far a simplified stroke may lie from the hand's, in pixels.
_TOLERANCE = 1.0
#: How often each point is drawn towards its neighbours, so that a hand's tremor is not on the map.
_SMOOTHINGS = 2


@dataclass(frozen=True)
class Freehand(Tracing):
    """A Course whose points may be drawn in a drag; `trail` is the way of the hand in the drag under way."""

    trail: tuple[LonLat, ...] = ()

    def grabs(self, at: Pointer, on: OnMap) -> bool:
        """Everywhere: the middle button, or Space held, moves the map."""
        return True

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """A stroke begins, or goes on from the points put down before."""
        return Outcome(replace(self, at=at, trail=(self.there(at, on).lon_lat,)))

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The stroke follows the hand."""
        # Escape dropped the stroke while the button was still down.
        if not self.trail:
            return Outcome(replace(self, at=at))
        if pixels_between(at, self.trail[-1]) < _STEP:
            return Outcome(replace(self, at=at))
        return Outcome(replace(self, at=at, trail=(*self.trail, at.lon_lat)))

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """The stroke is drawn; what it ends is the tool's."""
        if not self.trail:
            return Outcome(replace(self, at=at))
        points = self._drawn_to(at, on)
        return replace(self, at=at, trail=(), points=points).let_go(on, begun=not self.points)

    def let_go(self, on: OnMap, *, begun: bool) -> Outcome:
        """What follows when a drag has added its points; `begun` where it put down the first of them."""
        return Outcome(self)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape drops the stroke under way, as far as it was dragged; the other keys wait for its end."""
        if self.trail and name in ("escape", "enter", "backspace", "delete"):
            return Outcome(replace(self, trail=()) if name == "escape" else self)
        return super().key(name, on)

    def begun_anew(self) -> Course:
        """This tool without a point."""
        return replace(self, points=(), trail=(), traced=())

    def drawn(self, on: OnMap) -> tuple[LonLat, ...]:
        """The points so far and the way to the hand."""
        if not self.trail or self.at is None:
            return super().drawn(on)
        return self._drawn_to(self.at, on)

    def _drawn_to(self, at: Pointer, on: OnMap) -> tuple[LonLat, ...]:
        """The points that letting go there would leave: what is previewed is what is drawn."""
        trail = simplified((*self.trail, at.lon_lat), at.degrees_per_pixel)
        return _each_once((*self.points, *trail[:-1], self.end_of_drag(at, on)))

    def end_of_drag(self, at: Pointer, on: OnMap) -> LonLat:
        """The point at which a drag that ends there leaves the stroke."""
        return self.there(at, on).lon_lat


@lru_cache(maxsize=2)
def simplified(trail: tuple[LonLat, ...], degrees_per_pixel: float) -> tuple[LonLat, ...]:
    """The way of a hand, without its tremor, by as few grid points as show it at a scale.

    `degrees_per_pixel` are degrees of latitude there. The ends stay where they are.
    """
    way = np.asarray(trail, dtype=np.float64).reshape(-1, 2)
    shrink = max(cos(radians(float(way[:, 1].mean()))), 0.01)
    # In pixels of the map: near one latitude, Mercator is degrees with the longitudes shrunk.
    pixels = (way - way[0]) * [shrink, 1.0] / degrees_per_pixel
    smooth = _smoothed(pixels)
    fewer = (
        shapely.get_coordinates(LineString(smooth).simplify(_TOLERANCE, preserve_topology=False))
        if len(smooth) > 2
        else smooth
    )
    places = fewer * degrees_per_pixel / [shrink, 1.0] + way[0]
    places[0], places[-1] = way[0], way[-1]
    return _each_once([(lon, lat) for lon, lat in snap(places).tolist()])


def _smoothed(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    for _ in range(_SMOOTHINGS if len(pixels) > 2 else 0):
        inner = (pixels[:-2] + 2 * pixels[1:-1] + pixels[2:]) / 4
        pixels = np.vstack([pixels[:1], inner, pixels[-1:]])
    return pixels


def _each_once(points: Sequence[LonLat]) -> tuple[LonLat, ...]:
    """Points without those that come again at once."""
    return tuple(point for row, point in enumerate(points) if row == 0 or point != points[row - 1])
