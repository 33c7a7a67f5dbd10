"""The command on change over time: trend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapdesk.cli.parameters import (
    DAY,
    account_option,
    counting,
    json_option,
    print_json,
    project_argument,
    sentences,
)

if TYPE_CHECKING:
    from mapdesk.session.trend_series import Trend


@click.command("trend")
@project_argument
@click.option(
    "--of",
    default="area",
    type=click.Choice(["area", "front", "places", "distance"]),
    show_default=True,
    help="Ground held, the front's length, localities held, or the front's distance to places.",
)
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="NAME",
    help="A place that distances are measured to: its name in any spelling, or its latitude, longitude.",
)
@click.option("--side", "sides", multiple=True, metavar="S", help="Only this side; may be given again.")
@click.option("--by-region", is_flag=True, help="Ground held by region of the base map.")
@click.option("--on", type=DAY, metavar="D", help="Also list the localities held on that date, by name.")
@click.option("--under", type=float, metavar="N", help="Also say the first date under so many km or km².")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a chart (.png, .svg) or a table (.csv).",
)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print a table with commas and nothing else.")
@account_option
@sentences
def trend_command(
    project: Path,
    of: str,
    places: tuple[str, ...],
    sides: tuple[str, ...],
    by_region: bool,
    on: date | None,
    under: float | None,
    to: Path | None,
    as_json: bool,
    as_csv: bool,
    account: str,
) -> None:
    """Show how ground, fronts, localities or distances went from date to date."""
    from mapdesk.edit.edit import EditRefused
    from mapdesk.edit.project import side_named
    from mapdesk.session.localities import localities_on
    from mapdesk.session.naming import side_name
    from mapdesk.session.trend import Asked, Of, measured
    from mapdesk.session.trend_places import place_called
    from mapdesk.session.trend_series import trend, trend_csv, trend_document, usual_series
    from mapdesk.store.project_file import ProjectFile

    if places and Of(of) is not Of.DISTANCE:
        raise click.UsageError("--place goes with --of distance.")
    if Of(of) is Of.DISTANCE and not places:
        raise click.UsageError("--of distance needs a --place to measure to.")
    if by_region and Of(of) is not Of.AREA:
        raise click.UsageError("--by-region goes with --of area.")
    if on is not None and Of(of) is not Of.PLACES:
        raise click.UsageError("--on goes with --of places.")
    if as_json and as_csv:
        raise click.UsageError("Say either --json or --csv.")
    if to is not None and to.suffix.lower() not in (".png", ".svg", ".csv"):
        raise EditRefused(f"“{to.name}” has to end in .png, .svg or .csv.")
    chosen = []
    for name in places:
        place, note = place_called(name)
        chosen.append(place)
        if note:
            click.echo(note, err=True)
    asked = Asked(account=account, of=Of(of), by_region=by_region, places=tuple(chosen))
    with ProjectFile.open(project) as file:
        content = file.read()
        with counting("Measuring date") as tell:
            dated = {kind: measured(file, content, account, kind, tell) for kind in asked.kinds()}
    found = trend(content, asked, dated)
    if sides:
        uids = {side_named(content, side).uid for side in sides}
        of_sides = (one for one in found.series if {one.side, *one.sides} & uids)
        found = replace(found, series=tuple(of_sides))
    named = localities_on(content, account, on) if on is not None else []
    for note in found.notes:
        click.echo(note, err=True)
    if to is not None:
        from mapdesk.session.trend_chart import write_trend

        is_table = to.suffix.lower() == ".csv"
        drawn = found if is_table else replace(found, series=tuple(usual_series(found)))
        write_trend(content, asked, drawn, to, under)
        click.echo(f"Wrote {to}.", err=as_json or as_csv)
    if as_json:
        document = trend_document(found, account, under)
        print_json(document | {"localities": named} if on is not None else document)
    elif as_csv:
        click.echo(trend_csv(found), nl=False)
    elif to is None:
        _print_table(found)
        _print_first(found, under)
        for holder in named:
            names = ", ".join(place["name"] for place in holder["localities"])
            click.echo(
                f"{side_name(content, holder['side'])}, {holder['status']}, on {on}: {names or 'none'}"
            )
        click.echo(found.method)


def _print_table(found: Trend) -> None:
    """A date to a line, and over each column what it is of."""
    names = [f"{one.name} ({found.unit})" if found.unit else one.name for one in found.series]
    widths = [max(len(name), 10) for name in names]
    click.echo("  ".join([f"{'Date':<10}", *(f"{n:>{w}}" for n, w in zip(names, widths, strict=True))]))
    for row, day in enumerate(found.days):
        cells = [
            "–" if one.values[row] is None else f"{one.values[row]:,.{found.decimals}f}"
            for one in found.series
        ]
        click.echo("  ".join([str(day), *(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True))]))


def _print_first(found: Trend, limit: float | None) -> None:
    from mapdesk.session.trend_series import first_under

    if limit is None:
        return
    for one in found.series:
        day = first_under(found, one, limit)
        under = f"under {limit:g}{' ' + found.unit if found.unit else ''}"
        click.echo(f"{one.name}: first {under} on {day}" if day else f"{one.name}: never {under}")
