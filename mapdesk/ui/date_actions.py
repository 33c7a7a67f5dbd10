"""The actions of the Dates menu: which date is shown, and what becomes of its map as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from mapdesk.session.showing import Showing
from mapdesk.ui.menus import action

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow


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
            window.on_page(lambda p: p.timeline.mark_unchanged()),
        )
        self._copy = make(
            "&Copy the map to a date…",
            "",
            "Put the map of this day on another one",
            window.on_page(lambda p: p.timeline.ask_where_to_copy()),
        )
        self._remove = make(
            "&Remove the map of this date",
            "",
            "Let the date show the map before it",
            window.on_page(lambda p: p.timeline.remove_map_of_day()),
        )

    def entries(self) -> list[QAction | None]:
        """The Dates menu."""
        return [self.previous, self.next, self._go, None, self._unchanged, self._copy, self._remove]

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        writable = self._desk.writable
        is_mapped = writable and showing is not None and showing.snapshot is not None
        self._go.setEnabled(showing is not None)
        self._unchanged.setEnabled(is_mapped)
        self._copy.setEnabled(is_mapped)
        self._remove.setEnabled(writable and showing is not None and showing.has_own_map)
        self.previous.setEnabled(showing is not None and showing.day_before() is not None)
        self.next.setEnabled(showing is not None and showing.day_after() is not None)
