"""The painted map, kept as a picture larger than the view: a pan moves it, a drag repaints a square."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from time import perf_counter

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from mapdesk.model.layout import Bounds
from mapdesk.render.qt_view_painter import paint_view
from mapdesk.render.style import Style
from mapdesk.render.view.compose import compose_part
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.names import PlacedNames
from mapdesk.render.view.sight import Box

#: How far from whole device pixels a pan may be to count as one.
_WHOLE = 0.02
#: A view of which a smaller share is painted, across or down, is painted whole.
_OVERLAP = 0.4


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
    """A picture of a subject.

    `anchor` is the view that it was begun for, with `ratio` device pixels to a pixel. `rect` is what has been
    painted, in device pixels of that view, around which it may reach; the image has its size.
    """

    image: QImage
    subject: Subject
    anchor: MercatorViewport
    ratio: float
    rect: QRect
    #: How many milliseconds painting all of it took.
    took_ms: float = 0.0

    def shift_to(self, viewport: MercatorViewport) -> QPoint | None:
        """Where in the anchor a view begins, in whole device pixels; None where the picture can't show it."""
        anchor = self.anchor
        if anchor.metres_per_pixel != viewport.metres_per_pixel or anchor.scale_step != viewport.scale_step:
            return None
        metres, ratio = viewport.metres_per_pixel, self.ratio
        x = (viewport.centre[0] - anchor.centre[0]) / metres + (anchor.width - viewport.width) / 2
        y = (anchor.centre[1] - viewport.centre[1]) / metres + (anchor.height - viewport.height) / 2
        left, top = x * ratio, y * ratio
        if abs(left - round(left)) > _WHOLE or abs(top - round(top)) > _WHOLE:
            return None
        return QPoint(round(left), round(top))

    def rect_of(self, viewport: MercatorViewport) -> QRect | None:
        """What a view covers in device pixels of the anchor; None where the picture can't show it."""
        shift = self.shift_to(viewport)
        return None if shift is None else QRect(shift, _size_of(viewport, self.ratio).size())

    def viewport_of(self, rect: QRect) -> MercatorViewport:
        """A view of all that lies in device pixels of the anchor, in whole pixels."""
        x0, y0, x1, y1 = self.box_of(rect)
        wide, high = math.ceil(x1 - x0), math.ceil(y1 - y0)
        moved = self.anchor.panned(
            self.anchor.width / 2 - x0 - wide / 2, self.anchor.height / 2 - y0 - high / 2
        )
        return moved.resized(wide, high)

    def box_of(self, rect: QRect) -> Box:
        """Device pixels of the anchor as its pixels."""
        left, top, ratio = rect.left(), rect.top(), self.ratio
        return (left / ratio, top / ratio, (left + rect.width()) / ratio, (top + rect.height()) / ratio)

    def device_rect(self, part: Box) -> QRect:
        """Pixels of the anchor as device pixels, whole ones."""
        x0, y0 = math.floor(part[0] * self.ratio), math.floor(part[1] * self.ratio)
        x1, y1 = math.ceil(part[2] * self.ratio), math.ceil(part[3] * self.ratio)
        return QRect(x0, y0, x1 - x0, y1 - y0)

    def rect_of_bounds(self, bounds: Bounds) -> QRect:
        """What bounds of west, south, east, north in degrees hold, in device pixels of the anchor."""
        west, south, east, north = bounds
        if east - west >= 360:
            return QRect(-(1 << 24), -(1 << 24), 1 << 25, 1 << 25)
        (x0, y0), (x1, y1) = self.anchor.to_pixels([(west, north), (east, south)]).tolist()
        return self.device_rect((x0, y0, x1, y1)).adjusted(1, 1, -1, -1)

    def paint(self, rects: Iterable[QRect]) -> None:
        """Paint what lies in some rectangles of device pixels of the anchor."""
        painter = QPainter(self.image)
        try:
            for rect in rects:
                seen = rect.intersected(self.rect)
                if not seen.isEmpty():
                    self._paint_part(painter, seen)
        finally:
            painter.end()

    def _paint_part(self, painter: QPainter, rect: QRect) -> None:
        subject = self.subject
        assert subject.names is not None
        scene = compose_part(
            subject.content, subject.ground, subject.names, self.anchor, subject.style, self.box_of(rect)
        )
        painter.save()
        painter.translate(-self.rect.topLeft())
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(scene.background))
        painter.scale(self.ratio, self.ratio)
        paint_view(scene, painter, self.ratio, background=False)
        painter.restore()


