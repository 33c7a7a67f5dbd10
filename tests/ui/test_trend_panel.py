"""The panel Trends: it measures beside the window, shows the day, and hands figures on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mapdesk.model.project import Project
from mapdesk.session.trend import Of
from mapdesk.store.project_file import ProjectFile
from mapdesk.ui.desk import Desk
from mapdesk.ui.trend_panel import TrendPanel
from tests.plain_maps import day, put, rectangle, two_sides


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    """Red takes half a degree more of Blue's home ground on each of three days."""
    project = two_sides(blue=rectangle(30, 46, 38, 50))
    for on, east in ((1, 32.0), (3, 32.5), (5, 33.0)):
        project = put(project, "red", rectangle(30, 46, east, 50), on=on)
    return open_desk(project)


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot, tmp_path: Path) -> TrendPanel:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    panel = TrendPanel(desk, settings)
    qtbot.addWidget(panel, before_close_func=lambda one: one.finish())
    panel.resize(340, 700)
    panel.show()
    qtbot.waitUntil(lambda: is_whole(panel), timeout=20_000)
    return panel


def is_whole(panel: TrendPanel) -> bool:
    found = panel.shown()
    return panel.figures.is_complete() and found is not None and len(found.days) == 3


def choose(panel: TrendPanel, of: Of, qtbot: QtBot) -> None:
    panel.what.setCurrentIndex([panel.what.itemData(n) for n in range(panel.what.count())].index(of))
    qtbot.waitUntil(panel.figures.is_complete, timeout=20_000)


def rows(panel: TrendPanel) -> list[tuple[str, ...]]:
    items = [panel.list.topLevelItem(n) for n in range(panel.list.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(3)) for item in items if item is not None]


def test_the_ground_of_the_day_shown_is_listed_with_its_change_since_the_date_before(
    panel: TrendPanel, desk: Desk
) -> None:
    desk.alter(day=day(4))
    blue = next(row for row in rows(panel) if row[0].startswith("Blue"))
    red = next(row for row in rows(panel) if row[0].startswith("Red"))
    assert panel.list.headerItem().text(1) == "3 May, km²"
    assert red[2].startswith("+")
    assert blue[2] == red[2].replace("+", "−")
    desk.alter(day=day(1))
    assert next(row for row in rows(panel) if row[0].startswith("Red"))[2] == ""


def test_what_was_measured_is_kept_in_the_file(panel: TrendPanel, desk: Desk, qtbot: QtBot) -> None:
    assert desk.session is not None
    path = desk.session.file.path
    with ProjectFile.open(path, read_only=True) as file:
        assert set(file.kept_figures("desk", "area")) == {day(1), day(3), day(5)}


def test_an_edit_is_measured_anew(panel: TrendPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.alter(day=day(5))
    before = next(row for row in rows(panel) if row[0].startswith("Red"))
    desk.do("Take more", lambda project: put(project, "red", rectangle(30, 46, 34, 50), on=5))
    qtbot.waitUntil(
        lambda: is_whole(panel) and next(r for r in rows(panel) if r[0].startswith("Red")) != before,
        timeout=20_000,
    )


def test_a_click_on_the_plot_goes_to_the_date_there(panel: TrendPanel, desk: Desk, qtbot: QtBot) -> None:
    assert panel.plot is not None
    qtbot.waitExposed(panel)
    QApplication.processEvents()
    at = QPoint(panel.plot.x_of(day(3)), panel.plot.height() // 2)
    QTest.mouseClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert desk.showing is not None
    assert desk.showing.day == day(3)


def test_keys_step_from_date_to_date(panel: TrendPanel, desk: Desk) -> None:
    assert panel.plot is not None
    assert desk.showing is not None
    QTest.keyClick(panel.plot, Qt.Key.Key_Home)
    assert desk.showing.day == day(1)
    QTest.keyClick(panel.plot, Qt.Key.Key_Right)
    assert desk.showing.day == day(3)
    QTest.keyClick(panel.plot, Qt.Key.Key_End)
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    assert desk.showing.day == day(3)


def test_how_far_the_front_is_from_a_place_and_the_first_date_under_a_limit(
    panel: TrendPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, Of.DISTANCE, qtbot)
    assert "Type a place" in panel.note.text()
    panel.add_place(33.5, 48, "Ahead")
    qtbot.waitUntil(lambda: is_whole(panel), timeout=20_000)
    assert [row[0] for row in rows(panel)] == ["Ahead"]
    panel.limit.setValue(80)
    assert "3 May 2024" in panel.first.text()
    panel.first.linkActivated.emit("2024-05-03")
    assert desk.showing is not None
    assert desk.showing.day == date(2024, 5, 3)
    panel.limit.setValue(10)
    assert "on no date" in panel.first.text()
    panel.list.setCurrentItem(panel.list.topLevelItem(0))
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert rows(panel) == []


def test_only_what_is_ticked_is_copied(panel: TrendPanel) -> None:
    panel.copy_csv()
    assert QApplication.clipboard().text().splitlines()[0] == 'date,"Red, held (km²)"'
    for row in range(panel.list.topLevelItemCount()):
        panel.list.topLevelItem(row).setCheckState(0, Qt.CheckState.Checked)
    panel.copy_csv()
    head = QApplication.clipboard().text().splitlines()[0]
    assert head == 'date,"Red, held (km²)","Blue, held (km²)"'


@pytest.mark.parametrize("kind", [".png", ".svg", ".csv"])
def test_a_trend_is_exported(panel: TrendPanel, desk: Desk, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"trend{kind}"
    panel.write_to(target)
    qtbot.waitUntil(desk.is_settled, timeout=20_000)
    assert target.stat().st_size > 50


def test_nothing_is_measured_as_long_as_nobody_looks(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    panel = TrendPanel(desk, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(panel, before_close_func=lambda one: one.finish())
    desk.alter(day=day(3))
    assert panel.plot is None
    assert panel.figures.dated == {}


def test_without_a_project_the_panel_says_what_it_is_for(panel: TrendPanel, desk: Desk) -> None:
    desk.close()
    assert "Open a project" in panel.note.text()
    assert not panel.copy.isEnabled()


def test_all_that_takes_the_focus_has_a_name(panel: TrendPanel) -> None:
    takers = [w for w in panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    unnamed = [w for w in takers if w.focusProxy() is None and not w.accessibleName() and w.isVisible()]
    assert unnamed == []
