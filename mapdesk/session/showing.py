"""What the window shows: one immutable value that every panel reads and compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from mapdesk.edit.project import DESK
from mapdesk.edit.scopes import Scope
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.features import Feature, Status
from mapdesk.model.project import Project, Snapshot
from mapdesk.session.comparison import Comparison


class Against(StrEnum):
    """What the map of a date is compared with, where that is not one date named by the user."""

    NOTHING = "nothing"
    PREVIOUS = "previous"


Compared: TypeAlias = Against | date


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A Project and what of it the window shows.

    `day` may have no Snapshot of its own; then the last one before it is shown. `comparison` is what changed
    since `since()`, once it is worked out. Patches under `least_km2` are set
    aside, and seen all the same where it `shows_aside`; `patch` is the one that is selected.
    `side` and `status` are what is drawn with; `scope` is how far
    edits of the day are to reach.
    """

    project: Project
    day: date
    account: str = DESK
    against: Compared = Against.PREVIOUS
    comparison: Comparison | None = None
    least_km2: float = 0.0
    shows_aside: bool = False
    patch: ChangePatch | None = None
    selected: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    article: str = ""
    passage: str = ""
    frame: str = ""
    side: str = ""
    status: Status = Status.CONTROLLED
    scope: Scope = Scope.NEXT

    @property
    def reach(self) -> Scope:
        """How far an edit of the day reaches: as chosen, where any date with a map follows."""
        return self.scope if self.day_after() is not None else Scope.NEXT

    @property
    def patches(self) -> tuple[ChangePatch, ...]:
        """The ground that changed hands as a reader sees it, with what was set aside where it is shown."""
        if self.comparison is None:
            return ()
        return self.comparison.as_seen_with_all if self.shows_aside else self.comparison.as_seen

    @property
    def selected_patch(self) -> ChangePatch | None:
        """The selected patch, while it is one of those compared now."""
        if self.patch is None or self.comparison is None:
            return None
        comparison = self.comparison
        every = (*comparison.as_seen, *comparison.status_only, *comparison.change.not_counted)
        return next((patch for patch in every if patch is self.patch), None)

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The Snapshots of the Account, the earliest first."""
        return self.project.snapshots.get(self.account, ())

    @property
    def snapshot(self) -> Snapshot | None:
        """The Snapshot that the map shows: the last one on or before the day."""
        return self.project.snapshot_on(self.account, self.day)

    @property
    def features(self) -> Mapping[str, Feature]:
        """The Features on the map of the day."""
        snapshot = self.snapshot
        return snapshot.features if snapshot else {}

    @property
    def chosen(self) -> tuple[Feature, ...]:
        """The selected Features that are visible."""
        features = self.features
        return tuple(features[uid] for uid in self.selected if uid in features and uid not in self.hidden)

    @property
    def has_own_map(self) -> bool:
        """Whether the day has a Snapshot of its own."""
        snapshot = self.snapshot
        return snapshot is not None and snapshot.date == self.day

    def since(self) -> date | None:
        """The date compared with; none where there is nothing before the day to compare with."""
        if isinstance(self.against, date):
            return self.against if self._is_mapped(self.against) and self.against < self.day else None
        snapshot = self.snapshot
        if self.against is Against.NOTHING or snapshot is None:
            return None
        return max((s.date for s in self.snapshots if s.date < snapshot.date), default=None)

    def day_before(self) -> date | None:
        """The last date with a map of its own before the day."""
        return max((s.date for s in self.snapshots if s.date < self.day), default=None)

    def day_after(self) -> date | None:
        """The next date with a map of its own; until then an edit of the day holds."""
        return min((s.date for s in self.snapshots if s.date > self.day), default=None)

    def of(self, project: Project) -> Showing:
        """The same view of another state of the Project; what is no longer there is let go of."""
        there = replace(self, project=project)
        features = there.features
        return replace(
            there,
            selected=tuple(uid for uid in self.selected if uid in features),
            article=self.article if self.article in project.articles else "",
            passage=self.passage if self.passage in project.passages else "",
            frame=self.frame if self.frame in project.frames else "",
            side=self.side if self.side in project.sides else _first_side(project),
        )

    def _is_mapped(self, day: date) -> bool:
        return self.project.snapshot_on(self.account, day) is not None


def first_showing(project: Project, today: date) -> Showing:
    """What is shown of a Project that was just opened: its last date, with the article that it cites last."""
    dated = project.snapshots.get(DESK, ())
    return Showing(
        project=project,
        day=dated[-1].date if dated else today,
        article=list(project.articles)[-1] if project.articles else "",
        frame=next(iter(project.frames), ""),
        side=_first_side(project),
    )


def day_of_step(before: Project, after: Project, showing: Showing) -> date:
    """The date to show after a step of undo or redo: the day shown, or the one that the step was about."""
    old = {s.date: s for s in before.snapshots.get(showing.account, ())}
    new = {s.date: s for s in after.snapshots.get(showing.account, ())}
    touched = [day for day in sorted(old.keys() | new.keys()) if old.get(day) is not new.get(day)]
    touched = [day for day in touched if old.get(day) != new.get(day)]
    shown = showing.snapshot
    if not touched or showing.day in touched or (shown is not None and shown.date in touched):
        return showing.day
    return touched[0]


def _first_side(project: Project) -> str:
    sides = project.sides_in_order()
    return sides[0].uid if sides else ""
