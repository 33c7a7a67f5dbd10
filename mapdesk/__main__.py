"""Starts MapDesk: the command line, or the window where no command is given."""


def main() -> None:
    """Entry point of the `mapdesk` command."""
    from mapdesk.cli.main import run

    run()


if __name__ == "__main__":
    main()
