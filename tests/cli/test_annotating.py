"""The command that puts symbols on a map: annotate."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plain_maps import layers_file, rectangle

ON = ("--date", "2024-05-03")


@pytest.fixture
def desk(mapdesk, tmp_path: Path) -> Path:
    """A project in which Red holds a square of the south."""
    file = tmp_path / "south.mapdesk.gpkg"
    mapdesk("new", file, "--side", "Red", "--side", "Blue")
    source = layers_file(tmp_path / "red.geojson", held=rectangle(33, 46.4, 34, 47.4))
    assert mapdesk("import", file, source, *ON, "--side", "Red", "--extent", "30,46,37,49").code == 0
    return file


def annotations(mapdesk, file: Path) -> list[dict]:
    rows = mapdesk("features", file, *ON, "--json").document
    return [row for row in rows if row["kind"] == "annotation"]


def test_an_attack_is_drawn_along_its_places_for_a_side(mapdesk, desk: Path) -> None:
    along = "33.2,46.6 33.5,46.9 33.9,47"
    said = mapdesk("annotate", desk, *ON, "--symbol", "main-attack", "--along", along, "--side", "Red")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Main attack: ")
    (row,) = annotations(mapdesk, desk)
    assert (row["status"], row["symbol"], row["side"]) == ("arrow", "main-attack", "Red")


def test_a_unit_is_placed_by_its_code_with_its_name(mapdesk, desk: Path) -> None:
    code = "10031000001211000000"
    said = mapdesk("annotate", desk, *ON, "--symbol", code, "--at", "33.5,47", "--text", "17th Brigade")
    assert said.code == 0
    (row,) = annotations(mapdesk, desk)
    assert (row["symbol"], row["text"]) == (code, "17th Brigade")


@pytest.mark.parametrize(
    ("options", "reason", "code"),
    [
        (("--symbol", "strike"), "Say where", 2),
        (("--symbol", "strike", "--at", "33.5,47", "--along", "33,47 34,47"), "Say where", 2),
        (("--symbol", "attack", "--along", "33,47"), "A line needs two places", 2),
        (("--symbol", "attack", "--at", "33.5,47"), "along a line", 1),
        (("--symbol", "tank", "--at", "33.5,47"), "no symbol called tank", 1),
        (("--symbol", "10031000999999999999", "--at", "33.5,47"), "no symbol for the code", 1),
        (("--symbol", "strike", "--at", "33.5,47", "--side", "Green"), "Green", 1),
    ],
)
def test_what_can_not_be_drawn_is_refused_in_a_sentence(mapdesk, desk: Path, options, reason, code) -> None:
    said = mapdesk("annotate", desk, *ON, *options)
    assert said.code == code
    assert reason in said.err
    assert annotations(mapdesk, desk) == []
