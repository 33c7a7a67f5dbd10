"""Commands on the vertices of what is on the map: simplify."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mapdesk.cli.parameters import DAY, account_option, project_argument, say_step, sentences


@click.command("simplify")
@project_argument
@click.option("--date", "day", type=DAY, required=True, metavar="D", help="The date of the map.")
@click.option(
    "--metres", type=float, required=True, metavar="M", help="The smallest detail to keep, in metres."
)
@click.option(
    "--feature",
    "features",
    multiple=True,
    metavar="ID",
    help="Only the vertices of this feature; all areas of the map if not said.",
)
@account_option
@sentences
def simplify_command(
    project: Path, day: date, metres: float, features: tuple[str, ...], account: str
) -> None:
    """Let vertices go that say little; neighbours follow, and where borders meet all stays."""
    from mapdesk.edit.outlines import vertices_of
    from mapdesk.edit.simplify import simplify_vertices
    from mapdesk.session.edit_session import EditSession

    label = f"Simplify the map of {day}"
    with EditSession.open(project) as session:
        at = vertices_of(session.project, account, day, features) if features else None
        edited = session.do(
            label,
            lambda state: simplify_vertices(
                state, account=account, day=day, metres=metres, at=at, feature_ids=features
            ),
        )
    say_step(label, edited.notes)
