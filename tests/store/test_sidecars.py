"""Journals beside a project file: its own is played back, another's is refused before it can do harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mapdesk.store.connection import connect
from mapdesk.store.project_file import ProjectFile, ProjectFileError
from tests.store.scripted_edits import WHEN, edited, war


def interrupted(path: Path, folder: Path, *, spilled: bool) -> Path:
    """A copy of a project file and its journal as they are in the middle of an edit."""
    connection = connect(path, mode="rw")
    if spilled:
        connection.execute("PRAGMA cache_size = 5")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE article_revision SET text = text || text")
    connection.execute("UPDATE control_area SET note = 'half an edit'")
    folder.mkdir()
    for name in (path.name, path.name + "-journal"):
        shutil.copy(path.with_name(name), folder / name)
    connection.execute("ROLLBACK")
    connection.close()
    return folder / path.name


def edited_file(path: Path, edits: int) -> object:
    project = war()
    with ProjectFile.create(path, project) as file:
        for n in range(1, edits + 1):
            before, project = project, edited(project, n)
            file.commit("Edit", before, project, made_at=WHEN, author="")
    return project


@pytest.mark.parametrize("spilled", [True, False])
def test_half_an_edit_is_taken_back_on_opening(tmp_path: Path, spilled: bool) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    project = edited_file(path, 40)
    copy = interrupted(path, tmp_path / "copy", spilled=spilled)
    with ProjectFile.open(copy) as file:
        assert file.read() == project
        assert file.check() == []


def test_half_an_edit_is_told_to_who_only_reads(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    edited_file(path, 40)
    copy = interrupted(path, tmp_path / "copy", spilled=True)
    with pytest.raises(ProjectFileError, match="was interrupted in the middle of an edit"):
        ProjectFile.open(copy, read_only=True)


@pytest.mark.parametrize("kind", ["-journal", "-wal"])
def test_a_journal_of_another_state_is_refused_and_nothing_is_touched(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    edited_file(path, 40)
    copy = interrupted(path, tmp_path / "copy", spilled=True)
    restored = tmp_path / "restored" / path.name
    restored.parent.mkdir()
    older = edited_file(restored, 10)
    foreign = restored.with_name(restored.name + kind)
    journal = copy.with_name(copy.name + "-journal")
    if kind == "-wal":
        foreign.write_bytes(b"\x37\x7f\x06\x82" + bytes(100))
    else:
        with_first_page(path, journal)
        shutil.copy(journal, foreign)
    before = restored.read_bytes(), foreign.read_bytes()
    with pytest.raises(ProjectFileError, match="was not written for it"):
        ProjectFile.open(restored)
    assert (restored.read_bytes(), foreign.read_bytes()) == before
    foreign.unlink()
    with ProjectFile.open(restored) as file:
        assert file.read() == older


def with_first_page(path: Path, journal: Path) -> None:
    """A journal as it is at the moment of the commit, when it holds the database's first page too."""
    page = path.read_bytes()[:4096]
    head = bytes.fromhex("d9d505f920a163d7") + b"\0\0\0\1" + bytes(8) + b"\0\0\2\0" + b"\0\0\x10\0"
    journal.write_bytes(head.ljust(512, b"\0") + b"\0\0\0\1" + page + bytes(4))
