"""The status bar: what to do next, what was done, where the pointer is, and whether all is saved."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from mapdesk.render.dates import full_date
from mapdesk.session.coordinates import Notation, format_coordinates
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk
from mapdesk.ui.elided import Elided
from mapdesk.ui.icons import icon

_SAID_MS = 8_000
#: Work that is over sooner shows no progress.
_PATIENCE_MS = 100


class StatusLine(QStatusBar):
    """Guidance on the left, then what was said last; on the right position, scale, date, and saving."""

    #: The long work under way is to be given up.
    cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.notation = Notation.DECIMAL
        self.setSizeGripEnabled(False)
        self.setContentsMargins(6, 0, 0, 0)
        self._guidance = Elided(name="Guidance")
        self._said = Elided(name="Last message")
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
        self.addWidget(self._guidance, 5)
        self.addWidget(self._said, 2)
        for widget in (self._doing, self._progress, self._cancel):
            self.addPermanentWidget(widget)
        for label in (self._place, self._scale, self._date, self._saved):
            self.addPermanentWidget(label)
        self._said.hide()
        self._show_work(False)
        desk.changed.connect(self.present)
        desk.passed.connect(self.present)
        desk.said.connect(self.say)
        desk.working.connect(self.show_work)
        self.present(desk.showing)

    def guide(self, sentence: str) -> None:
        """Say what to do next."""
        self._guidance.set_text(sentence)

    def say(self, sentence: str) -> None:
        """Say what was done, for a while."""
        self._said.set_text(sentence)
        self._said.show()
        self._forget.start()

    def show_place(self, lon_lat: tuple[float, float] | None) -> None:
        """Show where the pointer is, in the notation chosen."""
        self._place.setText(format_coordinates(*lon_lat, self.notation) if lon_lat else "")

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
