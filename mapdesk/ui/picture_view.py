"""Shows a Frame as it will be exported, fitted to the space there is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_MARGIN = 16


class PictureView(QWidget):
    """A picture in the middle, or a sentence while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._sentence = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Map picture")

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(960, 560)

    def show_picture(self, image: QImage, description: str) -> None:
        """Show a picture; the description is for those who don't see it."""
        self._image, self._sentence = image, ""
        self.setAccessibleDescription(description)
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in the place of the picture."""
        self._image, self._sentence = None, sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def picture(self) -> QImage | None:
        """The picture shown, in its own pixels."""
        return self._image

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self.palette().mid())
        if self._image is None:
            painter.setPen(self.palette().windowText().color())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(48, 48, -48, -48), int(flags), self._sentence)
            return
        painter.drawImage(self._place(self._image), self._image)

    def _place(self, image: QImage) -> QRectF:
        room_x, room_y = max(1, self.width() - 2 * _MARGIN), max(1, self.height() - 2 * _MARGIN)
        scale = min(room_x / image.width(), room_y / image.height())
        width, height = image.width() * scale, image.height() * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
