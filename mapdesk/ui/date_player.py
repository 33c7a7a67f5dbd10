"""Plays the dates: one map after the other at a speed, until the last or until a hand does something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from mapdesk.model.project import Project
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk

#: Dates in a second that can be chosen.
SPEEDS = (1, 2, 5, 10, 20)
_USUAL = 5
#: How often it is looked whether the next date is due, in milliseconds.
_TICK = 10


class DatePlayer(QObject):
    """Takes a Desk from date to date. It waits for a map that takes longer to draw than its time."""

    #: It began to play, or stopped.
    playing = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        #: Dates in a second.
        self.speed = _USUAL
        #: Whether the map of the day is to be seen.
        self.is_drawn: Callable[[], bool] = lambda: True
        #: What may be used without stopping it: its own button and action.
        self.own: set[QObject] = set()
        self._desk = desk
        self._project: Project | None = None
        self._day = date.min
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._go_on)
        desk.changed.connect(self._follow)
        desk.passed.connect(self._follow)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play from the day shown, or from the first date where that is the last; or stop."""
        if self.is_playing:
            self.stop()
            return
        showing = self._desk.showing
        if showing is None or len(showing.snapshots) < 2:
            self._desk.said.emit("There is no second date with a map to play.")
            return
        self._project, self._day, self._due = showing.project, showing.day, monotonic()
        self._timer.start()
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self.playing.emit(True)
        if showing.day_after() is None:
            self._show(showing.snapshots[0].date)

    def stop(self) -> None:
        """Stay on the date that it has come to."""
        if self.is_playing:
            self._timer.stop()
            application = QCoreApplication.instance()
            assert application is not None
            application.removeEventFilter(self)
            self._project = None
            self._desk.rest()
            self.playing.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Whatever a hand does next, it means the date that is seen: stop before it does it."""
        kind = event.type()
        by_hand = kind in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress) and (
            isinstance(watched, QWidget) and not isinstance(watched, QMenu)
        )
        if (by_hand or kind == QEvent.Type.Shortcut) and watched not in self.own:
            self.stop()
        return False

    def _go_on(self) -> None:
        showing = self._desk.showing
        if showing is None or monotonic() < self._due or not self.is_drawn():
            return
        day = showing.day_after()
        if day is None:
            self.stop()
        else:
            self._show(day)

    def _show(self, day: date) -> None:
        # What was late is not made up for.
        self._due = max(self._due + 1 / self.speed, monotonic())
        self._day = day
        self._desk.pass_by(day)

    def _follow(self, showing: Showing | None) -> None:
        """Stop where somebody else went to another date, or changed the map."""
        if self.is_playing and (
            showing is None or showing.project is not self._project or showing.day != self._day
        ):
            self.stop()
