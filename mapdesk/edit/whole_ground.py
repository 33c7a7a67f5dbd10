"""All the ground that a source says is held on a date, put on its map at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.edit import Ids
from mapdesk.edit.ground import (
    inside_extent,
    named_pieces,
    refuse_off_world,
    remaining,
    without_gaps,
)
from mapdesk.geometry.coverage import cleaned
from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.overlay import intersection
from mapdesk.geometry.rebuilding import rebuilt
from mapdesk.model.features import PLANAR_STATUSES, ControlArea, Evidence, Feature, Status
from mapdesk.model.ground import areas_of
from mapdesk.model.project import Ground, Snapshot


@dataclass(frozen=True)
class Held:
    """Ground that a Side holds with a status: polygons in degrees (lon, lat) on the grid, apart."""

    side: str
    status: Status
    evidence: Evidence
    pieces: tuple[Polygon, ...]


@dataclass(frozen=True)
class Worked:
    """Grounds as they come out of the planar law, and what it took: rings mended, gaps filled, and overlaps.

    `overlaid` is the ground that gave way where other ground lay over it.
    """

    grounds: list[list[Polygon]]
    mended: int
    gaps: int
    overlaid: list[Polygon]


def worked_out(grounds: Sequence[tuple[Status, Sequence[BaseGeometry]]]) -> Worked:
    """Foreign polygons of one date as ground that may go onto its map; what prevails comes first.

    Claims stay as they are; the others become one planar map without narrow gaps. Uses nothing of a
    Project, so that a whole series can be worked out date by date in other processes.
    """
    for _, shapes in grounds:
        refuse_off_world(shapes)
    mended = sum(int((~shapely.is_valid(list(shapes))).sum()) for _, shapes in grounds)
    clean = [cleaned(shapes) for _, shapes in grounds]
    planar = [number for number, (status, _) in enumerate(grounds) if status in PLANAR_STATUSES]
    before = [clean[number] for number in planar]
    if not any(before):
        return Worked(clean, mended, 0, [])
    overlaid = _overlaid(before)
    after, gaps = without_gaps(rebuilt(before))
    for number, pieces in zip(planar, after, strict=True):
        clean[number] = pieces
    return Worked(clean, mended, gaps, overlaid)


def _overlaid(grounds: Sequence[Sequence[Polygon]]) -> list[Polygon]:
    """Where a ground lies over one that comes later."""
    wholes = [shapely.MultiPolygon(list(pieces)) for pieces in grounds]
    over = []
    for number, whole in enumerate(wholes):
        for first in wholes[:number]:
            if first.intersects(whole):
                over += polygons_of(intersection(first, whole))
    return over


def put_whole(
    snapshot: Snapshot,
    held: Sequence[Held],
    ids: Ids,
    *,
    ended: Collection[tuple[str, Status]] = (),
    extent: Ground | None = None,
) -> tuple[Snapshot, tuple[str, ...]]:
    """Put all of a source's ground on a Snapshot, as `worked_out` gives it, what prevails first.

    It replaces all areas of the same Sides and statuses, and those that `ended`; other areas give way to it
    where it prevails. An area that matches one it replaces by at least half keeps its id, and is the very
    same value where nothing of it changed. The extent is narrowed to the one given unless something that
    stays lies outside. Derived FrontLines are as they were; comes with one sentence for each thing decided.
    """
    notes: list[str] = []
    areas = areas_of(snapshot.features)
    gone = {*ended, *((ground.side, ground.status) for ground in held)}
    stay = [area for area in areas if (area.side, area.status) not in gone]
    if extent is not None and all(extent.covers(area.shape) for area in stay):
        snapshot = replace(snapshot, extent=extent)
    held = [replace(ground, pieces=_inside(ground, snapshot.extent, notes)) for ground in held]
    beside = [area for area in stay if area.status is not Status.CLAIMED]
    kept = [area for area in stay if area.status is Status.CLAIMED]
    if beside:
        held, left = _beside(held, beside, ids)
        kept += left
    put = [
        area
        for ground in held
        for area in named_pieces(
            ground.pieces,
            [area for area in areas if (area.side, area.status) == (ground.side, ground.status)],
            ground.side,
            ground.status,
            ground.evidence,
            ids,
            keep_evidence=False,
        )
    ]
    features: dict[str, Feature] = {
        uid: feature for uid, feature in snapshot.features.items() if not isinstance(feature, ControlArea)
    }
    features |= {area.feature_id: area for area in (*kept, *put)}
    return replace(snapshot, features=features), tuple(notes)


def _inside(ground: Held, extent: Ground, notes: list[str]) -> tuple[Polygon, ...]:
    if any(extent.intersects(piece) for piece in ground.pieces):
        return tuple(inside_extent(list(ground.pieces), extent, notes))
    if ground.pieces:
        notes.append(f"All {ground.status} ground of a layer lay outside the extent and was left out.")
    return ()


def _beside(
    held: Sequence[Held], areas: Sequence[ControlArea], ids: Ids
) -> tuple[list[Held], list[ControlArea]]:
    """Ground and the areas that stay, as one planar map; what is put in comes before others of its status."""
    entries: list[Held | ControlArea] = [
        *(ground for ground in held if ground.status is not Status.CLAIMED),
        *areas,
    ]
    entries.sort(key=lambda entry: PLANAR_STATUSES.index(entry.status))
    before = [entry.pieces if isinstance(entry, Held) else (entry.shape,) for entry in entries]
    after, _ = without_gaps(rebuilt(before))
    put = [ground for ground in held if ground.status is Status.CLAIMED]
    left: list[ControlArea] = []
    for entry, pieces in zip(entries, after, strict=True):
        if isinstance(entry, Held):
            put.append(replace(entry, pieces=tuple(pieces)))
        else:
            left += remaining(entry, pieces, ids)
    return put, left
