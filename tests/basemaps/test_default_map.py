"""The base map that comes with MapDesk: what is drawn where."""

from functools import cache

import numpy as np
import pytest
import shapely

from mapdesk.basemaps.default_map import default_basemap, home_ground
from mapdesk.basemaps.gazetteer import find_place
from mapdesk.geometry.grid import is_on_grid
from mapdesk.resources import resource

KHERSON = (31.0, 46.0, 35.5, 48.0)
KHARKIV = (36.0, 48.3, 40.5, 50.5)
KM = 1 / 111.2


@cache
def shown(bounds, tolerance=0.0):
    return default_basemap(bounds, min_population=5000, tolerance=tolerance)


def river(name, bounds):
    return shapely.union_all([r.shape for r in shown(bounds).rivers if r.name == name])


def point(name):
    place = find_place(name)[0]
    return shapely.Point(place.lon, place.lat)


def kilometres(a, b):
    """Roughly: east-west degrees are shorter, which can only bring the two nearer."""
    return shapely.distance(a, b) / KM


def water(basemap, lon, lat):
    at = shapely.Point(lon, lat)
    return any(lake.contains(at) for lake in basemap.lakes) or not any(
        land.contains(at) for land in basemap.land
    )


@pytest.mark.parametrize(
    ("name", "town", "bounds", "within"),
    [
        ("Oskil", "Kupiansk", KHARKIV, 3),
        ("Inhulets", "Snihurivka", KHERSON, 3),
        ("Siverskyi Donets", "Izium", KHARKIV, 4),
        ("Dnipro", "Nova Kakhovka", KHERSON, 4),
        ("Dnipro", "Kherson", KHERSON, 6),
    ],
)
def test_a_river_passes_the_town_that_lies_on_it(name, town, bounds, within):
    assert kilometres(river(name, bounds), point(town)) < within


def test_the_oskil_joins_the_donets_and_the_inhulets_the_dnipro():
    assert river("Oskil", KHARKIV).distance(river("Siverskyi Donets", KHARKIV)) < 1e-3
    assert river("Inhulets", KHERSON).distance(river("Dnipro", KHERSON)) < 1e-3


def test_rivers_have_their_ukrainian_names():
    names = {r.name: r.names["uk"] for r in shown(KHARKIV).rivers if "uk" in r.names}
    assert names["Oskil"] == "Оскіл"
    assert names["Siverskyi Donets"] == "Сіверський Донець"
    assert {r.names.get("uk") for r in shown(KHERSON).rivers} >= {"Інгулець", "Дніпро"}


def test_no_river_is_drawn_twice():
    """The two files of rivers give the large ones both: a second course would run beside the first."""
    named = [r for r in shown(KHARKIV).rivers if r.rank < 10]
    small = [r for r in shown(KHARKIV).rivers if r.rank >= 10]
    beside = shapely.buffer(shapely.union_all([r.shape for r in named]), 0.02)
    for stream in small:
        assert shapely.intersection(stream.shape, beside).length < 0.1


@pytest.mark.parametrize(("lon", "lat"), [(34.2, 47.5), (32.5, 49.36), (30.5, 50.9)])
def test_the_reservoirs_of_the_dnipro_are_water(lon, lat):
    assert water(shown((29.0, 46.0, 36.0, 52.0)), lon, lat)


def test_no_river_is_drawn_through_a_reservoir():
    kakhovka = shapely.union_all(shown(KHERSON).lakes)
    assert river("Dnipro", KHERSON).intersection(kakhovka).length < 0.02


def test_the_sea_is_water_and_kherson_stands_on_land():
    assert water(shown(KHERSON), 31.3, 46.2)
    assert not water(shown(KHERSON), point("Beryslav").x, point("Beryslav").y)


def test_shapes_end_outside_the_bounds_so_that_no_cut_edge_is_seen():
    edges = shapely.box(*KHERSON).boundary
    basemap = shown(KHERSON)
    for shape in (*basemap.land, *(region.shape for region in basemap.regions)):
        assert shapely.intersection(shape.boundary, edges).length == 0
    everything = shapely.total_bounds([*basemap.land, *(r.shape for r in basemap.rivers)])
    assert everything[0] < KHERSON[0]
    assert everything[2] > KHERSON[2]
    assert everything[0] > KHERSON[0] - 0.2


def test_places_and_seas_lie_inside_the_bounds():
    basemap = shown(KHERSON)
    assert {"Kherson", "Mykolaiv", "Beryslav", "Snihurivka", "Melitopol"} <= {p.name for p in basemap.places}
    assert {"Black Sea", "Sea of Azov"} == {sea.name for sea in basemap.seas}
    for place in (*basemap.places, *basemap.seas):
        assert shapely.box(*KHERSON).contains(shapely.Point(place.lon, place.lat))
    for sea in basemap.seas:
        assert water(basemap, sea.lon, sea.lat)


def test_every_name_of_a_sea_stands_on_water():
    world = default_basemap((-180, -90, 180, 90), min_population=10**7, tolerance=0.1)
    land = shapely.union_all(world.land)
    ashore = [sea.name for sea in world.seas if land.contains(shapely.Point(sea.lon, sea.lat))]
    assert ashore == []
    assert len(world.seas) > 50


