"""The painted map, kept as a picture: a pan moves it and paints bare strips, a drag repaints a square."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from mapdesk.render.qt_view_painter import paint_view
from mapdesk.render.scene import Scene
from mapdesk.render.style import Style
from mapdesk.render.view.compose import compose_part
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.names import PlacedNames
from mapdesk.render.view.sight import Box

#: How far from whole device pixels a pan may be to count as one.
_WHOLE = 0.02


@dataclass(frozen=True, eq=False)
class Subject:
    """What is painted: a map, the ground underneath, the names on it, and how all of it looks."""

    content: ViewContent
    ground: ViewGround
    #: None as long as none have been placed.
    names: PlacedNames | None
    style: Style


@dataclass(frozen=True, eq=False)
class Painted:
    """A whole picture of a subject, and how many milliseconds it took."""

    image: QImage
    subject: Subject
    viewport: MercatorViewport
    ratio: float
    took_ms: float


class MapPicture:
    """The map painted for a viewport; it paints again only what is no longer right."""

    def __init__(self) -> None:
        self._image: QImage | None = None
        # A pan paints into the one while it reads from the other.
        self._spare: QImage | None = None
        self._shown: MercatorViewport | None = None
        self._ratio = 1.0
        self._dirty: list[Box] = []
        self._is_stale = True
        #: How long the last complete painting took, in milliseconds.
        self.full_ms = 0.0

    @property
    def shown(self) -> MercatorViewport | None:
        """The viewport that it was painted for last."""
        return self._shown

    def forget(self, part: Box | None = None) -> None:
        """What lies in a part (pixels of the viewport shown), or everywhere, is no longer right."""
        if part is None:
            self._is_stale = True
        else:
            self._dirty.append(part)

    def shows(self, viewport: MercatorViewport, ratio: float) -> bool:
        """Whether it is complete and of this very view."""
        return self._shown == viewport and self._ratio == ratio and not self._is_stale and not self._dirty

    def is_quick(self, viewport: MercatorViewport, ratio: float) -> bool:
        """Whether most of what a view shows is painted already, at its scale."""
        if self._is_stale or self._shown is None or self._ratio != ratio:
            return False
        if (viewport.width, viewport.height) != (self._shown.width, self._shown.height):
            return False
        return self._shift(viewport) is not None

    def bring_up(self, subject: Subject, viewport: MercatorViewport, ratio: float) -> None:
        """Paint what is missing for a view to be complete."""
        shift = self._shift(viewport) if self.is_quick(viewport, ratio) else None
        if shift is None or self._image is None:
            self.adopt(paint_whole(subject, viewport, ratio, self._image))
            return
        bare = self._move(shift, viewport)
        bare += [_device_rect(part, ratio) for part in self._dirty]
        self._dirty = []
        painter = QPainter(self._image)
        try:
            for rect in bare:
                whole = rect.intersected(self._image.rect())
                if not whole.isEmpty():
                    self._paint_part(painter, whole, subject, viewport)
        finally:
            painter.end()

    def adopt(self, painted: Painted) -> None:
        """Take a picture that was painted whole."""
        self._image = painted.image
        self._shown, self._ratio = painted.viewport, painted.ratio
        self._is_stale, self._dirty = False, []
        self.full_ms = painted.took_ms

    def draw(self, painter: QPainter, viewport: MercatorViewport, background: QColor) -> None:
        """Draw the picture where its ground lies in a view: in its place, or moved and scaled to it."""
        width, height = viewport.width, viewport.height
        if self._image is None or self._shown is None:
            painter.fillRect(0, 0, width, height, background)
            return
        if self._shown == viewport:
            if self._ratio == 1.0:
                painter.drawImage(0, 0, self._image)
            else:
                painter.drawImage(QRectF(0, 0, width, height), self._image)
            return
        painter.fillRect(0, 0, width, height, background)
        west, south, east, north = self._shown.box()
        scale = 1 / viewport.metres_per_pixel
        x = (west - viewport.centre[0]) * scale + width / 2
        y = (viewport.centre[1] - north) * scale + height / 2
        target = QRectF(x, y, (east - west) * scale, (north - south) * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, self._image)

    def _paint_part(
        self, painter: QPainter, rect: QRect, subject: Subject, viewport: MercatorViewport
    ) -> None:
        ratio = self._ratio
        x0, y0 = rect.left() / ratio, rect.top() / ratio
        part = (x0, y0, x0 + rect.width() / ratio, y0 + rect.height() / ratio)
        scene = _composed(subject, viewport, part)
        painter.save()
        painter.setClipRect(rect)
        painter.scale(ratio, ratio)
        paint_view(scene, painter, ratio)
        painter.restore()

    def _shift(self, viewport: MercatorViewport) -> QPoint | None:
        """By how many whole device pixels the picture has to move to show a view; None if it can't."""
        shown = self._shown
        if shown is None or shown.metres_per_pixel != viewport.metres_per_pixel:
            return None
        if shown.scale_step != viewport.scale_step:
            return None
        x = (shown.centre[0] - viewport.centre[0]) / viewport.metres_per_pixel * self._ratio
        y = (viewport.centre[1] - shown.centre[1]) / viewport.metres_per_pixel * self._ratio
        if abs(x - round(x)) > _WHOLE or abs(y - round(y)) > _WHOLE:
            return None
        if abs(x) > 0.6 * viewport.width * self._ratio or abs(y) > 0.6 * viewport.height * self._ratio:
            return None
        return QPoint(round(x), round(y))

    def _move(self, by: QPoint, viewport: MercatorViewport) -> list[QRect]:
        """Move the picture; the rectangles left bare, in device pixels."""
        old, self._shown = self._image, viewport
        if by.isNull() or old is None:
            return []
        dx, dy, wide, high = by.x(), by.y(), old.width(), old.height()
        moved = self._spare
        if moved is None or moved.size() != old.size():
            moved = QImage(old.size(), old.format())
        painter = QPainter(moved)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(by, old)
        painter.end()
        self._image, self._spare = moved, old
        self._dirty = [
            (x0 + dx / self._ratio, y0 + dy / self._ratio, x1 + dx / self._ratio, y1 + dy / self._ratio)
            for x0, y0, x1, y1 in self._dirty
        ]
        bare = []
        if dx:
            bare.append(QRect(0 if dx > 0 else wide + dx, 0, abs(dx), high))
        if dy:
            left = max(dx, 0)
            bare.append(QRect(left, 0 if dy > 0 else high + dy, wide - abs(dx), abs(dy)))
        return bare


def paint_whole(
    subject: Subject, viewport: MercatorViewport, ratio: float, over: QImage | None = None
) -> Painted:
    """Paint a view with `ratio` device pixels to a pixel, in any thread; over an image that fits if given."""
    start = perf_counter()
    wide, high = max(round(viewport.width * ratio), 1), max(round(viewport.height * ratio), 1)
    fits = over is not None and (over.width(), over.height()) == (wide, high)
    image = over if over is not None and fits else QImage(wide, high, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        painter.scale(ratio, ratio)
        paint_view(_composed(subject, viewport), painter, ratio)
    finally:
        painter.end()
    return Painted(image, subject, viewport, ratio, (perf_counter() - start) * 1000)


def _composed(subject: Subject, viewport: MercatorViewport, part: Box | None = None) -> Scene:
    assert subject.names is not None
    return compose_part(subject.content, subject.ground, subject.names, viewport, subject.style, part)


def _device_rect(part: Box, ratio: float) -> QRect:
    x0, y0 = math.floor(part[0] * ratio), math.floor(part[1] * ratio)
    return QRect(x0, y0, math.ceil(part[2] * ratio) - x0, math.ceil(part[3] * ratio) - y0)
