"""The command that pushes the front: push."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mapdesk.cli.parameters import DAY, PLACES, account_option, project_argument, sentences


@click.command("push")
@project_argument
@click.option("--date", "day", type=DAY, required=True, metavar="D", help="The date of the map.")
@click.option(
    "--stroke",
    type=PLACES,
    required=True,
    metavar="LON,LAT ...",
    help="The new front, from the old one and back to it: places in degrees with spaces between, in quotes.",
)
@click.option(
    "--reach",
    type=click.FloatRange(min=0.0, min_open=True),
    default=5.0,
    show_default=True,
    metavar="KM",
    help="How far from the old front the stroke may begin and end, in km.",
)
@click.option("--other", is_flag=True, help="Take the larger ground beside the stroke, not the smaller.")
@account_option
@sentences
def push_command(
    project: Path,
    day: date,
    stroke: tuple[tuple[float, float], ...],
    reach: float,
    other: bool,
    account: str,
) -> None:
    """Give the ground that a stroke cuts off the front to those who push."""
    from mapdesk.basemaps.gazetteer import places_within
    from mapdesk.edit.push import apply_push, find_push
    from mapdesk.geometry.measure import KM_PER_DEGREE
    from mapdesk.session.edit_session import EditSession
    from mapdesk.session.naming import said_area, side_name

    with EditSession.open(project) as session:
        state = session.project
        degrees = reach / KM_PER_DEGREE
        push = find_push(state, account=account, day=day, stroke=stroke, reach=degrees, other=other)
        label = f"Push the front, {said_area(sum(lobe.area_km2 for lobe in push.lobes))}"
        edited = session.do(
            label, lambda state: apply_push(state, push, account=account, day=day, ids=session.ids)
        )
    click.echo(f"{label}.")
    for lobe in push.lobes:
        names = ", ".join(place.name for place in places_within(lobe.ground))
        click.echo(
            f"  {said_area(lobe.area_km2)} from {side_name(state, lobe.loser)} to "
            f"{side_name(state, lobe.receiver)}{f': {names}' if names else ''}"
        )
    for note in edited.notes:
        click.echo(f"  {note}")
