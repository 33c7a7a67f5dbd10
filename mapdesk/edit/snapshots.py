"""Edits of a date's map as a whole: marked as unchanged, described, copied to another date, removed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from zoneinfo import available_timezones

from mapdesk.edit.dates import carried, refuse_unknown_account
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.model.project import Project, Snapshot

#: An hour and minutes before or after UTC.
_OFFSET = re.compile(r"UTC(?P<sign>[+-])(?P<hours>\d{1,2})(?::(?P<minutes>[0-5]\d))?", re.IGNORECASE)
_FARTHEST_HOURS = 14


def mark_unchanged(project: Project, *, account: str, day: date, by: str = "", at: str = "") -> Edited:
    """The Project with a checked map on a date: the one it has, or the last before it carried forward.

    `by` is who checked it, `at` when: a moment in UTC in ISO 8601.
    """
    last = _shown(project, account, day)
    if last.date == day:
        if last.checked:
            raise EditRefused(f"The map of {day} is marked as checked already.")
        return Edited(project.with_snapshot(replace(last, checked=True, checked_by=by, checked_at=at)))
    fresh = carried(last, day)
    return Edited(project.with_snapshot(replace(fresh, checked=True, checked_by=by, checked_at=at)))


def describe_map(
    project: Project,
    *,
    account: str,
    day: date,
    as_of: str = "",
    time_zone: str = "",
    source: str = "",
    note: str = "",
    checked: bool = False,
    by: str = "",
    at: str = "",
) -> Edited:
    """The Project with what is known of the map of a date: the hour and zone as of which it is, source, note.

    Where it is newly checked, `by` and `at` say by whom and when (UTC in ISO 8601). Raises EditRefused where
    the date has no map of its own, or where an hour or zone is none.
    """
    shown = _shown(project, account, day)
    if shown.date != day:
        raise EditRefused(
            f"{day} shows the map of {shown.date}; mark it as “no change” or draw on it first, "
            "so that it has a map of its own."
        )
    hour, zone = _hour(as_of), _zone(time_zone)
    if zone and not hour:
        raise EditRefused("A time zone says nothing without an hour; write the hour too, such as 18:00.")
    said = replace(
        shown, as_of=hour, time_zone=zone, source=source.strip(), note=note.strip(), checked=checked
    )
    if checked != shown.checked:
        said = replace(said, checked_by=by if checked else "", checked_at=at if checked else "")
    return Edited(project if said == shown else project.with_snapshot(said))


def _hour(text: str) -> str:
    """An hour of the day as HH:MM; also typed as 9, 9:30, 9.30 or 0930."""
    words = text.strip().casefold().replace("h", ":").replace(".", ":").rstrip(":")
    if not words:
        return ""
    if re.fullmatch(r"\d{3,4}", words):
        words = f"{words[:-2]}:{words[-2:]}"
    hours, _, minutes = words.partition(":")
    try:
        return time(int(hours), int(minutes or 0)).strftime("%H:%M")
    except ValueError:
        raise EditRefused(f"“{text.strip()}” is no hour of the day; write it like 18:00 or 9:30.") from None


def _zone(text: str) -> str:
    """A time zone by its name (Europe/Kyiv) or its distance from UTC (UTC+3), in its usual spelling."""
    words = text.strip().replace("−", "-").replace(" ", "_")
    if not words:
        return ""
    offset = _OFFSET.fullmatch(words.replace("_", "").replace("GMT", "UTC"))
    if offset and int(offset["hours"]) <= _FARTHEST_HOURS:
        minutes = f":{offset['minutes']}" if offset["minutes"] not in (None, "00") else ""
        return f"UTC{offset['sign']}{int(offset['hours'])}{minutes}"
    known = {name.casefold(): name for name in (*available_timezones(), "UTC")}
    if len(known) == 1:
        # A system that knows no zones by name can't say which of them are none.
        return words
    if words.casefold() not in known:
        raise EditRefused(
            f"“{text.strip()}” is no time zone that is known; write it like Europe/Kyiv, UTC or UTC+3."
        )
    return known[words.casefold()]


def copy_map(project: Project, *, account: str, day: date, to: date) -> Edited:
    """The Project with what the map of a date shows put on another date, which must have no map of its own.

    What was said about the map of the one date (as-of time, source, note, checked) is not said of the other.
    """
    shown = _shown(project, account, day)
    if any(known.date == to for known in project.snapshots[account]):
        raise EditRefused(f"{to} has a map of its own; remove that first, or edit it.")
    return Edited(project.with_snapshot(carried(shown, to)))


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
