"""Composes, paints and writes pictures beside the window; of those to show only the last one comes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from mapdesk.edit.edit import EditRefused
from mapdesk.model.layout import Frame
from mapdesk.model.project import Project
from mapdesk.render.scene import Scene
from mapdesk.session.picture import picture
from mapdesk.ui.own_fault import own_fault


@dataclass(frozen=True, eq=False)
class PictureRequest:
    """Which picture is wanted."""

    project: Project
    account: str
    day: date
    since: date | None
    frame: Frame | None

    def same_picture(self, other: PictureRequest | None) -> bool:
        """Whether another request is for the same picture."""
        return (
            other is not None
            and (self.account, self.day, self.since, self.frame)
            == (other.account, other.day, other.since, other.frame)
            and self.project.about == other.project.about
            and self.project.sides is other.project.sides
            and self.project.snapshots is other.project.snapshots
        )


class Pictures(QObject):
    """Hands out painted pictures; a request that was overtaken by a later one brings none."""

    painted = Signal(object, QImage, object)
    failed = Signal(str)
    #: What was written, with what one should know of it, or why it was not.
    written = Signal(str)
    not_written = Signal(str)
    # From the worker's thread to the window's.
    _brought = Signal(object, QImage, object)
    _refused = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        # A thread of Python's own: PROJ keeps things by thread, which those of Qt's pool lose between jobs.
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._wanted: PictureRequest | None = None
        self._brought.connect(self._bring)
        self._refused.connect(self._refuse)

    def ask(self, request: PictureRequest) -> None:
        """Ask for a picture; `painted` brings it with its Scene, or `failed` a sentence."""
        self._wanted = request
        self._worker.submit(self._work, request)

    def write(self, export: Callable[[], list[str]], name: str) -> None:
        """Write a file; `written` says that it is there, with the notes on it, or `not_written` why not."""
        self._worker.submit(self._write, export, name)

    def is_busy(self) -> bool:
        """Whether a picture asked for is still to come."""
        return self._wanted is not None

    def forget(self) -> None:
        """Bring no picture of what was asked for."""
        self._wanted = None

    def finish(self) -> None:
        """Let go of what was to be shown, but not of files to be written; these are there on return."""
        self.forget()
        self._worker.shutdown()

    def _work(self, request: PictureRequest) -> None:
        # A window that shows no Frame need not wait for it.
        from mapdesk.render.qt_painter import to_image

        if request is not self._wanted:
            return
        try:
            scene = picture(
                request.project, request.account, request.day, frame=request.frame, since=request.since
            ).scene
            image = to_image(scene)
        except EditRefused as refusal:
            self._refused.emit(request, str(refusal))
        except Exception as fault:
            self._refused.emit(request, fault_sentence("drawn", fault))
        else:
            self._brought.emit(request, image, scene)

    def _write(self, export: Callable[[], list[str]], name: str) -> None:
        try:
            notes = export()
        except EditRefused as refusal:
            self.not_written.emit(str(refusal))
        except Exception as fault:
            self.not_written.emit(fault_sentence("written", fault))
        else:
            self.written.emit(" ".join([f"Wrote {name}.", *notes]))

    def _bring(self, request: PictureRequest, image: QImage, scene: Scene) -> None:
        if request is self._wanted:
            self._wanted = None
            self.painted.emit(request, image, scene)

    def _refuse(self, request: PictureRequest, sentence: str) -> None:
        if request is self._wanted:
            self._wanted = None
            self.failed.emit(sentence)


def fault_sentence(what: str, fault: BaseException) -> str:
    """What to say of a fault that is no editor's: the picture could not be `drawn`, or `written`."""
    said = own_fault(f"The picture could not be {what}", fault)
    return f"{said} The project is safe. Try another date or frame."
