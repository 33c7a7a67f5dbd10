"""Tables of rows whose columns say how each row is shown and sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
#: What a row is sorted by.
_SORT = _Role.UserRole


@dataclass(frozen=True)
class Column:
    """A column: its head, what it shows of a row, and what rows are sorted by in it; figures stand right."""

    title: str
    shown: Callable[[Any], str]
    sorted_by: Callable[[Any], Any]
    is_figure: bool = False


class Rows(QAbstractTableModel):
    """Rows of any one kind; those that `is_faint` says are shown faintly."""

    def __init__(
        self,
        columns: Sequence[Column],
        tip: Callable[[Any], str],
        is_faint: Callable[[Any], bool] = lambda _: False,
    ) -> None:
        super().__init__()
        self._columns, self._tip, self._is_faint = columns, tip, is_faint
        self.rows: list[Any] = []

    def show(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, way: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: N802
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return self._columns[section].title
        return self._side(section) if role == _Role.TextAlignmentRole else None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self._columns[index.column()]
        if role == _Role.DisplayRole:
            return column.shown(row)
        if role == _SORT:
            return column.sorted_by(row)
        if role == _Role.TextAlignmentRole:
            return self._side(index.column())
        if role == _Role.ToolTipRole:
            return self._tip(row)
        if role == _Role.AccessibleTextRole:
            return f"{column.title}: {column.shown(row) or 'none'}"
        if role == _Role.ForegroundRole and self._is_faint(row):
            return QPalette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].is_figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class RowsView(QTableView):
    """A table of Rows, sorted by a click on a head; a click or Return on a row picks it."""

    #: The row that the user picked.
    picked = Signal(object)

    def __init__(self, model: Rows, name: str, *, sorted_by: int, wide: Sequence[int]) -> None:
        """`sorted_by` is the column that is sorted by at first; those in `wide` share the room."""
        super().__init__()
        self.rows = model
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(model)
        self._sorted.setSortRole(_SORT)
        self._sorted.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._sorted.setSortLocaleAware(True)
        self.setModel(self._sorted)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(36)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in wide:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.sortByColumn(sorted_by, Qt.SortOrder.DescendingOrder)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)

    def in_order(self) -> list[Any]:
        """The rows as they are sorted now."""
        count = self._sorted.rowCount()
        return [self._row(self._sorted.index(number, 0)) for number in range(count)]

    def select(self, wanted: Callable[[Any], bool]) -> None:
        """Select the first row that is wanted, or none."""
        for number, row in enumerate(self.in_order()):
            if wanted(row):
                if self.currentIndex().row() != number or not self.selectionModel().hasSelection():
                    self.selectRow(number)
                return
        self.clearSelection()

    def _row(self, index: QModelIndex) -> Any:
        return self.rows.rows[self._sorted.mapToSource(index).row()]

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self._row(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._sorted.rowCount():
            self.setCurrentIndex(self._sorted.index(0, 0))
