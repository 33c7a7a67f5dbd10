"""Paints a Scene with a QPainter: the same picture for the screen, for PNG and for a video's frames.

Texts are filled outlines, so neither a font database nor an application object is needed, and the picture
is the same on every machine.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import shapely
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
    QTransform,
)

from mapdesk.render.glyph_shapes import RIM_STEPS, rim
from mapdesk.render.png import png_bytes
from mapdesk.render.ring_groups import line_groups, ring_groups
from mapdesk.render.scene import Fill, Path, Scene, Stroke, Text, Vertices
from mapdesk.render.text import PlacedGlyph, letter_outlines, readable, text_outline
from mapdesk.render.typefaces import EM, Outline
from mapdesk.render.whole_file import write_whole

#: Dots per inch of a picture in which a frame pixel is a pixel of the file.
SCREEN_DPI = 96.0

_CAPS = {"round": Qt.PenCapStyle.RoundCap, "butt": Qt.PenCapStyle.FlatCap}
# SvgMiterJoin and a limit of 4 are what SVG means by “miter”.
_JOINS = {"round": Qt.PenJoinStyle.RoundJoin, "miter": Qt.PenJoinStyle.SvgMiterJoin}
_MITER_LIMIT = 4.0
#: Up to this width Qt draws a line by another, quicker method.
HAIRLINE = 1.0
# Lines of at least so many vertices are stroked without those within so many pixels of the course.
_LONG_LINE, _SLACK = 64, 0.03
# A glyph's curves go in more steps into its halo in texts beyond 40 px.
_FINE_STEPS, _LARGE_TEXT = 8, 40.0


def paint(scene: Scene, painter: QPainter) -> None:
    """Paint the Scene, background first, in frame pixels of the painter's coordinates.

    The painter's transform decides place and size; pen, brush and hints are put back afterwards. Raises
    MissingGlyph for a character that no bundled face has.
    """
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.fillRect(0, 0, scene.width, scene.height, QColor(scene.background))
        for mark in scene.marks():
            if isinstance(mark, Path):
                _paint_path(painter, mark)
            else:
                paint_text(painter, mark)
    finally:
        painter.restore()


def to_image(scene: Scene, scale: float = 1) -> QImage:
    """The Scene as an opaque image with `scale` pixels to a frame pixel."""
    image = QImage(round(scene.width * scale), round(scene.height * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(scene.background))
    painter = QPainter(image)
    try:
        painter.scale(scale, scale)
        paint(scene, painter)
    finally:
        painter.end()
    return image


def image_pixels(image: QImage) -> NDArray[np.uint8]:
    """A copy of the image's pixels, shape (height, width, 3): red, green, blue."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def write_png(scene: Scene, path: str | FilePath, scale: float = 1, dpi: float | None = None) -> None:
    """Write the Scene to a PNG file, whole or not at all; it carries its colours, size and sources.

    `dpi` is the file's dots per inch, by default 96 times `scale`. Raises MissingGlyph and OSError.
    """
    pixels = image_pixels(to_image(scene, scale))
    write_whole(path, png_bytes(pixels, dpi or SCREEN_DPI * scale, _facts(scene)))


def _facts(scene: Scene) -> list[tuple[str, str]]:
    facts = [("Title", scene.title), ("Description", scene.description), *scene.metadata]
    # "Source" is the word that picture programs know for where a picture comes from.
    named = [("Source" if name.lower() == "sources" else name, value) for name, value in facts]
    return [(readable(name), readable(value)) for name, value in named if readable(value)]


def colour_of(colour: str, opacity: float) -> QColor:
    """A colour #RRGGBB with its opacity."""
    result = QColor(colour)
    result.setAlphaF(opacity)
    return result


def pen_of(stroke: Stroke) -> QPen:
    """The pen for a stroke."""
    pen = QPen(colour_of(stroke.colour, stroke.opacity), stroke.width)
    pen.setCapStyle(_CAPS[stroke.cap])
    pen.setJoinStyle(_JOINS[stroke.join])
    pen.setMiterLimit(_MITER_LIMIT)
    if stroke.dash:
        # Qt counts dashes in widths of the line, and wants a gap after each dash.
        dash = stroke.dash if len(stroke.dash) % 2 == 0 else stroke.dash * 2
        pen.setDashPattern([length / stroke.width for length in dash])
    return pen


def polygon_of(vertices: Vertices, closed: bool) -> QPolygonF:
    """Vertices in pixels as Qt has them; a closed one ends where it begins."""
    values = np.ascontiguousarray(vertices, dtype=np.float64)
    if closed and len(values) and (values[0] != values[-1]).any():
        values = np.concatenate([values, values[:1]])
    polygon = QPolygonF()
    if len(values):
        polygon.resize(len(values))
        # PySide has no other way to hand over many points at once; its type hints don't know this one.
        memory: Any = shiboken6.VoidPtr(polygon.data(), values.nbytes, True)  # type: ignore[arg-type, call-arg]
        np.frombuffer(memory, dtype=np.float64)[:] = values.ravel()
    return polygon


