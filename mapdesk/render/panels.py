"""Where panels lie on a picture: in its corners, side by side with nothing, over as little news as can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.render.labels import overlap
from mapdesk.render.scene import Face, Layer
from mapdesk.render.sheet import Box
from mapdesk.render.text import text_width

#: Units between panels and the frame's edge, and between two panels.
MARGIN, GAP = 14.0, 8.0
TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT = "top left", "top right", "bottom left", "bottom right"
#: What it costs to lie in the n-th corner that a panel would like, in cells of ordinary ground.
_LESS_LIKED = 10.0


@dataclass(frozen=True)
class Panel:
    """A piece of furniture: its size in pixels, the corners it may lie in, and how it is drawn at (x, y)."""

    key: str
    width: float
    height: float
    corners: tuple[str, ...]
    draw: Callable[[float, float], Layer]


class News:
    """How much would be lost if a part of the picture were covered."""

    def __init__(self, width: float, height: float, cell: float) -> None:
        self._cell = cell
        self._shape = (int(height // cell) + 1, int(width // cell) + 1)
        self._weight = np.zeros(self._shape)
        self._sums: NDArray[np.float64] | None = None

    def add_points(self, points: NDArray[np.float64], weight: float) -> None:
        """Counts points in pixels (n, 2)."""
        cells = np.floor(points / self._cell)
        rows, columns = self._shape
        inside = (cells[:, 0] >= 0) & (cells[:, 0] < columns) & (cells[:, 1] >= 0) & (cells[:, 1] < rows)
        column, row = cells[inside].astype(np.int64).T
        np.add.at(self._weight, (row, column), weight)
        self._sums = None

    def add_line(self, line: BaseGeometry, weight: float) -> None:
        """Counts each cell's length of a line."""
        if not line.is_empty:
            self.add_points(shapely.get_coordinates(shapely.segmentize(line, self._cell)), weight)

    def add_area(self, area: BaseGeometry, weight: float) -> None:
        """Counts the cells whose middle lies in polygons."""
        if area.is_empty:
            return
        rows, columns = self._shape
        x, y = np.meshgrid((np.arange(columns) + 0.5) * self._cell, (np.arange(rows) + 0.5) * self._cell)
        shapely.prepare(area)
        self._weight += weight * shapely.contains_xy(area, x, y)
        self._sums = None

    def under(self, box: Box) -> float:
        """What a box would cover."""
        if self._sums is None:
            self._sums = np.pad(self._weight.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        rows, columns = self._shape
        x0, x1 = (int(np.clip(round(v / self._cell), 0, columns)) for v in (box[0], box[2]))
        y0, y1 = (int(np.clip(round(v / self._cell), 0, rows)) for v in (box[1], box[3]))
        s = self._sums
        return float(s[y1, x1] - s[y0, x1] - s[y1, x0] + s[y0, x0])


def arrange(panels: Sequence[Panel], frame: Box, k: float, news: News) -> dict[str, Box]:
    """A box for each panel: the corners are chosen together, panels in one corner stand in their order.

    Where there is no room for all, those at the end of the list are left out.
    """
    for number in range(len(panels), 0, -1):
        best: tuple[float, dict[str, Box]] | None = None
        for corners in product(*(panel.corners for panel in panels[:number])):
            boxes = _stacked(panels[:number], corners, frame, k)
            if not _fit(list(boxes.values()), frame, k):
                continue
            cost = sum(news.under(box) for box in boxes.values())
            cost += sum(
                _LESS_LIKED * panel.corners.index(corner)
                for panel, corner in zip(panels[:number], corners, strict=True)
            )
            if best is None or cost < best[0]:
                best = (cost, boxes)
        if best is not None:
            return best[1]
    return {}


def wrapped(text: str, face: Face, size: float, width: float) -> list[str]:
    """A text in lines no wider than `width` pixels; a word that is wider stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(text: str, face: Face, size: float, width: float) -> list[str]:
    """A text in as few lines as `width` allows, these as equal in length as they can be."""
    lines = wrapped(text, face, size, width)
    if len(lines) < 2:
        return lines
    narrower = width
    while True:
        narrower -= size * 0.5
        again = wrapped(text, face, size, narrower)
        if len(again) > len(lines) or widest(again, face, size) > narrower:
            return lines
        lines = again


def widest(lines: Sequence[str], face: Face, size: float) -> float:
    """The width of the longest line in pixels."""
    return max((text_width(line, face, size) for line in lines), default=0.0)


def fitting_size(text: str, face: Face, size: float, width: float, lines: int, least: float) -> float:
    """The largest type size, from `size` down to `least`, at which a text fits into so many lines."""
    while size > least:
        broken = wrapped(text, face, size, width)
        if len(broken) <= lines and widest(broken, face, size) <= width:
            break
        size = max(least, size * 0.94)
    return size


def _stacked(panels: Sequence[Panel], corners: Sequence[str], frame: Box, k: float) -> dict[str, Box]:
    x0, y0, x1, y1 = frame
    margin, gap = MARGIN * k, GAP * k
    used = dict.fromkeys((TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT), 0.0)
    boxes: dict[str, Box] = {}
    wide = x1 - x0 - 2 * margin
    for panel, corner in zip(panels, corners, strict=True):
        left = x0 + margin if corner.endswith("left") else x1 - margin - panel.width
        if corner.startswith("top"):
            top = y0 + margin + used[corner]
        else:
            top = y1 - margin - used[corner] - panel.height
        boxes[panel.key] = (left, top, left + panel.width, top + panel.height)
        taken = panel.height + gap
        used[corner] += taken
        if panel.width > wide * 0.95:
            other = (
                corner.replace("left", "right")
                if corner.endswith("left")
                else corner.replace("right", "left")
            )
            used[other] += taken
    return boxes


def _fit(boxes: list[Box], frame: Box, k: float) -> bool:
    if any(b[0] < frame[0] or b[1] < frame[1] or b[2] > frame[2] or b[3] > frame[3] for b in boxes):
        return False
    half = GAP * k * 0.45
    loose = [(b[0] - half, b[1] - half, b[2] + half, b[3] + half) for b in boxes]
    return not any(overlap(a, b) for i, a in enumerate(loose) for b in loose[i + 1 :])
