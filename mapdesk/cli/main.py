"""The `mapdesk` command: which commands there are, and how they say what went wrong."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from mapdesk import __version__

#: Each command and the module that holds it; a module is loaded when its command is called.
_COMMANDS = {
    "open": "window",
    "demo": "demo",
    "new": "project",
    "info": "project",
    "check": "project",
    "undo": "project",
    "redo": "project",
    "history": "project",
    "import": "importing",
    "features": "ground",
    "compare": "comparing",
    "trend": "trend",
    "push": "pushing",
    "give": "drawing",
    "split": "drawing",
    "merge": "drawing",
    "simplify": "vertices",
    "areas": "drawing",
    "annotate": "annotating",
    "article": "articles",
    "link": "articles",
    "frame": "frames",
    "export": "frames",
}


class _Commands(click.Group):
    """Commands loaded when they are called; what is no command is a project to open in the window."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = importlib.import_module(f"mapdesk.cli.{_COMMANDS[name]}")
        command: click.Command = getattr(module, f"{name}_command")
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            if not args[0].lower().endswith(".gpkg"):
                context.fail(
                    f"{args[0]} is neither a command nor a project (.mapdesk.gpkg); "
                    "mapdesk --help lists the commands."
                )
            args = ["open", *args]
        return super().resolve_command(context, args)


@click.group(
    cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="MapDesk")
@click.pass_context
def mapdesk(context: click.Context) -> None:
    """Draw front lines and control areas by date, link them to articles, export map frames.

    Without a command, MapDesk opens its window: mapdesk [PROJECT].
    """
    if context.invoked_subcommand is None:
        opened = _Commands.get_command(mapdesk, context, "open")
        assert opened is not None
        context.invoke(opened)


def run(args: list[str] | None = None, *, open_window: Callable[[Path | None], None] | None = None) -> None:
    """Run the command line; errors are one sentence on standard error, exit code 2 (usage) or 1.

    `open_window` shows the window; without it the commands that need one say that there is none.
    """
    for stream in (sys.stdout, sys.stderr):
        # A name or an arrow that the terminal's encoding lacks, as in a pipe on Windows, is no fault.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        mapdesk.main(args=args, prog_name="mapdesk", standalone_mode=False, obj=open_window)
    except click.UsageError as error:
        hint = f" Try {error.ctx.command_path} --help." if error.ctx else ""
        _fail(f"{error.format_message()}{hint}", 2)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("Stopped.", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as fault:
        if os.environ.get("MAPDESK_TRACEBACK"):
            raise
        _fail(
            f"MapDesk ran into a fault of its own ({type(fault).__name__}: {fault}). "
            "What was saved before is safe. Set MAPDESK_TRACEBACK=1 and try again to see where.",
            1,
        )


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
