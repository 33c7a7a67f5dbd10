"""The base map that comes with MapDesk: what it shows inside some bounds, and the shapes of its regions."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mapdesk.basemaps.gazetteer import places_in_bounds
from mapdesk.basemaps.layers import Layer, read_layers
from mapdesk.geometry.grid import ground_of, on_grid, polygons_of
from mapdesk.model.basemap import Basemap, Border, Place, Region, River
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, HomeGround
from mapdesk.resources import resource

CREDIT = "Base map: Natural Earth, GSHHG/WDBII rivers; places: GeoNames (CC BY 4.0)"
#: By how much of their size shapes reach beyond the bounds, so that the cut edges stay out of the picture.
MARGIN = 0.02
#: Bounds narrower than this, in degrees, show a town and its districts.
_TOWN = 0.7
#: Below so many degrees of tolerance, a level of detail is too coarse.
_LEVELS = ((0.1, "coarse"), (0.02, "middle"), (0.0, "fine"))


def default_basemap(bounds: Bounds, *, min_population: int = 0, tolerance: float = 0) -> Basemap:
    """Everything inside bounds of west, south, east, north in degrees.

    Shapes are cut off a little outside the bounds (`MARGIN`), so strokes along the cut fall outside the
    picture, and a line drawn round a shape is coast or border wherever it can be seen. Places and seas lie
    inside the bounds proper. `tolerance` is how many degrees a line may be off, such as the size of a
    pixel: from 0.02 a coarser map is read, from 0.1 one of the world without regions and small rivers.
    Districts of a city are left out unless the bounds show little more than a city.
    Country areas and borders are those of the United Nations; a disputed line is marked so, also
    where it is only a region's border in that view.
    """
    west, south, east, north = bounds
    if not (west < east and south < north):
        raise ValueError(f"Bounds are west, south, east, north; {bounds} are empty.")
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    around = (west - wide, south - high, east + wide, north + high)
    level = next(name for least, name in _LEVELS if tolerance >= least)
    layers = _layers(level)
    rivers = _rivers(layers["rivers"], around)
    if level in (small := _layers("rivers_lgpl")):
        rivers += _rivers(small[level], around)
    borders = layers["borders"]
    return Basemap(
        land=_polygons(layers["land"], around),
        lakes=_polygons(layers["lakes"], around),
        rivers=tuple(sorted(rivers, key=lambda river: river.rank)),
        countries=_regions(layers["countries"], around),
        regions=_regions(layers["regions"], around) if "regions" in layers else (),
        borders=tuple(
            Border(shape=line, disputed=borders.facts(int(index))["disputed"])
            for index, line in zip(*borders.clipped(around), strict=True)
        ),
        region_borders=_lines(layers["region_borders"], around) if "region_borders" in layers else (),
        places=tuple(places_in_bounds(bounds, min_population, districts=east - west < _TOWN)),
        seas=_seas(bounds),
        credit=CREDIT,
    )


def home_ground(label: str) -> HomeGround:
    """A country ("UA") or a first-level region ("UA-65") as a Side's home ground, in full detail.

    An unknown label is a LookupError.
    """
    code = label.strip().upper()
    name = "regions" if "-" in code else "countries"
    index = _codes(name).get(code)
    if index is None:
        raise LookupError(
            f"The base map has no country or region {label!r}; "
            'give an ISO code, such as "UA" for a country or "UA-65" for a region.'
        )
    ground = on_grid(_layers("fine")[name].shapes(np.array([index]))[0])
    west, south, east, north = (float(limit) for limit in ground.bounds)
    lakes = shapely.union_all(_layers("fine")["lakes"].clipped((west, south, east, north))[1])
    water = polygons_of(on_grid(shapely.intersection(ground, lakes)))
    return HomeGround(label=code, shape=_plain(ground), water=ground_of(water))


def named_ground(layer: str) -> list[dict[str, Any]]:
    """Code, name and names by language of all that `home_ground` knows: of "countries" or of "regions"."""
    known = _layers("fine")[layer]
    return [known.facts(index) for index in range(len(known))]


def fine_layers() -> dict[str, tuple[Layer, ...]]:
    """The layers of the finest map by name; "rivers" are those of both of its sources."""
    layers = {name: (layer,) for name, layer in _layers("fine").items()}
    return layers | {"rivers": (*layers["rivers"], _layers("rivers_lgpl")["fine"])}


@cache
def _layers(name: str) -> dict[str, Layer]:
    return read_layers(resource("basemap", f"{name}.npz"))


@cache
def _codes(name: str) -> dict[str, int]:
    """Where in a layer of the finest map each code is."""
    layer = _layers("fine")[name]
    return {layer.facts(index)["code"]: index for index in range(len(layer))}


def _plain(shape: Any) -> Ground:
    """A Polygon where a MultiPolygon has but one part."""
    parts = shapely.get_parts(shape)
    ground: Ground = parts[0] if len(parts) == 1 else shape
    return ground


def _polygons(layer: Layer, bounds: Bounds) -> tuple[Any, ...]:
    return tuple(_only(shapely.get_parts(layer.clipped(bounds)[1]), shapely.GeometryType.POLYGON))


def _lines(layer: Layer, bounds: Bounds) -> tuple[Any, ...]:
    return tuple(layer.clipped(bounds)[1])


def _only(shapes: NDArray[Any], kind: int) -> NDArray[Any]:
    # Clipping leaves a line or a point where a shape only touches the edge.
    kept: NDArray[Any] = shapes[shapely.get_type_id(shapes) == kind]
    return kept


def _regions(layer: Layer, bounds: Bounds) -> tuple[Region, ...]:
    found = []
    for index, shape in zip(*layer.clipped(bounds), strict=True):
        parts = _only(shapely.get_parts(shape), shapely.GeometryType.POLYGON)
        if len(parts):
            ground = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
            found.append(Region(shape=ground, **layer.facts(int(index))))
    return tuple(found)


def _rivers(layer: Layer, bounds: Bounds) -> list[River]:
    return [
        River(shape=shape, **layer.facts(int(index)))
        for index, shape in zip(*layer.clipped(bounds), strict=True)
    ]


@cache
def _known_seas() -> list[dict[str, Any]]:
    seas: list[dict[str, Any]] = json.loads(resource("basemap", "seas.json").read_text(encoding="utf-8"))
    return seas


def _seas(bounds: Bounds) -> tuple[Place, ...]:
    """The seas of which a good point for the name lies inside the bounds, each at the best such point."""
    west, south, east, north = bounds
    found = []
    for sea in _known_seas():
        for lon, lat in sea["points"]:
            if west < lon < east and south < lat < north:
                name = sea["names"]["en"]
                uid = "sea:" + name.lower().replace(" ", "-")
                found.append(Place(uid=uid, name=name, lon=lon, lat=lat, names=sea["names"]))
                break
    return tuple(found)