def painted_whole(
    subject: Subject, viewport: MercatorViewport, ratio: float, rect: QRect | None = None
) -> Painted:
    """Paint a view, or a rectangle around it in its device pixels; in any thread."""
    start = perf_counter()
    rect = rect or _size_of(viewport, ratio)
    painted = Painted(_image_for(rect), subject, viewport, ratio, rect)
    painted.paint([rect])
    return replace(painted, took_ms=(perf_counter() - start) * 1000)


def grown(old: Painted, subject: Subject, rect: QRect, dirty: Iterable[Box] = ()) -> Painted:
    """The picture over another rectangle: what is painted is kept, what is bare or dirty is painted.

    In any thread; the old picture is only read.
    """
    new = replace(old, image=_image_for(rect), subject=subject, rect=rect)
    kept = old.rect.intersected(rect)
    painter = QPainter(new.image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(old.rect.topLeft() - rect.topLeft(), old.image)
    painter.end()
    new.paint([*_bare(rect, kept), *(old.device_rect(part).intersected(kept) for part in dirty)])
    return new


class MapPicture:
    """The picture of the map that is shown; it paints again only what is no longer right."""

    def __init__(self) -> None:
        self._painted: Painted | None = None
        self._dirty: list[Box] = []
        self._is_stale = True
        #: How long painting a view completely took the last time, in milliseconds.
        self.full_ms = 0.0

    @property
    def painted(self) -> Painted | None:
        """What is there, also where some of it is no longer right."""
        return self._painted

    @property
    def dirty(self) -> tuple[Box, ...]:
        """What is no longer right, in pixels of the anchor."""
        return tuple(self._dirty)

    @property
    def is_stale(self) -> bool:
        """Whether nothing of it is right."""
        return self._is_stale

    def forget(self, part: Box | None = None) -> None:
        """What lies in a part (pixels of the anchor), or everywhere, is no longer right."""
        if part is None:
            self._is_stale = True
        else:
            self._dirty.append(part)

    def shows(self, viewport: MercatorViewport, ratio: float) -> bool:
        """Whether it shows all of a view as it is."""
        seen = self._seen(viewport, ratio)
        return (
            self._painted is not None
            and seen is not None
            and self._painted.rect.contains(seen)
            and not any(self._painted.device_rect(part).intersects(seen) for part in self._dirty)
        )

    def is_quick(self, viewport: MercatorViewport, ratio: float) -> bool:
        """Whether most of what a view shows is painted already, at its scale."""
        seen = self._seen(viewport, ratio)
        if seen is None or self._painted is None:
            return False
        there = seen.intersected(self._painted.rect)
        return there.width() >= _OVERLAP * seen.width() and there.height() >= _OVERLAP * seen.height()

    def bring_up(self, subject: Subject, viewport: MercatorViewport, ratio: float) -> None:
        """Paint what is missing for a view to be complete."""
        seen = self._seen(viewport, ratio)
        if self._painted is None or seen is None or not self.is_quick(viewport, ratio):
            self.adopt(painted_whole(subject, viewport, ratio))
            return
        if not self._painted.rect.contains(seen):
            # Elsewhere nothing is cut off that a pan back would miss; the picture stays as large.
            self._painted = grown(self._painted, subject, self.reach_for(viewport))
        painted = self._painted = replace(self._painted, subject=subject)
        parts = [(part, painted.device_rect(part)) for part in self._dirty]
        self._dirty = [part for part, rect in parts if not rect.intersects(seen)]
        if len(self._dirty) < len(parts):
            painted.paint(rect for _, rect in parts if rect.intersects(seen))

    def reach_for(self, viewport: MercatorViewport) -> QRect:
        """The rectangle that is painted once all of a view is; it is cut where the view moves away from."""
        assert self._painted is not None
        rect, seen = self._painted.rect, self._painted.rect_of(viewport)
        assert seen is not None
        if rect.contains(seen):
            return rect
        wide, high = max(rect.width(), seen.width()), max(rect.height(), seen.height())
        both = rect.united(seen)
        if seen.right() > rect.right():
            both.setLeft(max(both.left(), both.right() - wide + 1))
        else:
            both.setRight(min(both.right(), both.left() + wide - 1))
        if seen.bottom() > rect.bottom():
            both.setTop(max(both.top(), both.bottom() - high + 1))
        else:
            both.setBottom(min(both.bottom(), both.top() + high - 1))
        return both

    def adopt(self, painted: Painted, dirty: Iterable[Box] = ()) -> None:
        """Take another picture; some parts of it (pixels of its anchor) may not be right."""
        self._painted = painted
        self._is_stale, self._dirty = False, list(dirty)
        if painted.took_ms:
            size = _size_of(painted.anchor, painted.ratio).size()
            share = size.width() * size.height() / (painted.rect.width() * painted.rect.height())
            self.full_ms = painted.took_ms * share

    def draw(self, painter: QPainter, viewport: MercatorViewport, background: QColor) -> None:
        """Draw the picture where its ground lies in a view: in its place, or moved and scaled to it."""
        width, height = viewport.width, viewport.height
        painted = self._painted
        if painted is None:
            painter.fillRect(0, 0, width, height, background)
            return
        seen = painted.rect_of(viewport)
        if seen is not None and painted.rect.contains(seen):
            source = seen.translated(-painted.rect.topLeft())
            if painted.ratio == 1.0:
                painter.drawImage(QPoint(0, 0), painted.image, source)
            else:
                painter.drawImage(QRectF(0, 0, width, height), painted.image, QRectF(source))
            return
        painter.fillRect(0, 0, width, height, background)
        west, _, _, north = painted.anchor.box()
        scale = 1 / viewport.metres_per_pixel
        grows = painted.anchor.metres_per_pixel * scale
        x0, y0, x1, y1 = (value * grows for value in painted.box_of(painted.rect))
        x = (west - viewport.centre[0]) * scale + width / 2
        y = (viewport.centre[1] - north) * scale + height / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(x + x0, y + y0, x1 - x0, y1 - y0), painted.image)

    def _seen(self, viewport: MercatorViewport, ratio: float) -> QRect | None:
        """What a view covers of the picture's device pixels; None where it is of no use to it."""
        if self._is_stale or self._painted is None or self._painted.ratio != ratio:
            return None
        return self._painted.rect_of(viewport)


