"""The canvas by real events: what it shows, and what the hand is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shapely import Point

from mapdesk.render.qt_painter import image_pixels
from mapdesk.render.style import load_style
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.pointer import Pointer
from mapdesk.ui.canvas import Canvas
from tests.plain_maps import rectangle
from tests.render.view.view_content import area, content, marker


class HandOfTheTest:
    """Writes down what it is told; grabs where it is asked to."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.at: Pointer | None = None
        self.grabbing = False
        self.keys: set[str] = set()
        self.takes_double = False

    def grabs(self, at: Pointer) -> bool:
        return self.grabbing

    def pressed(self, at: Pointer) -> None:
        self._note("pressed", at)

    def dragged(self, at: Pointer) -> None:
        self._note("dragged", at)

    def released(self, at: Pointer) -> None:
        self._note("released", at)

    def clicked(self, at: Pointer) -> None:
        self._note("clicked", at)

    def double_clicked(self, at: Pointer) -> bool:
        self._note("double-clicked", at)
        return self.takes_double

    def hovered(self, at: Pointer | None) -> None:
        self.at = at

    def key(self, name: str) -> bool:
        self.told.append(name)
        return name in self.keys

    def context_menu(self, at: Pointer, place: QPoint) -> None:
        self._note("menu", at)

    def _note(self, what: str, at: Pointer) -> None:
        self.told.append(what)
        self.at = at


@pytest.fixture
def hand() -> HandOfTheTest:
    """A hand that writes down what it is told."""
    return HandOfTheTest()


@pytest.fixture
def canvas(qtbot: QtBot, hand: HandOfTheTest) -> Iterator[Canvas]:
    """A canvas with two areas in the middle."""
    shown = Canvas()
    qtbot.addWidget(shown)
    shown.hand = hand
    shown.resize(640, 480)
    shown.show_content(content())
    shown.show()
    qtbot.waitExposed(shown)
    shown.fit((33, 46, 39, 50))
    qtbot.waitUntil(shown.is_drawn, timeout=20_000)
    yield shown
    shown.finish()


def _apart(canvas: Canvas, before: np.ndarray) -> float:
    return float((np.abs(image_pixels(canvas.picture()).astype(int) - before).max(axis=2) > 24).mean())


def test_a_drag_on_plain_map_pans_by_as_many_pixels(
    canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest
) -> None:
    place = canvas.viewport().to_degrees([(300, 200)])
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(320, 210))
    qtbot.mouseMove(canvas, QPoint(350, 260))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(350, 260))
    assert canvas.viewport().to_pixels(place) == pytest.approx(np.array([(350.0, 260.0)]), abs=1e-6)
    assert "clicked" not in hand.told
    assert "pressed" not in hand.told


def test_a_press_the_hand_grabs_is_its_own_drag(canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest) -> None:
    hand.grabbing = True
    before = canvas.viewport()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(340, 220))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(340, 220))
    assert canvas.viewport() == before
    assert hand.told == ["pressed", "dragged", "released"]


def test_a_press_let_go_where_it_was_is_a_click(canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest) -> None:
    hand.grabbing = True
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(302, 201))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(302, 201))
    assert hand.told == ["clicked"]
    assert hand.at is not None
    assert hand.at.pixel == (302.0, 201.0)
    assert hand.at.lon_lat == pytest.approx(canvas.viewport().to_degrees([(302, 201)])[0])


def test_the_middle_button_pans_whatever_the_hand_would_grab(
    canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest
) -> None:
    hand.grabbing = True
    before = canvas.viewport()
    qtbot.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(340, 220))
    qtbot.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(340, 220))
    assert canvas.viewport() == before.panned(40, 20)
    assert hand.told == []


def test_space_and_the_left_button_pan_too(canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest) -> None:
    hand.grabbing = True
    before = canvas.viewport()
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(340, 220))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(340, 220))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.viewport() == before.panned(40, 20)
    assert hand.told == []


