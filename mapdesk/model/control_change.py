"""ControlChange: all ground that changed hands or status between two Snapshots, as ChangePatches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import shapely
from shapely import Polygon

from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.overlay import difference, intersection, union
from mapdesk.model.change_noise import WhyAside, drawn_again, why_aside
from mapdesk.model.features import HELD_STATUSES, Status
from mapdesk.model.ground import HOME, NOBODY, Holder, areas_of, planar_areas
from mapdesk.model.left_out import LEAST_KM2, OFF_COAST, RegionsIn, least_left_out, no_regions, regions_filled
from mapdesk.model.moved_ground import moved_ground
from mapdesk.model.project import Ground, Project, Snapshot


class Direction(StrEnum):
    """What a change means for the Side whose home ground it happened on."""

    RECOVERED = "recovered"
    LOST = "lost"
    CONTESTED = "contested"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class ChangePatch:
    """One connected piece of ground that went from one holder to another, in degrees (lon, lat)."""

    uid: str
    before: Holder
    after: Holder
    direction: Direction
    shape: Polygon
    area_km2: float
    #: Why it counts as no ground that moved; None where it does count.
    aside: WhyAside | None = None

    @property
    def centre(self) -> tuple[float, float]:
        """A point (lon, lat) inside the patch, near its middle."""
        point = shapely.centroid(self.shape)
        if not self.shape.contains(point):
            point = shapely.point_on_surface(self.shape)
        return (round(point.x, 6), round(point.y, 6))


@dataclass(frozen=True, kw_only=True)
class Total:
    """Ground that a holder gained and lost between two dates, in km²: both directions, never only the net."""

    side: str
    status: str
    gained_km2: float
    lost_km2: float


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """Ground that counts as drawn again, not as moved: the patches, largest first."""

    patches: tuple[ChangePatch, ...] = ()

    @property
    def count(self) -> int:
        """How many patches there are."""
        return len(self.patches)

    @property
    def area_km2(self) -> float:
        """Their area together."""
        return sum(patch.area_km2 for patch in self.patches)


@dataclass(frozen=True, kw_only=True)
class ControlChange:
    """The change between two dates, inside the ground that both Snapshots speak of; largest patches first.

    The totals count `patches` alone: neither what is `set_aside`, nor the ground that one of the two
    sources seems to have `left_out`.
    """

    since: date
    until: date
    patches: tuple[ChangePatch, ...]
    totals: tuple[Total, ...]
    held: tuple[Total, ...]
    set_aside: SetAside = SetAside()
    left_out: tuple[ChangePatch, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def not_counted(self) -> tuple[ChangePatch, ...]:
        """The patches that count in no total, largest first."""
        if not self.left_out:
            return self.set_aside.patches
        every = (*self.left_out, *self.set_aside.patches)
        return tuple(sorted(every, key=lambda patch: -patch.area_km2))


def control_change(
    project: Project,
    before: Snapshot,
    after: Snapshot,
    since: date,
    until: date,
    *,
    least_km2: float = 0.0,
    regions: RegionsIn = no_regions,
) -> ControlChange:
    """Compare two Snapshots, shown on `since` and on `until`.

    What change_noise takes for a line drawn again is set aside, and so is every patch under `least_km2`.
    Ground that fills one of the `regions` and that nobody is drawn on in one of the two is left out.
    """
    found = moved_ground(project, before, after)
    pieces = sorted(found, key=lambda piece: (-piece.area_km2, piece.before, piece.after, piece.shape.bounds))
    redrawn = drawn_again(pieces)
    homes = {side.uid: [home.shape for home in side.home] for side in project.sides.values()}
    moved: list[ChangePatch] = []
    aside: list[ChangePatch] = []
    for number, piece in enumerate(pieces):
        why = why_aside(piece, least_km2) or (WhyAside.DRAWN_AGAIN if number in redrawn else None)
        patch = ChangePatch(
            uid=f"aside-{len(aside) + 1}" if why else f"patch-{len(moved) + 1}",
            before=piece.before,
            after=piece.after,
            direction=_direction(piece.before, piece.after, piece.shape, homes),
            shape=piece.shape,
            area_km2=piece.area_km2,
            aside=why,
        )
        (aside if why else moved).append(patch)
    left_out, missing = _left_out(project, before, after, moved, regions)
    counted = tuple(patch for patch in moved if patch not in left_out)
    return ControlChange(
        since=since,
        until=until,
        patches=counted,
        totals=totals_of(project, counted),
        held=held_of(project, counted),
        set_aside=SetAside(patches=tuple(aside)),
        left_out=left_out,
        warnings=(*_warnings(before, after), *missing),
    )


def counting_all(project: Project, change: ControlChange) -> ControlChange:
    """The same change with all that was set aside or left out among its patches and in its totals."""
    every = (*change.patches, *change.not_counted)
    patches = tuple(sorted(every, key=lambda patch: -patch.area_km2))
    return replace(
        change, patches=patches, totals=totals_of(project, patches), held=held_of(project, patches)
    )


def totals_of(project: Project, patches: Iterable[ChangePatch]) -> tuple[Total, ...]:
    """What each Side gained and lost in each status by some patches."""
    return _totals(project, [(patch.before, patch.after, patch.area_km2) for patch in patches])


def held_of(project: Project, patches: Iterable[ChangePatch]) -> tuple[Total, ...]:
    """What each Side gained and lost by some patches of all that it holds, in whatever way."""
    flows = [(_as_held(patch.before), _as_held(patch.after), patch.area_km2) for patch in patches]
    return _totals(project, flows)


def _left_out(
    project: Project, before: Snapshot, after: Snapshot, patches: Sequence[ChangePatch], regions: RegionsIn
) -> tuple[tuple[ChangePatch, ...], list[str]]:
    """The patches of ground that one of the two maps seems to have left out, and sentences about it."""
    found: list[ChangePatch] = []
    said = []
    for side in project.sides_in_order():
        for full, bare, gone in (
            (before, after, [p for p in patches if _held_by(p.before, side.uid) and _is_bare(p.after)]),
            (after, before, [p for p in patches if _held_by(p.after, side.uid) and _is_bare(p.before)]),
        ):
            if not areas_of(bare.features) or sum(patch.area_km2 for patch in gone) < LEAST_KM2:
                continue
            held = [area.shape for area in planar_areas(full.features) if area.side == side.uid]
            least = least_left_out(sum(map(area_km2, held)))
            for whole, parts in _adjoining(gone):
                if sum(part.area_km2 for part in parts) < least:
                    continue
                filled = regions_filled(whole, regions)
                if filled:
                    # What lies off its coast was left out with it.
                    around = union([region.shape for region in filled]).buffer(OFF_COAST)
                    there = [p for p in gone if p in parts or around.covers(p.shape)]
                    found += there
                    size = sum(part.area_km2 for part in there)
                    names = " and ".join(region.name for region in filled)
                    said.append(
                        f"The map of {bare.date} seems to leave out {names}, of which {side.name} holds "
                        f"{size:,.1f} km² on the map of {full.date}; that is not counted as changed."
                    )
    return tuple(found), said


def _held_by(holder: Holder, side: str) -> bool:
    return holder.side == side and holder.status in HELD_STATUSES


def _is_bare(holder: Holder) -> bool:
    """Whether no area says who holds it."""
    return holder == NOBODY or holder.status == HOME


def _direction(before: Holder, after: Holder, shape: Polygon, homes: dict[str, list[Ground]]) -> Direction:
    if before.side == after.side:
        return Direction.OTHER
    if Status.CONTESTED in (before.status, after.status):
        return Direction.CONTESTED
    inside = shapely.point_on_surface(shape)
    if any(home.contains(inside) for home in homes.get(after.side, ())):
        return Direction.RECOVERED
    if any(home.contains(inside) for home in homes.get(before.side, ())):
        return Direction.LOST
    return Direction.OTHER


def _as_held(holder: Holder) -> Holder:
    return Holder(holder.side, "held") if holder.status in HELD_STATUSES else NOBODY


def _totals(project: Project, flows: Iterable[tuple[Holder, Holder, float]]) -> tuple[Total, ...]:
    gained: defaultdict[Holder, float] = defaultdict(float)
    lost: defaultdict[Holder, float] = defaultdict(float)
    for before, after, area in flows:
        if before != after:
            lost[before] += area
            gained[after] += area
    order = {side.uid: index for index, side in enumerate(project.sides_in_order())}
    holders = sorted(
        (gained.keys() | lost.keys()) - {NOBODY}, key=lambda h: (order.get(h.side, len(order)), h.status)
    )
    return tuple(Total(side=h.side, status=h.status, gained_km2=gained[h], lost_km2=lost[h]) for h in holders)


def joined_patches(
    patches: Iterable[ChangePatch],
) -> tuple[tuple[ChangePatch, tuple[ChangePatch, ...]], ...]:
    """The patches that went from Side to Side, joined where only how they are held parts them.

    Each comes with the patches that it is made of; the largest first. What is held in several ways is “held”.
    """
    alike: defaultdict[tuple[str, str, Direction], list[ChangePatch]] = defaultdict(list)
    for patch in patches:
        if patch.before.side != patch.after.side:
            alike[patch.before.side, patch.after.side, patch.direction].append(patch)
    joined = [
        (_joined(whole, parts), parts) for several in alike.values() for whole, parts in _adjoining(several)
    ]
    return tuple(sorted(joined, key=lambda one: (-one[0].area_km2, one[0].uid)))


def _adjoining(patches: Sequence[ChangePatch]) -> Iterable[tuple[Polygon, tuple[ChangePatch, ...]]]:
    inside = [shapely.point_on_surface(patch.shape) for patch in patches]
    for whole in polygons_of(union([patch.shape for patch in patches])):
        shapely.prepare(whole)
        parts = tuple(patch for patch, point in zip(patches, inside, strict=True) if whole.contains(point))
        if parts:
            yield whole, parts


def _joined(whole: Polygon, parts: tuple[ChangePatch, ...]) -> ChangePatch:
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        before=_common([part.before for part in parts]),
        after=_common([part.after for part in parts]),
        shape=whole,
        area_km2=sum(part.area_km2 for part in parts),
    )


def _common(holders: Sequence[Holder]) -> Holder:
    return holders[0] if len(set(holders)) == 1 else Holder(holders[0].side, "held")


def claims_change(project: Project, before: Snapshot, after: Snapshot) -> tuple[Total, ...]:
    """Ground that each Side claims more and less of between two Snapshots; claims lie over what is so."""
    common = intersection(before.extent, after.extent)

    def claimed(snapshot: Snapshot, side: str) -> Ground:
        shapes = [
            area.shape
            for area in areas_of(snapshot.features)
            if area.status is Status.CLAIMED and area.side == side
        ]
        return intersection(union(shapes), common)

    found = []
    for side in project.sides_in_order():
        old, new = claimed(before, side.uid), claimed(after, side.uid)
        gained, lost = area_km2(difference(new, old)), area_km2(difference(old, new))
        if gained or lost:
            found.append(Total(side=side.uid, status=Status.CLAIMED.value, gained_km2=gained, lost_km2=lost))
    return tuple(found)


def _warnings(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    if before.extent == after.extent:
        return ()
    return (
        f"The maps of {before.date} and {after.date} cover different ground; "
        "only what both cover is compared.",
    )
