"""How the pointer and the keys move the map, and what of it the hand is told."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.tools.pointer import Pointer
from mapdesk.ui.canvas.hand import Hand

#: A press let go within so many pixels is a click.
_CLICK = 4.0
_STEP, _LEAP = 0.1, 0.5
_ZOOM = 1.5
#: How much of the wheel's angle, in eighths of a degree, doubles the scale.
_DOUBLES = 360.0
_NAMES = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Escape: "escape",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_Backtab: "backtab",
}
_ARROW_NAMES = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Navigation(QWidget):
    """A map that can be panned and zoomed by hand; what it shows is its subclass's business."""

    #: Where the pointer is over the map (a Pointer), or None.
    pointed = Signal(object)
    view_changed = Signal()
    #: The key that goes home was pressed.
    home_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: Who works on the map.
        self.hand: Hand | None = None
        self._cursor = Qt.CursorShape.ArrowCursor
        self._press: QPointF | None = None
        self._last = QPointF()
        self._grabbed: Pointer | None = None
        self._is_dragging = self._is_panning = self._is_space_down = False
        self._pinched = 1.0
        #: Whether the keys point, at the middle of the map, and not the pointer.
        self.points_by_keys = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Map")
        self.grabGesture(Qt.GestureType.PinchGesture)

    def viewport(self) -> MercatorViewport:
        """What part of the map is shown."""
        raise NotImplementedError

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the map by so many pixels, to the right and down."""
        raise NotImplementedError

    def zoom_by(self, factor: float, pixel: tuple[float, float] | None = None) -> None:
        """Show the map so many times as large, the ground under a pixel (or the middle) staying there."""
        raise NotImplementedError

    def set_cursor(self, shape: Qt.CursorShape) -> None:
        """The cursor to show over the map while it is not being moved."""
        self._cursor = shape
        self._show_cursor()

    def pointer_at(
        self,
        spot: QPointF,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> Pointer:
        """The Pointer for a pixel of the canvas and the keys held."""
        view = self.viewport()
        ((lon, lat),) = view.to_degrees([(spot.x(), spot.y())]).tolist()
        return Pointer(
            (lon, lat),
            (spot.x(), spot.y()),
            view.degrees_per_pixel_at(lat),
            shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            alt=bool(keys & Qt.KeyboardModifier.AltModifier),
            control=bool(keys & Qt.KeyboardModifier.ControlModifier),
        )

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin what may become a click, a pan or a drag of the hand's own."""
        if self._press is not None:
            return
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if event.button() not in (left, middle):
            return
        self._press = self._last = event.position()
        self._is_dragging = False
        self._is_panning = event.button() == middle or self._is_space_down
        self._grabbed = None
        if not self._is_panning and self.hand is not None:
            pointer = self.pointer_at(event.position(), event.modifiers())
            self._grabbed = pointer if self.hand.grabs(pointer) else None
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Pan, drag or hover."""
        pointer = self.pointer_at(event.position(), event.modifiers())
        self._point_by_keys(False)
        if self._press is None:
            self._tell_hovered(pointer)
            return
        if not self._is_dragging:
            if _apart(event.position(), self._press) <= _CLICK:
                return
            self._is_dragging = True
            if self._grabbed is not None and self.hand is not None:
                self.hand.pressed(self._grabbed)
            self._show_cursor()
        if self._grabbed is not None and self.hand is not None:
            self.hand.dragged(pointer)
            self.pointed.emit(pointer)
            return
        self._pan_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """End a pan or a drag; or it was a click."""
        if self._press is None or event.button() not in (
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.MiddleButton,
        ):
            return
        pointer = self.pointer_at(event.position(), event.modifiers())
        was_dragging, was_panning, grabbed = self._is_dragging, self._is_panning, self._grabbed
        self._end_press()
        if self.hand is None:
            return
        if was_dragging:
            if grabbed is not None:
                self.hand.released(pointer)
        elif not was_panning:
            self.hand.clicked(pointer)
        self._tell_hovered(pointer)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A second click at once: the hand's, or it zooms in."""
        if event.button() != Qt.MouseButton.LeftButton or self._is_space_down:
            return
        pointer = self.pointer_at(event.position(), event.modifiers())
        if self.hand is None or not self.hand.double_clicked(pointer):
            self.zoom_by(2.0, pointer.pixel)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The pointer is no longer over the map."""
        super().leaveEvent(event)
        self._tell_hovered(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom at the pointer."""
        angle = event.angleDelta().y() or event.angleDelta().x()
        if angle:
            self.zoom_by(2.0 ** (angle / _DOUBLES), _pair(event.position()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """A menu is wanted: at the pointer, or by key where keys point, or else of what is selected."""
        if self.hand is None:
            return
        spot, place = event.pos(), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = self.rect().center()
            place = self.mapToGlobal(spot)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard and not self.points_by_keys
        self.hand.context_menu(None if by_key else self.pointer_at(QPointF(spot)), QPoint(place))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The hand's keys first, then those that move the map."""
        key, keys = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._is_space_down = True
                self._show_cursor()
            return
        if self._is_taken(event) or self._moves_map(key, keys):
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space no longer makes the left button pan; what arrows did is done when they are let go."""
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._is_space_down = False
                self._show_cursor()
            return
        name = _ARROW_NAMES.get(Qt.Key(event.key()))
        if name and not event.isAutoRepeat() and self.hand is not None and self.hand.key(f"{name} released"):
            return
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802
        """Tab goes through what lies under the pointer, as long as the hand takes it."""
        if self.hand is not None and self.hand.key("tab" if next else "backtab"):
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keys go."""
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """A key let go elsewhere is not seen here."""
        super().focusOutEvent(event)
        self._is_space_down = False
        self._show_cursor()
        self._show_focus()

    def event(self, event: QEvent) -> bool:
        """Pinching, on a touch pad or on the screen itself."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(max(1 + event.value(), 0.2), _pair(event.position()))
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch)
                event.accept(pinch)
                return True
        return super().event(event)

    def _pan_to(self, spot: QPointF) -> None:
        step = spot - self._last
        dx, dy = round(step.x()), round(step.y())
        # What is less than a pixel is left for the next move.
        self._last += QPointF(dx, dy)
        if dx or dy:
            self.pan_by(dx, dy)

    def _pinch(self, pinch: QPinchGesture) -> None:
        spot = QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
        if pinch.state() == Qt.GestureState.GestureStarted:
            self._pinched, self._last = 1.0, spot
            self._drop_press()
        self._pan_to(spot)
        # Qt tells of some steps twice, so what counts is how far the fingers are apart in all.
        total = pinch.totalScaleFactor()
        if total > 0 and total != self._pinched:
            self.zoom_by(total / self._pinched, _pair(spot))
            self._pinched = total

    def _drop_press(self) -> None:
        """What the first finger began is not meant once a second one is down."""
        if self._is_dragging and self._grabbed is not None and self.hand is not None:
            self.hand.key("escape")
        self._end_press()

    def _is_taken(self, event: QKeyEvent) -> bool:
        if self.hand is None:
            return False
        keys = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if keys and Qt.Key(event.key()) not in _NAMES:
            return False
        name = _name_of(event)
        return bool(name) and self.hand.key(name)

    def _moves_map(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        if keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in _ARROWS:
            share = _LEAP if keys & Qt.KeyboardModifier.ShiftModifier else _STEP
            across, down = _ARROWS[key]
            self.pan_by(round(across * share * self.width()), round(down * share * self.height()))
            self._point_by_keys(True)
        elif key == Qt.Key.Key_Insert:
            self._point_by_keys(True)
            if self.hand is not None:
                self.hand.clicked(self._middle())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_ZOOM)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(1 / _ZOOM)
        elif key == Qt.Key.Key_Home:
            self.home_wanted.emit()
        else:
            return False
        return True

    def _middle(self) -> Pointer:
        return self.pointer_at(QPointF(self.width() / 2, self.height() / 2))

    def _point_by_keys(self, on: bool) -> None:
        """Let the middle of the map be what is pointed at, or the pointer again."""
        changed, self.points_by_keys = self.points_by_keys != on, on
        if on:
            self._tell_hovered(self._middle())
        if changed:
            self._show_focus()

    def _tell_hovered(self, pointer: Pointer | None) -> None:
        if self.hand is not None:
            self.hand.hovered(pointer)
        self.pointed.emit(pointer)

    def _end_press(self) -> None:
        self._press = self._grabbed = None
        self._is_dragging = self._is_panning = False
        self._show_cursor()

    def _show_cursor(self) -> None:
        pans = self._is_panning or (self._is_dragging and self._grabbed is None)
        if pans:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_space_down:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(self._cursor)

    def _show_focus(self) -> None:
        self.update()


def _name_of(event: QKeyEvent) -> str:
    """What tools call a key; nothing where they have no name for it."""
    key = Qt.Key(event.key())
    if key in _ARROW_NAMES:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return f"shift-{_ARROW_NAMES[key]}" if shifted else _ARROW_NAMES[key]
    typed = event.text().lower()
    return _NAMES.get(key, typed if len(typed) == 1 and typed.isprintable() else "")


def _pair(point: QPointF) -> tuple[float, float]:
    return (point.x(), point.y())


def _apart(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
