"""The plot of a trend: lines over dates, the day shown, and a click that goes to a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QToolTip, QWidget

from mapdesk.render.charts import scale_for
from mapdesk.render.colour import against
from mapdesk.render.dates import full_date
from mapdesk.session.trend_chart import DASHES
from mapdesk.session.trend_series import Series, Trend, first_under
from mapdesk.ui.date_plot import DatePlot, faint

#: Up to so many dates each has a dot of its own.
_DOTTED = 60
#: Up to so many lines bear their names; beyond, the list beside says which is which.
_NAMED = 4
_LEAST_DAYS = 6.0


class TrendPlot(DatePlot):
    """Lines over dates. It only says which date is wanted."""

    #: A date was clicked, or stepped to.
    wanted = Signal(date)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Trend", parent)
        self._found: Trend | None = None
        self._series: tuple[Series, ...] = ()
        self._names: dict[tuple[str, ...], str] = {}
        self._limit: float | None = None
        self._day: date | None = None
        self._pressed: QPoint | None = None
        self.setMinimumHeight(170)
        self.getPlotItem().setContentsMargins(0, 6, 8, 0)
        box = self.getViewBox()
        box.setMouseEnabled(x=True, y=False)
        axis = self.getPlotItem().getAxis("left")
        axis.enableAutoSIPrefix(False)
        axis.setStyle(tickLength=0, tickTextOffset=4)
        self._day_line = pg.InfiniteLine(angle=90)
        self._limit_line = pg.InfiniteLine(angle=0)
        self._day_line.setZValue(-1)
        self._dress()

    # What is shown

    def show_trend(self, found: Trend, series: Sequence[Series], limit: float | None) -> None:
        """Show some of a trend's series; all of the time is in sight where its dates are others."""
        other = self._found is None or self._found.days != found.days
        self._found, self._series, self._limit = found, tuple(series), limit
        self._draw()
        if other and found.days:
            first, last = found.days[0].toordinal(), found.days[-1].toordinal()
            room = max((last - first) * 0.04, (_LEAST_DAYS - (last - first)) / 2)
            self.setXRange(first - room, last + room, padding=0)

    def show_day(self, day: date | None) -> None:
        """Mark the day that the map shows."""
        self._day = day
        self._day_line.setVisible(day is not None)
        if day is not None:
            self._day_line.setValue(day.toordinal())

    def x_of(self, day: date) -> int:
        """Where a date is, in pixels from the left of the plot."""
        there = self.getViewBox().mapViewToScene(QPointF(day.toordinal(), 0.0))
        return int(self.mapFromScene(there).x())

    # Drawing

    def _take_palette(self) -> None:
        palette = self.palette()
        text = palette.color(QPalette.ColorRole.Text)
        self.setBackground(palette.color(QPalette.ColorRole.Base))
        for name in ("bottom", "left"):
            axis = self.getPlotItem().getAxis(name)
            axis.setTextPen(faint(text, 200))
            axis.setPen(faint(text, 70 if name == "bottom" else 0))
            axis.setTickPen(faint(text, 70 if name == "bottom" else 0))
        self._day_line.setPen(pg.mkPen(faint(text, 150), width=1.5))
        self._limit_line.setPen(pg.mkPen(faint(text, 170), width=1.2, style=Qt.PenStyle.DashLine))
        if self._found is not None:
            self._draw()

    def _draw(self) -> None:
        found = self._found
        assert found is not None
        self.clear()
        values = [value for one in self._series for value in one.values if value is not None]
        scale = scale_for([*values, *([self._limit] if self._limit is not None else [])])
        # A little room, so that the lines at the ends are seen in their whole width.
        room = (scale.high - scale.low) * 0.03
        self.setYRange(scale.low - room, scale.high + room, padding=0)
        axis = self.getPlotItem().getAxis("left")
        ticks = [(tick, f"{tick:,.10f}".rstrip("0").rstrip(".")) for tick in scale.ticks]
        last, words = ticks[-1]
        ticks[-1] = (last, f"{words} {found.unit}".rstrip())
        axis.setTicks([ticks])
        text = self.palette().color(QPalette.ColorRole.Text)
        for tick in scale.ticks:
            self.addItem(pg.InfiniteLine(tick, angle=0, pen=pg.mkPen(faint(text, 28), width=1)))
        self.addItem(self._day_line)
        if self._limit is not None:
            self._limit_line.setValue(self._limit)
            self.addItem(self._limit_line)
        for one in self._series:
            self._draw_line(found, one)
        self.setAccessibleDescription(_in_words(found, self._series))

    def _draw_line(self, found: Trend, one: Series) -> None:
        ground = self.palette().color(QPalette.ColorRole.Base).name().upper()
        colour = against(one.colour.upper(), ground, 3.0)
        x = np.array([day.toordinal() for day in found.days], dtype=float)
        y = np.array([np.nan if value is None else value for value in one.values], dtype=float)
        pen = pg.mkPen(colour, width=2)
        dash = DASHES.get(one.status)
        if dash:
            pen.setDashPattern([length / 2 for length in dash])
        dots = {"symbol": "o", "symbolSize": 5, "symbolBrush": colour, "symbolPen": None}
        self.plot(x, y, pen=pen, connect="finite", antialias=True, **(dots if len(x) <= _DOTTED else {}))
        day = first_under(found, one, self._limit) if self._limit is not None else None
        if day is not None:
            at = one.values[found.days.index(day)]
            ring = pg.ScatterPlotItem(
                x=[day.toordinal()], y=[at], size=11, symbol="o", pen=pg.mkPen(colour, width=2), brush=ground
            )
            self.addItem(ring)
        known = np.flatnonzero(~np.isnan(y))
        if len(self._series) <= _NAMED and len(known):
            name = pg.TextItem(one.name, color=against(one.colour.upper(), ground, 4.5), anchor=(1, 1))
            name.setPos(x[known[-1]], y[known[-1]])
            self.addItem(name, ignoreBounds=True)

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin a click, or a drag through time."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to the date that was clicked."""
        super().mouseReleaseEvent(event)
        at, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        if (at - pressed).manhattanLength() <= 3:
            day = self._nearest(at.x())
            if day is not None:
                self.wanted.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Say the figures of the date under the hand."""
        super().mouseMoveEvent(event)
        day = self._nearest(event.position().toPoint().x())
        if self._pressed is None and day is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.said_of(day), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Step from date to date, and to the ends."""
        days = self._found.days if self._found else ()
        key = event.key()
        if not days or not self._is_own(event):
            event.ignore()
            return
        shown = self._day or days[-1]
        before = [day for day in days if day < shown]
        after = [day for day in days if day > shown]
        goals = {
            Qt.Key.Key_Left: before[-1:],
            Qt.Key.Key_Right: after[:1],
            Qt.Key.Key_Home: days[:1],
            Qt.Key.Key_End: days[-1:],
        }
        for day in goals[Qt.Key(key)]:
            self.wanted.emit(day)

    def said_of(self, day: date) -> str:
        """The figures of a date in a few lines."""
        if self._found is None or day not in self._found.days:
            return ""
        row = self._found.days.index(day)
        lines = [f"{one.name}: {self._found.said(one.values[row])}" for one in self._series]
        return "\n".join([full_date(day), *lines])

    def _nearest(self, x: int) -> date | None:
        """The date with figures nearest to a place on the screen."""
        if self._found is None or not self._found.days:
            return None
        at = self.getViewBox().mapSceneToView(self.mapToScene(QPoint(x, 0))).x()
        return min(self._found.days, key=lambda day: abs(day.toordinal() - at))

    def _is_own(self, event: QKeyEvent) -> bool:
        own = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() in own and held == Qt.KeyboardModifier.NoModifier


def _in_words(found: Trend, series: Sequence[Series]) -> str:
    """What the plot says, for those who don't see it."""
    if not found.days:
        return ""
    lines = [
        f"{one.name}: from {found.said(one.values[0])} to {found.said(one.values[-1])}" for one in series
    ]
    return f"{found.title}, {full_date(found.days[0])} to {full_date(found.days[-1])}. " + ". ".join(lines)
