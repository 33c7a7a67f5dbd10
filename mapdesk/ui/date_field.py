"""A field in which a date is typed or chosen from a calendar that marks the dates with maps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.edit import EditRefused
from mapdesk.session.dates import typed_date
from mapdesk.ui.icons import icon

#: Texts are English wherever the window is opened, and weeks begin on Monday.
_ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


class DateField(QWidget):
    """A date typed and entered, or picked. `day_shown` says which day what is typed counts from."""

    #: A date was entered or picked.
    entered = Signal(date)
    #: Why what was typed is no date.
    refused = Signal(str)

    def __init__(self, name: str, day_shown: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day_shown = day_shown
        self.mapped: Collection[date] = ()
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setToolTip("Type a date and press Enter: 2022-10-04, 4.10.2022, 4 Oct, +1, today")
        self.line.returnPressed.connect(self.enter)
        self.button = QToolButton()
        self.button.setIcon(icon("calendar"))
        self.button.setAutoRaise(True)
        self.button.setToolTip("Choose the date from a calendar")
        self.button.setAccessibleName("Calendar")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.open_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)

    def typed(self) -> date:
        """The date that is typed; raises EditRefused."""
        return typed_date(self.line.text(), self._day_shown(), date.today())

    def enter(self) -> None:
        """Take what is typed, or say in a sentence why it is no date."""
        try:
            day = self.typed()
        except EditRefused as refusal:
            self.line.selectAll()
            QToolTip.showText(
                self.line.mapToGlobal(QPoint(0, -self.line.height() * 2)), str(refusal), self.line
            )
            self.refused.emit(str(refusal))
            return
        self.entered.emit(day)

    def open_calendar(self) -> None:
        """Show the calendar beside the button; the day shown is chosen in it."""
        popup = _CalendarPopup(self._day_shown(), self.mapped, self)
        popup.calendar.activated.connect(self._picked)
        popup.calendar.clicked.connect(self._picked)
        popup.show_beside(self.button)

    def _picked(self, day: QDate) -> None:
        for popup in self.findChildren(_CalendarPopup):
            popup.close()
        self.entered.emit(date(day.year(), day.month(), day.day()))


class MapCalendar(QCalendarWidget):
    """A calendar with a dot under each date that has a map."""

    def __init__(self, mapped: Collection[date]) -> None:
        super().__init__()
        self._mapped = frozenset(mapped)
        self.setLocale(_ENGLISH)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setAccessibleName("Calendar")
        # Days off mean nothing here, and red is the colour of a side.
        plain = QTextCharFormat()
        plain.setForeground(self.palette().color(QPalette.ColorRole.Text))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(weekend, plain)
        for name, drawing in (("prevmonth", "previous"), ("nextmonth", "next")):
            button = self.findChild(QToolButton, f"qt_calendar_{name}")
            if button is not None:
                button.setIcon(icon(drawing))
        bar = self.findChild(QWidget, "qt_calendar_navigationbar")
        if bar is not None:
            bar.setBackgroundRole(QPalette.ColorRole.Window)
            # Its buttons write in the colour of highlighted text whatever they stand on.
            palette = self.palette()
            written = palette.color(QPalette.ColorRole.WindowText)
            palette.setColor(QPalette.ColorRole.HighlightedText, written)
            bar.setPalette(palette)
        row = self.fontMetrics().height() + 14
        self.setMinimumSize(8 * row, 8 * row)

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:  # noqa: N802
        """A day, with its dot."""
        super().paintCell(painter, rect, day)
        if date(day.year(), day.month(), day.day()) in self._mapped:
            chosen = day == self.selectedDate()
            role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(role))
            painter.drawEllipse(QPoint(rect.center().x() + 1, rect.bottom() - 3), 2, 2)
            painter.restore()


class _CalendarPopup(QFrame):
    def __init__(self, shown: date, mapped: Collection[date], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.calendar = MapCalendar(mapped)
        self.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.calendar)

    def show_beside(self, button: QWidget) -> None:
        """Above or below a button, whichever has room on the screen."""
        self.adjustSize()
        screen = button.screen().availableGeometry()
        corner = button.mapToGlobal(QPoint(0, button.height()))
        if corner.y() + self.height() > screen.bottom():
            corner.setY(corner.y() - button.height() - self.height())
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        self.move(corner)
        self.show()
        self.calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
