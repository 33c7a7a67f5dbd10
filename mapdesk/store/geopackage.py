"""The tables, rows and triggers that OGC GeoPackage 1.4 prescribes for any file (OGC 12-128r19).

Column definitions, reference system rows and the R-tree triggers are those of annexes C, D and F.3, the
relations table is that of the Related Tables Extension (OGC 18-000), the data columns those of annex F.9.
"""

from __future__ import annotations

#: "GPKG", the application id of every GeoPackage (requirement 2).
APPLICATION_ID = 0x47504B47
#: Version 1.4.0 (requirement 2).
USER_VERSION = 10400

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)

#: The rows that requirement 11 asks for.
REFERENCE_SYSTEMS = (
    {
        "srs_name": "WGS 84 geodetic",
        "srs_id": 4326,
        "organization": "EPSG",
        "organization_coordsys_id": 4326,
        "definition": _WGS84,
        "description": "longitude and latitude in degrees on the WGS 84 spheroid",
    },
    {
        "srs_name": "Undefined Cartesian SRS",
        "srs_id": -1,
        "organization": "NONE",
        "organization_coordsys_id": -1,
        "definition": "undefined",
        "description": "undefined Cartesian coordinate reference system",
    },
    {
        "srs_name": "Undefined geographic SRS",
        "srs_id": 0,
        "organization": "NONE",
        "organization_coordsys_id": 0,
        "definition": "undefined",
        "description": "undefined geographic coordinate reference system",
    },
)

TABLES = (
    """CREATE TABLE gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL PRIMARY KEY,
        organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL,
        definition TEXT NOT NULL,
        description TEXT)""",
    """CREATE TABLE gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY,
        data_type TEXT NOT NULL,
        identifier TEXT UNIQUE,
        description TEXT DEFAULT '',
        last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE,
        min_y DOUBLE,
        max_x DOUBLE,
        max_y DOUBLE,
        srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
        table_name TEXT NOT NULL,
        column_name TEXT NOT NULL,
        geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL,
        z TINYINT NOT NULL,
        m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (
        table_name TEXT,
        column_name TEXT,
        extension_name TEXT NOT NULL,
        definition TEXT NOT NULL,
        scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
    """CREATE TABLE gpkg_data_columns (
        table_name TEXT NOT NULL,
        column_name TEXT NOT NULL,
        name TEXT,
        title TEXT,
        description TEXT,
        mime_type TEXT,
        constraint_name TEXT,
        CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
        CONSTRAINT gdc_tn UNIQUE (table_name, name))""",
    """CREATE TABLE gpkg_data_column_constraints (
        constraint_name TEXT NOT NULL,
        constraint_type TEXT NOT NULL,
        value TEXT,
        min NUMERIC,
        min_is_inclusive BOOLEAN,
        max NUMERIC,
        max_is_inclusive BOOLEAN,
        description TEXT,
        CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))""",
    """CREATE TABLE gpkgext_relations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        base_table_name TEXT NOT NULL,
        base_primary_column TEXT NOT NULL DEFAULT 'id',
        related_table_name TEXT NOT NULL,
        related_primary_column TEXT NOT NULL DEFAULT 'id',
        relation_name TEXT NOT NULL,
        mapping_table_name TEXT NOT NULL)""",
)


def extension(name: str, table: str, column: str | None = None) -> dict[str, str | None]:
    """A row of gpkg_extensions: that a table or column uses one of the standard's extensions."""
    definition, scope = {
        "gpkg_rtree_index": ("http://www.geopackage.org/spec140/#extension_rtree", "write-only"),
        "gpkg_schema": ("http://www.geopackage.org/spec140/#extension_schema", "read-write"),
        "gpkg_related_tables": ("http://www.opengis.net/doc/IS/gpkg-rte/1.0", "read-write"),
    }[name]
    return {
        "table_name": table,
        "column_name": column,
        "extension_name": name,
        "definition": definition,
        "scope": scope,
    }


def spatial_index(table: str, column: str, key: str) -> dict[str, str]:
    """The R-tree of a geometry column and the seven triggers that keep it (annex F.3), by name."""
    tree = f"rtree_{table}_{column}"
    box = f"ST_MinX(NEW.{column}), ST_MaxX(NEW.{column}), ST_MinY(NEW.{column}), ST_MaxY(NEW.{column})"
    filled = f"(NEW.{column} NOTNULL AND NOT ST_IsEmpty(NEW.{column}))"
    emptied = f"(NEW.{column} ISNULL OR ST_IsEmpty(NEW.{column}))"
    put = f"INSERT OR REPLACE INTO {tree} VALUES (NEW.{key}, {box});"
    take_old = f"DELETE FROM {tree} WHERE id = OLD.{key};"
    same_row, other_row = f"OLD.{key} = NEW.{key}", f"OLD.{key} != NEW.{key}"
    triggers = {
        "insert": ("INSERT", filled, put),
        "update2": (f"UPDATE OF {column}", f"{same_row} AND {emptied}", take_old),
        "update4": (
            "UPDATE",
            f"{other_row} AND {emptied}",
            f"DELETE FROM {tree} WHERE id IN (OLD.{key}, NEW.{key});",
        ),
        "update5": ("UPDATE", f"{other_row} AND {filled}", f"{take_old} {put}"),
        "update6": (
            f"UPDATE OF {column}",
            f"{same_row} AND {filled} AND (OLD.{column} NOTNULL AND NOT ST_IsEmpty(OLD.{column}))",
            f"UPDATE {tree} SET minx = ST_MinX(NEW.{column}), maxx = ST_MaxX(NEW.{column}), "
            f"miny = ST_MinY(NEW.{column}), maxy = ST_MaxY(NEW.{column}) WHERE id = NEW.{key};",
        ),
        "update7": (
            f"UPDATE OF {column}",
            f"{same_row} AND {filled} AND (OLD.{column} ISNULL OR ST_IsEmpty(OLD.{column}))",
            f"INSERT INTO {tree} VALUES (NEW.{key}, {box});",
        ),
        "delete": ("DELETE", f"OLD.{column} NOT NULL", take_old),
    }
    made = {tree: f"CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy)"}
    for name, (event, when, action) in triggers.items():
        made[f"{tree}_{name}"] = (
            f"CREATE TRIGGER {tree}_{name} AFTER {event} ON {table} WHEN {when} BEGIN {action} END"
        )
    return made
