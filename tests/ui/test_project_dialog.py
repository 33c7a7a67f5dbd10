"""The dialog for the open project, filled in by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QColorDialog, QDialog, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mapdesk.model.project import Project
from mapdesk.ui.desk import Desk
from mapdesk.ui.project_dialog import ProjectDialog, edit_project
from tests.plain_maps import facing


@pytest.fixture
def dialog(qtbot: QtBot) -> ProjectDialog:
    shown = ProjectDialog(facing())
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def field(dialog: QWidget, name: str) -> QLineEdit:
    (found,) = [line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == name]
    return found


def write(qtbot: QtBot, dialog: QWidget, name: str, text: str) -> None:
    line = field(dialog, name)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def press(qtbot: QtBot, dialog: QWidget, name: str) -> None:
    (button,) = [one for one in dialog.findChildren(QToolButton) if one.accessibleName() == name]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def said(dialog: ProjectDialog) -> str:
    (label,) = [one for one in dialog.findChildren(QLabel) if one.accessibleName() == "What is missing"]
    return label.text() if label.isVisible() else ""


def test_it_shows_what_the_project_is(dialog: ProjectDialog) -> None:
    assert field(dialog, "Title").text() == "A plain map"
    assert field(dialog, "Name of side 1").text() == "Red"
    assert field(dialog, "Name of side 2").text() == "Blue"
    assert dialog.language.currentText() == "English"


def test_removing_a_side_that_holds_ground_is_refused_in_the_dialog(
    dialog: ProjectDialog, qtbot: QtBot
) -> None:
    press(qtbot, dialog, "Remove side 2")
    dialog.accept()
    assert said(dialog).startswith("Blue has ground")
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_a_side_without_a_name_is_asked_for_one(dialog: ProjectDialog, qtbot: QtBot) -> None:
    field(dialog, "Name of side 1").clear()
    dialog.accept()
    assert said(dialog) == "Side 1 needs a name, or remove it."


def test_all_that_was_changed_is_one_step_and_undone_at_once(
    open_desk: Callable[[Project], Desk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(facing())
    assert desk.showing is not None
    before = desk.showing.project
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor("#336699"))
    window = QWidget()
    qtbot.addWidget(window)

    def fill_in() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, ProjectDialog)
        write(qtbot, shown, "Title", "The south")
        write(qtbot, shown, "Name of side 1", "Rot")
        press(qtbot, shown, "Colour of side 2")
        shown.sides.add_button.click()
        write(qtbot, shown, "Name of side 3", "Green")
        shown.accept()

    QTimer.singleShot(50, fill_in)
    edit_project(desk, window)
    qtbot.waitUntil(lambda: desk.is_settled() and desk.showing.project is not before)
    after = desk.showing.project
    assert after.about.title == "The south"
    assert [(side.uid, side.name) for side in after.sides_in_order()] == [
        ("red", "Rot"),
        ("blue", "Blue"),
        ("green", "Green"),
    ]
    assert after.sides["blue"].colour == "#336699"
    assert desk.session is not None
    (step,) = desk.session.history()
    assert step.label == "Project: title, Red renamed Rot, colour of Blue and 1 more"
    desk.undo()
    assert desk.showing.project == before


def test_a_dialog_accepted_as_it_is_makes_no_step(open_desk: Callable[[Project], Desk], qtbot: QtBot) -> None:
    desk = open_desk(facing())
    window = QWidget()
    qtbot.addWidget(window)

    def agree() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, ProjectDialog)
        shown.accept()

    QTimer.singleShot(50, agree)
    edit_project(desk, window)
    assert desk.session is not None
    assert desk.session.history() == []
