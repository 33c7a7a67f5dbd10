"""Starts MapDesk: the command line, and the window for the commands that open it."""

from pathlib import Path


def main() -> None:
    """Entry point of the `mapdesk` command."""
    from mapdesk.cli.main import run

    run(open_window=_open_window)


def _open_window(path: Path | None) -> None:
    from mapdesk.ui.app import open_window

    open_window(path)


if __name__ == "__main__":
    main()
