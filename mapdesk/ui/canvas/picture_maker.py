"""Paints pictures of the map, and what pans will need of them, beside the window so that no hand waits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from mapdesk.render.view.compose import names_of
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.sight import Box
from mapdesk.ui.canvas.map_picture import Painted, Subject, grown, painted_whole


class PictureMaker(QObject):
    """A thread that paints one picture, or one picture further, at a time."""

    #: The Painted that was asked for, or None where painting it failed.
    painted = Signal(object)
    #: The Painted that goes further than the one given, or None where that failed.
    furthered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Each of Qt's drawing calls is short, so the window goes on in between.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="map picture")
        self._is_finished = False
        self._is_painting = self._is_furthering = False
        self.painted.connect(self._end_painting)
        self.furthered.connect(self._end_furthering)

    def is_painting(self) -> bool:
        """Whether a whole picture is under way."""
        return self._is_painting

    def is_furthering(self) -> bool:
        """Whether a picture is being painted further."""
        return self._is_furthering

    def paint(
        self, subject: Subject, viewport: MercatorViewport, ratio: float, rect: QRect | None = None
    ) -> None:
        """Paint a view, or a rectangle around it in its device pixels; one at a time.

        Its names are placed anew where they don't serve it.
        """
        if not self._is_painting and not self._is_finished:
            self._is_painting = True
            self._run(lambda: _painted(subject, viewport, ratio, rect), self.painted.emit)

    def paint_further(self, old: Painted, subject: Subject, rect: QRect, dirty: Sequence[Box]) -> None:
        """Paint a picture of the same on over another rectangle, and what of it is dirty; one at a time."""
        if not self._is_furthering and not self._is_finished:
            self._is_furthering = True
            # The window may paint into its own meanwhile: then that becomes a copy.
            kept = replace(old, image=QImage(old.image))
            self._run(
                # A whole picture that is wanted by now comes first, and makes this one useless.
                lambda: None if self._is_painting else _furthered(kept, subject, rect, dirty),
                self.furthered.emit,
            )

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

    def _end_furthering(self, _: object) -> None:
        self._is_furthering = False


def _painted(subject: Subject, viewport: MercatorViewport, ratio: float, rect: QRect | None) -> Painted:
    empty = Painted(QImage(), subject, viewport, ratio, QRect())
    return painted_whole(named(subject, empty.viewport_of(rect) if rect else viewport), viewport, ratio, rect)


def _furthered(old: Painted, subject: Subject, rect: QRect, dirty: Sequence[Box]) -> Painted:
    before, subject = subject.names, named(subject, old.viewport_of(rect))
    assert before is not None
    assert subject.names is not None
    if subject.names is not before:
        dirty = [*dirty, *before.changed_in(subject.names, old.anchor, old.box_of(old.rect))]
    return grown(old, subject, rect, dirty)


def named(subject: Subject, viewport: MercatorViewport) -> Subject:
    """The subject with names that serve a view: its own, or others, of which those in sight stay."""
    content, ground, names = subject.content, subject.ground, subject.names
    if names is not None and names.serves(viewport, ground, content.language):
        return subject
    return replace(subject, names=names_of(content, ground, viewport, names))
