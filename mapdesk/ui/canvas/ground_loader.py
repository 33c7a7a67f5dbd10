"""Reads the base map beside the window, and says which of what was read serves a view best."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from mapdesk.render.view.ground import EMPTY_GROUND, ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.session.view_ground import WORLD, GroundPiece, piece_for, read_ground

_KEPT = 16


class GroundLoader(QObject):
    """The pieces of the base map that were read, and a thread that reads more of them."""

    #: A piece asked for is there.
    arrived = Signal()
    _brought = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A thread of Python's own: PROJ keeps things by thread, which those of Qt's pool lose between jobs.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="base map")
        self._pieces: OrderedDict[GroundPiece, ViewGround] = OrderedDict()
        self._asked: set[GroundPiece] = set()
        self._wanted: GroundPiece | None = None
        self._is_finished = False
        self._brought.connect(self._bring)

    def ground_for(self, viewport: MercatorViewport) -> ViewGround:
        """The best piece that is there for a view; a better one is asked for where there is one."""
        wanted = self._wanted = piece_for(viewport)
        found = self._pieces.get(wanted)
        if found is not None:
            self._pieces.move_to_end(wanted)
            return found
        self._ask(wanted)
        # Later on it stands in for whatever is still being read.
        self._ask(WORLD)
        metres = viewport.ground_metres_per_pixel
        fitting = [
            ground
            for piece, ground in self._pieces.items()
            if piece is not WORLD and ground.covers(viewport) and ground.metres_per_pixel < 8 * metres
        ]
        if fitting:
            return min(fitting, key=lambda ground: abs(ground.metres_per_pixel - metres))
        return self._pieces.get(WORLD, EMPTY_GROUND)

    def is_waiting(self) -> bool:
        """Whether the piece that the last view needs is still to come."""
        return self._wanted is not None and self._wanted not in self._pieces

    def work(self, job: Callable[[], object]) -> None:
        """Do something else beside the window, after what was asked for."""
        if not self._is_finished:
            self._worker.submit(job)

    def finish(self) -> None:
        """Drop what waits; nothing can be asked for from then on."""
        self._is_finished = True
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _ask(self, piece: GroundPiece) -> None:
        if piece in self._asked or piece in self._pieces or self._is_finished:
            return
        self._asked.add(piece)
        self._worker.submit(self._read, piece)

    def _read(self, piece: GroundPiece) -> None:
        # What was overtaken by another view is not read; the map of the world always serves.
        ground = read_ground(piece) if piece in (self._wanted, WORLD) else None
        if not self._is_finished:
            self._brought.emit(piece, ground)

    def _bring(self, piece: GroundPiece, ground: ViewGround | None) -> None:
        self._asked.discard(piece)
        if ground is not None:
            self._pieces[piece] = ground
            while len(self._pieces) > _KEPT:
                oldest = next(key for key in self._pieces if key not in (WORLD, piece))
                del self._pieces[oldest]
        self.arrived.emit()
