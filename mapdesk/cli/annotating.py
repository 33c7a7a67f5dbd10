"""The command that puts symbols, arrows and lines on a map: annotate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mapdesk.cli.parameters import DAY, PLACE, PLACES, account_option, project_argument, sentences


@click.command("annotate")
@project_argument
@click.option("--date", "day", type=DAY, required=True, metavar="D", help="The date of the map.")
@click.option(
    "--symbol",
    required=True,
    metavar="S",
    help="attack, main-attack, withdrawal, fortified-line, phase-line or encirclement along a line; strike, "
    "explosion, crossing, checkpoint, airfield, unit or a unit's code of 20 digits at a place.",
)
@click.option("--at", "place", type=PLACE, metavar="LON,LAT", help="Where it stands.")
@click.option(
    "--along",
    "course",
    type=PLACES,
    metavar="LON,LAT ...",
    help="The line: places in degrees with spaces between them, all in quotes.",
)
@click.option("--text", default="", metavar="T", help="Its words on the map.")
@click.option("--side", default="", metavar="S", help="In whose colour it is drawn.")
@account_option
@sentences
def annotate_command(
    project: Path,
    day: date,
    symbol: str,
    place: tuple[float, float] | None,
    course: tuple[tuple[float, float], ...] | None,
    text: str,
    side: str,
    account: str,
) -> None:
    """Put a symbol at a place, or an arrow or line along a course, on the map of a date."""
    from shapely import LineString, Point

    from mapdesk.edit.edit import EditRefused
    from mapdesk.edit.features import add_annotation
    from mapdesk.edit.project import side_named
    from mapdesk.model.features import AnnotationKind
    from mapdesk.model.symbols import entry_of, is_unit_code
    from mapdesk.session.edit_session import EditSession

    if (place is None) == (course is None):
        raise click.UsageError("Say where: --at LON,LAT, or --along with the places of a line.")
    if course is not None and len(course) < 2:
        raise click.UsageError("A line needs two places; give both to --along, in quotes.")
    if is_unit_code(symbol):
        from mapdesk.render.unit_symbols import UnitRefused, unit_symbol

        try:
            unit_symbol(symbol)
        except UnitRefused as refusal:
            raise EditRefused(str(refusal)) from refusal
    entry = entry_of(symbol)
    words = entry.words.lower() if entry else symbol
    with EditSession.open(project) as session:
        uid = side_named(session.project, side).uid if side else ""
        edited = session.do(
            f"Put a symbol on {day}: {words}",
            lambda state: add_annotation(
                state,
                account=account,
                day=day,
                kind=AnnotationKind.SYMBOL,
                shape=LineString(course) if course is not None else Point(place),
                text=text.strip(),
                symbol=symbol,
                side=uid,
                ids=session.ids,
            ),
        )
    click.echo(f"{words.capitalize()}: {', '.join(edited.made)}")
