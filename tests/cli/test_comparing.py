"""The command that lists what changed hands between two dates."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import shapely

from mapdesk.geometry.measure import METHOD, area_km2, leg
from tests.plain_maps import rectangle, same_ground

DAYS = ("2024-05-01", "2024-05-02")


def test_compare_tells_what_was_recovered_in_km2(mapdesk, war: Path) -> None:
    document = mapdesk("compare", war, "2024-05-01", "2024-05-02", "--json").document
    size = area_km2(rectangle(34, 47, 34.5, 49))
    (patch,) = document["patches"]
    assert (patch["from"], patch["to"]) == (
        {"side": "Red", "status": "controlled"},
        {"side": "Blue", "status": "home"},
    )
    assert (patch["direction"], patch["centre"]) == ("recovered", [34.25, 48])
    assert patch["area_km2"] == pytest.approx(size, abs=1e-4)
    assert (document["from"], document["to"], document["method"]) == ("2024-05-01", "2024-05-02", METHOD)
    assert document["held"] == [{"side": "Red", "gained_km2": 0, "lost_km2": round(size, 4)}]
    assert set(document) == {
        "from",
        "to",
        "method",
        "totals",
        "held",
        "claims",
        "patches",
        "set_aside",
        "localities",
        "warnings",
    }
    said = mapdesk("compare", war, "2024-05-01", "2024-05-02").out
    assert f"Red, held: 0.0 km² gained, {size:,.1f} km² lost" in said
    assert "Red controlled → Blue home" in said


def test_compare_of_a_date_with_itself_says_that_nothing_changed(mapdesk, war: Path) -> None:
    said = mapdesk("compare", war, "2024-05-02", "2024-05-02")
    assert said.out == "No ground changed hands between 2024-05-02 and 2024-05-02.\n"


def test_compare_before_the_first_date_is_refused_with_the_first(mapdesk, war: Path) -> None:
    said = mapdesk("compare", war, "2024-04-01", "2024-05-02")
    assert (said.code, said.out) == (1, "")
    assert said.err == "There is no map on 2024-04-01; the first date is 2024-05-01.\n"


def test_maps_of_different_ground_are_compared_with_a_warning_beside(mapdesk, war: Path) -> None:
    source = war.with_name("tuesday.geojson")
    mapdesk("import", war, source, "--date", "2024-05-03", "--side", "Red", "--extent", "35,45,40,51")
    said = mapdesk("compare", war, "2024-05-02", "2024-05-03")
    assert "cover different ground" in said.err
    assert "cover different ground" not in said.out
    as_json = mapdesk("compare", war, "2024-05-02", "2024-05-03", "--json")
    assert as_json.err == ""
    assert as_json.document["patches"] == []
    assert len(as_json.document["warnings"]) == 1


def test_compare_says_how_far_the_front_moved(mapdesk, war: Path) -> None:
    (patch,) = mapdesk("compare", war, *DAYS, "--json").document["patches"]
    # Half of the width: Blue is at home on the western, northern and southern side of the ground.
    assert 0 < patch["advance_median_km"] <= patch["advance_km"] <= leg((34, 47), (34.5, 47))[0] * 1.01
    assert " km  Red controlled → Blue home" in mapdesk("compare", war, *DAYS).out


def test_patches_come_as_a_table(mapdesk, war: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(mapdesk("compare", war, *DAYS, "--csv").out)))
    assert [(row["from_side"], row["to_side"], row["to_status"]) for row in rows] == [("Red", "Blue", "home")]
    assert float(rows[0]["area_km2"]) == pytest.approx(area_km2(rectangle(34, 47, 34.5, 49)), abs=1e-4)


def test_patches_come_as_geojson_in_a_file(mapdesk, war: Path, tmp_path: Path) -> None:
    target = tmp_path / "change.geojson"
    assert mapdesk("compare", war, *DAYS, "--geojson", target).out == f"Wrote {target}.\n"
    (feature,) = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert same_ground(shapely.geometry.shape(feature["geometry"]), rectangle(34, 47, 34.5, 49))
    assert feature["properties"]["since"] == "2024-05-01"


def test_patches_under_an_area_are_set_aside_and_all_counts_them(mapdesk, war: Path) -> None:
    call = ("compare", war, *DAYS, "--min-area", "100000")
    without = mapdesk(*call, "--json").document
    assert (without["patches"], without["held"], without["set_aside"]["count"]) == ([], [], 1)
    assert "not counted above; --all shows it" in mapdesk(*call).out
    every = mapdesk(*call, "--all", "--json").document
    (patch,) = every["patches"]
    assert (patch["id"], patch["set_aside"]) == ("aside-1", "small")
    assert every["held"][0]["lost_km2"] == patch["area_km2"] == without["set_aside"]["area_km2"]


def test_two_accounts_are_compared_on_one_date(mapdesk, war: Path) -> None:
    said = mapdesk("compare", war, "2024-05-02", "2024-05-02", "--account", "desk,ministry")
    assert said.err == "This project has no account called ministry; its accounts are: desk.\n"
    said = mapdesk("compare", war, *DAYS, "--account", "desk,desk", "--json")
    assert len(said.document["patches"]) == 1


@pytest.mark.parametrize("account", ["a,b,c", "a,", ""])
def test_an_account_that_is_none_or_three_is_a_wrong_call(mapdesk, war: Path, account: str) -> None:
    assert mapdesk("compare", war, *DAYS, "--account", account).code == 2


def test_only_one_form_is_printed(mapdesk, war: Path) -> None:
    assert mapdesk("compare", war, *DAYS, "--json", "--csv").code == 2
