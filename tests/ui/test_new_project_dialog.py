"""The dialog for a new project, filled in by keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shapely.geometry import mapping

from mapdesk.session.new_project import create
from mapdesk.ui.new_project_dialog import NewProjectDialog
from tests.plain_maps import square


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[NewProjectDialog]:
    shown = NewProjectDialog(None, tmp_path)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.reject()


def _field(dialog: NewProjectDialog, name: str) -> QLineEdit:
    (found,) = [line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == name]
    return found


def _type(qtbot: QtBot, dialog: NewProjectDialog, name: str, text: str) -> None:
    line = _field(dialog, name)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def _named(dialog: NewProjectDialog, name: str) -> QWidget:
    (found,) = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.isVisible() and name in (widget.accessibleName(), widget.toolTip())
    ]
    return found


def _click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def _create(qtbot: QtBot, dialog: NewProjectDialog) -> None:
    (button,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "&Create"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _said(dialog: NewProjectDialog) -> str:
    (label,) = [one for one in dialog.findChildren(QLabel) if one.accessibleName() == "What is missing"]
    return label.text() if label.isVisible() else ""


def _filled(qtbot: QtBot, dialog: NewProjectDialog) -> None:
    _type(qtbot, dialog, "Title", "The south")
    _type(qtbot, dialog, "Name of side 1", "Ukraine")
    _type(qtbot, dialog, "Name of side 2", "Russia")


def test_a_project_is_asked_for_by_keys_alone_and_can_be_made(
    qtbot: QtBot, dialog: NewProjectDialog, tmp_path: Path
) -> None:
    _filled(qtbot, dialog)
    _type(qtbot, dialog, "Home ground of side 1", "kherson")
    _type(qtbot, dialog, "First date", "3.10.2022")
    qtbot.keyClick(_field(dialog, "Title"), Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    wanted = dialog.wanted()
    assert (wanted.title, wanted.day) == ("The south", date(2022, 10, 3))
    assert wanted.path == tmp_path / "The south.mapdesk.gpkg"
    assert wanted.sides == (("Ukraine", "#C74A38"), ("Russia", "#135E8C"))
    assert wanted.homes == (("Ukraine", "UA-65"),)
    with create(wanted) as session:
        assert session.project.sides["ukraine"].home[0].label == "UA-65"


def test_home_ground_is_chosen_from_what_is_offered(qtbot: QtBot, dialog: NewProjectDialog) -> None:
    _filled(qtbot, dialog)
    _type(qtbot, dialog, "Home ground of side 2", "guinea")
    line = _field(dialog, "Home ground of side 2")
    completer = line.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    offered = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert offered[0] == "Guinea (GN)"
    assert "Guinea-Bissau (GW)" in offered
    for _ in range(offered.index("Guinea-Bissau (GW)") + 1):
        qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "Guinea-Bissau (GW)"
    _create(qtbot, dialog)
    assert dialog.wanted().homes == (("Russia", "GW"),)


def test_home_ground_can_be_a_file(
    qtbot: QtBot, dialog: NewProjectDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "home.geojson"
    path.write_text(json.dumps(mapping(square(30, 50))))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    _filled(qtbot, dialog)
    _click(qtbot, _named(dialog, "Home ground of side 1 from a file"))
    _create(qtbot, dialog)
    assert dialog.wanted().homes == (("Ukraine", str(path)),)


def test_a_file_without_ground_is_refused_as_soon_as_it_is_chosen(
    qtbot: QtBot, dialog: NewProjectDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.geojson"
    path.write_text("no map")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    _click(qtbot, _named(dialog, "Home ground of side 2 from a file"))
    qtbot.waitUntil(lambda: "notes.geojson" in _said(dialog), timeout=10_000)
    assert _field(dialog, "Home ground of side 2").text() == ""


def test_ground_that_the_base_map_lacks_is_refused_in_the_dialog(
    qtbot: QtBot, dialog: NewProjectDialog
) -> None:
    _filled(qtbot, dialog)
    _type(qtbot, dialog, "Home ground of side 1", "Ruritania")
    _create(qtbot, dialog)
    assert _said(dialog).startswith("The base map has no country or region called “Ruritania”")
    assert dialog.isVisible()


def test_the_file_follows_the_title_until_it_is_named(qtbot: QtBot, dialog: NewProjectDialog) -> None:
    _type(qtbot, dialog, "Title", "South: week 1/2?")
    assert Path(_field(dialog, "File").text()).name == "South week 1 2.mapdesk.gpkg"
    _type(qtbot, dialog, "File", "mine")
    _filled(qtbot, dialog)
    assert _field(dialog, "File").text() == "mine"
    _create(qtbot, dialog)
    assert dialog.wanted().path.name == "mine.mapdesk.gpkg"


def test_a_file_that_is_there_already_is_refused(
    qtbot: QtBot, dialog: NewProjectDialog, tmp_path: Path
) -> None:
    (tmp_path / "The south.mapdesk.gpkg").write_bytes(b"another project")
    _filled(qtbot, dialog)
    _create(qtbot, dialog)
    assert "The south.mapdesk.gpkg" in _said(dialog)
    _type(qtbot, dialog, "File", str(tmp_path / "nowhere" / "a.gpkg"))
    _create(qtbot, dialog)
    assert "doesn't exist" in _said(dialog)
    assert dialog.isVisible()


def test_what_is_missing_is_said_where_it_is_missing(qtbot: QtBot, dialog: NewProjectDialog) -> None:
    _create(qtbot, dialog)
    assert _said(dialog) == "The project needs a title."
    _type(qtbot, dialog, "Title", "The south")
    _create(qtbot, dialog)
    assert _said(dialog) == "Side 1 needs a name, or remove it."
    assert dialog.focusWidget() is _field(dialog, "Name of side 1")
    _type(qtbot, dialog, "Name of side 1", "Red")
    _type(qtbot, dialog, "Name of side 2", "red")
    _create(qtbot, dialog)
    assert _said(dialog) == "There is a side called red already."
    _type(qtbot, dialog, "Name of side 2", "Blue")
    _type(qtbot, dialog, "First date", "soon")
    _create(qtbot, dialog)
    assert "“soon” is not understood as a date" in _said(dialog)


def test_sides_are_added_with_a_colour_of_their_own_and_removed_to_the_last_but_one(
    qtbot: QtBot, dialog: NewProjectDialog
) -> None:
    (add,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "&Add a side"]
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert dialog.focusWidget() is _field(dialog, "Name of side 3")
    assert len({colour for _, colour in dialog.sides.sides()}) == 3
    _type(qtbot, dialog, "Name of side 3", "Green")
    _click(qtbot, _named(dialog, "Remove side 1"))
    _click(qtbot, _named(dialog, "Remove side 1"))
    assert [name for name, _ in dialog.sides.sides()] == ["Green"]
    assert not _named(dialog, "Remove side 1").isEnabled()


def test_colours_that_look_alike_are_warned_of_in_words(
    qtbot: QtBot, dialog: NewProjectDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(qtbot, dialog)
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert not any("look alike" in text for text in said)
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor("#125d8b"))
    _click(qtbot, _named(dialog, "Colour of side 1"))
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any("The colours of Ukraine and Russia look alike." in text for text in said)


def test_all_that_takes_focus_has_a_name(dialog: NewProjectDialog) -> None:
    shown = [widget for widget in dialog.findChildren(QWidget) if widget.isVisible()]
    takers = [widget for widget in shown if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(takers) >= 14
    assert [w for w in takers if not (w.accessibleName() or getattr(w, "text", str)())] == []


def test_tab_goes_from_the_title_row_by_row_to_the_buttons(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewProjectDialog(folder=tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    dialog.title.setFocus()
    passed: list[str] = []
    for _ in range(12):
        qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        focused = dialog.focusWidget()
        assert focused is not None
        passed.append(focused.accessibleName())
    assert passed[:3] == ["Colour of side 1", "Name of side 1", "Home ground of side 1"]
    assert passed.index("Name of side 1") < passed.index("Name of side 2") < passed.index("First date")
