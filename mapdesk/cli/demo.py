"""The command that shows what MapDesk does: the sample project, its frames, then the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapdesk.cli.parameters import progress, sentences
from mapdesk.cli.window import OpenWindow, has_display

if TYPE_CHECKING:
    from mapdesk.model.project import Project

_KINDS = ("png", "svg")


@click.command("demo")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("mapdesk-demo"),
    metavar="DIR",
    help="Where to write it.",
    show_default=True,
)
@click.option("--no-window", is_flag=True, help="Write the files only.")
@click.pass_obj
@sentences
def demo_command(open_window: OpenWindow | None, folder: Path, no_window: bool) -> None:
    """Write the sample project and its frames, then open it."""
    project = _written(folder)
    if no_window:
        return
    if open_window is None or not has_display():
        click.echo(f"There is no display to open a window on; {project} can be opened where there is one.")
        return
    open_window(project)


def _written(folder: Path) -> Path:
    """Write the project, unless it is there, and its frames on its last date; returns the project's path."""
    from mapdesk.edit.edit import EditRefused
    from mapdesk.edit.project import DESK, plain_word
    from mapdesk.session.exporting import export
    from mapdesk.session.sample import FILE_NAME

    path = folder / FILE_NAME
    project = _kept(path) if path.exists() else _made(path)
    dated = project.snapshots.get(DESK, ())
    if not dated:
        raise EditRefused(f"There is no map in {path} any more; move it away, and the sample is made anew.")
    names: list[str] = []
    for frame in project.frames.values():
        names.append(plain_word(frame.name, names))
        for kind in _KINDS:
            target = folder / f"{names[-1]}.{kind}"
            with progress("Exporting"):
                notes = export(project, DESK, dated[-1].date, target, frame=frame)
            click.echo(f"Wrote {target}.")
        for note in notes:
            click.echo(f"  {note}")
    return path


def _kept(path: Path) -> Project:
    from mapdesk.store.project_file import ProjectFile

    with ProjectFile.open(path, read_only=True) as file:
        project = file.read()
    click.echo(f"Kept {path}, which was there already.")
    return project


def _made(path: Path) -> Project:
    from mapdesk.edit.edit import EditRefused
    from mapdesk.session.sample import make_sample

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EditRefused(f"The folder {path.parent} can't be made: {error.strerror}.") from error
    with progress("Making the sample"), make_sample(path) as session:
        project = session.project
    click.echo(f"Wrote {path}.")
    return project
