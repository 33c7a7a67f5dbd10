"""The edit behind every stroke of ground: what the hand draws prevails over what was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import cos, radians

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import inside_extent, refuse_off_world, remaining
from mapdesk.edit.locks import refuse_taking
from mapdesk.geometry.coverage import SLIVER_M, cleaned, dissolved, filled, narrow_gaps, new_faults
from mapdesk.geometry.grid import GRID, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.geometry.rebuilding import faces_of, rebuilt, stretches_of
from mapdesk.geometry.segments import (
    Segments,
    among,
    edges_of_each,
    reversed_segments,
    shared_length,
    touching,
)
from mapdesk.model.features import ControlArea, Evidence, Feature, Status
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project

_PASSES = 6


@dataclass(frozen=True)
class Gift:
    """Clean ground, and the Side and status that it is given to; the side "" is nobody.

    Where `area` is given, the ground is that area's and joins no other one.
    """

    ground: tuple[Polygon, ...]
    side: str
    status: Status
    evidence: Evidence = Evidence.UNCONFIRMED
    area: ControlArea | None = None


@dataclass(frozen=True)
class Given:
    """The Features after ground was given, those that are new, and what vanished."""

    features: Mapping[str, Feature]
    made: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def give_ground(
    project: Project,
    *,
    account: str,
    day: date,
    ground: Sequence[Polygon],
    side: str,
    status: Status,
    ids: Ids,
    evidence: Evidence = Evidence.UNCONFIRMED,
) -> Edited:
    """Give ground (degrees, lon and lat) on the map of a date to a Side, or to nobody where `side` is "".

    All other areas of the planar map lose it. It joins the area of the same Side and status that it shares
    most border with, which keeps its id, name and evidence; ground that this Side holds with this status
    already stays in the area that it is in. What is CLAIMED is laid over the map and takes nothing.
    """
    if side and side not in project.sides:
        raise EditRefused(f"This project has no side called {side}.")
    if not side and status is Status.CLAIMED:
        raise EditRefused("A claim needs a side that makes it.")
    refuse_off_world(ground)
    snapshot = snapshot_to_edit(project, account, day)
    drawn = cleaned(ground)
    drawn = [piece for piece, is_sliver in zip(drawn, _are_slivers(drawn), strict=True) if not is_sliver]
    if not drawn:
        raise EditRefused("This encloses no ground.")
    notes: list[str] = []
    drawn = inside_extent(drawn, snapshot.extent, notes)
    if status is Status.CLAIMED:
        claims = [
            ControlArea(feature_id=ids("area"), side=side, status=status, shape=shape, evidence=evidence)
            for shape in drawn
        ]
        features = {**snapshot.features, **{claim.feature_id: claim for claim in claims}}
        made = tuple(claim.feature_id for claim in claims)
        return Edited(settled(project, replace(snapshot, features=features)), tuple(notes), made)
    own = [one.shape for one in planar_areas(snapshot.features) if (one.side, one.status) == (side, status)]
    if all(any(shape.covers(piece) for shape in own) for piece in drawn):
        raise EditRefused("This ground is held that way already, so nothing would change.")
    given = given_to(snapshot.features, drawn, side, status, ids, evidence)
    after = settled(project, replace(snapshot, features=given.features))
    return Edited(after, (*notes, *given.notes), given.made)


def given_to(
    features: Mapping[str, Feature],
    drawn: Sequence[Polygon],
    side: str,
    status: Status,
    ids: Ids,
    evidence: Evidence = Evidence.UNCONFIRMED,
    area: ControlArea | None = None,
) -> Given:
    """Features after clean ground was given to a Side and status of the planar map; side "" is nobody.

    Where `area` is given, the ground is that area's and joins no other one.
    """
    return all_given(features, [Gift(tuple(drawn), side, status, evidence, area)], ids)


def all_given(features: Mapping[str, Feature], gifts: Sequence[Gift], ids: Ids) -> Given:
    """Features after gifts of ground of the planar map, which don't overlap, were made at once.

    Only areas that come near the ground are looked at; those that come out as they were are the same objects.
    """
    areas = planar_areas(features)
    for gift in gifts:
        refuse_taking((area for area in areas if not _is_as(area, gift)), gift.ground)
    before = [one.shape for one in areas]
    near = _near(areas, [piece for gift in gifts for piece in gift.ground])
    for known, everywhere in ((near, False), (areas, True)):
        given, looked_at = _given_among(known, areas, features, gifts, ids, everywhere=everywhere)
        after = planar_areas(given.features)
        split_off = [one.shape for one in after if one.feature_id not in features]
        # A hairline between areas may lead far away from the ground; then all of the map is noded anew.
        if not new_faults(before, [one.shape for one in after], split_off, without_gaps=looked_at):
            return given
    raise EditRefused("This would leave slivers under a metre wide; draw it a little otherwise.")


def _given_among(
    known: Sequence[ControlArea],
    areas: Sequence[ControlArea],
    features: Mapping[str, Feature],
    gifts: Sequence[Gift],
    ids: Ids,
    *,
    everywhere: bool,
) -> tuple[Given, BaseGeometry | None]:
    """The gifts made to and by known areas; and where all gaps are filled, or None."""
    among_known = {area.feature_id for area in known}
    others = [area.shape for area in areas if area.feature_id not in among_known]
    pieces, looked_at = _handed_out(known, others, gifts, everywhere=everywhere)
    given, taken_from = pieces[: len(gifts)], pieces[len(gifts) :]
    after: dict[str, Feature] = dict(features)
    made: list[str] = []
    notes: list[str] = []
    left = {area.feature_id: parts for area, parts in zip(known, taken_from, strict=True)}
    new: list[tuple[Gift, Polygon]] = []
    for gift, parts in zip(gifts, given, strict=True):
        if gift.area is None and gift.side:
            own = [area.feature_id for area in known if _is_as(area, gift) and not area.locked]
            new += [(gift, part) for part in parts if not _joins(part, own, left)]
    named = [(gift.area, parts) for gift, parts in zip(gifts, given, strict=True) if gift.area is not None]
    for area, parts in (*((area, left[area.feature_id]) for area in known), *named):
        remains = remaining(area, parts, ids)
        if not remains:
            del after[area.feature_id]
            notes.append(f"{_called(area)} is gone: all of its ground was given away.")
        after |= {part.feature_id: part for part in remains}
    for gift, part in new:
        one = ControlArea(
            feature_id=ids("area"), side=gift.side, status=gift.status, shape=part, evidence=gift.evidence
        )
        after[one.feature_id] = one
        made.append(one.feature_id)
    return Given(after, tuple(made), tuple(notes)), looked_at


def _is_as(area: ControlArea, gift: Gift) -> bool:
    return gift.area is None and (area.side, area.status) == (gift.side, gift.status)


def _near(areas: Iterable[ControlArea], drawn: Sequence[Polygon]) -> list[ControlArea]:
    # As far as a sliver is wide: what is so near to the ground may have to take one.
    known = list(areas)
    whole = shapely.union_all(list(drawn)) if len(drawn) > 1 else shapely.force_2d(drawn[0])
    shapely.prepare(whole)
    wide = max(cos(radians(min(abs(bound) for bound in (whole.bounds[1], whole.bounds[3])))), 0.01)
    reach = 2 * GRID + 1.1 * SLIVER_M / 1000 / KM_PER_DEGREE / wide
    near = shapely.dwithin(whole, np.asarray([area.shape for area in known], dtype=object), reach)
    return [area for area, is_near in zip(known, near, strict=True) if is_near]


def _handed_out(
    known: Sequence[ControlArea], others: Sequence[Polygon], gifts: Sequence[Gift], *, everywhere: bool
) -> tuple[list[list[Polygon]], BaseGeometry | None]:
    """What each gift and each known area has once the gifts are made; and where all gaps are filled.

    What is too narrow to be meant, of nobody's or of others' ground, is added to a gift that it touches; gaps
    go to whom they share most border with. The latter is None where some could not be filled.
    """
    drawn = [piece for gift in gifts for piece in gift.ground]
    having = np.vstack([np.empty((0, 4)), *edges_of_each([area.shape for area in known])])
    near = None if everywhere else _unknown_edges(drawn, having)
    # An edge that ground is cut off at changes to its end.
    cut = having[touching(having, shapely.total_bounds(drawn) + 2 * GRID * np.array([-1, -1, 1, 1]))]
    changed = [*drawn, shapely.multipoints(cut.reshape(-1, 2))] if len(cut) else drawn
    noded = faces_of([*(gift.ground for gift in gifts), *([area.shape] for area in known)], near)
    owner, holder = noded.first(), noded.first(range(len(gifts), noded.grounds))
    for number, gift in enumerate(gifts):
        own = [len(gifts) + at for at, area in enumerate(known) if _is_as(area, gift)]
        kept = (owner == number) & np.isin(holder, own)
        owner[kept] = holder[kept]
    pieces = noded.handed_out(owner)
    for _ in range(_PASSES):
        pieces = _without_slivers(pieces, gifts)
        polygons = [part for parts in pieces for part in parts]
        whose = [index for index, parts in enumerate(pieces) for _ in parts]
        looked_at = shapely.box(*shapely.total_bounds([*changed, *_all_but_the_largest(pieces)]))
        gaps = narrow_gaps([*polygons, *others], SLIVER_M, near=[looked_at])
        if not gaps:
            return pieces, looked_at.buffer(2 * GRID, join_style="mitre")
        if any(number >= len(polygons) for _, number in gaps):
            break
        for number in {number for _, number in gaps}:
            grown = filled(polygons[number], [gap for gap, to in gaps if to == number])
            pieces[whose[number]] = [p for p in pieces[whose[number]] if p is not polygons[number]] + grown
        pieces = rebuilt(pieces, None if near is None else [gap for gap, _ in gaps])
    return pieces, None


def _unknown_edges(drawn: Sequence[Polygon], having: Segments) -> list[Polygon]:
    """Where ground has edges that areas don't have already: bounds of stretches of them."""
    new = np.vstack(edges_of_each(drawn))
    having = having[touching(having, shapely.total_bounds(list(drawn)))]
    return stretches_of(new[~among(new, having) & ~among(new, reversed_segments(having))])


