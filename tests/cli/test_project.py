"""Commands on a project as a whole: new, info, check, undo, redo, history."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest


def test_a_new_project_says_where_it_is_and_is_called_after_its_file(mapdesk, tmp_path: Path) -> None:
    path = tmp_path / "south.mapdesk.gpkg"
    said = mapdesk("new", path)
    assert (said.code, said.out) == (0, f"Made {path}.\n")
    assert mapdesk("info", path, "--json").document["title"] == "south"
    assert "none yet" in mapdesk("info", path).out


def test_a_project_that_is_there_is_not_written_over(mapdesk, war: Path) -> None:
    before = war.read_bytes()
    said = mapdesk("new", war, "--title", "Another")
    assert said.code == 1
    assert "war.mapdesk.gpkg" in said.err
    assert war.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--side", "Red=red"), "A colour is written #RRGGBB"),
        (("--side", ""), "A side needs a name"),
        (("--side", "Red", "--side", "red"), "There is a side called red already"),
        (("--home", "Red=UA"), "no side called Red"),
        (("--side", "Red", "--home", "Red"), "Home ground is written NAME=UA"),
        (("--side", "Red", "--home", "Red=QQ"), "QQ"),
        (("--side", "Red", "--home", "Red=none.geojson"), "none.geojson: there is no such file"),
    ],
)
def test_a_new_project_that_makes_no_sense_is_not_made(mapdesk, tmp_path: Path, words, sentence: str) -> None:
    path = tmp_path / "south.mapdesk.gpkg"
    said = mapdesk("new", path, *words)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert not path.exists()


def test_a_project_is_not_made_under_another_ending_or_in_no_folder(mapdesk, tmp_path: Path) -> None:
    for path in (tmp_path / "south.mapdesk", tmp_path / "none" / "south.mapdesk.gpkg"):
        said = mapdesk("new", path)
        assert (said.code, said.out) == (1, "")
        assert said.err.count("\n") == 1
        assert not path.exists()


def test_info_shows_sides_dates_and_counts(mapdesk, war: Path) -> None:
    document = mapdesk("info", war, "--json").document
    assert document["title"] == "Two days"
    assert [(side["name"], side["home"]) for side in document["sides"]] == [
        ("Blue", ["blue-home.geojson"]),
        ("Red", []),
    ]
    assert [entry["date"] for entry in document["dates"]] == ["2024-05-01", "2024-05-02"]
    assert document["counts"] == {"dates": 2, "articles": 1, "passages": 0, "links": 0, "frames": 0}
    said = mapdesk("info", war).out
    assert "2, 2024-05-01 to 2024-05-02" in said
    assert "Red #C74A38" in said


def test_a_sound_project_has_nothing_wrong(mapdesk, war: Path) -> None:
    assert mapdesk("check", war).out == "Nothing is wrong.\n"
    said = mapdesk("check", war, "--json")
    assert (said.document, said.code) == ({"problems": []}, 0)


def test_a_front_that_somebody_else_moved_is_found_with_exit_code_1(mapdesk, war: Path) -> None:
    connection = sqlite3.connect(war)
    with connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("UPDATE snapshot SET note = 'not ours'")
    connection.close()
    for words in (("check", war), ("check", war, "--json")):
        said = mapdesk(*words)
        assert said.code == 1
    assert said.document["problems"]


def test_a_cut_off_project_is_refused_or_found_broken(mapdesk, war: Path) -> None:
    whole = war.read_bytes()
    for share in (0, 100, len(whole) // 3, len(whole) - 5000):
        war.write_bytes(whole[:share])
        said = mapdesk("check", war)
        assert said.code == 1
        assert "fault of its own" not in said.err
        assert said.err.count("\n") <= 1


def test_undo_takes_steps_back_redo_does_them_again_and_history_tells(mapdesk, war: Path) -> None:
    labels = [step["label"] for step in mapdesk("history", war, "--json").document]
    assert labels == [
        "Import Red, controlled, on 2024-05-01",
        "Import Red, controlled, on 2024-05-02",
        "Add article “The day”",
    ]
    said = mapdesk("undo", war, "--steps", 2)
    assert said.out == f"Undone: {labels[2]}\nUndone: {labels[1]}\n"
    assert [step["undone"] for step in mapdesk("history", war, "--json").document] == [False, True, True]
    assert mapdesk("history", war).out.count("(undone)") == 2
    assert mapdesk("info", war, "--json").document["counts"]["dates"] == 1
    assert mapdesk("redo", war).out == f"Done again: {labels[1]}\n"
    assert mapdesk("redo", war).out == f"Done again: {labels[2]}\n"
    assert mapdesk("info", war, "--json").document["counts"] == {
        "dates": 2,
        "articles": 1,
        "passages": 0,
        "links": 0,
        "frames": 0,
    }


def test_more_steps_than_there_are_end_in_a_sentence(mapdesk, war: Path) -> None:
    said = mapdesk("undo", war, "--steps", 9)
    assert said.code == 1
    assert said.out.count("Undone: ") == 3
    assert said.err == "There is nothing to undo.\n"
    assert mapdesk("redo", war, "--steps", 3).code == 0
    assert mapdesk("redo", war).err == "There is nothing to redo.\n"


def test_a_project_nobody_edited_has_no_history(mapdesk, tmp_path: Path) -> None:
    path = tmp_path / "south.mapdesk.gpkg"
    mapdesk("new", path)
    assert mapdesk("history", path).out == "Nothing has been edited yet.\n"
    assert mapdesk("history", path, "--json").document == []
