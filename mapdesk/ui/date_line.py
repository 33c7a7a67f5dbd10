"""The line of dates: a plot in which dates are seen by their change, clicked, dragged through and zoomed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from mapdesk.ui.date_marks import BOTTOM, TOP, DatedMaps, DateMarks
from mapdesk.ui.date_plot import DatePlot, faint

#: How near the hand has to be to take hold of a thing, in pixels.
_REACH = 6
#: Days that can be seen at once.
_LEAST, _MOST = 6.0, 36_600.0


class DateLine(DatePlot):
    """Dates on a line. It only says which date is wanted; who hears that tells it what to show."""

    #: A date was clicked, or the drag through the dates ended there.
    wanted = Signal(date)
    #: A date that a drag is passing by.
    passed = Signal(date)
    #: By how many days a key asks to move.
    stepped = Signal(int)
    #: A key asks for the first (-1) or the last (1) date with a map.
    ended = Signal(int)
    #: A drag through the dates began, or ended.
    scrubbing = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Timeline", parent)
        self.describe: Callable[[date], str] = str
        self._maps = DatedMaps()
        self._day: date | None = None
        self._since: date | None = None
        self._pressed: QPoint | None = None
        self._panned_from: tuple[float, float] | None = None
        self._is_scrubbing = False
        self._next = date.min
        self._passing = QTimer(self, singleShot=True, interval=0)
        self._passing.timeout.connect(lambda: self.passed.emit(self._next))
        self.hideAxis("left")
        self.getPlotItem().setContentsMargins(0, 0, 0, 0)
        self.getViewBox().setMouseEnabled(x=False, y=False)
        self.setYRange(BOTTOM, TOP, padding=0)
        self._period = pg.LinearRegionItem(movable=False)
        self._base = pg.InfiniteLine(0, angle=0)
        self._since_line = pg.InfiniteLine(angle=90)
        self._day_line = pg.InfiniteLine(angle=90)
        self._marks = DateMarks()
        self._heads = pg.ScatterPlotItem(pxMode=True)
        items = (self._period, self._base, self._since_line, self._day_line, self._marks, self._heads)
        for depth, item in enumerate(items):
            item.setZValue(depth)
            self.addItem(item, ignoreBounds=True)
        self._dress()

    # What is shown

    def show_maps(self, maps: DatedMaps) -> None:
        """Show other dates or other changes of them."""
        self._maps = maps
        self._marks.show_maps(maps)

    def show_day(self, day: date | None, since: date | None) -> None:
        """Mark the day shown and the one that it is compared with, and bring the day into view."""
        self._day, self._since = day, since
        if day is not None and not self._is_scrubbing:
            self._bring_into_view(day)
        self._draw_markers()

    def fit(self) -> None:
        """Show all dates, and the day."""
        days = [*self._maps.days, *([self._day] if self._day else [])]
        if days:
            first, last = min(days).toordinal(), max(days).toordinal()
            room = max(2.0, (last - first) * 0.04, (14 - (last - first)) / 2)
            self._look_at(first - room, last + room)

    def zoom(self, factor: float, about: float | None = None) -> None:
        """Show `factor` times the days around a place (an ordinal), or around the day."""
        low, high = self._limits()
        if about is None:
            about = float(self._day.toordinal()) if self._day else (low + high) / 2
        length = min(max((high - low) * factor, _LEAST), _MOST)
        share = (about - low) / (high - low)
        self._look_at(about - share * length, about + (1 - share) * length)

    def x_of(self, day: date) -> int:
        """Where a date is, in pixels from the left."""
        low, high = self._limits()
        left, width = self._span()
        return round(left + (day.toordinal() - low) / (high - low) * width)

    def _limits(self) -> tuple[float, float]:
        low, high = self.getViewBox().viewRange()[0]
        return float(low), float(high)

    def _span(self) -> tuple[float, float]:
        box: QRectF = self.getViewBox().sceneBoundingRect()
        return box.left(), max(box.width(), 1.0)

    def _look_at(self, low: float, high: float) -> None:
        low = max(low, 1.0)
        self.setXRange(low, min(max(high, low + _LEAST), float(date.max.toordinal())), padding=0)

    def _bring_into_view(self, day: date) -> None:
        low, high = self._limits()
        margin, at = (high - low) * 0.04, float(day.toordinal())
        if at < low + margin:
            self._look_at(at - 4 * margin, at - 4 * margin + high - low)
        elif at > high - margin:
            self._look_at(at + 4 * margin - (high - low), at + 4 * margin)

    # Drawing

    def _take_palette(self) -> None:
        palette = self.palette()
        ground = palette.color(QPalette.ColorRole.Base)
        text = palette.color(QPalette.ColorRole.Text)
        accent = palette.color(QPalette.ColorRole.Highlight)
        self.setBackground(ground)
        axis = self.getPlotItem().getAxis("bottom")
        axis.setTextPen(faint(text, 200))
        axis.setPen(faint(text, 70))
        self._base.setPen(faint(text, 60))
        self._period.setBrush(pg.mkBrush(faint(accent, 34)))
        for line in self._period.lines:
            line.setPen(pg.mkPen(None))
        # The text's colour, for the sides' colours stand beside it.
        self._day_line.setPen(pg.mkPen(text, width=2))
        self._since_line.setPen(pg.mkPen(faint(text, 140), width=1.5, style=Qt.PenStyle.DashLine))
        self._marks.take_palette(palette)
        self._draw_markers()

    def _draw_markers(self) -> None:
        day, since = self._day, self._since
        text = self.palette().color(QPalette.ColorRole.Text)
        ground = self.palette().color(QPalette.ColorRole.Base)
        for item, at in ((self._day_line, day), (self._since_line, since)):
            item.setVisible(at is not None)
            if at is not None:
                item.setValue(at.toordinal())
        self._period.setVisible(day is not None and since is not None)
        if day is not None and since is not None:
            self._period.setRegion((since.toordinal(), day.toordinal()))
        heads = [(at, brush) for at, brush in ((since, ground), (day, text)) if at is not None]
        self._heads.setData(
            x=[at.toordinal() for at, _ in heads],
            y=[TOP - 0.2] * len(heads),
            symbol="t",
            size=11,
            pen=pg.mkPen(text, width=1.2),
            brush=[pg.mkBrush(brush) for _, brush in heads],
        )

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin a click or a drag: through the dates or, on the axis or by middle button, of the line."""
        left = event.button() == Qt.MouseButton.LeftButton
        if self._pressed is not None or self._day is None:
            return
        if not left and event.button() != Qt.MouseButton.MiddleButton:
            return
        self._pressed = event.position().toPoint()
        if not left or self._is_on_axis(self._pressed):
            self._panned_from = self._limits()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go through the dates or along the line, or say what is under the hand."""
        at = event.position().toPoint()
        if self._pressed is None:
            self._hover(at, event.globalPosition().toPoint())
            return
        is_drag = abs(at.x() - self._pressed.x()) >= QApplication.startDragDistance() // 2
        if self._panned_from is not None:
            if is_drag or self._panned_from != self._limits():
                low, high = self._panned_from
                moved = (self._pressed.x() - at.x()) * (high - low) / self._span()[1]
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self._look_at(low + moved, high + moved)
            return
        if is_drag and not self._is_scrubbing:
            self._is_scrubbing = True
            QToolTip.hideText()
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
            self.scrubbing.emit(True)
        if self._is_scrubbing:
            self._pass_by(self._day_at(at.x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to a date that was clicked, or let go."""
        held = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
        if event.button() not in held or self._pressed is None:
            return
        at = event.position().toPoint()
        clicked = event.button() == Qt.MouseButton.LeftButton and self._panned_from in (None, self._limits())
        self._pressed = self._panned_from = None
        if self._is_scrubbing or clicked:
            self._passing.stop()
            self.wanted.emit(self._day_at(at.x()))
        if self._is_scrubbing:
            self._is_scrubbing = False
            self.scrubbing.emit(False)
        self._set_cursor(at)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom in time at the pointer; sideways, or with Shift, go along the line."""
        turned = event.angleDelta()
        along = turned.x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            along = along or turned.y()
        low, high = self._limits()
        if along:
            moved = -along / 120 * (high - low) * 0.1
            self._look_at(low + moved, high + moved)
        elif turned.y():
            self.zoom(0.8 ** (turned.y() / 120), self._ordinal_at(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Step by days, go to the ends, zoom."""
        if not self._is_own(event):
            event.ignore()
            return
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.ended.emit(-1 if key == Qt.Key.Key_Home else 1)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            self.zoom(1.25 if key == Qt.Key.Key_Minus else 0.8)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Nothing is under the hand any more."""
        QToolTip.hideText()
        super().leaveEvent(event)

    def _hover(self, at: QPoint, on_screen: QPoint) -> None:
        self._set_cursor(at)
        if self._day is not None:
            QToolTip.showText(on_screen, self.describe(self._day_at(at.x())), self)

    def _set_cursor(self, at: QPoint) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._is_on_axis(at):
            shape = Qt.CursorShape.OpenHandCursor
        elif self._day is not None and abs(at.x() - self.x_of(self._day)) <= _REACH:
            shape = Qt.CursorShape.SizeHorCursor
        self.viewport().setCursor(shape)

    def _is_on_axis(self, at: QPoint) -> bool:
        box: QRectF = self.getViewBox().sceneBoundingRect()
        return at.y() > box.bottom()

    def _ordinal_at(self, x: float) -> float:
        low, high = self._limits()
        left, width = self._span()
        return low + (x - left) / width * (high - low)

    def _day_at(self, x: int) -> date:
        """The date with a map near a place, or the calendar day there."""
        at = self._ordinal_at(x)
        reach = _REACH * (self._limits()[1] - self._limits()[0]) / self._span()[1]
        near = min(self._maps.days, key=lambda day: abs(day.toordinal() - at), default=None)
        if near is not None and abs(near.toordinal() - at) <= max(reach, 0.5):
            return near
        return date.fromordinal(min(max(round(at), 1), date.max.toordinal()))

    def _pass_by(self, day: date) -> None:
        """Ask for a date when the events that wait are done: of many moves the last one counts."""
        self._next = day
        self._passing.start()

    def _is_own(self, event: QKeyEvent) -> bool:
        own = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
        zooms = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0)
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return event.key() in (*own, *zooms) and held == Qt.KeyboardModifier.NoModifier
