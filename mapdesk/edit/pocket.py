"""Encircle: a closed stroke away from the front makes a pocket, and the ground inside it changes hands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, Polygon

from mapdesk.edit.cutting import LonLat, course_of, refuse_tangle
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.push import Lobe, Push
from mapdesk.edit.regions import Regions
from mapdesk.geometry.coverage import cleaned
from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.overlay import intersection
from mapdesk.model.features import Status

#: A stroke that crosses itself is one round only where its largest loop is this much of all that it encloses.
_ONE_ROUND = 0.95
#: It is closed by crossing itself only where that loop is this much of its length, and no slip of the hand.
_CLOSING = 0.5
#: Less ground than this, in km², is a slip of the hand.
_LEAST_KM2 = 1e-4


def round_of(stroke: Sequence[LonLat], reach: float) -> Polygon | None:
    """What a stroke (lon, lat) encloses, if its ends lie within `reach` degrees or it crosses itself.

    None where it isn't closed; refused where it goes round more than one ground.
    """
    course = course_of(stroke, reach)
    line = LineString(course)
    gap = (course[-1] - course[0]) * [max(float(np.cos(np.radians(course[0, 1]))), 0.01), 1.0]
    closes = len(course) > 2 and float(np.hypot(*gap)) <= reach
    if closes:
        line = LineString([*course, course[0]])
    if line.is_simple:
        return Polygon(course) if closes else None
    refuse_tangle([course])
    faces = polygons_of(shapely.polygonize(shapely.get_parts(shapely.unary_union(line))))
    if not faces:
        return None
    sizes = [face.area for face in faces]
    largest = faces[int(np.argmax(sizes))]
    if not closes and largest.length < _CLOSING * line.length:
        return None
    if max(sizes) < _ONE_ROUND * sum(sizes):
        raise EditRefused("The stroke goes round more than one ground; draw it in one round.")
    return largest


def pocket_in(regions: Regions, outline: Polygon, *, side: str, status: Status, other: bool = False) -> Push:
    """What a pocket with an outline (lon, lat) would move on the regions of a map.

    The ground inside that isn't a side's already goes to that side, with that status; with `other`, or where
    no side is given, the ground of whoever has most of it goes to the nearest other side.
    """
    if status is Status.CLAIMED:
        raise EditRefused("A pocket is held, not claimed: choose another status, or draw an area.")
    ground = cleaned([outline])
    shares = _shares(regions, ground)
    if not shares:
        raise EditRefused("Nobody holds ground inside this stroke.")
    most = max(sorted(shares), key=lambda uid: sum(part.area for part in shares[uid]))
    receiver = side
    if other or not side:
        receiver = _nearest_other(regions, ground, {most, side} if other else {most})
    lobes = [
        Lobe(part, loser, receiver, status.value, km2)
        for loser, parts in shares.items()
        if loser != receiver
        for part in parts
        if (km2 := area_km2(part)) >= _LEAST_KM2
    ]
    if not lobes:
        raise EditRefused(
            "This ground is held by the side drawn for already: Tab gives it to the nearest other one."
        )
    return Push(LineString(outline.exterior), tuple(lobes))


def _shares(regions: Regions, ground: Sequence[Polygon]) -> dict[str, list[Polygon]]:
    shares: dict[str, list[Polygon]] = {}
    for region in regions.parts:
        for piece in ground:
            if region.shape.contains(piece):
                shares.setdefault(region.side, []).append(piece)
            elif region.shape.intersects(piece) and (parts := polygons_of(intersection(piece, region.shape))):
                shares.setdefault(region.side, []).extend(parts)
    return shares


def _nearest_other(regions: Regions, ground: Sequence[Polygon], but: set[str]) -> str:
    others = [region for region in regions.parts if region.side and region.side not in but]
    if not others:
        raise EditRefused("There is no other side on this map that the pocket could go to.")
    whole = shapely.union_all(list(ground))
    return min(others, key=lambda region: float(region.shape.distance(whole))).side
