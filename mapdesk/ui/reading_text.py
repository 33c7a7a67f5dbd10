"""The words of an article as they are read: set in paragraphs, with the linked passages marked in them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextListFormat,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QToolTip

from mapdesk.model.anchoring import Span, whole_characters
from mapdesk.model.articles import Block
from mapdesk.render.colour import against
from mapdesk.ui.utf16 import Utf16Offsets

#: A line holds at most so many letters: beyond that the eye loses the next one.
MEASURE = 68
_LEADING = 135.0
_MARGIN = 16
_TINT, _STRONG_TINT = 38, 100
#: Qt would begin a paragraph at these, and then count one more or less than the text has.
_NOT_SET = re.compile("[\r\u2029\ufdd0\ufdd1]")


@dataclass(frozen=True)
class Marked:
    """A passage to mark: where it stands (code points), in which colour (#RRGGBB or none), linked to what."""

    passage: str
    span: Span
    colour: str
    words: tuple[str, ...]


class ReadingText(QTextEdit):
    """A text to read and select from; offsets are those of the text that was given, in code points."""

    #: The passage that was clicked, or on which Enter was pressed.
    passage_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._offsets = Utf16Offsets("")
        self._marked: Sequence[Marked] = ()
        self._chosen = ""
        self._selections: dict[str, QTextEdit.ExtraSelection] = {}
        self._own: QTextDocument | None = None
        self._pressed = QPoint()
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Text of the article")
        self.setMinimumHeight(80)
        larger = QFont(self.font())
        larger.setPointSizeF(larger.pointSizeF() + 0.5)
        self.setFont(larger)
        self.viewport().setMouseTracking(True)

    # What is shown

    def show_text(self, text: str, blocks: Sequence[Block]) -> None:
        """Set a text, one paragraph to a line of it; it is set as words, whatever it says."""
        self._text, self._offsets = text, Utf16Offsets(text)
        self._marked, self._chosen, self._selections = (), "", {}
        self.setExtraSelections([])
        # A new document, which is laid out only as far as it is shown.
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self.font())
        document.setDocumentMargin(_MARGIN)
        _set(document, _NOT_SET.sub("\ufffd", text), {block.start: block.kind for block in blocks})
        self.setDocument(document)
        if self._own is not None:
            self._own.deleteLater()
        self._own = document

    def show_marked(self, marked: Sequence[Marked], chosen: str) -> None:
        """Mark the passages, the chosen one stronger than the others."""
        if marked is self._marked and chosen == self._chosen:
            return
        anew = {self._chosen, chosen}
        known = self._selections if marked is self._marked else {}
        self._marked, self._chosen = marked, chosen
        self._selections = {}
        # A passage inside another is painted after it, and the chosen one last.
        for mark in sorted(marked, key=lambda m: (m.passage == chosen, -(m.span[1] - m.span[0]))):
            selection = known.get(mark.passage)
            if selection is None:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = self._cursor(mark.span)
                selection.format = self._look(mark)
            elif mark.passage in anew:
                selection.format = self._look(mark)
            self._selections[mark.passage] = selection
        self.setExtraSelections(list(self._selections.values()))
        self.viewport().update()

    def mark_anew(self) -> None:
        """Mark the passages in the colours of a palette that has changed."""
        marked, self._marked = self._marked, ()
        self.show_marked(marked, self._chosen)

    def scroll_to(self, span: Span) -> None:
        """Bring a span into view, with some of what stands before it; nothing moves where it is in view."""
        first, last = self._edges(span)
        height = self.viewport().height()
        if first.top() >= 0 and last.bottom() <= height:
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + first.top() - height // 4)

    def put_caret(self, point: int) -> None:
        """Put the caret before a code point, for reading on by key from there."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.unit(point))
        self.setTextCursor(cursor)

    def _look(self, mark: Marked) -> QTextCharFormat:
        palette = self.palette()
        ground = palette.color(QPalette.ColorRole.Base).name()
        # The text's own colour for what is no side's, such as a front: any other might be taken for a side.
        colour = mark.colour or palette.color(QPalette.ColorRole.Text).name()
        line = QColor(_legible(colour, ground))
        tint = QColor(line)
        chosen = mark.passage == self._chosen
        strength = _STRONG_TINT if chosen else _TINT
        tint.setAlpha(strength if mark.colour else strength * 2 // 3)
        look = QTextCharFormat()
        look.setBackground(tint)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(palette.color(QPalette.ColorRole.Text) if chosen else line)
        return look

    # What is selected

    def selected_span(self) -> Span | None:
        """The words selected, without white space at their ends and in whole characters, if any are."""
        cursor = self.textCursor()
        points = self._offsets.points(cursor.selectionStart(), cursor.selectionEnd())
        start, end = whole_characters(self._text, points)
        return (start, end) if start < end else None

    def select(self, span: Span) -> None:
        """Select the words of a span."""
        self.setTextCursor(self._cursor(span))

    def clear_selection(self) -> None:
        """Let go of the words selected; the caret stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def passage_beside(self, step: int) -> Marked | None:
        """The passage after (1) or before (-1) the chosen one, or else the caret; round at the ends."""
        if not self._marked:
            return None
        for number, mark in enumerate(self._marked):
            if mark.passage == self._chosen:
                return self._marked[(number + step) % len(self._marked)]
        caret = self._offsets.point(self.textCursor().position())
        if step > 0:
            return next((mark for mark in self._marked if mark.span[0] >= caret), self._marked[0])
        return next((mark for mark in reversed(self._marked) if mark.span[0] < caret), self._marked[-1])

    def _passage_at(self, unit: int) -> Marked | None:
        """The smallest passage around a place; the others are in the list of links."""
        point = self._offsets.point(unit)
        around = [mark for mark in self._marked if mark.span[0] <= point <= mark.span[1]]
        return min(around, key=lambda mark: mark.span[1] - mark.span[0], default=None)

    def _passage_under(self, at: QPoint) -> Marked | None:
        shown = QPointF(
            at.x() + self.horizontalScrollBar().value(), at.y() + self.verticalScrollBar().value()
        )
        unit = self.document().documentLayout().hitTest(shown, Qt.HitTestAccuracy.ExactHit)
        return self._passage_at(unit) if unit >= 0 else None

    def _cursor(self, span: Span) -> QTextCursor:
        start, end = self._offsets.units(span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _edges(self, span: Span) -> tuple[QRect, QRect]:
        cursor = self._cursor(span)
        last = self.cursorRect(cursor)
        cursor.setPosition(cursor.anchor())
        return self.cursorRect(cursor), last

    # Events

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """What is copied: the words of the text itself, which Qt's document would alter."""
        cursor = self.textCursor()
        start, end = self._offsets.points(cursor.selectionStart(), cursor.selectionEnd())
        copied = QMimeData()
        copied.setText(self._text[start:end])
        return copied

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        still = (at - self._pressed).manhattanLength() < QApplication.startDragDistance()
        if event.button() == Qt.MouseButton.LeftButton and still and not self.textCursor().hasSelection():
            mark = self._passage_under(at)
            if mark is not None:
                self.passage_wanted.emit(mark.passage)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        over = None if event.buttons() else self._passage_under(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            mark = self._passage_at(self.textCursor().position())
            if mark is not None:
                self.passage_wanted.emit(mark.passage)
        elif event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            self.clear_selection()
        elif event.matches(QKeySequence.StandardKey.Paste):
            # For the panel: pasted is an article, never something into this one.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys that mean something else in the window are the text's own here."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        """Page keys read on; selected words are copied, and Escape lets go of them, before anything else."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        on_words = event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Copy)
        return on_words and self.textCursor().hasSelection()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Hovering says what a passage is linked to."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._passage_under(event.pos())
            if mark is None:
                QToolTip.hideText()
            else:
                said = "<br>".join(html.escape(words) for words in mark.words)
                QToolTip.showText(event.globalPos(), f"<qt>{said}</qt>", self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        widest = self.fontMetrics().averageCharWidth() * MEASURE + 2 * _MARGIN
        beside = max(0, (self.width() - self.verticalScrollBar().width() - widest) // 2)
        if self.viewportMargins().left() != beside:
            self.setViewportMargins(beside, 0, beside, 0)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        chosen = next((mark for mark in self._marked if mark.passage == self._chosen), None)
        if chosen is None:
            return
        # A bar beside its lines, so that the chosen passage is told from the others without colour.
        first, last = self._edges(chosen.span)
        painter = QPainter(self.viewport())
        bar = QRect(_MARGIN // 2 - 2, first.top(), 3, last.bottom() - first.top() + 1)
        painter.fillRect(bar, self.palette().color(QPalette.ColorRole.Text))
        painter.end()


@cache
def _legible(colour: str, ground: str) -> str:
    return against(colour, ground, 3.0)


def _set(document: QTextDocument, text: str, kinds: Mapping[int, str]) -> None:
    """Write the lines of a text into an empty document, each as what its start says it is."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    start = 0
    for number, line in enumerate(text.split("\n")):
        kind = kinds.get(start, "p")
        if number:
            cursor.insertBlock(_paragraph(kind), _letters(kind))
        else:
            cursor.setBlockFormat(_paragraph(kind))
            cursor.setBlockCharFormat(_letters(kind))
        if kind == "li":
            cursor.createList(QTextListFormat.Style.ListDisc)
        cursor.insertText(line, _letters(kind))
        start += len(line) + 1
    cursor.endEditBlock()


def _paragraph(kind: str) -> QTextBlockFormat:
    look = QTextBlockFormat()
    look.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    heading = kind.startswith("h")
    look.setTopMargin(10 if heading else 0)
    look.setBottomMargin(3 if kind == "li" else 4 if heading else 9)
    if kind == "quote":
        look.setLeftMargin(18)
        look.setRightMargin(10)
    if heading:
        look.setHeadingLevel(int(kind[1:]) if kind[1:].isdigit() else 1)
    return look


def _letters(kind: str) -> QTextCharFormat:
    look = QTextCharFormat()
    if kind.startswith("h"):
        look.setFontWeight(QFont.Weight.DemiBold)
        look.setProperty(QTextFormat.Property.FontSizeAdjustment, {"h1": 2, "h2": 1}.get(kind, 0))
    if kind in ("quote", "caption"):
        look.setFontItalic(True)
    return look