def _without_slivers(pieces: list[list[Polygon]], gifts: Sequence[Gift]) -> list[list[Polygon]]:
    """Pieces with the slivers that touch a gift's ground added to it; nobody's ground is left out."""
    parts = [part for one in pieces[len(gifts) :] for part in one]
    slivers = [part for part, is_sliver in zip(parts, _are_slivers(parts), strict=True) if is_sliver]
    for number, gift in enumerate(gifts):
        taken = [part for part in slivers if any(_touch(part, one) for one in gift.ground)]
        if taken:
            gone = set(map(id, taken))
            slivers = [part for part in slivers if id(part) not in gone]
            pieces = [[part for part in one if id(part) not in gone] for one in pieces]
            pieces[number] = polygons_of(dissolved([*pieces[number], *taken]))
        if not gift.side:
            pieces[number] = []
    return pieces


def _all_but_the_largest(pieces: Sequence[Sequence[Polygon]]) -> list[Polygon]:
    """What was split off: a notch, however narrow, is a gap as soon as its two sides are two areas."""
    return [
        part
        for parts in pieces
        if len(parts) > 1
        for part in sorted(parts, key=lambda polygon: polygon.area)[:-1]
    ]


def _are_slivers(polygons: Sequence[Polygon]) -> list[bool]:
    """Which polygons are narrower than SLIVER_M throughout: their area is less than so wide a strip's."""
    strip = shapely.length(list(polygons)) / 2 * SLIVER_M / 1000 / KM_PER_DEGREE
    return [bool(is_less) for is_less in shapely.area(list(polygons)) < strip]


def _touch(one: Polygon, other: Polygon) -> bool:
    return bool(one.dwithin(other, GRID))


def _joins(piece: Polygon, own: Sequence[str], left: dict[str, list[Polygon]]) -> bool:
    """Whether new ground joins one of a Side's own areas: that which it shares most border with."""
    shared = {uid: sum(shared_length(piece, part) for part in left[uid]) for uid in own}
    uid = max(shared, key=lambda known: (shared[known], known), default="")
    if not uid or not shared[uid]:
        return False
    left[uid] = polygons_of(shapely.normalize(dissolved([*left[uid], piece])))
    return True


def _called(area: ControlArea) -> str:
    return f"“{area.name}”" if area.name else f"An area ({area.feature_id})"
