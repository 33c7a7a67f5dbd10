"""The preview in the series dialog: every layer of every date, to take or to skip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from mapdesk.render.dates import full_date
from mapdesk.session.import_series import Row
from mapdesk.session.naming import STATUS_WORDS
from mapdesk.ui.import_table import counted

_TITLES = ("Date", "Layer", "Becomes", "In the file", "Size")
#: The first column that holds numbers.
_NUMBERS = 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ImportPreview(QTableWidget):
    """One row for each layer of each date, with a box that takes it; Space ticks it."""

    #: A row is taken or skipped now.
    changed = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(_TITLES))
        self.setAccessibleName("What goes onto the map of each date")
        for column, title in enumerate(_TITLES):
            head = QTableWidgetItem(title)
            head.setTextAlignment(_LEFT if column < _NUMBERS else _RIGHT)
            self.setHorizontalHeaderItem(column, head)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(160)
        for column, width in ((0, 170), (2, 170), (3, 100), (4, 110)):
            self.setColumnWidth(column, width)
        self._rows: list[Row] = []
        self._skipped: set[tuple[object, ...]] = set()
        self.itemChanged.connect(self._tick)

    def rows(self) -> list[Row]:
        """The rows, those skipped without what they would become."""
        return [
            Row(row.portion, None) if row.role is not None and _key(row) in self._skipped else row
            for row in self._rows
        ]

    def fill(self, rows: Sequence[Row]) -> None:
        """Show rows; those that were skipped before still are."""
        self.blockSignals(True)
        self._rows = list(rows)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._show(number, row)
        self.blockSignals(False)
        self.viewport().update()

    def _show(self, number: int, row: Row) -> None:
        portion, role = row.portion, row.role
        lines = role.lines if role is not None else not portion.polygons
        what = f"Left out: {row.why}" if role is None else STATUS_WORDS[role.status]
        if role is not None:
            what = "front line" if lines else what
            what = f"{role.side}, {what}" if role.side else what.capitalize()
        texts = (
            full_date(portion.day) if portion.day else "No date",
            portion.layer,
            what,
            counted(portion.lines if lines else portion.polygons, lines=lines),
            f"{portion.size:,.1f} {'km²' if portion.polygons else 'km'}",
        )
        skipped = role is None or _key(row) in self._skipped
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(f"{portion.path.name}: {what}" if column == 2 else portion.path.name)
            if column >= _NUMBERS:
                item.setTextAlignment(_RIGHT)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if column == 0 and role is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked if skipped else Qt.CheckState.Checked)
            if role is None:
                item.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
            self.setItem(number, column, item)

    def _tick(self, item: QTableWidgetItem) -> None:
        key = _key(self._rows[item.row()])
        if item.checkState() is Qt.CheckState.Checked:
            self._skipped.discard(key)
        else:
            self._skipped.add(key)
        self.changed.emit()


def _key(row: Row) -> tuple[object, ...]:
    return row.portion.path, row.portion.day, row.portion.layer
