"""The gazetteer: places by their ground and by their names."""

import pytest
import shapely

from mapdesk.basemaps.default_map import home_ground
from mapdesk.basemaps.gazetteer import find_place, folded, places_in_bounds, places_within


def first(text: str, region: str):
    return next(place for place in find_place(text, limit=50) if place.region == region)


@pytest.mark.parametrize(
    ("name", "region", "lon", "lat"),
    [
        ("Kherson", "UA-65", 32.61, 46.64),
        ("Beryslav", "UA-65", 33.43, 46.84),
        ("Snihurivka", "UA-48", 32.81, 47.08),
        ("Kupiansk", "UA-63", 37.62, 49.71),
        ("Kreminna", "UA-09", 38.22, 49.05),
        ("Lyman", "UA-14", 37.81, 48.99),
        ("Simferopol", "UA-43", 34.10, 44.95),
        ("Sevastopol", "UA-40", 33.53, 44.60),
    ],
)
def test_a_town_is_where_it_is_and_in_its_oblast(name, region, lon, lat):
    place = first(name, region)
    assert place.name == name
    assert place.country == "UA"
    assert (place.lon, place.lat) == pytest.approx((lon, lat), abs=0.03)


def test_lyman_in_donetsk_oblast_has_more_than_twenty_thousand_people():
    assert first("Lyman", "UA-14").population > 20_000


@pytest.mark.parametrize(
    "spelling", ["Kupiansk", "kupyansk", "Kup'yans'k", "Kup’yans’k", "КУП’ЯНСЬК", "Купянск", "Kupjansk"]
)
def test_a_town_is_found_by_any_of_its_spellings(spelling):
    assert find_place(spelling)[0].name == "Kupiansk"


def test_accents_and_capitals_make_no_difference():
    assert find_place("KRAKOW")[0] is find_place("Kraków")[0]
    assert folded("Łódź") == folded("LODZ")


def test_a_place_so_called_comes_before_a_larger_one_that_begins_so():
    names = [place.name for place in find_place("Lyman", limit=30)]
    assert names[0] == "Lyman"
    assert names.index("Lymanske") > max(at for at, name in enumerate(names) if name == "Lyman")


def test_the_beginning_of_a_name_is_enough():
    assert "Snihurivka" in [place.name for place in find_place("Snihur")]


def test_of_two_places_so_called_the_larger_comes_first():
    assert find_place("London")[0].country == "GB"


def test_no_text_finds_no_place():
    assert find_place("  ") == []
    assert find_place("Qqqqzzz") == []


def test_no_more_places_are_found_than_asked_for():
    assert len(find_place("San", limit=7)) == 7


def test_a_place_has_its_ukrainian_and_its_russian_name():
    kharkiv = find_place("Kharkiv")[0]
    assert (kharkiv.name, kharkiv.name_in("uk"), kharkiv.name_in("ru")) == ("Kharkiv", "Харків", "Харьков")
    snihurivka = find_place("Snihurivka")[0]
    assert (snihurivka.name_in("uk"), snihurivka.name_in("ru")) == ("Снігурівка", "Снигирёвка")
    svatove = first("Svatove", "UA-09")
    assert svatove.name_in("uk") == "Сватове"


def test_kyiv_is_a_capital_under_its_usual_english_name():
    kyiv = find_place("Kiev")[0]
    assert (kyiv.name, kyiv.capital, kyiv.region) == ("Kyiv", True, "UA-30")
    assert not find_place("Odesa")[0].capital


def test_the_places_in_an_oblast_are_its_own_and_the_largest_comes_first():
    places = places_within(home_ground("UA-65").shape)
    assert places[0].name == "Kherson"
    assert {"Beryslav", "Nova Kakhovka", "Henichesk"} <= {place.name for place in places}
    assert "Snihurivka" not in {place.name for place in places}
    populations = [place.population for place in places]
    assert populations == sorted(populations, reverse=True)


def test_no_place_lies_in_no_ground():
    assert places_within(shapely.Polygon()) == []


def test_only_places_with_enough_people_are_shown_in_bounds():
    places = places_in_bounds((31, 46, 35.5, 48), 50_000)
    assert "Mykolaiv" in {place.name for place in places}
    assert min(place.population for place in places) >= 50_000


def test_districts_of_a_city_can_be_left_out():
    bounds = (36.0, 49.8, 36.6, 50.2)
    with_districts = {place.name for place in places_in_bounds(bounds)}
    without = {place.name for place in places_in_bounds(bounds, districts=False)}
    assert "Saltivka" in with_districts - without
    assert "Kharkiv" in without


def test_a_city_is_not_taken_for_a_district_of_its_own_district():
    shown = {place.name for place in places_in_bounds((30, 45, 40, 50), 100_000, districts=False)}
    assert {"Mariupol", "Kherson", "Donetsk", "Makiivka", "Luhansk", "Melitopol"} <= shown
    assert not {"Pravyi Bereh", "Chumakivskyi", "Saltivka"} & shown
