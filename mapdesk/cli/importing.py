"""The import command: files of a date, or of a series of dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from mapdesk.cli.parameters import (
    BOUNDS,
    DAY,
    account_option,
    counting,
    progress,
    project_argument,
    say_step,
    sentences,
)

if TYPE_CHECKING:
    from mapdesk.session.import_series import Row

_NOTHING_CHANGED = "Nothing changed: it is on the map already."
_OF_A_DATE = ("day", "status", "where", "add", "extent")
_OF_A_SERIES = ("date_from", "mapping", "new_sides", "dry_run")


@click.command("import")
@project_argument
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@click.option(
    "--date",
    "day",
    type=DAY,
    metavar="D",
    help="The date that the source speaks of; needed but for a series.",
)
@click.option("--side", default="", metavar="S", help="Whose ground or line it is; needed but for a series.")
@click.option(
    "--status",
    default="controlled",
    type=click.Choice(["controlled", "contested", "advance", "claimed"]),
    help="How it is held.",
    show_default=True,
)
@click.option("--as", "kind", default="areas", type=click.Choice(["areas", "lines"]), show_default=True)
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Take only features with this value.")
@click.option(
    "--add", is_flag=True, help="Keep what this side has with this status; plain import replaces it."
)
@click.option("--extent", type=BOUNDS, help="Where the source says anything at all, in degrees.")
@click.option(
    "--evidence",
    default="unconfirmed",
    type=click.Choice(["unconfirmed", "reported", "assessed", "geolocated", "verified", "disputed"]),
    help="How well it is known.",
    show_default=True,
)
@click.option("--source", default="", metavar="T", help="Whose map it is; pictures of the date name it.")
@click.option("--series", is_flag=True, help="Import many dates in one step, all or nothing.")
@click.option(
    "--date-from", default="", metavar="FROM", help="Series: dates from the file's name, or a field."
)
@click.option(
    "--map",
    "mapping",
    default="",
    metavar="MAP",
    help="Series: whose the layers are: isw, deepstate, sides (layers named as sides are) or a JSON file.",
)
@click.option("--new-sides", is_flag=True, help="Series: make the sides that the project lacks.")
@click.option("--dry-run", is_flag=True, help="Series: show what would be imported, and write nothing.")
@account_option
@click.pass_context
@sentences
def import_command(
    context: click.Context,
    project: Path,
    sources: tuple[Path, ...],
    day: date | None,
    side: str,
    status: str,
    kind: str,
    where: tuple[str, ...],
    add: bool,
    extent: tuple[float, float, float, float] | None,
    evidence: str,
    source: str,
    series: bool,
    date_from: str,
    mapping: str,
    new_sides: bool,
    dry_run: bool,
    account: str,
) -> None:
    """Put the areas or lines of files on the map of a date, or of a series of dates.

    The files are GeoJSON, GeoPackage, KML, KMZ or Shapefile (a folder or a .zip).
    """
    _refuse_mixed(context, series)
    if series:
        known = evidence if _is_given(context, "evidence") else None
        asked = _AskedSeries(
            sources, kind == "lines", date_from, mapping, side, new_sides, known, source, account
        )
        _import_series(project, asked, dry_run)
        return
    assert day is not None
    from mapdesk.session.edit_session import EditSession
    from mapdesk.session.importing import import_files

    with EditSession.open(project) as session, progress("Importing"):
        before = session.project
        notes = import_files(
            session,
            sources,
            day=day,
            side_name=side,
            status=status,
            lines=kind == "lines",
            where=_conditions(where),
            add=add,
            bounds=extent,
            evidence=evidence,
            account=account,
            source=source,
        )
        changed = session.project != before
        label = session.history()[-1].label if changed else ""
    say_step(label or _NOTHING_CHANGED, notes)


def _conditions(where: tuple[str, ...]) -> dict[str, str]:
    conditions = {}
    for condition in where:
        field, equals, value = condition.partition("=")
        if not equals or not field:
            raise click.UsageError(f"--where takes FIELD=VALUE; {condition!r} has no field or no value.")
        conditions[field] = value
    return conditions


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _refuse_mixed(context: click.Context, series: bool) -> None:
    """Refuse options of a series on an import of one date, and the other way round."""
    options = {param.name: param.opts[0] for param in context.command.params}
    wrong = next(
        (name for name in (_OF_A_DATE if series else _OF_A_SERIES) if _is_given(context, name)), None
    )
    if wrong:
        which = "goes without --series" if series else "goes with --series"
        raise click.UsageError(f"{options[wrong]} {which} only.", context)
    for name in () if series else ("day", "side"):
        if not context.params.get(name):
            raise click.UsageError(f"Missing option '{options[name]}' (or --series).", context)


@dataclass(frozen=True)
class _AskedSeries:
    """What the command line says of a series."""

    sources: tuple[Path, ...]
    lines: bool
    date_from: str
    mapping: str
    side: str
    new_sides: bool
    evidence: str | None
    source: str
    account: str


def _import_series(project: Path, asked: _AskedSeries, dry_run: bool) -> None:
    from mapdesk.model.features import Evidence
    from mapdesk.session.edit_session import EditSession
    from mapdesk.session.import_series import import_series, oddities, preview, read_series
    from mapdesk.session.series_mapping import mapping_named

    mapping = mapping_named(asked.mapping)
    with EditSession.open(project, read_only=dry_run) as session:
        with counting("Reading") as counted:
            read = read_series(
                asked.sources, date_from=asked.date_from, field=mapping.field, progress=counted
            )
        rows = preview(session.project, read, mapping, lines=asked.lines, side=asked.side)
        odd = oddities(read, rows)
        if dry_run:
            _print_preview(rows)
            for sentence in odd:
                click.echo(sentence, err=True)
            return
        before = session.project
        with counting("Importing") as counted:
            notes = import_series(
                session,
                read,
                rows,
                account=asked.account,
                source=asked.source,
                evidence=Evidence(asked.evidence) if asked.evidence else None,
                new_sides=asked.new_sides,
                progress=counted,
            )
        changed = session.project != before
        label = session.history()[-1].label if changed else ""
    say_step(label or _NOTHING_CHANGED, (*odd, *notes))


def _print_preview(rows: Sequence[Row]) -> None:
    names = [f"{row.portion.path.name}, {row.portion.layer}" for row in rows]
    width = max(map(len, names))
    for row, name in zip(rows, names, strict=True):
        portion = row.portion
        role = row.role
        is_line = role.lines if role else not portion.polygons
        size = f"{portion.size:,.1f} {'km²' if portion.polygons else 'km'}"
        becomes = f"left out: {row.why}"
        if role is not None:
            what = "front line" if role.lines else role.status
            becomes = f"{role.side}, {what}" if role.side else what
        day = portion.day.isoformat() if portion.day else "no date"
        click.echo(
            f"{day:<10}  {name:<{width}}  {portion.lines if is_line else portion.polygons:>5}  "
            f"{size:>16}  {becomes}"
        )
