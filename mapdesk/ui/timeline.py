"""The timeline: the day shown in words, ways to another day, and all dates on one line."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.snapshots import copy_map, mark_unchanged, remove_map
from mapdesk.model.project import Project
from mapdesk.render.dates import date_beside, full_date
from mapdesk.session.change_sizes import HandsChanged
from mapdesk.session.dates import typed_date
from mapdesk.session.showing import Against, Compared, Showing
from mapdesk.ui.article_facts import day_of
from mapdesk.ui.date_changes import DateChanges
from mapdesk.ui.date_field import DateField
from mapdesk.ui.date_line import DateLine
from mapdesk.ui.date_marks import DatedMaps
from mapdesk.ui.desk import Desk
from mapdesk.ui.icons import icon

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
        self._changes = DateChanges()
        self._redrawing = QTimer(self, singleShot=True, interval=120)
        self._redrawing.timeout.connect(self._show_maps)
        self._changes.came.connect(self._redrawing.start)
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
        self.line.wanted.connect(self.go_to)
        self.line.stepped.connect(self.step_day)
        self.line.ended.connect(self._go_to_end)
        self.line.scrubbing.connect(self._changes.hold)
        self._lay_out()
        desk.changed.connect(self.present)
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
            self.words.setText("")
            self.line.show_maps(DatedMaps())
            self.line.show_day(None, None)
            return
        opened = before is None or before.project.about.uid != showing.project.about.uid
        if opened or _dates_differ(before, showing):
            self._changes.follow(showing)
            self.field.mapped = frozenset(s.date for s in showing.snapshots)
            self._show_maps()
        if opened or before is None or _day_of(before) != _day_of(showing):
            self._show_day(showing)
        if opened:
            self.line.fit()

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
        self._fill_against(showing)

    def _fill_against(self, showing: Showing) -> None:
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
                articles=_articles_by_date(showing.project),
                colours={side.uid: side.colour for side in showing.project.sides.values()},
            )
        )

    def _describe(self, day: date) -> str:
        """What is known of a date, in a few lines."""
        showing = self._shown
        if showing is None:
            return ""
        lines = [full_date(day)]
        snapshot = showing.project.snapshot_on(showing.account, day)
        if snapshot is None:
            lines.append("Nothing is mapped yet")
        elif snapshot.date != day:
            lines.append(f"Shows the map of {date_beside(snapshot.date, day)}")
        else:
            lines += _change_lines(showing, self._changes.of(day), first=snapshot is showing.snapshots[0])
            lines += [f"Source: {snapshot.source}"] if snapshot.source else []
            lines += ["Checked"] if snapshot.checked else []
        articles = _articles_by_date(showing.project)[day]
        if articles:
            lines.append("1 article" if articles == 1 else f"{articles} articles")
        return "\n".join(lines)

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
            self.go_to(day)

    def step_day(self, days: int) -> None:
        """Go some days forward or back by the calendar."""
        if self._shown is not None:
            self.go_to(self._shown.day + timedelta(days=days))

    def _go_to_end(self, way: int) -> None:
        if self._shown is not None and self._shown.snapshots:
            self.go_to(self._shown.snapshots[0 if way < 0 else -1].date)

    def _day(self) -> date:
        return self._shown.day if self._shown else date.today()

    def _compare(self, row: int) -> None:
        self._desk.alter(against=self._choices[row])

    # Edits of the day

    def mark_unchanged(self) -> None:
        """No change today: the day gets a checked map, the one before carried forward."""
        if self._shown is not None:
            day, account = self._shown.day, self._shown.account
            self._desk.do(
                f"No change on {full_date(day)}",
                lambda project: mark_unchanged(project, account=account, day=day),
            )

    def remove_map_of_day(self) -> None:
        """Remove the day's map; the day then shows the one before."""
        if self._shown is not None:
            day, account = self._shown.day, self._shown.account
            self._desk.do(
                f"Remove the map of {full_date(day)}",
                lambda project: remove_map(project, account=account, day=day),
            )

    def copy_map_to(self, to: date) -> None:
        """Put what the day shows on another date, and go there."""
        if self._shown is not None:
            day, account = self._shown.day, self._shown.account
            label = f"Copy the map of {full_date(day)} to {full_date(to)}"
            if self._desk.do(label, lambda project: copy_map(project, account=account, day=day, to=to)):
                self.go_to(to)

    def ask_where_to_copy(self) -> None:
        """Ask for a date and copy what the day shows to it."""
        if self._shown is None:
            return
        text, agreed = QInputDialog.getText(
            self,
            "Copy the map",
            f"Copy the map of {full_date(self._shown.day)} to (such as +1, 4 Oct):",
            text="+1",
        )
        if not agreed:
            return
        try:
            self.copy_map_to(typed_date(text, self._shown.day, date.today()))
        except EditRefused as refusal:
            self._desk.refused.emit(str(refusal))


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
    return f"{day} – checked" if snapshot.checked else day


def _how_many(dates: int) -> str:
    return "1 date has a map" if dates == 1 else f"{dates} dates have maps"


def _change_lines(showing: Showing, found: tuple[HandsChanged, ...] | None, *, first: bool) -> list[str]:
    if first:
        return ["The first map"]
    if found is None:
        return ["The change is being worked out"]
    sides = showing.project.sides
    return [
        f"{sides[change.side].name}: gained {change.gained_km2:,.1f} km², lost {change.lost_km2:,.1f} km²"
        for change in found
        if change.side in sides
    ] or ["No ground changed hands"]


def _articles_by_date(project: Project) -> Counter[date]:
    found: Counter[date] = Counter()
    for article in project.articles.values():
        day = day_of(article.published_at)
        if day is not None:
            found[day] += 1
    return found
