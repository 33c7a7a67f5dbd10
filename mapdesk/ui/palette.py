"""The command palette: type a few letters of anything that can be done or gone to, and press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapdesk.session.palette import Found, FoundKind
from mapdesk.ui.icons import icon

_ICONS = {
    FoundKind.DATE: "calendar",
    FoundKind.FEATURE: "area",
    FoundKind.PASSAGE: "article",
    FoundKind.PLACE: "find",
}
_FOUND = Qt.ItemDataRole.UserRole
_WIDTH, _HEIGHT = 620, 420
#: How far below the window's upper edge it opens.
_BELOW = 90
_MARGIN = 8


class Palette(QDialog):
    """A field and the list of what its words may mean; `find` lists it and `take` does what was chosen."""

    def __init__(
        self, window: QWidget, find: Callable[[str], Sequence[Found]], take: Callable[[Found], None]
    ) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Command palette")
        self._find, self._take = find, take
        self._field, self._list = QLineEdit(), QTreeWidget()
        self._field.setAccessibleName("What to do or where to go")
        self._field.setPlaceholderText("An action, a date, a place, a feature or words of a passage")
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.setAccessibleName("Found")
        self._list.setMinimumHeight(0)
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setStyleSheet("QTreeWidget::item { padding: 3px 0; }")
        # The keyboard stays in the field, which moves through the list.
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.itemClicked.connect(self._choose)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        self._highest = min(_HEIGHT, window.height() - _BELOW - 20)
        self.resize(min(_WIDTH, window.width() - 40), self._highest)
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, _BELOW)))
        self._fill("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up, down and Enter typed in the field are the list's."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self._list.keyPressEvent(event)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self._list.clear()
        faint = self.palette().brush(QPalette.ColorRole.PlaceholderText)
        for found in self._find(typed):
            item = QTreeWidgetItem([found.words, found.detail or found.kind])
            item.setData(0, _FOUND, found)
            item.setIcon(0, icon(_ICONS.get(found.kind, "next")))
            item.setForeground(1, faint)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._list.addTopLevelItem(item)
        first = self._list.topLevelItem(0)
        if first is not None:
            self._list.setCurrentItem(first)
        else:
            nothing = QTreeWidgetItem(["Nothing that can be done or gone to now is called that."])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addTopLevelItem(nothing)
        # As high as what was found, as far as there is room.
        rows = self._list.topLevelItemCount() * self._list.sizeHintForRow(0) + 2 * self._list.frameWidth()
        around = 3 * _MARGIN + self._field.sizeHint().height()
        self.resize(self.width(), min(self._highest, around + rows))

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            found = item.data(0, _FOUND)
            # Closed first: what is done may open a dialog of its own.
            self.close()
            self._take(found)
