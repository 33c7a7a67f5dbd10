"""The menus: every action of the window by name, with its shortcut and a tooltip."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from mapdesk.ui.icons import icon


def action(
    window: QWidget,
    text: str,
    shortcut: str | QKeySequence.StandardKey | Sequence[str],
    tip: str,
    slot: Callable[[], object],
    drawing: str = "",
) -> QAction:
    """One action of a window or panel; it works whether its menu is open or not."""
    made = QAction(text, window)
    if isinstance(shortcut, QKeySequence.StandardKey):
        made.setShortcuts(shortcut)
    elif isinstance(shortcut, str):
        made.setShortcut(shortcut)
    else:
        made.setShortcuts([QKeySequence(keys) for keys in shortcut])
    keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{tip} ({keys})" if keys else tip)
    made.setStatusTip(tip)
    made.triggered.connect(lambda _checked=False: slot())
    if drawing:
        made.setIcon(icon(drawing))
    window.addAction(made)
    return made


def menu(window: QMainWindow, title: str, entries: Sequence[QAction | QMenu | None]) -> QMenu:
    """A menu of actions and further menus; None is a line between them."""
    made = window.menuBar().addMenu(title)
    made.setToolTipsVisible(True)
    for entry in entries:
        if entry is None:
            made.addSeparator()
        elif isinstance(entry, QMenu):
            made.addMenu(entry)
        else:
            made.addAction(entry)
    return made
