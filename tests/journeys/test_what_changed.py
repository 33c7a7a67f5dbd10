"""J2 and J7 on the sample: what changed since yesterday as a frame; how far, how much, which villages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QTabBar
from pytestqt.qtbot import QtBot

from mapdesk.model.layout import DateRule
from mapdesk.session.sample import open_or_make_sample
from mapdesk.ui.menus import actions_in
from tests.journeys.at_the_desk import Hands


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """At the sample, as it opens."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_or_make_sample() as session:
        path = session.file.path
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("last_project", str(path))
    settings.sync()
    hands = Hands(qtbot, tmp_path)
    hands.settle()
    hands.clicks = 0
    return hands


def _seen(hands: Hands) -> str:
    labels = hands.window.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def _tab(bars: list[QTabBar], title: str) -> tuple[QTabBar, int]:
    return next((bar, n) for bar in bars for n in range(bar.count()) if bar.tabText(n).startswith(title))


def test_what_changed_since_the_day_before_is_a_frame_in_five_clicks(hands: Hands) -> None:
    frames = set(hands.showing.project.frames)
    bar, dock = _tab(hands.window.findChildren(QTabBar), "Changes")
    hands.press(bar, bar.tabRect(dock).center())
    hands.qtbot.waitUntil(lambda: hands.window.changes.isVisible())
    assert "+" in _seen(hands)
    assert "km²" in _seen(hands)
    bar, places = _tab(hands.window.changes.findChildren(QTabBar), "Localities")
    hands.press(bar, bar.tabRect(places).center())
    assert hands.window.changes.places.model().rowCount() >= 1
    around_what_changed = hands.window.frames.add_actions[1]
    assert around_what_changed in actions_in(hands.window)
    hands.clicks += 1
    around_what_changed.trigger()
    hands.settle()
    (made,) = set(hands.showing.project.frames) - frames
    frame = hands.showing.project.frames[made]
    assert frame.date_rule is not DateRule.THIS_DATE
    west, south, east, north = frame.bounds
    assert hands.showing.comparison is not None
    for patch in hands.showing.comparison.as_seen:
        lon, lat = patch.centre
        assert west < lon < east
        assert south < lat < north
    assert hands.clicks <= 5


def test_the_distance_the_ground_the_villages_and_the_source_are_four_clicks_away(hands: Hands) -> None:
    assert hands.window.article.text.isVisible()
    assert hands.showing.project.links
    hands.fill(hands.window.finder, "Kherson")
    hands.key(Qt.Key.Key_Return, to=hands.window.finder)
    assert "Kherson: " in _seen(hands)
    assert "km from the front" in _seen(hands)
    bar, dock = _tab(hands.window.findChildren(QTabBar), "Changes")
    hands.press(bar, bar.tabRect(dock).center())
    hands.qtbot.waitUntil(lambda: hands.window.changes.isVisible())
    assert "km²" in _seen(hands)
    bar, places = _tab(hands.window.changes.findChildren(QTabBar), "Localities")
    hands.press(bar, bar.tabRect(places).center())
    rows = hands.window.changes.places.model()
    assert rows.rowCount() >= 1
    assert hands.clicks <= 4
