"""The canvas: shows the map of a date, and lets the hand move over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEasingCurve, QRectF, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from mapdesk.model.features import Annotation
from mapdesk.model.layout import Bounds
from mapdesk.render.qt_view_painter import paint_view
from mapdesk.render.scene import Layer, Scene
from mapdesk.render.style import Style, load_style
from mapdesk.render.view.compose import names_of
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.ground import EMPTY_GROUND, ViewGround
from mapdesk.render.view.mercator import HALF_WORLD, MercatorViewport, to_mercator
from mapdesk.render.view.moving import moved_box, same_but_moves
from mapdesk.render.view.names import PlacedNames
from mapdesk.render.view.shapes import SHAPES, Shape
from mapdesk.render.view.sight import FINE
from mapdesk.render.view.sketches import Sketch, sketch_marks
from mapdesk.ui.canvas.ground_loader import GroundLoader
from mapdesk.ui.canvas.map_items import MapView, PaintedItem
from mapdesk.ui.canvas.map_picture import MapPicture, Subject
from mapdesk.ui.canvas.navigation import Navigation

#: The nearest the map is shown, in Mercator metres to a pixel.
_NEAREST = 0.25
#: A picture that takes no longer than this to complete is completed at once, in milliseconds.
_AT_ONCE = 40.0
#: Else it is shown scaled, and completed when the hand has rested for so long, in milliseconds.
_REST = 90
_FLIGHT = 220


class Canvas(Navigation):
    """The map in a pyqtgraph view. Panning, zooming and pointing are Navigation's; this one shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = ViewContent()
        self._style = load_style("light")
        self._sketches: tuple[Sketch, ...] = ()
        self._picture = MapPicture()
        self._ground: ViewGround = EMPTY_GROUND
        self._names: PlacedNames | None = None
        self._is_moving = False
        self._viewport = MercatorViewport((3.5e6, 6.2e6), 1500.0, 640, 480)
        self._grounds = GroundLoader(self)
        self._grounds.arrived.connect(self._take_ground)
        self._view = MapView(self, (PaintedItem(self._paint_map, 0), PaintedItem(self._paint_sketches, 1)))
        # The canvas itself takes all events, so that there is one place where the hand is told of them.
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._complete)
        self._flight = QVariantAnimation(self)
        self._flight.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._flight.valueChanged.connect(self._fly)
        self._flight_ends = (self._viewport, self._viewport)

    # What is shown

    def show_content(self, content: ViewContent) -> None:
        """Show the map of a date. Only what changed since the last is drawn anew."""
        before, self._content = self._content, content
        if content is before:
            return
        if same_but_moves(before, content):
            part = moved_box(before, content, self._viewport)
            if part is not None:
                self._picture.forget(part)
        else:
            self._picture.forget()
            if before.features is not content.features:
                self._prepare_levels()
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
            self._redraw()

    def picture(self) -> QImage:
        """The map as it is shown, without what tools show; in device pixels."""
        ratio = self.devicePixelRatioF()
        self._prepare(ratio)
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
            and not self._is_moving
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
        there = self._limited(there)
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
        scale = self._limited(view.zoomed(factor, spot)).metres_per_pixel
        self._show_viewport(view.zoomed(view.metres_per_pixel / scale, spot))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the map by so many pixels, to the right and down, in whole pixels of the screen."""
        self._flight.stop()
        ratio = self.devicePixelRatioF()
        self._show_viewport(self._viewport.panned(round(dx * ratio) / ratio, round(dy * ratio) / ratio))

    def finish(self) -> None:
        """Stop what runs beside the window; the canvas shows nothing new from then on."""
        self._flight.stop()
        self._grounds.finish()

    def _show_viewport(self, viewport: MercatorViewport) -> None:
        viewport = self._limited(viewport)
        if viewport == self._viewport:
            return
        is_zoom = viewport.metres_per_pixel != self._viewport.metres_per_pixel
        self._viewport = viewport
        if is_zoom:
            # A slow picture is shown scaled until the hand rests.
            self._is_moving = self._picture.full_ms > _AT_ONCE
            self._rest.start(_REST)
        self._view.show_box(*viewport.box())
        self._view.viewport().update()
        self.view_changed.emit()

    def _limited(self, viewport: MercatorViewport) -> MercatorViewport:
        """The view within the limits of scale and of the world."""
        farthest = 2 * HALF_WORLD * 0.99 / max(viewport.height, 64)
        scale = min(max(viewport.metres_per_pixel, _NEAREST), farthest)
        x, y = viewport.centre
        room = HALF_WORLD * 0.99 - scale * viewport.height / 2
        # Only a centre beyond the limit is touched: any other stays as exact as it came.
        x = min(max(x, -HALF_WORLD), HALF_WORLD)
        y = min(max(y, -room), room)
        return replace(viewport, centre=(x, y), metres_per_pixel=scale)

    def _fly(self, share: float) -> None:
        here, there = self._flight_ends
        share = float(share)
        if share >= 1.0:
            self._show_viewport(there.resized(self._viewport.width, self._viewport.height))
            return
        scale = here.metres_per_pixel * (there.metres_per_pixel / here.metres_per_pixel) ** share
        span = there.metres_per_pixel - here.metres_per_pixel
        # Moving as the scale does keeps the way straight on the screen.
        along = share if abs(span) < 1e-9 else (scale - here.metres_per_pixel) / span
        x = here.centre[0] + (there.centre[0] - here.centre[0]) * along
        y = here.centre[1] + (there.centre[1] - here.centre[1]) * along
        self._show_viewport(replace(self._viewport, centre=(x, y), metres_per_pixel=scale))

    # Painting

    def _prepare(self, ratio: float) -> None:
        """Make the picture what the present view needs."""
        view, language = self._viewport, self._content.language
        ground = self._grounds.ground_for(view)
        if ground is not self._ground:
            self._ground = ground
            self._picture.forget()
        names = self._names
        if names is None or not names.serves(view, ground, language):
            self._names = names_of(self._content, ground, view, names)
            if names is None or not names.same_in(self._names, view):
                self._picture.forget()
        else:
            self._names = names
        subject = Subject(self._content, ground, self._names, self._style)
        self._picture.bring_up(subject, view, ratio)

    def _prepare_levels(self) -> None:
        """Have the levels of detail made that the next zoom would else wait for."""
        shapes = [
            SHAPES.of(feature.shape)
            for feature in self._content.features.values()
            if not isinstance(feature, Annotation)
        ]
        fine = FINE * self._viewport.metres_per_pixel
        tolerances = [fine * 2 ** (step / 2) for step in range(-4, 7)]
        self._grounds.work(partial(_prepare_all, shapes, tolerances))

    def _paint_map(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        if not self._is_moving or self._picture.is_quick(self._viewport, ratio):
            self._prepare(ratio)
        self._picture.draw(painter, self._viewport, QColor(self._style.land))

    def _paint_sketches(self, painter: QPainter) -> None:
        if self._sketches:
            marks = sketch_marks(self._sketches, self._viewport, self._style)
            layer = Layer("sketches", "Sketches", marks)
            scene = Scene(self._viewport.width, self._viewport.height, self._style.land, (layer,))
            paint_view(scene, painter, self.devicePixelRatioF(), background=False)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, self._viewport.width - 2, self._viewport.height - 2))

    def _show_focus(self) -> None:
        self._view.viewport().update()

    def _complete(self) -> None:
        self._is_moving = False
        self._view.viewport().update()

    def _take_ground(self) -> None:
        self._view.viewport().update()

    def _redraw(self) -> None:
        self._picture.forget()
        self._view.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the middle of the map in the middle."""
        super().resizeEvent(event)
        self._view.setGeometry(self.rect())
        self._viewport = self._limited(self._viewport.resized(max(self.width(), 1), max(self.height(), 1)))
        self._view.show_box(*self._viewport.box())
        self.view_changed.emit()


def _prepare_all(shapes: Sequence[Shape], tolerances: Sequence[float]) -> None:
    for shape in shapes:
        shape.prepare(tolerances)
