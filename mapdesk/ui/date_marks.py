"""The marks on the line of dates: a dot for each map, bars for what changed hands, articles and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QGraphicsItem

from mapdesk.render.colour import against
from mapdesk.session.change_sizes import HandsChanged

#: Bars reach from -1 to 1; what is above and below has room for the markers and the articles.
TOP, BOTTOM = 1.3, -1.6
_BELOW = -1.4
#: From so many days to the pixel on, dots are no circles.
_DENSE = 0.4


@dataclass(frozen=True)
class DatedMaps:
    """What the line shows: dates with maps, known changes, how many articles and links, colours of sides."""

    days: Sequence[date] = ()
    changes: Mapping[date, tuple[HandsChanged, ...]] | None = None
    articles: Mapping[date, int] | None = None
    links: Mapping[date, int] | None = None
    colours: Mapping[str, str] | None = None


class DateMarks(pg.UIGraphicsItem):  # type: ignore[misc]
    """All marks in one item: a thousand dates are drawn faster than as many items are kept."""

    def __init__(self) -> None:
        super().__init__()
        self._dots: list[tuple[int, bool]] = []
        self._bars: dict[str, list[tuple[int, float, float]]] = {}
        self._articles: list[int] = []
        self._links: list[int] = []
        self._palette = QPalette()
        # The day's marker moves over them many times a second; they stay.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_maps(self, maps: DatedMaps) -> None:
        """Draw other dates, or other changes of them."""
        changes = maps.changes or {}
        self._dots = [(day.toordinal(), changes.get(day) != ()) for day in maps.days]
        self._articles = [day.toordinal() for day in maps.articles or {}]
        self._links = [day.toordinal() for day in maps.links or {}]
        bars: defaultdict[str, list[tuple[int, float, float]]] = defaultdict(list)
        for side, at, foot, height in _bars(changes):
            bars[(maps.colours or {}).get(side, "#808080")].append((at, foot, height))
        self._bars = dict(bars)
        self.update()

    def take_palette(self, palette: QPalette) -> None:
        """Draw in the colours of a palette."""
        self._palette = palette
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw what is in view; a unit along is a day."""
        view = self.viewRect()
        wide, high = (abs(part) for part in self.getViewBox().viewPixelSize())
        low, end = view.left() - 8 * wide, view.right() + 8 * wide
        text = self._palette.color(QPalette.ColorRole.Text)
        ground = self._palette.color(QPalette.ColorRole.Base)
        faint = QColor(text)
        faint.setAlpha(150)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        width = min(max(0.62, 3 * wide), 16 * wide)
        for colour, bars in self._bars.items():
            painter.setBrush(QColor(against(colour, ground.name(), 3.0)))
            painter.drawRects(
                [QRectF(at - width / 2, foot, width, size) for at, foot, size in bars if low < at < end]
            )
        for changed, brush in ((True, text), (False, ground)):
            painter.setBrush(brush)
            dots = [at for at, moved in self._dots if moved is changed and low < at < end]
            if wide > _DENSE:
                # So close together they are a row of pixels; circles would be the dearest thing here.
                painter.setBrush(faint)
                painter.drawRects([QRectF(at - wide, -1.5 * high, 2 * wide, 3 * high) for at in dots])
                continue
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(pg.mkPen(text, width=1.2))
            radius = 3.6 if wide < 0.12 else 2.6
            for at in dots:
                painter.drawEllipse(QPointF(at, 0), radius * wide, radius * high)
        accent = self._palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        for at in self._articles:
            if low < at < end:
                painter.drawRect(QRectF(at - 3 * wide, _BELOW - 3 * high, 6 * wide, 6 * high))
        # A ring beside the square, where there is one, so that both are seen.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(pg.mkPen(accent, width=1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        beside = frozenset(self._articles)
        for at in self._links:
            if low < at < end:
                x = at + (8.5 * wide if at in beside else 0)
                painter.drawEllipse(QPointF(x, _BELOW), 2.8 * wide, 2.8 * high)


def _bars(changes: Mapping[date, tuple[HandsChanged, ...]]) -> Iterator[tuple[str, int, float, float]]:
    """Side, date, foot and height of each bar: what sides gained stands on the line, what they lost hangs."""
    most = max((sum(way) for found in changes.values() for way in _ways(found)), default=0.0)
    for day, found in changes.items():
        for sign, way in zip((1, -1), _ways(found), strict=True):
            total = sum(way)
            if total <= 0:
                continue
            # By the root, or one great day would leave nothing to see of all others.
            length, foot = max(0.9 * sqrt(total / most), 0.08), 0.0
            for change, size in zip(found, way, strict=True):
                if size:
                    height = sign * length * size / total
                    yield change.side, day.toordinal(), foot, height
                    foot += height


def _ways(found: Sequence[HandsChanged]) -> tuple[list[float], list[float]]:
    return [change.gained_km2 for change in found], [change.lost_km2 for change in found]
