"""A sentence shown where the hand is, that goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

#: How long it is shown: at least so long, and long enough to read it.
_SHOWN_MS, _MS_PER_LETTER = 6000, 55
_WIDEST = 380
_AWAY = 18


class Bubble(QLabel):
    """A small panel over its parent, beside a point; the next click or key puts it away.

    The mouse goes through it: it may lie over the very stroke that is to be mended.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMargin(9)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.setFrameShape(QLabel.Shape.Box)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)

    def say(self, sentence: str, at: QPoint) -> None:
        """Show a sentence beside a point of the parent, or in its middle where the point lies outside."""
        self.setText(sentence)
        one_line = max(self.fontMetrics().horizontalAdvance(line) for line in sentence.splitlines()) + 24
        self.setFixedWidth(min(_WIDEST, one_line))
        self.setFixedHeight(self.heightForWidth(self.width()))
        room = self._over.rect()
        if room.contains(at):
            x = (
                at.x() + _AWAY
                if at.x() + _AWAY + self.width() <= room.width()
                else at.x() - _AWAY - self.width()
            )
            y = at.y() + _AWAY if at.y() + _AWAY + self.height() <= room.height() else at.y() - self.height()
        else:
            x, y = (room.width() - self.width()) // 2, (room.height() - self.height()) // 3
        self.move(max(8, min(x, room.width() - self.width() - 8)), max(8, y))
        self.show()
        self.raise_()
        self._timer.start(max(_SHOWN_MS, _MS_PER_LETTER * len(sentence)))
        # The key or click that led here still goes on to other widgets.
        QTimer.singleShot(0, self, self._listen)

    def _listen(self) -> None:
        app = QApplication.instance()
        if app is not None and self.isVisible():
            app.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Clicks and keys are of no more interest."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A click or a key goes on with the work: it has been read."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress):
            self.hide()
        return False
