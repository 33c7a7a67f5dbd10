"""The actions of the Dates menu: which date is shown, and what becomes of its map as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from mapdesk.session.showing import Showing
from mapdesk.ui.menus import action

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow
    from mapdesk.ui.map_page import MapPage


class DateActions:
    """The actions on dates."""

    def __init__(self, window: MainWindow) -> None:
        self._desk = window.desk
        make = partial(action, window)
        self.previous = make(
            "&Previous date",
            "PgUp",
            "Show the date with a map before this one",
            window.on_page(lambda p: p.timeline.step(-1)),
            "previous",
        )
        self.next = make(
            "&Next date",
            "PgDown",
            "Show the next date with a map",
            window.on_page(lambda p: p.timeline.step(1)),
            "next",
        )
        self._week_back = make(
            "A &week back",
            "Ctrl+PgUp",
            "Show the day a week before this one",
            window.on_page(lambda p: p.timeline.step_day(-7)),
        )
        self._week_on = make(
            "A week &on",
            "Ctrl+PgDown",
            "Show the day a week after this one",
            window.on_page(lambda p: p.timeline.step_day(7)),
        )
        self._first = make(
            "&First date",
            "Alt+Home",
            "Show the first date with a map",
            window.on_page(lambda p: p.timeline.go_to_end(-1)),
        )
        self._last = make(
            "&Last date",
            "Alt+End",
            "Show the last date with a map",
            window.on_page(lambda p: p.timeline.go_to_end(1)),
        )
        self._play = make(
            "Play the &dates, or stop",
            "F5",
            "Show one date with a map after the other; again, or whatever else is done, stops it",
            window.on_page(self._toggle_play),
            "play",
        )
        self._go = make(
            "&Go to a date",
            "Ctrl+G",
            "Type a date and go there",
            window.on_page(lambda p: p.timeline.field.line.setFocus()),
            "calendar",
        )
        self._unchanged = make(
            "No change &today",
            "F9",
            "Note that the map of this day was checked and nothing moved",
            window.on_page(lambda p: p.timeline.edits.mark_unchanged()),
        )
        self._about = make(
            "&About this date…",
            "",
            "Say as of which hour the map of this day is, its source, a note, and whether it was checked",
            window.on_page(lambda p: p.timeline.edits.describe()),
        )
        self._copy = make(
            "&Copy the map to a date…",
            "",
            "Put the map of this day on another one",
            window.on_page(lambda p: p.timeline.edits.ask_where_to_copy()),
        )
        self._remove = make(
            "&Remove the map of this date",
            "",
            "Let the date show the map before it",
            window.on_page(lambda p: p.timeline.edits.remove_map()),
        )

    def entries(self) -> list[QAction | None]:
        """The Dates menu."""
        return [
            *(self.previous, self.next, self._week_back, self._week_on, self._first, self._last, self._go),
            *(None, self._play),
            *(None, self._unchanged, self._about, self._copy, self._remove),
        ]

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        writable = self._desk.writable
        is_mapped = writable and showing is not None and showing.snapshot is not None
        for one in (self._go, self._week_back, self._week_on):
            one.setEnabled(showing is not None)
        dates = len(showing.snapshots) if showing is not None else 0
        self._first.setEnabled(dates > 0)
        self._last.setEnabled(dates > 0)
        self._play.setEnabled(dates > 1)
        self._unchanged.setEnabled(is_mapped)
        self._copy.setEnabled(is_mapped)
        has_own_map = writable and showing is not None and showing.has_own_map
        self._about.setEnabled(has_own_map)
        self._remove.setEnabled(has_own_map)
        self.previous.setEnabled(showing is not None and showing.day_before() is not None)
        self.next.setEnabled(showing is not None and showing.day_after() is not None)

    def _toggle_play(self, page: MapPage) -> None:
        page.timeline.player.own.add(self._play)
        page.timeline.player.toggle()
