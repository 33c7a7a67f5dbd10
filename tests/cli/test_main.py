"""The `mapdesk` command itself: what is called how, and how it says what went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mapdesk import __version__
from mapdesk.cli import main


def test_help_and_version_are_answered(mapdesk) -> None:
    assert mapdesk("--version").out.strip() == f"MapDesk, version {__version__}"
    said = mapdesk("--help")
    assert said.code == 0
    assert all(f"\n  {name} " in said.out for name in ("new", "import", "compare", "export", "check", "undo"))


@pytest.mark.parametrize(
    "call",
    [(name,) for name in ("new", "info", "import", "features", "compare", "link", "export", "check")]
    + [("article", "add"), ("frame", "add"), ("undo",), ("redo",), ("history",), ("demo",)],
    ids=" ".join,
)
def test_every_command_has_help(mapdesk, call: tuple[str, ...]) -> None:
    for flag in ("--help", "-h"):
        said = mapdesk(*call, flag)
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(f"Usage: mapdesk {' '.join(call)} ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nosuch",), "nosuch is neither a command nor a project"),
        (("south.txt",), "south.txt is neither a command nor a project"),
        (("--nosuch",), "No such option"),
        (("info",), "Missing argument 'PROJECT'"),
        (("info", "a.gpkg", "b.gpkg"), "unexpected extra argument"),
        (("article",), "Missing command"),
        (("frame",), "Missing command"),
        (("frame", "remove"), "No such command 'remove'"),
        (("features", "a.gpkg"), "Missing option '--date'"),
        (("features", "a.gpkg", "--date", "yesterday"), "yesterday is no date; write it like 2022-10-04"),
        (("features", "a.gpkg", "--date", "2022-02-30"), "2022-02-30 is no date"),
        (("compare", "a.gpkg", "2022-10-03"), "Missing argument 'TO'"),
        (("undo", "a.gpkg", "--steps", "0"), "--steps"),
        (("undo", "a.gpkg", "--steps", "many"), "--steps"),
        (("import", "a.gpkg", "--date", "2022-10-03", "--side", "Red"), "Missing argument 'SOURCE...'"),
        (
            ("import", "a.gpkg", "s.geojson", "--date", "2022-10-03", "--side", "Red", "--status", "taken"),
            "'taken' is not one of",
        ),
        (
            ("import", "a.gpkg", "s.geojson", "--date", "2022-10-03", "--side", "Red", "--extent", "1,2,3"),
            "1,2,3 is no extent; write west,south,east,north",
        ),
        (("export", "a.gpkg", "--date", "2022-10-03", "--to", "a.png", "--scale", "4"), "--scale"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
def test_a_wrong_call_is_one_line_on_standard_error_and_exit_code_2(mapdesk, words, sentence: str) -> None:
    said = mapdesk(*words)
    assert said.code == 2
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("info",),
        ("features", "--date", "2022-10-03"),
        ("compare", "2022-10-03", "2022-10-04"),
        ("history",),
        ("check",),
        ("undo",),
        ("redo",),
        ("article", "add", "report.txt"),
        ("link", "--quote", "x", "--to", "area-1"),
        ("frame", "add", "South", "--bounds", "1,2,3,4"),
        ("export", "--date", "2022-10-03", "--to", "a.png"),
        ("import", "s.geojson", "--date", "2022-10-03", "--side", "Red"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_project_that_is_not_there_is_one_sentence_and_exit_code_1(mapdesk, tmp_path: Path, words) -> None:
    at = 2 if words[0] in ("article", "frame") else 1
    said = mapdesk(*words[:at], tmp_path / "none.mapdesk.gpkg", *words[at:])
    assert (said.code, said.out) == (1, "")
    assert "none.mapdesk.gpkg" in said.err
    assert said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["info", "check", "undo", "history"])
def test_a_file_that_is_no_project_is_one_sentence(mapdesk, tmp_path: Path, command: str) -> None:
    text = tmp_path / "text.mapdesk.gpkg"
    text.write_text("no database")
    said = mapdesk(command, text)
    assert (said.code, said.out) == (1, "")
    assert "text.mapdesk.gpkg" in said.err
    assert said.err.count("\n") == 1


def test_a_fault_of_ones_own_is_said_so_and_shown_when_asked_for(mapdesk, war: Path, monkeypatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("mapdesk.store.project_file.ProjectFile.open", breaks)
    said = mapdesk("info", war)
    assert said.code == 1
    assert said.err.startswith("MapDesk ran into a fault of its own (ZeroDivisionError: division by zero).")
    monkeypatch.setenv("MAPDESK_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        main.run(["info", str(war)])


def test_ctrl_c_stops_with_a_word_and_no_traceback(mapdesk, war: Path, monkeypatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mapdesk.store.project_file.ProjectFile.open", stopped)
    said = mapdesk("info", war)
    assert (said.code, said.err.strip()) == (130, "Stopped.")


def test_what_the_terminal_can_not_write_is_no_fault_and_json_loses_nothing(two_days: Path) -> None:
    def said(*words: str) -> bytes:
        outcome = subprocess.run(
            [sys.executable, "-m", "mapdesk", *words],
            env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONIOENCODING": "cp1252"},
            capture_output=True,
            check=False,
        )
        assert outcome.returncode == 0, outcome.stderr
        return outcome.stdout

    project = str(next(two_days.glob("*.gpkg")))
    said("frame", "add", project, "Південь", "--bounds", "31,46,35,48")
    assert b"km\xb2" in said("compare", project, "2024-05-01", "2024-05-02")
    assert json.loads(said("info", project, "--json"))["frames"][0]["name"] == "Південь"


LOADED = """
import sys
from mapdesk.cli.main import run
try:
    run(sys.argv[1:])
except SystemExit as stopped:
    assert not stopped.code, stopped.code
print([name for name in ("PySide6.QtWidgets", "pyqtgraph") if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        ("info",),
        ("import", "monday.geojson", "--date", "2024-05-03", "--side", "Red", "--where", "layer=held"),
        ("compare", "2024-05-01", "2024-05-02"),
        ("export", "--date", "2024-05-02", "--to", "out.png"),
        ("export", "--date", "2024-05-02", "--to", "out.svg"),
    ],
    ids=lambda words: words[0] + words[-1][-4:],
)
def test_the_command_line_never_loads_widgets(two_days: Path, war: Path, words) -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", LOADED, words[0], war, *words[1:]],
        cwd=two_days,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr.splitlines()[-1] == "[]"
