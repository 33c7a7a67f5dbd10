"""A window on a small map: Red's square west of Blue's, three markers in Red's, and a second date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shapely import Point

from mapdesk.edit.features import add_annotation
from mapdesk.edit.project import DESK
from mapdesk.model.features import Annotation, AnnotationKind, Feature
from mapdesk.session.edit_session import EditSession
from mapdesk.session.showing import Showing
from mapdesk.ui.main_window import MainWindow
from tests.plain_maps import day, facing, put, square

MARKERS = ("bridge", "depot", "ferry")


class Desk:
    """The window, what it shows, and what was refused in it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot
        self.refusals: list[str] = []
        window.desk.refused.connect(self.refusals.append)

    @property
    def showing(self) -> Showing:
        assert self.window.desk.showing is not None
        return self.window.desk.showing

    @property
    def undo(self) -> str:
        """What the undo menu says."""
        return self.window.actions_of.steps.undo.text().removeprefix("&Undo ")

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self._qtbot.waitUntil(self.window.desk.is_settled, timeout=30_000)

    def select(self, *feature_ids: str) -> None:
        """Select features."""
        self.window.desk.alter(selected=feature_ids)

    def feature(self, uid: str) -> Feature:
        """A feature of the day shown."""
        return self.showing.features[uid]

    def markers(self) -> dict[str, tuple[float, float]]:
        """Where the annotations of the day are."""
        notes = {uid: f.shape for uid, f in self.showing.features.items() if isinstance(f, Annotation)}
        return {uid: (shape.x, shape.y) for uid, shape in notes.items() if isinstance(shape, Point)}


@pytest.fixture
def at_desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = facing()
    for number, uid in enumerate(MARKERS):
        project = add_annotation(
            project,
            account=DESK,
            day=day(1),
            kind=AnnotationKind.MARKER,
            shape=Point(30.5 + number / 2, 51 + number / 4),
            text=uid.title(),
            ids=lambda _, uid=uid: uid,
        ).project
    path = tmp_path / "war.mapdesk.gpkg"
    with EditSession.create(path, project) as session:
        session.do("Go on", lambda p: put(p, "blue", square(31, 50), on=3, add=True))
    window = MainWindow(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.begin(lambda: window.open_first(path, lambda: pytest.fail("the sample was opened")))
    window.resize(1280, 800)
    window.show()
    qtbot.waitUntil(
        lambda: window.page is not None and window.desk.showing is not None and window.is_drawn(),
        timeout=30_000,
    )
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QApplication.clipboard().clear()
    window.desk.alter(day=day(1))
    yield Desk(window, qtbot)
    window.close()
