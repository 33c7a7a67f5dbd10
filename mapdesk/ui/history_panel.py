"""The history: every step of the project by name, the oldest first, and a way to any of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mapdesk.model.project import Project
from mapdesk.render.dates import full_date, short_date
from mapdesk.session.showing import Showing
from mapdesk.store.edit_log import Step
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui.desk import Desk

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
#: A row's second line.
_WHEN = _Role.UserRole
#: Whether a row is the present state, and whether its step has been undone.
_IS_PRESENT, _IS_UNDONE = _Role.UserRole + 1, _Role.UserRole + 2
_MARGIN, _MARK = 8, 3
_BEGINNING = "Before these steps"


class HistoryPanel(QWidget):
    """A list of the steps; going to one undoes or redoes all between it and the present state."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._project: Project | None = None
        self._listed: Project | None = None
        self._steps = _Steps()
        self.list = _List()
        self.list.setModel(self._steps)
        self.list.clicked.connect(self._go_to)
        self.list.activated.connect(self._go_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Show the history of a Showing's Project, once it is to be seen."""
        self._project = showing.project if showing is not None else None
        if self.isVisible():
            self._list()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._list()

    def _list(self) -> None:
        if self._project is self._listed and self._project is not None:
            return
        self._listed = self._project
        session = self._desk.session
        try:
            steps = session.history() if session is not None else []
        except ProjectFileError as refusal:
            self._desk.refused.emit(str(refusal))
            steps = []
        self._steps.show(steps, is_open=session is not None)
        present = self._steps.present_row
        if present >= 0:
            index = self._steps.index(present)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def _go_to(self, index: QModelIndex) -> None:
        if self._desk.writable:
            self._desk.go_to_step(self._steps.step_id(index.row()))


class _Steps(QStringListModel):
    """The state before the first step, then the one after each step.

    A list asks for each of its rows whether it is there; only a model of Qt's own says so quickly enough.
    """

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[Step] = []
        #: The row of the present state; -1 where nothing is open.
        self.present_row = -1
        self._today = datetime.now().astimezone()

    def show(self, steps: list[Step], *, is_open: bool) -> None:
        """Show other steps."""
        self._steps = steps
        self.present_row = sum(not step.undone for step in steps) if is_open else -1
        self._today = datetime.now().astimezone()
        self.setStringList([_BEGINNING, *(step.label for step in steps)] if is_open else [])

    def step_id(self, row: int) -> int:
        """The id of the step that is the last one done in the state of a row; 0 before the first."""
        return self._steps[row - 1].id if row > 0 else 0

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row = index.row()
        step = self._steps[row - 1] if row > 0 else None
        if role == _WHEN:
            return _when(step, self._today) if step is not None else ""
        if role == _IS_PRESENT:
            return row == self.present_row
        if role == _IS_UNDONE:
            return step is not None and step.undone
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            said = [
                step.label if step is not None else _BEGINNING,
                *([_in_full(step)] if step is not None else []),
            ]
            if row == self.present_row:
                said.append("The map is as after this step" if step is not None else "All steps are undone")
            elif step is not None and step.undone:
                said.append("Undone")
            return ("\n" if role == _Role.ToolTipRole else ", ").join(said)
        return super().data(index, role)


class _List(QListView):
    """A list whose rows are drawn, not made: five thousand of them cost what is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Steps")
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Row(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """A step's name, and below it when it was done and by whom."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        return QSize(80, 2 * option.fontMetrics.height() + _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        rect: QRect = option.rect
        palette: QPalette = option.palette
        widget: QWidget = option.widget
        font: QFont = QFont(option.font)
        widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.Text
        ink, faint = palette.color(role), palette.color(role)
        faint.setAlphaF(0.7)
        if index.data(_IS_UNDONE):
            ink.setAlphaF(0.6)
            faint.setAlphaF(0.5)
            font.setItalic(True)
        is_present = bool(index.data(_IS_PRESENT))
        font.setBold(is_present)
        painter.save()
        if is_present:
            mark = QRect(rect.left(), rect.top() + 2, _MARK, rect.height() - 4)
            painter.fillRect(mark, ink if is_chosen else palette.color(QPalette.ColorRole.Highlight))
        room = rect.adjusted(_MARGIN + _MARK, _MARGIN // 2, -_MARGIN, -_MARGIN // 2)
        when = str(index.data(_WHEN))
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2 if when else room.height())
        painter.setFont(font)
        painter.setPen(ink)
        self._write(painter, upper, str(index.data()))
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(faint)
        if when:
            self._write(painter, upper.translated(0, upper.height()), when)
        painter.restore()

    def _write(self, painter: QPainter, room: QRect, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _moment(step: Step) -> datetime | None:
    try:
        made = datetime.fromisoformat(step.made_at)
    except ValueError:
        return None
    return (made if made.tzinfo is not None else made.replace(tzinfo=UTC)).astimezone()


def _when(step: Step, today: datetime) -> str:
    """When a step was done and by whom, as briefly as it is clear: “14:02 · maria”, “3 October, 14:02”."""
    made = _moment(step)
    if made is None:
        return step.author
    if made.date() == today.date():
        day = ""
    else:
        day = f"{short_date(made.date()) if made.year == today.year else full_date(made.date())}, "
    return " · ".join(part for part in (f"{day}{made:%H:%M}", step.author) if part)


def _in_full(step: Step) -> str:
    made = _moment(step)
    moment = f"{full_date(made.date())}, {made:%H:%M:%S}" if made is not None else ""
    return ", ".join(part for part in (moment, f"by {step.author}" if step.author else "") if part)
