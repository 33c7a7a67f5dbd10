"""Where a home ground counts: what no area takes of it, other than its narrow leftovers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import ground_of, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE, flattened
from mapdesk.geometry.overlay import as_one, difference, intersection, union
from mapdesk.geometry.same import Alike, Same
from mapdesk.geometry.segments import boundary_segments
from mapdesk.geometry.tiles import tile_box, tile_keys
from mapdesk.model.leftovers import LEFTOVER_KM, LEFTOVER_REACH_KM, in_leftovers
from mapdesk.model.project import Ground, HomeGround

#: How far around a point ground has a say in whether it lies in a leftover, in degrees of latitude.
REACH = 1.01 * LEFTOVER_REACH_KM / KM_PER_DEGREE
#: The same for whether there is core ground nearby, which lies half of LEFTOVER_KM inside.
CORE_REACH = 1.6 * LEFTOVER_KM / KM_PER_DEGREE

Points: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def at_home(points: Points, homes: tuple[HomeGround, ...], extent: Ground, areas: Sequence[Polygon]) -> Flags:
    """Which points (n, 2) lie in what is left of a home ground, other than in its narrow leftovers.

    It is looked at tile by tile, each with what lies near: the same tile gives the same answer, whether one
    point in it is asked about or many.
    """
    flags = np.zeros(len(points), dtype=bool)
    keys = tile_keys(points)
    home = _Home.of(homes, extent)
    shapes = np.asarray(areas, dtype=object)
    bounds = shapely.bounds(shapes)
    for key in np.unique(keys):
        here = np.flatnonzero(keys == key)
        west, south, east, north = tile_box(int(key), REACH).bounds
        near = (
            (bounds[:, 0] <= east)
            & (bounds[:, 2] >= west)
            & (bounds[:, 1] <= north)
            & (bounds[:, 3] >= south)
        )
        flags[here] = home.holds(points[here], int(key), shapes[near])
    return flags


class _Home:
    """A home ground inside an extent, and its rim, made ready to be looked at window by window."""

    def __init__(self, shapes: Sequence[Ground], waters: Sequence[Ground], extent: Ground) -> None:
        land = ground_of(polygons_of(difference(as_one(shapes), as_one(waters))))
        self.land = ground_of(polygons_of(intersection(land, extent)))
        shapely.prepare(self.land)
        # What was prepared is made ready by its first use, which must not be that of two threads at once.
        shapely.contains_xy(self.land, 0.0, 0.0)
        ends = boundary_segments(land)
        self._rim = STRtree(shapely.linestrings(ends.reshape(-1, 2, 2)))
        self._windows: dict[int, _Window] = {}

    @staticmethod
    def of(homes: tuple[HomeGround, ...], extent: Ground) -> _Home:
        """The home ground, made ready once."""
        shapes = tuple(Alike(home.shape) for home in homes)
        return _home(shapes, tuple(Alike(home.water) for home in homes), Alike(extent))

    def holds(self, points: Points, key: int, areas: Sequence[Polygon]) -> Flags:
        """Which points of a tile lie in home ground that no area takes and that is no narrow leftover."""
        flags: Flags = shapely.contains_xy(self.land, *points.T)
        if not flags.any():
            return flags
        window = self._window(key)
        held = union([_inside_tile(Same(area), key) for area in areas])
        rest = ground_of(polygons_of(difference(window.land, held)))
        shapely.prepare(rest)
        flags &= shapely.contains_xy(rest, *points.T)
        if flags.any() and window.rim is not None:
            asked = np.flatnonzero(flags)
            flat_points = shapely.get_coordinates(
                flattened(shapely.multipoints(points[asked]), window.latitude)
            )
            flags[asked] = ~in_leftovers(
                shapely.points(flat_points),
                flattened(rest, window.latitude),
                flattened(window.rim, window.latitude),
                window.core,
            )
        return flags

    def _window(self, key: int) -> _Window:
        if key not in self._windows:
            window, core = (tile_box(key, reach) for reach in (REACH, CORE_REACH))
            latitude = (window.bounds[1] + window.bounds[3]) / 2
            rim = self._rim.geometries[self._rim.query(window)]
            self._windows[key] = _Window(
                latitude=latitude,
                land=intersection(self.land, window),
                rim=shapely.multilinestrings(rim) if len(rim) else None,
                core=flattened(core, latitude),
            )
        return self._windows[key]


@dataclass(frozen=True)
class _Window:
    """What of a home ground lies near a tile; the bounds for core ground are flattened."""

    latitude: float
    land: BaseGeometry
    rim: BaseGeometry | None
    core: BaseGeometry


@lru_cache(maxsize=8)
def _home(
    shapes: tuple[Alike[Ground], ...], waters: tuple[Alike[Ground], ...], extent: Alike[Ground]
) -> _Home:
    return _Home([one.value for one in shapes], [one.value for one in waters], extent.value)


@lru_cache(maxsize=2048)
def _inside_tile(area: Same[Polygon], key: int) -> BaseGeometry:
    """The part of an area that matters for a tile."""
    return intersection(area.value, tile_box(key, REACH))
