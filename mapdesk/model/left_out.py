"""Ground that is missing from one date to the next because a source left a region out, so it seems."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Polygon

from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.overlay import difference

#: One piece that is gone is a region left out, not lost, where it is so large a part of all that was held …
SHARE = 0.1
#: … and so many km².
LEAST_KM2 = 1_000.0


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
    least = max(LEAST_KM2, SHARE * sum(map(area_km2, before)))
    gone = difference(shapely.union_all(list(before)), shapely.union_all(list(after)))
    sized = sorted(((area_km2(part), part) for part in polygons_of(gone)), key=lambda one: -one[0])
    return [part for size, part in sized if size >= least]
