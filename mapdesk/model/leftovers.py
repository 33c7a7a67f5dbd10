"""The narrow leftovers of a home ground along its own outer boundary, which count as nobody's."""

from __future__ import annotations

from math import sqrt
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.geometry.overlay import intersection
from mapdesk.model.project import Ground

#: What is left of a home ground along its own outer boundary counts as nobody's where narrower than this,
LEFTOVER_KM = 5.0
#: and where that boundary is no farther than this. Farther in, narrow ground is ground that was recovered.
LEFTOVER_REACH_KM = 15.0

#: What is left of home ground reaches its rim if it comes as near as this, in degrees.
_TOUCHING = 1e-4
#: Circles are drawn with corners; all that is nearer than this share of their radius lies inside.
_INSIDE = 0.98
#: As many ways of others are looked out for from a point.
_LOOKS = 4

Flags: TypeAlias = NDArray[np.bool_]
#: Points in an array, shape (n,).
Shapes: TypeAlias = NDArray[np.object_]


def in_leftovers(points: Shapes, rest: Ground, rim: BaseGeometry, core_window: Polygon) -> Flags:
    """Which points of what is left of a home ground lie in a leftover; all flattened.

    From there no core ground is LEFTOVER_KM away or less, without leaving what is left, and the rim is
    LEFTOVER_REACH_KM away or less. Core ground has room around it for a circle of LEFTOVER_KM across.
    """
    width, reach = LEFTOVER_KM / KM_PER_DEGREE, LEFTOVER_REACH_KM / KM_PER_DEGREE
    shapely.prepare(rim)
    shapely.prepare(rest)
    leftover: Flags = shapely.dwithin(rim, points, reach)
    if not leftover.any():
        return leftover
    near = shapely.normalize(intersection(rest, core_window))
    # To see whether there is room for a circle of kilometres, a hundred metres more or less don't matter.
    core = near.simplify(width / 50).buffer(-width / 2, quad_segs=3)
    if not core.is_empty:
        leftover[leftover] = ~_lead_to(core, points[leftover], near, width)
    leftover[leftover] = _lead_to(rim, points[leftover], rest, reach)
    return leftover


def _lead_to(goal: BaseGeometry, points: Shapes, rest: Ground, within: float) -> Flags:
    """From which points a goal is some way off or less, on ground that is left and no farther off itself."""
    shapely.prepare(goal)
    leads: Flags = shapely.dwithin(goal, points, within)
    asked = np.flatnonzero(leads)
    # Most have it in sight. The rim lies on the edge of what is left, and is not quite covered by it.
    straight = _all_but_the_end(shapely.shortest_line(points[asked], goal))
    in_sight = _covered(rest, straight)
    out_of_sight = asked[~in_sight]
    if len(out_of_sight) and in_sight.any():
        ways = shapely.get_coordinates(straight[in_sight]).reshape(-1, 2, 2)
        out_of_sight = out_of_sight[~_see_a_way(points[out_of_sight], ways, rest, _INSIDE * within)]
    leads[out_of_sight] = False
    for part in polygons_of(rest):
        if len(out_of_sight) and part.dwithin(goal, _TOUCHING):
            shapely.prepare(part)
            here = out_of_sight[shapely.intersects(part, points[out_of_sight])]
            west, south, east, north = part.bounds
            corners = shapely.multipoints([(west, south), (west, north), (east, south), (east, north)])
            whole = shapely.hausdorff_distance(points[here], corners) <= within
            leads[here[whole]] = True
            leads[here[~whole]] = _led_around(goal, points[here[~whole]], part, within)
    return leads


def _see_a_way(points: Shapes, ways: NDArray[np.float64], rest: Ground, within: float) -> Flags:
    """From which points the start of some straight way (n, 2, 2) is in sight, all of it no farther off.

    On it the goal is reached, then, without going farther off than `within`.
    """
    here = shapely.get_coordinates(points)
    far = np.hypot(*(here[:, None, None, :] - ways[None]).transpose(3, 0, 1, 2)).transpose(0, 2, 1)
    off = np.where((far <= within).all(axis=1), far[:, 0], np.inf)
    see: Flags = np.zeros(len(points), dtype=bool)
    for nth in np.argsort(off, axis=1)[:, :_LOOKS].T:
        asked = np.flatnonzero(~see & np.isfinite(off[np.arange(len(points)), nth]))
        lines = shapely.linestrings(np.stack([here[asked], ways[nth[asked], 0]], axis=1))
        see[asked] = _covered(rest, lines)
    return see


def _covered(rest: Ground, lines: Shapes) -> Flags:
    """Which lines that begin inside some ground do not leave it."""
    # Those that don't meet its boundary are inside; to see that is far quicker than to see them covered.
    boundary = shapely.boundary(rest)
    shapely.prepare(boundary)
    covered: Flags = ~shapely.intersects(boundary, lines)
    covered[~covered] = shapely.covers(rest, lines[~covered])
    return covered


def _led_around(goal: BaseGeometry, points: Shapes, part: Polygon, within: float) -> Flags:
    """From which points in a connected part of ground a goal is reached without going farther off.

    Points close together share the answers that hold for all of them.
    """
    leads: Flags = np.zeros(len(points), dtype=bool)
    cell = within / 10
    # From a cell's middle to its corners, and as circles are drawn with corners themselves, a little more.
    spread = 1.03 * cell * sqrt(0.5)
    places = np.floor(np.column_stack([shapely.get_x(points), shapely.get_y(points)]) / cell)
    cells, of = np.unique(places, axis=0, return_inverse=True)
    for number, (x, y) in enumerate(cells):
        asked = np.flatnonzero(of.reshape(-1) == number)
        # No piece is larger; to cut them out of this is quicker than out of all of the part.
        room = 1.01 * within + spread
        around = shapely.box(
            (x + 0.5) * cell - room, (y + 0.5) * cell - room, (x + 0.5) * cell + room, (y + 0.5) * cell + room
        )
        near = intersection(part, around)
        if len(asked) > 1:
            middle = Point((x + 0.5) * cell, (y + 0.5) * cell)
            may_lead = _reach(goal, middle, points[asked], near, within + spread)
            asked = asked[may_lead]
            surely = (
                _reach(goal, middle, points[asked], near, within - spread) if len(asked) else may_lead[:0]
            )
            leads[asked[surely]] = True
            asked = asked[~surely]
        for one in asked:
            leads[one] = _reach(goal, points[one], points[[one]], near, within)[0]
    return leads


def _reach(goal: BaseGeometry, middle: Point, points: Shapes, part: BaseGeometry, within: float) -> Flags:
    """Which points lie in a piece of a part of ground around a middle that touches the goal."""
    flags: Flags = np.zeros(len(points), dtype=bool)
    for piece in polygons_of(intersection(middle.buffer(within, quad_segs=4), part)):
        here = shapely.intersects(piece, points)
        if here.any() and piece.dwithin(goal, _TOUCHING):
            flags |= here
    return flags


def _all_but_the_end(lines: Shapes) -> Shapes:
    length = np.maximum(shapely.length(lines) - _TOUCHING, 0)
    starts = shapely.get_coordinates(shapely.get_point(lines, 0))
    ends = shapely.get_coordinates(shapely.line_interpolate_point(lines, length))
    lines_there: Shapes = shapely.linestrings(np.stack([starts, ends], axis=1))
    return lines_there
