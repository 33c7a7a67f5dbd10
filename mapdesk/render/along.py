"""Walking along lines in pixels: places at a distance, directions, smooth and evened courses."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

#: Points in pixels, shape (n, 2).
Points = NDArray[np.float64]
#: A course's points nearer to it than this, in pixels, say nothing to the eye.
_UNSEEN = 0.3
#: In so many steps a curve goes from one of its points to the next, and in about so many altogether.
_STEPS, _MOST = 16, 3000


def distances(points: Points) -> NDArray[np.float64]:
    """How far along the line each of its points lies."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    return np.concatenate(([0.0], np.cumsum(steps)))


def length_of(points: Points) -> float:
    """The length of a line."""
    return float(distances(points)[-1])


def places_at(points: Points, distance: NDArray[np.float64], at: NDArray[np.float64]) -> Points:
    """The places so far along a line; `distance` are its points' own."""
    return np.column_stack((np.interp(at, distance, points[:, 0]), np.interp(at, distance, points[:, 1])))


def directions_at(
    points: Points, distance: NDArray[np.float64], at: NDArray[np.float64], reach: float
) -> Points:
    """Which way the line goes at some distances, taken over `reach` to either side, as unit vectors."""
    total = float(distance[-1])
    ahead = places_at(points, distance, np.minimum(at + reach, total))
    return unit(ahead - places_at(points, distance, np.maximum(at - reach, 0)))


def unit(vectors: Points) -> Points:
    """Vectors (n, 2) made one long."""
    return np.asarray(vectors / np.maximum(np.hypot(vectors[:, 0], vectors[:, 1]), 1e-9)[:, None])


def left_of(directions: Points) -> Points:
    """The directions turned to the left as seen in the picture, where y runs down."""
    return np.column_stack((directions[:, 1], -directions[:, 0]))


def without_repeats(points: Points) -> Points:
    """The points without those that come again at once."""
    return np.asarray(points[np.concatenate(([True], np.any(np.diff(points, axis=0) != 0, axis=1)))])


def sparse(points: Points) -> Points:
    """A course by as few of its points as show it, so that a traced river costs no more than is seen."""
    points = without_repeats(points)
    if len(points) < 3:
        return points
    line = shapely.simplify(shapely.linestrings(points), _UNSEEN, preserve_topology=False)
    return np.asarray(shapely.get_coordinates(line))


def curve_through(points: Points) -> Points:
    """A curve through all points of a line (centripetal Catmull-Rom), dense enough to look smooth."""
    points = without_repeats(points)
    if len(points) < 3:
        return points
    return _curve(np.concatenate(([2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]])))


def ring_through(points: Points) -> Points:
    """The same through points and back to the first; its last point is its first again."""
    points = without_repeats(points)
    if len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    if len(points) < 3:
        return np.concatenate((points, points[:1]))
    return _curve(np.concatenate((points[-1:], points, points[:2])))


def _curve(padded: Points) -> Points:
    """The curve from the second point to the last but one; all stretches are worked out at once."""
    count = len(padded) - 3
    steps = np.sqrt(np.hypot(*np.diff(padded, axis=0).T))
    a, b, c, d = (padded[i : i + count, None, :] for i in range(4))
    # The knots of each stretch's four points, counted from the second of them.
    first, third, last = (
        -steps[:count, None, None],
        steps[1 : count + 1, None, None],
        (steps[1 : count + 1] + steps[2 : count + 2])[:, None, None],
    )
    # The stretches of a course with very many points are short, and look smooth in fewer steps.
    fine = max(3, min(_STEPS, _MOST // count))
    t = third * (np.arange(1, fine + 1) / fine)[None, :, None]
    ab = (t * a - (t - first) * b) / first
    bc = ((third - t) * b + t * c) / third
    cd = ((last - t) * c + (t - third) * d) / (last - third)
    abc = ((third - t) * ab + (t - first) * bc) / (third - first)
    bcd = ((last - t) * bc + t * cd) / last
    curve = ((third - t) * abc + t * bcd) / third
    return np.concatenate((padded[1:2], curve.reshape(-1, 2)))


def smooth_line(points: Points, reach: float) -> Points:
    """A line's course evened out over `reach` pixels, its ends kept; for names to follow, not to be drawn."""
    distance = distances(points)
    total = float(distance[-1])
    step = max(1.0, reach / 12)
    if total < 3 * step:
        return points
    even = places_at(points, distance, np.linspace(0, total, int(total / step) + 1))
    half = max(1, int(reach / step / 2))
    weights = np.hanning(2 * half + 3)[1:-1]
    weights /= weights.sum()
    padded = np.concatenate((2 * even[0] - even[half:0:-1], even, 2 * even[-1] - even[-2 : -half - 2 : -1]))
    if len(padded) != len(even) + 2 * half:
        return even
    return np.column_stack([np.convolve(padded[:, i], weights, mode="valid") for i in (0, 1)])
