"""The ground under a place that can be given whole: an area, a gap, a region, a river bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.basemaps.default_map import default_basemap, fine_layers, home_ground
from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import EditRefused
from mapdesk.geometry.coverage import dissolved
from mapdesk.geometry.faces import faces_cut, stretches_to
from mapdesk.geometry.grid import ground_of, on_grid, polygons_of
from mapdesk.geometry.inside import holds, reaches
from mapdesk.geometry.measure import area_km2
from mapdesk.geometry.overlay import difference, intersection, union
from mapdesk.model.features import ControlArea, Feature
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Ground, Project, Snapshot
from mapdesk.session.naming import feature_name

#: A place on the map in degrees.
LonLat: TypeAlias = tuple[float, float]

#: How far from the edge of ground a river may begin or end, in degrees of latitude, and still part it: mouths
#: are drawn coarsely, and areas reach over the water.
_MOUTH = 0.1
#: How near to a lake a river ends that runs through it, in degrees.
_SHORE = 0.02
#: A river that cuts off less than this share of some ground has a bank there only where it cuts it off.
_BANK = 0.01
#: Water belongs to a bank where this share of its shore is that bank's.
_ALONE = 0.9
#: How many of the rivers nearest to a place are looked at for one that parts the ground there.
_RIVERS = 6
#: What a place is looked up with among the regions of the base map, in degrees.
_SPOT = 1e-3
#: More people than any place has: a base map without places.
_NO_PLACES = 10**10


class GroundKind(StrEnum):
    """What is meant by the ground under a place."""

    AREA = "area"  # the area, or else the gap that nobody's areas lie in
    REGION = "region"  # the first-level region of the base map
    BANK = "bank"  # the area or gap up to the nearest river that parts it


@dataclass(frozen=True, eq=False)
class GroundUnder:
    """Ground, what it is called within a sentence, and the area that it is the whole of, if it is one."""

    shape: Ground
    name: str
    feature_id: str = ""

    @cached_property
    def area_km2(self) -> float:
        """Its size."""
        return area_km2(self.shape)


def ground_under(project: Project, account: str, day: date, kind: GroundKind, place: LonLat) -> GroundUnder:
    """The ground of a kind under a place (lon, lat) on the map of a date.

    Refuses where the map says nothing, and where there is no such ground.
    """
    snapshot = snapshot_to_edit(project, account, day)
    if not reaches(snapshot.extent, *place):
        raise EditRefused("Outside the extent of this date the map says nothing.")
    if kind is GroundKind.REGION:
        return _region(snapshot, place)
    whole = _area(project, snapshot, place) or _gap(project, snapshot, place)
    return _bank(whole, place) if kind is GroundKind.BANK else whole


def region_ground(code: str, snapshot: Snapshot) -> Ground:
    """The part of a country ("UA") or region ("UA-65") inside a Snapshot's extent; LookupError for others."""
    inside = polygons_of(on_grid(intersection(_home(code), snapshot.extent)))
    if not inside:
        raise EditRefused(f"{code} lies outside the extent of this date, where the map says nothing.")
    return ground_of(inside)


@lru_cache(maxsize=16)
def _home(code: str) -> Ground:
    return home_ground(code).shape


def _region(snapshot: Snapshot, place: LonLat) -> GroundUnder:
    lon, lat = place
    here = default_basemap((lon - _SPOT, lat - _SPOT, lon + _SPOT, lat + _SPOT), min_population=_NO_PLACES)
    for region in here.regions:
        if reaches(region.shape, lon, lat):
            return _whole_region(region.code, region.name, snapshot)
    raise EditRefused("The base map has no region here.")


_kept_regions: list[tuple[str, Ground, GroundUnder]] = []


def _whole_region(code: str, name: str, snapshot: Snapshot) -> GroundUnder:
    """A region inside the extent; the last is kept, as the hand stays in it for a while."""
    for known, extent, kept in _kept_regions:
        if known == code and extent is snapshot.extent:
            return kept
    found = GroundUnder(region_ground(code, snapshot), name)
    _kept_regions[:] = [(code, snapshot.extent, found)]
    return found


