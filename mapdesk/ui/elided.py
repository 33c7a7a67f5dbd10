"""A line of plain text that is cut with “…” where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_LEAST = 40


class Elided(QWidget):
    """One line of text, as wide as it is given; the tooltip has all of it.

    `name` says what the line is for, where its text alone wouldn't.
    """

    def __init__(
        self, text: str = "", *, name: str = "", cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__()
        self._name, self._cut = name, cut
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(self._name or text)
        self.setAccessibleDescription(text if self._name else "")
        self.update()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(_LEAST, self.fontMetrics().height() + 4)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 2, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        line = self.fontMetrics().elidedText(self._text, self._cut, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
        painter.end()
