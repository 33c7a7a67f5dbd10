"""Edits with a scope, as a step of the history: its name, and the dates that it touches in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from mapdesk.edit.edit import Edited, Ids
from mapdesk.edit.later_maps import Kept
from mapdesk.edit.scopes import Reach, Scope, is_edit_of, reaching
from mapdesk.model.project import Project
from mapdesk.render.dates import date_beside, full_date, short_date
from mapdesk.session.edit_session import EditSession
from mapdesk.session.naming import feature_name, side_name
from mapdesk.session.showing import Showing

#: As many dates are named one by one.
_NAMED = 6
#: What the name of a step says of its scope.
SCOPE_WORDS = {Scope.DATE: "this date only", Scope.ONWARD: "from here on"}


def in_scope(
    label: str, before: Project, edited: Edited, *, account: str, day: date, scope: Scope, ids: Ids
) -> tuple[str, Edited]:
    """The name of a step and the edit with a scope; an edit of something else than the day's map stays as is.

    The notes name the later dates that were touched and those that did not take it.
    """
    if scope is Scope.NEXT or not is_edit_of(before, edited.project, account, day):
        return label, edited
    reach = reaching(before, edited.project, account=account, day=day, scope=scope, ids=ids)
    said = _only_here(reach, day) if scope is Scope.DATE else _from_here_on(reach, day)
    return f"{label} ({SCOPE_WORDS[scope]})", Edited(reach.project, (*edited.notes, said), edited.made)


def do_in_scope(
    session: EditSession,
    label: str,
    edit: Callable[[Project], Project | Edited],
    *,
    account: str,
    day: date,
    scope: Scope,
) -> tuple[str, Edited]:
    """Carry out an edit with a scope and save it as one step; with the name that the step has then.

    Raises EditRefused or ProjectFileError, and then nothing has changed.
    """
    before, outcome = session.project, edit(session.project)
    edited = outcome if isinstance(outcome, Edited) else Edited(outcome)
    label, edited = in_scope(label, before, edited, account=account, day=day, scope=scope, ids=session.ids)
    return label, session.do(label, lambda _: edited)


def reach_of(showing: Showing, *, carried: bool) -> list[str]:
    """How far an edit of the day speaks, where that is not plain; `carried` where it had no map before."""
    said = [f"{full_date(showing.day)} now has a map of its own."] if carried and showing.has_own_map else []
    after = showing.day_after()
    if after is not None and showing.scope is Scope.NEXT:
        said.append(f"It holds until {full_date(after)}, the next date with a map of its own.")
    return said


def _only_here(reach: Reach, day: date) -> str:
    following = day + timedelta(days=1)
    after = date_beside(following, day)
    if reach.restored is None:
        return f"On {short_date(day)} only: {after} has a map of its own."
    return f"On {short_date(day)} only: {after} has the map as it was."


def _from_here_on(reach: Reach, day: date) -> str:
    said = f"From here on: also {_dates(reach.changed, day)}" if reach.changed else "From here on"
    reasons: defaultdict[str, list[date]] = defaultdict(list)
    for kept in reach.kept:
        part = "not on" if kept.wholly else "only in part on"
        reasons[f"{part} {{}}{_because(reach.project, kept)}"].append(kept.day)
    clauses = [clause.format(_dates(days, day)) for clause, days in reasons.items()]
    if not reach.changed:
        said += ": " + ("; ".join(clauses) if clauses else "the later dates had it already")
        return f"{said}."
    return "; ".join([said, *clauses]) + "."


def _because(project: Project, kept: Kept) -> str:
    if kept.reason:
        # In braces it would be taken for a place to fill in.
        return f" ({kept.reason.rstrip('.')})".replace("{", "{{").replace("}", "}}")
    reasons = []
    if kept.holders:
        names = " and ".join(side_name(project, side) if side else "nobody" for side in kept.holders)
        reasons.append(f"{names} no longer held it" if kept.holders != ("",) else "somebody else held it")
    if kept.features:
        names = _listed([f"“{feature_name(project, feature)}”" for feature in kept.features[:_NAMED]])
        reasons.append(f"{names} had been changed")
    return f", where {' and '.join(reasons)}".replace("{", "{{").replace("}", "}}")


def _dates(days: Sequence[date], beside: date) -> str:
    """Dates in words: 5, 7 and 9 October; many by how many they are, from the first to the last."""
    if len(days) > _NAMED:
        return f"{len(days)} dates from {full_date(days[0])} to {full_date(days[-1])}"
    words = []
    for number, day in enumerate(days):
        after = days[number + 1] if number + 1 < len(days) else None
        alike = after is not None and (after.year, after.month) == (day.year, day.month)
        words.append(str(day.day) if alike else date_beside(day, beside))
    return _listed(words)


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
