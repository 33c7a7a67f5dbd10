"""The edit log: it holds the way back in few bytes, and stays under its cap."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from mapdesk.model.articles import Article, Revision
from mapdesk.store.project_file import ProjectFile
from tests.store.scripted_edits import WHEN, edited, war


def test_the_log_stays_under_its_cap_and_keeps_the_newest_steps(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    project = war()
    ProjectFile.create(path, project).close()
    with ProjectFile.open(path, log_cap=4000) as file:
        for n in range(1, 31):
            before, project = project, edited(project, n)
            file.commit(f"Edit {n}", before, project, made_at=WHEN, author="")
            assert log_size(path) <= 4000
        labels = [step.label for step in file.history()]
        assert 2 <= len(labels) < 30
        assert labels == [f"Edit {n}" for n in range(31 - len(labels), 31)]
        for label in reversed(labels):
            undone, project = file.undo(project)
            assert undone == label
        assert file.read() == project == state(30 - len(labels))


def test_the_newest_step_is_kept_even_if_it_is_larger_than_the_cap(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    with ProjectFile.open(path, log_cap=1) as file:
        for n in (5, 6):
            file.commit(f"Edit {n}", file.read(), edited(file.read(), n), made_at=WHEN, author="")
        assert [step.label for step in file.history()] == ["Edit 6"]
        assert file.undo(file.read())[1] == edited(war(), 5)


def test_the_steps_known_while_a_file_is_open_are_those_that_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    project = war()
    ProjectFile.create(path, project).close()
    with ProjectFile.open(path, log_cap=4000) as file:
        assert file.history() == []
        for n in range(1, 31):
            before, project = project, edited(project, n)
            file.commit(f"Edit {n}", before, project, made_at=WHEN, author="maria")
            if n % 5 == 0:
                _, project = file.undo(project)
                _, project = file.undo(project)
                _, project = file.redo(project)
            with ProjectFile.open(path, read_only=True) as reader:
                assert file.history() == reader.history()


def test_moving_one_corner_of_three_thousand_takes_less_than_a_kilobyte(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    project = war(areas=2, corners=3000, dates=1)
    with ProjectFile.create(path, project) as file:
        file.commit("Move", project, edited(project, 5), made_at=WHEN, author="")
    assert log_size(path) < 1000


def test_a_note_on_an_article_does_not_store_the_article_again(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    text = "".join(chr(0x400 + n * n % 256) for n in range(100_000))
    project = replace(
        war(),
        articles={"a": Article(uid="a", title="", current_revision="r")},
        revisions={"r": Revision(uid="r", article="a", number=1, text=text, raw=text.encode())},
    )
    with ProjectFile.create(path, project) as file:
        noted = replace(project, revisions={"r": replace(project.revisions["r"], note="read twice")})
        file.commit("Note", project, noted, made_at=WHEN, author="")
        assert log_size(path) < 500
        assert file.undo(noted)[1] == project


def log_size(path: Path) -> int:
    connection = sqlite3.connect(path)
    (size,) = connection.execute("SELECT sum(length(way_back)) FROM edit_log").fetchone()
    connection.close()
    return int(size)


def state(n: int) -> object:
    project = war()
    for step in range(1, n + 1):
        project = edited(project, step)
    return project
