"""Edits of dates: which Snapshot an edit on a date works on, and how far it speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil, floor

import shapely
from shapely import Polygon

from mapdesk.edit.edit import EditRefused
from mapdesk.geometry.grid import ground_of, on_grid, polygons_of
from mapdesk.geometry.overlay import intersection
from mapdesk.model.features import FrontLine
from mapdesk.model.fronts import derived_fronts
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Project, Snapshot

#: Begins the source of a map that was carried forward from another one: most of it is still that one's.
_AFTER = "After "
WORLD: Bounds = (-180.0, -90.0, 180.0, 90.0)


def extent_of(bounds: Bounds) -> Polygon:
    """An extent from west, south, east, north in degrees."""
    west, south, east, north = bounds
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise EditRefused(
            "An extent is west, south, east, north in degrees, such as 31,46.3,40.6,50.6; "
            f"{west:g},{south:g},{east:g},{north:g} is not."
        )
    return Polygon(on_grid(shapely.box(west, south, east, north)))


def usual_extent(project: Project) -> Polygon:
    """The bounds of all home ground out to the next half degree, or the world's where no Side has any.

    Sources draw state borders coarsely; what they draw a little beyond them is still said.
    """
    homes = [home.shape for side in project.sides.values() for home in side.home]
    if not homes:
        return extent_of(WORLD)
    west, south, east, north = (float(value) for value in shapely.total_bounds(homes))
    return extent_of((floor(west * 2) / 2, floor(south * 2) / 2, ceil(east * 2) / 2, ceil(north * 2) / 2))


def refuse_unknown_account(project: Project, account: str) -> None:
    """Refuse an Account that the Project doesn't have."""
    if account not in project.accounts:
        known = ", ".join(known.uid for known in project.accounts_in_order())
        raise EditRefused(f"This project has no account called {account}; its accounts are: {known}.")


def snapshot_to_edit(project: Project, account: str, day: date) -> Snapshot:
    """The Snapshot of a date; where there is none, the last one before it carried forward to that date."""
    refuse_unknown_account(project, account)
    last = project.snapshot_on(account, day)
    if last is None:
        return Snapshot(account=account, date=day, extent=usual_extent(project))
    if last.date == day:
        return last
    source = last.source if last.source.startswith(_AFTER) or not last.source else f"{_AFTER}{last.source}"
    return carried(last, day, source)


def carried(snapshot: Snapshot, day: date, source: str = "") -> Snapshot:
    """The same map on another date, of which nothing but its source is said yet."""
    return replace(
        snapshot,
        date=day,
        source=source,
        as_of="",
        time_zone="",
        note="",
        checked=False,
        checked_by="",
        checked_at="",
    )


def with_source(project: Project, account: str, day: date, source: str) -> Project:
    """The Project with a source named for the map of a date."""
    snapshot = project.snapshot_on(account, day)
    if snapshot is None or snapshot.date != day:
        raise EditRefused(f"There is no map of {day} to name a source for.")
    return project.with_snapshot(replace(snapshot, source=source))


def narrowed(extent: Ground, bounds: Bounds) -> Ground:
    """The part of an extent inside some bounds."""
    inside = polygons_of(on_grid(intersection(extent, extent_of(bounds))))
    if not inside:
        raise EditRefused("Nothing is left of the extent: the source was cut outside of it.")
    return ground_of(inside)


def settled(project: Project, snapshot: Snapshot, *, anew: bool = False) -> Project:
    """The Project with a Snapshot put in and its derived FrontLines made to agree with its areas.

    The fronts of the map that it was made from, the one shown on its date so far, are believed where nothing
    changed near them, so that the cost follows the edit; with `anew` none is.
    """
    drawn = {
        uid: feature
        for uid, feature in snapshot.features.items()
        if not (isinstance(feature, FrontLine) and feature.derived)
    }
    before = None if anew else project.snapshot_on(snapshot.account, snapshot.date)
    fronts = derived_fronts(project, replace(snapshot, features=drawn), before)
    for uid, front in fronts.items():
        known = snapshot.features.get(uid)
        if isinstance(known, FrontLine):
            kept = replace(known, shape=front.shape, sides=front.sides)
            fronts[uid] = known if kept == known else kept
    return project.with_snapshot(replace(snapshot, features={**drawn, **fronts}))
