"""A series that was worked out, put on the map date by date, and what came of it in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import shapely

from mapdesk.edit.dates import WORLD, narrowed, settled, snapshot_to_edit, with_source
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.lines import put_lines
from mapdesk.edit.project import DESK, add_side, side_named
from mapdesk.edit.whole_ground import Held, put_whole
from mapdesk.geometry.grid import GRID
from mapdesk.geometry.measure import area_km2
from mapdesk.model.features import ControlArea, Evidence, Feature, FrontLine, Status
from mapdesk.model.ground import areas_of
from mapdesk.model.layout import Bounds
from mapdesk.model.left_out import left_out
from mapdesk.model.project import Project, Snapshot
from mapdesk.render.dates import full_date
from mapdesk.session.series_mapping import Role
from mapdesk.session.series_reading import DayWorked


@dataclass(frozen=True)
class WorkedSeries:
    """A series ready to go onto a map: for each date its grounds and lines, for the roles that they have."""

    grounds: tuple[Role, ...]
    lines: tuple[Role, ...]
    days: tuple[DayWorked, ...]
    #: Dates of which files say all there is: what they lack is gone, not merely left unsaid.
    complete: frozenset[date]


def series_edit(
    worked: WorkedSeries,
    *,
    account: str = DESK,
    source: str = "",
    evidence: Evidence | None = None,
    new_sides: bool = False,
    ids: Ids,
) -> tuple[str, Callable[[Project], Edited]]:
    """What the step is called that puts a series on the map, and the edit that does it, all or nothing.

    What a Side has on a date with a status that the series speaks of is replaced; a date without a map of its
    own gets one. Sides that the Project lacks are made with `new_sides`, else they are refused.
    """
    count = len(worked.days)
    label = f"Import series, {count} date{'' if count == 1 else 's'}"
    return label, partial(_put, worked, account, source, evidence, new_sides, ids)


def _put(
    worked: WorkedSeries,
    account: str,
    source: str,
    evidence: Evidence | None,
    new_sides: bool,
    ids: Ids,
    project: Project,
) -> Edited:
    notes: list[str] = []
    before = project
    for role in (*worked.grounds, *worked.lines):
        project = _with_side(project, role.side, new_sides, notes)
    extent = _cut(worked, notes)
    for worked_day in worked.days:
        day = worked_day.day
        snapshot = snapshot_to_edit(project, account, day)
        last = project.snapshot_on(account, day - timedelta(days=1))
        held, ended = _held(project, worked, worked_day, evidence)
        bounds = narrowed(snapshot.extent, extent) if extent else None
        snapshot, said = put_whole(snapshot, held, ids, ended=ended, extent=bounds)
        notes += [f"{full_date(day)}: {note}" for note in said]
        for role, parts in zip(worked.lines, worked_day.lines, strict=True):
            if parts:
                snapshot, said = put_lines(
                    snapshot,
                    side=side_named(project, role.side).uid if role.side else "",
                    shapes=list(shapely.from_wkb(list(parts))),
                    ids=ids,
                    evidence=evidence or role.evidence,
                    name=role.name,
                )
        notes += _left_out(project, last, snapshot) if last else []
        project = settled(project, snapshot)
        if source:
            project = with_source(project, account, day, source)
    return Edited(project, (*notes, *_worked_notes(worked), *_changes(before, project, account, worked)))


def _with_side(project: Project, name: str, new_sides: bool, notes: list[str]) -> Project:
    if not name:
        return project
    try:
        side_named(project, name)
    except EditRefused:
        if not new_sides:
            raise
        notes.append(f"New side: {name}.")
        return add_side(project, name)
    return project


def _cut(worked: WorkedSeries, notes: list[str]) -> Bounds | None:
    """Where the whole series was cut: where some date shows a cut and no date goes on beyond it."""
    bounds = list(WORLD)
    known = [day for day in worked.days if day.bounds is not None]
    words = []
    for index in range(4):
        sign = 1 if index < 2 else -1
        cuts = [cut * sign for day in known if (cut := day.cuts[index]) is not None]
        limits = [day.bounds[index] * sign for day in known if day.bounds is not None]
        if cuts and min(limits) >= min(cuts) - GRID:
            bounds[index] = min(cuts) * sign
            east_or_north = "N" if index % 2 else "E"
            west_or_south = "S" if index % 2 else "W"
            direction = east_or_north if bounds[index] >= 0 else west_or_south
            words.append(f"{abs(bounds[index]):g}° {direction}")
    if not words:
        return None
    notes.append(f"The source was cut at {' and '.join(words)}; the extent of its dates ends there.")
    west, south, east, north = bounds
    return (west, south, east, north)


def _held(
    project: Project, worked: WorkedSeries, day: DayWorked, evidence: Evidence | None
) -> tuple[list[Held], set[tuple[str, Status]]]:
    """The ground of a date, and the sides and statuses that the series no longer speaks of on it."""
    held, ended = [], set()
    for number, (role, pieces) in enumerate(zip(worked.grounds, day.grounds, strict=True)):
        uid = side_named(project, role.side).uid
        if number in day.given:
            polygons = tuple(shapely.from_wkb(list(pieces)))
            held.append(Held(uid, role.status, evidence or role.evidence, polygons))
        elif day.day in worked.complete:
            ended.add((uid, role.status))
    return held, ended


def _left_out(project: Project, last: Snapshot, snapshot: Snapshot) -> list[str]:
    """A warning for each region of a Side that seems left out, judged by the map shown on the date before."""
    said = []
    for side in project.sides_in_order():
        before, after = (
            [
                area.shape
                for area in areas_of(one.features)
                if area.side == side.uid and area.status is not Status.CLAIMED
            ]
            for one in (last, snapshot)
        )
        for region in left_out(before, after):
            lon, lat = region.representative_point().coords[0]
            said.append(
                f"Check {full_date(snapshot.date)}: {area_km2(region):,.1f} km² that {side.name} held before "
                f"are missing in one piece, around {abs(lat):.1f}° {'N' if lat >= 0 else 'S'} "
                f"{abs(lon):.1f}° {'E' if lon >= 0 else 'W'}; the source may have left out a region."
            )
    return said


# What came of it


def _worked_notes(worked: WorkedSeries) -> list[str]:
    said = []
    lacking = [
        day
        for day in worked.days
        if day.day not in worked.complete and len(day.given) < len(worked.grounds) and day.given
    ]
    if lacking:
        listed = ", ".join(full_date(day.day) for day in lacking[:6]) + (" …" if len(lacking) > 6 else "")
        said.append(f"Without files for some of the layers, whose ground stays as it was before: {listed}.")
    mended = sum(day.mended for day in worked.days)
    if mended:
        said.append(f"Made valid: {_count(mended, 'polygon')} that crossed or touched themselves.")
    overlaid = sum(day.overlaid_km2 for day in worked.days)
    if overlaid >= 0.05:
        order = ", then ".join(
            dict.fromkeys(role.status for role in worked.grounds if role.status != "claimed")
        )
        said.append(f"Layers lay over each other on {overlaid:,.1f} km² in all; what prevails: {order}.")
    gaps = sum(day.gaps for day in worked.days)
    if gaps:
        said.append(f"Filled: {_count(gaps, 'gap')} of under 20 m between areas.")
    return said


def _changes(before: Project, after: Project, account: str, worked: WorkedSeries) -> list[str]:
    """What the import changed of maps that were there: new dates in one sentence, others one by one."""
    had = {snapshot.date: snapshot for snapshot in before.snapshots.get(account, ())}
    has = {snapshot.date: snapshot for snapshot in after.snapshots.get(account, ())}
    days = [day.day for day in worked.days]
    new = [day for day in days if day not in had]
    same = [day for day in days if day in had and had[day] == has[day]]
    said = []
    if new:
        spread = full_date(new[0]) if len(new) == 1 else f"{full_date(new[0])} to {full_date(new[-1])}"
        said.append(f"New: {_count(len(new), 'date')}, {spread}.")
    if same and len(same) < len(days):
        said.append(f"As before: {_count(len(same), 'date')}.")
    for day in days:
        if day in had and day not in same:
            said.append(f"Changed on {full_date(day)}: {_changed(had[day], has[day])}.")
    return said


def _changed(before: Snapshot, after: Snapshot) -> str:
    def drawn(snapshot: Snapshot) -> dict[str, Feature]:
        return {
            uid: feature
            for uid, feature in snapshot.features.items()
            if isinstance(feature, ControlArea) or (isinstance(feature, FrontLine) and not feature.derived)
        }

    old, new = drawn(before), drawn(after)
    numbers = {
        "new": len(new.keys() - old.keys()),
        "changed": sum(new[uid] != old[uid] for uid in new.keys() & old.keys()),
        "gone": len(old.keys() - new.keys()),
    }
    words = [f"{number} {word}" for word, number in numbers.items() if number]
    return ", ".join(words) or "its source or extent"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
