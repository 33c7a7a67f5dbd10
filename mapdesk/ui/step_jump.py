"""Going over many steps of the history at once: a few at a time, so that the window goes on living."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from mapdesk.session.edit_session import EditSession
from mapdesk.store.problems import ProjectFileError

#: Seconds after which the window has its turn.
_TURN = 0.04


class StepJump(QObject):
    """Undoes or redoes steps of a session until one is the last that is done."""

    #: It came to its end.
    ended = Signal()
    #: A sentence that says why it got no farther.
    refused = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._step: Callable[[], str] | None = None
        self._left = 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def under_way(self) -> bool:
        """Whether steps are still to be gone over."""
        return self._step is not None

    def begin(self, session: EditSession, last: int) -> int:
        """Go until the step of that id is the last done one, or none where it is 0.

        Returns over how many steps: undone ones count negative.
        """
        steps = session.history()
        undone = sum(not step.undone and step.id > last for step in steps)
        redone = sum(step.undone and step.id <= last for step in steps)
        self._left = undone or redone
        if self._left:
            self._step = session.undo if undone else session.redo
            self._timer.start()
        return -undone or redone

    def stop(self) -> None:
        """Go no farther; nothing more is heard of it."""
        self._timer.stop()
        self._step = None

    def _go_on(self) -> None:
        began = perf_counter()
        try:
            while self._left > 0 and self._step is not None and perf_counter() - began < _TURN:
                self._step()
                self._left -= 1
        except ProjectFileError as refusal:
            self._left = 0
            self.refused.emit(str(refusal))
        if self._left > 0:
            self._timer.start()
            return
        self._step = None
        self.ended.emit()
