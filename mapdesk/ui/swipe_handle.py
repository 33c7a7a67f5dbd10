"""The handle between two maps, one over the other: dragged or moved by arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

_WIDTH = 22
_STEP, _LEAP = 0.02, 0.1
_GRIP = 30
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class SwipeHandle(QWidget):
    """A line from top to bottom of its parent, with a grip."""

    #: To how many pixels from the parent's left edge it is to go.
    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._x = 0
        self._held_at: float | None = None
        self.setFixedWidth(_WIDTH)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Swipe between two dates")
        self.setToolTip(
            "Drag, or use the arrow keys: the date compared with on the left, the day on the right"
        )

    def place(self, x: int, height: int) -> None:
        """Stand at so many pixels from the parent's left edge, as high as it is."""
        self._x = x
        self.setGeometry(x - _WIDTH // 2, 0, _WIDTH, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_at = event.globalPosition().x() - self._x

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag it."""
        if self._held_at is not None:
            self._go_to(round(event.globalPosition().x() - self._held_at))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Let go of it."""
        self._held_at = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move it, with Shift farther; Home and End go to the edges."""
        key, wide = Qt.Key(event.key()), self._over.width()
        if key in _ARROWS:
            leaps = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go_to(self._x + round(_ARROWS[key] * (_LEAP if leaps else _STEP) * wide))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0 if key == Qt.Key.Key_Home else wide)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """A line on a casing, to be seen on any ground, and the grip with an arrow to each side."""
        palette = self.palette()
        ground = palette.color(QPalette.ColorRole.Base)
        ink = palette.color(QPalette.ColorRole.Highlight if self.hasFocus() else QPalette.ColorRole.Text)
        middle, half = self.width() / 2, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((ground, 4.0), (ink, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        painter.setPen(QPen(ink, 2 if self.hasFocus() else 1.2))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(1, half - _GRIP / 2, self.width() - 2, _GRIP), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for way in (-1, 1):
            tip, foot = middle + way * 7, middle + way * 3
            painter.drawPolygon(
                QPolygonF([QPointF(tip, half), QPointF(foot, half - 4), QPointF(foot, half + 4)])
            )
        painter.end()

    def _go_to(self, x: int) -> None:
        self.moved.emit(min(max(x, 0), self._over.width()))
