"""Commands on pictures: set up frames, export them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from mapdesk.cli.parameters import BOUNDS, DAY, account_option, progress, project_argument, sentences


@click.group("frame", no_args_is_help=False)
def frame_command() -> None:
    """Frames: the pictures that a project publishes."""


@frame_command.command("add")
@project_argument
@click.argument("name")
@click.option("--bounds", type=BOUNDS, required=True, help="What must be in the picture, in degrees.")
@click.option("--size", default="1920x1080", metavar="WxH", help="In pixels.", show_default=True)
@click.option("--title", default="", metavar="T")
@click.option("--subtitle", default="", metavar="T", help="Stands before the date.")
@click.option("--source", default="", metavar="T", help="The source line.")
@click.option("--note", default="", metavar="T", help="A note, such as on what “assessed” means.")
@click.option(
    "--since-previous", is_flag=True, help="Show the change since the map before, whatever the date."
)
@sentences
def add_command(
    project: Path,
    name: str,
    bounds: tuple[float, float, float, float],
    size: str,
    title: str,
    subtitle: str,
    source: str,
    note: str,
    since_previous: bool,
) -> None:
    """Add a frame to the project."""
    from mapdesk.edit.layout import put_frame
    from mapdesk.model.layout import DateRule, Frame
    from mapdesk.session.edit_session import EditSession

    width, height = _size(size)
    with EditSession.open(project) as session:
        frame = Frame(
            uid=session.ids("frame"),
            name=name,
            bounds=bounds,
            width=width,
            height=height,
            title=title,
            subtitle=subtitle,
            source=source,
            note=note,
            date_rule=DateRule.SINCE_PREVIOUS if since_previous else DateRule.THIS_DATE,
        )
        session.do(f"Add frame {name}", lambda content: put_frame(content, frame))
    click.echo(f"Added frame {name} as {frame.uid}.")


def _size(text: str) -> tuple[int, int]:
    pixels = re.fullmatch(r"([0-9]{1,5})[x×]([0-9]{1,5})", text.lower())
    if pixels is None:
        raise click.UsageError(f"--size takes WIDTHxHEIGHT in pixels, such as 1080x1350; {text} is not.")
    return int(pixels[1]), int(pixels[2])


@click.command("export")
@project_argument
@click.option("--date", "day", type=DAY, required=True, metavar="D", help="The date of the map.")
@click.option("--against", type=DAY, metavar="D", help="Show what changed hands since this date.")
@click.option("--frame", "frame_name", default="", metavar="F", help="A frame's name or id.")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="FILE.png|.svg|.geojson"
)
@click.option(
    "--scale", type=click.IntRange(1, 3), default=1, help="Pixel density of a PNG.", show_default=True
)
@account_option
@sentences
def export_command(
    project: Path, day: date, against: date | None, frame_name: str, target: Path, scale: int, account: str
) -> None:
    """Export the map of a date as a picture or as data."""
    from mapdesk.edit.layout import frame_named
    from mapdesk.session.exporting import export
    from mapdesk.store.project_file import ProjectFile

    with ProjectFile.open(project, read_only=True) as file:
        content = file.read()
    frame = frame_named(content, frame_name) if frame_name else None
    with progress("Exporting"):
        notes = export(content, account, day, target, since=against, frame=frame, scale=scale)
    click.echo(f"Wrote {target}.")
    for note in notes:
        click.echo(f"  {note}")
