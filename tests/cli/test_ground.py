"""Commands on what is on the map: import, features."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapdesk.geometry.measure import area_km2
from tests.plain_maps import rectangle


def imported(mapdesk, war: Path, source: Path, *words: object, side: str = "Red", date: str = "2024-05-03"):
    return mapdesk("import", war, source, "--date", date, "--side", side, *words)


def test_an_import_says_what_it_did_and_the_area_is_on_the_map_from_that_day(mapdesk, war: Path) -> None:
    said = imported(
        mapdesk,
        war,
        war.with_name("monday.geojson"),
        "--where",
        "layer=advance",
        "--status",
        "advance",
        "--evidence",
        "geolocated",
    )
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Import Red, advance, on 2024-05-03\n")
    rows = mapdesk("features", war, "--date", "2024-05-03", "--json").document
    (advance,) = [row for row in rows if row["status"] == "advance"]
    assert (advance["side"], advance["evidence"], advance["valid_from"]) == (
        "Red",
        "geolocated",
        "2024-05-03",
    )
    assert advance["area_km2"] == round(area_km2(rectangle(36, 47, 36.5, 49)), 3)


def test_the_same_import_again_says_that_nothing_changed_and_is_no_step(mapdesk, war: Path) -> None:
    steps = mapdesk("history", war, "--json").document
    said = imported(
        mapdesk, war, war.with_name("tuesday.geojson"), "--extent", "32,45,40,51", date="2024-05-02"
    )
    assert said.out.startswith("Nothing changed")
    assert mapdesk("history", war, "--json").document == steps


def test_added_ground_stands_beside_what_was_there(mapdesk, war: Path) -> None:
    imported(mapdesk, war, war.with_name("monday.geojson"), "--where", "layer=advance", "--add")
    rows = mapdesk("features", war, "--date", "2024-05-03", "--json").document
    assert sum(row.get("area_km2", 0) for row in rows) == pytest.approx(
        area_km2(rectangle(34.5, 47, 36.5, 49)), rel=1e-6
    )


def test_several_sources_come_in_as_one_step(mapdesk, war: Path) -> None:
    before = len(mapdesk("history", war, "--json").document)
    said = mapdesk(
        "import",
        war,
        war.with_name("monday.geojson"),
        war.with_name("tuesday.geojson"),
        "--date",
        "2024-05-03",
        "--side",
        "Red",
    )
    assert "Dissolved: 3 polygons into 1 area." in said.out
    assert len(mapdesk("history", war, "--json").document) == before + 1


def test_lines_come_in_as_a_drawn_front(mapdesk, war: Path, tmp_path: Path) -> None:
    line = tmp_path / "line.geojson"
    line.write_text('{"type":"LineString","coordinates":[[34,47],[35,48]]}')
    said = imported(mapdesk, war, line, "--as", "lines")
    assert said.out.startswith("Import Red, front line, on 2024-05-03")
    rows = mapdesk("features", war, "--date", "2024-05-03", "--json").document
    assert {row["status"] for row in rows if row["kind"] == "front_line"} == {"drawn", "derived"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--where", "layer"), "--where takes FIELD=VALUE"),
        (("--where", "=held"), "--where takes FIELD=VALUE"),
    ],
)
def test_a_condition_without_field_or_value_is_a_wrong_call(mapdesk, war: Path, words, sentence: str) -> None:
    said = imported(mapdesk, war, war.with_name("monday.geojson"), *words)
    assert said.code == 2
    assert sentence in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--where", "layer=none"),
            "monday.geojson: no feature in it has layer=none; there is: advance, held.",
        ),
        (
            ("--account", "ministry"),
            "This project has no account called ministry; its accounts are: desk.",
        ),
        (("--as", "lines"), "monday.geojson: there are no lines in it."),
        (("--extent", "40,45,32,51"), "An extent is west, south, east, north"),
        (("--extent", "nan,nan,nan,nan"), "An extent is west, south, east, north"),
        (("--extent", "0,0,1,1"), "monday.geojson: All of it lies outside the extent of this date"),
    ],
)
def test_an_import_that_makes_no_sense_changes_nothing(mapdesk, war: Path, words, sentence: str) -> None:
    before = war.read_bytes()
    said = imported(mapdesk, war, war.with_name("monday.geojson"), *words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1
    assert war.read_bytes() == before


def test_a_side_that_is_not_there_is_refused_with_those_that_are(mapdesk, war: Path) -> None:
    said = imported(mapdesk, war, war.with_name("monday.geojson"), side="Green")
    assert said.err == "This project has no side called Green; its sides are: Blue, Red.\n"


def test_one_bad_source_of_two_leaves_the_map_alone(mapdesk, war: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.geojson"
    broken.write_text('{"type":"Poly')
    before = war.read_bytes()
    said = mapdesk(
        "import", war, war.with_name("monday.geojson"), broken, "--date", "2024-05-03", "--side", "Red"
    )
    assert said.err.startswith("broken.geojson: ")
    assert war.read_bytes() == before


def test_features_are_listed_with_ids_sizes_and_dates(mapdesk, war: Path) -> None:
    rows = mapdesk("features", war, "--date", "2024-05-01", "--json").document
    area, front = rows
    assert (area["kind"], area["side"], area["status"]) == ("control_area", "Red", "controlled")
    assert (area["valid_from"], area["valid_until"]) == ("2024-05-01", "2024-05-02")
    assert (front["id"], front["side"], front["status"]) == ("front-blue-red", "Blue – Red", "derived")
    said = mapdesk("features", war, "--date", "2024-05-09").out
    assert area["id"] in said
    assert "2024-05-02 to now" in said


def test_before_the_first_date_there_is_nothing_on_the_map(mapdesk, war: Path) -> None:
    assert (
        mapdesk("features", war, "--date", "2024-04-30").out == "There is nothing on the map of 2024-04-30.\n"
    )
    assert mapdesk("features", war, "--date", "2024-04-30", "--json").document == []


def test_the_map_of_an_account_that_is_not_there_is_refused(mapdesk, war: Path) -> None:
    for call in (("features", war, "--date", "2022-10-03"), ("compare", war, "2022-10-03", "2022-10-04")):
        said = mapdesk(*call, "--account", "ministry")
        assert said.code == 1
        assert said.err == "This project has no account called ministry; its accounts are: desk.\n"
