"""Where the hand points on the map, as every tool hears of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pointer:
    """The hand over the map: its place in degrees and in pixels, its reach, and the keys held with it.

    `pixel` counts device-independent pixels from the map's upper left corner; `degrees_per_pixel` are degrees
    of latitude at the hand.
    """

    lon_lat: tuple[float, float]
    pixel: tuple[float, float]
    degrees_per_pixel: float
    shift: bool = False
    alt: bool = False
    control: bool = False
