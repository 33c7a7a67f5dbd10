"""An edit on an old date that holds from there on: drawn, seen, restarted, and taken back in the history."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from mapdesk.edit.project import DESK
from mapdesk.edit.snapshots import copy_map
from mapdesk.session.edit_session import EditSession
from tests.journeys.at_the_desk import Hands, named
from tests.plain_maps import day, facing, ground, put, rectangle, same_ground, square


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = facing()
    for number in (3, 5, 7):
        project = copy_map(project, account=DESK, day=day(1), to=day(number)).project
    # By the 5th Red is there already, and has more in the east.
    project = put(project, "red", rectangle(30, 50, 33, 52), square(36, 50), on=5)
    path = tmp_path / "war.mapdesk.gpkg"
    EditSession.create(path, project).close()
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("last_project", str(path))
    settings.sync()
    opened = Hands(qtbot, tmp_path)
    opened.settle()
    return opened


def test_a_front_pushed_on_an_old_date_from_there_on_is_one_step_that_outlives_a_restart(
    hands: Hands,
) -> None:
    before = hands.showing.project
    field = hands.page.timeline.field.line
    hands.fill(field, "2024-05-01")
    hands.key(Qt.Key.Key_Return, to=field)
    choice = named(hands.window, QComboBox, "How far edits reach")
    assert choice.isVisible()
    assert choice.currentText() == "until 3 May"
    hands.key(Qt.Key.Key_End, to=choice)
    assert choice.currentText() == "from here on"
    hands.window.desk.alter(side="red")

    hands.page.look_at((29, 49, 35, 53))
    hands.settle()
    hands.key(Qt.Key.Key_P)
    for lon, lat in ((32, 50.5), (32.8, 50.6), (32.8, 51.4), (32, 51.5)):
        hands.click(lon, lat)
    hands.settle()
    taken = ground(hands.showing.project, "red", on=1)
    assert taken.area > 4.5
    for number in (3, 7):
        assert same_ground(ground(hands.showing.project, "red", on=number), taken)
    # There all of it was Red's already.
    assert hands.showing.project.snapshot_on(DESK, day(5)) is before.snapshot_on(DESK, day(5))
    session = hands.window.desk.session
    assert session is not None
    (step,) = session.history()
    assert step.label.endswith("(from here on)")

    hands.restart()
    hands.window.show_dock(hands.window.history)
    steps = hands.window.history.list
    assert steps.currentIndex().data() == step.label
    hands.key(Qt.Key.Key_Up, to=steps)
    hands.key(Qt.Key.Key_Return, to=steps)
    hands.settle()
    assert hands.showing.project == before
