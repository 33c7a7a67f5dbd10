"""Which places a picture names, how large, and where beside its dot each name may stand."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.model.basemap import Place
from mapdesk.render import style as styles
from mapdesk.render.content import title_of
from mapdesk.render.labels import Obstacle, Spot, Wanted, grown
from mapdesk.render.scene import Face
from mapdesk.render.sheet import Box, Sheet
from mapdesk.render.text import MissingGlyph, text_width

#: Square units of the picture for each name.
_ROOM = 27_500.0
_FEWEST = 12
#: Distances in units that places keep: those of the first two ranks, those in the news, and the others, tried
#: from the largest.
_APART_LARGE = (30.0, 46.0)
_APART_NEWS = 60.0
_APART = (150.0, 120.0, 95.0, 75.0, 60.0, 48.0)
#: A place this near to the front, in units, is in the news.
_NEAR = 45.0
#: How many times its population a region's seat counts.
_SEAT = 4.0
#: Populations of the first and second rank at 290 metres to the unit, and how they grow with the view.
_LARGE, _MIDDLING, _USUAL_SCALE = 200_000.0, 40_000.0, 290.0


@dataclass(frozen=True)
class Rank:
    """How a rank of places is set: face, size and dot in units."""

    face: Face
    size: float
    radius: float
    ringed: bool


RANKS = (
    Rank(Face.BOLD, 18.0, 4.5, True),
    Rank(Face.SEMIBOLD, 15.0, 3.6, True),
    Rank(Face.REGULAR, styles.SMALLEST_NAME, 3.0, False),
)
#: How far letters reach above and below their baseline, in ems: for boxes that hold all of them.
ABOVE, BELOW = 0.78, 0.22


@dataclass(frozen=True)
class NamedPlace:
    """A place that the picture wants to name, where it lies in pixels, its rank (0 the first), its weight."""

    key: str
    place: Place
    name: str
    x: float
    y: float
    rank: int
    weight: float

    @property
    def set_in(self) -> Rank:
        """How its name is set."""
        return RANKS[self.rank]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places that could be named, each with its pixels, rank, weight and distance class, and their order."""

    places: tuple[Place, ...]
    spots: NDArray[np.float64]
    rank: NDArray[np.int64]
    weight: NDArray[np.float64]
    apart: NDArray[np.int64]
    news: NDArray[np.bool_]
    order: tuple[int, ...]


def candidates(sheet: Sheet, front: BaseGeometry, changed: BaseGeometry) -> Candidates:
    """The places that could be named: the large ones, those in the news, then what spreads evenly."""
    own = sheet.content.places
    large, middling = _thresholds(sheet)
    # Hamlets that a view this wide would never name are not looked at.
    least = middling / 60 if middling / 60 >= 800 else 0
    usual = [
        (place, spot)
        for place, spot in zip(sheet.basemap.places, sheet.ground.places, strict=True)
        if (place.population >= least or place.capital) and not any(_same(place, other) for other in own)
    ]
    spots = np.array([spot for _, spot in usual]).reshape(-1, 2)
    if own:
        spots = np.concatenate((sheet.view.to_pixels(np.array([(p.lon, p.lat) for p in own])), spots))
    inside = _inside(spots, sheet.view.box(-7 * sheet.k))
    places = [p for p, seen in zip((*own, *(p for p, _ in usual)), inside, strict=True) if seen]
    spots = spots[inside]
    population = np.array([_standing(sheet, place) for place in places], dtype=np.float64)
    news = _in_the_news(sheet, spots, front, changed)
    capital = np.array([place.capital for place in places], dtype=bool)
    titled = _in_title(sheet, places)
    desks = np.array([place in own or place in titled for place in places], dtype=bool)
    weight = np.log10(np.maximum(population, 1)) + 0.9 * news + 2.0 * capital + 3.0 * desks
    weight = weight - 0.8 * _silent(sheet, spots)
    rank = np.where(capital | (population >= large), 0, np.where(population >= middling, 1, 2))
    # Towns of the first two ranks and what the desk speaks of come first, whatever else is in the news.
    apart = np.where(desks, 0, rank)
    wanted = (rank < 2) | news | desks | (population >= middling / 12)
    order = tuple(int(i) for i in np.lexsort((-weight, apart)) if wanted[i])[:800]
    return Candidates(tuple(places), spots, rank, weight, apart, news, order)


def named_places(sheet: Sheet, among: Candidates, taken: Sequence[Box] = ()) -> list[NamedPlace]:
    """The places to name, none of them under what is taken."""
    covered = np.zeros(len(among.places), dtype=bool)
    for box in taken:
        covered |= _inside(among.spots, grown(box, 3 * sheet.k))
    order = [i for i in among.order if not covered[i]]
    found: list[NamedPlace] = []
    for i in _spread(sheet, among, order):
        place = among.places[i]
        name = place.name_in(sheet.language)
        key = f"{name} {len(found)}"
        x, y = (round(float(v), 2) for v in among.spots[i])
        found.append(NamedPlace(key, place, name, x, y, int(among.rank[i]), float(among.weight[i])))
    return found


def dots(sheet: Sheet, places: Sequence[NamedPlace]) -> list[Obstacle]:
    """The boxes of the dots, which other names keep clear of."""
    found = []
    for place in places:
        radius = (place.set_in.radius + 1.2) * sheet.k
        box = (place.x - radius, place.y - radius, place.x + radius, place.y + radius)
        found.append(Obstacle(box, place.key))
    return found


