"""The list of links of an article or of features: what was quoted, and what it speaks of."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mapdesk.render.colour import against
from mapdesk.ui.icons import icon

_UID = Qt.ItemDataRole.UserRole
_ROW = Qt.ItemDataRole.UserRole + 1
_PADDING = 6
_BAR = 4


@dataclass(frozen=True)
class LinkRow:
    """One link as the list shows it: its quote, what it speaks of in words, and the colour of that."""

    uid: str
    passage: str
    quote: str
    words: str
    colour: str


class LinkList(QListWidget):
    """Links to go to (click, Enter) and to take away (Delete, context menu)."""

    #: The uid of the link to go to.
    wanted = Signal(str)
    #: The uid of the link to take away.
    unwanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[LinkRow] = ()
        self.setAccessibleName("Links")
        self.setItemDelegate(_Drawn(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item: self.wanted.emit(item.data(_UID)))

    def show_rows(self, rows: Sequence[LinkRow], passage: str) -> None:
        """Show links; those of a passage are marked, the one that was current before all others."""
        if rows != self._rows:
            current = self._current_uid()
            self._rows = tuple(rows)
            self.clear()
            for row in rows:
                item = QListWidgetItem(f"“{row.quote}”\n{row.words}", self)
                item.setToolTip(f"<qt>“{html.escape(row.quote)}”<br>{html.escape(row.words)}</qt>")
                item.setData(_UID, row.uid)
                item.setData(_ROW, row)
            self._make_current(next((n for n, row in enumerate(rows) if row.uid == current), -1))
        here = self.currentRow()
        if passage and not (0 <= here < len(rows) and rows[here].passage == passage):
            self._make_current(next((n for n, row in enumerate(rows) if row.passage == passage), -1))
        elif not passage:
            self._make_current(-1)

    def _make_current(self, number: int) -> None:
        self.setCurrentRow(number)
        if number >= 0:
            self.scrollToItem(self.item(number))

    def _current_uid(self) -> str:
        item = self.currentItem()
        return str(item.data(_UID)) if item is not None else ""

    def _show_menu(self, at: QPoint) -> None:
        # The menu key asks for the current row, which the mouse has just made current too.
        uid = self._current_uid()
        if not uid:
            return
        menu = QMenu(self)
        go = QAction("Go to passage and map", menu)
        go.triggered.connect(lambda: self.wanted.emit(uid))
        unlink = QAction(icon("unlink"), "Unlink", menu)
        unlink.setShortcut(Qt.Key.Key_Delete)
        unlink.triggered.connect(lambda: self.unwanted.emit(uid))
        menu.addActions([go, unlink])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def event(self, event: QEvent) -> bool:
        """Delete means the link here, whatever it deletes elsewhere in the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        uid = self._current_uid()
        if uid and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit(uid)
        elif uid and event.key() == Qt.Key.Key_Delete:
            self.unwanted.emit(uid)
        else:
            super().keyPressEvent(event)


class _Drawn(QStyledItemDelegate):
    """Two lines to a link, the second one quieter, behind a bar in the colour of what it speaks of."""

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line = option.fontMetrics.height()
        return QSize(80, 2 * line + 2 * _PADDING + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(_ROW)
        self.initStyleOption(option, index)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        widget: QWidget = option.widget
        option.text = ""
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        group = (
            QPalette.ColorGroup.Active
            if state & QStyle.StateFlag.State_Active
            else QPalette.ColorGroup.Inactive
        )
        ink = palette.color(group, QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        painter.save()
        bar = QRect(rect.left() + 2, rect.top() + 4, _BAR, rect.height() - 8)
        ground = palette.color(group, QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.Base)
        painter.fillRect(bar, QColor(against(row.colour, ground.name(), 1.8)) if row.colour else ink)
        line = option.fontMetrics.height()
        left = bar.right() + 1 + _PADDING
        words = QRect(left, rect.top() + _PADDING, rect.right() - left - _PADDING, line)
        for text, strength in ((f"“{row.quote}”", 1.0), (row.words, 0.78)):
            ink.setAlphaF(strength)
            painter.setPen(ink)
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            words.translate(0, line + 2)
        painter.restore()
