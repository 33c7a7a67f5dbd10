"""The bar below an article's text: link the words selected, and go from passage to passage."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from mapdesk.ui.action_button import action_button
from mapdesk.ui.elided import Elided


class LinkBar(QWidget):
    """A button that links, what it would link to, and the steps to the passages before and after."""

    def __init__(self, link: QAction, previous: QAction, following: QAction) -> None:
        super().__init__()
        self._hint = Elided()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(action_button(link, "Link"))
        layout.addWidget(self._hint, 1)
        for action in (previous, following):
            step = QToolButton()
            step.setDefaultAction(action)
            step.setAutoRaise(True)
            step.setAccessibleName(action.text().replace("&", ""))
            step.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(step)

    def say(self, hint: str) -> None:
        """Show what linking would do now."""
        self._hint.set_text(hint)
