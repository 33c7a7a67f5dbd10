"""Commands on pictures: frame add, export."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

SOUTH = ("South", "--bounds", "33,46,38,50")


def size_of(png: Path) -> tuple[int, int]:
    raw = png.read_bytes()
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", raw[16:24])
    return width, height


def test_a_frame_is_added_and_listed(mapdesk, war: Path) -> None:
    said = mapdesk(
        "frame",
        "add",
        war,
        *SOUTH,
        "--size",
        "640x480",
        "--title",
        "T",
        "--subtitle",
        "S",
        "--source",
        "A desk",
        "--note",
        "N",
        "--since-previous",
    )
    assert said.out.startswith("Added frame South as frame-")
    (frame,) = mapdesk("info", war, "--json").document["frames"]
    assert (frame["name"], frame["width"], frame["height"]) == ("South", 640, 480)
    assert "South" in mapdesk("info", war).out


@pytest.mark.parametrize("size", ["640", "640x", "axb", "²x³", "-640x480", "640x480x1", "9" * 5000 + "x480"])
def test_a_size_that_is_none_is_a_wrong_call(mapdesk, war: Path, size: str) -> None:
    said = mapdesk("frame", "add", war, *SOUTH, "--size", size)
    assert said.code == 2
    assert "--size takes WIDTHxHEIGHT" in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("South", "--bounds", "33,46,38,50", "--size", "100x100"), "200 to 8000 pixels"),
        (("South", "--bounds", "38,46,33,50"), "A frame needs some ground"),
        (("South", "--bounds", "nan,46,33,50"), "A frame needs some ground"),
        (("South", "--bounds", "33,46,inf,50"), "A frame needs some ground"),
    ],
)
def test_a_frame_that_can_not_be_is_refused(mapdesk, war: Path, words, sentence: str) -> None:
    said = mapdesk("frame", "add", war, *words)
    assert said.code == 1
    assert sentence in said.err


def test_a_frame_is_exported_as_png_in_its_size_and_twice_as_dense(
    mapdesk, war: Path, tmp_path: Path
) -> None:
    mapdesk("frame", "add", war, *SOUTH, "--size", "400x300", "--since-previous")
    target = tmp_path / "south.png"
    said = mapdesk("export", war, "--date", "2024-05-02", "--frame", "south", "--to", target)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Wrote {target}.\n")
    assert size_of(target) == (400, 300)
    mapdesk("export", war, "--date", "2024-05-02", "--frame", "South", "--to", target, "--scale", 2)
    assert size_of(target) == (800, 600)


def test_the_change_against_another_date_is_a_layer_of_the_svg(mapdesk, war: Path, tmp_path: Path) -> None:
    plain, against = tmp_path / "plain.svg", tmp_path / "against.svg"
    mapdesk("export", war, "--date", "2024-05-02", "--to", plain)
    mapdesk("export", war, "--date", "2024-05-02", "--against", "2024-05-01", "--to", against)
    assert plain.read_text(encoding="utf-8").lstrip().startswith("<")
    assert 'id="change' not in plain.read_text(encoding="utf-8")
    assert "Two days" in against.read_text(encoding="utf-8")
    assert len(against.read_bytes()) != len(plain.read_bytes())


def test_the_map_as_data_has_each_feature_with_its_facts(mapdesk, war: Path, tmp_path: Path) -> None:
    target = tmp_path / "map.geojson"
    assert mapdesk("export", war, "--date", "2024-05-02", "--to", target).code == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    listed = mapdesk("features", war, "--date", "2024-05-02", "--json").document
    assert {member["id"] for member in document["features"]} == {row["id"] for row in listed}
    assert {member["properties"]["date"] for member in document["features"]} == {"2024-05-02"}
    assert mapdesk("import", war, target, "--date", "2024-05-05", "--side", "Red").code == 0


@pytest.mark.parametrize(
    ("words", "target", "sentence"),
    [
        (("--date", "2024-05-02"), "map.pdf", "map.pdf: an export ends in .png, .svg or .geojson."),
        (("--date", "2024-05-02"), "map", "map: an export ends in .png, .svg or .geojson."),
        (("--date", "2024-05-02"), "none/map.png", "There is no folder "),
        (("--date", "2024-04-01"), "map.png", "There is no map on 2024-04-01"),
        (("--date", "2024-04-01"), "map.geojson", "There is no map on 2024-04-01"),
        (("--date", "2024-05-02", "--against", "2024-04-01"), "map.svg", "There is no map on 2024-04-01"),
        (("--date", "2024-05-02", "--frame", "North"), "map.png", "This project has no frame called North"),
    ],
)
def test_an_export_that_can_not_be_is_refused_and_writes_nothing(
    mapdesk, war: Path, tmp_path: Path, words, target: str, sentence: str
) -> None:
    said = mapdesk("export", war, *words, "--to", tmp_path / target)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)
    assert not (tmp_path / target).exists()


def test_a_frame_of_the_whole_globe_is_refused_in_a_sentence(mapdesk, war: Path, tmp_path: Path) -> None:
    mapdesk("frame", "add", war, "globe", "--bounds=-180,-90,180,90")
    target = tmp_path / "globe.png"
    said = mapdesk("export", war, "--date", "2024-05-02", "--frame", "globe", "--to", target)
    assert (said.code, target.exists()) == (1, False)
    assert said.err == "A frame can't show more than half of the globe; choose narrower bounds.\n"


def test_exporting_leaves_the_project_as_it_was(mapdesk, war: Path, tmp_path: Path) -> None:
    before = war.read_bytes()
    mapdesk("export", war, "--date", "2024-05-02", "--to", tmp_path / "map.svg")
    assert war.read_bytes() == before
    assert [path.name for path in war.parent.iterdir() if path.name.startswith("war")] == [war.name]
