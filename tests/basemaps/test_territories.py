"""Countries and regions by name or code."""

from __future__ import annotations

import pytest

from mapdesk.basemaps.default_map import home_ground
from mapdesk.basemaps.territories import Territory, find_territories, territory_name


@pytest.mark.parametrize("text", ["UA", "ua", "Ukraine", "Україна", "ucrânia"])
def test_a_country_is_found_first_by_its_code_and_in_any_language(text: str) -> None:
    assert find_territories(text)[0] == Territory("UA", "Ukraine")


def test_a_region_names_its_country_and_its_code_is_one_that_the_map_knows() -> None:
    (first, *_) = find_territories("Kherson")
    assert (first.code, first.country) == ("UA-65", "Ukraine")
    assert home_ground(first.code).label == "UA-65"
    assert find_territories("ua-65")[0] == first


def test_what_begins_so_comes_before_what_only_holds_the_word() -> None:
    names = [found.name for found in find_territories("guin", 20)]
    assert names[0] == "Guinea"
    assert names.index("Guinea-Bissau") < names.index("Equatorial Guinea")


def test_nothing_is_found_for_nothing_or_nonsense() -> None:
    assert find_territories(" ") == []
    assert find_territories("qqqq") == []


def test_a_code_is_named_and_an_unknown_one_stands_for_itself() -> None:
    assert territory_name("UA") == "Ukraine"
    assert "Kherson" in territory_name("UA-65")
    assert territory_name("ZZ-99") == "ZZ-99"
