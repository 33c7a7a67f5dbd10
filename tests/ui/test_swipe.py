"""Two dates at once: a handle that swipes over the map, or a second map that moves along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from pytestqt.qtbot import QtBot

from mapdesk.model.project import Project
from mapdesk.session.showing import Against
from mapdesk.ui.canvas.canvas import Canvas
from mapdesk.ui.desk import Desk
from mapdesk.ui.map_page import MapPage
from mapdesk.ui.swipe import Together, TwoDates
from tests.plain_maps import day, put, square, two_sides

LEFT = Qt.MouseButton.LeftButton


def growing() -> Project:
    """Red holds a square on the 1st and a larger one on the 3rd."""
    project = put(two_sides(blue=square(28, 48, 10)), "red", square(30, 50, 2), on=1)
    return put(project, "red", square(30, 50, 4), on=3)


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    return open_desk(growing())


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[MapPage]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    shown = MapPage(desk, settings)
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    qtbot.waitExposed(shown)
    qtbot.waitUntil(shown.canvas.is_drawn, timeout=20_000)
    yield shown
    shown.finish()


def _colour(two_dates: TwoDates, canvas: Canvas, lon: float, lat: float) -> str:
    ((x, y),) = canvas.viewport().to_pixels([(lon, lat)]).tolist()
    place = canvas.mapTo(two_dates, QPoint(round(x), round(y)))
    return two_dates.grab().toImage().pixelColor(place).name()


def _drawn(qtbot: QtBot, two_dates: TwoDates) -> Canvas:
    other = two_dates.other
    assert other is not None
    qtbot.waitUntil(other.is_drawn, timeout=20_000)
    return other


def test_left_of_the_handle_the_map_is_that_of_the_date_compared_with(qtbot: QtBot, page: MapPage) -> None:
    two = page.two_dates
    taken = (33.0, 53.0)
    after = _colour(two, page.canvas, *taken)
    two.show_dates(Together.SWIPE)
    _drawn(qtbot, two)
    qtbot.keyClick(two.handle, Qt.Key.Key_End)
    before = _colour(two, page.canvas, *taken)
    qtbot.keyClick(two.handle, Qt.Key.Key_Home)
    assert _colour(two, page.canvas, *taken) == after != before


def test_the_handle_is_dragged_and_moved_by_arrows(qtbot: QtBot, page: MapPage) -> None:
    page.two_dates.show_dates(Together.SWIPE)
    handle = page.two_dates.handle
    middle = handle.geometry().center().x()
    qtbot.mousePress(handle, LEFT, pos=QPoint(11, 100))
    qtbot.mouseMove(handle, QPoint(11 + 150, 100))
    qtbot.mouseRelease(handle, LEFT, pos=QPoint(11, 100))
    assert handle.geometry().center().x() == pytest.approx(middle + 150, abs=2)
    qtbot.keyClick(handle, Qt.Key.Key_Left)
    assert handle.geometry().center().x() == pytest.approx(middle + 150 - 18, abs=3)


def test_two_maps_side_by_side_move_along_with_one_another(qtbot: QtBot, page: MapPage) -> None:
    two = page.two_dates
    two.show_dates(Together.SIDE_BY_SIDE)
    other = _drawn(qtbot, two)
    assert not two.handle.isVisible()
    page.canvas.zoom_by(2.0)
    assert other.viewport() == page.canvas.viewport()
    other.pan_by(40, 10)
    assert other.viewport() == page.canvas.viewport()
    two.show_dates(Together.NOT)
    assert page.canvas.width() == two.width()
    assert not other.isVisible()


def test_where_nothing_is_compared_with_the_map_is_whole(page: MapPage, desk: Desk) -> None:
    page.two_dates.show_dates(Together.SWIPE)
    assert page.two_dates.handle.isVisible()
    desk.alter(against=Against.NOTHING)
    assert not page.two_dates.handle.isVisible()
    desk.alter(against=Against.PREVIOUS)
    assert page.two_dates.handle.isVisible()
    assert "1 May 2024 on the left" in page.two_dates.handle.accessibleDescription()
    desk.alter(day=day(1))
    assert not page.two_dates.handle.isVisible()
