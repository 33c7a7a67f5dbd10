"""Our connection to a project file: its settings, waiting for other programs, and whole transactions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path, PurePath

from mapdesk.store import geometry_blob

#: Seconds for which an edit waits until another program lets go of the file.
PATIENCE = 5.0

_PRAGMAS = (
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "cell_size_check = ON",
    "mmap_size = 0",
    "temp_store = MEMORY",
    "recursive_triggers = ON",
)
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 200_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    # VACUUM INTO attaches the copy.
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 2_000,
}


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """Opens a database that exists ("ro", "rw"), a new one ("rwc"), or one in memory; writes nothing yet."""
    connection = sqlite3.connect(
        f"{uri(path.absolute())}?mode={mode}",
        uri=True,
        timeout=0.2,
        isolation_level=None,
        check_same_thread=False,
    )
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    geometry_blob.register(connection)
    return connection


def uri(path: PurePath) -> str:
    """An absolute path as SQLite takes it (https://www.sqlite.org/uri.html): it knows no servers' names.

    A share's server is therefore the beginning of the path.
    """
    plain = path.as_uri()
    return plain if plain.startswith("file:///") else plain.replace("file://", "file:////", 1)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program has the file just now, so that waiting helps."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def patiently(connection: sqlite3.Connection, sql: str, patience: float) -> None:
    """Runs one statement, again and again for `patience` seconds while another program has the file."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute(sql)
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= until:
                raise
            time.sleep(0.02)


def transaction(
    connection: sqlite3.Connection,
    work: Callable[[], None],
    stored: Callable[[], bool],
    patience: float,
) -> None:
    """Does `work` in one transaction: all of it is on the disk afterwards, or none and this raises.

    An error at COMMIT doesn't tell whether the edit was stored, so `stored` then looks.
    """
    patiently(connection, "BEGIN IMMEDIATE", patience)
    try:
        work()
    except BaseException:
        _roll_back(connection)
        raise
    try:
        patiently(connection, "COMMIT", patience)
    except sqlite3.Error:
        _roll_back(connection)
        if not stored():
            raise


def _roll_back(connection: sqlite3.Connection) -> None:
    # After a full disk or an I/O error SQLite has rolled back by itself.
    if connection.in_transaction:
        connection.execute("ROLLBACK")