def test_the_wheel_zooms_at_the_pointer(canvas: Canvas) -> None:
    spot = QPointF(100, 120)
    place = canvas.viewport().to_degrees([(100, 120)])
    before = canvas.viewport().metres_per_pixel
    event = QWheelEvent(
        spot,
        canvas.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.viewport().metres_per_pixel < before
    assert canvas.viewport().to_pixels(place) == pytest.approx(np.array([(100.0, 120.0)]), abs=1e-6)


def test_a_double_click_zooms_in_unless_the_hand_takes_it(
    canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest
) -> None:
    before = canvas.viewport().metres_per_pixel
    hand.takes_double = True
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert canvas.viewport().metres_per_pixel == before
    hand.takes_double = False
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert canvas.viewport().metres_per_pixel == pytest.approx(before / 2)


def test_arrow_keys_pan_a_tenth_of_the_view_and_with_shift_half_of_it(canvas: Canvas, qtbot: QtBot) -> None:
    before = canvas.viewport()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.viewport() == before.panned(-64, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.viewport() == before.panned(-64, 0).panned(0, 240)


def test_keys_go_to_the_hand_first(canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest) -> None:
    hand.keys = {"tab"}
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        qtbot.keyClick(canvas, key)
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    qtbot.keyClicks(canvas, "l")
    assert hand.told == ["enter", "escape", "delete", "backspace", "tab", "l"]


def test_home_is_asked_for(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.home_wanted):
        qtbot.keyClick(canvas, Qt.Key.Key_Home)


def test_the_map_says_where_the_pointer_is(canvas: Canvas, qtbot: QtBot, hand: HandOfTheTest) -> None:
    with qtbot.waitSignal(canvas.pointed) as told:
        qtbot.mouseMove(canvas, QPoint(50, 60))
    assert told.args is not None
    assert told.args[0].pixel == (50.0, 60.0)
    assert hand.at == told.args[0]


def test_zooming_ends_where_the_world_does(canvas: Canvas) -> None:
    for _ in range(40):
        canvas.zoom_by(0.5)
    assert canvas.viewport().bounds()[3] <= 85.06
    for _ in range(60):
        canvas.zoom_by(2)
    assert 0.2 <= canvas.viewport().metres_per_pixel < 1


def test_a_panned_picture_is_what_would_be_drawn_afresh(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.show_content(
        content(
            marker((36.5, 48.3)),
            area("claim", "red", rectangle(34, 49, 38, 49.6)),
            extent=rectangle(33, 46, 39, 50),
        )
    )
    canvas.picture()
    for dx, dy in ((20, 0), (0, 20), (-35, 11), (7, -90)):
        canvas.pan_by(dx, dy)
        panned = image_pixels(canvas.picture())
        canvas.set_style(replace(load_style("light")))
        assert _apart(canvas, panned) < 0.004


def test_a_pan_shows_what_was_painted_around_the_view_and_that_is_what_would_be_drawn_afresh(
    canvas: Canvas, qtbot: QtBot
) -> None:
    canvas.show_content(content(marker((36.5, 48.3)), extent=rectangle(33, 46, 39, 50)))
    picture = canvas._picture
    for _ in range(3):
        ahead = canvas.viewport().panned(60, -40)
        qtbot.waitUntil(lambda: picture.shows(ahead, canvas.devicePixelRatioF()), timeout=10_000)  # noqa: B023
        canvas.pan_by(60, -40)
        panned = image_pixels(canvas.picture())
        canvas.set_style(replace(load_style("light")))
        assert _apart(canvas, panned) < 0.004


def test_what_changes_beside_the_view_is_right_once_it_comes_into_sight(canvas: Canvas, qtbot: QtBot) -> None:
    plain = content(marker((36.5, 48.3), "A word"))
    canvas.show_content(plain)
    qtbot.waitUntil(canvas.is_drawn, timeout=10_000)
    canvas.pan_by(-200, 0)
    qtbot.wait(600)
    ((x, _),) = canvas.viewport().to_pixels([(32.5, 48.3)]).tolist()
    assert x < 0
    canvas.show_content(replace(plain, moves={(36.5, 48.3): (32.5, 48.3)}))
    canvas.pan_by(200, 0)
    dragged = image_pixels(canvas.picture())
    canvas.set_style(replace(load_style("light")))
    assert _apart(canvas, dragged) < 0.002


def test_a_dragged_vertex_is_drawn_as_it_would_be_afresh(canvas: Canvas) -> None:
    plain = content(marker((36.5, 48.3)))
    canvas.show_content(plain)
    canvas.picture()
    for step in range(1, 6):
        moved = replace(plain, moves={(36.0, 49.0): (36.0 - 0.15 * step, 49.0 + 0.05 * step)})
        canvas.show_content(moved)
        dragged = image_pixels(canvas.picture())
        canvas.set_style(replace(load_style("light")))
        assert _apart(canvas, dragged) < 0.002
    canvas.show_content(replace(plain, moves={}))
    back = image_pixels(canvas.picture())
    canvas.set_style(replace(load_style("light")))
    assert _apart(canvas, back) < 0.002


def test_a_dragged_marker_leaves_nothing_behind(canvas: Canvas) -> None:
    plain = content(marker((36.5, 48.3), "A long word"))
    canvas.show_content(plain)
    canvas.picture()
    canvas.show_content(replace(plain, moves={(36.5, 48.3): (37.6, 49.6)}))
    dragged = image_pixels(canvas.picture())
    canvas.set_style(replace(load_style("light")))
    assert _apart(canvas, dragged) < 0.002


def test_new_content_is_shown(canvas: Canvas, qtbot: QtBot) -> None:
    before = image_pixels(canvas.picture())
    canvas.show_content(content(hidden=frozenset({"east"})))
    assert not canvas.is_drawn()
    qtbot.waitUntil(canvas.is_drawn, timeout=5_000)
    assert _apart(canvas, before) > 0.05


def test_sketches_are_shown_but_are_no_part_of_the_picture(canvas: Canvas, qtbot: QtBot) -> None:
    before = image_pixels(canvas.picture())
    grabbed = image_pixels(canvas.grab().toImage())
    canvas.show_sketches([Sketch(SketchKind.LABEL, Point(35, 48), "12 km²")])
    assert _apart(canvas, before) == 0
    assert (image_pixels(canvas.grab().toImage()) != grabbed).any()


def test_the_dark_style_is_dark(canvas: Canvas) -> None:
    light = image_pixels(canvas.picture()).mean()
    canvas.set_style(load_style("dark"))
    assert image_pixels(canvas.picture()).mean() < light - 60


def test_a_flight_ends_where_it_should(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.fly_to(36.2, 48.1, 200.0)
    qtbot.waitUntil(lambda: canvas.viewport().metres_per_pixel == 200.0, timeout=3_000)
    assert canvas.viewport().to_pixels([(36.2, 48.1)]) == pytest.approx(np.array([(320, 240)]), abs=1e-6)


def test_a_larger_canvas_shows_more_around_the_same_middle(canvas: Canvas) -> None:
    before = canvas.viewport()
    canvas.resize(800, 600)
    QApplication.processEvents()
    after = canvas.viewport()
    assert (after.width, after.height) == (800, 600)
    assert (after.centre, after.metres_per_pixel) == (before.centre, before.metres_per_pixel)


def test_pinching_on_a_touch_pad_zooms_at_the_pointer(canvas: Canvas) -> None:
    before = canvas.viewport()
    spot = QPointF(120, 90)
    (held,) = before.to_degrees([(120, 90)])
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        spot,
        spot,
        QPointF(canvas.mapToGlobal(spot.toPoint())),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)
    after = canvas.viewport()
    assert after.metres_per_pixel == pytest.approx(before.metres_per_pixel / 1.25)
    assert np.allclose(after.to_degrees([(120, 90)])[0], held)


def test_two_fingers_moved_apart_on_the_screen_zoom_in(canvas: Canvas, qtbot: QtBot) -> None:
    before = canvas.viewport().metres_per_pixel
    screen = QTest.createTouchDevice()
    middle = canvas.rect().center()
    touch = QTest.touchEvent(canvas, screen)
    touch.press(0, middle - QPoint(20, 0), canvas).press(1, middle + QPoint(20, 0), canvas).commit()
    for apart in range(25, 85, 5):
        touch = QTest.touchEvent(canvas, screen)
        touch.move(0, middle - QPoint(apart, 0), canvas).move(1, middle + QPoint(apart, 0), canvas).commit()
        qtbot.wait(5)
    touch = QTest.touchEvent(canvas, screen)
    touch.release(0, middle - QPoint(80, 0), canvas).release(1, middle + QPoint(80, 0), canvas).commit()
    assert before / canvas.viewport().metres_per_pixel > 2


def test_two_fingers_moved_side_by_side_pan(canvas: Canvas, qtbot: QtBot) -> None:
    middle = canvas.rect().center()
    (held,) = canvas.viewport().to_degrees([(middle.x(), middle.y())])
    fingers = [middle - QPoint(40, 0), middle + QPoint(40, 0)]
    touch = QTest.touchEvent(canvas, QTest.createTouchDevice())
    touch.press(0, fingers[0], canvas).press(1, fingers[1], canvas).commit()
    for step in range(1, 7):
        by = QPoint(10 * step, 5 * step)
        touch.move(0, fingers[0] + by, canvas).move(1, fingers[1] + by, canvas).commit()
    touch.release(0, fingers[0] + by, canvas).release(1, fingers[1] + by, canvas).commit()
    ((x, y),) = canvas.viewport().to_pixels([held])
    assert x - middle.x() > 25
    assert y - middle.y() > 12


def test_a_base_map_that_cannot_be_read_is_said_and_waited_for_no_longer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("mapdesk.ui.canvas.ground_loader.read_ground", fail)
    shown = Canvas()
    qtbot.addWidget(shown)
    shown.resize(400, 300)
    shown.show_content(content(area("a", "ours", rectangle(30, 46, 34, 48))))
    with qtbot.waitSignal(shown.failed, timeout=10_000) as said:
        shown.show()
    assert "the disk is gone" in said.args[0]
    assert "not affected" in said.args[0]
    qtbot.waitUntil(shown.is_drawn, timeout=10_000)
    shown.finish()


def test_another_date_is_shown_while_the_hand_goes_on(canvas: Canvas, qtbot: QtBot) -> None:
    qtbot.waitUntil(canvas.is_drawn, timeout=10_000)
    before = canvas.picture()
    canvas.show_content(content(area("b", "theirs", rectangle(30.2, 46.1, 33, 47.9))))
    canvas.pan_by(30, 0)
    canvas.show_content(content(area("c", "ours", rectangle(30.4, 46.2, 33.1, 47.7))))
    canvas.zoom_by(1.3)
    qtbot.waitUntil(canvas.is_drawn, timeout=10_000)
    shown = image_pixels(canvas.picture())
    assert not np.array_equal(shown, image_pixels(before))
    canvas.redraw()
    assert np.array_equal(image_pixels(canvas.picture()), shown)
