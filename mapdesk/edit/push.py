"""Push the front: one stroke, and the ground that it cuts off between itself and the front changes hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon

from mapdesk.edit.claim import Gift, all_given
from mapdesk.edit.cutting import (
    LonLat,
    chords_of,
    course_of,
    faces_of,
    joined_end,
    nodes_of,
    without_repeats,
)
from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.regions import Course, Region, Regions, regions_of
from mapdesk.geometry.coverage import cleaned
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.segments import among, beside, boundary_segments, reversed_segments
from mapdesk.model.features import Status
from mapdesk.model.ground import HOME, Holder
from mapdesk.model.project import Project

#: Less than this, in km², is where a stroke runs along a border, and no ground that was meant.
_LEAST_KM2 = 1e-4
_CUTS_NOTHING = "The stroke cuts off no ground: it has to leave the front and come back to it."


@dataclass(frozen=True)
class Lobe:
    """One piece of ground that a stroke cuts off: who loses it, who receives it and with which status.

    `status` is a Status value, or HOME where the ground falls to the receiver's home ground. A side "" is
    nobody.
    """

    ground: Polygon | MultiPolygon
    loser: str
    receiver: str
    status: str
    area_km2: float


@dataclass(frozen=True)
class Push:
    """A stroke with its ends joined to the borders, and the ground that it moves."""

    stroke: LineString
    lobes: tuple[Lobe, ...]


def push_front(
    project: Project,
    *,
    account: str,
    day: date,
    stroke: Sequence[LonLat],
    reach: float,
    ids: Ids,
    other: bool = False,
) -> Edited:
    """Give the ground that a stroke cuts off to those who push; see `find_push`."""
    push = find_push(project, account=account, day=day, stroke=stroke, reach=reach, other=other)
    return apply_push(project, push, account=account, day=day, ids=ids)


def apply_push(project: Project, push: Push, *, account: str, day: date, ids: Ids) -> Edited:
    """Give each lobe of a Push that was found on the map of a date to its receiver."""
    snapshot = snapshot_to_edit(project, account, day)
    given = all_given(snapshot.features, [_gift(lobe) for lobe in push.lobes], ids)
    after = settled(project, replace(snapshot, features=given.features))
    # Pieces that the stroke cut off are no more to be looked at than what it moved.
    return Edited(after, given.notes)


def _gift(lobe: Lobe) -> Gift:
    ground = tuple(cleaned([lobe.ground]))
    if lobe.status == HOME or not lobe.receiver:
        return Gift(ground, "", Status.CONTROLLED)
    return Gift(ground, lobe.receiver, Status(lobe.status))


def find_push(
    project: Project,
    *,
    account: str,
    day: date,
    stroke: Sequence[LonLat],
    reach: float,
    other: bool = False,
) -> Push:
    """What a stroke (lon, lat) would move on the map of a date.

    Its ends join the nearest border between sides, coast or edge of the extent within `reach` degrees of
    latitude. Of the grounds on its two sides, in each region that it crosses, the smaller one is meant, or
    with `other` the larger one; it goes to the side that shares most border with it.
    """
    regions = regions_of(project, snapshot_to_edit(project, account, day))
    return push_in(regions, stroke, reach, other=other)


def push_in(regions: Regions, stroke: Sequence[LonLat], reach: float, *, other: bool = False) -> Push:
    """The same on the regions of a map, which stay the same while the hand draws."""
    course = course_of(stroke, reach)
    course = joined_end(regions, course, reach, "Begin")
    course = joined_end(regions, course[::-1], reach, "End")[::-1]
    course = without_repeats(course)
    if len(course) < 2:
        raise EditRefused(_CUTS_NOTHING)
    nodes = nodes_of(regions, course)
    lobes: list[Lobe] = []
    cuts = tiny = 0
    for part, chords in chords_of(regions, course, nodes).items():
        faces = faces_of(regions, part, chords, nodes)
        if len(faces[0]) and len(faces[1]):
            cuts += 1
            kinds = sorted(faces, key=lambda kind: sum(face.area for face in kind), reverse=other)
            found = _lobes(regions, regions.parts[part], kinds, chords)
            lobes += found or []
            tiny += found is None
    if not cuts:
        raise EditRefused(_CUTS_NOTHING)
    if tiny == cuts:
        raise EditRefused("The ground that this stroke cuts off is too small; draw it larger.")
    if not lobes:
        raise EditRefused("No side adjoins the ground that this stroke cuts off, so nobody can take it.")
    return Push(LineString(course), tuple(lobes))


def _lobes(
    regions: Regions, region: Region, kinds: Sequence[Sequence[Polygon]], chords: Sequence[Course]
) -> list[Lobe] | None:
    """The lobes of the faces that are meant, the first kind, or of the others where nobody adjoins those.

    None where those that are meant are too small.
    """
    edges = np.vstack([np.hstack([chord[:-1], chord[1:]]) for chord in chords])
    edges = np.vstack([edges, reversed_segments(edges)])
    for number, kind in enumerate(kinds):
        sizes = [area_km2(face) for face in kind]
        if number == 0 and max(sizes) < _LEAST_KM2:
            return None
        lobes = []
        for face, km2 in zip(kind, sizes, strict=True):
            receiver = _receiver(regions, region.side, face, edges) if km2 >= _LEAST_KM2 else None
            if receiver is not None:
                lobes.append(Lobe(face, region.side, receiver.side, receiver.status, km2))
        if lobes:
            return lobes
    return []


def _receiver(regions: Regions, loser: str, face: Polygon, stroke: NDArray[np.float64]) -> Holder | None:
    """Who shares most border with a face, leaving the stroke aside, and how it will hold it."""
    edges = boundary_segments(face)
    points, lengths = beside(edges[~among(edges, stroke)])
    if not len(points):
        return None
    free = np.ones(len(points), dtype=bool)
    shared: dict[Holder, float] = {}
    bounds = shapely.box(*points.min(axis=0), *points.max(axis=0))
    for holder, shape in regions.holders:
        if holder.side != loser and bounds.intersects(shape):
            inside = free & shapely.contains_xy(shape, *points.T)
            free &= ~inside
            if inside.any():
                shared[holder] = shared.get(holder, 0.0) + float(lengths[inside].sum())
    if not shared:
        return None
    by_side: dict[str, float] = {}
    for holder, length in shared.items():
        by_side[holder.side] = by_side.get(holder.side, 0.0) + length
    side = max(sorted(by_side), key=lambda uid: by_side[uid])
    own = sorted((holder for holder in shared if holder.side == side), key=lambda holder: -shared[holder])
    for holder in own:
        if holder.status != HOME or _is_home(regions, side, face):
            return holder
    return Holder(side, Status.CONTROLLED.value)


def _is_home(regions: Regions, side: str, face: Polygon) -> bool:
    """Whether ground falls to a side by itself, once nobody holds it."""
    for uid, home in regions.homes:
        inside = float(face.intersection(home).area / face.area)
        if uid == side:
            return inside > 0.99
        if inside > 0.01:
            return False
    return False
