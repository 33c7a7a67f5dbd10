"""The edit behind every stroke of ground: what the hand draws prevails over what was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import shapely
from shapely import Polygon

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import inside_extent, refuse_off_world, remaining
from mapdesk.edit.locks import refuse_taking
from mapdesk.geometry.coverage import SLIVER_M, cleaned, dissolved, filled, narrow_gaps, new_faults, rebuilt
from mapdesk.geometry.grid import GRID, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.model.features import ControlArea, Evidence, Feature, Status
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project

_PASSES = 6


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
    drawn = [piece for piece in cleaned(ground) if not _is_sliver(piece)]
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

    Only areas that touch the ground are looked at; those that come out as they were stay the same objects.
    Where `area` is given, the ground is that area's and joins no other one. From an area that is locked
    nothing is taken, and nothing joins it.
    """
    areas = planar_areas(features)
    # From an area of the receiver's own nothing is taken.
    receiver = (side, status) if area is None else None
    refuse_taking((one for one in areas if (one.side, one.status) != receiver), drawn)
    before = [one.shape for one in areas]
    for known in (_touching(areas, drawn), areas):
        given = _given_among(known, features, drawn, side, status, ids, evidence, area)
        after = planar_areas(given.features)
        split_off = [one.shape for one in after if one.feature_id not in features]
        # A hairline between areas may lead far away from the ground; then all of the map is noded anew.
        if not new_faults(before, [one.shape for one in after], near=split_off):
            return given
    raise EditRefused("This would leave slivers under a metre wide; draw it a little otherwise.")


def _given_among(
    known: Sequence[ControlArea],
    features: Mapping[str, Feature],
    drawn: Sequence[Polygon],
    side: str,
    status: Status,
    ids: Ids,
    evidence: Evidence,
    area: ControlArea | None,
) -> Given:
    own = [one for one in known if area is None and (one.side, one.status) == (side, status)]
    others = [one for one in known if one not in own]
    entries = [*own, None, *others]
    pieces = rebuilt([[area.shape] if area else list(drawn) for area in entries])
    pieces = _without_slivers(pieces, len(own), drawn, to_nobody=not side)
    after: dict[str, Feature] = dict(features)
    made: list[str] = []
    notes: list[str] = []
    new = pieces[len(own)] if side else []
    open_to = [(one, left) for one, left in zip(own, pieces, strict=False) if not one.locked]
    joined = _joined(open_to, new) if area is None else {}
    for entry, left in zip(entries, pieces, strict=True):
        whose = entry or area
        if whose is None:
            continue
        parts = remaining(whose, joined.pop(whose.feature_id, left), ids)
        if not parts:
            del after[whose.feature_id]
            notes.append(f"{_called(whose)} is gone: all of its ground was given away.")
        after |= {part.feature_id: part for part in parts}
    for shape in joined.pop("", []):
        new_area = ControlArea(
            feature_id=ids("area"), side=side, status=status, shape=shape, evidence=evidence
        )
        after[new_area.feature_id] = new_area
        made.append(new_area.feature_id)
    return Given(after, tuple(made), tuple(notes))


def _touching(areas: Iterable[ControlArea], drawn: Sequence[Polygon]) -> list[ControlArea]:
    # Within two steps, not none: noded on the grid, the ground's border may move an edge that it only nears.
    known = list(areas)
    whole = shapely.union_all(list(drawn)) if len(drawn) > 1 else drawn[0]
    shapely.prepare(whole)
    near = shapely.dwithin(whole, np.asarray([area.shape for area in known], dtype=object), 2 * GRID)
    return [area for area, is_near in zip(known, near, strict=True) if is_near]


def _without_slivers(
    pieces: list[list[Polygon]], at: int, drawn: Sequence[Polygon], *, to_nobody: bool
) -> list[list[Polygon]]:
    """Pieces with what is too narrow to be meant, of nobody's or of others' ground, added to those drawn.

    `at` is the place of the drawn ground among the pieces; gaps go to whom they share most border with.
    """
    for _ in range(_PASSES):
        others = [part for index, parts in enumerate(pieces) if index != at for part in parts]
        slivers = [part for part in others if _is_sliver(part) and any(_touch(part, one) for one in drawn)]
        if slivers:
            gone = set(map(id, slivers))
            pieces = [[part for part in parts if id(part) not in gone] for parts in pieces]
            pieces[at] = polygons_of(dissolved([*pieces[at], *slivers]))
        if to_nobody:
            pieces[at] = []
        owner = [index for index, parts in enumerate(pieces) for _ in parts]
        polygons = [part for parts in pieces for part in parts]
        gaps = narrow_gaps(polygons, SLIVER_M, near=[*drawn, *_all_but_the_largest(pieces)])
        if not gaps:
            break
        for number in {number for _, number in gaps}:
            grown = filled(polygons[number], [gap for gap, to in gaps if to == number])
            pieces[owner[number]] = [p for p in pieces[owner[number]] if p is not polygons[number]] + grown
        pieces = rebuilt(pieces)
    return pieces


def _all_but_the_largest(pieces: Sequence[Sequence[Polygon]]) -> list[Polygon]:
    """What was split off: a notch, however narrow, is a gap as soon as its two sides are two areas."""
    return [
        part
        for parts in pieces
        if len(parts) > 1
        for part in sorted(parts, key=lambda polygon: polygon.area)[:-1]
    ]


def _is_sliver(polygon: Polygon) -> bool:
    """Whether a polygon is narrower than SLIVER_M throughout: its area is less than so wide a strip's."""
    return float(polygon.area) < float(polygon.length) / 2 * SLIVER_M / 1000 / KM_PER_DEGREE


def _touch(one: Polygon, other: Polygon) -> bool:
    return bool(one.dwithin(other, GRID))


def _joined(
    own: Sequence[tuple[ControlArea, list[Polygon]]], new: Sequence[Polygon]
) -> dict[str, list[Polygon]]:
    """The pieces of each own area that new ground joins, by its feature_id; under "" what joins none."""
    joined: dict[str, list[Polygon]] = {}
    left = {area.feature_id: pieces for area, pieces in own}
    for piece in new:
        rim = piece.boundary
        shared = {
            uid: sum(shapely.length(shapely.intersection(rim, part.boundary)) for part in parts)
            for uid, parts in left.items()
        }
        uid = max(shared, key=lambda known: (shared[known], known), default="")
        if uid and shared[uid] > 0:
            left[uid] = joined[uid] = polygons_of(dissolved([*left[uid], piece]))
        else:
            joined.setdefault("", []).append(piece)
    return joined


def _called(area: ControlArea) -> str:
    return f"“{area.name}”" if area.name else f"An area ({area.feature_id})"
