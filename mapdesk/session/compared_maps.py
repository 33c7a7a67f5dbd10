"""Which two maps a Showing compares, so that a comparison made once is known again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from mapdesk.model.project import Side, Snapshot
from mapdesk.session.showing import Showing

#: The identities of what is compared, and the least area that is not set aside.
ComparedKey: TypeAlias = tuple[int, int, int, float]


@dataclass(frozen=True, eq=False)
class ComparedMaps:
    """Two Snapshots that are compared, and the Sides on whose home ground it depends; all are kept by it.

    Patches under `least_km2` are set aside.
    """

    since: date
    before: Snapshot
    after: Snapshot
    sides: Mapping[str, Side]
    least_km2: float = 0.0

    @property
    def key(self) -> ComparedKey:
        """The same for the same values."""
        return (id(self.before), id(self.after), id(self.sides), self.least_km2)


def compared_in(showing: Showing) -> ComparedMaps | None:
    """What is compared in a Showing; nothing where both dates show one map."""
    since = showing.since()
    if since is None:
        return None
    before, after = showing.project.snapshot_on(showing.account, since), showing.snapshot
    if before is None or after is None or before is after:
        return None
    return ComparedMaps(since, before, after, showing.project.sides, showing.least_km2)


def compares_alike(old: Showing | None, new: Showing) -> bool:
    """Whether two Showings compare the same two dates of the same Account."""
    return old is not None and (old.account, old.day, old.since()) == (new.account, new.day, new.since())
