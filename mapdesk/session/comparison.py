"""Two maps of a Project compared, with the localities that lie in the ground that changed hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from mapdesk.basemaps.gazetteer import places_within
from mapdesk.edit.dates import refuse_unknown_account
from mapdesk.edit.edit import EditRefused
from mapdesk.model.advance import Advance, OldFronts, advance_over
from mapdesk.model.basemap import Place
from mapdesk.model.control_change import (
    ChangePatch,
    ControlChange,
    Total,
    claims_change,
    counting_all,
    joined_patches,
)
from mapdesk.model.project import Project, Snapshot
from mapdesk.session.change_between import change_between


@dataclass(frozen=True)
class Comparison:
    """A ControlChange, what changed of claims and, patch by patch in its order, the places inside.

    `joined` are the patches that went from Side to Side as a reader sees them: see joined_patches. `advances`
    has the advance over each patch by its uid, `joined_advances` that over each joined one by the uid that
    it bears; neither has those over which no front moved.
    """

    change: ControlChange
    claims: tuple[Total, ...]
    places: tuple[tuple[Place, ...], ...]
    joined: tuple[tuple[ChangePatch, tuple[ChangePatch, ...]], ...]
    advances: Mapping[str, Advance] = field(default_factory=dict)
    joined_advances: Mapping[str, Advance] = field(default_factory=dict)

    @cached_property
    def as_seen(self) -> tuple[ChangePatch, ...]:
        """The patches as a reader sees them, the same object each time."""
        return tuple(patch for patch, _ in self.joined)

    @cached_property
    def as_seen_with_all(self) -> tuple[ChangePatch, ...]:
        """The same with what went from Side to Side and was set aside or left out."""
        aside = (patch for patch in self.change.not_counted if patch.before.side != patch.after.side)
        return (*self.as_seen, *aside)

    @cached_property
    def status_only(self) -> tuple[ChangePatch, ...]:
        """The patches that stayed one Side's and are held in another way."""
        return tuple(patch for patch in self.change.patches if patch.before.side == patch.after.side)

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


def compare(
    project: Project,
    account: str,
    since: date,
    until: date,
    *,
    other: str = "",
    least_km2: float = 0.0,
    everything: bool = False,
) -> Comparison:
    """The change between two dates with its localities; raises EditRefused where a map says nothing.

    The later map is that of the Account `other`, where one is named. Patches under `least_km2` are set aside;
    with `everything` all that was set aside or left out is counted.
    """
    before, after = shown_on(project, account, since), shown_on(project, other or account, until)
    change = change_between(project, before, after, since, until, least_km2)
    if everything:
        change = counting_all(project, change)
    places = tuple(tuple(places_within(patch.shape)) for patch in change.patches)
    joined = joined_patches(change.patches)
    fronts = OldFronts(project, before)
    advances: dict[str, Advance] = {}
    joined_advances: dict[str, Advance] = {}
    for whole, parts in joined:
        front = fronts.along(whole.shape, whole.after.side)
        for known, patches in ((joined_advances, (whole,)), (advances, parts)):
            for patch in patches:
                advance = advance_over(patch.shape, front)
                if advance is not None:
                    known[patch.uid] = advance
    return Comparison(
        change, claims_change(project, before, after), places, joined, advances, joined_advances
    )
