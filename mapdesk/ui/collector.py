"""Python's garbage is collected in the window's thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Collector(QObject):
    """Collects garbage while it lives.

    Left to itself Python collects in whichever thread happens to make an object. A dialog let go of in a
    thread beside the window takes its timers down from there, and Qt then calls what is no longer there.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._is_settled = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_EVERY_MS)

    def finish(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        counts, most = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > most[generation]:
                gc.collect(generation)
                if generation == 2 and not self._is_settled:
                    # Modules and the window stay; going through them each time takes a tenth of a second.
                    gc.freeze()
                    self._is_settled = True
                return
