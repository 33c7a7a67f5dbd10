"""The actions of the View menu that show two dates at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup

from mapdesk.session.showing import Showing
from mapdesk.ui.menus import action

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow


class TwoDatesActions:
    """Swipe, and side by side; each is on or off, and not both."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._group = QActionGroup(window)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for way, text, keys, tip in (
            ("swipe", "S&wipe against the date compared", "F7", "Draw a handle over the map: before, after"),
            ("side by side", "Si&de by side", "Shift+F7", "Show the date compared with in a map beside"),
        ):
            one = action(window, text, keys, tip, partial(self._show, way))
            one.setCheckable(True)
            self._group.addAction(one)

    def entries(self) -> list[QAction]:
        """For the View menu."""
        return self._group.actions()

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        self._group.setEnabled(showing is not None)

    def _show(self, way: str) -> None:
        # Importing what the map is made of takes longer than the window may be kept waiting for its menus.
        from mapdesk.ui.swipe import Together

        page, chosen = self._window.page, self._group.checkedAction()
        if page is not None:
            page.two_dates.show_dates(Together(way) if chosen is not None else Together.NOT)
