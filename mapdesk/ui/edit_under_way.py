"""The hand's edit under way: worked out beside the window, which waits for it as long as it is quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from mapdesk.ui.beside import Beside

T = TypeVar("T")
#: The window waits so many seconds; most edits take less.
_QUICK = 0.06


class EditUnderWay:
    """One edit at a time, with the cursor busy until it has ended."""

    def __init__(self) -> None:
        self._beside = Beside()
        self._ticket: object = None
        self._end: Callable[[None], None] = lambda _: None

    def __bool__(self) -> bool:
        """Whether an edit is under way."""
        return self._ticket is not None

    def begin(
        self, work: Callable[[], T], end: Callable[[T | None], None], failed: Callable[[Exception], None]
    ) -> None:
        """Work an edit out once the one before has ended.

        `end` gets what came of it, or None after it was cancelled or `failed` got its error; where it is
        quick before this returns.
        """
        self.wait()

        def ended(result: T | None) -> None:
            self._ticket = None
            QGuiApplication.restoreOverrideCursor()
            end(result)

        def broken(fault: Exception) -> None:
            failed(fault)
            ended(None)

        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._end = ended
        ticket = self._ticket = self._beside.run(work, ended, broken)
        self._beside.wait(ticket, _QUICK)

    def wait(self) -> None:
        """Keep the window waiting until the edit under way has ended."""
        if self._ticket is not None:
            self._beside.wait(self._ticket)

    def cancel(self) -> None:
        """Give up the edit under way."""
        if self._ticket is not None:
            self._beside.forget(self._ticket)
            self._end(None)

    def finish(self) -> None:
        """Let go of the thread."""
        self._beside.finish()
