"""How far an edit on a date reaches: on that date only, until the next change, or from there on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from mapdesk.edit.dates import carried, settled
from mapdesk.edit.edit import EditRefused, Ids
from mapdesk.edit.later_maps import Kept, edit_between, on_later_map
from mapdesk.edit.locks import differ_by_locks
from mapdesk.model.project import Project


class Scope(StrEnum):
    """How far an edit on a date reaches."""

    NEXT = "next"
    DATE = "date"
    ONWARD = "onward"


@dataclass(frozen=True)
class Reach:
    """The Project after an edit with a scope, and the later dates that were changed by it or did not take it.

    `restored` is the date that a Snapshot with the old state was put on.
    """

    project: Project
    changed: tuple[date, ...] = ()
    kept: tuple[Kept, ...] = ()
    restored: date | None = None


def is_edit_of(before: Project, after: Project, account: str, day: date) -> bool:
    """Whether an edit changed what is on the map of a date and on no other, so that a scope makes sense."""
    old = {snapshot.date: snapshot for snapshot in before.snapshots.get(account, ())}
    new = {snapshot.date: snapshot for snapshot in after.snapshots.get(account, ())}
    touched = {on for on in old.keys() | new.keys() if old.get(on) is not new.get(on)}
    others = before.snapshots.keys() | after.snapshots.keys()
    if touched != {day} or day not in new or before.sides is not after.sides:
        return False
    if any(before.snapshots.get(uid) is not after.snapshots.get(uid) for uid in others - {account}):
        return False
    was = before.snapshot_on(account, day)
    if was is None:
        return bool(new[day].features)
    if differ_by_locks(was.features, new[day].features):
        # A lock says nothing of the date.
        return False
    return was.features != new[day].features and was.extent == new[day].extent


def reaching(before: Project, after: Project, *, account: str, day: date, scope: Scope, ids: Ids) -> Reach:
    """What becomes of an edit of the map of a date with a scope.

    Until the next change it is the edit itself. On this date only, the day after gets a map of the old state,
    unless it has one of its own. From here on, each later map gets the edit's ground wherever its old holder
    still has it (the Side that lost it; the same status, where only that changed), and each other feature the
    same change where it still is what the edit found. `after` must be an edit by `is_edit_of`.
    """
    if scope is Scope.DATE:
        return _with_old_state(before, after, account, day)
    if scope is Scope.ONWARD:
        return _onward(before, after, account, day, ids)
    return Reach(after)


def _with_old_state(before: Project, after: Project, account: str, day: date) -> Reach:
    following = day + timedelta(days=1)
    if any(snapshot.date == following for snapshot in after.snapshots[account]):
        return Reach(after)
    old = before.snapshot_on(account, day)
    shown = after.snapshot_on(account, day)
    assert shown is not None
    state = old or replace(shown, features={}, source="")
    state = carried(state, following, state.source)
    return Reach(after.with_snapshot(state), restored=following)


def _onward(before: Project, after: Project, account: str, day: date, ids: Ids) -> Reach:
    old, new = before.snapshot_on(account, day), after.snapshot_on(account, day)
    assert new is not None
    was = old.features if old is not None else {}
    edit = edit_between(was, new)
    changed: list[date] = []
    kept: list[Kept] = []
    project = after
    for later in after.snapshots[account]:
        if later.date <= day:
            continue
        try:
            features, left = on_later_map(edit, later, ids)
        except EditRefused as refusal:
            kept.append(Kept(later.date, wholly=True, reason=str(refusal)))
            continue
        is_changed = features != later.features
        if features is new.features:
            # All as on the day itself, the fronts too.
            project = project.with_snapshot(replace(later, features=features))
            changed.append(later.date)
        elif is_changed:
            project = settled(project, replace(later, features=features))
            changed.append(later.date)
        if left is not None:
            kept.append(replace(left, wholly=not is_changed))
    return Reach(project, tuple(changed), tuple(kept))
