"""The scrolled grid in which the import dialogs ask what each kind of ground is to be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QScrollArea, QWidget

from mapdesk.ui.elided import Elided


class ImportGrid(QScrollArea):
    """Rows under titles; what they ask is the subclass's business."""

    #: What a row is to be is another thing now.
    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    def _begin(self, titles: tuple[str, str, str, str]) -> QGridLayout:
        """A new grid with its titles; the second column is for numbers."""
        self._inside = page()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(12, 8, 12, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, title in enumerate(titles):
            label = QLabel(title)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            alignment = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(label, 0, column, alignment)
        return grid

    def _end(self, grid: QGridLayout, rows: int) -> int:
        """Show a grid of so many rows; returns the height that it would take."""
        grid.setRowStretch(rows + 1, 1)
        self.setWidget(self._inside)
        return self._inside.sizeHint().height() + 2 * self.frameWidth()


class Choice(QComboBox):
    """A choice in a list that scrolls: the wheel scrolls the list unless the choice has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(128)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll the list, not the choice."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def page() -> QWidget:
    """What lies in the scrolled area, in the colour of lists."""
    inside = QWidget()
    inside.setBackgroundRole(QPalette.ColorRole.Base)
    return inside


def shortened(text: str) -> Elided:
    """A long value in one line, its middle left out where it has no room."""
    line = Elided(text, cut=Qt.TextElideMode.ElideMiddle)
    line.setMinimumWidth(120)
    return line
