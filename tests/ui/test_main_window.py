"""The window as a whole: what is open, what is seen first, what is remembered, and that all has a name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTabBar,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shapely.geometry import mapping

from mapdesk.edit.project import DESK
from mapdesk.session.edit_session import EditSession
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.push import PushFront
from mapdesk.tools.select import Select
from mapdesk.ui.main_window import MainWindow
from mapdesk.ui.menus import actions_in
from mapdesk.ui.palette import Palette
from tests.plain_maps import day, put, square, two_sides

_CTRL = Qt.KeyboardModifier.ControlModifier
Opened = Callable[..., MainWindow]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    project = put(two_sides(blue=square(28, 48, 12)), "red", square(30, 50, 4), on=1)
    path = tmp_path / "war.mapdesk.gpkg"
    with EditSession.create(path, project) as session:
        session.do("Move the front", lambda p: put(p, "red", square(30, 50, 3), on=2))
    return path


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def opened(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opened]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    windows: list[MainWindow] = []

    def open_window(path: Path | None = None) -> MainWindow:
        window = MainWindow(settings)
        windows.append(window)
        qtbot.addWidget(window)
        window.begin(lambda: window.open_first(path, lambda: pytest.fail("the sample was opened")))
        window.resize(1280, 800)
        window.show()
        qtbot.waitUntil(lambda: window.page is not None, timeout=20_000)
        if path is not None:
            qtbot.waitUntil(lambda: window.desk.showing is not None and window.is_drawn(), timeout=20_000)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_window
    for window in windows:
        window.close()


def test_a_project_opens_on_its_last_date_and_says_that_all_is_saved(opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.desk.showing is not None
    assert window.desk.showing.day == day(2)
    assert window.windowTitle() == "A plain map (all changes saved) – MapDesk"
    assert "All changes saved" in [label.text() for label in window.statusBar().findChildren(QLabel)]


def test_the_steps_are_named_in_the_menu_and_undone_by_key(qtbot: QtBot, opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.actions_of.steps.undo.text() == "&Undo Move the front"
    qtbot.keyClick(window, Qt.Key.Key_Z, _CTRL)
    assert window.desk.showing is not None
    assert [s.date for s in window.desk.showing.snapshots] == [day(1)]
    assert window.actions_of.steps.redo.text() == "&Redo Move the front"
    qtbot.keyClick(window, Qt.Key.Key_Z, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert [s.date for s in window.desk.showing.snapshots] == [day(1), day(2)]


def test_page_keys_step_through_the_dates(qtbot: QtBot, opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.desk.showing is not None
    qtbot.keyClick(window, Qt.Key.Key_PageUp)
    assert window.desk.showing.day == day(1)
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert window.desk.showing.day == day(2)


def test_letters_take_tools_and_escape_comes_back_to_select(qtbot: QtBot, opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.page is not None
    qtbot.keyClick(window, Qt.Key.Key_P)
    assert isinstance(window.page.hand.tool, PushFront)
    assert [a.text() for a in window.toolbox.tools if a.isChecked()] == ["Push the front"]
    qtbot.keyClick(window.page.canvas, Qt.Key.Key_Escape)
    assert isinstance(window.page.hand.tool, Select)


def test_a_letter_typed_into_a_field_takes_no_tool(qtbot: QtBot, opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.page is not None
    qtbot.keyClick(window, Qt.Key.Key_F, _CTRL)
    assert window.focusWidget() is window.finder
    qtbot.keyClicks(window.finder, "p")
    assert isinstance(window.page.hand.tool, Select)
    qtbot.keyClick(window.finder, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.page.canvas


def test_a_closed_project_leaves_the_start_page_with_its_picture(opened: Opened, path: Path) -> None:
    window = opened(path)
    window.actions_of.close.trigger()
    assert window.start_page.isVisible()
    assert not any(dock.isVisible() for dock in window.findChildren(QDockWidget))
    (recent,) = window.recent.all()
    assert (recent.title, recent.path) == ("A plain map", path)
    assert recent.picture.exists()
    with EditSession.open(path) as session:
        assert not session.file.read_only


def test_the_project_view_and_panels_of_last_time_are_there_again(
    qtbot: QtBot, opened: Opened, path: Path
) -> None:
    window = opened(path)
    assert window.page is not None
    window.page.canvas.fit((30, 50, 31, 51))
    view = window.page.canvas.viewport()
    docks = {dock.windowTitle(): dock for dock in window.findChildren(QDockWidget)}
    docks["Features"].hide()
    window.close()
    again = opened()
    qtbot.waitUntil(lambda: again.desk.showing is not None and again.is_drawn(), timeout=20_000)
    assert again.page is not None
    assert again.page.canvas.viewport().centre == pytest.approx(view.centre)
    assert again.page.canvas.viewport().metres_per_pixel == pytest.approx(view.metres_per_pixel)
    shown = {dock.windowTitle(): dock.isVisibleTo(again) for dock in again.findChildren(QDockWidget)}
    assert shown["Features"] is False
    assert shown["Selection"] is True


def test_what_is_no_project_is_refused_in_a_sentence_and_leaves_the_one_that_is_open(
    qtbot: QtBot, opened: Opened, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(path)
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(str(words[-1])))
    assert window.page is not None
    monkeypatch.setattr(window.page, "say", said.append)
    (tmp_path / "notes.gpkg").write_text("no project", encoding="utf-8")
    window.files.open(tmp_path / "notes.gpkg")
    qtbot.waitUntil(lambda: bool(said))
    assert "notes.gpkg" in said[0]
    assert window.windowTitle().startswith("A plain map")


def test_the_project_that_is_open_can_be_opened_again_and_edited(
    qtbot: QtBot, opened: Opened, path: Path
) -> None:
    window = opened(path)
    window.files.open(path)
    qtbot.waitUntil(lambda: window.desk.showing is not None and window.is_drawn(), timeout=20_000)
    assert window.desk.writable


def test_a_geojson_file_dropped_on_the_window_is_asked_about_and_imported(
    qtbot: QtBot, opened: Opened, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mapdesk.ui.import_dialog import ImportDialog

    window = opened(path)
    file = tmp_path / "red_2024-05-03.geojson"
    feature = {"type": "Feature", "geometry": mapping(square(30, 50, 2)), "properties": {"layer": "Red"}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")

    def accept(dialog: ImportDialog) -> int:
        dialog.show()
        qtbot.waitUntil(
            lambda: any(b.isEnabled() for b in dialog.findChildren(QAbstractButton) if "Import" in b.text())
        )
        dialog.accept()
        return 1

    monkeypatch.setattr(ImportDialog, "exec", accept)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(
        lambda: window.desk.session is not None and len(window.desk.session.project.snapshots[DESK]) == 3,
        timeout=20_000,
    )
    assert window.desk.showing is not None
    assert window.desk.showing.day == day(3)


def test_everything_that_takes_the_keyboard_has_a_name(opened: Opened, path: Path) -> None:
    window = opened(path)
    window.show_dock(window.frames)
    for panel in (window.features, window.selection, window.article, window.frames):
        panel.show()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not _is_named(widget)
    ]
    assert set(nameless) == set()


def _is_named(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    inside = widget.objectName().startswith("qt_") or "spinbox" in widget.objectName()
    return bool(widget.accessibleName() or text or inside)


def test_every_action_is_in_a_menu_with_a_tooltip(opened: Opened, path: Path) -> None:
    window = opened(path)

    def entries(actions: list[QAction]) -> Iterator[QAction]:
        for entry in actions:
            if entry.menu() is not None:
                yield from entries(entry.menu().actions())  # type: ignore[attr-defined]
            elif not entry.isSeparator():
                yield entry

    in_menus = list(entries(window.menuBar().actions()))
    with_keys = [action for action in window.actions() if not action.shortcut().isEmpty()]
    assert [action.text() for action in with_keys if action not in in_menus] == []
    assert [action.text() for action in in_menus if not action.toolTip()] == []


def test_no_two_actions_share_a_key(opened: Opened, path: Path) -> None:
    window = opened(path)
    keys = [keys.toString() for action in window.actions() for keys in action.shortcuts()]
    keys += [action.shortcut().toString() for action in window.toolbox.tools]
    assert sorted(keys) == sorted(set(keys))


def test_the_next_panel_key_goes_through_all_parts_of_the_window(
    qtbot: QtBot, opened: Opened, path: Path
) -> None:
    window = opened(path)
    assert window.page is not None
    window.page.canvas.setFocus()
    passed = []
    for _ in range(6):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focused = window.focusWidget()
        parts = (window.page.timeline, window.features, window.selection, window.article, window.finder)
        passed += [type(part).__name__ for part in parts if part is focused or part.isAncestorOf(focused)]
    assert passed[:4] == ["Timeline", "FeaturesPanel", "ArticlePanel", "FindPlace"]
    window.page.canvas.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is window.finder


def test_the_front_is_pushed_by_keys_alone(qtbot: QtBot, opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.page is not None
    assert window.desk.showing is not None
    canvas = window.page.canvas
    canvas.fit((29, 49, 35, 53))
    canvas.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_P)

    def point(lon: float, lat: float) -> None:
        canvas.fly_to(lon, lat)
        qtbot.waitUntil(window.is_drawn, timeout=10_000)
        qtbot.wait(300)
        qtbot.keyClick(canvas, Qt.Key.Key_Insert)
        qtbot.waitUntil(window.desk.is_settled, timeout=10_000)

    before = window.desk.showing.project
    for place in ((33.0, 50.5), (32.0, 51.5), (33.0, 52.5)):
        point(*place)
    if window.desk.showing.project is before:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(window.desk.is_settled, timeout=10_000)
    assert window.desk.showing.project is not before
    assert window.actions_of.steps.undo.text().startswith("&Undo Push the front")


def test_the_palette_takes_a_tool_by_a_few_letters_and_enter(
    qtbot: QtBot, opened: Opened, path: Path
) -> None:
    window = opened(path)
    window.actions_of.palette.trigger()
    palette = window.findChild(Palette)
    field = palette.findChild(QLineEdit)
    qtbot.keyClicks(field, "pus")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.page is not None
    assert isinstance(window.page.hand.tool, PushFront)
    assert not palette.isVisible()


def test_the_palette_is_as_high_as_what_it_found_and_says_where_that_is_nothing(
    qtbot: QtBot, opened: Opened, path: Path
) -> None:
    window = opened(path)
    window.actions_of.palette.trigger()
    palette = window.findChild(Palette)
    field, found = palette.findChild(QLineEdit), palette.findChild(QTreeWidget)
    high = palette.height()
    qtbot.keyClicks(field, "qqxzzw")
    assert palette.height() < high
    assert "Nothing" in found.topLevelItem(0).text(0)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_after_a_date_is_entered_a_letter_takes_a_tool(qtbot: QtBot, opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.page is not None
    line = window.page.timeline.field.line
    line.setFocus()
    qtbot.keyClicks(line, day(1).isoformat())
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.focusWidget() is window.page.canvas


def test_undo_takes_back_a_point_of_the_stroke_in_hand_before_any_step(opened: Opened, path: Path) -> None:
    window = opened(path)
    assert window.page is not None
    assert window.desk.showing is not None
    before = window.desk.showing.project
    window.page.hand.take(DrawLine(points=((30.0, 50.0),)))
    window.actions_of.steps.undo.trigger()
    assert window.desk.showing.project is before
    assert window.page.hand.tool == DrawLine()


def test_a_refusal_lets_clicks_through_and_goes_with_the_next_one(
    qtbot: QtBot, opened: Opened, path: Path
) -> None:
    window = opened(path)
    assert window.page is not None
    canvas, bubble = window.page.canvas, window.page.bubble
    bubble.say("That is not possible.", QPoint(200, 200))
    QApplication.processEvents()
    assert bubble.isVisible()
    spot = bubble.geometry().center()
    assert bubble.parentWidget().childAt(spot) is not bubble
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot)
    assert not bubble.isVisible()


def test_the_picture_of_the_frame_is_drawn_when_its_tab_comes_to_the_front(
    qtbot: QtBot, opened: Opened, path: Path
) -> None:
    window = opened(path)
    assert window.frames.picture() is None
    bar, tab = next(
        (bar, tab)
        for bar in window.findChildren(QTabBar)
        for tab in range(bar.count())
        if bar.tabText(tab) == "Frames"
    )
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())
    qtbot.waitUntil(lambda: window.frames.picture() is not None, timeout=20_000)


def test_the_palette_goes_to_a_typed_date(qtbot: QtBot, opened: Opened, path: Path) -> None:
    window = opened(path)
    window.actions_of.palette.trigger()
    field = window.findChild(Palette).findChild(QLineEdit)
    qtbot.keyClicks(field, day(1).isoformat())
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.desk.showing is not None
    assert window.desk.showing.day == day(1)


def test_every_action_of_the_menus_has_a_name_of_its_own(opened: Opened) -> None:
    names = [one.objectName() for one in actions_in(opened())]
    assert len(names) == len(set(names)) > 50


def test_the_ground_that_changed_hands_says_so_under_the_pointer_and_lets_clicks_through(
    opened: Opened, path: Path
) -> None:
    window = opened(path)
    assert window.page is not None
    canvas, hint = window.page.canvas, window.page.hint
    ((x, y),) = canvas.viewport().to_pixels([(33.5, 51.0)]).tolist()
    window.page.hand.hovered(canvas.pointer_at(QPointF(x, y)))
    assert "km²" in hint.text()
    assert hint.isVisible()
    assert hint.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    window.page.hand.hovered(None)
    assert not hint.isVisible()
