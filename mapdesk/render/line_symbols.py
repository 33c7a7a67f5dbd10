"""Lines with a meaning of their own, as plain geometry in pixels: battlements and rings with teeth."""

from __future__ import annotations

import numpy as np
import shapely

from mapdesk.render.along import (
    Points,
    curve_through,
    directions_at,
    distances,
    left_of,
    places_at,
    ring_through,
    smooth_line,
    sparse,
)
from mapdesk.render.marks import rounded
from mapdesk.render.scene import Vertices
from mapdesk.render.symbols import teeth

#: Battlements: so often, so high, in units.
_MERLON_EVERY, _MERLON_HEIGHT = 18.0, 7.0
#: Teeth of an encirclement: base, height, distance.
_TEETH = (10.0, 9.5, 22.0)


def plain_line(course: Points) -> Vertices:
    """A smooth line along a course (n, 2)."""
    return rounded(curve_through(sparse(course)))


def battlements(course: Points, k: float = 1.0) -> Vertices:
    """A fortified line: battlements that stand on the left of a course; `k` are pixels per unit."""
    points = sparse(course)
    if len(points) < 2:
        return rounded(points)
    every, height = _MERLON_EVERY * k, _MERLON_HEIGHT * k
    spine = smooth_line(curve_through(points), 0.8 * every)
    distance = distances(spine)
    total = float(distance[-1])
    count = int(total / every)
    if not count:
        return rounded(spine)
    every = total / count
    # Between the corners the line goes on along the course, so that long merlons bend with it.
    share = np.array([0.0, 0.13, 0.25, 0.25, 0.37, 0.5, 0.63, 0.75, 0.75, 0.87])
    high = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    at = np.append((np.arange(count)[:, None] + share).ravel() * every, total)
    up = np.append(np.tile(high, count), 0.0) * height
    middle = np.append((np.arange(count)[:, None] + np.full(len(share), 0.5)).ravel() * every, total)
    # Both edges of a merlon stand square to its middle, however the course bends.
    across = left_of(directions_at(spine, distance, middle, every / 3))
    return rounded(places_at(spine, distance, at) + across * up[:, None])


def ring_with_teeth(course: Points, k: float = 1.0) -> tuple[Vertices, tuple[Vertices, ...]]:
    """An encirclement: a closed line through a course's points, and the teeth on its inner side."""
    points = sparse(course)
    ring = ring_through(points)
    if len(ring) < 4:
        return rounded(ring), ()
    base, height, every = (size * k for size in _TEETH)
    x, y = ring.T
    # The y axis runs down: a ring with a positive sum of this kind goes round clockwise as one sees it.
    is_clockwise = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) > 0
    found = teeth(shapely.linestrings(ring), left=not is_clockwise, base=base, height=height, every=every)
    return rounded(ring), found