def _area(project: Project, snapshot: Snapshot, place: LonLat) -> GroundUnder | None:
    for area in planar_areas(snapshot.features):
        west, south, east, north = area.shape.bounds
        inside = west <= place[0] <= east and south <= place[1] <= north
        if inside and holds(area.shape, *place):
            return _whole_area(project, area)
    return None


@lru_cache(maxsize=8)
def _named(name: str, shape: Polygon, feature_id: str) -> GroundUnder:
    return GroundUnder(shape, name, feature_id)


def _whole_area(project: Project, area: ControlArea) -> GroundUnder:
    return _named(f"“{feature_name(project, area)}”", area.shape, area.feature_id)


def _gap(project: Project, snapshot: Snapshot, place: LonLat) -> GroundUnder:
    for free in _free(snapshot):
        if reaches(free, *place):
            if not free.intersects(snapshot.extent.boundary):
                return _named("a gap", free, "")
            return _coastal_gap(project, free, place)
    raise EditRefused("This lies on the border between areas; point at one of them.")


_kept_free: list[tuple[Mapping[str, Feature], Ground, list[Polygon]]] = []


def _free(snapshot: Snapshot) -> list[Polygon]:
    """The connected parts of the extent that no area covers; those of the last map are kept."""
    for features, extent, kept in _kept_free:
        if features is snapshot.features and extent is snapshot.extent:
            return kept
    held = dissolved([area.shape for area in planar_areas(snapshot.features)])
    free = polygons_of(on_grid(difference(snapshot.extent, held)))
    _kept_free[:] = [(snapshot.features, snapshot.extent, free)]
    return free


_kept_gaps: list[tuple[Polygon, Project, list[Polygon]]] = []


def _coastal_gap(project: Project, free: Polygon, place: LonLat) -> GroundUnder:
    """The part of free ground around a place that coasts and the borders of home grounds bound."""
    for known, sides, kept in _kept_gaps:
        if known is free and sides.sides is project.sides:
            pieces = kept
            break
    else:
        pieces = _parted(project, free)
        _kept_gaps[:] = [(free, project, pieces)]
    for piece in pieces:
        if reaches(piece, *place):
            return _named("a gap", piece, "")
    raise EditRefused("This lies on a coast or on the border of home ground; point beside it.")


def _parted(project: Project, free: Polygon) -> list[Polygon]:
    """Free ground as its parts on land and at sea, in home grounds and outside them."""
    land = union(_land(free.bounds))
    homes = union([home.shape for side in project.sides_in_order() for home in side.home])
    parts = []
    for one in (intersection(free, land), difference(free, land)):
        for part in (intersection(one, homes), difference(one, homes)):
            parts += polygons_of(on_grid(part))
    return parts


def _land(bounds: tuple[float, float, float, float]) -> list[BaseGeometry]:
    return [shape for layer in fine_layers()["land"] for shape in layer.clipped(bounds)[1]]


def _bank(whole: GroundUnder, place: LonLat) -> GroundUnder:
    """The part of some ground on this side of the nearest river that bounds it, and of all larger rivers."""
    riverside = _riverside(whole)
    here = shapely.Point(place)
    for river in sorted(riverside.rivers, key=lambda river: float(river.course.distance(here)))[:_RIVERS]:
        banks = riverside.banks(river.rank)
        for number, bank in enumerate(banks):
            if reaches(bank.shape, *place):
                # Where rivers cut off but a bend or two, most of the ground is no bank of theirs.
                parts = number > 0 or banks[1].shape.area > _BANK * whole.shape.area
                if parts and shapely.intersection(river.course, bank.shape.boundary).length:
                    return riverside.bank_of(bank, river.name)
                break
    raise EditRefused("No river near here parts this ground in two.")


_kept_riversides: list[_Riverside] = []


