"""What files seem to be, by the words in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mapdesk.edit.project import add_side, new_project
from mapdesk.exchange.vector_file import Kind
from mapdesk.session.import_guess import guessed_evidence, guessed_layers
from mapdesk.session.series_dates import date_in_name


def _project(*names: str):
    project = new_project("p", "Plain")
    for name in names:
        project = add_side(project, name)
    return project


def _kind(value: str, *, polygons: int = 3, lines: int = 0, name: str = "day") -> Kind:
    where = {"layer": value} if value else {}
    return Kind(Path(f"{name}.geojson"), where, polygons, lines, 0)


def _guessed(value: str, *sides: str, **more) -> tuple[str, str] | None:
    layers = guessed_layers(_project(*(sides or ("Ukraine", "Russia"))), [_kind(value, **more)])
    return (layers[0].side, layers[0].status) if layers else None


@pytest.mark.parametrize(
    ("value", "guess"),
    [
        ("RussianAssessedCoTinUkraine", ("russia", "controlled")),
        ("RussianAssessedAdvanceinUkraine", ("russia", "advance")),
        ("RussianClaimedCoTinUkraine", ("russia", "claimed")),
        ("UkrainianClaimedCounterOffensives", ("ukraine", "claimed")),
        ("Ukrainian claims against Russia", ("ukraine", "claimed")),
        ("grey zone, russian side", ("russia", "contested")),
        ("Contested_Russia", ("russia", "contested")),
        ("RUSSIA", ("russia", "controlled")),
        ("UkrainianReportedPartisanWarfare", None),
        ("Unknown", None),
        ("7", None),
    ],
)
def test_a_value_names_the_side_first_and_how_it_holds_the_ground(value: str, guess) -> None:
    assert _guessed(value) == guess


def test_where_a_file_tells_no_kinds_apart_its_name_says_what_it_is() -> None:
    assert _guessed("", name="20221003_RussianClaimedCoTinUkraine") == ("russia", "claimed")
    assert _guessed("", name="front_w") is None


def test_short_names_are_words_of_their_own_and_shared_words_tell_nothing() -> None:
    assert _guessed("reduced claims", "Red", "Blue") is None
    assert _guessed("red claims", "Red", "Blue") == ("red", "claimed")
    assert _guessed("Korean ground", "North Korea", "South Korea") is None
    assert _guessed("South Korean ground", "North Korea", "South Korea") == ("south_korea", "controlled")


def test_lines_become_a_front_line_and_polygons_ground() -> None:
    both = guessed_layers(_project("Russia"), [_kind("Russian claims", lines=2)])
    assert [(layer.lines, layer.status) for layer in both] == [(False, "claimed"), (True, "controlled")]


def test_evidence_is_the_best_that_is_said_of_any_kind() -> None:
    assert guessed_evidence([_kind("ReportedAdvance"), _kind("RussianAssessedCoT")]) == "assessed"
    assert guessed_evidence([_kind("Unverified claims")]) == "unconfirmed"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("isw_2022-10-03.geojson", date(2022, 10, 3)),
        ("20221003_CoT.geojson", date(2022, 10, 3)),
        ("map 2022_10_03.v2.geojson", date(2022, 10, 3)),
        ("12345678_19140803.geojson", date(1914, 8, 3)),
        ("202210031.geojson", None),
        ("2022-13-45.geojson", None),
        ("front_w.geojson", None),
    ],
)
def test_the_date_is_read_from_the_name_of_a_file(name: str, day: date | None) -> None:
    assert date_in_name(Path("/somewhere/2001-01-01") / name) == day
