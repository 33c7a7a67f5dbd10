"""The shortcuts: all of them in a list, each of which can be changed, and kept for the next time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapdesk.ui.menus import keys_of, plain, show_keys

#: What hands and keys do on the map with any tool.
_ON_THE_MAP = (
    ("Drag, arrow keys", "Pan (with Shift: half the view)"),
    ("Arrow keys, then Insert", "Point with the cross in the middle, and click there"),
    ("Wheel, + and −", "Zoom at the pointer"),
    ("Space or middle button and drag", "Pan with any tool"),
    ("Shift and drag", "Select what lies in a box"),
    ("Tab", "Select what lies under it; take the ground on the other side of a stroke"),
    ("Enter", "Finish what is being drawn"),
    ("Backspace", "Take the last point back"),
    ("Escape", "One step back"),
)
_GROUP = "shortcuts"
#: Where an action keeps the shortcuts that it was made with.
_USUAL = "usual_shortcuts"
_ACTION = Qt.ItemDataRole.UserRole


def restore_shortcuts(actions: Sequence[QAction], settings: QSettings) -> None:
    """Give actions the shortcuts that were chosen for them; the others keep their usual ones."""
    for one in actions:
        one.setProperty(_USUAL, [keys.toString() for keys in one.shortcuts()])
        kept = settings.value(_key(one))
        if kept is not None:
            one.setShortcuts(QKeySequence.listFromString(str(kept)))
            show_keys(one)


def show_shortcuts(window: QWidget, actions: Sequence[QAction], settings: QSettings) -> None:
    """Show all shortcuts, to be read and changed."""
    Shortcuts(window, actions, settings).exec()


class Shortcuts(QDialog):
    """Each action with its keys; pressing others in the field below gives it those."""

    def __init__(self, window: QWidget, actions: Sequence[QAction], settings: QSettings) -> None:
        super().__init__(window)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions, self._settings = actions, settings
        self._sought, self._list = QLineEdit(), QTreeWidget()
        self._sought.setAccessibleName("Find a shortcut")
        self._sought.setPlaceholderText("Find by name or key")
        self._sought.setClearButtonEnabled(True)
        self._sought.textChanged.connect(self._show_sought)
        self._list.setAccessibleName("Shortcuts")
        self._list.setColumnCount(2)
        self._list.setHeaderLabels(["What it does", "Keys"])
        self._list.setRootIsDecorated(False)
        self._list.setStyleSheet("QTreeWidget::item { padding: 3px 0; }")
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._keys, self._said = QKeySequenceEdit(), QLabel()
        self._keys.setAccessibleName("New keys")
        self._keys.setMaximumSequenceLength(1)
        self._keys.setClearButtonEnabled(True)
        self._said.setWordWrap(True)
        self._set = self._button("&Set", "Give the action chosen these keys", self._take)
        self._usual = self._button(
            "&Usual keys", "Give the action chosen its first keys back", self._put_back
        )
        label = QLabel("&New keys")
        label.setBuddy(self._keys)
        row = QHBoxLayout()
        for widget in (label, self._keys, self._set, self._usual):
            row.addWidget(widget, 1 if widget is self._keys else 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        every = buttons.addButton("&All usual keys", QDialogButtonBox.ButtonRole.ResetRole)
        every.clicked.connect(self._put_all_back)
        layout = QVBoxLayout(self)
        layout.addWidget(self._sought)
        layout.addWidget(self._list)
        layout.addLayout(row)
        layout.addWidget(self._said)
        layout.addWidget(buttons)
        for one in actions:
            item = QTreeWidgetItem([plain(one.objectName()), keys_of(one)])
            item.setData(0, _ACTION, one)
            self._list.addTopLevelItem(item)
        for keys, what in _ON_THE_MAP:
            item = QTreeWidgetItem([what, keys])
            item.setToolTip(0, "On the map; these keys can't be changed")
            self._list.addTopLevelItem(item)
        self._list.currentItemChanged.connect(self._choose)
        self._choose(None)
        self.resize(560, 640)

    def _button(self, text: str, tip: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _chosen(self) -> QAction | None:
        item = self._list.currentItem()
        one = item.data(0, _ACTION) if item is not None else None
        return one if isinstance(one, QAction) else None

    def _choose(self, _item: object) -> None:
        one = self._chosen()
        for widget in (self._keys, self._set, self._usual):
            widget.setEnabled(one is not None)
        self._keys.setKeySequence(one.shortcut() if one else QKeySequence())
        self._said.setText("" if one else "Choose an action to give it other keys.")

    def _take(self) -> None:
        one, keys = self._chosen(), self._keys.keySequence()
        if one is None:
            return
        before = next(
            (other for other in self._actions if other is not one and keys in other.shortcuts()), None
        )
        said = ""
        if before is not None and not keys.isEmpty():
            self._give(before, [other for other in before.shortcuts() if other != keys])
            written = keys.toString(QKeySequence.SequenceFormat.NativeText)
            said = f"{written} was the shortcut of “{before.objectName()}”, which gave it up."
        self._give(one, [keys])
        self._said.setText(said)

    def _put_back(self) -> None:
        one = self._chosen()
        if one is not None:
            self._give_usual(one)
            self._keys.setKeySequence(one.shortcut())
            self._said.setText("")

    def _put_all_back(self) -> None:
        for one in self._actions:
            self._give_usual(one)
        self._choose(None)
        self._said.setText("All actions have their usual keys.")

    def _give(self, one: QAction, keys: Sequence[QKeySequence]) -> None:
        one.setShortcuts(list(keys))
        self._settings.setValue(_key(one), QKeySequence.listToString(one.shortcuts()))
        self._show_keys(one)

    def _give_usual(self, one: QAction) -> None:
        one.setShortcuts([QKeySequence(keys) for keys in one.property(_USUAL) or []])
        self._settings.remove(_key(one))
        self._show_keys(one)

    def _show_keys(self, one: QAction) -> None:
        show_keys(one)
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None and item.data(0, _ACTION) is one:
                item.setText(1, keys_of(one))

    def _show_sought(self, typed: str) -> None:
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None:
                words = f"{item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not all(word in words for word in typed.casefold().split()))


def _key(one: QAction) -> str:
    return f"{_GROUP}/{one.objectName()}"