def wanted_names(sheet: Sheet, places: Sequence[NamedPlace]) -> tuple[list[Wanted], list[str]]:
    """The labels of the places with their spots, and the names that no typeface can set."""
    labels, unset = [], []
    for place in places:
        try:
            spots = spots_around(sheet, place)
        except MissingGlyph:
            unset.append(place.name)
            continue
        most = (float("inf"), 12.0, 3.2)[place.rank]
        labels.append(Wanted(place.key, 100 - 20 * place.rank + place.weight, spots, most))
    return labels, unset


def spots_around(sheet: Sheet, place: NamedPlace) -> tuple[Spot, ...]:
    """The spots around a dot, NE, E, SE, NW, W, SW, N, S, each dearer than the last, and six further off."""
    how, k = place.set_in, sheet.k
    size = sheet.px(how.size)
    width = text_width(place.name, how.face, size)
    gap = (how.radius + 2.6) * k
    near = (how.radius * 0.7 + 2.2) * k
    x, y = place.x, place.y
    middle = y + 0.26 * size
    up, down = y - near * 0.6, y + near * 0.6 + 0.72 * size
    starts = (
        (x + near, up),
        (x + gap, middle),
        (x + near, down),
        (x - near - width, up),
        (x - gap - width, middle),
        (x - near - width, down),
        (x - width / 2, y - gap - 0.1 * size),
        (x - width / 2, y + gap + 0.72 * size),
    )
    # A step further away, for dots on the front line: then rather apart from its dot than on the line.
    away = 9 * k
    further = (
        (x + gap + away, middle),
        (x + near, up - away),
        (x + near, down + away),
        (x - gap - width - away, middle),
        (x - near - width, up - away),
        (x - near - width, down + away),
    )
    costs = [0.15 * n for n in range(8)] + [1.6 + 0.15 * n for n in range(6)]
    return tuple(
        Spot((text_box(sheet, left, base, width, size),), round(left, 2), round(base, 2), cost)
        for (left, base), cost in zip((*starts, *further), costs, strict=True)
    )


def text_box(sheet: Sheet, x: float, y: float, width: float, size: float) -> Box:
    """The box of a straight text with its halo."""
    box = (x, y - ABOVE * size, x + width, y + BELOW * size)
    return grown(box, 1.5 * sheet.k)


def _standing(sheet: Sheet, place: Place) -> float:
    """A place's population; the town that a region is named after counts for several of its size."""
    seat = sheet.region_names.get(place.region, "").split(" ")[0] == place.name
    return max(place.population, 1) * (_SEAT if seat and sheet.tells_regions_apart else 1.0)


def _in_title(sheet: Sheet, places: Sequence[Place]) -> list[Place]:
    """The places that the picture's title speaks of; of several that share a name, the largest.

    A name that a river has too is taken to mean the river.
    """
    rivers = {river.names.get(sheet.language, river.name) for river in sheet.basemap.rivers}
    words = f" {title_of(sheet.content)} {sheet.content.frame.subtitle} "
    largest: dict[str, Place] = {}
    for place in places:
        name = place.name_in(sheet.language)
        if (
            len(name) > 3
            and name not in rivers
            and name in words
            and re.search(rf"\b{re.escape(name)}\b", words)
        ):
            other = largest.get(name)
            if other is None or place.population > other.population:
                largest[name] = place
    return list(largest.values())


def _thresholds(sheet: Sheet) -> tuple[float, float]:
    wider = sheet.view.metres_per_pixel * sheet.k / _USUAL_SCALE
    return _LARGE * wider**0.8, _MIDDLING * wider


def _in_the_news(
    sheet: Sheet, spots: NDArray[np.float64], front: BaseGeometry, changed: BaseGeometry
) -> NDArray[np.bool_]:
    points = shapely.points(spots)
    near = np.zeros(len(spots), dtype=bool)
    for shape, reach in ((front, _NEAR), (changed, _NEAR / 2)):
        if not shape.is_empty:
            shapely.prepare(shape)
            near |= shapely.dwithin(points, shape, reach * sheet.k)
    return near


def _silent(sheet: Sheet, spots: NDArray[np.float64]) -> NDArray[np.bool_]:
    if sheet.silent.is_empty:
        return np.zeros(len(spots), dtype=bool)
    return np.asarray(shapely.contains_xy(sheet.silent, spots[:, 0], spots[:, 1]))


def _spread(sheet: Sheet, among: Candidates, order: list[int]) -> list[int]:
    """Goes over the places in their order again and again, letting them stand nearer each time."""
    spots, rank = among.spots, among.apart
    room = sheet.view.width * sheet.view.height / sheet.k**2
    number = max(_FEWEST, math.ceil(room / _ROOM))
    chosen: list[int] = []
    for apart in _APART:
        for i in order:
            if len(chosen) >= number:
                return chosen
            if i in chosen:
                continue
            small = min(apart, _APART_NEWS) if among.news[i] else apart
            least = (_APART_LARGE[rank[i]] if rank[i] < 2 else small) * sheet.k
            away = spots[chosen] - spots[i]
            if not chosen or float(np.min(np.hypot(away[:, 0], away[:, 1]))) >= least:
                chosen.append(i)
    return chosen


def _inside(spots: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return (
            (spots[:, 0] >= box[0])
            & (spots[:, 0] <= box[2])
            & (spots[:, 1] >= box[1])
            & (spots[:, 1] <= box[3])
        )


def _same(one: Place, other: Place) -> bool:
    return one.uid == other.uid or (
        one.name == other.name and math.dist((one.lon, one.lat), (other.lon, other.lat)) < 0.05
    )
