"""A file of an older schema opens whole, its steps can still be undone, and it takes what is new."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from mapdesk.model.features import Annotation
from mapdesk.model.project import Project
from mapdesk.store.connection import connect
from mapdesk.store.migrations import MIGRATIONS, VERSION
from mapdesk.store.project_file import ProjectFile
from tests.store.scripted_edits import WHEN, edited, war


def of_version_1(path: Path) -> None:
    """Take from a file what later schemas added, as if a MapDesk of the first had made it."""
    connection = connect(path, mode="rw")
    for step in MIGRATIONS[1:]:
        for statement in step.statements:
            what, _, table, *rest = statement.split()
            if what == "ALTER":
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {rest[2]}")
            elif what == "CREATE":
                connection.execute(f"DROP TABLE {table}")
                connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (table,))
        connection.execute("DELETE FROM migrations WHERE id = ?", (step.id,))
    connection.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "front.mapdesk.gpkg"
    with ProjectFile.create(path, war()) as file:
        file.commit("Edit", war(), edited(war(), 5), made_at=WHEN, author="")
    of_version_1(path)
    return path


def test_an_older_file_is_brought_up_to_date_with_all_it_holds(old: Path) -> None:
    with ProjectFile.open(old) as file:
        assert file.read() == edited(war(), 5)
        assert file.check() == []
    with sqlite3.connect(old) as connection:
        assert connection.execute("SELECT max(id) FROM migrations").fetchone() == (VERSION,)
    connection.close()


def test_a_step_of_an_older_file_is_still_undone(old: Path) -> None:
    with ProjectFile.open(old) as file:
        label, project = file.undo(file.read())
        assert (label, project) == ("Edit", war())


def test_an_older_file_that_is_only_read_is_shown_whole_and_stays_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    with ProjectFile.open(old, read_only=True) as file:
        assert file.read() == edited(war(), 5)
    assert old.read_bytes() == before


def test_an_older_file_takes_what_only_the_new_schema_holds(old: Path) -> None:
    def with_symbol(project: Project) -> Project:
        (snapshots,) = project.snapshots.values()
        last = snapshots[-1]
        features = {
            uid: replace(f, locked=True, symbol="attack", side="red", rank=3)
            if isinstance(f, Annotation)
            else replace(f, locked=True)
            for uid, f in last.features.items()
        }
        return project.with_snapshot(replace(last, features=features))

    with ProjectFile.open(old) as file:
        before = file.read()
        after = with_symbol(before)
        file.commit("Lock", before, after, made_at=WHEN, author="")
        assert file.read() == after != before
