"""The command that opens the window, for whoever started the command line with one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import click

from mapdesk.cli.parameters import sentences

#: Opens the window on a project (or on what was open last) and ends when it is closed.
OpenWindow: TypeAlias = Callable[[Path | None], None]


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@click.command("open", hidden=True)
@click.argument("project", required=False, type=click.Path(path_type=Path), metavar="[PROJECT]")
@click.pass_obj
@sentences
def open_command(open_window: OpenWindow | None, project: Path | None) -> None:
    """Open the window, on a project or on what was open last."""
    if open_window is None or not has_display():
        raise click.ClickException(
            "There is no display to open a window on; mapdesk --help lists what works without one."
        )
    open_window(project)
