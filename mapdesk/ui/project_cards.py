"""The cards of the projects opened last: a picture, a name, a folder and a date on each."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mapdesk.render.dates import full_date
from mapdesk.ui.icons import icon
from mapdesk.ui.recent_projects import RecentProject, RecentProjects

_LEAST_WIDTH = 236
_MOST_WIDTH = 320
#: From this width on, cards are larger too.
_LARGE = 1600
_GAP = 16
_PADDING = 12
_Index = QModelIndex | QPersistentModelIndex


class ProjectCards(QListView):
    """Recent projects as cards; arrows go over them, Enter opens, Delete takes one off the list."""

    #: The path of the project to open.
    open_wanted = Signal(object)

    def __init__(self, recent: RecentProjects, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        self._cards = _Cards()
        self.setModel(self._cards)
        self.setItemDelegate(_CardPainter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Recent projects")
        self.clicked.connect(self._open)
        self.refresh()

    def refresh(self) -> None:
        """Show what is remembered now."""
        chosen = self.currentIndex().row()
        self._cards.show(self._recent.all())
        if self._cards.rowCount():
            self.setCurrentIndex(self._cards.index(min(max(chosen, 0), self._cards.rowCount() - 1), 0))

    def count(self) -> int:
        """How many cards there are."""
        return self._cards.rowCount()

    def card_at(self, row: int) -> RecentProject:
        """The project on a card."""
        return self._cards.projects[row]

    def remove_button(self, index: _Index) -> QRect:
        """Where on a card the cross is that takes it off the list."""
        card = _card_rect(self.visualRect(self._cards.index(index.row(), 0)))
        return QRect(card.right() - 31, card.top() + 8, 24, 24)

    def _open(self, index: QModelIndex) -> None:
        project = self._cards.projects[index.row()]
        if project.is_there:
            self.open_wanted.emit(project.path)

    def _forget(self, index: QModelIndex) -> None:
        self._recent.forget(self._cards.projects[index.row()].path)
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The cross on a card takes it off; anywhere else opens it."""
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and self.remove_button(index).contains(event.position().toPoint()):
            self._forget(index)
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The hand shows what can be pressed."""
        super().mouseMoveEvent(event)
        over = self.indexAt(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens the card, Delete takes it off the list."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(index)
        elif index.isValid() and event.key() == Qt.Key.Key_Delete:
            self._forget(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Open a card, or take it off the list."""
        index = self.indexAt(event.pos())
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opening = menu.addAction(icon("open"), "Open", lambda: self._open(index))
        opening.setEnabled(self._cards.projects[index.row()].is_there)
        menu.addAction(icon("close"), "Remove from this list", lambda: self._forget(index))
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As many cards in a row as there is room for, and they fill it."""
        width = self.viewport().width() - 1
        least, most = (_LEAST_WIDTH, _MOST_WIDTH) if width < _LARGE else (_MOST_WIDTH, 2 * _LEAST_WIDTH)
        columns = max(1, (width + _GAP) // (least + _GAP))
        wide = min(width // columns, most + _GAP)
        text = 3 * self.fontMetrics().height() + 4
        self.setGridSize(QSize(wide, round((wide - _GAP) * 9 / 16) + text + 2 * _PADDING + _GAP))
        super().resizeEvent(event)


class _Cards(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.projects: list[RecentProject] = []

    def show(self, projects: list[RecentProject]) -> None:
        self.beginResetModel()
        self.projects = projects
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.projects)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        project = self.projects[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return project.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(project.path) if project.is_there else f"{project.path} is not there any more"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{project.title}, {_folder(project.path)}, {_said_of(project)}"
        return None


class _CardPainter(QStyledItemDelegate):
    def __init__(self, cards: ProjectCards) -> None:
        super().__init__(cards)
        self._list = cards
        self._pictures: dict[tuple[str, int], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        return self._list.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        project = self._list.card_at(index.row())
        there = project.is_there
        palette = option.palette
        state = option.state
        focused = bool(state & QStyle.StateFlag.State_Selected) and self._list.hasFocus()
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        card = _card_rect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = palette.color(QPalette.ColorRole.Highlight if focused or hovered else QPalette.ColorRole.Mid)
        painter.setPen(QPen(edge, 2 if focused else 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_picture(painter, project, card, palette, there=there)
        self._paint_words(painter, project, card, palette, there=there)
        if hovered or focused or not there:
            self._paint_cross(painter, index, palette)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, project: RecentProject, card: QRect, palette: QPalette, *, there: bool
    ) -> None:
        area = QRect(card.left() + 1, card.top() + 1, card.width() - 2, round(card.width() * 9 / 16))
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(area).adjusted(0, 0, 0, 8), 5, 5)
        painter.save()
        painter.setClipPath(clip)
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))
        painter.setOpacity(1.0 if there else 0.35)
        picture = self._picture_of(project)
        if picture.isNull():
            middle = QRect(QPoint(0, 0), QSize(40, 40))
            middle.moveCenter(area.center())
            painter.setOpacity(0.35)
            icon("area").paint(painter, middle)
        else:
            painter.drawPixmap(area, picture)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, project: RecentProject, card: QRect, palette: QPalette, *, there: bool
    ) -> None:
        text, faint = (QColor(palette.color(QPalette.ColorRole.Text)) for _ in range(2))
        text.setAlphaF(1.0 if there else 0.55)
        faint.setAlphaF(0.72 if there else 0.55)
        # That it is gone is what has to be read.
        state = palette.color(QPalette.ColorRole.Text) if not there else faint
        bold = QFont(self._list.font())
        bold.setBold(True)
        high = self._list.fontMetrics().height()
        line = QRect(card.left() + _PADDING, card.top() + round(card.width() * 9 / 16) + 9, 0, high)
        line.setWidth(card.width() - 2 * _PADDING)
        lines = (
            (bold, text, project.title, Qt.TextElideMode.ElideRight),
            (self._list.font(), faint, _folder(project.path), Qt.TextElideMode.ElideMiddle),
            (self._list.font(), state, _said_of(project), Qt.TextElideMode.ElideRight),
        )
        for font, colour, words, elided in lines:
            painter.setFont(font)
            painter.setPen(colour)
            shown = painter.fontMetrics().elidedText(words, elided, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            line.translate(0, high + 4)

    def _paint_cross(self, painter: QPainter, index: _Index, palette: QPalette) -> None:
        place = self._list.remove_button(index)
        painter.setOpacity(0.9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Window))
        painter.drawEllipse(place)
        painter.setOpacity(1.0)
        icon("close").paint(painter, place.adjusted(5, 5, -5, -5))

    def _picture_of(self, project: RecentProject) -> QPixmap:
        try:
            written = project.picture.stat().st_mtime_ns
        except OSError:
            return QPixmap()
        key = (str(project.picture), written)
        if key not in self._pictures:
            self._pictures[key] = QPixmap(str(project.picture))
        return self._pictures[key]


def _card_rect(cell: QRect) -> QRect:
    return cell.adjusted(0, 0, -_GAP, -_GAP)


def _folder(path: Path) -> str:
    folder = path.parent
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)


def _said_of(project: RecentProject) -> str:
    return f"Opened {_when(project.opened, date.today())}" if project.is_there else "Not there any more"


def _when(opened: datetime, today: date) -> str:
    days = (today - opened.date()).days
    if days in (0, 1):
        return f"{'today' if days == 0 else 'yesterday'} at {opened:%H:%M}"
    return full_date(opened.date())
