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

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._wanted: PictureRequest | None = None

    def ask(self, request: PictureRequest) -> None:
        """Ask for a picture; `painted` brings it with its Scene, or `failed` a sentence."""
        self._wanted = request
        self._pool.start(_Job(self, request))

    def is_wanted(self, request: PictureRequest) -> bool:
        """Whether no later request has come."""
        return request is self._wanted

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
            self._pictures.failed.emit(str(refusal))
            return
        if self._pictures.is_wanted(request):
            self._pictures.painted.emit(request, image, scene)
