"""The command that lists what is on the map of a date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mapdesk.cli.parameters import DAY, account_option, json_option, print_json, project_argument, sentences


@click.command("features")
@project_argument
@click.option("--date", "day", type=DAY, required=True, metavar="D", help="The date of the map.")
@json_option
@account_option
@sentences
def features_command(project: Path, day: date, as_json: bool, account: str) -> None:
    """List what is on the map of a date, with the ids that links use."""
    from mapdesk.session.listing import features_on
    from mapdesk.store.project_file import ProjectFile

    with ProjectFile.open(project, read_only=True) as file:
        rows = features_on(file.read(), account, day)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        size = f"{row['area_km2']:,.1f} km²" if "area_km2" in row else f"{row.get('length_km', 0):,.1f} km"
        until = row["valid_until"] or "now"
        click.echo(
            f"{row['id']:<24} {row['kind']:<13} {row['side']:<20} {row['status']:<11} {size:>16}  "
            f"{row['valid_from']} to {until}"
        )
    if not rows:
        click.echo(f"There is nothing on the map of {day}.")
