"""The gazetteer that comes with MapDesk: which places lie in some ground, and which bear some name."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mapdesk.basemaps.layers import Texts
from mapdesk.model.basemap import Place
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground
from mapdesk.resources import resource

_UNMARKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "-": " ", "‑": " "}
    | dict.fromkeys("'’ʼ‘ʻ`´”“\"′ʹ", "")
)


def folded(text: str) -> str:
    """A spelling without what people leave out: capitals, accents, apostrophes, hyphens."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_UNMARKED))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def places_within(ground: Ground) -> list[Place]:
    """The places in some ground (degrees, lon and lat), the largest first."""
    if ground.is_empty:
        return []
    gazetteer = _gazetteer()
    near = gazetteer.in_bounds(ground.bounds)
    ground = _prepared(ground)
    inside = shapely.contains_xy(ground, gazetteer.lon[near], gazetteer.lat[near])
    return gazetteer.places(near[inside])


def largest_place_within(ground: Ground) -> Place | None:
    """The place with the most people in some ground (degrees, lon and lat)."""
    if ground.is_empty:
        return None
    gazetteer = _gazetteer()
    near = gazetteer.in_bounds(ground.bounds)
    ground = _prepared(ground)
    # The largest come first, so what is sought is mostly among the first few.
    for start, end in pairwise([0, 8, 64, 512, 4096, len(near)]):
        some = near[start:end]
        inside = some[shapely.contains_xy(ground, gazetteer.lon[some], gazetteer.lat[some])]
        if len(inside):
            return gazetteer.places(inside[:1])[0]
    return None


def nearest_place(lon: float, lat: float, within: float) -> Place | None:
    """The place nearest to a point, at most so many degrees of latitude away."""
    gazetteer = _gazetteer()
    shrink = max(cos(radians(lat)), 0.01)
    wide = within / shrink
    near = gazetteer.in_bounds((lon - wide, lat - within, lon + wide, lat + within))
    away = np.hypot((gazetteer.lon[near] - lon) * shrink, gazetteer.lat[near] - lat)
    return gazetteer.places(near[[int(away.argmin())]])[0] if len(near) and away.min() <= within else None


def _prepared(ground: Ground) -> Ground:
    """A copy made ready for many questions: what was prepared in one thread must not be asked in another."""
    own: Ground = shapely.force_2d(ground)
    shapely.prepare(own)
    return own


def places_in_bounds(bounds: Bounds, min_population: int = 0, *, districts: bool = True) -> list[Place]:
    """The places in some bounds with at least so many people, the largest first.

    Without `districts`, those that lie in the built-up area of a larger place are left out.
    """
    gazetteer = _gazetteer()
    found = gazetteer.in_bounds(bounds, min_population)
    return gazetteer.places(found if districts else found[~gazetteer.is_district[found]])


def find_place(text: str, limit: int = 10) -> list[Place]:
    """Places by any of their spellings in Latin or Cyrillic letters.

    Case, accents and apostrophes make no difference. Places so called come first, then those whose
    names begin so; among either, the largest first.
    """
    sought = folded(text).encode()
    if not sought:
        return []
    numbers = _spellings().places(sought, limit)
    return _gazetteer().places(np.array(numbers, dtype=np.int64))


class _Gazetteer:
    """All places in arrays, the largest first; a Place is made when first asked for."""

    def __init__(self) -> None:
        arrays = np.load(resource("gazetteer", "places.npz"))
        self.lon: NDArray[np.float64] = arrays["lon"] / 100_000
        self.lat: NDArray[np.float64] = arrays["lat"] / 100_000
        self._population = arrays["population"]
        self._geonames = arrays["geonames"]
        self._country = arrays["country"]
        self._region = arrays["region"]
        self._countries: list[str] = arrays["countries"].tolist()
        self._regions: list[str] = arrays["regions"].tolist()
        self._capitals = frozenset(arrays["capital"].tolist())
        self._names = {
            key: Texts(arrays[f"{key}s"], arrays[f"{key}s_lengths"]) for key in ("name", "uk", "ru")
        }
        self.is_district: NDArray[np.bool_] = np.zeros(len(self.lon), dtype=bool)
        self.is_district[arrays["districts"]] = True
        self._made: dict[int, Place] = {}

    def in_bounds(self, bounds: Bounds, min_population: int = 0) -> NDArray[np.int64]:
        """The numbers of the places in some bounds."""
        west, south, east, north = bounds
        # Largest first, so those with enough people are the front of the arrays.
        end = int(np.searchsorted(-self._population, -min_population, side="right"))
        lon, lat = self.lon[:end], self.lat[:end]
        return np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))

    def places(self, numbers: NDArray[np.int64]) -> list[Place]:
        return [self._made.get(number) or self._make(number) for number in numbers.tolist()]

    def _make(self, number: int) -> Place:
        names = {language: self._names[language][number] for language in ("uk", "ru")}
        place = Place(
            uid=f"geonames:{self._geonames[number]}",
            name=self._names["name"][number],
            lon=float(self.lon[number]),
            lat=float(self.lat[number]),
            population=int(self._population[number]),
            country=self._countries[self._country[number]],
            region=self._regions[self._region[number]],
            capital=number in self._capitals,
            names={language: name for language, name in names.items() if name},
        )
        self._made[number] = place
        return place


class _Spellings:
    """All spellings of all places, folded and sorted by their bytes."""

    def __init__(self) -> None:
        arrays: Any = np.load(resource("gazetteer", "spellings.npz"))
        self._block: bytes = arrays["block"].tobytes()
        self._ends: NDArray[np.int64] = np.concatenate([[0], np.cumsum(arrays["lengths"], dtype=np.int64)])
        self._places: NDArray[np.int32] = arrays["places"]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> bytes:
        return self._block[self._ends[index] : self._ends[index + 1]]

    def places(self, sought: bytes, limit: int) -> list[int]:
        """Numbers of places spelt so, then of those whose spelling begins so."""
        # No text holds the byte 0xff, so it ends the spellings that begin alike.
        marks = [bisect_left(self, end) for end in (sought, sought + b"\x00", sought + b"\xff")]
        found: dict[int, None] = {}
        for start, end in pairwise(marks):
            numbers = np.unique(self._places[start:end])[: limit + len(found)]
            found |= dict.fromkeys(numbers.tolist())
        return list(found)[:limit]


@cache
def _gazetteer() -> _Gazetteer:
    return _Gazetteer()


@cache
def _spellings() -> _Spellings:
    return _Spellings()
