"""The import command on a series of dates; on one date see test_ground.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plain_maps import layers_file, rectangle


@pytest.fixture
def days(war: Path) -> list[Path]:
    """Two more days: Red holds less on the second."""
    held = rectangle(34, 47, 36, 49)
    return [
        layers_file(war.with_name("red_2024-05-03.geojson"), held=held),
        layers_file(war.with_name("red_2024-05-04.geojson"), held=rectangle(35, 47, 36, 49), forest=held),
    ]


@pytest.fixture
def rules(war: Path) -> Path:
    """A mapping for them."""
    path = war.with_name("rules.json")
    path.write_text('{"layers": [{"like": "held", "side": "Red", "evidence": "reported"}]}', encoding="utf-8")
    return path


def test_a_dry_run_shows_what_becomes_of_each_layer_and_writes_nothing(
    mapdesk, war: Path, days: list[Path], rules: Path
) -> None:
    before = war.read_bytes()
    said = mapdesk("import", war, *days, "--series", "--map", rules, "--dry-run")
    assert said.code == 0
    assert [line.split("  ")[0] for line in said.out.splitlines()] == [
        "2024-05-03",
        "2024-05-04",
        "2024-05-04",
    ]
    assert "Red, controlled" in said.out
    assert "left out: the mapping does not name it" in said.out
    assert "Left out: forest" in said.err
    assert war.read_bytes() == before


def test_a_series_is_one_step_that_can_be_undone(mapdesk, war: Path, days: list[Path], rules: Path) -> None:
    before = mapdesk("features", war, "--date", "2024-05-04", "--json").document
    said = mapdesk("import", war, *days, "--series", "--map", rules, "--source", "An institute")
    assert (said.code, said.out.splitlines()[0]) == (0, "Import series, 2 dates")
    assert "  New: 2 dates, 3 May 2024 to 4 May 2024." in said.out.splitlines()
    rows = mapdesk("features", war, "--date", "2024-05-04", "--json").document
    assert {row["evidence"] for row in rows if row["kind"] == "control_area"} == {"reported"}
    mapdesk("undo", war)
    assert mapdesk("features", war, "--date", "2024-05-04", "--json").document == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Missing option '--date' (or --series)."),
        (("--date", "2024-05-03"), "Missing option '--side' (or --series)."),
        (("--series", "--date", "2024-05-03"), "--date goes without --series only."),
        (("--date", "2024-05-03", "--side", "Red", "--dry-run"), "--dry-run goes with --series only."),
    ],
)
def test_options_of_one_date_and_of_a_series_do_not_mix(
    mapdesk, war: Path, days: list[Path], words: tuple[str, ...], sentence: str
) -> None:
    said = mapdesk("import", war, days[0], *words)
    assert said.code == 2
    assert said.err.startswith(sentence)


def test_a_project_is_no_source(mapdesk, war: Path) -> None:
    said = mapdesk("import", war, war, "--date", "2024-05-03", "--side", "Red")
    assert (said.code, said.err) == (
        1,
        f"{war.name}: it is a MapDesk project, which is opened, not imported.\n",
    )
