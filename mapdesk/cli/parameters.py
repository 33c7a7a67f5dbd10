"""What the commands take and how they answer: projects, dates, extents, JSON, and errors in a sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

_P = ParamSpec("_P")
_R = TypeVar("_R")


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is no date; write it like 2022-10-04.", param, ctx)


class _BoundsParameter(click.ParamType[tuple[float, float, float, float]]):
    name = "W,S,E,N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float, float, float]:
        try:
            west, south, east, north = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value} is no extent; write west,south,east,north in degrees.", param, ctx)
        return (west, south, east, north)


class _PlaceParameter(click.ParamType[tuple[float, float]]):
    name = "LON,LAT"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        try:
            lon, lat = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value} is no place; write longitude,latitude in degrees.", param, ctx)
        return (lon, lat)


class _PlacesParameter(click.ParamType[tuple[tuple[float, float], ...]]):
    name = "LON,LAT ..."

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[tuple[float, float], ...]:
        return tuple(PLACE.convert(one, param, ctx) for one in str(value).split())


DAY = _Day()
BOUNDS = _BoundsParameter()
PLACE = _PlaceParameter()
PLACES = _PlacesParameter()
#: The project file, first argument of most commands.
project_argument = click.argument("project", type=click.Path(path_type=Path), metavar="PROJECT")
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)
scope_option = click.option(
    "--scope",
    default="next",
    type=click.Choice(["date", "next", "onward"]),
    show_default=True,
    help="How far it holds: on this date alone, until the next date with a map, or on later ones too.",
)
account_option = click.option(
    "--account", default="desk", metavar="A", help="Whose map; the desk's own if not said."
)


def sentences(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """A command whose refusals reach the user as one sentence and exit code 1."""

    @wraps(command)
    def speaking(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        from mapdesk.edit.edit import EditRefused
        from mapdesk.exchange.source_refused import SourceRefused
        from mapdesk.store.problems import ProjectFileError

        try:
            return command(*args, **kwargs)
        except (EditRefused, SourceRefused, ProjectFileError) as error:
            raise click.ClickException(str(error)) from error

    return speaking


def say_step(label: str, notes: Iterable[str]) -> None:
    """The name of a step that was done, and below it one sentence a line on what came of it."""
    click.echo(label)
    for note in notes:
        click.echo(f"  {note}")


def print_json(document: object) -> None:
    """One JSON document on standard output, in ASCII where that does not write UTF-8."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(document, ensure_ascii=not is_utf8, indent=2))


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Says what takes a while on standard error, when that is a terminal, until it is done."""
    shown = sys.stderr.isatty()
    if shown:
        click.echo(f"{what} …", err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo("\r\033[K", err=True, nl=False)


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Says how many of how many are done on standard error, when that is a terminal; give it the numbers."""
    shown = sys.stderr.isatty()

    def count(done: int, of: int) -> None:
        if shown:
            click.echo(f"\r\033[K{what} {done} of {of} …", err=True, nl=False)

    try:
        yield count
    finally:
        if shown:
            click.echo("\r\033[K", err=True, nl=False)
