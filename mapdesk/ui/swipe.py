"""Two dates at once: the date compared with up to a handle that swipes, or in a map beside the day's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from mapdesk.render.dates import full_date
from mapdesk.render.style import Style, load_style
from mapdesk.render.view.content import ViewContent
from mapdesk.session.editing_view import view_content
from mapdesk.session.showing import Against, Showing
from mapdesk.tools.pointer import Pointer
from mapdesk.ui.canvas.canvas import Canvas
from mapdesk.ui.swipe_handle import SwipeHandle

_GAP = 2
_MARGIN = 10
_NOTHING = "There is nothing to compare with: choose a date under “Compared with”"


class Together(StrEnum):
    """How two dates are shown."""

    NOT = "not"
    SWIPE = "swipe"
    SIDE_BY_SIDE = "side by side"


class TwoDates(QWidget):
    """Holds the Canvas of the day and, where wanted, one of the date compared with, which moves along.

    The other Canvas can be moved like the first, and nothing can be drawn on it.
    """

    #: Where the pointer is over the map of the date compared with: longitude and latitude, or None.
    pointed = Signal(object)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        canvas.setParent(self)
        self._way = Together.NOT
        self._style = load_style("light")
        self._showing: Showing | None = None
        self._shown: tuple[object, ...] | None = None
        self._share = 0.5
        self._is_moving = False
        #: The Canvas of the date compared with, from when it was wanted first.
        self.other: Canvas | None = None
        # The other Canvas is as large as this one, so that both lie alike; this cuts it off at the handle.
        self._window = QWidget(self)
        self.handle = SwipeHandle(self)
        self.handle.moved.connect(self._swipe_to)
        self._before, self._after, self._nothing = (_chip(self) for _ in range(3))
        self._nothing.setText(_NOTHING)
        self._nothing.adjustSize()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Mid)
        canvas.view_changed.connect(lambda: self._move_along(self._canvas, self.other))
        self._lay_out()

    # What is shown

    @property
    def way(self) -> Together:
        """How two dates are shown now."""
        return self._way

    def show_dates(self, way: Together) -> None:
        """Show two dates in another way, or only the day."""
        self._way = way
        if way is not Together.NOT and self.other is None:
            self._make_other()
        self._show_before()
        self._lay_out()

    def present(self, showing: Showing | None) -> None:
        """Show the date that a Showing is compared with beside its day."""
        self._showing = showing
        if self._way is not Together.NOT:
            self._show_before()
            self._lay_out()

    def pass_by(self, showing: Showing) -> None:
        """Name the day that is being passed by; the date compared with is shown where the hand rests."""
        if self._way is not Together.NOT:
            self._say(self._after, full_date(showing.day))
            self._place_chips()

    def set_style(self, style: Style) -> None:
        """Draw both maps in another style."""
        self._canvas.set_style(style)
        self._style = style
        if self.other is not None:
            self.other.set_style(style)

    def finish(self) -> None:
        """Stop what runs beside the window."""
        self._canvas.finish()
        if self.other is not None:
            self.other.finish()

    def _make_other(self) -> None:
        other = self.other = Canvas(self._window)
        other.setAccessibleName("Map of the date compared with")
        other.set_style(self._style)
        other.view_changed.connect(lambda: self._move_along(other, self._canvas))
        other.home_wanted.connect(self._canvas.home_wanted)
        other.pointed.connect(self._point)

    def _show_before(self) -> None:
        showing, since = self._showing, self._since()
        if self.other is None or showing is None or since is None:
            return
        self._say(self._before, full_date(since))
        self._say(self._after, full_date(showing.day))
        self.handle.setAccessibleDescription(f"{self._before.text()} on the left, {self._after.text()} right")
        project = showing.project
        seen = (since, project.snapshot_on(showing.account, since), project.sides, showing.hidden)
        if self._shown is None or any(a is not b and a != b for a, b in zip(seen, self._shown, strict=True)):
            self._shown = seen
            self.other.show_content(_content_before(showing))

    def _since(self) -> date | None:
        return self._showing.since() if self._showing is not None else None

    # Where things are

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the parts in proportion."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        both = self._way is not Together.NOT and self._showing is not None
        has_before = both and self._since() is not None
        beside = has_before and self._way is Together.SIDE_BY_SIDE
        half = max((self.width() - _GAP) // 2, 1)
        whole = self.rect()
        with self._moving():
            self._canvas.setGeometry(QRect(self.width() - half, 0, half, self.height()) if beside else whole)
            self._window.setVisible(has_before)
            if has_before and self.other is not None:
                self.other.setGeometry(QRect(0, 0, half, self.height()) if beside else whole)
                self.other.show()
                self.other.go_to(self._canvas.viewport())
        self.handle.setVisible(has_before and not beside)
        for chip in (self._before, self._after):
            chip.setVisible(has_before)
        self._nothing.setVisible(both and not has_before)
        self._place_window(half if beside else round(self._share * self.width()))
        self.handle.raise_()

    def _place_window(self, width: int) -> None:
        self._window.setGeometry(0, 0, width, self.height())
        self.handle.place(width, self.height())
        self._place_chips()

    def _place_chips(self) -> None:
        beside = self._way is Together.SIDE_BY_SIDE
        edge = self._window.width()
        right = edge + _GAP + _MARGIN if beside else edge + self.handle.width() // 2 + 4
        left = _MARGIN if beside else edge - self.handle.width() // 2 - 4 - self._before.width()
        self._before.move(left, _MARGIN)
        self._after.move(right, _MARGIN)
        self._nothing.move((self.width() - self._nothing.width()) // 2, _MARGIN)
        for chip in (self._before, self._after, self._nothing):
            chip.raise_()

    def _swipe_to(self, x: int) -> None:
        self._share = min(max(x / max(self.width(), 1), 0.0), 1.0)
        self._place_window(round(self._share * self.width()))

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """While one map is moved on behalf of the other, that one isn't moved in turn."""
        before, self._is_moving = self._is_moving, True
        yield
        self._is_moving = before

    def _move_along(self, moved: Canvas, along: Canvas | None) -> None:
        if self._is_moving or along is None or not self._window.isVisibleTo(self):
            return
        with self._moving():
            along.go_to(moved.viewport())

    def _point(self, at: Pointer | None) -> None:
        self.pointed.emit(at.lon_lat if at else None)

    def _say(self, chip: QLabel, text: str) -> None:
        chip.setText(text)
        chip.adjustSize()


def _chip(parent: QWidget) -> QLabel:
    chip = QLabel(parent)
    chip.setMargin(5)
    chip.setAutoFillBackground(True)
    chip.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
    chip.setForegroundRole(QPalette.ColorRole.ToolTipText)
    chip.setFrameShape(QLabel.Shape.Box)
    chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    chip.move(QPoint(0, 0))
    chip.hide()
    return chip


def _content_before(showing: Showing) -> ViewContent:
    """The map of the date that a Showing is compared with."""
    since = showing.since()
    assert since is not None
    return view_content(
        replace(showing, day=since, against=Against.NOTHING, comparison=None, selected=(), passage="")
    )
