"""Many dates of foreign files onto the map, as one step: read, previewed, worked out apart, put in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK, side_named
from mapdesk.exchange.apart import Died, results_apart
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.features import PLANAR_STATUSES, Evidence, Status
from mapdesk.model.project import Project
from mapdesk.render.dates import full_date
from mapdesk.session.edit_session import EditSession
from mapdesk.session.series_mapping import Mapping, Role
from mapdesk.session.series_onto_map import WorkedSeries, series_edit
from mapdesk.session.series_reading import (
    Asked,
    Contents,
    DaysAsked,
    DayWorked,
    Portion,
    contents_of,
    days_worked,
)

J = TypeVar("J")
R = TypeVar("R")

#: Told how many of how many pieces of work are done.
Progress = Callable[[int, int], None]
#: Layers go onto the map in this order: what prevails where layers overlap goes first.
ORDER = (*PLANAR_STATUSES, Status.CLAIMED)
#: With fewer jobs a second process is ready later than the first is done.
_FEW = 4
#: Dates of one file that are worked out together; a file of more of them is read more than once.
_DAYS_AT_ONCE = 24


@dataclass(frozen=True)
class Series:
    """Files that were read for what they hold by dates and layers, and what is odd about them.

    `date_fields` are the fields in them that hold dates.
    """

    files: tuple[Asked, ...]
    portions: tuple[Portion, ...]
    oddities: tuple[str, ...]
    date_fields: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of the preview: a layer of a file on a date, and what it becomes, or why it is left out."""

    portion: Portion
    role: Role | None
    why: str = ""


