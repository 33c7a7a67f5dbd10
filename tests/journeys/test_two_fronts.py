"""Two fronts of a whole war: imported as dated lines by one command, and played in the window by one key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from mapdesk.model.features import FrontLine
from mapdesk.session.showing import Showing
from tests.conftest import Said
from tests.journeys.at_the_desk import Hands

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "frontlines" / "wwi_explorer_mit"
FRONTS = [DATA / f"front_{which}.geojson" for which in "wi"]

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the fronts are not in {DATA}")


@pytest.fixture
def hands(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapdesk: Callable[..., Said]
) -> Hands:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "fronts.mapdesk.gpkg"
    mapdesk("new", path, "--title", "Two fronts", "--side", "Germany", "--side", "Allies")
    mapdesk("import", path, *FRONTS, "--series", "--as", "lines", "--date-from", "date")
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("last_project", str(path))
    settings.sync()
    opened = Hands(qtbot, tmp_path)
    opened.settle()
    return opened


def test_all_dates_of_the_war_are_played_one_after_the_other_with_their_fronts(hands: Hands) -> None:
    seen: dict[date, list[str]] = {}

    def see(showing: Showing) -> None:
        assert hands.page.canvas.hand is None
        fronts = [feature for feature in showing.features.values() if isinstance(feature, FrontLine)]
        seen[showing.day] = sorted(front.name for front in fronts)

    hands.page.timeline.player.speed = 20
    hands.window.desk.passed.connect(see)
    hands.key(Qt.Key.Key_F5, to=hands.window)
    hands.qtbot.waitUntil(lambda: not hands.page.timeline.player.is_playing, timeout=60_000)
    hands.settle()
    dates = [snapshot.date for snapshot in hands.showing.snapshots]
    assert list(seen) == dates
    assert (dates[0], dates[-1]) == (date(1914, 8, 3), date(1918, 11, 11))
    assert seen[date(1914, 8, 3)] == ["front w"]
    assert seen[date(1918, 11, 11)] == ["front i", "front w"]
    assert hands.showing.day == dates[-1]
    assert hands.page.canvas.hand is hands.page.hand
