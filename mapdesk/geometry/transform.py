"""Places on the map turned and scaled about a point, as on a flat sheet laid on the ground there."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray


def turned(places: NDArray[np.float64], about: tuple[float, float], degrees: float) -> NDArray[np.float64]:
    """Places (n, 2) in degrees (lon, lat), turned counterclockwise about a point by so many degrees."""
    turn = radians(degrees)
    flat = (places - about) * [_shrink(about[1]), 1.0]
    x, y = flat.T
    back = np.column_stack([x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)])
    result: NDArray[np.float64] = back / [_shrink(about[1]), 1.0] + about
    return result


def scaled(
    places: NDArray[np.float64], about: tuple[float, float], across: float, up: float
) -> NDArray[np.float64]:
    """Places (n, 2) in degrees (lon, lat), so many times as far from a point to the east and to the north."""
    result: NDArray[np.float64] = (places - about) * [across, up] + about
    return result


def bearing(place: tuple[float, float], about: tuple[float, float]) -> float:
    """The direction of a place (lon, lat) from a point, in degrees counterclockwise from the east."""
    x, y = (place[0] - about[0]) * _shrink(about[1]), place[1] - about[1]
    return float(np.degrees(np.arctan2(y, x)))


def _shrink(latitude: float) -> float:
    return max(cos(radians(latitude)), 0.01)
