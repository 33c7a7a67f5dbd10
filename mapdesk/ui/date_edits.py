"""Edits of the map of the day as a whole: checked, described, copied to another date, removed."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QInputDialog, QWidget

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.snapshots import copy_map, mark_unchanged, remove_map
from mapdesk.render.dates import full_date
from mapdesk.session.dates import typed_date
from mapdesk.session.edit_session import now
from mapdesk.ui.desk import Desk


class DateEdits:
    """What the Dates menu does to the map of the day; each is one step. What asks, asks over `parent`."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        self._parent = parent

    def mark_unchanged(self) -> None:
        """No change today: the day gets a checked map, the one before carried forward."""
        showing, session = self._desk.showing, self._desk.session
        if showing is not None and session is not None:
            self._desk.do(
                f"No change on {full_date(showing.day)}",
                partial(
                    mark_unchanged, account=showing.account, day=showing.day, by=session.author, at=now()
                ),
            )

    def describe(self) -> None:
        """Show what is said of the day's map, to be changed."""
        from mapdesk.ui.snapshot_facts_dialog import describe_map_of_day

        describe_map_of_day(self._desk, self._parent)

    def remove_map(self) -> None:
        """Remove the day's map; the day then shows the one before."""
        showing = self._desk.showing
        if showing is not None:
            self._desk.do(
                f"Remove the map of {full_date(showing.day)}",
                partial(remove_map, account=showing.account, day=showing.day),
            )

    def copy_map_to(self, to: date) -> None:
        """Put what the day shows on another date, and go there."""
        showing = self._desk.showing
        if showing is not None:
            label = f"Copy the map of {full_date(showing.day)} to {full_date(to)}"
            if self._desk.do(label, partial(copy_map, account=showing.account, day=showing.day, to=to)):
                self._desk.alter(day=to)

    def ask_where_to_copy(self) -> None:
        """Ask for a date and copy what the day shows to it."""
        showing = self._desk.showing
        if showing is None:
            return
        text, agreed = QInputDialog.getText(
            self._parent,
            "Copy the map",
            f"Copy the map of {full_date(showing.day)} to (such as +1, 4 Oct):",
            text="+1",
        )
        if not agreed:
            return
        try:
            self.copy_map_to(typed_date(text, showing.day, date.today()))
        except EditRefused as refusal:
            self._desk.refused.emit(str(refusal))
