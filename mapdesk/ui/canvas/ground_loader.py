"""Reads the base map beside the window, and says which of what was read serves a view best."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from PySide6.QtCore import QObject, Signal

from mapdesk.render.view.ground import EMPTY_GROUND, ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.session.view_ground import WORLD, GroundPiece, piece_for, read_ground

_KEPT = 16
#: A view that has not moved for so many seconds rests; it is waited for so many quarters of that.
_RESTING, _PATIENCE = 0.15, 16


class GroundLoader(QObject):
    """The pieces of the base map that were read, and a thread that reads more of them."""

    #: A piece asked for is there.
    arrived = Signal()
    #: A sentence that says what of the base map could not be read.
    failed = Signal(str)
    _brought = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A thread of Python's own: PROJ keeps things by thread, which those of Qt's pool lose between jobs.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="base map")
        self._pieces: OrderedDict[GroundPiece, ViewGround] = OrderedDict()
        self._asked: set[GroundPiece] = set()
        self._unreadable: set[GroundPiece] = set()
        self._wanted: GroundPiece | None = None
        self._is_served = True
        self._viewport: MercatorViewport | None = None
        self._moved_at = 0.0
        self._is_finished = False
        self._brought.connect(self._bring)

    def ground_for(self, viewport: MercatorViewport, present: ViewGround, language: str) -> ViewGround:
        """The best piece that is there for a view, rather the present one; a better one is asked for."""
        if viewport != self._viewport:
            self._viewport, self._moved_at = viewport, monotonic()
        wanted = self._wanted = piece_for(viewport)
        found = self._pieces.get(wanted)
        if found is None:
            self._ask(wanted, language)
            # Later on it stands in for whatever is still being read.
            self._ask(WORLD, language)
        else:
            self._pieces.move_to_end(wanted)
        if present.metres_per_pixel == wanted.metres_per_pixel and present.covers(viewport):
            self._is_served = True
            return present
        self._is_served = found is not None or wanted in self._unreadable
        if found is not None:
            return found
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
        return not self._is_served

    def rest(self) -> None:
        """Wait in a job until the view rests, or what is seen of it needs the base map; not for long.

        Two threads of Python hold each other up, and a frame of a moving map must not be late.
        """
        for _ in range(_PATIENCE):
            if self._is_finished or not self._is_served or monotonic() - self._moved_at > _RESTING:
                return
            sleep(_RESTING / 4)

    def work(self, job: Callable[[], object]) -> None:
        """Do something else beside the window, after what was asked for."""
        if not self._is_finished:
            self._worker.submit(job)

    def finish(self) -> None:
        """Drop what waits; nothing can be asked for from then on."""
        self._is_finished = True
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _ask(self, piece: GroundPiece, language: str) -> None:
        if piece in self._asked or piece in self._pieces or piece in self._unreadable or self._is_finished:
            return
        self._asked.add(piece)
        self._worker.submit(self._read, piece, language)

    def _read(self, piece: GroundPiece, language: str) -> None:
        ground, fault = None, ""
        self.rest()
        # What was overtaken by another view is not read; the map of the world always serves.
        if piece in (self._wanted, WORLD):
            try:
                ground = read_ground(piece, language)
            except Exception as error:
                fault = f"{type(error).__name__}: {error}"
        if not self._is_finished:
            self._brought.emit(piece, ground, fault)

    def _bring(self, piece: GroundPiece, ground: ViewGround | None, fault: str) -> None:
        self._asked.discard(piece)
        if fault:
            self._unreadable.add(piece)
            self.failed.emit(
                "The base map could not be read here, so coast, borders and places may be missing "
                f"({fault}). Your own map is not affected."
            )
        if ground is not None:
            self._pieces[piece] = ground
            while len(self._pieces) > _KEPT:
                oldest = next(key for key in self._pieces if key not in (WORLD, piece))
                del self._pieces[oldest]
        self.arrived.emit()
