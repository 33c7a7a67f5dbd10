"""What a source says is held on a date, put into the planar map of that date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.dates import WORLD, narrowed
from mapdesk.edit.edit import EditRefused, Ids
from mapdesk.geometry.coverage import SLIVER_M, cleaned, filled, narrow_gaps
from mapdesk.geometry.grid import GRID, on_grid, polygons_of
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.overlay import difference, intersection
from mapdesk.geometry.rebuilding import rebuilt
from mapdesk.model.features import PLANAR_STATUSES, ControlArea, Evidence, Feature, Status
from mapdesk.model.ground import areas_of
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Snapshot

#: Gaps between areas narrower than this are filled on import, in metres.
GAP_M = 20.0
#: A straight edge along the source's bounds, longer than this in degrees, says that the source was cut there.
CUT_EDGE = 0.5

_PASSES = 6


@dataclass(frozen=True)
class _Ground:
    """Ground on its way through the planar map: an area that was there, or (None) what is put in."""

    area: ControlArea | None
    status: Status
    pieces: tuple[Polygon, ...]


def put_ground(
    snapshot: Snapshot,
    *,
    side: str,
    status: Status,
    shapes: Sequence[BaseGeometry],
    ids: Ids,
    extent: Ground | None = None,
    add: bool = False,
    evidence: Evidence = Evidence.UNCONFIRMED,
) -> tuple[Snapshot, tuple[str, ...]]:
    """Put polygons (degrees, lon and lat) on a Snapshot as ground that a Side holds.

    They replace all areas of that Side and status, or are added to them. Overlaps go to the higher status, or
    to what is put in where the status is the same; gaps under GAP_M metres are filled. An area that matches
    one it replaces by at least half keeps its id.
    Comes with one sentence for each thing decided. Derived FrontLines are as they were: whoever puts several
    grounds settles once.
    """
    refuse_off_world(shapes)
    notes: list[str] = []
    ground = cleaned(shapes)
    if not ground:
        raise EditRefused("There is no ground in it: no polygon that encloses anything.")
    notes += _cleaning_notes(shapes, ground)
    areas = areas_of(snapshot.features)
    kept = [area for area in areas if add or area.side != side or area.status is not status]
    said_before = snapshot.extent
    snapshot = _with_extent(snapshot, extent, ground, kept, notes)
    ground = inside_extent(ground, snapshot.extent, notes)
    if snapshot.extent != said_before:
        areas = cut_at_extent(areas, snapshot.extent, ids, notes)
    replaced = [area for area in areas if area.side == side and area.status is status]
    if add:
        ground = cleaned([*ground, *(area.shape for area in replaced)])
    if status is Status.CLAIMED:
        pieces, others = ground, [area for area in areas if area not in replaced]
    else:
        pieces, others = _into_planar_map(ground, status, areas, replaced, ids, notes)
    put = named_pieces(pieces, replaced, side, status, evidence, ids, keep_evidence=add)
    features: dict[str, Feature] = {
        uid: feature for uid, feature in snapshot.features.items() if not isinstance(feature, ControlArea)
    }
    features |= {area.feature_id: area for area in (*others, *put)}
    return replace(snapshot, features=features), tuple(notes)


def refuse_off_world(shapes: Sequence[BaseGeometry]) -> None:
    """Refuse coordinates that are no degrees of longitude and latitude."""
    coordinates = shapely.get_coordinates(list(shapes))
    if not len(coordinates):
        return
    if not np.isfinite(coordinates).all() or (np.abs(coordinates) > [180, 90]).any():
        raise EditRefused(
            "Its coordinates are not degrees of longitude and latitude: "
            "save it in WGS84 (EPSG:4326) and import that."
        )


def _cleaning_notes(shapes: Sequence[BaseGeometry], ground: Sequence[Polygon]) -> list[str]:
    notes = []
    broken = int(np.count_nonzero(~shapely.is_valid(list(shapes))))
    if broken:
        notes.append(f"Made valid: {_count(broken, 'polygon')} that crossed or touched itself.")
    given = sum(len(polygons_of(shape)) for shape in shapes)
    if given != len(ground):
        notes.append(f"Dissolved: {_count(given, 'polygon')} into {_count(len(ground), 'area')}.")
    return notes


def _with_extent(
    snapshot: Snapshot,
    extent: Ground | None,
    ground: Sequence[Polygon],
    kept: Sequence[ControlArea],
    notes: list[str],
) -> Snapshot:
    """The Snapshot with the extent given, or narrowed to where the source was cut, if nothing lies beyond."""
    if extent is not None:
        return replace(snapshot, extent=extent)
    bounds, cuts = source_cuts(ground)
    extent = narrowed(snapshot.extent, bounds)
    if cuts and extent != snapshot.extent:
        if not all(extent.covers(area.shape) for area in kept):
            return snapshot
        notes.append(f"The source was cut at {' and '.join(cuts)}; the extent of this date ends there.")
        return replace(snapshot, extent=extent)
    return snapshot


def source_cuts(ground: Sequence[Polygon]) -> tuple[Bounds, list[str]]:
    """Where a source was cut off: the bounds left to it (W, S, E, N), and each cut in words.

    A cut shows as straight edges of over CUT_EDGE degrees in all along the meridian or parallel that bounds
    the areas.
    """
    bounds = list(WORLD)
    cuts = []
    limits = shapely.total_bounds(list(ground))
    coordinates, ring = shapely.get_coordinates(shapely.get_rings(list(ground)), return_index=True)
    connected = ring[1:] == ring[:-1]
    for index, limit in enumerate(limits):
        across = index % 2
        on_limit = np.abs(coordinates[:, across] - limit) < GRID
        along = connected & on_limit[1:] & on_limit[:-1]
        if (
            np.abs(np.diff(coordinates[:, 1 - across]))[along].sum() > CUT_EDGE
            and abs(limit) < 180 - 90 * across
        ):
            bounds[index] = float(limit)
            cuts.append(_in_words(index, float(limit)))
    west, south, east, north = bounds
    return (west, south, east, north), cuts


def _in_words(index: int, degrees: float) -> str:
    if index % 2:
        return f"{abs(degrees):g}° {'N' if degrees >= 0 else 'S'}"
    return f"{abs(degrees):g}° {'E' if degrees >= 0 else 'W'}"


def inside_extent(ground: list[Polygon], extent: Ground, notes: list[str]) -> list[Polygon]:
    """The part of ground inside an extent, with a note of how much is left out; refuses if all of it is."""
    outside = [polygon for polygon in ground if not extent.covers(polygon)]
    if not outside:
        return ground
    inside = [part for polygon in ground for part in polygons_of(on_grid(polygon.intersection(extent)))]
    if not inside:
        raise EditRefused("All of it lies outside the extent of this date, where the map says nothing.")
    left = sum(area_km2(difference(polygon, extent)) for polygon in outside)
    if left >= 0.05:
        notes.append(f"{left:,.1f} km² lay outside the extent of this date and were left out.")
    return inside


def cut_at_extent(
    areas: Sequence[ControlArea], extent: Ground, ids: Ids, notes: list[str]
) -> list[ControlArea]:
    """What is left of areas inside a new extent; nothing is said outside it."""
    kept: list[ControlArea] = []
    for area in areas:
        inside = area.shape if extent.covers(area.shape) else on_grid(intersection(area.shape, extent))
        kept += remaining(area, polygons_of(inside), ids)
    gone = sum(area_km2(area.shape) for area in areas) - sum(area_km2(area.shape) for area in kept)
    if gone >= 0.05:
        notes.append(
            f"{gone:,.1f} km² that were on the map lay outside the extent and were taken off this date."
        )
    return kept


def _into_planar_map(
    ground: Sequence[Polygon],
    status: Status,
    areas: Sequence[ControlArea],
    replaced: Sequence[ControlArea],
    ids: Ids,
    notes: list[str],
) -> tuple[list[Polygon], list[ControlArea]]:
    """The pieces left of the ground put in, and all other areas as they are beside it."""
    others = [area for area in areas if area not in replaced and area.status is not Status.CLAIMED]
    grounds = [
        _Ground(None, status, tuple(ground)),
        *(_Ground(area, area.status, (area.shape,)) for area in others),
    ]
    # Sorting is stable: what is put in stays before the others of its status.
    grounds.sort(key=lambda entry: PLANAR_STATUSES.index(entry.status))
    before = [entry.pieces for entry in grounds]
    after = rebuilt(before)
    _note_overlaps(grounds, after, notes)
    after, gaps = without_gaps(after)
    if gaps:
        notes.append(f"Filled: {_count(gaps, 'gap')} of under {GAP_M:g} m between areas.")
    put: list[Polygon] = []
    kept = [area for area in areas if area not in replaced and area.status is Status.CLAIMED]
    for entry, pieces in zip(grounds, after, strict=True):
        if entry.area is None:
            put = pieces
        else:
            kept += remaining(entry.area, pieces, ids)
    if not put:
        raise EditRefused("All of it is held with a higher status already, so nothing would change.")
    return put, kept


def _note_overlaps(grounds: Sequence[_Ground], after: Sequence[Sequence[Polygon]], notes: list[str]) -> None:
    lost: dict[str, float] = {}
    for entry, pieces in zip(grounds, after, strict=True):
        if tuple(pieces) != entry.pieces:
            gone = sum(map(area_km2, entry.pieces)) - sum(map(area_km2, pieces))
            lost[entry.status] = lost.get(entry.status, 0.0) + gone
    for status, gone in lost.items():
        if gone >= 0.05:
            notes.append(f"{gone:,.1f} km² of {status} ground gave way where other ground lay over it.")


def without_gaps(grounds: list[list[Polygon]]) -> tuple[list[list[Polygon]], int]:
    """Grounds of one coverage with the gaps under GAP_M metres filled, and how many there were."""
    total = 0
    for _ in range(_PASSES):
        owner = [index for index, pieces in enumerate(grounds) for _ in pieces]
        polygons = [polygon for pieces in grounds for polygon in pieces]
        gaps = narrow_gaps(polygons, GAP_M, or_else_m=SLIVER_M)
        if not gaps:
            break
        total += len(gaps)
        for number in {number for _, number in gaps}:
            grown = filled(polygons[number], [gap for gap, to in gaps if to == number])
            grounds[owner[number]] = [p for p in grounds[owner[number]] if p is not polygons[number]] + grown
        grounds = rebuilt(grounds)
    return grounds, total


def remaining(area: ControlArea, pieces: Sequence[Polygon], ids: Ids) -> list[ControlArea]:
    """What an area became: itself where nothing changed, the id with its largest piece where it was split."""
    if list(pieces) == [area.shape]:
        return [area]
    largest_first = sorted(pieces, key=lambda polygon: (-polygon.area, polygon.wkb))
    return [
        replace(area, shape=shape)
        if number == 0
        else replace(area, shape=shape, feature_id=ids("area"), split_from=area.feature_id)
        for number, shape in enumerate(largest_first)
    ]


def named_pieces(
    pieces: Sequence[Polygon],
    replaced: Sequence[ControlArea],
    side: str,
    status: Status,
    evidence: Evidence,
    ids: Ids,
    *,
    keep_evidence: bool,
) -> list[ControlArea]:
    """The pieces as areas; each takes the id of the replaced area that it matches by at least half.

    It keeps that area's evidence, unless the source that replaces it says how well it is known.
    """
    as_before = {area.shape: area for area in replaced}
    matched = {number: as_before[piece] for number, piece in enumerate(pieces) if piece in as_before}
    # What of the rest lies on other ground can't lie on these: areas of one side and status don't overlap.
    others = [area for area in replaced if area not in matched.values()]
    overlaps = sorted(
        (
            (intersection(piece, area.shape).area, number, area)
            for number, piece in enumerate(pieces)
            if number not in matched
            for area in others
            if piece.intersects(area.shape)
        ),
        key=lambda match: (-match[0], match[1], match[2].feature_id),
    )
    for overlap, number, area in overlaps:
        half = min(pieces[number].area, area.shape.area) / 2
        if number not in matched and area not in matched.values() and overlap >= half:
            matched[number] = area
    if evidence is not Evidence.UNCONFIRMED and not keep_evidence:
        matched = {number: replace(area, evidence=evidence) for number, area in matched.items()}
    return [
        _with_shape(matched[number], piece)
        if number in matched
        else ControlArea(feature_id=ids("area"), side=side, status=status, shape=piece, evidence=evidence)
        for number, piece in enumerate(pieces)
    ]


def _with_shape(area: ControlArea, shape: Polygon) -> ControlArea:
    return area if area.shape == shape else replace(area, shape=shape)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
