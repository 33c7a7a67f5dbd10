"""The history panel lists every step and goes to any of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mapdesk.edit.project import add_side
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.ui.desk import Desk
from mapdesk.ui.history_panel import HistoryPanel
from tests.plain_maps import facing

_NAMES = ("Green", "Yellow", "White")


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    desk = open_desk(facing())
    for name in _NAMES:
        desk.do(f"Add {name}", lambda project, name=name: add_side(project, name))
    return desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> HistoryPanel:
    panel = HistoryPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(280, 400)
    panel.show()
    return panel


def rows(panel: HistoryPanel) -> list[str]:
    model = panel.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def go_to(panel: HistoryPanel, desk: Desk, row: int, qtbot: QtBot) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(desk.is_settled)


def test_all_steps_are_listed_the_oldest_first_and_the_present_one_is_current(panel: HistoryPanel) -> None:
    assert rows(panel) == ["Before these steps", "Add Green", "Add Yellow", "Add White"]
    assert panel.list.currentIndex().row() == 3


def test_enter_on_a_step_undoes_all_after_it_and_shows_the_map_once(
    panel: HistoryPanel, desk: Desk, qtbot: QtBot
) -> None:
    shown: list[object] = []
    desk.changed.connect(shown.append)
    go_to(panel, desk, 1, qtbot)
    assert desk.showing is not None
    assert set(desk.showing.project.sides) == {"red", "blue", "green"}
    assert len(shown) == 1
    assert panel.list.currentIndex().row() == 1
    model = panel.list.model()
    said = [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(4)]
    assert ["Undone" in words for words in said] == [False, False, True, True]


def test_a_click_on_an_undone_step_does_it_and_all_before_it_again(
    panel: HistoryPanel, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.showing.project if desk.showing else None
    go_to(panel, desk, 0, qtbot)
    assert desk.showing is not None
    assert set(desk.showing.project.sides) == {"red", "blue"}
    last = panel.list.visualRect(panel.list.model().index(3, 0)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=last)
    qtbot.waitUntil(lambda: desk.is_settled() and desk.showing is not None)
    assert desk.showing.project == before


def test_the_history_is_there_after_a_restart_with_what_was_undone(desk: Desk, qtbot: QtBot) -> None:
    desk.undo()
    assert desk.session is not None
    path = desk.session.file.path
    desk.close()
    desk.open(lambda: EditSession.open(path), path.name)
    qtbot.waitUntil(lambda: desk.showing is not None and desk.is_settled())
    panel = HistoryPanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    assert rows(panel)[1:] == ["Add Green", "Add Yellow", "Add White"]
    assert panel.list.currentIndex().row() == 2
    go_to(panel, desk, 3, qtbot)
    assert desk.showing is not None
    assert "white" in desk.showing.project.sides


def test_an_edit_while_steps_are_gone_over_is_refused(panel: HistoryPanel, desk: Desk, qtbot: QtBot) -> None:
    assert desk.session is not None
    steps = desk.session.history()
    desk.go_to_step(steps[0].id)
    with qtbot.waitSignal(desk.refused):
        assert desk.do("Add Black", lambda project: add_side(project, "Black")) is None
    qtbot.waitUntil(desk.is_settled)
    assert desk.showing is not None
    assert set(desk.showing.project.sides) == {"red", "blue", "green"}


def test_steps_that_are_stopped_on_the_way_leave_the_map_where_they_had_got(
    panel: HistoryPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.go_to_step(0)
    desk.cancel()
    qtbot.waitUntil(desk.is_settled)
    assert desk.showing is not None
    assert desk.session is not None
    assert desk.showing.project is desk.session.project
    desk.undo()
    assert "white" not in desk.showing.project.sides
