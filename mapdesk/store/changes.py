"""A Difference as rows: writing it, reading back what was written, and reading a whole Project."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from mapdesk.model.difference import Change, FeatureVersion, Key, Records, records
from mapdesk.model.project import Project
from mapdesk.store.rows import HOME_GROUND, TABLES, TABLES_OF, key_cells, key_of, rows_of, with_home
from mapdesk.store.table import Cells, RowNames, RowUnreadable, Table


class Stale(Exception):
    """The file holds something else than an edit starts from."""


def read_records(connection: sqlite3.Connection) -> Records:
    """All values in the file. RowUnreadable if a row is none of ours."""
    flat: Records = {}
    for name, tables in TABLES_OF.items():
        values = [value for table in tables if table is not HOME_GROUND for value in _all(connection, table)]
        if name == "sides":
            values = _at_home(values, _all(connection, HOME_GROUND))
        flat[name] = {key_of(name, value): value for value in values}
        if len(flat[name]) < len(values):
            raise RowUnreadable(f"{tables[0].name} names the same thing twice")
    if len(flat["about"]) != 1:
        raise RowUnreadable("it doesn't say what the project is called")
    return flat


def untidy(flat: Records, project: Project) -> list[Change]:
    """What makes the file's versions of Features those that the Project counts by, without changing it.

    Other programs may leave two equal versions where one would do, or begin one between two Snapshots.
    Versions that no map shows stay as they are.
    """
    there, wanted = flat["features"], records(project)["features"]
    found = []
    for key in there.keys() | wanted.keys():
        old, new = there.get(key), wanted.get(key)
        if old != new and (new is not None or (old is not None and is_shown(old, project))):
            found.append(Change("features", key, old, new))
    return found


def is_shown(version: FeatureVersion, project: Project) -> bool:
    """Whether some Snapshot shows a version of a Feature."""
    return any(
        snapshot.features.get(version.feature.feature_id) == version.feature
        for snapshot in project.snapshots.get(version.account, ())
        if version.valid_from <= snapshot.date
        and (version.valid_until is None or snapshot.date < version.valid_until)
    )


def write(connection: sqlite3.Connection, changes: Iterable[Change], names: RowNames) -> set[str]:
    """Writes Changes in the caller's transaction; returns the names of the tables that it touched.

    Stale if a row that an edit changes is not there.
    """
    import sqlite_utils

    database = sqlite_utils.Database(connection, execute_plugins=False)
    fresh: dict[str, list[Cells]] = {}
    updates: list[tuple[Table, Cells, Cells]] = []
    touched = set()
    for change in changes:
        old, new = _by_key(change.table, change.before, names), _by_key(change.table, change.after, names)
        for place in old.keys() - new.keys():
            table = TABLES[place[0]]
            touched.add(table.name)
            where, values = _where(table, {name: old[place][name] for name in table.key})
            _exactly_one(connection.execute(f"DELETE FROM {table.name}{where}", values))
        for place, cells in new.items():
            table = TABLES[place[0]]
            if place not in old:
                touched.add(table.name)
                fresh.setdefault(table.name, []).append(cells)
                continue
            changed = {name: cell for name, cell in cells.items() if cell != old[place][name]}
            if changed:
                updates.append((table, {name: cells[name] for name in table.key}, changed))
    for table, key, changed in updates:
        touched.add(table.name)
        where, values = _where(table, key)
        settings = ", ".join(f"{name} = ?" for name in changed)
        _exactly_one(
            connection.execute(f"UPDATE {table.name} SET {settings}{where}", [*changed.values(), *values])
        )
    for name, rows in fresh.items():
        database.table(name).insert_all(rows)
    return touched


def check_against_file(connection: sqlite3.Connection, changes: Iterable[Change], *, written: bool) -> None:
    """Reads the rows of Changes and compares them with what they were (or, once written, are to be).

    Stale if they are something else; RowUnreadable if they can't be read.
    """
    for change in changes:
        if value_in_file(connection, change.table, change.key) != (
            change.after if written else change.before
        ):
            raise Stale(f"{change.table} {'/'.join(change.key)}")


def value_in_file(connection: sqlite3.Connection, table: str, key: Key) -> Any:
    """The value under a Difference's key, or None."""
    found = []
    for part in TABLES_OF[table]:
        if part is not HOME_GROUND:
            found += _some(connection, part, key)
    if len(found) > 1:
        raise RowUnreadable(f"{table} holds {'/'.join(key)} more than once")
    if found and table == "sides":
        return with_home(found[0], _some(connection, HOME_GROUND, key))
    return found[0] if found else None


def _all(connection: sqlite3.Connection, table: Table) -> list[Any]:
    columns = ", ".join(table.column_names)
    return table.values(
        connection.execute(f"SELECT {columns} FROM {table.name} ORDER BY {table.id_column}").fetchall()
    )


def _some(connection: sqlite3.Connection, table: Table, key: Key) -> list[Any]:
    where, values = _where(table, key_cells(table, key))
    columns = ", ".join(table.column_names)
    return table.values(connection.execute(f"SELECT {columns} FROM {table.name}{where}", values).fetchall())


def _at_home(sides: list[Any], grounds: list[Any]) -> list[Any]:
    of_side: dict[str, list[Any]] = {}
    for ground in grounds:
        of_side.setdefault(ground.side, []).append(ground)
    return [with_home(side, of_side.get(side.uid, ())) for side in sides]


def _by_key(table: str, value: Any, names: RowNames) -> dict[tuple[str, ...], Cells]:
    rows = [] if value is None else rows_of(table, value, names)
    return {(name, *(str(cells[part]) for part in TABLES[name].key)): cells for name, cells in rows}


def _where(table: Table, cells: Cells) -> tuple[str, list[Any]]:
    if not cells:
        return "", []
    return " WHERE " + " AND ".join(f"{name} = ?" for name in cells), list(cells.values())


def _exactly_one(done: sqlite3.Cursor) -> None:
    if done.rowcount != 1:
        raise Stale("a row that is to be changed is not in the file")