def read_series(
    sources: Sequence[Path],
    *,
    date_from: str = "",
    field: str = "",
    progress: Progress = lambda _done, _of: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Series:
    """What files hold by dates and layers; nothing is decided and nothing written.

    `date_from` is "name" or a field; without it a file's name counts, and a field where it has no date.
    Raises SourceRefused for a file, and Stopped.
    """
    files = tuple(Asked(path, date_from, field) for path in dict.fromkeys(sources))
    contents: list[Contents] = _all_apart(contents_of, files, [(f.path,) for f in files], progress, stopped)
    portions = [portion for content in contents for portion in content.portions]
    portions.sort(key=lambda portion: (portion.day is None, portion.day or date.min))
    odd = tuple(odd for content in contents for odd in content.oddities)
    fields = dict.fromkeys(field for content in contents for field in content.date_fields)
    return Series(files, tuple(portions), odd, tuple(fields))


def preview(
    project: Project, series: Series, mapping: Mapping, *, lines: bool = False, side: str = ""
) -> tuple[Row, ...]:
    """What each layer of each date becomes; as `lines`, front lines of a Side, or of none.

    With a `side` all that no mapping places is that Side's.
    """
    whose = side_named(project, side).name if side else ""
    return tuple(_row(project, portion, mapping, lines, whose) for portion in series.portions)


def _row(project: Project, portion: Portion, mapping: Mapping, lines: bool, side: str) -> Row:
    if portion.day is None:
        return Row(portion, None, "it has no date")
    if lines and not portion.lines:
        return Row(portion, None, "there are no lines in it")
    if lines:
        return Row(portion, Role(side, lines=True, name=portion.layer))
    if not portion.polygons:
        return Row(portion, None, "there are no polygons in it")
    role = mapping.role(project, portion.layer)
    if isinstance(role, Role):
        return Row(portion, role)
    if side and not mapping.rules:
        return Row(portion, Role(side))
    return Row(portion, None, role)


def work_out(
    series: Series,
    rows: Sequence[Row],
    *,
    progress: Progress = lambda _done, _of: None,
    stopped: Callable[[], bool] = lambda: False,
) -> WorkedSeries:
    """The dates of a series as they may go onto a map, worked out in processes of their own.

    Raises SourceRefused for a file, EditRefused where nothing is to go onto the map, and Stopped.
    """
    taken = [(row, row.role) for row in rows if row.role is not None and row.portion.day is not None]
    if not taken:
        raise EditRefused("Nothing of it is to go onto the map: no layer with a date has a side.")
    roles = list(dict.fromkeys(_key(role) for _, role in taken))
    roles.sort(key=lambda role: ORDER.index(role.status))
    grounds = tuple(role for role in roles if not role.lines)
    lines = tuple(role for role in roles if role.lines)
    layers = {
        role: frozenset((row.portion.path, row.portion.layer) for row, own in taken if _key(own) == role)
        for role in roles
    }
    left = frozenset(
        (row.portion.day, row.portion.path, row.portion.layer)
        for row in rows
        if row.role is None and row.portion.day is not None
    )
    jobs = [
        DaysAsked(
            tuple(file for file in series.files if file.path in paths),
            days,
            tuple((role.status, layers[role]) for role in grounds),
            tuple(layers[role] for role in lines),
            left,
        )
        for paths, days in _together(taken)
    ]
    files = [tuple(file.path for file in job.files) for job in jobs]
    worked: list[tuple[DayWorked, ...]] = _all_apart(days_worked, jobs, files, progress, stopped)
    evidence = {_key(role): role.evidence for _, role in reversed(taken)}
    return WorkedSeries(
        tuple(replace(role, evidence=evidence[role]) for role in grounds),
        tuple(replace(role, evidence=evidence[role]) for role in lines),
        tuple(sorted((day for days in worked for day in days), key=lambda day: day.day)),
        frozenset(row.portion.day for row, _ in taken if row.portion.by_field and row.portion.day),
    )


def import_series(
    session: EditSession,
    series: Series,
    rows: Sequence[Row],
    *,
    account: str = DESK,
    source: str = "",
    evidence: Evidence | None = None,
    new_sides: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> tuple[str, ...]:
    """Put a series on the map as one step; returns one sentence for each thing decided."""
    worked = work_out(series, rows, progress=progress)
    label, edit = series_edit(
        worked, account=account, source=source, evidence=evidence, new_sides=new_sides, ids=session.ids
    )
    return session.do(label, edit).notes


def oddities(series: Series, rows: Sequence[Row]) -> tuple[str, ...]:
    """One sentence for each thing about a series that whoever imports it should look at."""
    said = list(series.oddities)
    why: dict[tuple[str, str], set[date | None]] = {}
    for row in rows:
        if row.role is None and row.why:
            why.setdefault((row.portion.layer, row.why), set()).add(row.portion.day)
    for (layer, reason), days in why.items():
        on = f" on {len(days)} dates" if len(days) > 1 else ""
        said.append(f"Left out{on}: {layer}, since {reason}.")
    twice = Counter((row.portion.day, row.portion.layer) for row in rows if row.role is not None)
    for (day, layer), times in twice.items():
        if times > 1 and day:
            said.append(f"{full_date(day)} has {layer} from {times} files; they are joined.")
    return tuple(said)


# Working out


def _key(role: Role) -> Role:
    return replace(role, evidence=Evidence.UNCONFIRMED)


def _together(taken: Sequence[tuple[Row, Role]]) -> list[tuple[frozenset[Path], tuple[date, ...]]]:
    """The files that have to be read for some dates, and these dates; those of a date are in one piece."""
    files: dict[date, frozenset[Path]] = {}
    for row, _ in taken:
        if row.portion.day is not None:
            files[row.portion.day] = files.get(row.portion.day, frozenset()) | {row.portion.path}
    days: dict[frozenset[Path], list[date]] = {}
    for day, paths in files.items():
        days.setdefault(paths, []).append(day)
    return [
        (paths, tuple(of[start : start + _DAYS_AT_ONCE]))
        for paths, of in days.items()
        for start in range(0, len(of), _DAYS_AT_ONCE)
    ]


def _all_apart(
    work: Callable[[J], R],
    jobs: Sequence[J],
    files: Sequence[Sequence[Path]],
    progress: Progress,
    stopped: Callable[[], bool],
) -> list[R]:
    """What work makes of all jobs, in order; the first that fails ends it."""
    progress(0, len(jobs))
    found: dict[int, R] = {}
    for number, outcome in results_apart(work, jobs, at_once=1 if len(jobs) < _FEW else 2, stopped=stopped):
        if isinstance(outcome, Died):
            raise SourceRefused(files[number][0], outcome.why)
        if isinstance(outcome, EditRefused):
            named = ", ".join(path.name for path in files[number])
            raise EditRefused(f"{named}: {outcome}") from outcome
        if isinstance(outcome, Exception):
            raise outcome
        found[number] = outcome
        progress(len(found), len(jobs))
    return [found[number] for number in range(len(jobs))]
