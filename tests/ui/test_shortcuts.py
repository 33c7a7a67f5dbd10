"""Shortcuts are listed, can be changed, and stay so the next time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from mapdesk.ui.menus import action, keys_of
from mapdesk.ui.shortcuts import Shortcuts, restore_shortcuts


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def two_actions(window: QWidget) -> list[QAction]:
    return [
        action(window, "&Push the front", "P", "Draw the new front", lambda: None),
        action(window, "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do it again", lambda: None),
    ]


@pytest.fixture
def listed(qtbot: QtBot, settings: QSettings) -> Iterator[tuple[Shortcuts, list[QAction]]]:
    window = QWidget()
    qtbot.addWidget(window)
    actions = two_actions(window)
    restore_shortcuts(actions, settings)
    # Given on, not returned: the window has to outlive the test.
    yield Shortcuts(window, actions, settings), actions
    window.close()


def give(dialog: Shortcuts, row: int, keys: str) -> None:
    tree = dialog.findChild(QTreeWidget)
    tree.setCurrentItem(tree.topLevelItem(row))
    dialog.findChild(QKeySequenceEdit).setKeySequence(QKeySequence(keys))
    button(dialog, "&Set").click()


def button(dialog: Shortcuts, text: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == text)


def test_a_changed_shortcut_works_at_once_and_is_told_in_the_tooltip(listed) -> None:
    dialog, (push, _) = listed
    give(dialog, 0, "Ctrl+9")
    assert keys_of(push) == "Ctrl+9"
    assert push.toolTip() == "Draw the new front (Ctrl+9)"
    assert dialog.findChild(QTreeWidget).topLevelItem(0).text(1) == "Ctrl+9"


def test_keys_that_another_action_had_go_over_to_the_new_one_and_that_is_said(listed) -> None:
    dialog, (push, redo) = listed
    give(dialog, 0, "Ctrl+Y")
    assert keys_of(push) == "Ctrl+Y"
    assert [keys.toString() for keys in redo.shortcuts()] == ["Ctrl+Shift+Z"]
    assert any("“Redo”, which gave it up" in label.text() for label in dialog.findChildren(QLabel))


def test_a_changed_shortcut_is_kept_for_the_next_time(listed, qtbot: QtBot, settings: QSettings) -> None:
    dialog, _ = listed
    give(dialog, 0, "Ctrl+9")
    window = QWidget()
    qtbot.addWidget(window)
    again = two_actions(window)
    restore_shortcuts(again, settings)
    assert [keys_of(one) for one in again] == ["Ctrl+9", "Ctrl+Shift+Z"]


def test_of_an_actions_keys_all_that_it_keeps_are_kept_for_the_next_time(
    qtbot: QtBot, settings: QSettings
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = [*two_actions(window), action(window, "Zoom in", ("Z", "Ctrl+1", "Ctrl+2"), "", lambda: None)]
    restore_shortcuts(actions, settings)
    give(Shortcuts(window, actions, settings), 0, "Z")
    again = action(window, "Zoom in", ("Z", "Ctrl+1", "Ctrl+2"), "", lambda: None)
    restore_shortcuts([again], settings)
    assert [keys.toString() for keys in again.shortcuts()] == ["Ctrl+1", "Ctrl+2"]


def test_all_usual_keys_come_back_and_nothing_stays_kept(listed, settings: QSettings) -> None:
    dialog, (push, redo) = listed
    give(dialog, 0, "Ctrl+Y")
    button(dialog, "&All usual keys").click()
    assert (keys_of(push), len(redo.shortcuts())) == ("P", 2)
    assert not [key for key in settings.allKeys() if key.startswith("shortcuts")]


def test_the_list_is_searched_by_name_and_by_key(listed) -> None:
    dialog, _ = listed
    tree = dialog.findChild(QTreeWidget)
    dialog.findChild(QLineEdit).setText("ctrl+shift")
    assert [tree.topLevelItem(row).isHidden() for row in (0, 1)] == [True, False]
