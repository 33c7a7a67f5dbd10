"""What the plots over dates share: keys of their own, a frame where the keys go, and the window's colours."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QWidget

from mapdesk.ui.date_axis import DateAxis


class DatePlot(pg.PlotWidget):  # type: ignore[misc]
    """A plot with dates along its foot. A subclass calls `_dress` once all that has a colour is there."""

    _is_dressed = False

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent, axisItems={"bottom": DateAxis()})
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        for widget in (self, self.viewport()):
            widget.setAccessibleName(name)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.getViewBox().setDefaultPadding(0)

    def _is_own(self, event: QKeyEvent) -> bool:
        """Whether a key is one that the plot knows."""
        raise NotImplementedError

    def _take_palette(self) -> None:
        """Draw in the colours of the window."""
        raise NotImplementedError

    def _dress(self) -> None:
        """Take the window's colours, now and whenever they change."""
        self._is_dressed = True
        self._take_palette()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:  # noqa: N802
        """The frame that shows where the keys go."""
        super().drawForeground(painter, rect)
        if self.hasFocus():
            painter.save()
            painter.resetTransform()
            painter.setPen(pg.mkPen(self.palette().color(QPalette.ColorRole.Highlight), width=2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.restore()

    def event(self, event: QEvent) -> bool:
        """Keys that the plot knows are its own while it has the focus."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return bool(super().event(event))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._is_dressed:
            self._take_palette()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show the frame."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()


def faint(colour: QColor, alpha: int) -> QColor:
    """A colour let through as far as `alpha`, of 255, leaves it."""
    made = QColor(colour)
    made.setAlpha(alpha)
    return made
