"""What was measured on each date of an Account's maps, kept beside the Project so that it is there at once.

Figures are no part of the Project's value and of no step: each row's `mark` tells what they were measured on,
and whoever asks for them measures a date anew whose mark is another.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

NAME = "figures"
TITLE = "Figures by date"
CREATE = """CREATE TABLE figures (
            id INTEGER PRIMARY KEY NOT NULL,
            account TEXT NOT NULL,
            kind TEXT NOT NULL,
            date DATE NOT NULL,
            mark TEXT NOT NULL,
            figures TEXT NOT NULL,
            UNIQUE (account, kind, date))"""


@dataclass(frozen=True)
class DatedFigures:
    """What was measured on a date, by what each figure is of; `mark` tells what it was measured on."""

    mark: str
    figures: dict[tuple[str, ...], float]


def read(connection: sqlite3.Connection, account: str, kind: str) -> dict[date, DatedFigures]:
    """The figures of a kind by date. A row that can't be read counts as none: it is measured again."""
    found = {}
    rows = connection.execute(
        f"SELECT date, mark, figures FROM {NAME} WHERE account = ? AND kind = ?", (account, kind)
    )
    for day, mark, cell in rows:
        try:
            figures = {tuple(str(part) for part in key): float(value) for *key, value in json.loads(cell)}
            found[date.fromisoformat(day)] = DatedFigures(str(mark), figures)
        except (ValueError, TypeError, RecursionError):
            continue
    return found


def write(
    connection: sqlite3.Connection, account: str, kind: str, figures: Mapping[date, DatedFigures]
) -> None:
    """Put figures in the place of all of their kind."""
    connection.execute(f"DELETE FROM {NAME} WHERE account = ? AND kind = ?", (account, kind))
    connection.executemany(
        f"INSERT INTO {NAME} (account, kind, date, mark, figures) VALUES (?, ?, ?, ?, ?)",
        (
            (account, kind, day.isoformat(), dated.mark, _cell(dated.figures))
            for day, dated in sorted(figures.items())
        ),
    )


def _cell(figures: Mapping[tuple[str, ...], float]) -> str:
    rows = [[*key, value] for key, value in figures.items()]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
