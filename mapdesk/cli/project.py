"""Commands on the project as a whole: new, info, check, undo, redo, history."""

from __future__ import annotations

from pathlib import Path

import click

from mapdesk.cli.parameters import json_option, print_json, project_argument, sentences


@click.command("new")
@project_argument
@click.option(
    "--title", default="", metavar="T", help="What the project is called; its file's name if not said."
)
@click.option("--side", "sides", multiple=True, metavar="NAME[=#RRGGBB]", help="A side and its colour.")
@click.option(
    "--home",
    "homes",
    multiple=True,
    metavar="NAME=UA|UA-65|FILE",
    help="A side's home ground: a country or region by its ISO 3166 code, or a GeoJSON file.",
)
@sentences
def new_command(project: Path, title: str, sides: tuple[str, ...], homes: tuple[str, ...]) -> None:
    """Make a new project."""
    from mapdesk.session.edit_session import EditSession
    from mapdesk.session.new_project import project_with

    named = [(name, colour) for name, _, colour in (side.partition("=") for side in sides)]
    placed = [(name, label) for name, _, label in (home.partition("=") for home in homes)]
    with EditSession.create(project, project_with(title or _title_of(project), named, placed)):
        click.echo(f"Made {project}.")


def _title_of(path: Path) -> str:
    return path.name.removesuffix(".gpkg").removesuffix(".mapdesk")


@click.command("info")
@project_argument
@json_option
@sentences
def info_command(project: Path, as_json: bool) -> None:
    """Show the sides, dates, counts, articles, links and frames of a project."""
    from mapdesk.session.overview import overview
    from mapdesk.store.project_file import ProjectFile

    with ProjectFile.open(project, read_only=True) as file:
        document = overview(file.read())
    if as_json:
        print_json(document)
        return
    dates = document["dates"]
    click.echo(document["title"])
    for side in document["sides"]:
        home = f", home ground {', '.join(side['home'])}" if side["home"] else ""
        click.echo(f"  side     {side['name']} {side['colour']}{home}")
    span = f"{len(dates)}, {dates[0]['date']} to {dates[-1]['date']}" if dates else "none yet"
    click.echo(f"  dates    {span}")
    click.echo(
        "  " + ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in document["counts"].items())
    )
    for article in document["articles"]:
        click.echo(f"  article  {article['title']} ({article['id']})")
    for frame in document["frames"]:
        click.echo(f"  frame    {frame['name']} ({frame['id']}), {frame['width']}×{frame['height']}")


@click.command("check")
@project_argument
@json_option
@sentences
def check_command(project: Path, as_json: bool) -> None:
    """Check the file and the geometry; exit code 1 if anything is wrong."""
    from mapdesk.model.problems import problems
    from mapdesk.store.project_file import ProjectFile

    with ProjectFile.open(project, read_only=True) as file:
        found = file.check()
        if not found:
            found = problems(file.read())
    if as_json:
        print_json({"problems": found})
    else:
        for problem in found:
            click.echo(problem)
        click.echo(f"{len(found)} problem{'' if len(found) == 1 else 's'}." if found else "Nothing is wrong.")
    if found:
        raise SystemExit(1)


@click.command("undo")
@project_argument
@click.option("--steps", default=1, type=click.IntRange(min=1), metavar="N", help="How many steps.")
@sentences
def undo_command(project: Path, steps: int) -> None:
    """Take the last steps back."""
    from mapdesk.session.edit_session import EditSession

    with EditSession.open(project) as session:
        for _ in range(steps):
            click.echo(f"Undone: {session.undo()}")


@click.command("redo")
@project_argument
@click.option("--steps", default=1, type=click.IntRange(min=1), metavar="N", help="How many steps.")
@sentences
def redo_command(project: Path, steps: int) -> None:
    """Do steps again that were undone."""
    from mapdesk.session.edit_session import EditSession

    with EditSession.open(project) as session:
        for _ in range(steps):
            click.echo(f"Done again: {session.redo()}")


@click.command("history")
@project_argument
@json_option
@sentences
def history_command(project: Path, as_json: bool) -> None:
    """List the steps that can be undone, and those that were."""
    from mapdesk.store.project_file import ProjectFile

    with ProjectFile.open(project, read_only=True) as file:
        steps = file.history()
    if as_json:
        print_json(
            [
                {"id": s.id, "label": s.label, "author": s.author, "made_at": s.made_at, "undone": s.undone}
                for s in steps
            ]
        )
        return
    for step in steps:
        click.echo(f"{step.made_at}  {step.label}{'  (undone)' if step.undone else ''}")
    if not steps:
        click.echo("Nothing has been edited yet.")