def test_crimea_is_ukraine_and_the_line_north_of_it_is_disputed():
    basemap = shown((32.0, 44.2, 37.0, 47.0))
    ukraine = next(country for country in basemap.countries if country.code == "UA")
    assert ukraine.shape.contains(point("Simferopol"))
    assert ukraine.shape.contains(shapely.Point(33.55, 44.58))
    assert {"UA-43", "UA-40", "UA-65"} <= {region.code for region in basemap.regions}
    perekop = shapely.Point(33.75, 46.15)
    assert min(border.shape.distance(perekop) for border in basemap.borders if border.disputed) < 0.1
    assert all(border.disputed for border in basemap.borders if border.shape.distance(perekop) < 0.5)


def test_the_border_of_ukraine_and_russia_is_not_disputed_on_land():
    border = next(b for b in shown(KHARKIV).borders if not b.disputed)
    assert border.shape.distance(shapely.Point(37.9, 50.0)) < 0.1
    assert not any(b.disputed for b in shown(KHARKIV).borders)


def test_borders_run_along_the_countries_they_part():
    basemap = shown(KHARKIV)
    edge = next(country for country in basemap.countries if country.code == "UA").shape.boundary
    for border in basemap.borders:
        inside = shapely.clip_by_rect(border.shape, *KHARKIV)
        assert shapely.get_coordinates(inside).size
        assert max(edge.distance(shapely.points(xy)) for xy in shapely.get_coordinates(inside)) < 1e-9


def test_countries_and_regions_cover_the_land_and_nothing_else():
    basemap = shown(KHERSON)
    land = shapely.union_all(basemap.land)
    for ground in (basemap.countries, basemap.regions):
        covered = shapely.union_all([g.shape for g in ground])
        assert shapely.symmetric_difference(land, covered).area < 1e-6


def test_neighbouring_oblasts_share_their_border():
    kherson, mykolaiv = home_ground("UA-65").shape, home_ground("UA-48").shape
    assert shapely.intersection(kherson, mykolaiv).area == 0
    shared = {tuple(xy) for xy in shapely.get_coordinates(kherson).tolist()} & {
        tuple(xy) for xy in shapely.get_coordinates(mykolaiv).tolist()
    }
    assert len(shared) > 50


def test_kherson_oblast_is_home_ground_by_its_code():
    home = home_ground("UA-65")
    assert home.label == "UA-65"
    assert home.shape.contains(point("Beryslav"))
    assert not home.shape.contains(point("Mykolaiv"))
    assert home.shape.is_valid
    assert is_on_grid(home.shape)


def test_ukraine_is_the_ground_of_its_regions_and_crimea_among_them():
    ukraine = home_ground("ua").shape
    assert ukraine.is_valid
    assert ukraine.contains(point("Simferopol"))
    assert ukraine.contains(point("Luhansk"))
    assert ukraine.contains(point("Uzhhorod"))
    assert shapely.difference(home_ground("UA-43").shape, ukraine).area < 1e-9
    assert not home_ground("RU").shape.intersects(point("Simferopol"))


@pytest.mark.parametrize("label", ["XX", "UA-99", "Kherson", ""])
def test_an_unknown_home_ground_is_refused_in_a_sentence(label):
    with pytest.raises(LookupError, match=f"no country or region '{label}'.*UA-65"):
        home_ground(label)


@pytest.mark.parametrize(
    "code", ["UA", "RU", "PL", "SD", "SY", "IL", "PS", "EH", "MA", "FR", "US", "CN", "IN"]
)
def test_a_country_is_valid_ground(code):
    assert home_ground(code).shape.is_valid


def test_empty_bounds_are_refused():
    with pytest.raises(ValueError, match="west, south, east, north"):
        default_basemap((35, 46, 31, 48))


def test_a_coarser_map_has_fewer_vertices_and_the_same_countries():
    bounds = (20.0, 43.0, 42.0, 54.0)
    counts = []
    for tolerance in (0, 0.02, 0.1):
        basemap = shown(bounds, tolerance)
        counts.append(int(np.sum(shapely.get_num_coordinates([c.shape for c in basemap.countries]))))
        assert {"UA", "RU", "PL", "RO", "MD", "BY"} <= {country.code for country in basemap.countries}
        ukraine = next(c.shape for c in basemap.countries if c.code == "UA")
        assert ukraine.contains(point("Simferopol"))
    assert counts[0] > 1.5 * counts[1] > 2 * counts[2]


def test_the_credit_names_the_sources():
    for source in ("Natural Earth", "GSHHG", "GeoNames", "CC BY 4.0"):
        assert source in shown(KHERSON).credit


def test_the_data_are_small_enough_to_ship():
    files = [*resource("basemap").iterdir(), *resource("gazetteer").iterdir()]
    assert sum(file.stat().st_size for file in files) <= 27_000_000


def test_every_data_file_is_in_the_list_of_licences():
    licences = resource("LICENSES.md").read_text(encoding="utf-8")
    for folder in ("basemap", "gazetteer"):
        for file in resource(folder).iterdir():
            assert f"{folder}/{file.name}" in licences
