"""Commands that draw without a hand: give, split, merge, areas."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapdesk.cli.parameters import (
    BOUNDS,
    DAY,
    PLACE,
    PLACES,
    account_option,
    project_argument,
    say_step,
    scope_option,
    sentences,
)

if TYPE_CHECKING:
    from mapdesk.session.edit_session import EditSession

_day_option = click.option(
    "--date", "day", type=DAY, required=True, metavar="D", help="The date of the map that is changed."
)
_status_option = click.option(
    "--status",
    default="controlled",
    type=click.Choice(["controlled", "contested", "advance", "claimed"]),
    help="How it is held.",
    show_default=True,
)


@click.command("give")
@project_argument
@_day_option
@click.option("--side", default="", metavar="S", help="Whose the ground becomes.")
@click.option("--nobody", is_flag=True, help="The ground becomes nobody's.")
@click.option("--region", default="", metavar="NAME", help="A country or region, by name or ISO 3166 code.")
@click.option("--feature", default="", metavar="ID", help="A whole area.")
@click.option("--at", "place", type=PLACE, metavar="LON,LAT", help="The area or gap at a place.")
@click.option("--bank", is_flag=True, help="With --at: only this bank of the nearest river.")
@_status_option
@scope_option
@account_option
@sentences
def give_command(
    project: Path,
    day: date,
    side: str,
    nobody: bool,
    region: str,
    feature: str,
    place: tuple[float, float] | None,
    bank: bool,
    status: str,
    scope: str,
    account: str,
) -> None:
    """Give an area, a gap, a region or a river bank to a side, whole."""
    from mapdesk.edit.project import side_named
    from mapdesk.edit.scopes import Scope
    from mapdesk.model.features import Status
    from mapdesk.session.edit_session import EditSession
    from mapdesk.session.giving import giving, wanted_ground
    from mapdesk.session.scopes import do_in_scope

    if bool(side) == nobody:
        raise click.UsageError("Say whose the ground becomes: --side S, or --nobody.")
    if sum((bool(region), bool(feature), place is not None)) != 1:
        raise click.UsageError("Say which ground: one of --region NAME, --feature ID and --at LON,LAT.")
    if bank and place is None:
        raise click.UsageError("--bank goes with --at LON,LAT.")
    with EditSession.open(project) as session:
        content = session.project
        ground = wanted_ground(content, account, day, region=region, feature=feature, place=place, bank=bank)
        uid = side_named(content, side).uid if side else ""
        label, edit = giving(content, account, day, ground, uid, Status(status), session.ids)
        label, edited = do_in_scope(session, label, edit, account=account, day=day, scope=Scope(scope))
    say_step(label, edited.notes)


@click.command("split")
@project_argument
@_day_option
@click.option(
    "--line",
    type=PLACES,
    required=True,
    metavar="LON,LAT ...",
    help="The line: places in degrees with spaces between them, all in quotes.",
)
@click.option("--feature", "features", multiple=True, metavar="ID", help="Split only this area.")
@account_option
@sentences
def split_command(
    project: Path, day: date, line: tuple[tuple[float, float], ...], features: tuple[str, ...], account: str
) -> None:
    """Split the areas that a line crosses from edge to edge."""
    from mapdesk.edit.split import split_area
    from mapdesk.session.edit_session import EditSession

    with EditSession.open(project) as session:
        before = _features(session, account, day)
        label = f"Split areas on {day}"
        session.do(
            label,
            lambda state: split_area(
                state, account=account, day=day, line=line, ids=session.ids, feature_ids=features
            ),
        )
        made = sorted(_features(session, account, day) - before)
    say_step(label, [f"New: {uid}" for uid in made])


@click.command("merge")
@project_argument
@click.argument("features", nargs=-1, required=True, metavar="FEATURE_ID...")
@_day_option
@account_option
@sentences
def merge_command(project: Path, features: tuple[str, ...], day: date, account: str) -> None:
    """Make one of adjoining areas of a side and status; links follow."""
    from mapdesk.edit.merge import merge_areas
    from mapdesk.session.edit_session import EditSession

    label = f"Merge areas on {day}"
    with EditSession.open(project) as session:
        edited = session.do(
            label, lambda state: merge_areas(state, account=account, day=day, feature_ids=features)
        )
        left = set(features) & _features(session, account, day)
    say_step(label, [*(f"The whole is {uid}." for uid in left), *edited.notes])


@click.command("areas")
@project_argument
@_day_option
@click.option("--left", required=True, metavar="S", help="Whose the ground on the left of the lines is.")
@click.option("--right", required=True, metavar="S", help="Whose the ground on their right is.")
@click.option("--extent", type=BOUNDS, help="The ground that they part; the extent of the date if not said.")
@click.option("--sea", is_flag=True, help="Part the water too.")
@_status_option
@account_option
@sentences
def areas_command(
    project: Path,
    day: date,
    left: str,
    right: str,
    extent: tuple[float, float, float, float] | None,
    sea: bool,
    status: str,
    account: str,
) -> None:
    """Make areas from the front lines drawn on a date, a side for each side of a line."""
    from mapdesk.edit.project import side_named
    from mapdesk.model.features import Status
    from mapdesk.session.edit_session import EditSession
    from mapdesk.session.parting import Parting, parting_edit

    with EditSession.open(project) as session:
        content = session.project
        parting = Parting(
            account=account,
            day=day,
            left=side_named(content, left).uid,
            right=side_named(content, right).uid,
            bounds=extent,
            at_sea=sea,
            status=Status(status),
        )
        label, edit = parting_edit(parting, session.ids)
        notes = session.do(label, edit).notes
    say_step(label, notes)


def _features(session: EditSession, account: str, day: date) -> set[str]:
    shown = session.project.snapshot_on(account, day)
    return set(shown.features) if shown else set()
