"""A ring or line in Web Mercator with its coarser versions, so that a view looks only at vertices it shows.

Each level lies in chunks of neighbouring vertices with their boxes. A chunk that lies wholly on one side of
the view can be drawn as a straight line from its first vertex to its last: that moves the line only within a
half-plane that the view has no part in, so that fills stay right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from mapdesk.render.view.content import LonLat
from mapdesk.render.view.mercator import Points, to_mercator

#: West, south, east, north in Mercator metres.
MercatorBox = tuple[float, float, float, float]
Indices = NDArray[np.int64]

_CHUNK = 128
#: Lines of fewer vertices are drawn with all of them.
_SHORT = 24
#: Below a tolerance of so many metres all vertices are kept: the grid itself is no finer.
_FINEST = 0.2


class Level:
    """A ring or line with some of its vertices; a ring's last vertex is its first again.

    `index` says which vertices of the whole these are.
    """

    def __init__(self, index: Indices, xy: Points) -> None:
        self.index = index
        self.xy = xy

    @cached_property
    def boxes(self) -> Points:
        """The boxes (n, 4) of the chunks; each reaches to the first vertex of the next."""
        starts = np.arange(0, max(len(self.xy) - 1, 1), _CHUNK)
        low = np.minimum.reduceat(self.xy, starts, axis=0)
        high = np.maximum.reduceat(self.xy, starts, axis=0)
        after = self.xy[np.minimum(starts + _CHUNK, len(self.xy) - 1)]
        boxes: Points = np.hstack((np.minimum(low, after), np.maximum(high, after)))
        return boxes

    @cached_property
    def distance(self) -> NDArray[np.float64]:
        """How far along each vertex lies, in Mercator metres."""
        steps = np.hypot(*np.diff(self.xy, axis=0).T)
        distance: NDArray[np.float64] = np.concatenate(([0.0], np.cumsum(steps)))
        return distance

    @cached_property
    def stride(self) -> NDArray[np.float64]:
        """How far along each vertex lies, each step measured along the axis that it is nearer to."""
        steps = np.abs(np.diff(self.xy, axis=0)).max(axis=1, initial=0.0)
        stride: NDArray[np.float64] = np.concatenate(([0.0], np.cumsum(steps)))
        return stride

    def sides_of(self, box: MercatorBox) -> NDArray[np.int8]:
        """For each chunk 0 where it may be in the box, else which side of the box it lies on."""
        boxes = self.boxes
        sides = np.zeros(len(boxes), dtype=np.int8)
        sides[boxes[:, 3] < box[1]] = 4
        sides[boxes[:, 1] > box[3]] = 3
        sides[boxes[:, 2] < box[0]] = 2
        sides[boxes[:, 0] > box[2]] = 1
        return sides

    def outline(self, box: MercatorBox) -> Points:
        """The vertices of a ring, without those that make no difference to its fill in the box."""
        if len(self.xy) <= _CHUNK:
            return self.xy
        sides = self.sides_of(box)
        if not sides.any():
            return self.xy
        turns = np.concatenate(([True], sides[1:] != sides[:-1]))
        keep = np.repeat(sides == 0, _CHUNK)[: len(self.xy)]
        if len(keep) < len(self.xy):
            keep = np.concatenate((keep, [True]))
        keep[np.flatnonzero(turns) * _CHUNK] = True
        keep[-1] = True
        kept: Points = self.xy[keep]
        return kept

    def runs(self, box: MercatorBox) -> list[tuple[int, int]]:
        """The first and last vertex of each stretch that may be in the box."""
        last = len(self.xy) - 1
        if last < 1:
            return []
        if last < _CHUNK:
            return [(0, last)]
        seen = np.concatenate(([False], self.sides_of(box) == 0, [False]))
        edges = np.flatnonzero(seen[1:] != seen[:-1]).reshape(-1, 2) * _CHUNK
        return [(int(start), min(int(end), last)) for start, end in edges]


class Pyramid:
    """One ring or line: all its vertices, and the levels made of it so far."""

    def __init__(self, lon_lat: Points, closed: bool) -> None:
        """Take vertices in degrees (n, 2); a ring's last vertex is its first again."""
        self.lon_lat = lon_lat
        self.closed = closed
        self.xy = to_mercator(lon_lat)
        low, high = self.xy.min(axis=0), self.xy.max(axis=0)
        self.box: MercatorBox = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        self._whole = Level(np.arange(len(self.xy)), self.xy)
        self._levels: dict[int, Level] = {}
        self._moves: Mapping[LonLat, LonLat] | None = None
        self._found: tuple[tuple[LonLat, ...], Indices, Indices] | None = None

    def level(self, tolerance: float) -> Level:
        """The level that is off by no more than so many Mercator metres."""
        if len(self.xy) < _SHORT or tolerance < _FINEST:
            return self._whole
        step = math.floor(2 * math.log2(tolerance))
        found = self._levels.get(step)
        if found is None:
            found = self._levels[step] = self._thinned(2 ** (step / 2))
        return found

    def _thinned(self, tolerance: float) -> Level:
        # A first cheap pass: of neighbours in one cell, the first stands for all.
        cells = np.floor(self.xy / (tolerance / 2))
        first = np.concatenate(([True], np.any(cells[1:] != cells[:-1], axis=1)))
        first[-1] = True
        index = np.flatnonzero(first)
        if len(index) > 3:
            line = shapely.linestrings(np.column_stack((self.xy[index], index)))
            # The number of a vertex rides along as its height.
            thin = shapely.simplify(line, tolerance * 0.7, preserve_topology=False)
            index = shapely.get_coordinates(thin, include_z=True)[:, 2].astype(np.int64)
        return Level(index, self.xy[index])

    def moved(self, level: Level, moves: Mapping[LonLat, LonLat]) -> tuple[Level, Indices]:
        """A level with the vertices at the keys of `moves` drawn at its values, and where these are in it."""
        index, which = self._at_keys(moves)
        if not len(index):
            return level, index
        values = to_mercator(list(moves.values()))
        spots = np.searchsorted(level.index, index)
        missing = level.index[np.minimum(spots, len(level.index) - 1)] != index
        joined = np.insert(level.index, spots[missing], index[missing])
        spots = np.searchsorted(joined, index)
        xy = self.xy[joined]
        xy[spots] = values[which]
        return Level(joined, xy), spots

    def is_moved(self, moves: Mapping[LonLat, LonLat]) -> bool:
        """Whether any vertex lies at a key."""
        return bool(len(self._at_keys(moves)[0]))

    def _at_keys(self, moves: Mapping[LonLat, LonLat]) -> tuple[Indices, Indices]:
        """The vertices at the keys, and for each the number of its key; looked up once while keys stay."""
        if self._moves is not moves:
            # Most steps of a drag have the keys of the step before.
            keys = tuple(moves)
            if self._found is None or self._found[0] != keys:
                self._found = (keys, *_matches(self.lon_lat, keys))
            self._moves = moves
        assert self._found is not None
        return self._found[1], self._found[2]


def _matches(lon_lat: Points, keys: tuple[LonLat, ...]) -> tuple[Indices, Indices]:
    if not keys:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    wanted = np.asarray(keys, dtype=np.float64)
    near = np.flatnonzero(
        (lon_lat >= wanted.min(axis=0)).all(axis=1) & (lon_lat <= wanted.max(axis=0)).all(axis=1)
    )
    number = {(lon, lat): at for at, (lon, lat) in enumerate(wanted.tolist())}
    found = [
        (index, number[spot])
        for index, spot in zip(near.tolist(), map(tuple, lon_lat[near].tolist()), strict=True)
        if spot in number
    ]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
