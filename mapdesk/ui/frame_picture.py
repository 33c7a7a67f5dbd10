"""The picture of the chosen Frame: drawn when things have come to rest, put on the clipboard, written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage

from mapdesk.edit.edit import EditRefused
from mapdesk.render.scene import Scene
from mapdesk.session.exporting import Order, carry_out, lean
from mapdesk.ui.desk import Desk
from mapdesk.ui.picture_job import PictureRequest, Pictures

if TYPE_CHECKING:
    from mapdesk.ui.export_job import ExportJob

#: How long after the last key or step a picture is drawn, in milliseconds.
_SETTLE = 250


class FramePicture(QObject):
    """Keeps one picture up to date beside the window, and says so when it is another."""

    #: The image, what it shows in words, and what was left off it.
    shown = Signal(QImage, str, str)
    #: Why there is no picture.
    failed = Signal(str)
    #: Whether a newer picture is to come.
    drawing = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted: PictureRequest | None = None
        self._drawn: PictureRequest | None = None
        self._image: QImage | None = None
        self._copying = False
        self._jobs: set[ExportJob] = set()
        self._pictures = Pictures()
        self._pictures.painted.connect(self._show)
        self._pictures.failed.connect(self._fail)
        self._pictures.written.connect(desk.said)
        self._pictures.not_written.connect(desk.refused)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE)
        self._settling.timeout.connect(self._draw)

    def image(self) -> QImage | None:
        """The picture, pixel by pixel as a PNG of it is written; None while there is none."""
        return self._image

    def is_there(self) -> bool:
        """Whether nothing newer is to come."""
        return not self._settling.isActive() and not self._pictures.is_busy()

    def ask(self, request: PictureRequest) -> None:
        """Ask for a picture, which is drawn unless another one is asked for soon."""
        if not request.same_picture(self._wanted):
            self._wanted = request
            self._settling.start()
            self.drawing.emit(True)

    def drop(self, sentence: str) -> None:
        """Show no picture, but a sentence."""
        self._settling.stop()
        self._pictures.forget()
        self._wanted = None
        self._fail(sentence)

    def copy(self, request: PictureRequest) -> None:
        """Put a picture on the clipboard, as soon as it is drawn."""
        self.ask(request)
        if self._image is not None and request.same_picture(self._drawn):
            self._put_on_clipboard(self._image)
            return
        self._copying = True
        self._desk.said.emit("Drawing the picture to copy …")
        if self._settling.isActive() or not self._pictures.is_busy():
            self._settling.stop()
            self._draw()

    def write(self, order: Order) -> None:
        """Write the one file of an order beside the window; the Desk says when it is there, or why not."""
        (target,) = order.targets
        self._desk.said.emit(f"Writing {target.name} …")
        if order.scale > 1 and target.suffix.lower() == ".png":
            # Painting many pixels keeps the window waiting, in whatever thread of its process that is.
            self._write_elsewhere(order)
        else:
            self._pictures.write(partial(carry_out, order), str(target))

    def _write_elsewhere(self, order: Order) -> None:
        # It brings all that a second process needs.
        from mapdesk.ui.export_job import ExportJob

        try:
            job = ExportJob([lean(order)])
        except EditRefused as refusal:
            self._desk.refused.emit(str(refusal))
            return
        self._jobs.add(job)
        job.ended.connect(partial(self._tell_written, job))

    def _tell_written(
        self, job: ExportJob, written: list[tuple[Order, list[str]]], sentences: list[str]
    ) -> None:
        self._jobs.discard(job)
        for order, notes in written:
            self._desk.said.emit(" ".join([f"Wrote {order.targets[0]}.", *notes]))
        for sentence in sentences:
            self._desk.refused.emit(sentence)

    def finish(self) -> None:
        """Draw nothing more; what is being written is finished first."""
        self._settling.stop()
        self._pictures.finish()
        for job in self._jobs:
            job.finish()

    def _draw(self) -> None:
        if self._wanted is not None:
            if self._image is None:
                self.failed.emit("Drawing the picture …")
            self.drawing.emit(True)
            self._pictures.ask(self._wanted)

    def _show(self, request: PictureRequest, image: QImage, scene: Scene) -> None:
        self._drawn, self._image = request, image
        dropped = f"Left off for want of room: {', '.join(scene.dropped)}." if scene.dropped else ""
        self.shown.emit(image, f"{scene.title}, {scene.description}", dropped)
        self.drawing.emit(self._settling.isActive())
        if self._copying:
            self._put_on_clipboard(image)

    def _fail(self, sentence: str) -> None:
        self._drawn = self._image = None
        self.failed.emit(sentence)
        self.drawing.emit(self._settling.isActive())
        if self._copying:
            self._copying = False
            self._desk.refused.emit(sentence)

    def _put_on_clipboard(self, image: QImage) -> None:
        self._copying = False
        QGuiApplication.clipboard().setImage(image)
        self._desk.said.emit(f"Copied the picture, {image.width()} × {image.height()} pixels")
