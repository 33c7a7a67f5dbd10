"""The command that lists what changed hands between two dates."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from mapdesk.cli.parameters import DAY, json_option, print_json, project_argument, sentences


@click.command("compare")
@project_argument
@click.argument("since", type=DAY, metavar="FROM")
@click.argument("until", type=DAY, metavar="TO")
@click.option(
    "--account",
    default="desk",
    metavar="A[,B]",
    help="Whose maps; with two, the map of A on FROM against that of B on TO.",
)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print the patches as a table of comma-separated values.")
@click.option(
    "--geojson",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the patches as GeoJSON.",
)
@click.option(
    "--min-area",
    "least_km2",
    type=click.FloatRange(min=0.0),
    default=0.0,
    metavar="KM2",
    help="Set aside patches smaller than this.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Count what was set aside or seems to be left out too."
)
@sentences
def compare_command(
    project: Path,
    since: date,
    until: date,
    account: str,
    as_json: bool,
    as_csv: bool,
    geojson: Path | None,
    least_km2: float,
    everything: bool,
) -> None:
    """Show what changed hands between two dates, patch by patch, with the localities inside.

    Slivers and lines that were only drawn again are set aside: they are counted apart.
    """
    from mapdesk.session.comparison import compare
    from mapdesk.session.listing import CHANGE_COLUMNS, change_features, change_rows, comparison_document
    from mapdesk.store.project_file import ProjectFile

    if as_json + as_csv + (geojson is not None) > 1:
        raise click.UsageError("Choose one of --json, --csv and --geojson.")
    names = [name.strip() for name in account.split(",")]
    if len(names) > 2 or not all(names):
        raise click.UsageError("--account takes the name of one account, or of two: A,B.")
    with ProjectFile.open(project, read_only=True) as file:
        content = file.read()
    comparison = compare(
        content, names[0], since, until, other=names[-1], least_km2=least_km2, everything=everything
    )
    document = comparison_document(content, comparison)
    if as_json:
        print_json(document)
        return
    for warning in document["warnings"]:
        click.echo(warning, err=True)
    if as_csv:
        table = io.StringIO()
        writer = csv.DictWriter(table, CHANGE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change_rows(content, comparison))
        click.echo(table.getvalue(), nl=False)
    elif geojson is not None:
        from mapdesk.render.whole_file import write_whole

        try:
            write_whole(geojson, json.dumps(change_features(content, comparison)).encode())
        except OSError as error:
            raise click.ClickException(f"{geojson} could not be written: {error.strerror}.") from error
        click.echo(f"Wrote {geojson}.")
    else:
        _print_plainly(document, everything)


def _print_plainly(document: dict[str, Any], everything: bool) -> None:
    for total in document["held"] + document["claims"]:
        click.echo(
            f"{total['side']}, {total.get('status', 'held')}: "
            f"{total['gained_km2']:,.1f} km² gained, {total['lost_km2']:,.1f} km² lost"
        )
    for patch in document["patches"]:
        click.echo(_patch_line(patch))
    aside = document["set_aside"]
    if aside["count"]:
        many = "1 patch" if aside["count"] == 1 else f"{aside['count']} patches"
        counted = "counted above" if everything else "not counted above; --all shows it"
        click.echo(f"Set aside as drawn again or too small: {many}, {aside['area_km2']:,.2f} km²; {counted}.")
    if not document["patches"]:
        click.echo(f"No ground changed hands between {document['from']} and {document['to']}.")


def _patch_line(patch: dict[str, Any]) -> str:
    before, after = (
        f"{holder['side']} {holder['status']}" if holder["side"] else "nobody"
        for holder in (patch["from"], patch["to"])
    )
    advance = f"{patch['advance_km']:>6,.1f} km" if patch["advance_km"] is not None else " " * 9
    inside = ", ".join(place["name"] for place in patch["localities"][:6])
    aside = f"  ({patch['set_aside']})" if "set_aside" in patch else ""
    line = f"  {patch['area_km2']:>10,.2f} km²  {advance}  {before} → {after}{aside}  {inside}"
    return line.rstrip()
