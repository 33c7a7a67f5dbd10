"""A desk at work: drives the real window by pointer and keyboard, and counts what the hand did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mapdesk.session.showing import Showing
from mapdesk.ui.main_window import MainWindow
from mapdesk.ui.map_page import MapPage

W = TypeVar("W", bound=QWidget)
_PATIENCE_MS = 30_000
_NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """Hands on one window. `clicks` counts presses, drags, keys and filled fields, as a user would."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.clicks = 0
        self.window = self._open()

    def _open(self) -> MainWindow:
        settings = QSettings(str(self.folder / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(settings)
        self.qtbot.addWidget(window)
        window.begin(lambda: window.open_first(None, lambda: _no_sample()))
        window.resize(1440, 900)
        window.show()
        self.qtbot.waitUntil(lambda: window.page is not None, timeout=_PATIENCE_MS)
        return window

    def restart(self) -> None:
        """Close the program and start it again."""
        self.window.close()
        self.window = self._open()
        self.settle()

    @property
    def page(self) -> MapPage:
        assert self.window.page is not None
        return self.window.page

    @property
    def showing(self) -> Showing:
        assert self.window.desk.showing is not None
        return self.window.desk.showing

    def settle(self) -> None:
        """Wait until all that is asked for is to be seen."""
        self.qtbot.waitUntil(
            lambda: self.window.desk.showing is not None and self.window.is_drawn(), timeout=_PATIENCE_MS
        )

    def pixel(self, lon: float, lat: float) -> QPoint:
        """Where a place lies on the canvas."""
        ((x, y),) = self.page.canvas.viewport().to_pixels(np.array([(lon, lat)])).tolist()
        return QPoint(round(x), round(y))

    def point(self, lon: float, lat: float) -> None:
        """Move the pointer to a place; no click."""
        QTest.mouseMove(self.page.canvas, self.pixel(lon, lat))
        self.qtbot.wait(20)

    def click(self, lon: float, lat: float) -> None:
        """Click a place on the map."""
        self.clicks += 1
        self.point(lon, lat)
        QTest.mouseClick(self.page.canvas, Qt.MouseButton.LeftButton, _NONE, self.pixel(lon, lat))
        self.qtbot.wait(20)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE, to: QWidget | None = None) -> None:
        """Press a key, on the map unless told otherwise."""
        self.clicks += 1
        if to is None or to is self.window:
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(to or self.page.canvas, key, held)
        self.qtbot.wait(20)

    def press(self, button: QWidget, at: QPoint | None = None) -> None:
        """Press a button, or a widget at some place."""
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, _NONE, at or QPoint())
        self.qtbot.wait(20)

    def fill(self, field: QWidget, text: str) -> None:
        """Fill a field in."""
        self.clicks += 1
        if isinstance(field, QLineEdit):
            field.selectAll()
        QTest.keyClicks(field, text)

    def paste(self, text: str, into: QWidget) -> None:
        """Put words on the clipboard, as from a browser, and paste them."""
        QGuiApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, into)

    def in_dialog(self, opening: Callable[[], None], work: Callable[[QDialog], None]) -> None:
        """Do something that opens a dialog, and work in the dialog until it closes."""
        faults: list[BaseException] = []
        done: list[bool] = []

        def when_open() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                QTimer.singleShot(30, when_open)
                return
            try:
                work(dialog)
            except BaseException as fault:
                faults.append(fault)
                dialog.reject()
            done.append(True)

        QTimer.singleShot(30, when_open)
        opening()
        # Some dialogs open once what they ask about was read beside the window.
        self.qtbot.waitUntil(lambda: bool(done), timeout=_PATIENCE_MS)
        if faults:
            raise faults[0]


def named(within: QWidget, kind: type[W], name: str) -> W:
    """The widget of that accessible name, or with that text on it."""
    for widget in within.findChildren(kind):
        text = widget.text().replace("&", "") if isinstance(widget, QPushButton) else ""
        if name in (widget.accessibleName(), text):
            return widget
    raise AssertionError(f"There is no {kind.__name__} called {name}.")


def _no_sample() -> None:
    raise AssertionError("the sample was opened")
