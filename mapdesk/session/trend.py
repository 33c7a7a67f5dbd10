"""A trend: ground held, fronts, localities or distances on each date with a map, kept in the file by date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha1
from typing import TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk import __version__
from mapdesk.basemaps.default_map import default_basemap
from mapdesk.edit.dates import refuse_unknown_account
from mapdesk.edit.edit import EditRefused
from mapdesk.geometry.same import Same
from mapdesk.model.basemap import Place
from mapdesk.model.features import ControlArea, FrontLine
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Ground, Project, Snapshot
from mapdesk.model.trend import Figures, GroundMeter, front_distance, front_lengths
from mapdesk.session.localities import LocalityMeter
from mapdesk.store.figures import DatedFigures
from mapdesk.store.project_file import ProjectFile

#: What was measured, by date.
Dated: TypeAlias = dict[date, DatedFigures]


class Of(StrEnum):
    """What a trend is of."""

    AREA = "area"
    FRONT = "front"
    PLACES = "places"
    DISTANCE = "distance"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What trend is wanted: of whose maps, of what, by region or not, and for distances to which places."""

    account: str
    of: Of = Of.AREA
    by_region: bool = False
    places: tuple[Place, ...] = ()

    def kinds(self) -> tuple[str, ...]:
        """What the figures that it needs are called in the file; a distance by where its place is."""
        if self.of is Of.DISTANCE:
            return tuple(distance_kind(place) for place in self.places)
        return (f"{self.of.value}/region" if self.of is Of.AREA and self.by_region else self.of.value,)


def distance_kind(place: Place) -> str:
    """What the distances to a place are called in the file."""
    return f"{Of.DISTANCE.value}/{place.lon:.5f},{place.lat:.5f}"


def maps_of(project: Project, account: str) -> tuple[Snapshot, ...]:
    """The maps of an Account, the earliest first; raises EditRefused where there are none."""
    refuse_unknown_account(project, account)
    snapshots = project.snapshots.get(account, ())
    if not snapshots:
        raise EditRefused("There is no map on any date; import or draw something first.")
    return snapshots


def measuring(
    project: Project, account: str, kind: str, kept: Mapping[date, DatedFigures]
) -> Iterator[tuple[date, DatedFigures]]:
    """The figures of a kind on one date after the other; those kept are given where their date is the same.

    Raises EditRefused where there is no map.
    """
    snapshots = maps_of(project, account)
    meter = None
    for snapshot, mark in zip(snapshots, marks_of_maps(project, snapshots, kind), strict=True):
        known = kept.get(snapshot.date)
        if known is None or known.mark != mark:
            meter = meter or _Meter(project, snapshots, kind)
            known = DatedFigures(mark, meter.figures(snapshot))
        yield snapshot.date, known


def measured(
    file: ProjectFile, project: Project, account: str, kind: str, tell: Callable[[int, int], None]
) -> Dated:
    """The figures of a kind on all dates, from the file where they are kept there, and kept there then.

    `tell` is given how many dates of how many are done.
    """
    kept = file.kept_figures(account, kind)
    dated: Dated = {}
    for day, figures in measuring(project, account, kind, kept):
        dated[day] = figures
        if figures is not kept.get(day):
            tell(len(dated), len(project.snapshots[account]))
    if dated != kept:
        file.keep_figures(account, kind, dated)
    return dated


class _Meter:
    """Measures one kind of figures on Snapshots."""

    def __init__(self, project: Project, snapshots: Sequence[Snapshot], kind: str) -> None:
        of, _, self._where = kind.partition("/")
        self._of = Of(of)
        sides = project.sides_in_order()
        regions = _regions(snapshots) if self._of is Of.AREA and self._where else None
        self._ground = GroundMeter(sides, regions)
        self._places = LocalityMeter(sides)

    def figures(self, snapshot: Snapshot) -> Figures:
        if self._of is Of.AREA:
            # A tenth of a square metre is more than any map knows.
            return {key: round(km2, 6) for key, km2 in self._ground.figures(snapshot).items()}
        if self._of is Of.PLACES:
            return {key: float(count) for key, count in self._places.counts(snapshot).items()}
        if self._of is Of.FRONT:
            return {key: round(km, 4) for key, km in front_lengths(snapshot).items()}
        lon, lat = (float(part) for part in self._where.split(","))
        away = front_distance(snapshot, lon, lat)
        return {} if away is None else {(): round(away, 4)}


def _regions(snapshots: Sequence[Snapshot]) -> dict[str, Ground]:
    """The regions of the base map, by code, that areas ever cover some ground of."""
    shapes = {id(a.shape): a.shape for s in snapshots for a in planar_areas(s.features)}
    if not shapes:
        return {}
    west, south, east, north = (float(limit) for limit in shapely.total_bounds(list(shapes.values())))
    regions = default_basemap((west, south, east, north)).regions
    return {region.code: region.shape for region in regions if not region.code.endswith("~")}


# Marks.


def marks_of_maps(project: Project, snapshots: Sequence[Snapshot], kind: str) -> Iterator[str]:
    """What tells by date that nothing has changed of what figures of a kind are measured on.

    Those of fronts and distances rest on the fronts, all others on areas, home grounds and extents.
    """
    homes = [
        (side.uid, [_digest(Same(home.shape)) for home in side.home]) for side in project.sides_in_order()
    ]
    # Regions are those that any date touches.
    reach = [*snapshots[0].extent.bounds, *snapshots[-1].extent.bounds] if kind.endswith("region") else []
    common = repr((__version__, homes, reach)).encode()
    rests_on = FrontLine if kind.partition("/")[0] in (Of.FRONT, Of.DISTANCE) else ControlArea
    for snapshot in snapshots:
        features = [_feature_mark(Same(f)) for f in snapshot.features.values() if isinstance(f, rests_on)]
        extent = _digest(Same(snapshot.extent))
        yield sha1(b"".join([common, extent, *sorted(features)]), usedforsecurity=False).hexdigest()


@lru_cache(maxsize=1 << 14)
def _feature_mark(feature: Same[ControlArea | FrontLine]) -> bytes:
    value = feature.value
    if isinstance(value, ControlArea):
        who: tuple[object, ...] = (value.side, value.status.value)
    else:
        who = (*value.sides, value.derived)
    return sha1(repr(who).encode() + _mark(value.shape), usedforsecurity=False).digest()


@lru_cache(maxsize=256)
def _digest(shape: Same[BaseGeometry]) -> bytes:
    return _mark(shape.value)


def _mark(shape: BaseGeometry) -> bytes:
    """A digest of a shape's parts, rings and vertices; to spell the shape out first takes twice as long."""
    parts = shapely.get_parts(shape)
    rings = shapely.get_rings(parts) if shape.geom_type.endswith("Polygon") else parts
    sizes = shapely.get_num_coordinates(rings) if len(rings) > 1 else rings[:0]
    told = f"{shape.geom_type} {len(parts)} {sizes.tolist()}".encode()
    return sha1(told + shapely.get_coordinates(shape).tobytes(), usedforsecurity=False).digest()
