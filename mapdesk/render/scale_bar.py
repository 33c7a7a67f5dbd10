"""The scale bar: a round geodesic length at the picture's centre."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mapdesk.render.viewport import Viewport, geodesic_length

#: A length error over the picture above which the bar says that it holds at the centre.
TOLERABLE = 0.02


@dataclass(frozen=True)
class ScaleBar:
    """A bar's length in pixels, and what is written on it."""

    pixels: float
    metres: float
    words: str


def scale_bar(view: Viewport, longest: float) -> ScaleBar:
    """The longest bar of 1, 2 or 5 times a power of ten that is no longer than `longest` pixels."""
    reach = _metres(view, longest)
    power = 10.0 ** math.floor(math.log10(reach))
    metres = max(step * power for step in (1, 2, 5) if step * power <= reach * (1 + 1e-9))
    pixels = metres / view.metres_per_pixel
    for _ in range(4):
        pixels *= metres / _metres(view, pixels)
    words = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    if view.length_error() > TOLERABLE:
        words += " at the centre"
    return ScaleBar(round(pixels, 2), metres, words)


def _metres(view: Viewport, pixels: float) -> float:
    """The geodesic length of a level line of so many pixels through the centre."""
    x, y = view.left + view.width / 2, view.top + view.height / 2
    ends = view.to_degrees(np.array([(x - pixels / 2, y), (x + pixels / 2, y)]))
    return geodesic_length((ends[0, 0], ends[0, 1]), (ends[1, 0], ends[1, 1]))
