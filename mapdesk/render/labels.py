"""Finds a place for every label: none over another, over a panel or over the frame's edge.

Labels take their cheapest free spot in the order of their priority. One that finds none may push another
label to one of that label's own spots; else it is dropped, and told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.render.sheet import Box

#: What it costs to cross a line, per height of the label.
CROSSING_FRONT = 3.0
CROSSING_ARROW = 1.5
CROSSING_EDGE = 0.3
CROSSING_RIVER = 0.25
#: Pixels that stay free at the frame's edge.
EDGE = 4.0
_CELL = 48.0


@dataclass(frozen=True)
class Spot:
    """One place where a label could stand: the boxes it covers, where its text starts, what it costs.

    `letters` are the places of single characters, for names along a curve.
    """

    boxes: tuple[Box, ...]
    x: float
    y: float
    cost: float = 0.0
    letters: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A label to be placed: its key, its priority (the highest first), its spots, the most one may cost."""

    key: str
    priority: float
    spots: tuple[Spot, ...]
    most: float = float("inf")


@dataclass(frozen=True)
class Obstacle:
    """A box that no label may cover, except the one it belongs to."""

    box: Box
    owner: str = ""


@dataclass(frozen=True)
class Placing:
    """Where the labels stand, by key, and the keys of those that found no room."""

    spots: dict[str, Spot]
    dropped: tuple[str, ...]


class Lines:
    """Lines that labels should rather not cross, each with its price."""

    def __init__(self, priced: Iterable[tuple[BaseGeometry, float]]) -> None:
        segments: list[NDArray[Any]] = []
        prices: list[NDArray[np.float64]] = []
        for shape, price in priced:
            pieces = _segments(shape)
            segments.append(pieces)
            prices.append(np.full(len(pieces), price))
        self._segments = np.concatenate(segments) if segments else np.empty(0, dtype=object)
        self._prices = np.concatenate(prices) if prices else np.empty(0)
        self._ends = shapely.get_coordinates(self._segments).reshape(-1, 2, 2)
        self._tree = shapely.STRtree(self._segments)

    def cost(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """What it costs to stand at each box (n, 4): the priced length inside it by its height."""
        if not len(self._segments) or not len(boxes):
            return np.zeros(len(boxes))
        shapes = shapely.box(boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3])
        which, segment = self._tree.query(shapes, predicate="intersects")
        length = _inside(self._ends[segment], boxes[which])
        total = np.bincount(which, weights=length * self._prices[segment], minlength=len(boxes))
        return np.asarray(total / np.maximum(boxes[:, 3] - boxes[:, 1], 1.0))


def priced(wanted: Sequence[Wanted], lines: Lines) -> list[Wanted]:
    """Labels whose spots have the price of the lines under them added, the cheapest spot first."""
    boxes = [box for w in wanted for spot in w.spots for box in spot.boxes]
    if not boxes:
        return list(wanted)
    costs = lines.cost(np.asarray(boxes, dtype=np.float64))
    found, at = [], 0
    for w in wanted:
        spots = []
        for spot in w.spots:
            extra = float(costs[at : at + len(spot.boxes)].sum())
            at += len(spot.boxes)
            spots.append(replace(spot, cost=spot.cost + extra))
        found.append(replace(w, spots=tuple(sorted(spots, key=lambda spot: spot.cost))))
    return found