def around(rect: QRect, margin: float, motion: tuple[int, int], within: QRect | None = None) -> QRect:
    """What to have painted around a view: a margin on each side, larger where the view is moving to.

    `motion` is the direction: -1, 0 or 1 to the right and down. Nothing beyond `within` is asked for.
    """
    lead = round(0.75 * margin)
    wide = round(margin)
    wanted = rect.adjusted(-wide, -wide, wide, wide).translated(motion[0] * lead, motion[1] * lead)
    return (wanted if within is None else wanted.intersected(within)).united(rect)


def _bare(rect: QRect, kept: QRect) -> list[QRect]:
    """What of a rectangle another in it leaves bare."""
    if kept.isEmpty():
        return [rect]
    left, top, right, bottom = rect.left(), rect.top(), rect.left() + rect.width(), rect.top() + rect.height()
    x0, y0, x1, y1 = kept.left(), kept.top(), kept.left() + kept.width(), kept.top() + kept.height()
    sides = (
        QRect(left, top, x0 - left, bottom - top),
        QRect(x1, top, right - x1, bottom - top),
        QRect(x0, top, x1 - x0, y0 - top),
        QRect(x0, y1, x1 - x0, bottom - y1),
    )
    return [side for side in sides if not side.isEmpty()]


def _size_of(viewport: MercatorViewport, ratio: float) -> QRect:
    return QRect(0, 0, max(round(viewport.width * ratio), 1), max(round(viewport.height * ratio), 1))


def _image_for(rect: QRect) -> QImage:
    return QImage(rect.size(), QImage.Format.Format_RGB32)
