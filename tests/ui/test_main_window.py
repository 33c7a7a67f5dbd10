"""The window, driven by events: it shows what the project holds and exports what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QListWidget, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shapely import box

from mapdesk.edit.ground import put_ground
from mapdesk.edit.project import DESK, add_side, new_project
from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.ui.main_window import MainWindow


def _held(session: EditSession, day: int, east: float) -> None:
    def edit(project: Project) -> Project:
        return put_ground(
            project,
            account=DESK,
            day=date(2022, 10, day),
            side="red",
            status=Status.CONTROLLED,
            shapes=[box(33, 47, east, 47.6)],
            ids=session.ids,
        ).project

    session.do(f"Import of day {day}", edit)


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    path = tmp_path / "two days.mapdesk.gpkg"
    with EditSession.create(path, add_side(new_project("p", "Two days"), "Red", "#C74A38")) as session:
        _held(session, 3, 34.4)
        _held(session, 4, 34.0)
    return path


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    shown = MainWindow(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.close()


def _list(window: MainWindow, name: str) -> QListWidget:
    (found,) = [area for area in window.findChildren(QListWidget) if area.accessibleName() == name]
    return found


def _texts(area: QListWidget) -> list[str]:
    return [area.item(row).text() for row in range(area.count())]


def _open(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.open_project(path)
    qtbot.waitUntil(window.is_drawn, timeout=20_000)


def test_a_project_opens_on_its_last_date_compared_with_the_one_before(
    qtbot: QtBot, window: MainWindow, project_path: Path
) -> None:
    _open(qtbot, window, project_path)
    dates = _list(window, "Dates")
    assert _texts(dates) == ["3 October 2022", "4 October 2022"]
    assert dates.currentItem().text() == "4 October 2022"
    assert _list(window, "Compared with").currentItem().text() == "The date before"
    assert window.windowTitle() == "Two days – MapDesk"


def test_page_up_shows_the_date_before(qtbot: QtBot, window: MainWindow, project_path: Path) -> None:
    _open(qtbot, window, project_path)
    before = window.centralWidget().picture()
    qtbot.keyClick(window, Qt.Key.Key_PageUp)
    qtbot.waitUntil(window.is_drawn, timeout=20_000)
    assert _list(window, "Dates").currentItem().text() == "3 October 2022"
    assert window.centralWidget().picture() != before


def test_undo_and_redo_by_key_change_the_dates_and_name_the_step(
    qtbot: QtBot, window: MainWindow, project_path: Path
) -> None:
    _open(qtbot, window, project_path)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _texts(_list(window, "Dates")) == ["3 October 2022"]
    qtbot.waitUntil(window.is_drawn, timeout=20_000)
    assert window.statusBar().currentMessage() == "Undone: Import of day 4"
    redo = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Z, redo)
    assert _texts(_list(window, "Dates")) == ["3 October 2022", "4 October 2022"]


def test_the_export_dialog_writes_the_picture_shown(
    qtbot: QtBot,
    window: MainWindow,
    project_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _open(qtbot, window, project_path)
    target = tmp_path / "map.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == f"Wrote {target}", timeout=20_000)
    assert b"4 October 2022" in target.read_bytes()


def test_what_is_no_project_is_refused_in_a_sentence_and_the_open_one_stays(
    qtbot: QtBot,
    window: MainWindow,
    project_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _open(qtbot, window, project_path)
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *args: said.append(args[2]))
    text = tmp_path / "notes.gpkg"
    text.write_text("no project")
    window.open_project(text)
    assert len(said) == 1
    assert "notes.gpkg" in said[0]
    assert window.windowTitle() == "Two days – MapDesk"


def test_the_project_that_is_open_can_be_opened_again_and_edited(
    qtbot: QtBot, window: MainWindow, project_path: Path
) -> None:
    _open(qtbot, window, project_path)
    _open(qtbot, window, project_path)
    assert [label.text() for label in window.statusBar().findChildren(QLabel)] == ["All changes saved"]
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _texts(_list(window, "Dates")) == ["3 October 2022"]


def test_the_project_open_last_is_found_from_any_folder(
    qtbot: QtBot, window: MainWindow, project_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project_path.parent)
    _open(qtbot, window, Path(project_path.name))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    later = MainWindow(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(later)
    window.close()
    later.open_first(None, lambda: pytest.fail("the sample was opened"))
    qtbot.waitUntil(later.is_drawn, timeout=20_000)
    assert later.windowTitle() == "Two days – MapDesk"
    later.close()


def test_all_lists_and_the_picture_have_names_for_those_who_do_not_see_them(
    qtbot: QtBot, window: MainWindow, project_path: Path
) -> None:
    _open(qtbot, window, project_path)
    named: list[QWidget] = [*window.findChildren(QListWidget), window.centralWidget()]
    assert all(widget.accessibleName() for widget in named)
    assert "4 October 2022" in window.centralWidget().accessibleDescription()


def test_what_was_chosen_stays_chosen_over_an_undo(
    qtbot: QtBot, window: MainWindow, project_path: Path
) -> None:
    _open(qtbot, window, project_path)
    frames = _list(window, "Frames")
    assert _texts(frames) == ["Whole map", "What changed"]
    frames.setCurrentRow(1)
    _list(window, "Dates").setCurrentRow(0)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert frames.currentItem().text() == "What changed"
    assert _list(window, "Dates").currentItem().text() == "3 October 2022"
