"""The room that names find in the editing view: which of their places are free, and which are best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mapdesk.render.place_names import RANKS
from mapdesk.render.scene import Face, Vertices
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.sight import Box

#: So many pixels lie between names of each rank, the first rank first; and around other names.
_APART, _APART_AREAS = (4.0, 8.0, 22.0), 6.0
_CELL = 4.0
#: So many rows are looked at together.
_TOGETHER = 4


class Bend(NamedTuple):
    """How a name is bent: each letter's pixels from the ground it names and its turn, and what they cover."""

    letters: tuple[tuple[float, float, float], ...]
    boxes: tuple[Box, ...]


class Name(NamedTuple):
    """A name with the places where it could stand, or the one where it does.

    Each is the ground that it names (Mercator) and the pixels from there to the left end of its baseline. A
    name along a river has a Bend for each place.
    """

    key: str
    text: str
    kind: str
    face: Face
    size: float
    spacing: float
    width: float
    rank: int
    places: tuple[tuple[tuple[float, float], tuple[float, float]], ...]
    bends: tuple[Bend, ...] = ()


def name_box(name: Name, offset: tuple[float, float], at: tuple[float, float], margin: float) -> Box:
    """What a name covers whose ground lies at a pixel."""
    left, base = at[0] + offset[0], at[1] + offset[1]
    top, bottom = base - 0.8 * name.size, base + 0.24 * name.size
    return (left - margin, top - margin, left + name.width + margin, bottom + margin)


def name_reach(name: Name, margin: float) -> Box:
    """What a name covers at its first place, in pixels from the ground that it names."""
    if not name.bends:
        return name_box(name, name.places[0][1], (0.0, 0.0), margin)
    x0, y0, x1, y1 = zip(*name.bends[0].boxes, strict=True)
    return (min(x0) - margin, min(y0) - margin, max(x1) + margin, max(y1) + margin)


