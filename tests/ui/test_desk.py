"""The Desk keeps panels, project and file in step."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import add_side
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.session.showing import Against, Showing
from mapdesk.ui.desk import Desk
from tests.plain_maps import day, edited, numbered, put, square, two_sides


@pytest.fixture
def path(tmp_path: Path) -> Path:
    project = put(two_sides(), "red", square(30, 50, 4), on=1)
    project = put(project, "red", square(30, 50, 3), on=3)
    path = tmp_path / "war.mapdesk.gpkg"
    EditSession.create(path, project).close()
    return path


@pytest.fixture
def desk(qtbot: QtBot, path: Path) -> Iterator[Desk]:
    desk = Desk()
    desk.open(lambda: EditSession.open(path), path.name)
    qtbot.waitUntil(lambda: desk.showing is not None and desk.is_settled())
    yield desk
    desk.finish()


def _more(project: Project) -> Project:
    return add_side(project, "Green")


def test_an_opened_project_is_shown_with_what_changed_since_the_date_before(desk: Desk) -> None:
    assert desk.showing is not None
    assert desk.showing.day == day(3)
    assert desk.showing.comparison is not None
    assert [patch.before.side for patch in desk.showing.comparison.change.patches] == ["red"]


def test_a_comparison_made_once_is_there_at_once_the_next_time(desk: Desk) -> None:
    assert desk.showing is not None
    first = desk.showing.comparison
    desk.alter(against=Against.NOTHING)
    assert desk.showing.comparison is None
    desk.alter(against=Against.PREVIOUS)
    assert desk.showing.comparison is first


def test_an_edit_is_on_disk_when_it_is_shown(desk: Desk, path: Path) -> None:
    desk.do("Add Green", _more)
    assert desk.showing is not None
    assert "green" in desk.showing.project.sides
    with EditSession.open(path, read_only=True) as reader:
        assert "green" in reader.project.sides


def test_a_refused_edit_says_why_and_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    def refuse(project: Project) -> Project:
        raise EditRefused("That is not possible.")

    before = desk.showing
    with qtbot.waitSignal(desk.refused) as said:
        assert desk.do("Nothing", refuse) is None
    assert said.args == ["That is not possible."]
    assert desk.showing is before


def test_an_edit_of_a_day_without_a_map_says_that_it_has_one_now_and_until_when_it_holds(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.alter(day=day(2))
    with qtbot.waitSignal(desk.said) as said:
        desk.do("Draw", lambda p: edited(p, "red", square(30, 50, 2), on=2, ids=numbered(50)))
    (sentence,) = said.args or [""]
    assert "2 May 2024 now has a map of its own." in sentence
    assert "It holds until 3 May 2024" in sentence


def test_undo_shows_the_date_on_which_it_worked(desk: Desk) -> None:
    desk.do("Draw", lambda p: edited(p, "red", square(30, 50, 2), on=3, ids=numbered(50)))
    desk.alter(day=day(1))
    desk.undo()
    assert desk.showing is not None
    assert desk.showing.day == day(3)


def test_long_work_that_is_cancelled_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(project: Project) -> Project:
        begun.set()
        go_on.wait(5)
        return _more(project)

    desk.do_beside("Slow", slow, "Working …")
    assert begun.wait(5)
    with qtbot.waitSignal(desk.said):
        desk.cancel()
    go_on.set()
    qtbot.wait(50)
    assert desk.showing is not None
    assert "green" not in desk.showing.project.sides


def test_long_work_overtaken_by_an_edit_is_refused_rather_than_undoing_it(desk: Desk, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def slow(project: Project) -> Project:
        go_on.wait(5)
        return _more(project)

    desk.do_beside("Slow", slow, "Working …")
    desk.do("Blue again", lambda project: add_side(project, "Yellow"))
    with qtbot.waitSignal(desk.refused):
        go_on.set()
    assert desk.showing is not None
    assert "green" not in desk.showing.project.sides
    assert "yellow" in desk.showing.project.sides


def test_what_can_not_be_opened_leaves_the_project_that_is_open(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    before = desk.showing
    with qtbot.waitSignal(desk.refused) as said:
        desk.open(lambda: EditSession.open(tmp_path / "none.mapdesk.gpkg"), "none")
    assert said.args is not None
    assert "none.mapdesk.gpkg" in said.args[0]
    assert desk.showing is before


def test_a_panel_that_alters_what_is_shown_leaves_no_other_panel_behind(desk: Desk) -> None:
    told: list[tuple[str, ...]] = []

    def alters(showing: Showing | None) -> None:
        if showing is not None and showing.selected == ("first",):
            desk.alter(selected=("second",))

    def listens(showing: Showing | None) -> None:
        told.append(showing.selected if showing is not None else ())

    desk.changed.connect(alters)
    desk.changed.connect(listens)
    desk.alter(selected=("first",))
    assert told[-1] == ("second",)
