"""ControlChange: all ground that changed hands or status between two Snapshots, as ChangePatches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import shapely
from shapely import MultiPolygon, Polygon

from mapdesk.geometry.coverage import dissolved
from mapdesk.geometry.grid import GRID, ground_of, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE, area_km2, flattened
from mapdesk.geometry.overlay import as_one, difference, intersection, union
from mapdesk.model.features import HELD_STATUSES, ControlArea, Status
from mapdesk.model.ground import (
    HOME,
    NOBODY,
    Holder,
    areas_of,
    holder_of,
    planar_areas,
)
from mapdesk.model.project import Ground, Project, Snapshot

#: Changes narrower than this on average, in metres, are a border drawn again.
NARROW_M = 20.0
#: Home ground is looked at as far as this around what changed hands, in degrees.
_ROOM = 0.01


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
    """Pieces too narrow to be ground that moved: how many, and their area together."""

    count: int
    area_km2: float


@dataclass(frozen=True, kw_only=True)
class ControlChange:
    """The change between two dates, inside the ground that both Snapshots speak of; largest patches first."""

    since: date
    until: date
    patches: tuple[ChangePatch, ...]
    totals: tuple[Total, ...]
    held: tuple[Total, ...]
    set_aside: SetAside
    warnings: tuple[str, ...] = ()


def control_change(
    project: Project, before: Snapshot, after: Snapshot, since: date, until: date
) -> ControlChange:
    """Compare two Snapshots, shown on `since` and on `until`.

    Pieces on average narrower than NARROW_M are set aside: importing fills gaps up to that width, so a border
    may move that far without anybody having moved it.
    """
    common = intersection(before.extent, after.extent)
    pieces = sorted(
        _moved(project, before, after, common),
        key=lambda piece: (-piece[0], piece[1], piece[2], piece[3].wkt),
    )
    moved: list[_Piece] = []
    narrow: list[float] = []
    for piece in pieces:
        if _is_narrow(piece[3]):
            narrow.append(piece[0])
        else:
            moved.append(piece)
    homes = {side.uid: [home.shape for home in side.home] for side in project.sides.values()}
    patches = tuple(
        ChangePatch(
            uid=f"patch-{number}",
            before=old,
            after=new,
            direction=_direction(old, new, shape, homes),
            shape=shape,
            area_km2=area,
        )
        for number, (area, old, new, shape) in enumerate(moved, start=1)
    )
    flows = [(patch.before, patch.after, patch.area_km2) for patch in patches]
    return ControlChange(
        since=since,
        until=until,
        patches=patches,
        totals=_totals(project, flows),
        held=_totals(project, [(_as_held(old), _as_held(new), area) for old, new, area in flows]),
        set_aside=SetAside(count=len(narrow), area_km2=sum(narrow)),
        warnings=_warnings(before, after),
    )


_Piece = tuple[float, Holder, Holder, Polygon]


def _moved(project: Project, before: Snapshot, after: Snapshot, common: Ground) -> Iterable[_Piece]:
    old, new = _changed_only(planar_areas(before.features), planar_areas(after.features), common)
    # What a holder kept is taken off first: the rest is small, and so is all the work on it.
    nothing: Ground = MultiPolygon()
    given = {holder: difference(ground, new.get(holder, nothing)) for holder, ground in old.items()}
    taken = {holder: difference(ground, old.get(holder, nothing)) for holder, ground in new.items()}
    all_given, all_taken = union(list(given.values())), union(list(taken.values()))
    for old_holder, old_ground in given.items():
        for new_holder, new_ground in taken.items():
            if old_holder != new_holder:
                yield from _pieces(intersection(old_ground, new_ground), old_holder, new_holder)
        for nobody_else, part in _among_homes(project, difference(old_ground, all_taken)):
            yield from _pieces(part, old_holder, nobody_else)
    for new_holder, new_ground in taken.items():
        for nobody_else, part in _among_homes(project, difference(new_ground, all_given)):
            yield from _pieces(part, nobody_else, new_holder)


def _changed_only(
    old: Sequence[ControlArea], new: Sequence[ControlArea], common: Ground
) -> tuple[dict[Holder, Ground], dict[Holder, Ground]]:
    """Ground by holder, without the areas that are the same on both dates."""
    stayed = {(holder_of(a), a.shape) for a in old} & {(holder_of(a), a.shape) for a in new}

    def by_holder(areas: Sequence[ControlArea]) -> dict[Holder, Ground]:
        shapes: defaultdict[Holder, list[Polygon]] = defaultdict(list)
        for area in areas:
            if (holder_of(area), area.shape) not in stayed:
                shapes[holder_of(area)].append(area.shape)
        return {
            holder: _within(dissolved(parts), common) for holder, parts in sorted(shapes.items()) if parts
        }

    return by_holder(old), by_holder(new)


def _within(ground: Ground, extent: Ground) -> Ground:
    return ground if extent.contains(ground) else intersection(ground, extent)


def _among_homes(project: Project, ground: Ground) -> Iterable[tuple[Holder, Ground]]:
    """Ground that no area covers, split by whose home ground it is; the last part is nobody's.

    Leftovers along the rim of a home ground count here: who gives up ground there gives it up to that side.
    """
    for side in project.sides_in_order():
        if side.home and not ground.is_empty:
            # A country may be large, and what changed hands is not: what lies farther off has no say.
            around = shapely.box(*ground.bounds).buffer(_ROOM, join_style="mitre")
            home = as_one([_near(home.shape, around) for home in side.home])
            yield Holder(side.uid, HOME), intersection(ground, home)
            ground = difference(ground, home)
    yield NOBODY, ground


def _near(home: Ground, around: Polygon) -> Ground:
    return home if around.contains(home) else ground_of(polygons_of(intersection(home, around)))


def _pieces(ground: shapely.Geometry, before: Holder, after: Holder) -> Iterable[_Piece]:
    for polygon in polygons_of(ground):
        if polygon.area > polygon.length * GRID:
            yield area_km2(polygon), before, after, polygon


def _is_narrow(polygon: Polygon) -> bool:
    flat = flattened(polygon, polygon.centroid.y)
    mean_width = 2 * flat.area / flat.length
    return bool(mean_width * KM_PER_DEGREE * 1000 < NARROW_M)


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
