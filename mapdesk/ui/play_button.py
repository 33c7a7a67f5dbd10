"""The button that plays the dates, with the speed in its menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from mapdesk.ui.date_player import SPEEDS, DatePlayer
from mapdesk.ui.icons import icon


class PlayButton(QToolButton):
    """Starts and stops a DatePlayer, and says how many dates a second it shows."""

    def __init__(self, player: DatePlayer) -> None:
        super().__init__()
        self._player = player
        player.own.add(self)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.clicked.connect(player.toggle)
        speeds = QMenu(self)
        group = QActionGroup(speeds)
        for speed in SPEEDS:
            one = speeds.addAction("1 date a second" if speed == 1 else f"{speed} dates a second")
            one.setCheckable(True)
            one.setChecked(speed == player.speed)
            one.triggered.connect(partial(self._choose, speed))
            group.addAction(one)
        self.setMenu(speeds)
        player.playing.connect(self._show)
        self._show(False)

    def _choose(self, speed: int, _checked: bool) -> None:
        self._player.speed = speed
        self._show(self._player.is_playing)

    def _show(self, playing: bool) -> None:
        self.setIcon(icon("pause" if playing else "play"))
        self.setAccessibleName("Stop playing" if playing else "Play the dates")
        fast = f"{self._player.speed} {'date' if self._player.speed == 1 else 'dates'} a second"
        self.setToolTip(
            "Stop on the date shown (F5)" if playing else f"Play the dates, {fast} (F5); the arrow chooses"
        )
