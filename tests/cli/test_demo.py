from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mapdesk.cli import demo
from mapdesk.cli.main import mapdesk
from mapdesk.session.sample import FILE_NAME

PICTURES = ["east.png", "east.svg", "south.png", "south.svg"]


def called(*arguments: str | Path, open_window: Callable[[Path], None] | None = None) -> Result:
    return CliRunner().invoke(mapdesk, ["demo", *map(str, arguments)], obj=open_window)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("demo") / "of" / "mapdesk"
    return folder, called("--to", folder, "--no-window")


def test_the_demo_writes_the_project_and_both_frames_and_says_so(first: tuple[Path, Result]) -> None:
    folder, result = first
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in folder.iterdir()) == sorted([FILE_NAME, *PICTURES])
    assert all(f"Wrote {folder / name}." in result.output for name in (FILE_NAME, *PICTURES))


def test_called_again_the_demo_keeps_the_project_and_opens_it(
    first: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = first
    opened: list[Path] = []
    monkeypatch.setattr(demo, "has_display", lambda: True)
    before = (folder / FILE_NAME).read_bytes()
    (folder / "south.svg").unlink()
    result = called("--to", folder, open_window=opened.append)
    assert f"Kept {folder / FILE_NAME}, which was there already." in result.output
    assert (folder / FILE_NAME).read_bytes() == before
    assert (folder / "south.svg").exists()
    assert opened == [folder / FILE_NAME]


def test_without_a_display_the_demo_says_so_and_is_content(
    first: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = first
    monkeypatch.setattr(demo, "has_display", lambda: False)
    monkeypatch.setattr(demo, "_written", lambda folder: folder / FILE_NAME)
    result = called("--to", folder, open_window=lambda path: pytest.fail(f"{path} was opened"))
    assert result.exit_code == 0
    assert result.output.startswith("There is no display to open a window on")


def test_a_project_that_does_not_open_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no project")
    result = called("--to", tmp_path, "--no-window")
    assert result.exit_code == 1
    assert "is not a GeoPackage" in result.output
    assert (tmp_path / FILE_NAME).read_bytes() == b"no project"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_can_not_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    result = called("--to", tmp_path / "taken", "--no-window")
    assert result.exit_code == 1
    assert "can't be made" in result.output
