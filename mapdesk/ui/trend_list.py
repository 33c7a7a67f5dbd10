"""The list of a trend's series: which are shown, and their figures on the day shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from mapdesk.render.dates import full_date, short_date
from mapdesk.session.trend_series import Trend
from mapdesk.ui.icons import swatch

_KEY = Qt.ItemDataRole.UserRole


class TrendList(QTreeWidget):
    """A series to a row, with a tick; Delete asks for a row to be taken out."""

    ticks_changed = Signal()
    #: The name of the series that is to go.
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self.setAccessibleName("Series")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setColumnCount(3)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(64)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        self.itemChanged.connect(lambda *_: None if self._filling else self.ticks_changed.emit())

    def fill(self, found: Trend, ticked: set[tuple[str, ...]]) -> None:
        """List a trend's series, some of them ticked by their keys."""
        self._filling = True
        self.clear()
        for one in found.series:
            item = QTreeWidgetItem(self, [one.name, "", ""])
            item.setIcon(0, swatch(one.colour))
            item.setToolTip(0, one.name)
            on = one.key in ticked
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setData(0, _KEY, one.key)
            for column in (1, 2):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # No taller than its rows: what is left is the plot's.
        rows = self.topLevelItemCount() * max(self.sizeHintForRow(0), self.fontMetrics().height() + 4)
        self.setMaximumHeight(rows + self.header().sizeHint().height() + 6)
        self._filling = False

    def ticked(self) -> set[tuple[str, ...]]:
        """The keys of the series that are ticked."""
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        return {
            tuple(item.data(0, _KEY))
            for item in items
            if item is not None and item.checkState(0) == Qt.CheckState.Checked
        }

    def show_day(self, found: Trend, day: date) -> None:
        """Show the figures of the map that a day shows, and how they changed since the map before."""
        self._filling = True
        rows = [number for number, other in enumerate(found.days) if other <= day]
        now = rows[-1] if rows else None
        day_words = _short(found.days[now]) if now is not None else ""
        unit = f", {found.unit}" if found.unit and day_words else ""
        self.setHeaderLabels(["", f"{day_words}{unit}", "Change"])
        self.headerItem().setToolTip(1, full_date(found.days[now]) if now is not None else "")
        self.headerItem().setToolTip(2, "Since the date before")
        for number, one in enumerate(found.series):
            item = self.topLevelItem(number)
            if item is not None:
                value = one.values[now] if now is not None else None
                before = one.values[now - 1] if now else None
                item.setText(1, found.said(value).removesuffix(f" {found.unit}"))
                item.setText(2, _change(found, value, before))
        self._filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None:
            self.removed.emit(item.text(0))
        else:
            super().keyPressEvent(event)


def _short(day: date) -> str:
    number, month = short_date(day).split()
    return f"{number} {month[:3]}"


def _change(found: Trend, value: float | None, before: float | None) -> str:
    if value is None or before is None:
        return ""
    moved = round(value, found.decimals) - round(before, found.decimals)
    sign = "+" if moved > 0 else "−" if moved < 0 else "±"
    return f"{sign}{abs(moved):,.{found.decimals}f}"
