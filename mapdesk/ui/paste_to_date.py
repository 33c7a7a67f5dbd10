"""The dialog that asks on which date what was copied is to be pasted."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from mapdesk.edit.edit import EditRefused
from mapdesk.session.showing import Showing
from mapdesk.ui.date_field import DateField


class PasteToDate(QDialog):
    """A date typed or chosen; `day` is the one that was taken, first the next date with a map."""

    def __init__(self, window: QWidget, showing: Showing, what: str) -> None:
        super().__init__(window)
        self.setWindowTitle("Paste to another date")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.day: date = showing.day_after() or showing.day + timedelta(days=1)
        self.field = DateField("Date", lambda: showing.day)
        self.field.mapped = {snapshot.date for snapshot in showing.snapshots}
        self.field.line.setText(self.day.isoformat())
        self.field.line.selectAll()
        self.field.entered.connect(self._take)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setVisible(False)
        label = QLabel(f"{what} to the map of the &date:")
        label.setBuddy(self.field.line)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        paste = buttons.button(QDialogButtonBox.StandardButton.Ok)
        paste.setText("Paste")
        # Enter in the field is the field's.
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]
        buttons.accepted.connect(self.accept_typed)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.field, self._said, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(340)

    def accept_typed(self) -> None:
        """Take the date that is typed, or say why it is none."""
        try:
            self._take(self.field.typed())
        except EditRefused as refusal:
            self._said.setText(str(refusal))
            self._said.setVisible(True)

    def _take(self, day: date) -> None:
        self.day = day
        self.accept()
