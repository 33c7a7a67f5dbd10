"""Work beside the window: it runs in a thread of Python's own, and its result comes back to the window's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

T = TypeVar("T")


class Beside(QObject):
    """Runs one piece of work after the other; `busy` says whether any is under way."""

    _ended = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        # Python's own thread: PROJ keeps things by thread, which those of Qt's pool lose between jobs.
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._waiting: dict[object, tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}
        self._running: dict[object, Future[tuple[object, Exception | None] | None]] = {}
        self._ended.connect(self._bring)
        application = QCoreApplication.instance()
        if application is not None:
            # Whoever it belongs to may be gone by then, or may never have been told that the window is.
            application.aboutToQuit.connect(self.finish)

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return bool(self._waiting)

    def run(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> object:
        """Run some work; `then` gets its result, or `failed` its error, in the window's thread.

        Returns what `forget` takes.
        """
        ticket = object()
        self._waiting[ticket] = (then, failed)
        self._running[ticket] = self._worker.submit(self._work, ticket, work)
        return ticket

    def wait(self, ticket: object, seconds: float | None = None) -> None:
        """Keep the window waiting for some work, at most so many seconds, and bring what came of it."""
        running = self._running.get(ticket)
        if running is not None and wait_for([running], seconds).done:
            outcome = running.result()
            if outcome is not None:
                self._bring(ticket, *outcome)

    def forget(self, ticket: object) -> None:
        """Bring nothing of some work; what has not begun is not begun."""
        self._waiting.pop(ticket, None)
        self._running.pop(ticket, None)

    def finish(self) -> None:
        """Drop what waits and let what runs end."""
        self._waiting.clear()
        self._running.clear()
        self._worker.shutdown(cancel_futures=True)

    def _work(self, ticket: object, work: Callable[[], object]) -> tuple[object, Exception | None] | None:
        if ticket not in self._waiting:
            return None
        result, fault = None, None
        try:
            result = work()
        except Exception as error:
            fault = error
        self._ended.emit(ticket, result, fault)
        return result, fault

    def _bring(self, ticket: object, result: object, fault: Exception | None) -> None:
        waiting = self._waiting.pop(ticket, None)
        self._running.pop(ticket, None)
        if waiting is None:
            return
        then, failed = waiting
        if fault is None:
            then(result)
        else:
            failed(fault)
