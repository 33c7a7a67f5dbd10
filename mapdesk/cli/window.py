"""The command that opens the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from mapdesk.cli.parameters import sentences


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def show_window(path: Path | None) -> None:
    """Open the window and stay until it is closed; where there is no display, say so and stop."""
    if not has_display():
        raise click.ClickException(
            "There is no display to open a window on; mapdesk --help lists what works without one."
        )
    from mapdesk.ui.app import open_window

    open_window(path)


@click.command("open", hidden=True)
@click.argument("project", required=False, type=click.Path(path_type=Path), metavar="[PROJECT]")
@sentences
def open_command(project: Path | None) -> None:
    """Open the window, on a project or on what was open last."""
    show_window(project)
