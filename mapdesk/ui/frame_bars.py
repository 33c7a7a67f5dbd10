"""The bars of the frame panel: above it which Frame is chosen, below it what is done with its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSettings, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from mapdesk.model.layout import Frame
from mapdesk.ui.export_sizes import SCALE, last_scale, scale_chooser
from mapdesk.ui.icons import icon


class FrameBar(QWidget):
    """A chooser of Frames, and buttons that add, duplicate and delete one."""

    chosen = Signal(str)

    def __init__(self, adding: Sequence[QAction], duplicate: QAction, delete: QAction) -> None:
        super().__init__()
        self._chooser = QComboBox()
        self._chooser.setAccessibleName("Frame")
        self._chooser.setToolTip("The frame that is shown and exported")
        self._chooser.setMinimumContentsLength(8)
        self._chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chooser.activated.connect(lambda row: self.chosen.emit(self._chooser.itemData(row)))
        self._rows: list[tuple[str, str]] = []
        self._add = _button("Add a frame")
        self._add.setIcon(icon("add"))
        self._add.setMenu(_menu(self._add, adding))
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(2)
        layout.addWidget(self._chooser, 1)
        layout.addWidget(self._add)
        for action in (duplicate, delete):
            layout.addWidget(_button(action.text(), action))

    def fill(
        self, frames: Mapping[str, Frame], own: Mapping[str, Frame], chosen: str, *, writable: bool
    ) -> None:
        """Offer Frames by their uids, the project's own apart from the others, and show which is chosen."""
        rows = [
            (frame.name if uid in own else f"{frame.name} (from the map)", uid)
            for uid, frame in frames.items()
        ]
        blocker = QSignalBlocker(self._chooser)
        if rows != self._rows:
            self._rows = rows
            self._chooser.clear()
            for name, uid in rows:
                self._chooser.addItem(name, uid)
            if 0 < len(own) < len(rows):
                self._chooser.insertSeparator(len(own))
        self._chooser.setCurrentIndex(self._chooser.findData(chosen))
        blocker.unblock()
        self._chooser.setEnabled(bool(rows))
        self._add.setEnabled(writable)


class ExportBar(QWidget):
    """Buttons that export and copy the picture, and how dense a PNG of it is."""

    def __init__(self, export: QAction, sizes: QAction, copy: QAction, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._scale = scale_chooser()
        self._scale.activated.connect(lambda _row: settings.setValue(SCALE, self.scale()))
        self.show_scale()
        exporting = _button("Export", export)
        exporting.setMenu(_menu(exporting, (export, sizes)))
        exporting.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        exporting.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        copying = _button("Copy picture", copy)
        copying.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._label = QLabel("PNG")
        self._label.setBuddy(self._scale)
        self._label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # It gives way to the buttons.
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(exporting)
        layout.addWidget(copying)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._scale)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        room = self.width() - self.minimumSizeHint().width()
        self._label.setText("PNG" if room >= self._label.fontMetrics().horizontalAdvance("PNG") else "")

    def scale(self) -> int:
        """How many pixels of a PNG go to one of the frame."""
        return int(self._scale.currentData())

    def show_scale(self) -> None:
        """Show the density that was chosen last, here or elsewhere."""
        self._scale.setCurrentIndex(last_scale(self._settings) - 1)


def _button(name: str, action: QAction | None = None) -> QToolButton:
    button = QToolButton()
    if action is not None:
        button.setDefaultAction(action)
    else:
        button.setToolTip(name)
    button.setAutoRaise(True)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(name)
    return button


def _menu(button: QToolButton, actions: Sequence[QAction]) -> QMenu:
    menu = QMenu(button)
    menu.addActions(actions)
    return menu
