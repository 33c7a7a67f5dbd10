"""The panels around the map: where they are, how that is remembered, and how the keys go round them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QToolBar, QWidget

_GEOMETRY = "window/geometry"
_LAYOUT = "window/layout"
_Area = Qt.DockWidgetArea


class WindowLayout:
    """The docks of a window that has its bars already; a panel's title is its accessible name."""

    def __init__(
        self,
        window: QMainWindow,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        hidden: Sequence[QWidget],
    ) -> None:
        """`left` are one below the other, `right` one behind the other with the first in front.

        `hidden` are closed at first, and behind the others on the right once they are opened.
        """
        self._window = window
        self._kept: QByteArray | None = None
        self._docks = {panel: self._dock(panel) for panel in (*left, *right, *hidden)}
        for panel in left:
            window.addDockWidget(_Area.LeftDockWidgetArea, self._docks[panel])
        for panel in (*right, *hidden):
            window.addDockWidget(_Area.RightDockWidgetArea, self._docks[panel])
            if panel is not right[0]:
                window.tabifyDockWidget(self._docks[right[0]], self._docks[panel])
        for panel in hidden:
            self._docks[panel].hide()
        self._docks[right[0]].raise_()
        window.resizeDocks(
            [self._docks[left[0]], self._docks[right[0]]], [270, 350], Qt.Orientation.Horizontal
        )
        window.resizeDocks([self._docks[panel] for panel in left], [420, 330], Qt.Orientation.Vertical)

    def toggles(self) -> list[QAction]:
        """One action for each panel that shows or hides it."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def bring(self, panel: QWidget) -> None:
        """Bring a panel to the front."""
        self._docks[panel].show()
        self._docks[panel].raise_()

    def restore(self, settings: QSettings) -> None:
        """Put everything where it was when the window was last closed."""
        self._first = self._window.saveState()
        for key, restore in ((_GEOMETRY, self._window.restoreGeometry), (_LAYOUT, self._window.restoreState)):
            value = settings.value(key)
            if value is not None:
                restore(value)

    def remember(self, settings: QSettings) -> None:
        """Keep where everything is."""
        settings.setValue(_GEOMETRY, self._window.saveGeometry())
        settings.setValue(_LAYOUT, self._kept or self._window.saveState())

    def reset(self) -> None:
        """Put panels and bars back where they were at first."""
        self._window.restoreState(self._first)

    def show_around(self, on: bool) -> None:
        """Show panels and bars as they were last, or only the middle of the window."""
        if on and self._kept is not None:
            self._window.restoreState(self._kept)
            self._kept = None
        elif not on and self._kept is None:
            self._kept = self._window.saveState()
            for widget in (*self._docks.values(), *self._window.findChildren(QToolBar)):
                widget.hide()
        for tabs in self._window.findChildren(QTabBar):
            tabs.setAccessibleName("Panels")

    def go_on(self, middle: Sequence[QWidget], bars: Sequence[QWidget], step: int) -> None:
        """Take the keyboard to the next or the previous part of the window, from the middle to the bars."""
        parts = [*middle, *self._docks, *bars]
        seen = [part for part in parts if part.isVisible() and part.isEnabled()]
        focused = self._window.focusWidget()
        at = next((n for n, part in enumerate(seen) if part is focused or part.isAncestorOf(focused)), -1)
        for number in range(1, len(seen) + 1):
            stop = _first_stop(seen[(at + step * number) % len(seen)])
            if stop is not None:
                stop.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _dock(self, panel: QWidget) -> QDockWidget:
        title = panel.accessibleName()
        dock = QDockWidget(title)
        dock.setObjectName(f"dock-{title.lower()}")
        dock.setWidget(panel)
        return dock


def _first_stop(part: QWidget) -> QWidget | None:
    """The first widget of a part of the window that Tab would stop at."""
    stops = [part, *part.findChildren(QWidget)]
    takes = (w for w in stops if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None)
    return next((w for w in takes if w.isVisible() and w.isEnabled()), None)
