"""Composes and paints pictures beside the window, the latest request first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from mapdesk.edit.edit import EditRefused
from mapdesk.model.layout import Frame
from mapdesk.model.project import Project
from mapdesk.render.qt_painter import to_image
from mapdesk.render.scene import Scene
from mapdesk.session.picture import picture


@dataclass(frozen=True)
class PictureRequest:
    """Which picture is wanted."""

    project: Project
    account: str
    day: date
    since: date | None
    frame: Frame | None


class Pictures(QObject):
    """Hands out painted pictures; a request that was overtaken by a later one is dropped."""

    painted = Signal(object, QImage, object)
    failed = Signal(str)
    # From the worker's thread to the window's, where what was overtaken meanwhile is dropped.
    _brought = Signal(object, QImage, object)
    _refused = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._brought.connect(self._bring)
        self._refused.connect(self._refuse)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._wanted: PictureRequest | None = None

    def ask(self, request: PictureRequest) -> None:
        """Ask for a picture; `painted` brings it with its Scene, or `failed` a sentence."""
        self._wanted = request
        self._pool.start(_Job(self, request))

    def _bring(self, request: PictureRequest, image: QImage, scene: Scene) -> None:
        if self.is_wanted(request):
            self._wanted = None
            self.painted.emit(request, image, scene)

    def _refuse(self, request: PictureRequest, sentence: str) -> None:
        if self.is_wanted(request):
            self._wanted = None
            self.failed.emit(sentence)

    def is_wanted(self, request: PictureRequest) -> bool:
        """Whether no later request has come."""
        return request is self._wanted

    def is_busy(self) -> bool:
        """Whether a picture asked for is still to come."""
        return self._wanted is not None

    def finish(self) -> None:
        """Drop what waits and let what runs end."""
        self._wanted = None
        self._pool.clear()
        self._pool.waitForDone()


class _Job(QRunnable):
    def __init__(self, pictures: Pictures, request: PictureRequest) -> None:
        super().__init__()
        self._pictures = pictures
        self._request = request

    def run(self) -> None:
        request = self._request
        if not self._pictures.is_wanted(request):
            return
        try:
            scene: Scene = picture(
                request.project, request.account, request.day, frame=request.frame, since=request.since
            ).scene
            image = to_image(scene)
        except EditRefused as refusal:
            self._pictures._refused.emit(request, str(refusal))
        else:
            self._pictures._brought.emit(request, image, scene)
