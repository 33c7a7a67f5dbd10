"""Figures are kept in the project file beside the Project, and are no part of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mapdesk.store.figures import DatedFigures
from mapdesk.store.project_file import ProjectFile
from tests.plain_maps import day
from tests.store.scripted_edits import WHEN, edited, war
from tests.store.test_migrations import of_version_1

FIRST = DatedFigures("mark-1", {("red", "controlled"): 12.5, ("blue", "home"): 0.1})
SECOND = DatedFigures("mark-2", {(): 20.25})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    return path


def test_figures_are_read_back_as_they_were_kept(path: Path) -> None:
    kept = {day(1): FIRST, day(2): SECOND}
    with ProjectFile.open(path) as file:
        assert file.kept_figures("desk", "area") == {}
        assert file.keep_figures("desk", "area", kept)
    with ProjectFile.open(path) as file:
        assert file.kept_figures("desk", "area") == kept
        assert file.kept_figures("desk", "front") == {}
        assert file.kept_figures("ministry", "area") == {}
        assert file.check() == []


def test_what_is_kept_takes_the_place_of_all_of_its_kind(path: Path) -> None:
    with ProjectFile.open(path) as file:
        file.keep_figures("desk", "area", {day(1): FIRST, day(2): SECOND})
        file.keep_figures("desk", "front", {day(1): SECOND})
        file.keep_figures("desk", "area", {day(2): FIRST})
        assert file.kept_figures("desk", "area") == {day(2): FIRST}
        assert file.kept_figures("desk", "front") == {day(1): SECOND}


def test_keeping_figures_is_no_step_and_changes_nothing_that_is_edited(path: Path) -> None:
    with ProjectFile.open(path) as file:
        before = file.read()
        steps = file.history()
        file.keep_figures("desk", "area", {day(1): FIRST})
        assert (file.read(), file.history(), file.changed_outside()) == (before, steps, False)
        file.commit("Edit", war(), edited(war(), 5), made_at=WHEN, author="")
        assert file.undo(edited(war(), 5)) == ("Edit", war())
        assert file.kept_figures("desk", "area") == {day(1): FIRST}


def test_a_file_that_is_only_read_keeps_no_figures_and_stays_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    with ProjectFile.open(path, read_only=True) as file:
        assert not file.keep_figures("desk", "area", {day(1): FIRST})
        assert file.kept_figures("desk", "area") == {}
    assert path.read_bytes() == before


def test_while_another_program_writes_no_figures_are_kept_and_nobody_waits(path: Path) -> None:
    with ProjectFile.open(path) as file:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert not file.keep_figures("desk", "area", {day(1): FIRST})
        other.execute("ROLLBACK")
        other.close()
        assert file.keep_figures("desk", "area", {day(1): FIRST})


def test_a_row_that_another_program_broke_counts_as_none(path: Path) -> None:
    with ProjectFile.open(path) as file:
        file.keep_figures("desk", "area", {day(1): FIRST, day(2): SECOND})
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE figures SET figures = 'nonsense' WHERE mark = 'mark-1'")
    connection.close()
    with ProjectFile.open(path) as file:
        assert file.kept_figures("desk", "area") == {day(2): SECOND}


def test_the_table_is_registered_as_attributes_also_in_a_file_brought_up_to_date(path: Path) -> None:
    of_version_1(path)
    with ProjectFile.open(path) as file:
        assert file.keep_figures("desk", "area", {day(1): FIRST})
        assert file.check() == []
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'figures'")
        assert rows.fetchall() == [("attributes",)]
    connection.close()
