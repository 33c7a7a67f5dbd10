"""What is said of the map of a date: hour and time zone, source, note, and whether it was checked."""

from __future__ import annotations

from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.snapshots import describe_map
from mapdesk.model.project import Project, Snapshot
from mapdesk.render.dates import full_date
from mapdesk.session.about_map import how_checked
from mapdesk.session.edit_session import now
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk

_WIDTH = 440
_NOTE_LINES = 4


class SnapshotFactsDialog(QDialog):
    """What is said of one Snapshot, to be changed; `author` is who checks it now."""

    def __init__(self, parent: QWidget, showing: Showing, snapshot: Snapshot, author: str) -> None:
        super().__init__(parent)
        self._showing, self._author = showing, author
        self.setWindowTitle(f"About {full_date(snapshot.date)}")
        self.hour = QLineEdit(snapshot.as_of)
        self.hour.setAccessibleName("Hour as of which the map is")
        self.hour.setPlaceholderText("18:00")
        self.hour.setFixedWidth(6 * self.fontMetrics().averageCharWidth() + 40)
        self.zone = QLineEdit(snapshot.time_zone)
        self.zone.setAccessibleName("Time zone of the hour")
        self.zone.setPlaceholderText("Europe/Kyiv, UTC or UTC+3")
        known = QCompleter(sorted(available_timezones()), self)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        known.setFilterMode(Qt.MatchFlag.MatchContains)
        self.zone.setCompleter(known)
        moment = QHBoxLayout()
        moment.addWidget(self.hour)
        moment.addWidget(self.zone, 1)
        self.source = QLineEdit(snapshot.source)
        self.source.setAccessibleName("Source of the map")
        self.note = QPlainTextEdit(snapshot.note)
        self.note.setAccessibleName("Note on the map")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 14)
        self.checked = QCheckBox(how_checked(snapshot) or "Checked: the map is right on this date")
        self.checked.setChecked(snapshot.checked)
        self._why_not = QLabel()
        self._why_not.setWordWrap(True)
        self._why_not.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field, focus in (
            ("As of", moment, self.hour),
            ("Source", self.source, self.source),
            ("Note", self.note, self.note),
        ):
            label = QLabel(words)
            label.setBuddy(focus)
            form.addRow(label, field)
        form.addRow("", self.checked)
        form.addRow(self._why_not)
        form.addRow(buttons)
        self.setMinimumWidth(_WIDTH)

    def describe(self, project: Project) -> Edited:
        """The edit that was asked for; raises EditRefused."""
        return describe_map(
            project,
            account=self._showing.account,
            day=self._showing.day,
            as_of=self.hour.text(),
            time_zone=self.zone.text(),
            source=self.source.text(),
            note=self.note.toPlainText(),
            checked=self.checked.isChecked(),
            by=self._author,
            at=now(),
        )

    def _try(self) -> None:
        """Close, or say why what is written can't be so."""
        try:
            self.describe(self._showing.project)
        except EditRefused as refusal:
            self._why_not.setText(str(refusal))
            self._why_not.show()
            self.hour.setFocus()
            return
        self.accept()


def describe_map_of_day(desk: Desk, parent: QWidget) -> None:
    """Ask what is to be said of the day's map, and save that as one step."""
    showing, session = desk.showing, desk.session
    if showing is None or session is None or showing.snapshot is None or not showing.has_own_map:
        return
    dialog = SnapshotFactsDialog(parent, showing, showing.snapshot, session.author)
    dialog.finished.connect(partial(_end, desk, dialog))
    dialog.open()


def _end(desk: Desk, dialog: SnapshotFactsDialog, outcome: int) -> None:
    dialog.deleteLater()
    if outcome == QDialog.DialogCode.Accepted:
        desk.do(dialog.windowTitle(), dialog.describe)
