"""Whether a file is a sound project file: what is looked at on opening, and the full check."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from pathlib import Path

from mapdesk.model.difference import Change, project_of, records
from mapdesk.model.project import Project
from mapdesk.store import changes, geopackage, schema
from mapdesk.store.problems import ProjectFileError, damaged, not_read
from mapdesk.store.table import RowUnreadable


def refuse_what_is_no_file(path: Path) -> None:
    """Refuses what can't be a project file without looking inside."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise ProjectFileError(f"There is no file “{path}”. Check its name and folder.") from error
    except (OSError, ValueError) as error:
        raise ProjectFileError(f"“{path}” can't be reached ({error}). Check its name and folder.") from error
    if stat.S_ISDIR(found.st_mode):
        raise ProjectFileError(f"“{path.name}” is a folder. Choose the .mapdesk.gpkg file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise ProjectFileError(f"“{path.name}” is not a file. Choose a .mapdesk.gpkg file.")
    if not os.access(path, os.R_OK):
        raise ProjectFileError(f"“{path.name}” can't be read. Change its permissions.")
    if found.st_size == 0:
        raise ProjectFileError(f"“{path.name}” is empty. Open a backup of it instead.")


def schema_version(path: Path, connection: sqlite3.Connection) -> int:
    """The schema version of a sound project file; refuses any other file. Nothing is written."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != geopackage.APPLICATION_ID:
            raise ProjectFileError(
                f"“{path.name}” is a database but not a GeoPackage. "
                "Choose a file that MapDesk made (.mapdesk.gpkg)."
            )
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise damaged(path, verdict.splitlines()[-1])
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        if path.stat().st_size < pages * page_size:
            raise damaged(path, "its end is missing")
        names = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not {"mapdesk_meta", "migrations"} <= names:
            raise ProjectFileError(
                f"“{path.name}” is a GeoPackage but not a MapDesk project. Import it into a project instead."
            )
        (version,) = connection.execute("SELECT max(id) FROM migrations").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise not_read(path, error) from error
    if type(version) is not int:
        raise damaged(path, "it doesn't say which version of MapDesk made it")
    return version


def meta(connection: sqlite3.Connection, name: str) -> str:
    """One of the things that MapDesk keeps about the file; "" where it isn't there."""
    row = connection.execute("SELECT value FROM mapdesk_meta WHERE name = ?", (name,)).fetchone()
    return "" if row is None else str(row[0])


def unknown_triggers(connection: sqlite3.Connection) -> list[str]:
    """Triggers on our tables that are neither ours nor such as GDAL makes: they would run with each edit."""
    ours = schema.statements()
    found = connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return [
        name
        for name, table, sql in found
        if table in ours and ours.get(name) != sql and not _is_gdals(table, sql.replace('"', ""))
    ]


def _is_gdals(table: str, sql: str) -> bool:
    """Whether a trigger only keeps the spatial index or GDAL's count of rows."""
    body = re.fullmatch(r"CREATE TRIGGER .*?\bBEGIN\b(.*)\bEND\s*", sql, re.DOTALL | re.IGNORECASE)
    if body is None:
        return False
    index = rf"(INSERT( OR REPLACE)? INTO|DELETE FROM|UPDATE( OR REPLACE)?) rtree_{table}_geom\b[^;']*"
    count = (
        r"UPDATE gpkg_ogr_contents SET feature_count = feature_count [+-] 1 "
        rf"WHERE lower\(table_name\) = lower\('{table}'\)"
    )
    steps = [step.strip() for step in body[1].split(";") if step.strip()]
    return all(re.fullmatch(f"({index}|{count})", step, re.IGNORECASE) for step in steps)


def as_additions(project: Project) -> list[Change]:
    """A whole Project as Changes to a file that holds none."""
    return [
        Change(table, key, None, value)
        for table, values in records(project).items()
        for key, value in values.items()
    ]


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a project file, in sentences."""
    found = []
    for look in (_database, _geopackage, _rows, _spatial_indexes):
        try:
            found += look(connection)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            found.append(f"The file is damaged ({error}).")
    return found


def _database(connection: sqlite3.Connection) -> list[str]:
    verdicts = [text for (text,) in connection.execute("PRAGMA integrity_check")]
    found = [f"The file is damaged: {text}." for text in verdicts if text != "ok"]
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"Row {row} of {table} names a row of {parent} that isn't there.")
    return found


def _geopackage(connection: sqlite3.Connection) -> list[str]:
    found = []
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, version) != (geopackage.APPLICATION_ID, geopackage.USER_VERSION):
        found.append("The file doesn't call itself a GeoPackage 1.4.")
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    missing = [name for name in schema.statements() if name not in there]
    if missing:
        found.append(f"The file lacks {', '.join(missing)}.")
    return found


def _spatial_indexes(connection: sqlite3.Connection) -> list[str]:
    found = []
    for table in schema.spatial_tables():
        tree, key = f"rtree_{table.name}_geom", table.id_column
        (verdict,) = connection.execute("SELECT rtreecheck(?)", (tree,)).fetchone()
        (astray,) = connection.execute(
            f"SELECT (SELECT count(*) FROM {table.name} WHERE NOT ST_IsEmpty(geom) "
            f"AND {key} NOT IN (SELECT id FROM {tree})) + (SELECT count(*) FROM {tree} WHERE id NOT IN "
            f"(SELECT {key} FROM {table.name} WHERE NOT ST_IsEmpty(geom)))"
        ).fetchone()
        (outside,) = connection.execute(
            f"SELECT count(*) FROM {table.name} AS row JOIN {tree} AS box ON box.id = row.{key} "
            "WHERE box.minx > ST_MinX(geom) OR box.maxx < ST_MaxX(geom) "
            "OR box.miny > ST_MinY(geom) OR box.maxy < ST_MaxY(geom)"
        ).fetchone()
        if verdict != "ok" or astray or outside:
            found.append(f"The spatial index of {table.name} doesn't fit its rows.")
    return found


def _rows(connection: sqlite3.Connection) -> list[str]:
    try:
        flat = changes.read_records(connection)
    except RowUnreadable as error:
        return [f"A row can't be read: {error}."]
    project = project_of(flat)
    return [
        f"No map shows “{version.feature.feature_id}” of {version.valid_from}: no snapshot lies in its time, "
        "or another version hides it."
        for version in flat["features"].values()
        if not changes.is_shown(version, project)
    ]