def _riverside(whole: GroundUnder) -> _Riverside:
    """The same for the same ground, as long as it is the last that was asked for."""
    for kept in _kept_riversides:
        if kept.whole is whole:
            return kept
    made = _Riverside(whole)
    _kept_riversides[:] = [made]
    return made


@dataclass(frozen=True, eq=False)
class _River:
    """A river of the base map with the lakes that it runs through; rank 0 is the largest."""

    name: str
    rank: int
    course: BaseGeometry


class _Riverside:
    """Some ground, the base map's named rivers in it, and the banks that they part it into."""

    def __init__(self, whole: GroundUnder) -> None:
        self.whole = whole
        self._banks: dict[int, list[GroundUnder]] = {}
        self._named: dict[tuple[int, str], GroundUnder] = {}

    @cached_property
    def rivers(self) -> list[_River]:
        """The rivers that have a name."""
        courses: dict[str, list[tuple[int, BaseGeometry]]] = {}
        for layer in fine_layers()["rivers"]:
            for index, shape in zip(*layer.clipped(self.whole.shape.bounds), strict=True):
                facts = layer.facts(int(index))
                if facts["name"]:
                    courses.setdefault(facts["name"], []).append((int(facts["rank"]), shape))
        rivers = []
        for name, parts in courses.items():
            course = union([shape for _, shape in parts])
            if course.intersects(self.whole.shape):
                whole = union([course, *(lake for lake in self._lakes if lake.dwithin(course, _SHORE))])
                rivers.append(_River(name, min(rank for rank, _ in parts), whole))
        return rivers

    @cached_property
    def _lakes(self) -> list[BaseGeometry]:
        layers = fine_layers()["lakes"]
        return [lake for layer in layers for lake in layer.clipped(self.whole.shape.bounds)[1]]

    def banks(self, rank: int) -> list[GroundUnder]:
        """The ground between rivers of a rank or larger, the largest first; none where they don't part it."""
        if rank not in self._banks:
            land, water = self._parts(rank)
            parted = land if len(land) > 1 else []
            self._banks[rank] = [GroundUnder(_with_waters(bank, water, land), "") for bank in parted]
        return self._banks[rank]

    def bank_of(self, bank: GroundUnder, river: str) -> GroundUnder:
        """A bank by the name of one of the rivers along it."""
        return self._named.setdefault((id(bank), river), replace(bank, name=f"a bank of the {river}"))

    def _parts(self, rank: int) -> tuple[list[Polygon], list[Polygon]]:
        """The faces on land and on water that rivers, their lakes and the coast cut the ground into."""
        whole = self.whole.shape
        course = intersection(union([river.course for river in self.rivers if river.rank <= rank]), whole)
        lines = [part for part in shapely.get_parts(shapely.line_merge(union(_lines(course)))) if part.length]
        land = union(_land(whole.bounds))
        lakes = union(polygons_of(course))
        shores = [lakes.boundary, intersection(land.boundary, whole)]
        rim = union([whole.boundary, *shores])
        led = stretches_to(rim, lines, _MOUTH, within=whole)
        faces = faces_cut(whole, [*lines, *led, *shores])
        inside = shapely.point_on_surface(np.asarray(faces, dtype=object))
        wet = shapely.contains(lakes, inside) | ~shapely.contains(land, inside)
        dry = [face for face, is_wet in zip(faces, wet, strict=True) if not is_wet]
        return dry, [face for face, is_wet in zip(faces, wet, strict=True) if is_wet]


def _with_waters(bank: Polygon, waters: Sequence[Polygon], land: Sequence[Polygon]) -> Ground:
    """A bank with the waters that lie along it alone: its coast is then the area's, not the base map's."""
    own = []
    for water in waters:
        shared = water.boundary.intersection(bank.boundary).length
        if shared:
            all_shared = sum(water.boundary.intersection(other.boundary).length for other in land)
            if shared > _ALONE * all_shared:
                own.append(water)
    return dissolved([bank, *own])


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, LineString) and part.length]
