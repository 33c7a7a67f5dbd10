"""The frame panel, driven by events: what it shows is what is written, and each change is one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mapdesk.edit.layout import change_frame, put_frame
from mapdesk.model.layout import DateRule, Frame
from mapdesk.session.edit_session import EditSession
from mapdesk.ui.desk import Desk
from mapdesk.ui.export_sizes import ExportSizesDialog
from mapdesk.ui.frame_panel import FramePanel
from tests.plain_maps import day, put, rectangle, two_sides

SOUTH = Frame(
    uid="frame-south", name="South", bounds=(31, 46, 35, 49), width=480, height=270, title="A retreat"
)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """Red holds a rectangle on the first day and half of it on the third; the project has one frame."""
    project = put(two_sides(), "red", rectangle(32, 47, 34, 48))
    project = put_frame(put(project, "red", rectangle(33, 47, 34, 48), on=3), SOUTH)
    opened = Desk()
    opened.open(lambda: EditSession.create(tmp_path / "south.mapdesk.gpkg", project), "the project")
    qtbot.waitUntil(lambda: opened.showing is not None and opened.is_settled(), timeout=20_000)
    yield opened
    opened.finish()


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[FramePanel]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("export/folder", str(tmp_path))
    shown = FramePanel(desk, settings)
    qtbot.addWidget(shown)
    shown.resize(320, 900)
    shown.show()
    _wait(qtbot, shown)
    yield shown
    shown.finish()


def _wait(qtbot: QtBot, panel: FramePanel) -> None:
    qtbot.waitUntil(lambda: panel.is_drawn() and panel.picture() is not None, timeout=20_000)


def _named(panel: QWidget, kind: type, name: str) -> QWidget:
    (found,) = [each for each in panel.findChildren(kind) if each.accessibleName() == name]
    return found


def _type(qtbot: QtBot, field: QWidget, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def _enter(qtbot: QtBot, field: QWidget, text: str) -> None:
    _type(qtbot, field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def _choose(qtbot: QtBot, chooser: QComboBox, text: str) -> None:
    row = chooser.findText(text, Qt.MatchFlag.MatchStartsWith)
    assert row >= 0
    chooser.setFocus()
    qtbot.keyClick(chooser, Qt.Key.Key_Home)
    for _ in range(chooser.count()):
        if chooser.currentIndex() == row:
            break
        qtbot.keyClick(chooser, Qt.Key.Key_Down)
    assert chooser.currentIndex() == row


def _steps(desk: Desk) -> list[str]:
    assert desk.session is not None
    return [step.label for step in desk.session.history() if not step.undone]


def _frame(desk: Desk, uid: str = "frame-south") -> Frame:
    assert desk.session is not None
    return desk.session.project.frames[uid]


def _save_as(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), "PNG picture (*.png)"))


def test_the_preview_is_the_exported_png_pixel_for_pixel(
    qtbot: QtBot, desk: Desk, panel: FramePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "south.png"
    _save_as(monkeypatch, target)
    with qtbot.waitSignal(desk.said, timeout=20_000, check_params_cb=lambda text: text.startswith("Wrote")):
        panel.export_action.trigger()
    written = QImage(str(target)).convertToFormat(QImage.Format.Format_RGB32)
    shown = panel.picture()
    assert shown is not None
    assert (shown.width(), shown.height()) == (480, 270)
    assert shown.constBits().tobytes() == written.constBits().tobytes()
    assert panel.large_view.picture().constBits().tobytes() == written.constBits().tobytes()


def test_a_title_is_previewed_while_it_is_typed_and_is_one_step_when_left(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    before = panel.picture()
    title = _named(panel, QLineEdit, "Title")
    _type(qtbot, title, "Towards the coast")
    assert not panel.is_drawn()
    _wait(qtbot, panel)
    assert panel.picture() != before
    assert _steps(desk) == []
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert _steps(desk) == ["Frame South: title"]
    assert _frame(desk).title == "Towards the coast"
    desk.undo()
    assert title.text() == "A retreat"
    _wait(qtbot, panel)
    assert panel.picture() == before


def test_leaving_the_field_by_tab_saves_it_too(qtbot: QtBot, desk: Desk, panel: FramePanel) -> None:
    note = _named(panel, QLineEdit, "Note")
    _type(qtbot, note, "Not confirmed")
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    assert _steps(desk) == ["Frame South: note"]
    assert _frame(desk).note == "Not confirmed"


def test_escape_takes_back_what_was_typed(qtbot: QtBot, desk: Desk, panel: FramePanel) -> None:
    title = _named(panel, QLineEdit, "Title")
    _type(qtbot, title, "A slip")
    qtbot.keyClick(title, Qt.Key.Key_Escape)
    assert title.text() == "A retreat"
    assert _steps(desk) == []


def test_a_size_is_chosen_by_name_in_one_step(qtbot: QtBot, desk: Desk, panel: FramePanel) -> None:
    size = _named(panel, QComboBox, "Size")
    assert size.currentText() == "Another size"
    _choose(qtbot, size, "Wide, 1920 × 1080")
    assert (_frame(desk).width, _frame(desk).height) == (1920, 1080)
    assert _steps(desk) == ["Frame South: size"]


def test_a_bad_size_is_refused_in_a_sentence_and_stays_to_be_mended(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    said: list[str] = []
    desk.refused.connect(said.append)
    width = _named(panel, QSpinBox, "Width in pixels")
    _enter(qtbot, width, "90")
    why = _named(panel, QLabel, "Why this is not possible")
    assert why.isVisible()
    assert why.text() == "A frame is 200 to 8000 pixels wide and high."
    assert said == [why.text()]
    assert (_steps(desk), width.value()) == ([], 90)
    _enter(qtbot, width, "900")
    assert not why.isVisible()
    assert (_steps(desk), _frame(desk).width) == (["Frame South: size"], 900)


def test_switches_dates_and_language_are_one_step_each(qtbot: QtBot, desk: Desk, panel: FramePanel) -> None:
    qtbot.keyClick(_named(panel, QCheckBox, "With legend"), Qt.Key.Key_Space)
    qtbot.keyClick(_named(panel, QCheckBox, "With locator map"), Qt.Key.Key_Space)
    _choose(qtbot, _named(panel, QComboBox, "Names in"), "Ukrainian")
    _choose(qtbot, _named(panel, QComboBox, "Shows"), "Changes since the date before")
    assert _steps(desk) == [
        "Frame South: legend off",
        "Frame South: locator map off",
        "Frame South: language of names",
        "Frame South: date rule",
    ]
    frame = _frame(desk)
    assert {part.value for part in frame.furniture} == {"title", "scale_bar", "source"}
    assert (frame.language, frame.date_rule) == ("uk", DateRule.SINCE_PREVIOUS)


def test_a_fixed_date_is_chosen_among_the_dates_of_the_map(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    since = _named(panel, QComboBox, "Changes since")
    assert not since.isVisible()
    _choose(qtbot, _named(panel, QComboBox, "Shows"), "Changes since a fixed date")
    assert since.isVisible()
    assert [since.itemText(row) for row in range(since.count())] == ["3 May 2024", "1 May 2024"]
    assert _frame(desk).date_rule is DateRule.SINCE_FIXED
    assert _frame(desk).since == day(1).isoformat()
    _wait(qtbot, panel)


def test_a_frame_is_shown_by_its_own_values_and_showing_it_changes_none(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    assert _named(panel, QComboBox, "Shows").currentText() == "This date alone"
    assert _named(panel, QComboBox, "Frame").currentText() == "South"
    assert (panel.frame(), _steps(desk)) == (SOUTH, [])
    panel.copy_action.trigger()
    assert _steps(desk) == []
    # A frame from elsewhere may have what a field of one line doesn't show.
    desk.do("Elsewhere", lambda project: change_frame(project, SOUTH.uid, note="Two\nlines "))
    panel.copy_action.trigger()
    assert (_steps(desk), _frame(desk).note) == (["Elsewhere"], "Two\nlines ")


def test_bounds_are_dragged_on_the_map_or_typed(qtbot: QtBot, desk: Desk, panel: FramePanel) -> None:
    with qtbot.waitSignal(panel.extent_wanted) as wanted:
        button = next(
            b for b in panel.findChildren(QPushButton) if b.accessibleName() == "Drag the bounds on the map"
        )
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == [SOUTH]
    panel.set_bounds((31.123456, 46.0, 35.0, 49.0))
    west, east = (_named(panel, QWidget, f"{edge} in degrees") for edge in ("West", "East"))
    assert west.text() == "W 31.1235"
    _enter(qtbot, east, "34.5")
    assert _frame(desk).bounds == (31.123456, 46.0, 34.5, 49.0)
    assert _steps(desk) == ["Frame South: bounds", "Frame South: bounds"]
    _enter(qtbot, east, "30")
    assert "some ground" in _named(panel, QLabel, "Why this is not possible").text()


def test_a_frame_is_added_duplicated_and_deleted_and_deleting_can_be_undone(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    chooser = _named(panel, QComboBox, "Frame")
    panel.bounds_wanted.connect(lambda: panel.set_bounds((31.5, 46.5, 34.5, 48.5)))
    panel.add_actions[0].trigger()
    assert chooser.currentText() == "New frame"
    panel.duplicate_action.trigger()
    assert chooser.currentText() == "New frame 2"
    panel.delete_action.trigger()
    _choose(qtbot, chooser, "South")
    panel.delete_action.trigger()
    assert _steps(desk)[-2:] == ["Delete frame New frame 2", "Delete frame South"]
    assert chooser.findText("South") < 0
    desk.undo()
    assert chooser.findText("South") >= 0
    assert _frame(desk) == SOUTH


def test_a_frame_made_from_the_map_becomes_the_projects_own_when_it_is_edited(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    chooser = _named(panel, QComboBox, "Frame")
    _choose(qtbot, chooser, "What changed")
    made_up = panel.frame()
    assert made_up is not None
    assert made_up.date_rule is DateRule.SINCE_PREVIOUS
    assert not panel.delete_action.isEnabled()
    _enter(qtbot, _named(panel, QLineEdit, "Title"), "Ground recovered")
    assert _steps(desk) == ["Frame What changed: title"]
    frame = panel.frame()
    assert frame is not None
    assert desk.session is not None
    assert desk.session.project.frames[frame.uid] is frame
    assert (frame.title, frame.bounds) == ("Ground recovered", made_up.bounds)
    assert chooser.currentText() == "What changed"
    desk.undo()
    assert list(desk.session.project.frames) == ["frame-south"]


def test_a_rename_to_a_name_that_is_taken_is_refused(qtbot: QtBot, desk: Desk, panel: FramePanel) -> None:
    panel.duplicate_action.trigger()
    _enter(qtbot, _named(panel, QLineEdit, "Name"), "south")
    assert (
        _named(panel, QLabel, "Why this is not possible").text() == "There is a frame called south already."
    )


def test_the_clipboard_holds_the_picture_that_would_be_exported(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    QGuiApplication.clipboard().clear()
    _type(qtbot, _named(panel, QLineEdit, "Title"), "Just typed")
    panel.copy_action.trigger()
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=20_000)
    copied = QGuiApplication.clipboard().image().convertToFormat(QImage.Format.Format_RGB32)
    assert _frame(desk).title == "Just typed"
    _wait(qtbot, panel)
    assert copied.constBits().tobytes() == panel.picture().constBits().tobytes()


def test_all_sizes_are_written_by_name_and_those_there_are_asked_about_once(
    qtbot: QtBot, panel: FramePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tonight"
    folder.mkdir()
    panel.sizes_action.trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportSizesDialog)
    own = next(box for box in dialog.findChildren(QCheckBox) if box.text().startswith("As the frame is"))
    qtbot.keyClick(own, Qt.Key.Key_Space)
    qtbot.keyClick(_named(dialog, QCheckBox, "SVG, to edit"), Qt.Key.Key_Space)
    _type(qtbot, _named(dialog, QLineEdit, "Folder"), str(folder))
    start = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export 4 pictures")
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    assert dialog.is_writing()
    qtbot.waitUntil(lambda: not dialog.is_writing(), timeout=60_000)
    sizes = {
        "1920x1080": (1920, 1080),
        "1080x1080": (1080, 1080),
        "1080x1350": (1080, 1350),
        "1080x1920": (1080, 1920),
    }
    written = {f"South, 2024-05-03, {size}.png": pixels for size, pixels in sizes.items()}
    assert {path.name for path in folder.iterdir()} == written.keys()
    for name, pixels in written.items():
        image = QImage(str(folder / name))
        assert (image.width(), image.height()) == pixels
    assert _named(dialog, QLabel, "What was written").text().startswith(f"Wrote 4 pictures into {folder}.\n")
    asked: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "question", lambda *args: asked.append(args[2]) or QMessageBox.StandardButton.No
    )
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    assert not dialog.is_writing()
    assert len(asked) == 1
    assert "1 more are in that folder already" in asked[0]
    dialog.reject()


def test_a_batch_that_is_called_off_writes_no_more_and_says_so(
    qtbot: QtBot, panel: FramePanel, tmp_path: Path
) -> None:
    panel.sizes_action.trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportSizesDialog)
    qtbot.mouseClick(_named(dialog, QPushButton, "Export"), Qt.MouseButton.LeftButton)
    assert dialog.is_writing()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.is_writing(), timeout=60_000)
    assert dialog.isVisible()
    assert _named(dialog, QLabel, "What was written").text() == "Nothing was written.\nIt was cancelled."
    assert not list(tmp_path.glob("*.png"))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_png_twice_as_dense_is_written_beside_the_window(
    qtbot: QtBot, desk: Desk, panel: FramePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose(qtbot, _named(panel, QComboBox, "PNG density"), "2×")
    _save_as(monkeypatch, tmp_path / "south.png")
    with qtbot.waitSignal(desk.said, timeout=60_000, check_params_cb=lambda text: text.startswith("Wrote")):
        panel.export_action.trigger()
    image = QImage(str(tmp_path / "south.png"))
    assert (image.width(), image.height()) == (960, 540)


def test_a_hidden_panel_draws_nothing_until_it_is_seen(qtbot: QtBot, desk: Desk, panel: FramePanel) -> None:
    before = panel.picture()
    panel.hide()
    desk.alter(day=day(1))
    assert panel.is_drawn()
    assert panel.picture() is before
    panel.show()
    assert not panel.is_drawn()
    _wait(qtbot, panel)
    assert panel.picture() != before


def test_a_frame_that_has_nothing_to_compare_with_says_so_in_the_place_of_its_picture(
    qtbot: QtBot, desk: Desk, panel: FramePanel
) -> None:
    panel.set_bounds((31, 46, 35, 48))
    _choose(qtbot, _named(panel, QComboBox, "Shows"), "Changes since the date before")
    desk.alter(day=day(1))
    qtbot.waitUntil(lambda: panel.is_drawn() and panel.picture() is None, timeout=20_000)
    preview = _named(panel, QWidget, "Small picture of the frame")
    assert preview.accessibleDescription() == "There is no map before 1 May 2024 to compare with."


def test_an_export_without_an_ending_gets_that_of_the_kind_chosen_and_errors_are_sentences(
    qtbot: QtBot, desk: Desk, panel: FramePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _save_as(monkeypatch, tmp_path / "tonight")
    with qtbot.waitSignal(desk.said, timeout=20_000, check_params_cb=lambda text: text.startswith("Wrote")):
        panel.export_action.trigger()
    assert (tmp_path / "tonight.png").exists()
    _save_as(monkeypatch, tmp_path / "tonight.pdf")
    with qtbot.waitSignal(desk.refused, timeout=20_000) as refused:
        panel.export_action.trigger()
    assert refused.args == ["tonight.pdf: an export ends in .png, .svg or .geojson."]


def test_every_field_that_takes_the_focus_has_a_name(panel: FramePanel) -> None:
    inner = ("qt_", "ScrollLeftButton", "ScrollRightButton")
    nameless = [
        each
        for each in panel.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not each.accessibleName()
        and not each.objectName().startswith(inner)
        and each.isVisible()
    ]
    assert nameless == []
