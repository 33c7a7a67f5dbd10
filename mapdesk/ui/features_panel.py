"""The list of what is on the map of the day: select it, find it, hide it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapdesk.model.features import Annotation, ControlArea, Feature, FrontLine
from mapdesk.model.project import Project
from mapdesk.render.view.content import BaseLayer
from mapdesk.session.naming import STATUS_WORDS, feature_name, feature_size, side_name, where_it_is
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk
from mapdesk.ui.icons import icon, swatch

_UID = Qt.ItemDataRole.UserRole
_BASE_MAP = "Base map"
_BASE_LAYERS = {
    BaseLayer.PLACES: "Place names",
    BaseLayer.REGIONS: "Region names",
    BaseLayer.RIVERS: "Rivers",
    BaseLayer.BORDERS: "Borders",
}


class FeaturesPanel(QWidget):
    """A tree of the Features by kind, side and status; a tick says whether it is shown."""

    #: A menu of what is selected is wanted there on the screen.
    menu_wanted = Signal(QPoint)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Showing | None = None
        self._items: dict[str, QTreeWidgetItem] = {}
        self._filling = False
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.timeout.connect(self._take_ticks)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(16)
        self._tree = _Tree()
        self._tree.itemSelectionChanged.connect(self._select)
        self._tree.itemChanged.connect(self._hide)
        self._tree.menu_wanted.connect(self._ask_for_menu)
        self._tree.itemActivated.connect(self._go_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty)
        layout.addWidget(self._tree)
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Show the Features of a Showing."""
        old, self._shown = self._shown, showing
        if showing is None:
            self._fill(None)
        elif (
            old is None
            or old.features is not showing.features
            or old.project.sides is not showing.project.sides
        ):
            self._fill(showing)
        elif old.hidden != showing.hidden:
            self._tick(showing)
        if showing is not None and (
            old is None or old.selected != showing.selected or not self._marks_selected()
        ):
            self._mark(showing.selected)

    def _fill(self, showing: Showing | None) -> None:
        self._filling = True
        closed = {item.text(0) for item in self._groups() if not item.isExpanded()}
        was_there = bool(self._items)
        self._tree.clear()
        self._items = {}
        features = showing.features if showing else {}
        if showing is not None:
            for title, members in _grouped(showing.project, list(features.values())):
                self._add_group(showing, title, members, expanded=title not in closed)
            self._add_base_map(showing, expanded=was_there and _BASE_MAP not in closed)
        self._filling = False
        self._empty.setText(
            "Nothing is on the map of this day yet. Draw an area (A) or a front line (F), "
            "or import a GeoJSON file from the File menu."
            if showing
            else ""
        )
        self._empty.setVisible(not features)
        self._tree.setVisible(bool(features))

    def _add_group(self, showing: Showing, title: str, members: Sequence[Feature], *, expanded: bool) -> None:
        group = QTreeWidgetItem(self._tree, [title, str(len(members))])
        group.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate
        )
        group.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        first = members[0]
        if isinstance(first, ControlArea) and first.side in showing.project.sides:
            group.setIcon(0, swatch(showing.project.sides[first.side].colour))
        else:
            group.setIcon(0, icon("front" if isinstance(first, FrontLine) else "marker"))
        for feature in members:
            item = _Row(group, showing.project, feature)
            hidden = feature.feature_id in showing.hidden
            item.setCheckState(0, Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
            self._items[feature.feature_id] = item
        group.setExpanded(expanded)

    def _add_base_map(self, showing: Showing, *, expanded: bool) -> None:
        group = QTreeWidgetItem(self._tree, [_BASE_MAP])
        group.setIcon(0, icon("map"))
        group.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate
        )
        for layer, words in _BASE_LAYERS.items():
            item = QTreeWidgetItem(group, [words])
            # Nothing of it can be selected, for nothing can be done with it.
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setToolTip(0, f"{words} of the base map, while you draw; frames have their own")
            item.setData(0, _UID, layer.value)
            hidden = layer in showing.hidden
            item.setCheckState(0, Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
            self._items[layer.value] = item
        group.setExpanded(expanded)

    def _tick(self, showing: Showing) -> None:
        self._filling = True
        for uid, item in self._items.items():
            state = Qt.CheckState.Unchecked if uid in showing.hidden else Qt.CheckState.Checked
            if item.checkState(0) != state:
                item.setCheckState(0, state)
        self._filling = False

    def _mark(self, selected: Sequence[str]) -> None:
        self._filling = True
        self._tree.clearSelection()
        for uid in selected:
            item = self._items.get(uid)
            if item is not None:
                item.setSelected(True)
                self._tree.scrollToItem(item)
        self._filling = False

    def _marks_selected(self) -> bool:
        marked = {item.data(0, _UID) for item in self._tree.selectedItems()}
        return self._shown is not None and marked == set(self._shown.selected) & self._items.keys()

    def _select(self) -> None:
        if not self._filling:
            chosen = tuple(item.data(0, _UID) for item in self._tree.selectedItems() if item.data(0, _UID))
            self._desk.alter(selected=chosen)

    def _hide(self, item: QTreeWidgetItem, _column: int) -> None:
        # A group's tick comes once for each of its members; they are hidden together.
        if not self._filling and item.data(0, _UID) and not self._hiding.isActive():
            self._hiding.start()

    def _take_ticks(self) -> None:
        if self._shown is None:
            return
        hidden = set(self._shown.hidden)
        for uid, item in self._items.items():
            if item.checkState(0) == Qt.CheckState.Unchecked:
                hidden.add(uid)
            else:
                hidden.discard(uid)
        self._desk.alter(hidden=frozenset(hidden))

    def _go_to(self, item: QTreeWidgetItem, _column: int) -> None:
        feature = self._shown.features.get(item.data(0, _UID)) if self._shown else None
        if feature is not None:
            west, south, east, north = shapely.bounds(feature.shape).tolist()
            self._desk.look_at((west, south, east, north))

    def _ask_for_menu(self, place: QPoint) -> None:
        if self._shown is not None and self._shown.selected:
            self.menu_wanted.emit(place)

    def _groups(self) -> list[QTreeWidgetItem]:
        items = (self._tree.topLevelItem(row) for row in range(self._tree.topLevelItemCount()))
        return [item for item in items if item is not None]


class _Row(QTreeWidgetItem):
    """One Feature; what it is called is looked up when the row is first seen."""

    def __init__(self, group: QTreeWidgetItem, project: Project, feature: Feature) -> None:
        super().__init__(group)
        self._project, self._feature = project, feature
        self._said: dict[int, str] = {}
        self.setData(0, _UID, feature.feature_id)
        self.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)

    def data(self, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            # Asked for each time that the row is painted or measured.
            if column not in self._said:
                words = _label(self._project, self._feature) if column == 0 else feature_size(self._feature)
                self._said[column] = words
            return self._said[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            locked = "; locked, Ctrl+L unlocks it" if self._feature.locked else ""
            return f"{feature_name(self._project, self._feature)} ({self._feature.feature_id}){locked}"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0 and self._feature.locked:
            return f"{self.data(0, Qt.ItemDataRole.DisplayRole)}, locked"
        if role == Qt.ItemDataRole.DecorationRole and column == 0 and self._feature.locked:
            return icon("lock")
        return super().data(column, role)


class _Tree(QTreeWidget):
    """The tree itself: two columns, several selected at once."""

    #: A menu is wanted there on the screen.
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("Features")
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        # As wide as what is seen: all rows would be asked for their sizes else.
        self.header().setResizeContentsPrecision(0)
        self.setToolTip("Click to select, double-click to go there, untick to hide")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """A menu at the pointer, or by key beside the row that the keys are on."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            item = self.currentItem()
            row = self.visualItemRect(item) if item is not None else self.viewport().rect()
            place = self.viewport().mapToGlobal(row.bottomLeft())
        self.menu_wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        # Escape clears the selection, as it does on the map.
        if event.key() == Qt.Key.Key_Escape:
            self.clearSelection()
        else:
            super().keyPressEvent(event)


def _grouped(project: Project, features: Sequence[Feature]) -> list[tuple[str, list[Feature]]]:
    """The Features by kind, side and status, areas from the largest; each group with its title."""
    order = {side.uid: number for number, side in enumerate(project.sides_in_order())}
    ranks = {status: number for number, status in enumerate(STATUS_WORDS)}
    groups: dict[tuple[int, int, int, str], list[Feature]] = {}
    for feature in features:
        if isinstance(feature, ControlArea):
            title = f"{side_name(project, feature.side)}: {STATUS_WORDS[feature.status]}"
            key = (0, order.get(feature.side, len(order)), ranks[feature.status], title)
        elif isinstance(feature, FrontLine):
            key = (1, 0, 0, "Front lines")
        else:
            key = (2, 0, 0, "Annotations")
        groups.setdefault(key, []).append(feature)
    return [
        (key[3], sorted(members, key=lambda feature: (-feature.shape.area, feature.name)))
        for key, members in sorted(groups.items())
    ]


def _label(project: Project, feature: Feature) -> str:
    if feature.name or isinstance(feature, Annotation):
        return feature_name(project, feature)
    if isinstance(feature, FrontLine):
        return f"{feature_name(project, feature)}{' (from the areas)' if feature.derived else ''}"
    return where_it_is(feature, project.about.language) or feature.feature_id
