"""Commands that draw without a hand: give, split, merge, areas."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from mapdesk.geometry.measure import area_km2
from tests.plain_maps import layers_file, rectangle

ON = ("--date", "2024-05-03")


@pytest.fixture
def desk(mapdesk, tmp_path: Path) -> Path:
    """A project in which Red holds a square of the south and Blue the one east of it, since 3 May 2024."""
    file = tmp_path / "south.mapdesk.gpkg"
    mapdesk("new", file, "--side", "Red", "--side", "Blue")
    for side, west in (("Red", 33.0), ("Blue", 34.0)):
        source = layers_file(tmp_path / f"{side}.geojson", held=rectangle(west, 46.4, west + 1, 47.4))
        assert mapdesk("import", file, source, *ON, "--side", side, "--extent", "30,46,37,49").code == 0
    return file


def areas(mapdesk, file: Path) -> dict[str, dict]:
    rows = mapdesk("features", file, *ON, "--json").document
    return {row["id"]: row for row in rows if row["kind"] == "control_area"}


def held(mapdesk, file: Path, side: str) -> float:
    return sum(row["area_km2"] for row in areas(mapdesk, file).values() if row["side"] == side)


def test_a_region_is_given_by_its_name_and_all_of_it_is_that_sides(mapdesk, desk: Path) -> None:
    said = mapdesk("give", desk, *ON, "--side", "Blue", "--region", "Kherson Oblast")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Give Kherson Oblast to Blue, ")
    assert held(mapdesk, desk, "Red") < area_km2(rectangle(33, 46.4, 34, 47.4)) / 2
    by_code = mapdesk("give", desk, *ON, "--side", "Red", "--region", "UA-65", "--status", "contested")
    assert by_code.code == 0
    assert any(row["status"] == "contested" for row in areas(mapdesk, desk).values())


def test_an_area_is_given_by_its_id_or_by_a_place_in_it_and_to_nobody(mapdesk, desk: Path) -> None:
    (red,) = [uid for uid, row in areas(mapdesk, desk).items() if row["side"] == "Red"]
    assert mapdesk("give", desk, *ON, "--side", "Blue", "--feature", red).code == 0
    assert areas(mapdesk, desk)[red]["side"] == "Blue"
    assert mapdesk("give", desk, *ON, "--nobody", "--at", "33.5,47").code == 0
    assert red not in areas(mapdesk, desk)


def test_a_river_bank_within_an_area_is_given_at_a_place(mapdesk, desk: Path) -> None:
    said = mapdesk("give", desk, *ON, "--side", "Blue", "--at", "33.1,46.85", "--bank")
    assert said.out.startswith("Give a bank of the Dnipro to Blue, ")
    assert held(mapdesk, desk, "Red") > 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--side", "Blue"), "Say which ground"),
        (("--at", "33.5,47"), "Say whose the ground becomes"),
        (("--side", "Blue", "--nobody", "--at", "33.5,47"), "Say whose the ground becomes"),
        (("--side", "Blue", "--region", "UA-65", "--bank"), "--bank goes with --at"),
        (("--side", "Blue", "--at", "33.5"), "33.5 is no place"),
        (("--side", "Blue", "--region", "Atlantis"), "no country or region called Atlantis"),
        (("--side", "Blue", "--region", "Kher"), ""),
        (("--side", "Blue", "--feature", "area-x"), "There is no area area-x"),
        (("--side", "Pink", "--at", "33.5,47"), "no side called Pink"),
    ],
)
def test_what_can_not_be_given_is_said_in_a_sentence(mapdesk, desk: Path, words, sentence: str) -> None:
    said = mapdesk("give", desk, *ON, *words)
    assert sentence in said.err
    assert (said.code != 0) == bool(sentence)


def test_a_split_names_what_is_new_and_a_merge_makes_it_one_again(mapdesk, desk: Path) -> None:
    before = areas(mapdesk, desk)
    said = mapdesk("split", desk, *ON, "--line", "32.5,47 33.5,47.1 33.5,48")
    assert said.code == 0
    new = said.out.split("New: ")[1].strip()
    pieces = areas(mapdesk, desk)
    assert set(pieces) - set(before) == {new}
    (red,) = [uid for uid, row in before.items() if row["side"] == "Red"]
    merged = mapdesk("merge", desk, new, red, *ON)
    assert merged.out.splitlines()[1] == f"  The whole is {red}."
    assert areas(mapdesk, desk)[red]["area_km2"] == pytest.approx(before[red]["area_km2"], rel=1e-6)


def test_areas_of_two_sides_are_not_merged(mapdesk, desk: Path) -> None:
    said = mapdesk("merge", desk, *areas(mapdesk, desk), *ON)
    assert (said.code, said.out) == (1, "")
    assert "different sides" in said.err


def test_areas_come_from_an_imported_front_line(mapdesk, tmp_path: Path) -> None:
    file = tmp_path / "line.mapdesk.gpkg"
    mapdesk("new", file, "--side", "Red", "--side", "Blue")
    line = layers_file(tmp_path / "front.geojson", front=shapely.LineString([(35, 49.5), (35, 50.5)]))
    mapdesk("import", file, line, *ON, "--side", "Red", "--as", "lines")
    said = mapdesk("areas", file, *ON, "--left", "Red", "--right", "Blue", "--extent", "34,49,36,51")
    assert said.code == 0
    assert said.out.startswith("Areas from the front lines of 3 May 2024")
    west = area_km2(rectangle(34, 49, 35, 51))
    assert held(mapdesk, file, "Red") == pytest.approx(west, rel=1e-6)
    assert held(mapdesk, file, "Blue") == pytest.approx(west, rel=1e-6)
    assert mapdesk("check", file).code == 0


def test_the_sea_is_parted_only_where_it_is_asked_for(mapdesk, tmp_path: Path) -> None:
    file = tmp_path / "line.mapdesk.gpkg"
    mapdesk("new", file, "--side", "Red", "--side", "Blue")
    # From the Black Sea to the land north of Odesa.
    line = layers_file(tmp_path / "front.geojson", front=shapely.LineString([(31, 45.6), (31, 47.4)]))
    mapdesk("import", file, line, *ON, "--side", "Red", "--as", "lines")
    sides = ("--left", "Red", "--right", "Blue", "--extent", "30,45.5,32,47.5")
    assert mapdesk("areas", file, *ON, *sides).code == 0
    on_land = held(mapdesk, file, "Red")
    assert mapdesk("areas", file, *ON, *sides, "--sea").code == 0
    assert 0.2 * on_land < on_land < 0.9 * held(mapdesk, file, "Red")
