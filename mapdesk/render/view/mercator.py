"""Web Mercator (EPSG:3857), and the part of it that the editing view shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mapdesk.model.layout import Bounds

#: The radius of EPSG:3857's sphere, in metres.
RADIUS = 6378137.0
#: Web Mercator ends at this latitude, north and south.
MAX_LATITUDE = 85.05
#: Half the width of the world, in Mercator metres.
HALF_WORLD = math.pi * RADIUS

Points = NDArray[np.float64]


def to_mercator(lon_lat: ArrayLike) -> Points:
    """Degrees (n, 2), lon and lat, as Web Mercator metres (n, 2), x east and y north."""
    degrees = np.asarray(lon_lat, dtype=np.float64).reshape(-1, 2)
    result = np.empty_like(degrees)
    result[:, 0] = np.radians(degrees[:, 0]) * RADIUS
    sine = np.sin(np.radians(np.clip(degrees[:, 1], -MAX_LATITUDE, MAX_LATITUDE)))
    result[:, 1] = np.arctanh(sine) * RADIUS
    return result


def from_mercator(xy: ArrayLike) -> Points:
    """The way back from `to_mercator`."""
    metres = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    result = np.empty_like(metres)
    result[:, 0] = np.degrees(metres[:, 0] / RADIUS)
    result[:, 1] = np.degrees(np.arctan(np.sinh(metres[:, 1] / RADIUS)))
    return result


@dataclass(frozen=True)
class MercatorViewport:
    """A part of the map in a window: its middle in Mercator metres, its scale, its size in pixels.

    Pixels are device-independent, counted from the upper left corner, y down; a Mercator metre is a metre on
    the ground only at the equator.
    """

    centre: tuple[float, float]
    metres_per_pixel: float
    width: int
    height: int

    def to_pixels(self, lon_lat: ArrayLike) -> Points:
        """Degrees (n, 2) as pixels (n, 2)."""
        return self.pixels_of(to_mercator(lon_lat))

    def to_degrees(self, pixels: ArrayLike) -> Points:
        """Pixels (n, 2) as degrees (n, 2)."""
        return from_mercator(self.metres_of(pixels))

    def pixels_of(self, xy: Points) -> Points:
        """Mercator metres (n, 2) as pixels (n, 2)."""
        scale = 1 / self.metres_per_pixel
        result = np.empty_like(xy)
        np.multiply(xy[:, 0] - self.centre[0], scale, out=result[:, 0])
        np.multiply(xy[:, 1] - self.centre[1], -scale, out=result[:, 1])
        result += (self.width / 2, self.height / 2)
        return result

    def metres_of(self, pixels: ArrayLike) -> Points:
        """Pixels (n, 2) as Mercator metres (n, 2)."""
        points = np.asarray(pixels, dtype=np.float64).reshape(-1, 2) - (self.width / 2, self.height / 2)
        return points * (self.metres_per_pixel, -self.metres_per_pixel) + self.centre

    def box(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """What is in sight and `margin` pixels around it, as Mercator west, south, east, north."""
        wide = (self.width / 2 + margin) * self.metres_per_pixel
        high = (self.height / 2 + margin) * self.metres_per_pixel
        x, y = self.centre
        return (x - wide, y - high, x + wide, y + high)

    def bounds(self) -> Bounds:
        """What is in sight, as west, south, east, north in degrees."""
        west, south, east, north = self.box()
        (west, south), (east, north) = from_mercator([(west, south), (east, north)]).tolist()
        return (west, south, east, north)

    @property
    def ground_metres_per_pixel(self) -> float:
        """Metres on the ground to a pixel at the middle of the view."""
        return self.metres_per_pixel / math.cosh(self.centre[1] / RADIUS)

    @property
    def scale_step(self) -> float:
        """About the ground metres to a pixel, in steps of a quarter octave.

        What looks different at different scales goes by this, so that it stays the same while panning north.
        """
        return float(2 ** (round(4 * math.log2(self.ground_metres_per_pixel)) / 4))

    def degrees_per_pixel_at(self, lat: float) -> float:
        """Degrees of latitude to a pixel at a latitude."""
        capped = min(max(lat, -MAX_LATITUDE), MAX_LATITUDE)
        return math.degrees(self.metres_per_pixel / RADIUS) * math.cos(math.radians(capped))

    def panned(self, dx: float, dy: float) -> MercatorViewport:
        """The view after the map was moved by so many pixels, to the right and down."""
        x, y = self.centre
        return replace(self, centre=(x - dx * self.metres_per_pixel, y + dy * self.metres_per_pixel))

    def zoomed(self, factor: float, pixel: tuple[float, float]) -> MercatorViewport:
        """The view `factor` times as large, with the ground under a pixel staying there."""
        away = (pixel[0] - self.width / 2, pixel[1] - self.height / 2)
        ((x, y),) = self.metres_of([pixel]).tolist()
        scale = self.metres_per_pixel / factor
        return replace(self, centre=(x - away[0] * scale, y + away[1] * scale), metres_per_pixel=scale)

    def resized(self, width: int, height: int) -> MercatorViewport:
        """The same middle and scale in a window of another size."""
        return replace(self, width=width, height=height)

    @staticmethod
    def fitted(bounds: Bounds, width: int, height: int, margin_px: float = 48) -> MercatorViewport:
        """The view that shows bounds of west, south, east, north in degrees as large as they go."""
        (west, south), (east, north) = to_mercator([bounds[:2], bounds[2:]]).tolist()
        wide, high = max(width - 2 * margin_px, 16), max(height - 2 * margin_px, 16)
        scale = max((east - west) / wide, (north - south) / high, 0.05)
        return MercatorViewport(((west + east) / 2, (south + north) / 2), scale, width, height)
