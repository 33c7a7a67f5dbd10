"""The tools and what is drawn with: one button for each tool, the side and the status."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolBar, QWidget

from mapdesk.model.features import Status
from mapdesk.session.naming import STATUS_WORDS
from mapdesk.session.showing import Showing
from mapdesk.tools.box import TOOLS, Entry
from mapdesk.tools.tool import Tool
from mapdesk.ui.desk import Desk
from mapdesk.ui.icons import swatch
from mapdesk.ui.menus import action


class ToolBox(QToolBar):
    """The tools, one of which is in use."""

    def __init__(self, take: Callable[[Tool], None]) -> None:
        super().__init__("Drawing toolbar")
        self.setObjectName("tools")
        self.setIconSize(QSize(22, 22))
        self._group = QActionGroup(self)
        self.tools: list[QAction] = []
        self._of: dict[str, QAction] = {}
        for entry in TOOLS:
            chosen = action(
                self, entry.title, entry.letter, entry.tooltip, partial(_take, take, entry), entry.icon
            )
            chosen.setCheckable(True)
            self._group.addAction(chosen)
            self.tools.append(chosen)
            self._of[entry.factory().name] = chosen

    def show_taken(self, tool: Tool) -> None:
        """Mark the tool in use; none where the hand does something that has no button."""
        chosen = self._of.get(tool.name)
        if chosen is not None:
            chosen.setChecked(True)
        elif self._group.checkedAction() is not None:
            self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
            self._group.checkedAction().setChecked(False)
            self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.Exclusive)


def _take(take: Callable[[Tool], None], entry: Entry) -> None:
    take(entry.factory())


class DrawnWith(QWidget):
    """The side and the status that new ground gets."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Showing | None = None
        self._side, self._status = QComboBox(), QComboBox()
        self._side.setAccessibleName("Draw for side")
        self._side.setToolTip("The side that drawn ground goes to")
        self._side.setMinimumContentsLength(8)
        self._status.setAccessibleName("Draw with status")
        self._status.setToolTip("How drawn ground is held")
        for status in Status:
            self._status.addItem(STATUS_WORDS[status].capitalize(), status)
        self._side.activated.connect(lambda: desk.alter(side=self._side.currentData()))
        # What Qt keeps with a row comes back as plain text.
        self._status.activated.connect(lambda: desk.alter(status=Status(self._status.currentData())))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.addWidget(QLabel("Draw for"))
        layout.addWidget(self._side)
        layout.addWidget(self._status)
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Show what is drawn with."""
        old, self._shown = self._shown, showing
        self.setEnabled(showing is not None)
        if showing is None:
            self._side.clear()
            return
        if old is None or old.project.sides is not showing.project.sides:
            self._side.clear()
            for side in showing.project.sides_in_order():
                self._side.addItem(swatch(side.colour), side.name, side.uid)
        self._side.setCurrentIndex(self._side.findData(showing.side))
        self._status.setCurrentIndex(self._status.findData(showing.status))
