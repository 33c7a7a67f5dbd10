"""The base map's lines near a place, at hand within a moment: read beside the window, kept by cells."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from math import floor

from mapdesk.basemaps.lines import BaseLines, base_lines
from mapdesk.model.layout import Bounds

#: Cells of so many degrees are read at a time, with so many around them.
_CELL, _AROUND = 4.0, 0.5
#: How many cells to keep.
_KEPT = 12


class BaseLinesNearby:
    """Asked from the window's thread it never waits: what has not been read yet is nothing for a moment."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="base-lines")
        self._cells: dict[tuple[int, int], Future[BaseLines]] = {}

    def at(self, lon: float, lat: float) -> BaseLines | None:
        """The lines around a place in degrees, or None while they are being read."""
        reading = self._reading(lon, lat)
        return reading.result() if reading.done() else None

    def within(self, bounds: Bounds) -> BaseLines:
        """All lines that meet some bounds, read now."""
        return base_lines(bounds)

    def _reading(self, lon: float, lat: float) -> Future[BaseLines]:
        cell = (floor(lon / _CELL), floor(lat / _CELL))
        if cell not in self._cells:
            self._cells[cell] = self._worker.submit(_read, cell)
            for old in list(self._cells)[:-_KEPT]:
                del self._cells[old]
        return self._cells[cell]


@cache
def base_lines_nearby() -> BaseLinesNearby:
    """Those that the whole program shares."""
    return BaseLinesNearby()


def _read(cell: tuple[int, int]) -> BaseLines:
    west, south = cell[0] * _CELL, cell[1] * _CELL
    lines = base_lines((west - _AROUND, south - _AROUND, west + _CELL + _AROUND, south + _CELL + _AROUND))
    # Sorted here, so that the first to look something up doesn't wait for it.
    _ = lines.tree
    return lines
