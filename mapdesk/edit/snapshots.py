"""Edits of a date's map as a whole: marked as unchanged, copied to another date, removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mapdesk.edit.dates import refuse_unknown_account
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.model.project import Project, Snapshot


def mark_unchanged(project: Project, *, account: str, day: date) -> Edited:
    """The Project with a checked map on a date: the one it has, or the last before it carried forward."""
    last = _shown(project, account, day)
    if last.date == day:
        if last.checked:
            raise EditRefused(f"The map of {day} is marked as checked already.")
        return Edited(project.with_snapshot(replace(last, checked=True)))
    return Edited(project.with_snapshot(replace(_carried(last, day), checked=True)))


def copy_map(project: Project, *, account: str, day: date, to: date) -> Edited:
    """The Project with what the map of a date shows put on another date, which must have no map of its own.

    What was said about the map of the one date (as-of time, source, note, checked) is not said of the other.
    """
    shown = _shown(project, account, day)
    if any(known.date == to for known in project.snapshots[account]):
        raise EditRefused(f"{to} has a map of its own; remove that first, or edit it.")
    return Edited(project.with_snapshot(_carried(shown, to)))


def remove_map(project: Project, *, account: str, day: date) -> Edited:
    """The Project without the map of a date, which then shows the last one before it."""
    refuse_unknown_account(project, account)
    dated = project.snapshots.get(account, ())
    left = tuple(snapshot for snapshot in dated if snapshot.date != day)
    if len(left) == len(dated):
        raise EditRefused(f"{day} has no map of its own, so there is none to remove.")
    others = {uid: kept for uid, kept in project.snapshots.items() if uid != account}
    # An account without dates is not in the file either.
    removed = replace(project, snapshots={**others, account: left} if left else others)
    shown = removed.snapshot_on(account, day)
    note = f"{day} now shows the map of {shown.date}." if shown else f"{day} shows nothing now."
    return Edited(removed, (note,))


def _shown(project: Project, account: str, day: date) -> Snapshot:
    refuse_unknown_account(project, account)
    shown = project.snapshot_on(account, day)
    if shown is None:
        raise EditRefused(f"There is no map on or before {day}; draw or import something first.")
    return shown


def _carried(snapshot: Snapshot, day: date) -> Snapshot:
    return replace(snapshot, date=day, as_of="", time_zone="", source="", note="", checked=False)
