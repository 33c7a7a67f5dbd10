"""The picture underneath, as values: what a base map hands to whoever draws or measures."""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely import LineString, MultiLineString, MultiPolygon, Polygon


@dataclass(frozen=True, kw_only=True)
class Place:
    """A populated place at (lon, lat) in degrees. `names` maps a language code to the name in it."""

    uid: str
    name: str
    lon: float
    lat: float
    population: int = 0
    country: str = ""
    region: str = ""
    capital: bool = False
    names: dict[str, str] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """The name in a language, or the usual one where it is not known in that language."""
        return self.names.get(language, self.name)


@dataclass(frozen=True, kw_only=True)
class River:
    """A river's course in degrees. `rank` 0 is the largest; small nameless ones have the highest."""

    shape: LineString | MultiLineString
    name: str = ""
    rank: int = 0
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Region:
    """A country ("UA") or a first-level region ("UA-65") by its ISO 3166 code."""

    code: str
    name: str
    shape: Polygon | MultiPolygon
    names: dict[str, str] = field(default_factory=dict)

    @property
    def country(self) -> str:
        """The ISO 3166-1 code of the country it is or belongs to."""
        return self.code.partition("-")[0]


@dataclass(frozen=True, kw_only=True)
class Border:
    """A border between countries; a disputed one is drawn in a style of its own."""

    shape: LineString | MultiLineString
    disputed: bool = False


@dataclass(frozen=True, kw_only=True)
class Basemap:
    """All that a base map knows inside some bounds, in degrees (lon, lat), clipped to them."""

    land: tuple[Polygon, ...] = ()
    lakes: tuple[Polygon, ...] = ()
    rivers: tuple[River, ...] = ()
    countries: tuple[Region, ...] = ()
    regions: tuple[Region, ...] = ()
    borders: tuple[Border, ...] = ()
    region_borders: tuple[LineString | MultiLineString, ...] = ()
    places: tuple[Place, ...] = ()
    seas: tuple[Place, ...] = ()
    credit: str = ""
