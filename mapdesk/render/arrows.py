"""Arrows that follow a course and keep their head, as polygons in pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from mapdesk.render.along import (
    Points,
    curve_through,
    directions_at,
    distances,
    left_of,
    places_at,
    smooth_line,
    sparse,
    unit,
)
from mapdesk.render.marks import rings, rounded
from mapdesk.render.scene import Vertices

#: No arrow is made smaller than this share of its size; a course shorter than this in units has none.
_SMALLEST, _SHORTEST = 0.4, 5.0
#: How much longer than the diagonal of its bounds a course may be and count as long as it is.
_COILED = 1.15
#: How far the barbs sweep back, as on printed maps: a share of the head's length.
_SWEEP = 0.12


@dataclass(frozen=True)
class ArrowForm:
    """How an arrow is built, in units: widths of its shaft at tail and neck, width and length of its head.

    `band` is how thick a second head in front of it is, `gap` what is left between the two. `hook` is the
    radius of the turn that its tail begins with.
    """

    tail: float
    neck: float
    head: tuple[float, float]
    band: float = 0.0
    gap: float = 0.0
    hook: float = 0.0

    @property
    def front(self) -> float:
        """From where the shaft ends to the tip of all heads."""
        return self.head[1] + (self.band + self.gap if self.band else 0.0)


ATTACK = ArrowForm(5.0, 13.0, (28.0, 22.0))
MAIN_ATTACK = ArrowForm(8.0, 18.0, (40.0, 27.0), band=7.5, gap=5.0)
WITHDRAWAL = ArrowForm(5.5, 5.5, (23.0, 19.0), hook=9.0)


def arrow_rings(course: Points, form: ArrowForm, k: float = 1.0) -> tuple[Vertices, ...]:
    """An arrow along a course (n, 2) as the rings of polygons; `k` are pixels per unit.

    A short arrow is a smaller one, down to a limit from which on it is as long as its head; nothing is left
    of one that is hardly longer than a dot.
    """
    points = sparse(course)
    if len(points) < 2:
        return ()
    spine = curve_through(points)
    total = float(distances(spine)[-1])
    if total < _SHORTEST * k:
        return ()
    # On a course that turns back on itself, a full-sized arrow would be a blot.
    room = min(total, _COILED * float(np.hypot(*np.ptp(spine, axis=0))))
    k *= min(1.0, max(_SMALLEST, room / (form.front * 2.6 * k)))
    front, long = form.front * k, form.head[1] * k
    spine = smooth_line(spine, form.neck * 1.5 * k)
    distance = distances(spine)
    tip = spine[-1]
    axis = _axis(spine, distance, 1.3 * front)
    base = tip - axis * front
    shaft = _shaft(spine, distance, base, axis, front)
    walked = distances(shaft)
    half = np.interp(walked, (0, max(float(walked[-1]), 1e-6)), (form.tail * k / 2, form.neck * k / 2))
    if form.hook and total > 2 * form.hook * k:
        hook = _hook(shaft[0], unit(shaft[1:2] - shaft[:1])[0], form.hook * k)
        shaft, half = np.concatenate((hook, shaft)), np.concatenate((np.full(len(hook), half[0]), half))
    point = base + axis * long
    across = left_of(axis[None, :])[0]
    barb = across * form.head[0] * k / 2
    notch = base - axis * long * _SWEEP
    head = np.array([notch + barb, point, notch - barb])
    body = _body(shaft, half, axis, head, (form.neck * k) ** 2 / 2)
    return _with_band(body, _band(tip, axis, form, k)) if form.band else body


def _with_band(body: tuple[Vertices, ...], band: Vertices) -> tuple[Vertices, ...]:
    """The second head beside the body; where the course leads the body over it, the two as one shape."""
    whole = shapely.make_valid(shapely.Polygon(body[0], [*body[1:]]))
    front = shapely.Polygon(band)
    return rings(shapely.union(whole, front)) if whole.intersects(front) else (*body, band)


def _axis(spine: Points, distance: Points, reach: float) -> Points:
    """Which way the head points: along the last stretch of the course, not along its last step alone."""
    start = places_at(spine, distance, np.array([max(float(distance[-1]) - reach, 0.0)]))[0]
    if math.dist(start, spine[-1]) < 0.3 * reach:
        return np.asarray(unit(spine[-1:] - spine[-2:-1])[0])
    return np.asarray(unit(spine[-1:] - start[None, :])[0])


def _shaft(spine: Points, distance: Points, base: Points, axis: Points, front: float) -> Points:
    """The middle of the shaft: the course as far as the head leaves it, then a bend into the head's axis."""
    total = float(distance[-1])
    cut = total - 1.7 * front
    if cut <= 0:
        start = spine[0]
        if float((base - start) @ axis) < 0.3 * front:
            # There is no room for a shaft on the course: a stub shows which way the head came.
            return np.array([base - axis * 0.3 * front, base])
        kept, way = spine[:1], unit(base[None, :] - start[None, :])[0]
    else:
        at = np.linspace(0, cut, max(6, int(cut / 3)))
        kept = places_at(spine, distance, at)
        way = directions_at(spine, distance, np.array([cut]), 3.0)[0]
    reach = math.dist(kept[-1], base)
    t = np.linspace(0, 1, max(4, int(reach / 3)))[1:, None]
    # A cubic that leaves along the course and arrives along the head's axis.
    one, two = kept[-1] + way * reach / 3, base - axis * reach / 3
    bend = (1 - t) ** 3 * kept[-1] + 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * two + t**3 * base
    return np.concatenate((kept, bend))


