"""The small picture of a Frame in its panel, with a mark while a newer one is drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from mapdesk.ui.picture_view import fitted

# The preview is as high as a wide picture needs, between these.
_LOWEST, _HIGHEST = 150, 250
_MARK = 3


class FramePreview(QWidget):
    """A picture fitted to the panel, or a sentence; a click or Enter asks for the large one."""

    clicked = Signal()
    #: It is being painted: somebody sees it.
    seen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._sentence = ""
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._busy.setAccessibleName("Drawing the picture")
        self._busy.hide()
        self.setFixedHeight(_LOWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Small picture of the frame")
        self.setToolTip("The picture as it is exported; click to see it large")

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(320, self.height())

    def show_picture(self, image: QImage, description: str) -> None:
        """Show a picture; the description is for those who don't see it."""
        self._image, self._scaled, self._sentence = image, None, ""
        self.setAccessibleDescription(description)
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in the place of the picture."""
        self._image, self._scaled, self._sentence = None, None, sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def show_busy(self, busy: bool) -> None:
        """Show whether a newer picture is being drawn."""
        self._busy.setVisible(busy)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        self.seen.emit()
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Mid))
        if self._image is None:
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), int(flags), self._sentence)
        else:
            self._paint_picture(painter, self._image)
        if self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        density = self.devicePixelRatioF()
        room = QRectF(self.rect()).adjusted(6, 6, -6, -6 - _MARK)
        size = QSizeF(image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        wanted = (size * density).toSize().expandedTo(QSize(1, 1))
        if self._scaled is None or self._scaled.size() != wanted:
            self._scaled = fitted(image, wanted, density)
        corner = room.center() - QRectF(0, 0, size.width(), size.height()).center()
        painter.drawImage(corner.toPoint(), self._scaled)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.setFixedHeight(min(_HIGHEST, max(_LOWEST, self.width() * 9 // 16 + _MARK)))
        self._busy.setGeometry(0, self.height() - _MARK, self.width(), _MARK)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
