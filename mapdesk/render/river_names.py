"""Names of rivers, letter by letter along their smoothed courses."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.render.along import length_of, smooth_line
from mapdesk.render.labels import Spot, Wanted
from mapdesk.render.layers.ground import LARGE_RIVER, drawn_rivers
from mapdesk.render.marks import parts_of
from mapdesk.render.place_names import ABOVE, BELOW
from mapdesk.render.scene import Face
from mapdesk.render.sheet import Box, Sheet
from mapdesk.render.text import MissingGlyph, can_be_lettered, letter_advances, readable
from mapdesk.render.viewport import clipped

_SIZE, _SPACING = 14.0, 1.6
#: How far the baseline stays off the river, in ems.
_OFF = 0.35
#: A river shorter than this in the picture, in units, is not named.
_SHORTEST = 170.0
#: The sharpest bend between two letters, in degrees.
_BEND = 11.0
_SPOTS = 14


@dataclass(frozen=True)
class RiverName:
    """A river's name and its course in the picture."""

    key: str
    text: str
    course: BaseGeometry
    rank: int


def river_names(sheet: Sheet) -> list[RiverName]:
    """The named rivers that are long enough in the picture."""
    found: dict[str, tuple[str, int, list[BaseGeometry]]] = {}
    for river, course in drawn_rivers(sheet):
        if river.name:
            text = river.names.get(sheet.language, river.name)
            _, _, parts = found.setdefault(river.name, (text, river.rank, []))
            parts.append(clipped(course, sheet.view.box()))
    names = []
    for name, (text, rank, shapes) in found.items():
        lines = [part for shape in shapes for part in parts_of(shape) if part.geom_type == "LineString"]
        if not lines:
            continue
        course = shapely.line_merge(shapely.multilinestrings(lines))
        if course.length >= _SHORTEST * sheet.k:
            names.append(RiverName(f"river {name}", readable(text), course, rank))
    return names


def wanted_river_names(sheet: Sheet, names: list[RiverName]) -> tuple[list[Wanted], list[str]]:
    """The labels of rivers with spots along their courses, and the names that can't be set like that."""
    labels, unset = [], []
    for name in names:
        try:
            if not can_be_lettered(name.text):
                raise ValueError(name.text)
            spots = _spots(sheet, name)
        except (MissingGlyph, ValueError):
            unset.append(name.text)
            continue
        priority = 78.0 if name.rank <= LARGE_RIVER else 60.0
        labels.append(Wanted(name.key, priority, spots, 5.0))
    return labels, unset


def size_of(sheet: Sheet) -> float:
    """The type size of river names in pixels."""
    return sheet.px(_SIZE)


def _spots(sheet: Sheet, name: RiverName) -> tuple[Spot, ...]:
    return spots_along(
        name.text, parts_of(name.course), size_of(sheet), sheet.k, (sheet.view.width, sheet.view.height)
    )


def spots_along(
    text: str, courses: Iterable[BaseGeometry], size: float, k: float, picture: tuple[float, float]
) -> tuple[Spot, ...]:
    """Where a text of a size may stand beside courses in a picture so wide and high, the best spots first.

    All is in pixels, `k` of them to a unit of the style. Raises MissingGlyph, and ValueError for a text that
    can't be set letter by letter.
    """
    advances = np.asarray(letter_advances(text, Face.ITALIC, size)) + _SPACING * k
    found: list[Spot] = []
    for part in sorted(courses, key=lambda line: -line.length)[:4]:
        course = smooth_line(shapely.get_coordinates(part), 4.5 * size)
        if course[-1, 0] < course[0, 0]:
            course = course[::-1]
        off = _OFF * size + 2.5 * k
        for shift, dearer in ((-off, 0.0), (off + 0.68 * size, 0.4)):
            found += _spots_on(picture, _beside(course, shift, size), advances, size, dearer)
    return tuple(sorted(found, key=lambda spot: spot.cost)[:_SPOTS])


def _spots_on(
    picture: tuple[float, float],
    baseline: NDArray[np.float64],
    advances: NDArray[np.float64],
    size: float,
    dearer: float,
) -> list[Spot]:
    total, wide = length_of(baseline), float(advances.sum())
    if total < wide * 1.1:
        return []
    distance = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(baseline, axis=0).T))))
    middles = np.cumsum(advances) - advances / 2
    starts = np.arange(0.05 * wide, total - wide, max(size, (total - wide) / 40))
    # All starts together (starts, letters): it takes a tenth of what one after the other does.
    at = starts[:, None] + middles
    ahead = _on(baseline, distance, at + size / 2) - _on(baseline, distance, at - size / 2)
    angles = np.unwrap(np.arctan2(ahead[..., 1], ahead[..., 0]), axis=1)
    bent = np.any(np.abs(np.diff(angles, axis=1)) > math.radians(_BEND), axis=1)
    good = ~(bent | np.any(np.abs(angles) > math.radians(80), axis=1))
    points, angles = _on(baseline, distance, at[good]), angles[good]
    if not len(points):
        return []
    bends = np.ptp(angles, axis=1) + 0.35 * np.abs(angles.mean(axis=1))
    away = np.hypot(*(points.mean(axis=1) - np.array(picture) / 2).T) / picture[0]
    costs = bends + away + dearer
    best = np.argsort(costs, kind="stable")[:_SPOTS]
    return [_spot(points[n], angles[n], advances, size, float(costs[n])) for n in best.tolist()]


def _beside(course: NDArray[np.float64], shift: float, size: float) -> NDArray[np.float64]:
    """The course moved sideways (to its right if positive) and evened out again."""
    ahead = np.gradient(course, axis=0)
    ahead /= np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)[:, None]
    return smooth_line(course + shift * np.column_stack((-ahead[:, 1], ahead[:, 0])), 1.5 * size)


def _spot(
    points: NDArray[np.float64],
    angle: NDArray[np.float64],
    advances: NDArray[np.float64],
    size: float,
    cost: float,
) -> Spot:
    along = np.column_stack((np.cos(angle), np.sin(angle)))
    down = np.column_stack((-np.sin(angle), np.cos(angle)))
    starts = points - along * advances[:, None] / 2
    letters = tuple(
        (round(float(x), 2), round(float(y), 2), round(math.degrees(float(a)), 2))
        for (x, y), a in zip(starts, angle, strict=True)
    )
    corners = np.stack(
        [starts + along * u * advances[:, None] + down * v * size for u in (0, 1) for v in (-ABOVE, BELOW)]
    )
    covered = np.hstack((corners.min(axis=0), corners.max(axis=0)))
    boxes: list[Box] = [(x0, y0, x1, y1) for x0, y0, x1, y1 in covered.tolist()]
    return Spot(tuple(boxes), letters[0][0], letters[0][1], cost, letters)


def _on(
    course: NDArray[np.float64], distance: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The points of a course so far along it, in an axis more than `at` has."""
    return np.stack((np.interp(at, distance, course[:, 0]), np.interp(at, distance, course[:, 1])), axis=-1)
