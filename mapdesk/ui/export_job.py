"""Writes pictures in a second process, one after the other, and can be called off between two."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context

from PySide6.QtCore import QObject, QTimer, Signal

from mapdesk.edit.edit import EditRefused
from mapdesk.session.exporting import Order, carry_out
from mapdesk.ui.picture_job import fault_sentence


class ExportJob(QObject):
    """One batch: `advanced` after each picture, `ended` once."""

    #: How many pictures are done.
    advanced = Signal(int)
    #: The Orders that were carried out, each with the notes on it, and a sentence for each that was not.
    ended = Signal(list, list)
    # From the executor's thread to the window's.
    _done = Signal(object, object, object)

    def __init__(self, orders: Sequence[Order]) -> None:
        super().__init__()
        self._left = list(orders)
        self._written: list[tuple[Order, list[str]]] = []
        self._sentences: list[str] = []
        self._done.connect(self._take)
        # Begun anew, not forked: a fork of a process that has threads and a window may hang.
        self._process = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        # Begun by the loop of events, so that nothing ends before anybody listens.
        QTimer.singleShot(0, self._begin)

    def cancel(self) -> None:
        """Begin no further picture; the one being written is finished, so that no file is half there."""
        self._left.clear()

    def finish(self) -> None:
        """Begin no further picture and wait for the one being written."""
        self.cancel()
        self._process.shutdown()

    def _begin(self) -> None:
        if not self._left:
            self._process.shutdown(wait=False)
            self.ended.emit(self._written, self._sentences)
            return
        order = self._left.pop(0)
        try:
            future = self._process.submit(carry_out, order)
        except (BrokenProcessPool, OSError) as fault:
            # No other picture can be written either.
            self._left.clear()
            self._take(order, [], fault)
        else:
            future.add_done_callback(partial(self._bring, order))

    def _bring(self, order: Order, future: Future[list[str]]) -> None:
        fault = future.exception()
        self._done.emit(order, [] if fault else future.result(), fault)

    def _take(self, order: Order, notes: list[str], fault: BaseException | None) -> None:
        if fault is None:
            self._written.append((order, notes))
        elif isinstance(fault, EditRefused):
            self._sentences.append(str(fault))
        elif isinstance(fault, BrokenProcessPool):
            self._left.clear()
            self._sentences.append("The process that writes the pictures was ended from outside. Try again.")
        else:
            self._sentences.append(fault_sentence("written", fault))
        self.advanced.emit(len(self._written) + len(self._sentences))
        self._begin()
