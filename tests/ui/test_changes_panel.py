"""The changes panel lists what changed hands, shows what is picked on the map, and lets it be taken along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mapdesk.model.project import Project
from mapdesk.session.editing_view import view_content
from mapdesk.session.showing import Against, Showing
from mapdesk.ui.changes_panel import ChangesPanel
from mapdesk.ui.desk import Desk
from tests.plain_maps import day, facing, put, rectangle, two_sides

KHERSON, ODESA = rectangle(32.4, 46.5, 32.9, 46.8), rectangle(30.5, 46.3, 31, 46.6)


def retreat() -> Project:
    """Red gives up Kherson on 2 May, and a little ground south of Odesa, in Blue's home ground."""
    project = put(two_sides(blue=rectangle(30, 45, 36, 50)), "red", KHERSON, ODESA)
    return put(project, "red", rectangle(30.55, 46.3, 31, 46.6), on=2)


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    return open_desk(retreat())


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot, tmp_path: Path) -> ChangesPanel:
    panel = ChangesPanel(desk, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    qtbot.waitUntil(desk.is_settled)
    return panel


def showing(desk: Desk) -> Showing:
    assert desk.showing is not None
    return desk.showing


def words(panel: ChangesPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def test_patches_are_listed_largest_first_with_the_sides_totals(panel: ChangesPanel) -> None:
    assert panel.patches.in_order()[0].where == "Kherson"
    assert "Ground that changed hands between 1 May 2024 and 2 May 2024" in words(panel)
    assert panel.tabs.tabText(0) == "Patches (2)"
    assert "Blue" in words(panel)
    assert "geodesic" in words(panel)


def test_a_patch_that_is_picked_is_flown_to_lit_and_measured_on_the_map(
    panel: ChangesPanel, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.sought) as sought:
        panel.patches.setFocus()
        qtbot.keyClick(panel.patches, Qt.Key.Key_Return)
    west, south, east, north = sought.args[0]
    assert west < 32.4 < 32.9 < east
    assert south < 46.5 < 46.8 < north
    content = view_content(showing(desk))
    (lit,) = content.lit_ground
    assert lit.equals(KHERSON)
    (measured,) = content.measured
    assert measured.words.endswith(" km")


def test_on_another_date_the_patch_is_let_go_of(panel: ChangesPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.patches.picked.emit(panel.patches.in_order()[0])
    desk.alter(day=day(1))
    qtbot.waitUntil(desk.is_settled)
    assert view_content(showing(desk)).measured == ()
    assert "Nothing is compared" in words(panel)
    assert not panel.copy.isVisible()


def test_patches_under_an_area_are_set_aside_and_shown_all_the_same_where_wanted(
    panel: ChangesPanel, desk: Desk, qtbot: QtBot
) -> None:
    large, small = panel.patches.in_order()
    panel._least.setValue((large.patch.area_km2 + small.patch.area_km2) / 2)
    qtbot.waitUntil(lambda: desk.is_settled() and len(panel.patches.in_order()) == 1)
    assert len(view_content(showing(desk)).change) == 1
    panel._aside.setChecked(True)
    assert [bool(row.aside) for row in panel.patches.in_order()] == [False, True]
    assert len(view_content(showing(desk)).change) == 2


def test_localities_are_listed_with_their_population_and_told_apart_as_home_ground(
    panel: ChangesPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.tabs.setCurrentIndex(1)
    first = panel.places.in_order()[0]
    assert first.name == "Kherson"
    assert panel.places.model().index(0, 2).data() == "Red → Blue*"
    with qtbot.waitSignal(desk.sought) as sought:
        panel.places.picked.emit(first)
    west, _, east, _ = sought.args[0]
    assert west < first.place.lon < east
    assert showing(desk).selected_patch is not None


def test_the_list_that_is_seen_is_copied_and_written_in_its_order(
    panel: ChangesPanel, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    panel.patches.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("km²\t")
    assert "Kherson" in lines[2]
    panel.tabs.setCurrentIndex(1)
    panel.write(tmp_path / "places.csv")
    written = (tmp_path / "places.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[0].startswith("Locality,Population")


def test_two_dates_between_which_nothing_changed_say_so(
    open_desk: Callable[[Project], Desk], qtbot: QtBot, tmp_path: Path
) -> None:
    desk = open_desk(put(facing(), "red", rectangle(30, 50, 32, 52), on=2))
    panel = ChangesPanel(desk, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(panel)
    desk.alter(day=day(2), against=Against.PREVIOUS)
    qtbot.waitUntil(desk.is_settled)
    assert "Nothing changed hands between 1 May 2024 and 2 May 2024." in words(panel)
