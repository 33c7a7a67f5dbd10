"""What several floors' tests need: files of a small war, and the command line in this process."""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.plain_maps import layers_file, rectangle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from mapdesk.model.project import Project
    from mapdesk.ui.desk import Desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _garbage_of_the_window_is_collected_in_its_own_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As the window does it by itself: see mapdesk/ui/collector.py."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@dataclass(frozen=True)
class Said:
    """What a command said: on standard output, on standard error, and with its exit code."""

    out: str
    err: str
    code: int

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document that it is."""
        return json.loads(self.out)


@pytest.fixture
def mapdesk(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """The command line, called with words; paths may be given as they are."""
    from mapdesk.cli.main import run

    def call(*words: object) -> Said:
        capsys.readouterr()
        code = 0
        try:
            run([str(word) for word in words])
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
        out, err = capsys.readouterr()
        return Said(out, err, code)

    return call


def _written(path: Path, **areas: tuple[float, float, float, float]) -> Path:
    return layers_file(path, **{layer: rectangle(*bounds) for layer, bounds in areas.items()})


@pytest.fixture(scope="session")
def _two_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mapdesk.cli.main import mapdesk as commands

    folder = tmp_path_factory.mktemp("two-days")
    monday = _written(folder / "monday.geojson", held=(34, 47, 36, 49), advance=(36, 47, 36.5, 49))
    tuesday = _written(folder / "tuesday.geojson", held=(34.5, 47, 36, 49))
    _written(folder / "blue-home.geojson", home=(33, 46, 38, 50))
    (folder / "report.txt").write_text(
        "Ground was left in the west.\nThe front is near, and near is close. “Soon,” he says.",
        encoding="utf-8",
    )
    project = folder / "war.mapdesk.gpkg"
    home, extent = f"Blue={folder / 'blue-home.geojson'}", "32,45,40,51"
    held = ("--side", "Red", "--where", "layer=held", "--extent", extent)
    for words in (
        ("new", project, "--title", "Two days", "--side", "Blue", "--side", "Red=#C74A38", "--home", home),
        ("import", project, monday, "--date", "2024-05-01", *held),
        ("import", project, tuesday, "--date", "2024-05-02", *held),
        ("article", "add", project, folder / "report.txt", "--title", "The day", "--published", "2024-05-02"),
    ):
        commands.main([str(word) for word in words], standalone_mode=False)
    return folder


@pytest.fixture
def two_days(_two_days: Path, tmp_path: Path) -> Path:
    """A folder with the project war.mapdesk.gpkg and its sources, to do with as one likes.

    On 1 May Red holds ground in Blue's home ground; on 2 May half a degree less of it in the west.
    """
    return Path(shutil.copytree(_two_days, tmp_path / "two-days"))


@pytest.fixture
def war(two_days: Path) -> Path:
    """The project of the two days."""
    return two_days / "war.mapdesk.gpkg"


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Project], Desk]]:
    """Opens a Desk on a project in a file of its own; it is let go of at the end."""
    from mapdesk.session.edit_session import EditSession
    from mapdesk.ui.desk import Desk

    desks: list[Desk] = []

    def open_on(project: Project) -> Desk:
        path = tmp_path / "war.mapdesk.gpkg"
        EditSession.create(path, project).close()
        desk = Desk()
        desks.append(desk)
        desk.open(lambda: EditSession.open(path), path.name)
        qtbot.waitUntil(lambda: desk.showing is not None and desk.is_settled(), timeout=10_000)
        return desk

    yield open_on
    for desk in desks:
        desk.finish()
