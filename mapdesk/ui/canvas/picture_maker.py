"""Paints whole pictures of the map, and places its names, beside the window so that no hand waits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from mapdesk.render.view.compose import names_of
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.names import FAR_BEYOND
from mapdesk.ui.canvas.map_picture import Painted, Subject, paint_whole


class PictureMaker(QObject):
    """A thread that paints one picture, or places the names around one view, at a time."""

    #: The Painted that was asked for, or None where painting it failed.
    painted = Signal(object)
    #: The PlacedNames that were asked for, or None where that failed.
    named = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Each of Qt's drawing calls is short, so the window goes on in between.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="map picture")
        self._is_finished = False
        self._is_painting = self._is_naming = False
        self.painted.connect(self._end_painting)
        self.named.connect(self._end_naming)

    def is_painting(self) -> bool:
        """Whether a picture is under way."""
        return self._is_painting

    def paint(self, subject: Subject, viewport: MercatorViewport, ratio: float) -> None:
        """Paint a picture, its names placed anew where they don't serve the view; one at a time."""
        if not self._is_painting and not self._is_finished:
            self._is_painting = True
            self._run(lambda: _painted(subject, viewport, ratio), self.painted.emit)

    def place_names(self, subject: Subject, viewport: MercatorViewport) -> None:
        """Place the names around a view before they are needed; one at a time."""
        if not self._is_naming and not self._is_finished:
            self._is_naming = True
            content, ground, names = subject.content, subject.ground, subject.names
            self._run(lambda: names_of(content, ground, viewport, names, FAR_BEYOND), self.named.emit)

    def finish(self) -> None:
        """Wait for what is under way; nothing can be asked for from then on."""
        self._is_finished = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, work: Callable[[], Any], give: Callable[[Any], None]) -> None:
        def run() -> None:
            try:
                result = work()
            except Exception:
                # The window does the same work itself then, where a fault is shown.
                logging.getLogger(__name__).exception("Painting beside the window failed")
                result = None
            if not self._is_finished:
                give(result)

        self._worker.submit(run)

    def _end_painting(self, _: object) -> None:
        self._is_painting = False

    def _end_naming(self, _: object) -> None:
        self._is_naming = False


def _painted(subject: Subject, viewport: MercatorViewport, ratio: float) -> Painted:
    content, ground, names = subject.content, subject.ground, subject.names
    if names is None or not names.serves(viewport, ground, content.language):
        names = names_of(content, ground, viewport, names)
    return paint_whole(Subject(content, ground, names, subject.style), viewport, ratio)
