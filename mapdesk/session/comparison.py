"""Two dates of a Project compared, with the localities that lie in the ground that changed hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mapdesk.basemaps.gazetteer import places_within
from mapdesk.edit.dates import refuse_unknown_account
from mapdesk.edit.edit import EditRefused
from mapdesk.model.basemap import Place
from mapdesk.model.control_change import (
    ChangePatch,
    ControlChange,
    Total,
    claims_change,
    control_change,
    joined_patches,
)
from mapdesk.model.project import Project, Snapshot


@dataclass(frozen=True)
class Comparison:
    """A ControlChange, what changed of claims and, patch by patch in its order, the places inside.

    `joined` are the patches that went from Side to Side as a reader sees them: see joined_patches.
    """

    change: ControlChange
    claims: tuple[Total, ...]
    places: tuple[tuple[Place, ...], ...]
    joined: tuple[tuple[ChangePatch, tuple[ChangePatch, ...]], ...]

    @cached_property
    def as_seen(self) -> tuple[ChangePatch, ...]:
        """The patches as a reader sees them, the same object each time."""
        return tuple(patch for patch, _ in self.joined)

    def patches(self) -> list[tuple[ChangePatch, tuple[Place, ...]]]:
        """Each patch with its places."""
        return list(zip(self.change.patches, self.places, strict=True))


def shown_on(project: Project, account: str, day: date) -> Snapshot:
    """The Snapshot that the map of a date shows; raises EditRefused where the map says nothing yet."""
    refuse_unknown_account(project, account)
    snapshot = project.snapshot_on(account, day)
    if snapshot is None:
        dated = project.snapshots.get(account, ())
        first = f"; the first date is {dated[0].date}" if dated else "; import or draw something first"
        raise EditRefused(f"There is no map on {day}{first}.")
    return snapshot


def compare(project: Project, account: str, since: date, until: date) -> Comparison:
    """The change between two dates with its localities; raises EditRefused where a map says nothing."""
    before, after = shown_on(project, account, since), shown_on(project, account, until)
    change = control_change(project, before, after, since, until)
    claims = claims_change(project, before, after)
    places = tuple(tuple(places_within(patch.shape)) for patch in change.patches)
    return Comparison(change, claims, places, joined_patches(change.patches))