def place(wanted: Sequence[Wanted], obstacles: Sequence[Obstacle], frame: Box) -> Placing:
    """A spot for as many labels as find one; `frame` is the picture's box."""
    inner = (frame[0] + EDGE, frame[1] + EDGE, frame[2] - EDGE, frame[3] - EDGE)
    taken = _Boxes()
    for number, obstacle in enumerate(obstacles):
        taken.add(f"obstacle {number}", (obstacle.box,), obstacle.owner)
    fitting = {
        w.key: tuple(s for s in w.spots if s.cost <= w.most and all(_within(b, inner) for b in s.boxes))
        for w in wanted
    }
    placed: dict[str, Spot] = {}
    dropped = []
    for w in sorted(wanted, key=lambda w: (-w.priority, w.key)):
        spots = fitting[w.key]
        spot = next((s for s in spots if not taken.hits(s.boxes, w.key)), None)
        if spot is None:
            spot = _make_room(w, spots, fitting, placed, taken)
        if spot is None:
            dropped.append(w.key)
        else:
            placed[w.key] = spot
            taken.add(w.key, spot.boxes, w.key)
    return Placing(placed, tuple(dropped))


def _make_room(
    w: Wanted,
    spots: tuple[Spot, ...],
    fitting: dict[str, tuple[Spot, ...]],
    placed: dict[str, Spot],
    taken: _Boxes,
) -> Spot | None:
    for spot in spots:
        blocking = taken.hits(spot.boxes, w.key)
        if len(blocking) != 1:
            continue
        (other,) = blocking
        if other not in placed:
            continue
        taken.remove(other)
        taken.add(w.key, spot.boxes, w.key)
        moved = next((s for s in fitting[other] if not taken.hits(s.boxes, other)), None)
        taken.remove(w.key)
        taken.add(other, (moved or placed[other]).boxes, other)
        if moved is not None:
            placed[other] = moved
            return spot
    return None


class _Boxes:
    """Boxes by name, found by the cells of a grid that they lie in."""

    def __init__(self) -> None:
        self._boxes: dict[str, tuple[tuple[Box, ...], str]] = {}
        self._cells: dict[tuple[int, int], set[str]] = {}

    def add(self, name: str, boxes: tuple[Box, ...], owner: str) -> None:
        self._boxes[name] = (boxes, owner)
        for box in boxes:
            for cell in _cells(box):
                self._cells.setdefault(cell, set()).add(name)

    def remove(self, name: str) -> None:
        boxes, _ = self._boxes.pop(name)
        for box in boxes:
            for cell in _cells(box):
                self._cells[cell].discard(name)

    def hits(self, boxes: tuple[Box, ...], owner: str) -> set[str]:
        """The names of what overlaps any of the boxes and belongs to somebody else."""
        found: set[str] = set()
        for box in boxes:
            for cell in _cells(box):
                for name in self._cells.get(cell, ()):
                    theirs, whose = self._boxes[name]
                    if whose != owner and any(overlap(box, other) for other in theirs):
                        found.add(name)
        return found


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def grown(box: Box, by: float) -> Box:
    """A box made larger on all sides."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
        for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
            yield column, row


def _within(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _inside(ends: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The length of each segment (n, 2, 2) inside its box (n, 4), by Liang and Barsky."""
    start, way = ends[:, 0], ends[:, 1] - ends[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        low = (boxes[:, :2] - start) / way
        high = (boxes[:, 2:] - start) / way
    # A level or upright segment that meets the box lies between its two sides all along.
    level = way == 0
    enter = np.where(level, 0.0, np.minimum(low, high)).max(axis=1).clip(0, 1)
    leave = np.where(level, 1.0, np.maximum(low, high)).min(axis=1).clip(0, 1)
    return np.asarray(np.maximum(leave - enter, 0) * np.hypot(way[:, 0], way[:, 1]))


def _segments(shape: BaseGeometry) -> NDArray[Any]:
    if shape.is_empty:
        return np.empty(0, dtype=object)
    if shapely.get_dimensions(shape) == 2:
        shape = shapely.boundary(shape)
    points, of_line = shapely.get_coordinates(
        shapely.simplify(shapely.get_parts(shape), 1.0), return_index=True
    )
    same = of_line[1:] == of_line[:-1]
    pairs = np.stack((points[:-1][same], points[1:][same]), axis=1)
    return np.asarray(shapely.linestrings(pairs), dtype=object)
