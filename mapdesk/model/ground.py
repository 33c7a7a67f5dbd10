"""Who holds what on a Snapshot: areas by holder, what is left of home grounds, the fronts between Sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from mapdesk.geometry.coverage import dissolved
from mapdesk.geometry.grid import ground_of, polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE, flattened, unflattened
from mapdesk.geometry.overlay import difference, intersection, union
from mapdesk.geometry.segments import (
    Segments,
    among,
    boundary_segments,
    facing,
    merged,
    reversed_segments,
)
from mapdesk.model.features import ControlArea, Feature, FrontLine, Status
from mapdesk.model.project import Ground, HomeGround, Project, Side, Snapshot

#: What is left of a home ground along its own outer boundary counts as nobody's where narrower than this.
LEFTOVER_KM = 5.0
#: The status of ground that is a Side's only because it is its home ground.
HOME = "home"


@dataclass(frozen=True, order=True)
class Holder:
    """A Side and how it holds ground: one of the statuses, or HOME; no side and no status is nobody."""

    side: str = ""
    status: str = ""


NOBODY = Holder()


def areas_of(features: Mapping[str, Feature]) -> list[ControlArea]:
    """The ControlAreas among features."""
    return [feature for feature in features.values() if isinstance(feature, ControlArea)]


def planar_areas(features: Mapping[str, Feature]) -> list[ControlArea]:
    """The ControlAreas that share the planar map: all but what is merely claimed."""
    return [area for area in areas_of(features) if area.status is not Status.CLAIMED]


def holder_of(area: ControlArea) -> Holder:
    """The holder that an area names."""
    return Holder(area.side, area.status.value)


def home_remainder(side: Side, snapshot: Snapshot) -> Ground:
    """What is left to a Side of its home ground, inside the Snapshot's extent.

    Water and leftovers narrower than LEFTOVER_KM along coasts and the home ground's own outer boundary are
    not in it: sources draw those coarsely, and nobody means the slivers.
    """
    if not side.home:
        return MultiPolygon()
    areas = tuple(area.shape for area in planar_areas(snapshot.features))
    return _remainder(_land(side.home), snapshot.extent, areas)


def _land(homes: Sequence[HomeGround]) -> Ground:
    shapes, water = union([home.shape for home in homes]), union([home.water for home in homes])
    return ground_of(polygons_of(difference(shapes, water)))


@lru_cache(maxsize=32)
def _remainder(land: Ground, extent: Ground, areas: tuple[Polygon, ...]) -> Ground:
    home = intersection(land, extent)
    held = dissolved([area for area in areas if area.intersects(home)])
    rest = difference(home, held)
    if rest.is_empty:
        return MultiPolygon()
    latitude = float(np.mean(shapely.bounds(home)[[1, 3]]))
    return ground_of(polygons_of(_without_leftovers(rest, land.boundary, latitude)))


def _without_leftovers(rest: Ground, rim: shapely.Geometry, latitude: float) -> shapely.Geometry:
    width = LEFTOVER_KM / KM_PER_DEGREE
    flat = flattened(rest, latitude)
    core = flat.buffer(-width / 2, quad_segs=3)
    # Grown by more than it was shrunk, so that wide ground keeps its corners, where fronts meet coasts; but
    # not over water to a bank that is no part of it.
    grown = polygons_of(intersection(flat, core.buffer(width, quad_segs=3)))
    wide = union([part for part in grown if part.intersects(core)])
    narrow = (unflattened(part, latitude) for part in polygons_of(difference(flat, wide)))
    leftovers = [part for part in narrow if _touches(part, rim)]
    return difference(rest, union(leftovers)) if leftovers else rest


def _touches(part: shapely.Geometry, rim: shapely.Geometry) -> bool:
    return bool(shapely.dwithin(part, rim, 1e-4))


def derived_fronts(project: Project, snapshot: Snapshot) -> dict[str, FrontLine]:
    """The FrontLine between each pair of Sides that face each other, the first side on its left.

    Where both hold areas it is their shared border, edge for edge; where one holds an area and the other has
    home ground beside it, it is the area's edge. Two home grounds make no front, nor do coasts, state borders
    or the edge of the extent.
    """
    sides = project.sides_in_order()
    edges = {side.uid: _edges(side, snapshot) for side in sides}
    held = [side for side in sides if len(edges[side.uid])]
    if not held:
        return {}
    homes = {side.uid: home_remainder(side, snapshot) for side in sides}
    fronts = {}
    for left, right in combinations(sides, 2):
        segments = _between(edges, homes, left.uid, right.uid)
        if len(segments):
            feature_id = f"front-{left.uid}-{right.uid}"
            fronts[feature_id] = FrontLine(
                feature_id=feature_id, sides=(left.uid, right.uid), derived=True, shape=merged(segments)
            )
    return fronts


def _edges(side: Side, snapshot: Snapshot) -> Segments:
    shapes = [area.shape for area in planar_areas(snapshot.features) if area.side == side.uid]
    return boundary_segments(dissolved(shapes)) if shapes else np.empty((0, 4))


def _between(edges: Mapping[str, Segments], homes: Mapping[str, Ground], left: str, right: str) -> Segments:
    shared = among(edges[left], reversed_segments(edges[right]))
    left_free = edges[left][~_met(edges, left)]
    right_free = edges[right][~_met(edges, right)]
    return np.vstack(
        [
            edges[left][shared],
            facing(left_free, homes[right]),
            reversed_segments(facing(right_free, homes[left])),
        ]
    )


def _met(edges: Mapping[str, Segments], side: str) -> np.ndarray:
    """Which of a side's edges have another side's area on their other side."""
    others: Sequence[Segments] = [segments for other, segments in edges.items() if other != side]
    return among(edges[side], reversed_segments(np.vstack(others))) if others else np.zeros(0, dtype=bool)
