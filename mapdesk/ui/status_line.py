"""The status bar: what to do next, what was done, where the pointer is, and whether all is saved."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStatusBar, QToolButton, QWidget

from mapdesk.render.dates import full_date
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk
from mapdesk.ui.icons import icon

_SAID_MS = 15_000
#: Work that is over sooner shows no progress.
_PATIENCE_MS = 100


class StatusLine(QStatusBar):
    """Guidance on the left, then what was said last; on the right position, scale, date, and saving."""

    #: The long work under way is to be given up.
    cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setSizeGripEnabled(False)
        self._guidance = _Elided("Guidance")
        self._said = _Elided("Last message")
        self._said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._place = _fixed("Position", "Longitude and latitude under the pointer")
        self._scale = _fixed("Scale", "Scale at the middle of the map")
        self._date = _fixed("Date shown", "The date that the map shows")
        self._saved = _fixed("Saving", "")
        self._doing = QLabel()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setFixedWidth(110)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Progress")
        self._cancel = QToolButton()
        self._cancel.setIcon(icon("close"))
        self._cancel.setAutoRaise(True)
        self._cancel.setToolTip("Cancel")
        self._cancel.setAccessibleName("Cancel")
        self._cancel.clicked.connect(self.cancelled)
        self._forget = _timer(self, _SAID_MS, self._said.hide)
        self._reveal = _timer(self, _PATIENCE_MS, lambda: self._show_work(True))
        self.addWidget(self._guidance, 3)
        self.addWidget(self._said, 2)
        for widget in (self._doing, self._progress, self._cancel):
            self.addPermanentWidget(widget)
        for label in (self._place, self._scale, self._date, self._saved):
            self.addPermanentWidget(label)
        self._said.hide()
        self._show_work(False)
        desk.changed.connect(self.present)
        desk.said.connect(self.say)
        desk.working.connect(self.show_work)
        self.present(desk.showing)

    def guide(self, sentence: str) -> None:
        """Say what to do next."""
        self._guidance.show_text(sentence)

    def say(self, sentence: str) -> None:
        """Say what was done, for a while."""
        self._said.show_text(sentence)
        self._said.show()
        self._forget.start()

    def show_place(self, lon_lat: tuple[float, float] | None) -> None:
        """Show where the pointer is, in degrees."""
        self._place.setText(said_place(*lon_lat) if lon_lat else "")

    def show_scale(self, metres_per_pixel: float) -> None:
        """Show the scale, in metres on the ground to a pixel of 1/96 inch."""
        self._scale.setText(f"1 : {_rounded(metres_per_pixel * 96 / 0.0254):,.0f}")

    def show_work(self, doing: str) -> None:
        """Show that long work is under way, or (nothing) that it has ended."""
        self._doing.setText(doing)
        if doing:
            self._reveal.start()
        else:
            self._reveal.stop()
            self._show_work(False)

    def present(self, showing: Showing | None) -> None:
        """Show the date of a Showing and whether its project is saved."""
        self._date.setText(full_date(showing.day) if showing else "")
        session = self._desk.session
        notice = session.file.notice if session else ""
        self._saved.setText(
            "" if session is None else "Read only" if session.file.read_only else "All changes saved"
        )
        self._saved.setToolTip(notice or "Each step is on disk before the next one begins")
        if showing is None:
            for label in (self._place, self._scale):
                label.setText("")

    def _show_work(self, on: bool) -> None:
        for widget in (self._doing, self._progress, self._cancel):
            widget.setVisible(on)


def said_place(lon: float, lat: float) -> str:
    """A position in degrees, as people write it: 46.6354° N, 32.6169° E."""
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{abs(lat):.4f}° {north}, {abs(lon):.4f}° {east}"


def _rounded(number: float) -> float:
    """A number to two figures, as scales are said."""
    return float(f"{number:.2g}")


def _fixed(name: str, tip: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setToolTip(tip)
    label.setContentsMargins(6, 0, 6, 0)
    return label


def _timer(parent: QWidget, after_ms: int, what: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(what)
    return timer


class _Elided(QWidget):
    """One line of text that is cut where room ends; the tooltip has all of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._text = text
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.update()

    def text(self) -> str:
        return self._text

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, self.fontMetrics().height() + 4)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.rect().adjusted(6, 0, -6, 0)
        line = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
