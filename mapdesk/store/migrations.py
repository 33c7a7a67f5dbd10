"""The versions of the schema, and how a file of an older one is brought up to date.

A step only adds: rows keep what they hold, and a column that a file lacks reads as if it were empty.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from mapdesk.store import figures
from mapdesk.store.connection import PATIENCE, connect, transaction


@dataclass(frozen=True)
class Migration:
    """One version of the schema; `statements` lead to it from the one before."""

    id: int
    name: str
    statements: tuple[str, ...] = ()


MIGRATIONS = (
    Migration(1, "first"),
    Migration(
        2,
        "symbols and locks",
        (
            *(
                f"ALTER TABLE {table} ADD COLUMN locked BOOLEAN"
                for table in ("control_area", "front_line", "annotation")
            ),
            "ALTER TABLE annotation ADD COLUMN symbol TEXT",
            "ALTER TABLE annotation ADD COLUMN side TEXT",
            "ALTER TABLE annotation ADD COLUMN rank INTEGER",
        ),
    ),
    Migration(
        3,
        "figures",
        (
            figures.CREATE,
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            f"VALUES ('{figures.NAME}', 'attributes', '{figures.TITLE}')",
        ),
    ),
    Migration(
        4,
        "who checked a map, and when",
        tuple(f"ALTER TABLE snapshot ADD COLUMN {column} TEXT" for column in ("checked_by", "checked_at")),
    ),
)
#: The schema version that this program writes.
VERSION = MIGRATIONS[-1].id


def bring_up_to_date(connection: sqlite3.Connection, version: int, now: str) -> None:
    """Take a file's schema from an older version to ours, in one transaction; `now` is UTC."""

    def work() -> None:
        for step in MIGRATIONS:
            if step.id > version:
                for statement in step.statements:
                    connection.execute(statement)
                connection.execute(
                    "INSERT INTO migrations (id, name, applied_at) VALUES (?, ?, ?)",
                    (step.id, step.name, now),
                )

    def stored() -> bool:
        (reached,) = connection.execute("SELECT max(id) FROM migrations").fetchone()
        return bool(reached == VERSION)

    transaction(connection, work, stored, PATIENCE)


def up_to_date_copy(connection: sqlite3.Connection, version: int, now: str) -> sqlite3.Connection:
    """A copy in memory, brought up to date, of a file that may only be read."""
    copy = connect(Path(":memory:"), mode="memory")
    connection.backup(copy)
    bring_up_to_date(copy, version, now)
    return copy
