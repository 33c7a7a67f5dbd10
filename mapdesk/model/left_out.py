"""Ground that is missing from one date to the next because a source left a region out, so it seems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import shapely
from shapely import Polygon

from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.overlay import difference, intersection, union
from mapdesk.model.basemap import Region
from mapdesk.model.layout import Bounds

#: One piece that is gone is a region left out, not lost, where it is so large a part of all that was held …
SHARE = 0.1
#: … and so many km².
LEAST_KM2 = 1_000.0
#: Ground is a region, or some, where so much of each of them lies in it and as much of it in them.
FILLED = 0.8
#: Islands and spits, and coasts drawn in another way, reach as far as this beyond a region, in degrees.
OFF_COAST = 0.15

#: The regions that meet some bounds.
RegionsIn: TypeAlias = Callable[[Bounds], Sequence[Region]]


def left_out(before: Sequence[Polygon], after: Sequence[Polygon]) -> list[Polygon]:
    """The pieces of ground `before` that seem left out of the ground `after`, the largest first.

    Both are polygons in degrees (lon, lat) that don't overlap among themselves: all that one Side holds.
    Fronts that move give up less at once. Where nothing is left after it, nothing was left out: it ended.
    """
    whole = float(shapely.area(list(before)).sum())
    rest = float(shapely.area(list(after)).sum())
    # Degrees alone tell the usual case, at no cost; a region further north is smaller than it looks.
    if not before or not after or rest > (1 - SHARE / 2) * whole:
        return []
    least = least_left_out(sum(map(area_km2, before)))
    gone = difference(shapely.union_all(list(before)), shapely.union_all(list(after)))
    sized = sorted(((area_km2(part), part) for part in polygons_of(gone)), key=lambda one: -one[0])
    return [part for size, part in sized if size >= least]


def least_left_out(held_km2: float) -> float:
    """From how many km² on ground that is gone at once is taken for left out, where so much was held."""
    return max(LEAST_KM2, SHARE * held_km2)


def no_regions(_: Bounds) -> Sequence[Region]:
    """What is known of regions where there is no base map."""
    return ()


def regions_filled(ground: Polygon, regions: RegionsIn) -> list[Region]:
    """The regions that some ground (degrees, lon and lat) is made up of, the largest first.

    None where it is not just some regions: what an army gives up at once seldom ends where a region does.
    """
    west, south, east, north = ground.bounds
    filled = [
        (part.area, region)
        for region in regions((west, south, east, north))
        for part in [intersection(ground, region.shape)]
        if part.area >= FILLED * region.shape.area
    ]
    covered = union([intersection(ground, region.shape) for _, region in filled]).area if filled else 0.0
    if covered < FILLED * ground.area:
        return []
    return [region for _, region in sorted(filled, key=lambda one: -one[0])]
