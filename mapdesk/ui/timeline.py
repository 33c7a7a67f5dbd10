"""The timeline: the day shown in words, ways to another day, and all dates on one line."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from time import monotonic

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from mapdesk.render.dates import date_beside, full_date
from mapdesk.session.about_date import articles_by_date, links_by_date, said_of_date
from mapdesk.session.showing import Against, Compared, Showing
from mapdesk.ui.date_changes import DateChanges
from mapdesk.ui.date_edits import DateEdits
from mapdesk.ui.date_field import DateField
from mapdesk.ui.date_line import DateLine
from mapdesk.ui.date_marks import DatedMaps
from mapdesk.ui.date_player import DatePlayer
from mapdesk.ui.desk import Desk
from mapdesk.ui.icons import icon
from mapdesk.ui.play_button import PlayButton

#: Steps that follow one another so soon, in seconds, only pass the dates by.
_IN_A_ROW = 0.3
_HEIGHT = 88
_CONTROLS_WIDTH = 330
_LONG = "30 September 2022 – shows the map of 29 September"
_MARGIN = 8


class Timeline(QWidget):
    """Which day is shown, and where the others are."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: Showing | None = None
        self._choices: list[Compared] = []
        self._chosen_among: tuple[object, ...] | None = None
        self._stepped_at = 0.0
        self.edits = DateEdits(desk, self)
        self.player = DatePlayer(desk, self)
        self._changes = DateChanges()
        self._redrawing = QTimer(self, singleShot=True, interval=120)
        self._redrawing.timeout.connect(self._show_maps)
        self._changes.came.connect(self._redraw_soon)
        self.player.playing.connect(self._changes.hold)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.field = DateField("Date to go to", self._day)
        self.field.line.setPlaceholderText("Go to a date")
        self.field.entered.connect(self.go_to)
        self.field.refused.connect(desk.refused)
        self.against = QComboBox()
        self.against.setAccessibleName("Compared with")
        self.against.setToolTip("What the map of the day is compared with")
        self.against.setModel(QStringListModel(self))
        self.against.view().setAccessibleName("Compared with")
        self.against.activated.connect(self._compare)
        self.line = DateLine()
        self.line.describe = self._describe
        self.line.wanted.connect(self._end_passing)
        self.line.passed.connect(desk.pass_by)
        self.line.stepped.connect(self.step_day)
        self.line.ended.connect(self.go_to_end)
        self.line.scrubbing.connect(self._changes.hold)
        self._lay_out()
        desk.changed.connect(self.present)
        desk.passed.connect(self._follow)
        self.present(desk.showing)

    def _lay_out(self) -> None:
        compared = QLabel("Compared with")
        compared.setBuddy(self.against)
        ways = QHBoxLayout()
        ways.setSpacing(2)
        ways.addWidget(_button("The date with a map before", partial(self.step, -1), drawing="previous"))
        ways.addWidget(_button("The day before", partial(self.step_day, -1), words="−1"))
        ways.addWidget(self.field, 1)
        ways.addWidget(_button("The day after", partial(self.step_day, 1), words="+1"))
        ways.addWidget(_button("The next date with a map", partial(self.step, 1), drawing="next"))
        ways.addSpacing(4)
        ways.addWidget(PlayButton(self.player))
        against = QHBoxLayout()
        against.setSpacing(6)
        against.addWidget(compared)
        against.addWidget(self.against, 1)
        self._controls = QWidget()
        words = self.fontMetrics().horizontalAdvance(_LONG) + 3 * _MARGIN
        self._controls.setFixedWidth(max(_CONTROLS_WIDTH, words))
        grid = QGridLayout(self._controls)
        grid.setContentsMargins(_MARGIN, 2, _MARGIN, 4)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.words, 0, 0)
        grid.addLayout(ways, 1, 0)
        grid.addLayout(against, 2, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._controls)
        row.addWidget(self.line, 1)
        self.setFixedHeight(max(_HEIGHT, self._controls.sizeHint().height()))
        self.setAccessibleName("Dates")

    # What is shown

    def present(self, showing: Showing | None) -> None:
        """Show the day of what the desk shows now, and its dates where they are others."""
        before, self._shown = self._shown, showing
        self.setEnabled(showing is not None)
        if showing is None:
            self._changes.follow(None)
            self._chosen_among = None
            self.words.setText("")
            self.line.show_maps(DatedMaps())
            self.line.show_day(None, None)
            return
        opened = before is None or before.project.about.uid != showing.project.about.uid
        if opened or _dates_differ(before, showing):
            session = self._desk.session
            self._changes.follow(showing, session.file if session is not None else None)
            self.field.mapped = frozenset(s.date for s in showing.snapshots)
            self._show_maps()
        if opened or before is None or _day_of(before) != _day_of(showing):
            self._show_day(showing)
        self._fill_against(showing)
        if opened or (before is not None and len(showing.snapshots) > len(before.snapshots) + 1):
            # Also a series that came at once is seen whole.
            self.line.fit()

    def _follow(self, showing: Showing) -> None:
        """Show the day that is being passed by; what it is compared with is of no use yet."""
        self._shown = showing
        self._show_day(showing)

    def finish(self) -> None:
        """Let go of what runs beside the window."""
        self._changes.finish()

    def is_complete(self) -> bool:
        """Whether all bars are drawn."""
        return self._changes.is_complete() and not self._redrawing.isActive()

    def _show_day(self, showing: Showing) -> None:
        said = _words(showing)
        own, _, more = said.partition(" – ")
        bold = self.words.font()
        bold.setBold(True)
        room = self._controls.width() - 2 * _MARGIN - QFontMetrics(bold).horizontalAdvance(own) - 2
        rest = self.fontMetrics().elidedText(f" – {more}", Qt.TextElideMode.ElideRight, room)
        self.words.setText(f"<b>{own}</b>{rest}" if more else f"<b>{own}</b>")
        self.words.setAccessibleName(said)
        self.words.setToolTip(said)
        self.line.setAccessibleDescription(f"{said}. {_how_many(len(showing.snapshots))}.")
        self.line.show_day(showing.day, showing.since())

    def _fill_against(self, showing: Showing) -> None:
        among = _day_of(showing)
        if among == self._chosen_among:
            return
        self._chosen_among = among
        earlier = [s.date for s in reversed(showing.snapshots) if s.date < showing.day]
        chosen = showing.against
        if isinstance(chosen, date) and chosen not in earlier:
            earlier.insert(0, chosen)
        previous = showing.since() if chosen is Against.PREVIOUS else None
        which = f" ({date_beside(previous, showing.day)})" if previous else ""
        texts = ["Nothing", f"The date before{which}"]
        for day in earlier:
            after = "" if day < showing.day else ", which is not before"
            texts.append(full_date(day) + after)
        self._choices = [Against.NOTHING, Against.PREVIOUS, *earlier]
        model = self.against.model()
        assert isinstance(model, QStringListModel)
        if model.stringList() != texts:
            model.setStringList(texts)
        self.against.setCurrentIndex(self._choices.index(chosen))

    def _show_maps(self) -> None:
        showing = self._shown
        if showing is None:
            return
        changes = {s.date: self._changes.of(s.date) for s in showing.snapshots}
        self.line.show_maps(
            DatedMaps(
                days=tuple(s.date for s in showing.snapshots),
                changes={day: found for day, found in changes.items() if found is not None},
                articles={day: len(found) for day, found in articles_by_date(showing.project).items()},
                links=links_by_date(showing.project),
                colours={side.uid: side.colour for side in showing.project.sides.values()},
            )
        )

    def _describe(self, day: date) -> str:
        """What is known of a date, in a few lines."""
        if self._shown is None:
            return ""
        return "\n".join(said_of_date(self._shown, day, self._changes.of(day)))

    def _redraw_soon(self) -> None:
        # Not put off by each more that comes, or bars would be seen only when all are there.
        if not self._redrawing.isActive():
            self._redrawing.start()

    # Ways to another day

    def go_to(self, day: date) -> None:
        """Show a date."""
        self.field.line.clear()
        if self._shown is not None and day != self._shown.day:
            self._desk.alter(day=day)

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) date with a map."""
        if self._shown is None:
            return
        day = self._shown.day_after() if way > 0 else self._shown.day_before()
        if day is None:
            self._desk.said.emit(f"There is no date with a map {'after' if way > 0 else 'before'} this one.")
        else:
            self._step_to(day)

    def step_day(self, days: int) -> None:
        """Go some days forward or back by the calendar."""
        if self._shown is not None:
            self._step_to(self._shown.day + timedelta(days=days))

    def _step_to(self, day: date) -> None:
        # A key held down goes faster than all that could be said of each date.
        in_a_row = monotonic() - self._stepped_at < _IN_A_ROW
        self._stepped_at = monotonic()
        if in_a_row:
            self._desk.pass_by(day)
        else:
            self.go_to(day)

    def _end_passing(self, day: date) -> None:
        self._desk.pass_by(day)
        self._desk.rest()

    def go_to_end(self, way: int) -> None:
        """Go to the first (-1) or the last (1) date with a map."""
        if self._shown is not None and self._shown.snapshots:
            self.go_to(self._shown.snapshots[0 if way < 0 else -1].date)

    def _day(self) -> date:
        return self._shown.day if self._shown else date.today()

    def _compare(self, row: int) -> None:
        self._desk.alter(against=self._choices[row])


def _button(tip: str, act: partial[None], *, words: str = "", drawing: str = "") -> QToolButton:
    button = QToolButton()
    button.setText(words)
    if drawing:
        button.setIcon(icon(drawing))
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAutoRepeat(True)
    button.clicked.connect(lambda: act())
    return button


def _dates_differ(before: Showing | None, after: Showing) -> bool:
    return (
        before is None
        or before.snapshots is not after.snapshots
        or before.project.articles is not after.project.articles
        or before.project.sides is not after.project.sides
    )


def _day_of(showing: Showing) -> tuple[object, ...]:
    return showing.day, showing.against, showing.snapshots


def _words(showing: Showing) -> str:
    snapshot = showing.snapshot
    day = full_date(showing.day)
    if snapshot is None:
        return f"{day} – nothing is mapped yet"
    if snapshot.date != showing.day:
        return f"{day} – shows the map of {date_beside(snapshot.date, showing.day)}"
    as_of = f", {snapshot.as_of} {snapshot.time_zone}".rstrip() if snapshot.as_of else ""
    by = f" by {snapshot.checked_by}" if snapshot.checked_by else ""
    return f"{day}{as_of} – checked{by}" if snapshot.checked else f"{day}{as_of}"


def _how_many(dates: int) -> str:
    return "1 date has a map" if dates == 1 else f"{dates} dates have maps"