def path_of(lines: list[Vertices], closed: bool) -> QPainterPath:
    """Rings (filled even-odd) or open lines in pixels as one path."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for line in lines:
        path.addPolygon(polygon_of(line, closed))
        if closed:
            path.closeSubpath()
    return path


def _paint_path(painter: QPainter, mark: Path) -> None:
    lines = [line for line in mark.lines if len(line) > 1]
    if mark.fill is not None:
        _fill(painter, lines, mark.fill)
    if mark.stroke is not None and mark.stroke.width > 0:
        _stroke(painter, lines, mark.closed, mark.stroke)


def _fill(painter: QPainter, lines: list[Vertices], fill: Fill) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour_of(fill.colour, fill.opacity)))
    # Rings that lie apart are filled one by one: Qt's time for a path grows faster than its rings.
    for group in ring_groups(lines):
        if len(group) == 1:
            painter.drawPolygon(polygon_of(group[0], True), Qt.FillRule.OddEvenFill)
        else:
            painter.drawPath(path_of(group, True))


def _stroke(painter: QPainter, lines: list[Vertices], closed: bool, stroke: Stroke) -> None:
    pen = pen_of(stroke)
    slack = _SLACK / max(1.0, abs(painter.worldTransform().m11()))
    lines = [_thinned(line, closed, slack) for line in lines]
    # Where a translucent line crosses itself it must not grow darker.
    is_opaque = stroke.opacity >= 1.0
    groups = [[line] for line in lines] if is_opaque else line_groups(lines, closed, stroke.width)
    if stroke.dash and stroke.width <= HAIRLINE:
        # Qt measures the dashes of its hairlines along the nearer axis, up to two fifths too long.
        stroker = QPainterPathStroker(pen)
        for group in groups:
            painter.fillPath(stroker.createStroke(path_of(group, closed)), pen.brush())
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    for group in groups:
        if closed or len(group) > 1:
            painter.drawPath(path_of(group, closed))
        else:
            painter.drawPolyline(polygon_of(group[0], False))


def _thinned(line: Vertices, closed: bool, slack: float) -> Vertices:
    """A long line without the vertices that nobody sees; Qt's time for a stroke goes by vertices."""
    if len(line) < _LONG_LINE:
        return line
    ends_meet = np.concatenate([line, line[:1]]) if closed and (line[0] != line[-1]).any() else line
    thin: Vertices = shapely.get_coordinates(
        shapely.simplify(shapely.linestrings(ends_meet), slack, preserve_topology=False)
    )
    return thin


def paint_text(painter: QPainter, mark: Text) -> None:
    """Paint a text, its halo first, as filled outlines. Raises MissingGlyph."""
    if mark.letters:
        glyphs = letter_outlines(mark.text, mark.face, mark.size, mark.letters)
        x = y = 0.0
    else:
        glyphs = text_outline(mark.text, mark.face, mark.size, mark.letter_spacing)
        x, y = mark.x, mark.y
    if mark.halo is not None and mark.halo.width > 0:
        halo = QPainterPath()
        halo.setFillRule(Qt.FillRule.WindingFill)
        for glyph in glyphs:
            place = _turned(glyph, x, y, 1.0)
            halo.addPath(place.map(_rim_path(glyph.outline, glyph.scale, mark.halo.width)))
        painter.fillPath(halo, QBrush(colour_of(mark.halo.colour, mark.halo.opacity)))
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for glyph in glyphs:
        path.addPath(_turned(glyph, x, y, glyph.scale).map(_glyph_path(glyph.outline)))
    painter.fillPath(path, QBrush(colour_of(mark.fill.colour, mark.fill.opacity)))


def _turned(glyph: PlacedGlyph, x: float, y: float, scale: float) -> QTransform:
    angle = math.radians(glyph.rotation)
    along, across = math.cos(angle) * scale, math.sin(angle) * scale
    return QTransform(along, across, -across, along, x + glyph.x, y + glyph.y)


@lru_cache(maxsize=4096)
def _rim_path(outline: Outline, scale: float, width: float) -> QPainterPath:
    steps = _FINE_STEPS if scale * EM > _LARGE_TEXT else RIM_STEPS
    path = QPainterPath()
    for ring in rim(outline, scale, width, steps):
        path.addPolygon(polygon_of(ring, True))
    return path


@lru_cache(maxsize=4096)
def _glyph_path(outline: Outline) -> QPainterPath:
    path = QPainterPath()
    points = iter([QPointF(x, y) for x, y in outline.points.tolist()])
    for verb in outline.verbs:
        if verb == "M":
            path.moveTo(next(points))
        elif verb == "L":
            path.lineTo(next(points))
        elif verb == "Q":
            path.quadTo(next(points), next(points))
        elif verb == "C":
            path.cubicTo(next(points), next(points), next(points))
        else:
            path.closeSubpath()
    return path
