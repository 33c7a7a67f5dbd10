"""Push buttons for actions: they carry the action's name, drawing and tip, and are enabled with it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton


def action_button(action: QAction, text: str = "") -> QPushButton:
    """A button that does what an action does; `text` is shorter than the action's own where that is long."""
    # Without the letter to press with Alt: in the window that is a menu's.
    plain = action.text().replace("&", "")
    button = QPushButton(action.icon(), text or plain)
    button.setAccessibleName(plain.rstrip("…"))
    button.setToolTip(action.toolTip())
    button.setEnabled(action.isEnabled())
    button.setAutoDefault(False)
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    return button
