"""The large picture: fitted as a whole, or pixel by pixel where it is looked at closely."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapdesk.ui.picture_view import PictureView


@pytest.fixture
def view(qtbot: QtBot) -> PictureView:
    """A view of 400 × 300 with a picture of 800 × 800: the left half red, the right blue."""
    shown = PictureView()
    qtbot.addWidget(shown)
    shown.resize(400, 300)
    image = QImage(800, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    for x in range(400):
        for y in range(800):
            image.setPixelColor(x, y, QColor("red"))
    shown.show_picture(image, "Two halves", "Left off for want of room: Dudchany.")
    shown.show()
    return shown


def _turn(view: PictureView, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def _colour(view: PictureView, x: int, y: int) -> str:
    colour = view.grab().toImage().pixelColor(x, y)
    return "red" if colour.red() > 200 else "blue" if colour.blue() > 200 else "other"


def test_the_whole_picture_is_fitted_first_with_a_caption_below(view: PictureView) -> None:
    assert view.zoom() < 300 / 800
    assert (_colour(view, 180, 100), _colour(view, 220, 100), _colour(view, 30, 100)) == (
        "red",
        "blue",
        "other",
    )
    assert "Dudchany" in view.accessibleDescription()


def test_a_double_click_shows_each_pixel_on_one_of_the_screen_and_another_the_whole(
    qtbot: QtBot, view: PictureView
) -> None:
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert view.zoom() == 1
    assert (_colour(view, 20, 100), _colour(view, 380, 100)) == ("red", "blue")
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert view.zoom() < 1


def test_the_wheel_zooms_at_the_pointer_and_a_drag_moves_as_far_as_the_picture_goes(
    qtbot: QtBot, view: PictureView
) -> None:
    # Just left of where red meets blue.
    edge = QPoint(198, 100)
    _turn(view, edge, 5)
    assert _colour(view, edge.x(), edge.y()) == "red"
    assert _colour(view, edge.x() + 12, edge.y()) == "blue"
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view, QPoint(5000, 100))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(5000, 100))
    assert _colour(view, 20, 100) == "red"
    _turn(view, edge, -20)
    assert view.zoom() < 300 / 800


def test_the_keys_zoom_and_move_too(qtbot: QtBot, view: PictureView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.zoom() == 1
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert _colour(view, 20, 100) == "blue"
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom() < 1


def test_a_sentence_stands_in_the_place_of_a_picture(view: PictureView) -> None:
    view.show_sentence("There is no map before 1 May 2024 to compare with.")
    assert view.picture() is None
    assert view.accessibleDescription() == "There is no map before 1 May 2024 to compare with."
    assert _colour(view, 200, 100) == "other"
