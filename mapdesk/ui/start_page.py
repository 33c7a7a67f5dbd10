"""The start page: what the window shows while no project is open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mapdesk.ui.icons import icon
from mapdesk.ui.project_cards import ProjectCards
from mapdesk.ui.recent_projects import RecentProjects

_MOST_WIDTH = 1360


class StartPage(QWidget):
    """Begin a project, open one, or go on with one of the last."""

    #: The path of a recent project to open.
    open_wanted = Signal(object)
    new_wanted = Signal()
    browse_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, recent: RecentProjects, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = ProjectCards(recent)
        self._cards.open_wanted.connect(self.open_wanted)
        self._cards.model().modelReset.connect(self._say_what_is_there)
        title = QLabel("MapDesk")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2.4)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        about = QLabel("Front lines and control areas, date by date, with the passages that say so.")
        about.setWordWrap(True)
        self._heading = QLabel()
        heading = self._heading.font()
        heading.setPointSizeF(heading.pointSizeF() * 1.25)
        heading.setWeight(heading.Weight.DemiBold)
        self._heading.setFont(heading)
        self._nothing = QLabel(
            "Nothing was opened yet. The sample shows how it all fits together; it is your own copy, "
            "so try anything.\nA project can also be dropped on this window."
        )
        self._nothing.setWordWrap(True)
        self._new = _button("new", "&New project…", "Begin a project: sides, home ground, first date")
        self._new.clicked.connect(self.new_wanted)
        self._open = _button("open", "&Open…", "Open a project file")
        self._open.clicked.connect(self.browse_wanted)
        self._sample = _button(
            "front", "Open the &sample", "Open your own copy of “Two fronts, October 2022”"
        )
        self._sample.clicked.connect(self.sample_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._new, self._open, self._sample):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._column = column = QWidget()
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        inside = QVBoxLayout(column)
        inside.setSpacing(0)
        inside.addWidget(title)
        inside.addSpacing(4)
        inside.addWidget(about)
        inside.addSpacing(24)
        inside.addLayout(buttons)
        inside.addSpacing(36)
        inside.addWidget(self._heading)
        inside.addSpacing(12)
        inside.addWidget(self._nothing)
        inside.addWidget(self._cards, 1)
        inside.addStretch(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self._say_what_is_there()
        self.setFocusProxy(self._new)

    def refresh(self) -> None:
        """Show what was opened last as it is now."""
        self._cards.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Files may have come and gone since it was last seen."""
        self.refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A large screen gets more cards and more air, not longer lines."""
        size = event.size()
        self._column.setMaximumWidth(max(_MOST_WIDTH, round(size.width() * 0.64)))
        layout = self._column.layout()
        assert layout is not None
        layout.setContentsMargins(40, max(28, round(size.height() * 0.06)), 24, 0)
        super().resizeEvent(event)

    def _say_what_is_there(self) -> None:
        some = self._cards.count() > 0
        self._heading.setText("Recent projects" if some else "Welcome")
        self._nothing.setVisible(not some)
        self._cards.setVisible(some)
        self.setFocusProxy(self._cards if some else self._new)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(icon(name), text)
    button.setToolTip(tip)
    button.setAccessibleName(text.replace("&", ""))
    button.setAutoDefault(True)
    button.setMinimumHeight(34)
    return button
