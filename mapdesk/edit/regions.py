"""The map of a date at the level of sides: what each holds or has for a home, and the borders between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from mapdesk.geometry.coverage import SLIVER_M, dissolved
from mapdesk.geometry.grid import ground_of, on_grid, polygons_of
from mapdesk.geometry.inside import ready
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.geometry.overlay import as_one, difference, intersection, union
from mapdesk.geometry.same import Alike, Same
from mapdesk.model.features import ControlArea
from mapdesk.model.ground import HOME, NOBODY, Holder, holder_of, planar_areas
from mapdesk.model.project import Ground, Project, Snapshot

#: Coordinates in degrees, shape (n, 2).
Course = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Region:
    """One connected part of a side's ground; nobody's has the side ""."""

    side: str
    shape: Polygon


@dataclass(frozen=True, eq=False)
class Regions:
    """All regions of a map, their rings, and their edges in a tree; what strokes don't change."""

    parts: tuple[Region, ...]
    #: Each holder's grounds, with home ground as what is left of it, water and narrow leftovers included.
    holders: tuple[tuple[Holder, Polygon], ...]
    homes: tuple[tuple[str, Ground], ...]
    rings: tuple[Course, ...]
    part_of_ring: tuple[int, ...]
    edges: STRtree
    edge_ends: NDArray[np.float64]
    ring_of_edge: NDArray[np.intp]
    place_in_ring: NDArray[np.intp]


def regions_of(project: Project, snapshot: Snapshot) -> Regions:
    """The regions of a map; made once for as long as its planar areas and the home grounds stay the same."""
    areas = tuple((holder_of(area), Same(area.shape)) for area in _in_order(planar_areas(snapshot.features)))
    homes = tuple(
        (side.uid, tuple(Alike(home.shape) for home in side.home))
        for side in project.sides_in_order()
        if side.home
    )
    return _regions(areas, homes, Alike(snapshot.extent))


def _in_order(areas: list[ControlArea]) -> list[ControlArea]:
    return sorted(areas, key=lambda area: area.feature_id)


@lru_cache(maxsize=4)
def _regions(
    known_areas: tuple[tuple[Holder, Same[Polygon]], ...],
    homes: tuple[tuple[str, tuple[Alike[Ground], ...]], ...],
    extent: Alike[Ground],
) -> Regions:
    areas = [(holder, area.value) for holder, area in known_areas]
    held = dissolved([shape for _, shape in areas])
    shapes: dict[str, list[Polygon]] = {}
    holders = list(areas)
    for holder, shape in areas:
        shapes.setdefault(holder.side, []).append(shape)
    whole_homes = [(side, _within(parts, extent)) for side, parts in homes]
    taken = held
    for side, home in whole_homes:
        left = polygons_of(on_grid(difference(home, taken)))
        left = [part for part in left if not _is_sliver(part)]
        holders += [(Holder(side, HOME), part) for part in left]
        shapes.setdefault(side, []).extend(left)
        if len(whole_homes) > 1:
            taken = union([taken, home])
    if not homes:
        left = [part for part in polygons_of(on_grid(difference(extent.value, held))) if not _is_sliver(part)]
        holders += [(NOBODY, part) for part in left]
        shapes[""] = left
    parts = tuple(
        Region(side, ready(part))
        for side, known in sorted(shapes.items())
        for part in polygons_of(on_grid(union(list(known))))
    )
    return _with_edges(parts, tuple((holder, ready(shape)) for holder, shape in holders), tuple(whole_homes))


@lru_cache(maxsize=8)
def _within(home: tuple[Alike[Ground], ...], extent: Alike[Ground]) -> Ground:
    return ground_of(polygons_of(intersection(as_one([part.value for part in home]), extent.value)))


def _is_sliver(part: Polygon) -> bool:
    return float(part.area) < float(part.length) / 2 * SLIVER_M / 1000 / KM_PER_DEGREE


def _with_edges(
    parts: tuple[Region, ...],
    holders: tuple[tuple[Holder, Polygon], ...],
    homes: tuple[tuple[str, Ground], ...],
) -> Regions:
    rings: list[Course] = []
    part_of_ring: list[int] = []
    for number, part in enumerate(parts):
        for ring in (part.shape.exterior, *part.shape.interiors):
            rings.append(shapely.get_coordinates(ring))
            part_of_ring.append(number)
    ends = [np.hstack([ring[:-1], ring[1:]]) for ring in rings]
    edge_ends = np.vstack(ends) if ends else np.empty((0, 4))
    return Regions(
        parts=parts,
        holders=holders,
        homes=homes,
        rings=tuple(rings),
        part_of_ring=tuple(part_of_ring),
        edges=STRtree(shapely.linestrings(edge_ends.reshape(-1, 2, 2))),
        edge_ends=edge_ends,
        ring_of_edge=np.repeat(np.arange(len(rings)), [len(one) for one in ends]),
        place_in_ring=np.concatenate([np.arange(len(one)) for one in ends] or [np.zeros(0, dtype=np.intp)]),
    )
