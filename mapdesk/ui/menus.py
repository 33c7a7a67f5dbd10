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
    # Its text may come to say more, as “Undo Push the front” does; its name is what its shortcut is kept by.
    made.setObjectName(plain(text))
    if isinstance(shortcut, QKeySequence.StandardKey):
        made.setShortcuts(shortcut)
    elif isinstance(shortcut, str):
        made.setShortcut(shortcut)
    else:
        made.setShortcuts([QKeySequence(keys) for keys in shortcut])
    made.setStatusTip(tip)
    show_keys(made)
    made.triggered.connect(lambda _checked=False: slot())
    if drawing:
        made.setIcon(icon(drawing))
    window.addAction(made)
    return made


def plain(text: str) -> str:
    """An action's text without the letter to press with Alt, and without the dots of what asks first."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def keys_of(one: QAction) -> str:
    """The shortcut of an action as it is written on this system, or nothing."""
    return one.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def show_keys(one: QAction) -> None:
    """Say an action's shortcut in its tooltip."""
    keys = keys_of(one)
    one.setToolTip(f"{one.statusTip()} ({keys})" if keys else one.statusTip())


def actions_in(window: QMainWindow) -> list[QAction]:
    """All actions in the menus of a window, each once, in their order."""
    return list(dict.fromkeys(_within(window.menuBar().actions())))


def _within(entries: Sequence[QAction]) -> list[QAction]:
    found: list[QAction] = []
    for entry in entries:
        inside = entry.menu()
        if isinstance(inside, QMenu):
            found += _within(inside.actions())
        elif entry.objectName():
            found.append(entry)
    return found


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
