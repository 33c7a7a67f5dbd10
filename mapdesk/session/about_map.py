"""What is said of the map of a date, in words: as of when it is, its source, who checked it."""

from __future__ import annotations

from datetime import UTC, datetime

from mapdesk.model.project import Snapshot
from mapdesk.render.dates import full_date


def said_of_map(snapshot: Snapshot) -> list[str]:
    """All that is said of a map, a line for each thing."""
    lines = []
    if snapshot.as_of:
        lines.append(f"As of {snapshot.as_of} {snapshot.time_zone}".rstrip())
    if snapshot.source:
        lines.append(f"Source: {snapshot.source}")
    if snapshot.note:
        lines.append(f"Note: {snapshot.note}")
    if snapshot.checked:
        lines.append(how_checked(snapshot))
    return lines


def how_checked(snapshot: Snapshot) -> str:
    """That a map was checked, with by whom and when as far as that is known; nothing where it was not."""
    if not snapshot.checked:
        return ""
    by = f" by {snapshot.checked_by}" if snapshot.checked_by else ""
    at = _moment(snapshot.checked_at)
    return f"Checked{by}{f' on {at}' if at else ''}"


def _moment(written: str) -> str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{full_date(moment.date())}, {moment:%H:%M} UTC"
