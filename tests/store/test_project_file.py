"""The project file: what is written is read back, each edit is one step, and each step can be undone."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import HealthCheck, given, settings

from mapdesk.model.project import Project
from mapdesk.store.connection import connect
from mapdesk.store.connection import uri as connection_uri
from mapdesk.store.problems import NothingToUndo
from mapdesk.store.project_file import ProjectFile, ProjectFileError
from tests.store.random_projects import projects
from tests.store.scripted_edits import WHEN, edited, war

on_disk = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])


def fingerprint(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def commit(file: ProjectFile, before: Project, after: Project, label: str = "Edit") -> Project:
    file.commit(label, before, after, made_at=WHEN, author="Олена")
    return after


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "front.mapdesk.gpkg"


@on_disk
@given(projects())
def test_a_project_read_back_equals_what_was_written(project: Project) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "front.mapdesk.gpkg"
        ProjectFile.create(path, project).close()
        with ProjectFile.open(path) as file:
            assert file.read() == project
            assert file.check() == []


@on_disk
@given(projects(), projects())
def test_any_edit_can_be_undone_and_redone_after_reopening(one: Project, other: Project) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "front.mapdesk.gpkg"
        with ProjectFile.create(path, one) as file:
            is_change = bool(file.commit("Edit", one, other, made_at=WHEN, author="").changes)
            assert file.read() == other
        if not is_change:
            return
        with ProjectFile.open(path) as file:
            assert file.undo(file.read()) == ("Edit", one)
            assert file.read() == one
        with ProjectFile.open(path) as file:
            assert file.redo(file.read()) == ("Edit", other)
            assert file.read() == other
            assert file.check() == []


def test_forty_edits_are_undone_one_by_one_across_reopening(path: Path) -> None:
    states = [war()]
    with ProjectFile.create(path, states[0]) as file:
        for n in range(1, 41):
            states.append(commit(file, states[-1], edited(states[-1], n), f"Edit {n}"))
    with ProjectFile.open(path) as file:
        project = file.read()
        for n in range(40, 0, -1):
            label, project = file.undo(project)
            assert label == f"Edit {n}"
            assert project == states[n - 1]
        assert file.read() == states[0]
    with ProjectFile.open(path) as file:
        for n in range(1, 41):
            _, project = file.redo(project)
            assert project == states[n]
        assert file.read() == states[40]
        assert file.check() == []


def test_a_new_edit_drops_what_was_undone(path: Path) -> None:
    start = war()
    with ProjectFile.create(path, start) as file:
        first = commit(file, start, edited(start, 1), "first")
        commit(file, first, edited(first, 2), "second")
        _, project = file.undo(edited(first, 2))
        assert [step.undone for step in file.history()] == [False, True]
        commit(file, project, edited(project, 5), "third")
        assert [(step.label, step.undone) for step in file.history()] == [("first", False), ("third", False)]
        with pytest.raises(NothingToUndo, match="nothing to redo"):
            file.redo(project)


def test_the_history_tells_who_did_what_when(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        file.commit("Claim", war(), edited(war(), 5), made_at="2024-05-05T12:30:00+03:00", author="Олена")
        (step,) = file.history()
    assert (step.label, step.author, step.made_at) == ("Claim", "Олена", "2024-05-05T09:30:00.000Z")


def test_undo_of_a_fresh_file_is_refused_in_a_sentence(path: Path) -> None:
    with ProjectFile.create(path, war()) as file, pytest.raises(NothingToUndo, match="nothing to undo"):
        file.undo(war())


def test_an_edit_that_changes_nothing_writes_nothing(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        before = fingerprint(path)
        assert not file.commit("Nothing", war(), war(), made_at=WHEN, author="").changes
        assert fingerprint(path) == before
        assert file.history() == []


def test_opening_reading_and_checking_change_nothing(path: Path) -> None:
    ProjectFile.create(path, war()).close()
    before = fingerprint(path)
    for read_only in (True, False):
        with ProjectFile.open(path, read_only=read_only) as file:
            file.read(), file.history(), file.check()
    assert fingerprint(path) == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_the_file_is_whole_after_each_commit_while_it_is_still_open(path: Path, tmp_path: Path) -> None:
    project = war()
    with ProjectFile.create(path, project) as file:
        for n in range(1, 11):
            project = commit(file, project, edited(project, n))
        copy = shutil.copy(path, tmp_path / "copy.gpkg")
    with ProjectFile.open(copy, read_only=True) as file:
        assert file.read() == project


def test_moving_one_corner_writes_one_row_and_keeps_the_others(path: Path) -> None:
    project = war()
    with ProjectFile.create(path, project) as file:
        before = rows(path)
        commit(file, project, edited(project, 5))
    changed = {key for key, row in rows(path).items() if before.get(key) != row}
    assert len(changed) == 2, "the version that ended and the one that began"


def rows(path: Path) -> dict[int, tuple]:
    with sqlite3.connect(path) as connection:
        return {row[0]: row for row in connection.execute("SELECT * FROM control_area")}


def test_two_copies_of_a_project_agree_on_the_name_of_a_new_row(path: Path, tmp_path: Path) -> None:
    ProjectFile.create(path, war()).close()
    copy = Path(shutil.copy(path, tmp_path / "copy.gpkg"))
    for one in (path, copy):
        with ProjectFile.open(one) as file:
            commit(file, war(), edited(war(), 5))
    assert [row[2] for row in rows(path).values()] == [row[2] for row in rows(copy).values()]


def test_a_copy_holds_the_project_and_its_history(path: Path, tmp_path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        after = commit(file, war(), edited(war(), 5))
        file.vacuum_into(tmp_path / "copy.mapdesk.gpkg")
        with pytest.raises(ProjectFileError, match="exists already"):
            file.vacuum_into(tmp_path / "copy.mapdesk.gpkg")
    with ProjectFile.open(tmp_path / "copy.mapdesk.gpkg") as file:
        assert file.check() == []
        assert file.undo(after) == ("Edit", war())


def test_an_edit_waits_for_another_program_that_is_writing(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.6, other.execute, ["ROLLBACK"]).start()
        commit(file, war(), edited(war(), 5))
        assert file.read() == edited(war(), 5)
        other.close()


def test_an_edit_waits_for_another_program_that_is_reading(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN")
        other.execute("SELECT * FROM control_area").fetchone()
        threading.Timer(0.6, other.execute, ["ROLLBACK"]).start()
        commit(file, war(), edited(war(), 5))
        assert file.read() == edited(war(), 5)
        other.close()


def test_an_edit_is_refused_in_a_sentence_where_waiting_does_not_help(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        file.patience = 0.3
        other = sqlite3.connect(path, isolation_level=None)
        for hold in ("BEGIN IMMEDIATE", "BEGIN; SELECT * FROM about"):
            other.executescript(hold)
            with pytest.raises(ProjectFileError, match=r"another program has .* in use"):
                commit(file, war(), edited(war(), 5))
            other.execute("ROLLBACK")
            assert file.history() == []
        other.close()
        commit(file, war(), edited(war(), 5))
        assert file.read() == edited(war(), 5)


def test_an_edit_is_refused_where_another_program_changed_the_same_area(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        project = file.read()
        other = connect(path, mode="rw")
        other.execute("UPDATE control_area SET note = 'checked in another program'")
        other.close()
        assert file.changed_outside()
        with pytest.raises(ProjectFileError, match="another program changed the same things"):
            commit(file, project, edited(project, 5))
        assert file.history() == []
        project = file.read()
        commit(file, project, edited(project, 5))


def test_an_edit_with_a_broken_text_is_refused_and_nothing_of_it_is_kept(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        broken = replace(edited(war(), 5), about=replace(war().about, title="\ud800"))
        with pytest.raises(ProjectFileError, match="a text in it is broken"):
            commit(file, war(), broken)
        assert file.read() == war()


def test_an_edit_to_a_deleted_file_is_refused_in_a_sentence(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        path.unlink()
        with pytest.raises(ProjectFileError, match="moved, renamed or deleted"):
            commit(file, war(), edited(war(), 5))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are a thing of POSIX")
def test_an_edit_that_finds_no_room_is_refused_and_can_be_made_once_there_is_room(path: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with ProjectFile.create(path, war()) as file:
        large = replace(war(), about=replace(war().about, credit="long " * 100_000))
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 8192, limits[1]))
        try:
            with pytest.raises(ProjectFileError, match="was not saved"):
                commit(file, war(), large)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert file.read() == war()
        assert file.check() == []
        commit(file, war(), large)
        assert file.read() == large


def test_an_edit_that_does_not_read_back_as_written_is_rolled_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ProjectFile.create(path, war()) as file:
        with sqlite3.connect(path) as other:
            other.execute(
                "CREATE TRIGGER meddler AFTER INSERT ON control_area "
                "BEGIN UPDATE control_area SET note = 'meddled' WHERE fid = NEW.fid; END"
            )
        other.close()
        with pytest.raises(ProjectFileError):
            commit(file, war(), edited(war(), 5))
        assert file.read() == war()


def test_a_file_left_in_wal_mode_is_taken_out_of_it_by_the_first_edit(path: Path) -> None:
    ProjectFile.create(path, war()).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.close()
    with ProjectFile.open(path) as file:
        commit(file, war(), edited(war(), 5))
        assert path.read_bytes()[18:20] == b"\x01\x01"
        assert file.read() == edited(war(), 5)


def test_history_and_undo_are_refused_in_a_sentence_while_another_program_writes(path: Path) -> None:
    with ProjectFile.create(path, war()) as file:
        after = commit(file, war(), edited(war(), 5))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        for asked in (file.history, lambda: file.undo(after), lambda: file.redo(after)):
            with pytest.raises(ProjectFileError, match="being written by another program"):
                asked()
        other.close()
        assert file.undo(after) == ("Edit", war())


def test_a_name_too_long_for_the_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 245}.gpkg"
    with pytest.raises(ProjectFileError, match="Choose another folder or name"):
        ProjectFile.create(path, war())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "uri"),
    [
        (PureWindowsPath(r"C:\maps\the south #1.gpkg"), "file:///C:/maps/the%20south%20%231.gpkg"),
        (PureWindowsPath(r"\\desk\maps\south.gpkg"), "file:////desk/maps/south.gpkg"),
        (PurePosixPath("/maps/100%?.gpkg"), "file:///maps/100%25%3F.gpkg"),
    ],
)
def test_a_path_with_odd_characters_or_on_a_share_is_one_that_sqlite_takes(place: PurePath, uri: str) -> None:
    assert connection_uri(place) == uri
