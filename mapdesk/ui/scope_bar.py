"""The choice of how far edits reach: seen only where dates with a map follow the one that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from mapdesk.edit.scopes import Scope
from mapdesk.render.dates import date_beside, full_date
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk

_SCOPES = (Scope.NEXT, Scope.DATE, Scope.ONWARD)
_TIP = Qt.ItemDataRole.ToolTipRole


class ScopeBar(QWidget):
    """Until the next change, this date only, or from here on; the first again on each other date."""

    #: Whether there is anything to choose.
    wanted = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Showing | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName("How far edits reach")
        for scope in _SCOPES:
            self.choice.addItem("", scope)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # What Qt keeps with a row comes back as plain text.
        self.choice.activated.connect(lambda: desk.alter(scope=Scope(self.choice.currentData())))
        label = QLabel("Edits hold")
        label.setBuddy(self.choice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.addWidget(label)
        layout.addWidget(self.choice)
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Offer what can be chosen on the day of a Showing."""
        old, self._shown = self._shown, showing
        after = showing.day_after() if showing is not None else None
        self.wanted.emit(after is not None and self._desk.writable)
        if showing is None or after is None:
            return
        if old is None or old.day != showing.day or old.day_after() != after:
            until, day = date_beside(after, showing.day), full_date(showing.day)
            for row, (words, tip) in enumerate(
                (
                    (f"until {until}", f"What is drawn holds from {day} until {until}, the next map"),
                    ("on this date only", f"What is drawn holds on {day} alone; the day after is as it was"),
                    (
                        "from here on",
                        "What is drawn holds on later maps too, wherever its old holder still has the ground",
                    ),
                )
            ):
                self.choice.setItemText(row, words)
                self.choice.setItemData(row, tip, _TIP)
        row = _SCOPES.index(showing.reach)
        self.choice.setCurrentIndex(row)
        self.choice.setToolTip(str(self.choice.itemData(row, _TIP)))
