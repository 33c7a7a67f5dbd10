"""Paints a Scene of the editing view quickly: words, dots and hatches come from pictures that are kept."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform

from mapdesk.render.qt_painter import HAIRLINE, colour_of, paint_text, path_of, pen_of, polygon_of
from mapdesk.render.scene import Face, Fill, Halo, Path, Scene, Stroke, Text, Vertices
from mapdesk.render.style import Hatch
from mapdesk.render.text import MissingGlyph, text_width
from mapdesk.render.view.screen_marks import Dot, HatchedFill

# Thick lines of the editing view are stroked in pieces of so many vertices.
_PIECE = 40


def paint_view(scene: Scene, painter: QPainter, ratio: float = 1.0, *, background: bool = True) -> None:
    """Paint a Scene of the editing view: as `paint` does, but quickly, texts and dots from kept pictures.

    Its lines are as short as they can be seen, and each polygon is a Path of its own; so nothing is thinned
    or sorted out here. `ratio` is device pixels to a pixel. A text that can't be set is left out.
    """
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if background:
            painter.fillRect(0, 0, scene.width, scene.height, QColor(scene.background))
        for mark in scene.marks():
            if isinstance(mark, Dot):
                _paint_dot(painter, mark, ratio)
            elif isinstance(mark, Path):
                _paint_plainly(painter, mark, ratio)
            elif mark.letters:
                paint_text(painter, mark)
            else:
                _paint_words(painter, mark, ratio)
    finally:
        painter.restore()


def _paint_plainly(painter: QPainter, mark: Path, ratio: float) -> None:
    fill, stroke = mark.fill, mark.stroke
    if stroke is not None and stroke.width <= 0:
        stroke = None
    if fill is not None:
        painter.setBrush(_hatch_brush(fill, ratio) if isinstance(fill, HatchedFill) else _kept_brush(fill))
        if stroke is not None and mark.closed and stroke.opacity >= 1.0:
            # One call for both takes half the time.
            painter.setPen(_kept_pen(stroke))
            stroke = None
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        _fill_rings(painter, mark.lines)
    if stroke is None:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_kept_pen(stroke))
    if mark.closed or (stroke.opacity < 1.0 and len(mark.lines) > 1):
        painter.drawPath(path_of(list(mark.lines), mark.closed))
        return
    is_thick = stroke.width > HAIRLINE and stroke.cap == "round" and stroke.opacity >= 1.0 and not stroke.dash
    for line in mark.lines:
        if is_thick and len(line) > 2 * _PIECE:
            # Qt's time for a stroke grows faster than its vertices; round ends join pieces without a seam.
            for start in range(0, len(line) - 1, _PIECE):
                painter.drawPolyline(polygon_of(line[start : start + _PIECE + 1], False))
        else:
            painter.drawPolyline(polygon_of(line, False))


@lru_cache(maxsize=256)
def _kept_pen(stroke: Stroke) -> QPen:
    return pen_of(stroke)


@lru_cache(maxsize=256)
def _kept_brush(fill: Fill) -> QBrush:
    return QBrush(colour_of(fill.colour, fill.opacity))


def _fill_rings(painter: QPainter, rings: tuple[Vertices, ...]) -> None:
    if len(rings) == 1:
        painter.drawPolygon(polygon_of(rings[0], True), Qt.FillRule.OddEvenFill)
    else:
        painter.drawPath(path_of(list(rings), True))


def _hatch_brush(fill: HatchedFill, ratio: float) -> QBrush:
    tile = _hatch_tile(fill.hatch, fill.colour, fill.opacity, ratio)
    # Whole device pixels, so that the tile is copied and never resampled.
    x, y = (round(value * ratio) % size for value, size in zip(fill.origin, _size(tile), strict=True))
    brush = QBrush(tile)
    brush.setTransform(QTransform(1 / ratio, 0, 0, 1 / ratio, x / ratio, y / ratio))
    return brush


def _size(image: QImage) -> tuple[int, int]:
    return image.width(), image.height()


@lru_cache(maxsize=64)
def _hatch_tile(hatch: Hatch, colour: str, opacity: float, ratio: float) -> QImage:
    """A picture of a hatched ground in device pixels that fits to itself on all sides."""
    turn = math.radians(hatch.angle)
    # So many lines cross the tile that its size comes near to whole pixels.
    wide, across = _repeat(hatch.spacing * ratio, math.sin(turn))
    high, _ = _repeat(hatch.spacing * ratio, math.cos(turn))
    tile = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(colour_of(colour, opacity))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    pen = QPen(QColor(hatch.colour), hatch.width * ratio)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    upright = abs(math.cos(turn)) < 1e-6
    for number in range(-across, 2 * across + 1):
        if upright:
            start = QPointF((number + 0.5) * wide / across, -1.0)
            end = QPointF(start.x(), high + 1.0)
        elif abs(math.sin(turn)) < 1e-6:
            start = QPointF(-1.0, (number + 0.5) * high)
            end = QPointF(wide + 1.0, start.y())
        else:
            step = number * wide / across
            lean = wide if math.cos(turn) * math.sin(turn) > 0 else -wide
            start, end = QPointF(step - lean, -high), QPointF(step + 2 * lean, 2.0 * high)
        painter.drawLine(start, end)
    painter.end()
    return tile


def _repeat(spacing: float, share: float) -> tuple[int, int]:
    """After how many whole pixels lines so far apart, met at a slant, come again; and how many do."""
    if abs(share) < 1e-6:
        return max(round(spacing), 1), 1
    period = spacing / abs(share)
    count = min(range(1, 12), key=lambda n: abs(n * period - round(n * period)) / n)
    return max(round(count * period), 1), count


def _paint_dot(painter: QPainter, mark: Dot, ratio: float) -> None:
    image = _dot_image(mark.radius, mark.fill, mark.stroke, ratio)
    half = image.width() / 2
    _paint_kept(painter, image, mark.x * ratio - half, mark.y * ratio - half, ratio)


@lru_cache(maxsize=64)
def _dot_image(radius: float, fill: Fill | None, stroke: Stroke | None, ratio: float) -> QImage:
    half = math.ceil((radius + 3) * ratio)
    image, painter = _blank(2 * half, 2 * half)
    painter.scale(ratio, ratio)
    painter.setPen(pen_of(stroke) if stroke else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour_of(fill.colour, fill.opacity)) if fill else QBrush())
    painter.drawEllipse(QPointF(half / ratio, half / ratio), radius, radius)
    painter.end()
    return image


def _paint_words(painter: QPainter, mark: Text, ratio: float) -> None:
    # Kept by what it says and how, wherever it stands.
    kept = _words_image(mark.text, mark.face, mark.size, mark.fill, mark.halo, mark.letter_spacing, ratio)
    if kept is not None:
        image, left, top = kept
        _paint_kept(painter, image, mark.x * ratio - left, mark.y * ratio - top, ratio)


@lru_cache(maxsize=4096)
def _words_image(
    text: str, face: Face, size: float, fill: Fill, halo: Halo | None, letter_spacing: float, ratio: float
) -> tuple[QImage, int, int] | None:
    """A text as a picture, and the pixel in it at which its baseline begins."""
    try:
        width = text_width(text, face, size, letter_spacing)
    except MissingGlyph:
        return None
    mark = Text("", "", text, 0.0, 0.0, size, face, fill, halo, letter_spacing)
    rim_width = (mark.halo.width if mark.halo else 0.0) / 2 + 2
    reach = mark.size * 0.5 + rim_width
    left, top = math.ceil(reach * ratio), math.ceil((mark.size * 1.1 + rim_width) * ratio)
    wide, high = math.ceil((width + 2 * reach) * ratio), top + math.ceil(reach * ratio)
    image, painter = _blank(wide, high)
    painter.translate(left, top)
    painter.scale(ratio, ratio)
    paint_text(painter, mark)
    painter.end()
    return image, left, top


def _blank(width: int, height: int) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    return image, painter


def _paint_kept(painter: QPainter, image: QImage, x: float, y: float, ratio: float) -> None:
    """Copy a picture to device pixels, to whole ones so that it stays as sharp as it was painted."""
    if ratio == 1.0:
        painter.drawImage(QPointF(round(x), round(y)), image)
        return
    size = image.size().toSizeF() / ratio
    painter.drawImage(QRectF(QPointF(round(x) / ratio, round(y) / ratio), size), image)
