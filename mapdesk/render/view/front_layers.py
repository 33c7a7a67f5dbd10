"""Front lines of the editing view: the present ones with their teeth, the old ones dashed underneath."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mapdesk.model.features import FrontLine
from mapdesk.render import style as styles
from mapdesk.render.scene import Fill, Layer, Mark, Path, Stroke, Vertices
from mapdesk.render.style import Style
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.mercator import Points
from mapdesk.render.view.pyramid import Level
from mapdesk.render.view.shapes import SHAPES
from mapdesk.render.view.sight import THICK, Sight

#: How far a tooth may move along the line to where it stands well, as shares of the way between two teeth.
_SHIFTS = np.array([0.0, -0.1, 0.1, -0.2, 0.2, -0.3, 0.3])
#: How crooked the line may be under a tooth.
_CROOKED = 0.35


def front_layer(sight: Sight, content: ViewContent, style: Style) -> Layer:
    """Old fronts dashed, present ones on a casing, with teeth where the line is straight enough for them."""
    weight = line_weight(sight.viewport.scale_step)
    marks: list[Mark] = []
    old = Stroke(style.front, styles.OLD_FRONT_WIDTH * weight, dash=styles.OLD_FRONT_DASH, cap="butt")
    for shape in content.old_fronts:
        lines = sight.dashes(SHAPES.of(shape), old, THICK)
        if lines:
            marks.append(Path("", "front old", tuple(lines), False, None, old))
    lines = []
    triangles: list[Vertices] = []
    for feature in content.features.values():
        if isinstance(feature, FrontLine) and feature.feature_id not in content.hidden:
            shape = SHAPES.of(feature.shape)
            lines += sight.edges(shape, THICK)
            left = points_left(feature, content, style)
            for number in sight.parts(shape):
                level = sight.level(shape.lines[number], THICK)
                for start, end in level.runs(sight.box):
                    triangles += _teeth(sight, level, start, end, left, weight)
    if lines:
        casing = Stroke(style.front_casing, styles.CASING_WIDTH * weight)
        marks.append(Path("", "front casing", tuple(lines), False, None, casing))
    if triangles:
        edge = Stroke(style.front_casing, styles.TOOTH_EDGE, join="miter")
        marks.append(Path("", "front teeth", tuple(triangles), True, Fill(style.front), edge))
    if lines:
        stroke = Stroke(style.front, styles.FRONT_WIDTH * weight)
        marks.append(Path("", "front", tuple(lines), False, None, stroke))
    return Layer("fronts", "Front lines", tuple(marks))


def line_weight(metres: float) -> float:
    """How much thinner front lines are drawn in a wide view, at so many ground metres to a pixel."""
    return float(min(1.0, max(0.5, (450 / metres) ** 0.35)))


def points_left(front: FrontLine, content: ViewContent, style: Style) -> bool:
    """Whether a front's teeth stand on its left: toward the side that is not at home there."""
    if len(front.sides) != 2:
        return True
    left, right = front.sides
    homes = {side.uid for side in content.sides if side.home}
    if (left in homes) != (right in homes):
        return (right in homes) == (style.teeth_toward == "guest")
    return content.order(left) <= content.order(right)


def _teeth(sight: Sight, level: Level, start: int, end: int, left: bool, weight: float) -> list[Vertices]:
    """The teeth on a stretch of a line; their places go by the whole line, so that panning leaves them."""
    metres = sight.viewport.metres_per_pixel
    base, height = styles.TOOTH_BASE * weight * metres, styles.TOOTH_HEIGHT * weight * metres
    every = styles.TOOTH_EVERY * weight * metres
    distance = level.distance
    total = float(distance[-1])
    slots = round(total / every)
    if slots < 2:
        return []
    gap = total / slots
    first = max(int(distance[start] / gap) - 1, 0)
    last = min(int(distance[end] / gap) + 2, slots)
    spots = ((np.arange(first, last) + 0.5) * gap)[:, None] + _SHIFTS * every
    low = max(int(np.searchsorted(distance, spots.min() - 3 * base)) - 1, 0)
    high = int(np.searchsorted(distance, spots.max() + 3 * base)) + 2
    along = _Line(distance[low:high], level.xy[low:high])
    feet, ends, middle = along.at(spots - base / 2), along.at(spots + base / 2), along.at(spots)
    chord = ends - feet
    wide = np.hypot(chord[..., 0], chord[..., 1])
    across = np.stack((-chord[..., 1], chord[..., 0]), axis=-1) / np.maximum(wide, 1e-9)[..., None]
    if not left:
        across = -across
    bulge = np.abs(((middle - (feet + ends) / 2) * across).sum(axis=-1))
    rough = (1 - wide / base) * 3 + bulge / base
    best = np.argmin(rough + 0.4 * np.abs(_SHIFTS), axis=1)
    rows = np.arange(len(spots))
    feet, ends, across = feet[rows, best], ends[rows, best], across[rows, best]
    apex = (feet + ends) / 2 + across * height
    # The line itself must not come back to where the tooth points.
    beside = along.at(spots[rows, best][:, None] + np.linspace(-2.5, 2.5, 11) * base)
    away = np.hypot(*np.moveaxis(beside - apex[:, None, :], -1, 0)).min(axis=1)
    good = (rough[rows, best] < _CROOKED) & (away > 0.72 * height)
    corners = np.stack((feet, ends, apex), axis=1)[good]
    if not len(corners):
        return []
    pixels = sight.viewport.pixels_of(corners.reshape(-1, 2)).reshape(-1, 3, 2)
    x0, y0, x1, y1 = sight.part
    seen = (pixels.max(axis=1) > (x0 - 4, y0 - 4)).all(axis=1)
    seen &= (pixels.min(axis=1) < (x1 + 4, y1 + 4)).all(axis=1)
    return list(pixels[seen])


class _Line:
    """A line by how far along it one is."""

    def __init__(self, distance: NDArray[np.float64], xy: Points) -> None:
        self._distance, self._xy = distance, xy

    def at(self, along: NDArray[np.float64]) -> NDArray[np.float64]:
        x = np.interp(along, self._distance, self._xy[:, 0])
        return np.stack((x, np.interp(along, self._distance, self._xy[:, 1])), axis=-1)