class Room:
    """What of the picture is taken, in cells of a few pixels, and where lines run that names keep off.

    Rows are whole numbers with a bit for each column, so that a stretch of one is looked at in one step;
    and of each row there is what any of it and the next rows hold, as most names are some rows high.
    """

    def __init__(self, around: MercatorViewport, shift: tuple[int, int]) -> None:
        """Take what names are placed for, and where in its pixels the view begins."""
        self._around, self._shift = around, shift
        self._left, self._top = around.box()[0], around.box()[3]
        self._scale = 1 / around.metres_per_pixel
        self._columns = math.ceil(around.width / _CELL) + 1
        self._rows = math.ceil(around.height / _CELL) + 1
        self._bits = [1 << column for column in range(self._columns + 1)]
        self._taken = [0] * self._rows
        self._any = [0] * self._rows
        self._lines = [0] * self._rows

    def take(self, box: Box) -> None:
        """Keep names off a box in the pixels of the view."""
        (x0, y0, x1, y1), (right, down) = box, self._shift
        self._mark((x0 + right, y0 + down, x1 + right, y1 + down))

    def avoid(self, lines: Sequence[Vertices]) -> None:
        """Keep names rather off lines in the pixels of the view."""
        crossed = np.zeros((self._rows, self._columns), dtype=np.uint8)
        for line in lines:
            if len(line) < 2:
                continue
            points = (line + self._shift) / _CELL
            along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
            at = np.arange(0.0, along[-1], 0.7)
            x = np.interp(at, along, points[:, 0]).astype(np.int64)
            y = np.interp(at, along, points[:, 1]).astype(np.int64)
            inside = (x >= 0) & (y >= 0) & (x < self._columns) & (y < self._rows)
            crossed[y[inside], x[inside]] = 1
        packed = np.packbits(crossed, axis=1, bitorder="little")
        self._lines = [int.from_bytes(row.tobytes(), "little") for row in packed]

    def avoid_dots(self, spots: list[tuple[float, float]]) -> None:
        """Keep names rather off the dots of towns (Mercator) that are to be named themselves."""
        for spot in spots:
            x, y = self._pixel(spot)
            left, top, right, bottom = self._cells((x - 4.0, y - 4.0, x + 4.0, y + 4.0))
            if left < right:
                mask = self._bits[right] - self._bits[left]
                for row in range(top, bottom):
                    self._lines[row] |= mask

    def has_free(self, spot: tuple[float, float], margin: float) -> bool:
        """Whether a point of the ground (Mercator) is free, with a margin in pixels."""
        x, y = self._pixel(spot)
        return self._is_free(*self._cells((x - margin, y - margin, x + margin, y + margin)))

    def first_free(self, name: Name) -> Name | None:
        """The name at the best of its places that has room, which it takes; None where none has."""
        if name.bends:
            return self._first_bend(name)
        if name.rank >= 0 and not self.has_free(name.places[0][0], RANKS[name.rank].radius + 1.2):
            return None
        margin = _APART[name.rank] if name.rank >= 0 else _APART_AREAS
        best = -1
        least = math.inf
        for number, (spot, offset) in enumerate(name.places):
            if least <= 0.15 * number:
                break
            cells = self._cells(name_box(name, offset, self._pixel(spot), margin))
            if self._is_free(*cells):
                cost = 0.15 * number + 0.12 * self._crossed(*cells)
                if cost < least:
                    best, least = number, cost
        if best < 0:
            return None
        spot, offset = name.places[best]
        x, y = self._pixel(spot)
        self._mark(name_box(name, offset, (x, y), 2.0))
        if name.rank >= 0:
            radius = RANKS[name.rank].radius + 1.2
            self._mark((x - radius, y - radius, x + radius, y + radius))
        return name._replace(places=((spot, offset),))

    def _first_bend(self, name: Name) -> Name | None:
        best, least = -1, math.inf
        for number in range(len(name.bends)):
            if least <= 0.15 * number:
                break
            letters = [self._cells(box) for box in self._bent(name, number, _APART_AREAS)]
            if all(self._is_free(*cells) for cells in letters):
                # Letters of a slanting name look twice at what lies between two of them.
                cost = 0.15 * number + 0.06 * sum(self._crossed(*cells) for cells in letters)
                if cost < least:
                    best, least = number, cost
        if best < 0:
            return None
        for box in self._bent(name, best, 2.0):
            self._mark(box)
        return name._replace(places=(name.places[best],), bends=(name.bends[best],))

    def _bent(self, name: Name, number: int, margin: float) -> list[Box]:
        """What the letters of a bent name cover at one of its places, in pixels."""
        x, y = self._pixel(name.places[number][0])
        return [
            (x + x0 - margin, y + y0 - margin, x + x1 + margin, y + y1 + margin)
            for x0, y0, x1, y1 in name.bends[number].boxes
        ]

    def _pixel(self, spot: tuple[float, float]) -> tuple[float, float]:
        return (spot[0] - self._left) * self._scale, (self._top - spot[1]) * self._scale

    def _is_free(self, left: int, top: int, right: int, bottom: int) -> bool:
        if left >= right or top >= bottom:
            return False
        mask = self._bits[right] - self._bits[left]
        if bottom - top < _TOGETHER:
            taken = self._taken
            for row in range(top, bottom):  # noqa: SIM110 (a generator would take twice the time)
                if taken[row] & mask:
                    return False
            return True
        together = self._any
        for row in range(top, bottom - _TOGETHER, _TOGETHER):
            if together[row] & mask:
                return False
        return not together[bottom - _TOGETHER] & mask

    def _crossed(self, left: int, top: int, right: int, bottom: int) -> int:
        mask = self._bits[right] - self._bits[left]
        return sum([(row & mask).bit_count() for row in self._lines[top:bottom]])

    def _mark(self, box: Box) -> None:
        left, top, right, bottom = self._cells(box)
        if left < right:
            mask = self._bits[right] - self._bits[left]
            for row in range(top, bottom):
                self._taken[row] |= mask
            for row in range(max(top - _TOGETHER + 1, 0), bottom):
                self._any[row] |= mask

    def _cells(self, box: Box) -> tuple[int, int, int, int]:
        """The columns and rows from which and up to which a box reaches; none where it is outside."""
        x0, y0, x1, y1 = box
        left, top, right, bottom = int(x0 // _CELL), int(y0 // _CELL), int(x1 // _CELL), int(y1 // _CELL)
        columns, rows = self._columns, self._rows
        return (
            left if left > 0 else 0,
            top if top > 0 else 0,
            right + 1 if right < columns else columns,
            bottom + 1 if bottom < rows else rows,
        )
