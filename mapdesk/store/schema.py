"""The tables of a project file: what is created in an empty GeoPackage, and how it is registered there."""

from __future__ import annotations

import sqlite3

from mapdesk.store import figures, geopackage
from mapdesk.store.migrations import MIGRATIONS
from mapdesk.store.rows import FEATURE_TABLES, LINK, PASSAGE, TABLES
from mapdesk.store.table import SHAPES, Table

#: Tables that are no part of the Project's value.
OWN_TABLES = {
    "edit_log": (
        "Steps to undo and redo",
        """CREATE TABLE edit_log (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
            state TEXT NOT NULL,
            size INTEGER NOT NULL,
            label TEXT NOT NULL,
            author TEXT NOT NULL,
            made_at TEXT NOT NULL,
            way_back BLOB NOT NULL)""",
    ),
    "mapdesk_meta": (
        "What MapDesk keeps about the file",
        "CREATE TABLE mapdesk_meta (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, value TEXT)",
    ),
    "migrations": (
        "Versions of this file's schema",
        "CREATE TABLE migrations (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, applied_at DATETIME)",
    ),
    "layer_styles": (
        "Styles for QGIS",
        """CREATE TABLE layer_styles (
            id INTEGER PRIMARY KEY NOT NULL,
            f_table_catalog TEXT,
            f_table_schema TEXT,
            f_table_name TEXT NOT NULL,
            f_geometry_column TEXT,
            styleName TEXT,
            styleQML TEXT,
            styleSLD TEXT,
            useAsDefault BOOLEAN,
            description TEXT,
            owner TEXT,
            ui TEXT,
            update_time DATETIME)""",
    ),
    figures.NAME: (figures.TITLE, figures.CREATE),
}


_INDEXES = {
    "edit_log_state": "CREATE INDEX edit_log_state ON edit_log (state, size)",
    "link_passage": "CREATE INDEX link_passage ON link (passage)",
}


def statements() -> dict[str, str]:
    """Every CREATE statement of a project file by the name of what it creates, in order."""
    made: dict[str, str] = {}
    for sql in geopackage.TABLES:
        made[sql.split()[2]] = sql
    for table in TABLES.values():
        made[table.name] = _create(table)
    for name, (_, sql) in OWN_TABLES.items():
        made[name] = sql
    made |= _INDEXES
    for table in FEATURE_TABLES.values():
        made[_mapping(table)] = _mapping_view(table)
        name = f"{table.name}_feature_id"
        made[name] = f"CREATE INDEX {name} ON {table.name} (feature_id)"
    for table in spatial_tables():
        made |= geopackage.spatial_index(table.name, "geom", table.id_column)
    return made


def spatial_tables() -> list[Table]:
    """The tables with a geometry."""
    return [table for table in TABLES.values() if table.shape_types]


def create(connection: sqlite3.Connection, now: str) -> None:
    """Makes an empty database a project file without a Project; `now` is UTC as GeoPackage writes it."""
    import sqlite_utils

    connection.execute(f"PRAGMA application_id = {geopackage.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {geopackage.USER_VERSION}")
    for sql in statements().values():
        connection.execute(sql)
    database = sqlite_utils.Database(connection, execute_plugins=False)
    database.table("gpkg_spatial_ref_sys").insert_all(geopackage.REFERENCE_SYSTEMS)
    database.table("gpkg_contents").insert_all(_contents(now))
    database.table("gpkg_geometry_columns").insert_all(
        {
            "table_name": table.name,
            "column_name": "geom",
            "geometry_type_name": _geometry_type(table),
            "srs_id": 4326,
            "z": 0,
            "m": 0,
        }
        for table in spatial_tables()
    )
    database.table("gpkg_extensions").insert_all(_extensions())
    database.table("gpkgext_relations").insert_all(
        {
            "base_table_name": PASSAGE.name,
            "base_primary_column": PASSAGE.id_column,
            "related_table_name": table.name,
            "related_primary_column": table.id_column,
            "relation_name": "features",
            "mapping_table_name": _mapping(table),
        }
        for table in FEATURE_TABLES.values()
    )
    database.table("gpkg_data_column_constraints").insert_all(_enumerations())
    database.table("gpkg_data_columns").insert_all(
        {
            "table_name": table.name,
            "column_name": column.name,
            "name": f"{table.name}_{column.name}",
            "title": column.name.replace("_", " "),
            "constraint_name": column.kind.choices.__name__.lower(),
        }
        for table in TABLES.values()
        for column in table.columns
        if column.kind.choices
    )
    database.table("migrations").insert_all(
        {"id": step.id, "name": step.name, "applied_at": now} for step in MIGRATIONS
    )


def _create(table: Table) -> str:
    columns = [f"{table.id_column} INTEGER PRIMARY KEY NOT NULL"]
    if table.named:
        columns.append("uid TEXT NOT NULL UNIQUE")
    for column in table.columns:
        null = " NOT NULL" if column.name == "geom" else ""
        unique = " UNIQUE" if table.key == (column.name,) else ""
        columns.append(f"{column.name} {column.kind.sql}{null}{unique}")
    if len(table.key) > 1:
        columns.append(f"UNIQUE ({', '.join(table.key)})")
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


def _mapping(table: Table) -> str:
    return f"{PASSAGE.name}_{table.name}"


def _mapping_view(table: Table) -> str:
    """Which Passages speak of which rows: computed from the Links, so that it can't disagree with them."""
    return (
        f"CREATE VIEW {_mapping(table)} AS SELECT DISTINCT p.id AS base_id, f.fid AS related_id "
        f"FROM {LINK.name} l JOIN {PASSAGE.name} p ON p.uid = l.passage "
        f"JOIN {table.name} f ON f.feature_id = l.object_id WHERE l.object_kind = 'feature' "
        "AND (ifnull(l.date_to, '') = '' OR f.valid_from <= l.date_to) "
        "AND (ifnull(l.date_from, '') = '' OR f.valid_until IS NULL OR f.valid_until > l.date_from)"
    )


def _geometry_type(table: Table) -> str:
    (column,) = (column for column in table.columns if column.name == "geom")
    return next(name for name, kind in SHAPES.items() if kind is column.kind)


def _contents(now: str) -> list[dict[str, object]]:
    spatial = {table.name for table in spatial_tables()}
    titles = {table.name: table.title for table in TABLES.values()}
    titles |= {name: title for name, (title, _) in OWN_TABLES.items()}
    return [
        {
            "table_name": name,
            "data_type": "features" if name in spatial else "attributes",
            "identifier": title,
            "description": "",
            "last_change": now,
            "srs_id": 4326 if name in spatial else None,
        }
        for name, title in titles.items()
    ]


def _extensions() -> list[dict[str, str | None]]:
    return [
        *(geopackage.extension("gpkg_rtree_index", table.name, "geom") for table in spatial_tables()),
        geopackage.extension("gpkg_schema", "gpkg_data_columns"),
        geopackage.extension("gpkg_schema", "gpkg_data_column_constraints"),
        geopackage.extension("gpkg_related_tables", "gpkgext_relations"),
        *(geopackage.extension("gpkg_related_tables", _mapping(table)) for table in FEATURE_TABLES.values()),
    ]


def _enumerations() -> list[dict[str, object]]:
    kinds = {
        column.kind.choices for table in TABLES.values() for column in table.columns if column.kind.choices
    }
    return [
        {
            "constraint_name": kind.__name__.lower(),
            "constraint_type": "enum",
            "value": member.value,
            "description": member.value,
        }
        for kind in sorted(kinds, key=lambda kind: kind.__name__)
        for member in kind
    ]
