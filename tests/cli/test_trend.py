"""The command on change over time: trend."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest


def test_ground_is_listed_date_by_date_with_its_method(mapdesk, war: Path) -> None:
    said = mapdesk("trend", war)
    assert (said.code, said.err) == (0, "")
    head, first, second, *_, method = said.out.splitlines()
    assert "Red, held (km²)" in head
    assert (first[:10], second[:10]) == ("2024-05-01", "2024-05-02")
    assert "WGS84" in method


def test_the_json_agrees_with_the_comparison_of_two_dates(mapdesk, war: Path) -> None:
    document = mapdesk("trend", war, "--json").document
    compared = mapdesk("compare", war, "2024-05-01", "2024-05-02", "--json").document
    (held,) = [one for one in document["series"] if (one["side"], one["status"]) == ("red", "held")]
    (total,) = [one for one in compared["held"] if one["side"] == "Red"]
    first, second = held["values"]
    assert second - first == pytest.approx(total["gained_km2"] - total["lost_km2"], abs=0.11)
    assert document["dates"] == ["2024-05-01", "2024-05-02"]


def test_the_csv_is_a_table_and_nothing_else(mapdesk, war: Path) -> None:
    said = mapdesk("trend", war, "--of", "front", "--csv")
    rows = list(csv.reader(said.out.splitlines()))
    assert rows[0][0] == "date"
    assert all(len(row) == len(rows[0]) for row in rows)
    assert float(rows[1][1]) > 0


def test_the_distance_to_a_place_says_the_first_date_under_a_limit(mapdesk, war: Path) -> None:
    said = mapdesk("trend", war, "--of", "distance", "--place", "Запоріжжя", "--under", "5000")
    assert said.code == 0
    assert "Zaporizhzhia: first under 5000 km on 2024-05-01" in said.out
    never = mapdesk("trend", war, "--of", "distance", "--place", "47.84, 35.14", "--under", "0.001")
    assert "never under 0.001 km" in never.out


def test_localities_are_whole_numbers(mapdesk, war: Path) -> None:
    document = mapdesk("trend", war, "--of", "places", "--json").document
    assert all(isinstance(value, int) for one in document["series"] for value in one["values"])


def test_the_localities_of_a_date_are_named_as_many_as_are_counted(mapdesk, war: Path) -> None:
    document = mapdesk("trend", war, "--of", "places", "--on", "2024-05-02", "--json").document
    counted = {(one["side"], one["status"]): one["values"][1] for one in document["series"]}
    named = {(one["side"], one["status"]): one["localities"] for one in document["localities"]}
    assert len(named["red", "controlled"]) == counted["red", "held"] > 0
    largest = named["red", "controlled"][0]["name"]
    assert (
        f"Red, controlled, on 2024-05-02: {largest}"
        in mapdesk("trend", war, "--of", "places", "--on", "2024-05-02").out
    )


def test_a_side_alone_is_listed(mapdesk, war: Path) -> None:
    document = mapdesk("trend", war, "--side", "red", "--json").document
    assert {one["side"] for one in document["series"]} == {"red"}
    assert mapdesk("trend", war, "--side", "Green").code == 1


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_a_trend_is_written_as_a_chart_or_a_table(mapdesk, war: Path, ending: str) -> None:
    target = war.with_name(f"trend.{ending}")
    said = mapdesk("trend", war, "--to", target)
    assert (said.code, said.out) == (0, f"Wrote {target}.\n")
    assert target.read_bytes()[:4] == {"png": b"\x89PNG", "svg": b"<?xm", "csv": b"\xef\xbb\xbfd"}[ending]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--place", "Kherson"), 2, "goes with --of distance"),
        (("--of", "distance"), 2, "needs a --place"),
        (("--of", "front", "--by-region"), 2, "goes with --of area"),
        (("--on", "2024-05-02"), 2, "goes with --of places"),
        (("--json", "--csv"), 2, "either --json or --csv"),
        (("--of", "distance", "--place", "Xqzzyv"), 1, "No place is called"),
        (("--to", "trend.pdf"), 1, "has to end in"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(mapdesk, war: Path, words, code, sentence) -> None:
    said = mapdesk("trend", war, *words)
    assert said.code == code
    assert sentence in said.err


def test_what_was_measured_is_there_for_the_next_one(mapdesk, war: Path) -> None:
    from mapdesk.store.project_file import ProjectFile

    first = mapdesk("trend", war, "--csv").out
    with ProjectFile.open(war, read_only=True) as file:
        assert len(file.kept_figures("desk", "area")) == 2
    assert mapdesk("trend", war, "--csv").out == first
