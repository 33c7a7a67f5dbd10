"""The canvas: shows the map of a date, and lets the hand move over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEasingCurve, QRect, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from mapdesk.model.layout import Bounds
from mapdesk.render.qt_view_painter import paint_view
from mapdesk.render.scene import Layer, Scene
from mapdesk.render.style import Style, load_style
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.ground import EMPTY_GROUND, ViewGround
from mapdesk.render.view.mercator import MercatorViewport, to_mercator
from mapdesk.render.view.moving import moved_box, same_but_moves
from mapdesk.render.view.names import PlacedNames
from mapdesk.render.view.sight import FINE, Box
from mapdesk.render.view.sketches import Sketch, sketch_marks
from mapdesk.ui.canvas.flight import between, limited
from mapdesk.ui.canvas.ground_loader import GroundLoader
from mapdesk.ui.canvas.level_maker import prepare_levels
from mapdesk.ui.canvas.map_items import MapView, PaintedItem
from mapdesk.ui.canvas.map_picture import MapPicture, Painted, Subject, around
from mapdesk.ui.canvas.navigation import Navigation
from mapdesk.ui.canvas.picture_maker import PictureMaker, named

#: A picture that takes no longer than this to paint is painted at once, in milliseconds; else beside the
#: window, while the one before is shown moved and scaled.
_AT_ONCE = 40.0
_FLIGHT = 220
#: How far the cross that keys point with reaches, in pixels.
_CROSS = 11
#: So many pixels around the view are painted before they come into sight.
_MARGIN = 256
#: A view that has not moved for so many milliseconds rests.
_RESTING = 120


class Canvas(Navigation):
    """The map in a pyqtgraph view. Panning, zooming and pointing are Navigation's; this one shows."""

    #: A sentence that says what of the map can't be shown.
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = ViewContent()
        self._style = load_style("light")
        self._sketches: tuple[Sketch, ...] = ()
        self._picture = MapPicture()
        self._ground: ViewGround = EMPTY_GROUND
        self._names: PlacedNames | None = None
        self._viewport = MercatorViewport((3.5e6, 6.2e6), 1500.0, 640, 480)
        self._grounds = GroundLoader(self)
        self._grounds.arrived.connect(self._show_more)
        self._grounds.failed.connect(self.failed)
        self._maker = PictureMaker(self)
        self._maker.painted.connect(self._take_picture)
        self._maker.furthered.connect(self._take_further)
        # Of what a picture was painted further, and what was dirty in it then.
        self._handed: tuple[Subject, tuple[Box, ...]] | None = None
        # To where the view moves: to the right and down, each -1, 0 or 1.
        self._motion = (0, 0)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_RESTING)
        self._resting.timeout.connect(self._rest)
        # What was painted last: with the same again, all that takes long the first time is there.
        self._known: Subject | None = None
        self._prepared: tuple[object, float] | None = None
        self._view = MapView(self, (PaintedItem(self._paint_map, 0), PaintedItem(self._paint_sketches, 1)))
        # The canvas itself takes all events, so that there is one place where the hand is told of them.
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._flight = QVariantAnimation(self)
        self._flight.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._flight.valueChanged.connect(self._fly)
        self._flight_ends = (self._viewport, self._viewport)

    # What is shown

    def show_content(self, content: ViewContent) -> None:
        """Show the map of a date. Only what changed since the last is drawn anew."""
        before, self._content = self._content, content
        if content is not before:
            self._forget_what_changed(before)
            self._view.viewport().update()

    def show_sketches(self, sketches: Sequence[Sketch]) -> None:
        """Show what a tool wants to show above the map."""
        shown = tuple(sketches)
        if shown or self._sketches:
            self._sketches = shown
            self._view.viewport().update()

    def set_style(self, style: Style) -> None:
        """Draw the map in another style."""
        if style is not self._style:
            self._style = style
            self.redraw()

    def picture(self) -> QImage:
        """The map as it is shown, without what tools show; in device pixels."""
        ratio = self.devicePixelRatioF()
        self._paint_now(ratio)
        image = QImage(
            max(round(self._viewport.width * ratio), 1),
            max(round(self._viewport.height * ratio), 1),
            QImage.Format.Format_RGB32,
        )
        painter = QPainter(image)
        painter.scale(ratio, ratio)
        self._picture.draw(painter, self._viewport, QColor(self._style.land))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def is_drawn(self) -> bool:
        """Whether the picture shown is complete, of the present view, and as detailed as it gets."""
        return (
            self._picture.shows(self._viewport, self.devicePixelRatioF())
            and not self._maker.is_painting()
            and not self._grounds.is_waiting()
        )

    # Where it is

    def viewport(self) -> MercatorViewport:
        """What part of the map is shown."""
        return self._viewport

    def go_to(self, viewport: MercatorViewport) -> None:
        """Show another part of the map, in the size that the canvas has."""
        self._flight.stop()
        self._show_viewport(viewport.resized(self._viewport.width, self._viewport.height))

    def fit(self, bounds: Bounds) -> None:
        """Show bounds of west, south, east, north in degrees as large as they go."""
        self.go_to(MercatorViewport.fitted(bounds, self._viewport.width, self._viewport.height))

    def fly_to(self, lon: float, lat: float, metres_per_pixel: float | None = None) -> None:
        """Go to a place in degrees, in a short flight if it is near."""
        here = self._viewport
        ((x, y),) = to_mercator([(lon, lat)]).tolist()
        there = replace(here, centre=(x, y), metres_per_pixel=metres_per_pixel or here.metres_per_pixel)
        there = limited(there)
        self._flight.stop()
        coarser = max(here.metres_per_pixel, there.metres_per_pixel)
        away = math.dist(here.centre, there.centre) / coarser
        ratio = here.metres_per_pixel / there.metres_per_pixel
        if not self.isVisible() or away > 2 * here.width or not 1 / 16 < ratio < 16:
            self._show_viewport(there)
            return
        self._flight_ends = (here, there)
        self._flight.setDuration(_FLIGHT)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.start()

    def zoom_by(self, factor: float, pixel: tuple[float, float] | None = None) -> None:
        """Show the map so many times as large, the ground under a pixel (or the middle) staying there."""
        self._flight.stop()
        view = self._viewport
        spot = pixel or (view.width / 2, view.height / 2)
        scale = limited(view.zoomed(factor, spot)).metres_per_pixel
        self._show_viewport(view.zoomed(view.metres_per_pixel / scale, spot))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the map by so many pixels, to the right and down, in whole pixels of the screen."""
        self._flight.stop()
        ratio = self.devicePixelRatioF()
        self._show_viewport(self._viewport.panned(round(dx * ratio) / ratio, round(dy * ratio) / ratio))

    def finish(self) -> None:
        """Stop what runs beside the window; the canvas shows nothing new from then on."""
        self._flight.stop()
        self._resting.stop()
        self._grounds.finish()
        self._maker.finish()

    def _show_viewport(self, viewport: MercatorViewport) -> None:
        viewport = limited(viewport)
        before = self._viewport
        if viewport == before:
            return
        self._viewport = viewport
        self._motion = (0, 0)
        if viewport.metres_per_pixel == before.metres_per_pixel:
            right, down = viewport.centre[0] - before.centre[0], before.centre[1] - viewport.centre[1]
            self._motion = ((right > 0) - (right < 0), (down > 0) - (down < 0))
        self._resting.start()
        self._view.show_box(*viewport.box())
        self._view.viewport().update()
        self.view_changed.emit()

    def _fly(self, share: float) -> None:
        here, there = self._flight_ends
        share = float(share)
        if share >= 1.0:
            self._show_viewport(there.resized(self._viewport.width, self._viewport.height))
            return
        self._show_viewport(between(here, there, share).resized(self._viewport.width, self._viewport.height))

    # Painting

    def _bring_up(self, ratio: float) -> None:
        """Make the picture what the present view needs: what is quick at once, the rest beside the window."""
        self._take_up_ground()
        view = self._viewport
        if self._picture.is_quick(view, ratio):
            self._paint_now(ratio)
            self._paint_ahead()
        elif self._is_known() and self._picture.full_ms <= _AT_ONCE:
            self._paint_now(ratio)
            self._resting.start()
        elif self._motion != (0, 0):
            # It has moved on by the time that the picture is there.
            seen = QRect(0, 0, round(view.width * ratio), round(view.height * ratio))
            rect = around(seen, _MARGIN * ratio, self._motion)
            self._maker.paint(self._subject(), view, ratio, rect)
        else:
            self._maker.paint(self._subject(), view, ratio)

    def _paint_now(self, ratio: float) -> None:
        self._take_up_ground()
        view = self._viewport
        if not self._picture.shows(view, ratio):
            painted = self._picture.painted
            needed = view
            if painted is not None and self._picture.is_quick(view, ratio):
                needed = painted.viewport_of(self._picture.reach_for(view))
            self._use_names(named(self._subject(), needed).names)
            self._picture.bring_up(self._subject(), view, ratio)
        self._known = self._subject()

    def _paint_ahead(self) -> None:
        """Have painted what the view will need next, beside the window, well before it does."""
        picture, view, ratio = self._picture, self._viewport, self.devicePixelRatioF()
        painted = picture.painted
        if painted is None or not picture.shows(view, ratio) or self._maker.is_furthering():
            return
        seen = painted.rect_of(view)
        assert seen is not None
        margin = _MARGIN * ratio
        rect = around(seen, margin, self._motion, painted.rect_of_bounds(self._ground.bounds))
        # While the view moves what lies behind it is of no hurry.
        enough = around(seen, 0.4 * margin, (0, 0))
        if self._motion != (0, 0):
            lead = round(margin)
            enough = seen.united(seen.translated(self._motion[0] * lead, self._motion[1] * lead))
        if not painted.rect.contains(enough.intersected(rect)):
            self._handed = (self._subject(), picture.dirty)
            self._maker.paint_further(painted, self._subject(), rect, picture.dirty)

    def _take_up_ground(self) -> None:
        before = self._ground
        self._ground = self._grounds.ground_for(self._viewport, before, self._content.language)
        # Next to a piece of the same scale, only what comes into sight is to be painted.
        if self._ground.metres_per_pixel != before.metres_per_pixel:
            self._picture.forget()

    def _use_names(self, placed: PlacedNames | None) -> None:
        before, self._names = self._names, placed
        painted = self._picture.painted
        if before is None or placed is None:
            self._picture.forget()
        elif before is not placed and painted is not None:
            for part in before.changed_in(placed, painted.anchor, painted.box_of(painted.rect)):
                self._picture.forget(part)

    def _take_picture(self, painted: Painted | None) -> None:
        if painted is None:
            self._paint_now(self.devicePixelRatioF())
            self._show_more()
            return
        subject, view = painted.subject, self._viewport
        if painted.anchor.metres_per_pixel != view.metres_per_pixel and self._picture.is_quick(
            view, self.devicePixelRatioF()
        ):
            # The hand has gone back to where a picture is.
            return
        self._picture.adopt(painted)
        self._names = subject.names
        self._known = subject
        # The desk has gone on meanwhile.
        if subject.content is not self._content:
            self._forget_what_changed(subject.content)
        is_same_ground = subject.ground.metres_per_pixel == self._ground.metres_per_pixel
        if subject.style is not self._style or not is_same_ground:
            self._picture.forget()
        self._resting.start()
        self._show_more()

    def _take_further(self, further: Painted | None) -> None:
        """Take a picture that was painted on, if it is one of what is shown still."""
        shown, handed = self._picture.painted, self._handed
        if further is None or shown is None or handed is None:
            return
        self._resting.start()
        seen = further.rect_of(self._viewport)
        is_same = further.anchor is shown.anchor and self._names is handed[0].names
        if self._picture.is_stale or not is_same or seen is None or not further.rect.contains(seen):
            return
        subject = further.subject
        self._picture.adopt(further, [part for part in self._picture.dirty if part not in handed[1]])
        self._names = subject.names
        if subject.content is not self._content:
            self._forget_what_changed(subject.content)
        self._show_more()

    def _forget_what_changed(self, before: ViewContent) -> None:
        painted = self._picture.painted
        if painted is None or not same_but_moves(before, self._content):
            self._picture.forget()
            return
        part = moved_box(before, self._content, painted.anchor, painted.box_of(painted.rect))
        if part is not None:
            self._picture.forget(part)

    def _rest(self) -> None:
        """The view rests: the picture is made to reach as far on all sides, and a zoom is made ready for."""
        self._motion = (0, 0)
        self._paint_ahead()
        # Not sooner: while dates are gone through, each has other shapes, and none is zoomed.
        self._prepare_levels()

    def _subject(self) -> Subject:
        return Subject(self._content, self._ground, self._names, self._style)

    def _is_known(self) -> bool:
        """Whether all of the subject has been painted before, so that nothing is to be made ready for it."""
        known = self._known
        return (
            known is not None
            and known.content.features is self._content.features
            and known.ground is self._ground
            and known.style is self._style
        )

    def _prepare_levels(self) -> None:
        """Have the levels of detail made that the next zoom would else wait for."""
        features, metres = self._content.features, self._viewport.metres_per_pixel
        if self._prepared is not None:
            known, at = self._prepared
            if known is features and 0.5 < at / metres < 2:
                return
        self._prepared = (features, metres)
        tolerances = [FINE * metres * 2 ** (step / 2) for step in range(-5, 7)]
        self._grounds.work(partial(prepare_levels, tuple(features.values()), tolerances, self._grounds.rest))

    def _paint_map(self, painter: QPainter) -> None:
        self._bring_up(self.devicePixelRatioF())
        self._picture.draw(painter, self._viewport, QColor(self._style.land))

    def _paint_sketches(self, painter: QPainter) -> None:
        if self._sketches:
            marks = sketch_marks(self._sketches, self._viewport, self._style)
            layer = Layer("sketches", "Sketches", marks)
            scene = Scene(self._viewport.width, self._viewport.height, self._style.land, (layer,))
            paint_view(scene, painter, self.devicePixelRatioF(), background=False)
        if self.points_by_keys:
            self._paint_cross(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, self._viewport.width - 2, self._viewport.height - 2))

    def _paint_cross(self, painter: QPainter) -> None:
        """What the keys point at: a cross in the middle, on a casing, to be seen on any ground."""
        x, y = round(self._viewport.width / 2), round(self._viewport.height / 2)
        for colour, width in ((self._style.front_casing, 5), (self._style.front, 2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(x - _CROSS, y, x + _CROSS, y)
            painter.drawLine(x, y - _CROSS, x, y + _CROSS)

    def _show_focus(self) -> None:
        self._view.viewport().update()

    _show_more = _show_focus

    def redraw(self) -> None:
        """Paint all of the map anew, as where more of it can be shown than before."""
        self._picture.forget()
        self._view.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the middle of the map in the middle."""
        super().resizeEvent(event)
        self._view.setGeometry(self.rect())
        self._viewport = limited(self._viewport.resized(max(self.width(), 1), max(self.height(), 1)))
        self._view.show_box(*self._viewport.box())
        self._resting.start()
        self.view_changed.emit()
