"""Shows a Frame as it will be exported: fitted to the space there is, or pixel by pixel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

_MARGIN = 16
_CAPTION_LINES = 2
_STEP = 1.25
_LARGEST = 4.0
_PAN = 60.0


class PictureView(QWidget):
    """A picture in the middle with a caption below it, or a sentence while there is none.

    The wheel zooms at the pointer, a drag moves, a double click changes between the whole picture and one
    pixel of it on each pixel of the screen; the keys are +, -, 0 (whole), 1 (pixel by pixel) and the arrows.
    """

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._sentence = ""
        self._caption = ""
        # Screen pixels to one of the picture; None fits the whole of it.
        self._zoom: float | None = None
        # The picture's point, in its own pixels, that lies in the middle.
        self._middle = QPointF()
        self._grabbed: QPointF | None = None
        self._scaled: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Map picture")

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(960, 560)

    def show_picture(self, image: QImage, description: str, caption: str = "") -> None:
        """Show a picture; the description is for those who don't see it, the caption stands below it."""
        if self._image is None or image.size() != self._image.size():
            self._zoom = None
        self._image, self._scaled = image, None
        self._sentence, self._caption = "", caption
        self.setAccessibleDescription(f"{description}. {caption}" if caption else description)
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in the place of the picture."""
        self._image, self._scaled = None, None
        self._sentence, self._caption = sentence, ""
        self.setAccessibleDescription(sentence)
        self.update()

    def picture(self) -> QImage | None:
        """The picture shown, in its own pixels."""
        return self._image

    def zoom(self) -> float:
        """Pixels of the screen to one of the picture."""
        return self._fitting() if self._zoom is None else self._zoom

    def zoom_to(self, zoom: float | None, at: QPointF | None = None) -> None:
        """Show so many screen pixels to one of the picture, or the whole of it; `at` keeps its place."""
        if self._image is None:
            return
        at = at or self._room().center()
        held = self._to_picture(at)
        if zoom is None or zoom <= self._fitting():
            self._zoom = None
        else:
            self._zoom = min(zoom, _LARGEST)
            offset = (at - self._room().center()) * (self._density() / self._zoom)
            self._middle = held - offset
            self._keep_in_sight()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        if self._image is None:
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(48, 48, -48, -48), int(flags), self._sentence)
        else:
            room = self._room()
            painter.save()
            painter.setClipRect(room)
            self._paint_picture(painter, self._image)
            painter.restore()
            edge = min(room.bottom(), self._place(self._image).bottom())
            below = QRectF(_MARGIN, edge + 6, room.width(), self._caption_height())
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(below, int(flags), self._caption_text())
        if self.hasFocus() and self._image is not None:
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        place = self._place(image)
        density = self._density()
        if self._zoom is None:
            wanted = (place.size() * density).toSize().expandedTo(QSize(1, 1))
            if self._scaled is None or self._scaled.size() != wanted:
                self._scaled = fitted(image, wanted, density)
            painter.drawImage(place.topLeft(), self._scaled)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom % 1 != 0)
            painter.drawImage(place, image)

    def _caption_text(self) -> str:
        assert self._image is not None
        size = f"{self._image.width()} × {self._image.height()} pixels, shown at {self.zoom():.0%}"
        return f"{size}\n{self._caption}" if self._caption else size

    def _caption_height(self) -> float:
        return float(self.fontMetrics().lineSpacing() * (1 + (_CAPTION_LINES if self._caption else 0)))

    def _density(self) -> float:
        return self.devicePixelRatioF()

    def _room(self) -> QRectF:
        """Where the picture may be."""
        below = self._caption_height() + 10
        return QRectF(
            _MARGIN,
            _MARGIN,
            max(1.0, self.width() - 2.0 * _MARGIN),
            max(1.0, self.height() - _MARGIN - below),
        )

    def _fitting(self) -> float:
        if self._image is None:
            return 1.0
        room = self._room().size() * self._density()
        return min(room.width() / self._image.width(), room.height() / self._image.height())

    def _place(self, image: QImage) -> QRectF:
        """Where the whole picture lies; on whole pixels of the screen, so that none is smeared."""
        zoom, density, room = self.zoom(), self._density(), self._room()
        size = QSizeF(image.width() * zoom, image.height() * zoom) / density
        if self._zoom is None:
            corner = room.center() - QPointF(size.width() / 2, size.height() / 2)
        else:
            corner = room.center() - self._middle * (zoom / density)
        return QRectF(
            QPointF(round(corner.x() * density) / density, round(corner.y() * density) / density), size
        )

    def _to_picture(self, at: QPointF) -> QPointF:
        assert self._image is not None
        return (at - self._place(self._image).topLeft()) * (self._density() / self.zoom())

    def _keep_in_sight(self) -> None:
        """Leave no bare strip where the picture is larger than its room; centre it where it is smaller."""
        assert self._image is not None
        half = self._room().size() * (self._density() / self.zoom() / 2)
        self._middle = QPointF(
            _between(self._middle.x(), half.width(), self._image.width()),
            _between(self._middle.y(), half.height(), self._image.height()),
        )

    def _move(self, by: QPointF) -> None:
        if self._image is not None and self._zoom is not None:
            self._middle -= by * (self._density() / self._zoom)
            self._keep_in_sight()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self._image is not None:
            self.zoom_to(self.zoom() * _STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self._zoom is not None:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._grabbed is not None:
            self._move(event.position() - self._grabbed)
            self._grabbed = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        if self._grabbed is not None:
            self._grabbed = None
            self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.zoom_to(1.0 if self._zoom is None else None, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        moves = {
            Qt.Key.Key_Left: QPointF(_PAN, 0),
            Qt.Key.Key_Right: QPointF(-_PAN, 0),
            Qt.Key.Key_Up: QPointF(0, _PAN),
            Qt.Key.Key_Down: QPointF(0, -_PAN),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._move(moves[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_to(self.zoom() * _STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_to(self.zoom() / _STEP)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_1):
            self.zoom_to(1.0 if key == Qt.Key.Key_1 else None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        if self._image is not None and self._zoom is not None:
            self.zoom_to(self._zoom)
        super().resizeEvent(event)


def fitted(image: QImage, size: QSize, density: float) -> QImage:
    """An image in another size, in pixels of a screen that has `density` of them to a unit of the window.

    It is averaged by area, which a painter that scales doesn't: fine lines and words stay.
    """
    smooth = Qt.TransformationMode.SmoothTransformation
    result = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    result.setDevicePixelRatio(density)
    return result


def _between(middle: float, half: float, length: float) -> float:
    """A middle of a window `half` to each side that does not look beyond a length; its middle if it must."""
    return length / 2 if 2 * half >= length else min(max(middle, half), length - half)
