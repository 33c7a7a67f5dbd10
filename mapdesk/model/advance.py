"""How far a front moved over ground that changed hands, measured across it from where it ran before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon, STRtree

from mapdesk.geometry.grid import ground_of, polygons_of
from mapdesk.geometry.measure import flattened, length_km, unflattened
from mapdesk.geometry.overlay import intersection, union
from mapdesk.geometry.segments import Segments, boundary_segments, pieces_of, points_right_of
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project, Snapshot

#: Said wherever advances are: how they were measured.
ADVANCE_METHOD = (
    "advance: from the old front straight to the ground of the patch farthest from it; "
    "the median is of the widths along the old front"
)
#: The rim of a patch is looked at in about so many places.
_PLACES = 400
#: The old front is parted into so many stretches, each with the width of the patch there.
_STRETCHES = 48
#: Ground is looked at as far as this around a patch, in degrees: over the points beside its rim.
_ROOM = 0.001
#: Nearer to the old front than this, in degrees, is on it.
_ON_FRONT = 1e-4
#: So near to the largest distance on the plane any other may be larger on the ellipsoid.
_ALIKE = 0.9


@dataclass(frozen=True)
class Advance:
    """The largest and the median width of a patch across the front in km, and the line of the largest.

    The line runs in degrees (lon, lat) from the old front to the ground farthest from it.
    """

    largest_km: float
    median_km: float
    line: LineString


class OldFronts:
    """Where the fronts ran on a Snapshot, for patches of ground that changed hands since then."""

    def __init__(self, project: Project, before: Snapshot) -> None:
        self._project = project
        areas = planar_areas(before.features)
        self._sides = [area.side for area in areas]
        self._shapes = [area.shape for area in areas]
        self._tree = STRtree(self._shapes)

    def along(self, patch: Polygon, side: str) -> Segments:
        """The part of a patch's rim beyond which a side was before, or was at home where nobody else was."""
        rim = pieces_of(boundary_segments(patch)).segments
        beyond = points_right_of(rim)
        west, south, east, north = patch.bounds
        around = shapely.box(west - _ROOM, south - _ROOM, east + _ROOM, north + _ROOM)
        own, anyones = np.zeros(len(rim), dtype=bool), np.zeros(len(rim), dtype=bool)
        for number in self._tree.query(around).tolist():
            near = _near(self._shapes[number], around)
            inside = shapely.contains_xy(near, *beyond.T)
            anyones |= inside
            if self._sides[number] == side:
                own |= inside
        if side in self._project.sides:
            for home in self._project.sides[side].home:
                own |= shapely.contains_xy(_near(home.shape, around), *beyond.T) & ~anyones
        return rim[own]


def advance_over(patch: Polygon, front: Segments) -> Advance | None:
    """How far a front, given as its edges before, moved over a patch; None where there was no front.

    Each place on the patch's rim, and the one deepest inside, is measured straight to the nearest place of
    the old front (the directed Hausdorff distance is the largest of these); along each stretch of the front
    the farthest of the places nearest to it gives the patch's width there, and the median is of these.
    Nearest is told on a plane about the patch, lengths are geodesic on WGS84.
    """
    if not len(front):
        return None
    latitude = patch.centroid.y
    flat, edges = flattened(patch, latitude), _flat_edges(front, latitude)
    step = flat.length / _PLACES
    rim = shapely.get_coordinates(shapely.segmentize(flat.boundary, step))
    deepest = shapely.get_coordinates(shapely.maximum_inscribed_circle(flat, step / 4))[:1]
    places = np.vstack([rim, deepest])
    nearest, away = _nearest(edges, places)
    along = np.concatenate([[0.0], np.cumsum(shapely.length(edges))])
    reached = along[nearest] + shapely.line_locate_point(edges[nearest], shapely.points(places))
    stretch = np.minimum((reached / max(along[-1], 1e-12) * _STRETCHES).astype(int), _STRETCHES - 1)
    # A plane is right about its middle alone: which of the farthest it is, the ellipsoid tells.
    farthest, line = max(
        ((at, _line_to(edges[nearest[at]], places[at], latitude)) for at in _farthest(away)),
        key=lambda one: length_km(one[1]),
    )
    # The rim along the front itself is no width; a hollow of the front has none of its own.
    off = away > _ON_FRONT
    widths = np.zeros(_STRETCHES)
    np.maximum.at(widths, stretch[off], away[off])
    widths = widths[widths > 0.0]
    largest = length_km(line)
    share = float(np.median(widths) / away[farthest]) if len(widths) else 0.0
    return Advance(largest, largest * share, line)


def _farthest(away: NDArray[np.float64]) -> list[int]:
    """A few of the places that are about as far off as any."""
    alike = np.flatnonzero(away >= _ALIKE * away.max())
    return [int(alike[at]) for at in np.unique(np.linspace(0, len(alike) - 1, 24).astype(int))]


def _line_to(edge: LineString, place: NDArray[np.float64], latitude: float) -> LineString:
    """The line in degrees from the nearest point of an edge to a place, both on the plane of a latitude."""
    end = shapely.Point(place)
    start = shapely.line_interpolate_point(edge, shapely.line_locate_point(edge, end))
    return LineString(unflattened(LineString([start, end]), latitude))


def _flat_edges(front: Segments, latitude: float) -> NDArray[np.object_]:
    lines = shapely.linestrings(front.reshape(-1, 2, 2))
    return np.asarray([flattened(line, latitude) for line in lines], dtype=object)


def _nearest(
    edges: NDArray[np.object_], places: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The edge nearest to each place, and how far off it is."""
    (asked, found), away = STRtree(edges).query_nearest(
        shapely.points(places), return_distance=True, all_matches=False
    )
    order = np.argsort(asked)
    return found[order], away[order]


def _near(ground: shapely.Geometry, around: Polygon) -> shapely.Geometry:
    """The part of some ground around a patch, ready to be asked for many places."""
    west, south, east, north = ground.bounds
    if west == east or south == north:
        return ground
    try:
        cut = shapely.clip_by_rect(ground, *around.bounds)
    except shapely.errors.GEOSException:
        cut = intersection(ground, around)
    own = ground_of(polygons_of(union(polygons_of(cut)))) if not cut.is_valid else shapely.force_2d(cut)
    shapely.prepare(own)
    return own
