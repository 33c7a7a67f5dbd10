"""J1: yesterday's front becomes today's in the window, by one stroke of the hand or by points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mapdesk.model.problems import problems
from mapdesk.session.edit_session import EditSession
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.push import PushFront
from tests.journeys.at_the_desk import Hands
from tests.plain_maps import day, put, rectangle, two_sides

#: From Red's front out into Blue's home ground and back to it.
STROKE: tuple[LonLat, ...] = ((36, 51.2), (35.6, 51.4), (35.5, 52), (35.7, 52.6), (36, 52.8))


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """At a map of the day before: Red holds the east of Blue's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "war.mapdesk.gpkg"
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(36, 50, 40, 54))
    with EditSession.create(path, project):
        pass
    (tmp_path / "settings.ini").write_text(f"[General]\nlast_project={path}\n", encoding="utf-8")
    hands = Hands(qtbot, tmp_path)
    hands.settle()
    hands.window.desk.alter(day=day(1) + timedelta(days=1))
    hands.page.look_at((34.5, 50.5, 37.5, 53.5))
    hands.settle()
    hands.clicks = 0
    return hands


def by_hand(hands: Hands) -> None:
    """One drag along the stroke."""
    hands.clicks += 1
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    canvas = hands.page.canvas
    hands.point(*STROKE[0])
    QTest.mousePress(canvas, left, none, hands.pixel(*STROKE[0]))
    for (lon, lat), (to_lon, to_lat) in pairwise(STROKE):
        for share in range(1, 21):
            hands.point(lon + (to_lon - lon) * share / 20, lat + (to_lat - lat) * share / 20)
    (label,) = [sketch for sketch in hands.page.hand.tool.sketches(hands.page.hand.on_map) if sketch.text]
    assert "km² to Red" in label.text
    QTest.mouseRelease(canvas, left, none, hands.pixel(*STROKE[-1]))


def by_points(hands: Hands) -> None:
    """A click on each of its points."""
    for place in STROKE:
        hands.click(*place)


@pytest.mark.parametrize(("draw", "most"), [(by_hand, 3), (by_points, 15)])
def test_the_front_of_the_day_before_becomes_todays(
    hands: Hands, draw: Callable[[Hands], None], most: int
) -> None:
    hands.key(Qt.Key.Key_P)
    assert isinstance(hands.page.hand.tool, PushFront)
    draw(hands)
    hands.qtbot.waitUntil(lambda: hands.showing.has_own_map, timeout=30_000)
    hands.settle()
    assert hands.clicks <= most
    (front,) = [line for uid, line in hands.showing.features.items() if uid.startswith("front-")]
    assert front.shape.bounds[0] == pytest.approx(35.5, abs=0.05)
    assert problems(hands.showing.project) == []
