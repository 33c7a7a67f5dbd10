"""Commands on what is on the map: features, compare."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

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


@click.command("compare")
@project_argument
@click.argument("since", type=DAY, metavar="FROM")
@click.argument("until", type=DAY, metavar="TO")
@json_option
@account_option
@sentences
def compare_command(project: Path, since: date, until: date, as_json: bool, account: str) -> None:
    """Show what changed hands between two dates, patch by patch, with the localities inside."""
    from mapdesk.session.comparison import compare
    from mapdesk.session.listing import comparison_document
    from mapdesk.store.project_file import ProjectFile

    with ProjectFile.open(project, read_only=True) as file:
        content = file.read()
    document = comparison_document(content, compare(content, account, since, until))
    if as_json:
        print_json(document)
        return
    for warning in document["warnings"]:
        click.echo(warning, err=True)
    for total in document["held"] + document["claims"]:
        click.echo(
            f"{total['side']}, {total.get('status', 'held')}: "
            f"{total['gained_km2']:,.1f} km² gained, {total['lost_km2']:,.1f} km² lost"
        )
    for patch in document["patches"]:
        click.echo(_patch_line(patch))
    aside = document["set_aside"]
    if aside["count"]:
        click.echo(
            f"Set aside as drawn again: {aside['count']} sliver{'' if aside['count'] == 1 else 's'}, "
            f"{aside['area_km2']:,.2f} km² in all."
        )
    if not document["patches"]:
        click.echo(f"No ground changed hands between {since} and {until}.")


def _patch_line(patch: dict[str, Any]) -> str:
    before, after = (
        f"{holder['side']} {holder['status']}" if holder["side"] else "nobody"
        for holder in (patch["from"], patch["to"])
    )
    inside = ", ".join(place["name"] for place in patch["localities"][:6])
    return f"  {patch['area_km2']:>10,.2f} km²  {before} → {after}{'  ' + inside if inside else ''}"
