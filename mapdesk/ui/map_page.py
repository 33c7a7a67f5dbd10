"""The map in the middle of the window, with the timeline below it and the hand on it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSettings, Signal
from PySide6.QtWidgets import QInputDialog, QVBoxLayout, QWidget

from mapdesk.model.layout import Bounds
from mapdesk.render.style import load_style
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.session.comparison import Comparison
from mapdesk.session.editing_view import (
    PatchesUnderHand,
    content_bounds,
    home_bounds,
    selection_bounds,
    view_content,
)
from mapdesk.session.showing import Showing
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import AskText, Moves
from mapdesk.ui.appearance import is_dark
from mapdesk.ui.bubble import Bubble
from mapdesk.ui.canvas.canvas import Canvas
from mapdesk.ui.desk import Desk
from mapdesk.ui.hand import Hand
from mapdesk.ui.swipe import TwoDates
from mapdesk.ui.timeline import Timeline
from mapdesk.ui.unit_symbols import UnitSymbols

#: A place is flown to so near, in Web Mercator metres to the pixel.
_NEAR = 120.0
#: What is looked at gets this much room around it, as a share of its size, and at least so many degrees.
_ROOM, _LEAST = 0.6, 0.05


class MapPage(QWidget):
    """The canvas, the timeline and what joins them to the Desk."""

    #: Longitude and latitude under the pointer, or None.
    pointed = Signal(object)
    #: Metres on the ground to a pixel.
    scaled = Signal(float)

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self._desk = desk
        self._settings = settings
        self._shown: Showing | None = None
        self._patches: tuple[Comparison, PatchesUnderHand] | None = None
        self.canvas = Canvas()
        self.timeline = Timeline(desk)
        self.hand = Hand(desk, self.canvas, self._ask)
        self.two_dates = TwoDates(self.canvas)
        self.bubble = Bubble(self.two_dates)
        # No tooltip: that is a window of its own, which takes the click of a hand that comes over it.
        self.hint = Bubble(self.canvas)
        self._units = UnitSymbols(desk, self.canvas.redraw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.two_dates, 1)
        layout.addWidget(self.timeline)
        self._content = ViewContent()
        self.hand.previewed.connect(self._preview)
        self.hand.refused.connect(self._say_at)
        self.hand.pointed.connect(self._point)
        self.canvas.view_changed.connect(
            lambda: self.scaled.emit(self.canvas.viewport().ground_metres_per_pixel)
        )
        self.two_dates.pointed.connect(self.pointed)
        self.canvas.home_wanted.connect(self.fit_home)
        self.canvas.failed.connect(desk.refused)
        desk.said.connect(self.bubble.hide)
        desk.sought.connect(self.look_at)
        desk.changed.connect(self.present)
        desk.passed.connect(self._pass_by)
        self.timeline.player.is_drawn = self.canvas.is_drawn
        self.follow_appearance()
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Show the map of a Showing."""
        old, self._shown = self._shown, showing
        self.two_dates.present(showing)
        self.canvas.hand = self.hand
        if showing is None:
            if old is not None:
                self.remember(old)
            return
        self._content = replace(view_content(showing), moves=self._content.moves)
        self.canvas.show_content(self._content)
        if old is None or old.project.about.uid != showing.project.about.uid:
            if old is not None:
                self.remember(old)
            self._begin(showing)
        elif not old.snapshots and showing.snapshots:
            self.fit()

    def _pass_by(self, showing: Showing) -> None:
        # The hand knows only the day from before until it rests.
        self.canvas.hand = None
        self.canvas.show_sketches(())
        self._shown = showing
        self._content = replace(view_content(showing), moves=self._content.moves)
        self.canvas.show_content(self._content)
        self.two_dates.pass_by(showing)

    def fit(self) -> None:
        """Show all that is on the map of the day."""
        if self._shown is not None:
            self.canvas.fit(content_bounds(self._shown))

    def fit_selection(self) -> None:
        """Show what is selected, or all that is on the map where nothing is."""
        bounds = selection_bounds(self._shown) if self._shown else None
        if bounds is not None:
            self.look_at(bounds)
        else:
            self.fit()

    def fit_home(self) -> None:
        """Show all home ground."""
        if self._shown is not None:
            self.canvas.fit(home_bounds(self._shown.project, self._shown.snapshot))

    def look_at(self, bounds: Bounds) -> None:
        """Show some bounds with some room around them."""
        west, south, east, north = bounds
        wide, high = max(east - west, _LEAST) * _ROOM / 2, max(north - south, _LEAST) * _ROOM / 2
        self.canvas.fit((west - wide, south - high, east + wide, north + high))

    def fly_to(self, lon: float, lat: float) -> None:
        """Show a place, near enough to see what is around it."""
        near = min(_NEAR, self.canvas.viewport().metres_per_pixel)
        self.canvas.fly_to(lon, lat, near)
        self.canvas.setFocus()

    def say(self, sentence: str) -> None:
        """Say on the map why something was not done."""
        self._say_at(sentence, self.canvas.mapFromGlobal(self.canvas.cursor().pos()))

    def follow_appearance(self) -> None:
        """Draw the map light or dark, as the window is."""
        self.two_dates.set_style(load_style("dark" if is_dark() else "light"))

    def remember(self, showing: Showing) -> None:
        """Keep the view of a project for when it is opened again."""
        viewport = self.canvas.viewport()
        x, y = viewport.centre
        self._settings.setValue(_key(showing), [x, y, viewport.metres_per_pixel])

    def finish(self) -> None:
        """Let go of what runs beside the window."""
        self.hand.finish()
        self._units.finish()
        self.timeline.finish()
        self.two_dates.finish()

    def _say_at(self, sentence: str, at: QPoint) -> None:
        self.bubble.say(sentence, self.canvas.mapTo(self.two_dates, at))

    def _begin(self, showing: Showing) -> None:
        kept = self._settings.value(_key(showing))
        try:
            x, y, metres = (float(value) for value in kept)
        except (TypeError, ValueError):
            self.fit()
            return
        present = self.canvas.viewport()
        self.canvas.go_to(MercatorViewport((x, y), metres, present.width, present.height))

    def _preview(self, moves: Moves) -> None:
        # All else stays the same object, so that the canvas repaints only around what moves.
        self._content = replace(self._content, moves=moves)
        self.canvas.show_content(self._content)

    def _point(self, at: Pointer | None) -> None:
        self.pointed.emit(at.lon_lat if at else None)
        showing = self._shown
        if (
            at is None
            or showing is None
            or showing.comparison is None
            or not isinstance(self.hand.tool, Select)
        ):
            self.hint.hide()
            return
        if self._patches is None or self._patches[0] is not showing.comparison:
            self._patches = (showing.comparison, PatchesUnderHand(showing.project, showing.comparison))
        found = self._patches[1].at(at.lon_lat)
        if found is None:
            self.hint.hide()
            return
        self.hint.say(self._patches[1].said(*found), QPoint(round(at.pixel[0]), round(at.pixel[1])))

    def _ask(self, ask: AskText) -> str | None:
        words, taken = QInputDialog.getText(self, "MapDesk", ask.prompt, text=ask.default)
        return words.strip() if taken else None


def _key(showing: Showing) -> str:
    return f"views/{showing.project.about.uid}"