def _hook(start: Points, way: Points, radius: float) -> Points:
    """Half a turn that leads into a start, with a short straight stretch before it."""
    across = left_of(way[None, :])[0]
    turn = np.linspace(math.pi, 0, 15)[:-1, None]
    middle = start + across * radius
    arc = middle - across * radius * np.cos(turn) - way * radius * np.sin(turn)
    return np.concatenate(([arc[0] + way * radius * 0.9], arc))


def _body(shaft: Points, half: Points, axis: Points, head: Points, slit: float) -> tuple[Vertices, ...]:
    """Shaft and head as one polygon; of a shaft that turns too tightly or crosses itself, what it covers.

    Holes smaller than `slit` (px²) are closed: they would look like flaws.
    """
    across = left_of(directions_of(shaft))
    across[-1] = left_of(axis[None, :])[0]
    left, right = shaft + across * half[:, None], shaft - across * half[:, None]
    outline = np.concatenate((left, head, right[::-1]))
    if shapely.is_valid(shapely.polygons(outline)):
        return (rounded(outline),)
    corners = np.stack((left[:-1], left[1:], right[1:], right[:-1]), axis=1)
    pieces = shapely.convex_hull(shapely.multipoints(corners))
    covered = shapely.buffer(shapely.union_all([*pieces, _chevron(head, shaft)]), 0.3, quad_segs=2)
    whole = [
        shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > slit])
        for part in shapely.get_parts(shapely.simplify(covered, 0.1))
    ]
    return rings(shapely.multipolygons(whole))


def _chevron(head: Points, shaft: Points) -> shapely.Polygon:
    """The head with its swept barbs, without the hollow between them."""
    one, point, other = head
    return shapely.make_valid(shapely.polygons(np.array([one, point, other, shaft[-1]])))


def _band(tip: Points, axis: Points, form: ArrowForm, k: float) -> Vertices:
    """The second head: a band parallel to the edges of the first."""
    long = form.head[1] * k * (1 + _SWEEP)
    slope = form.head[0] * k / 2 / long
    reach = form.head[1] * k * 0.8
    arm, across = axis * reach, left_of(axis[None, :])[0] * reach * slope
    back = axis * form.band * k
    corners = [tip - arm + across, tip, tip - arm - across]
    return rounded(np.array([*corners, *(corner - back for corner in corners[::-1])]))


def directions_of(points: Points) -> Points:
    """Which way a line goes at each of its points: along the mean of the steps before and after."""
    steps = unit(np.diff(points, axis=0))
    return unit(np.concatenate((steps[:1], steps[:-1] + steps[1:], steps[-1:])))
