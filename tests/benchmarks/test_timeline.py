"""How long the timeline takes with three years of dates; figures to print, never a reason to fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot
from shapely import MultiLineString, Polygon

from mapdesk.edit.project import DESK
from mapdesk.model.features import ControlArea, Feature, FrontLine, Status
from mapdesk.model.project import Project, Snapshot
from mapdesk.session.edit_session import EditSession
from mapdesk.session.showing import Showing, first_showing
from mapdesk.ui.desk import Desk
from mapdesk.ui.map_page import MapPage
from mapdesk.ui.timeline import Timeline
from tests.plain_maps import EXTENT, day, put, rectangle, snapshot, square, two_sides

DAYS, ALONG = 1000, 1500
FIRST = date(2022, 2, 24)


def long_war() -> Project:
    """A thousand dates with a front of 1,500 vertices that lies elsewhere in one place on each of them."""
    lat = np.linspace(46, 52, ALONG)
    chance = np.random.default_rng(1)
    lon = 35 + 0.3 * np.sin(3 * lat) + 0.01 * chance.standard_normal(ALONG)
    dated = []
    for number in range(DAYS):
        middle, width = chance.uniform(46.5, 51.5), chance.uniform(0.02, 0.08)
        lon = lon + chance.normal(0, 0.1) * np.exp(-(((lat - middle) / width) ** 2))
        front = np.round(np.column_stack((lon, lat)), 6)
        red, blue = Polygon([*front, (39, 52), (39, 46)]), Polygon([*front[::-1], (31, 46), (31, 52)])
        features: dict[str, Feature] = {
            side: ControlArea(feature_id=side, shape=shape, side=side, status=Status.CONTROLLED)
            for side, shape in (("red", red), ("blue", blue))
        }
        features["front-blue-red"] = FrontLine(
            feature_id="front-blue-red",
            shape=MultiLineString([front]),
            sides=("blue", "red"),
            derived=True,
        )
        on = FIRST + timedelta(days=number)
        dated.append(Snapshot(account=DESK, date=on, extent=EXTENT, features=features))
    return replace(two_sides(blue=rectangle(28, 44, 42, 54)), snapshots={DESK: tuple(dated)})


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "long.mapdesk.gpkg"
    EditSession.create(path, long_war()).close()
    return path


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Desk, MapPage]]:
    desk = Desk()
    shown = MapPage(desk, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(shown)
    shown.resize(1100, 800)
    shown.show()
    qtbot.waitExposed(shown)
    yield desk, shown
    shown.finish()
    desk.finish()


def _painted(page: MapPage) -> None:
    while not page.canvas.is_drawn():
        QApplication.processEvents()


def test_three_years_are_opened_to_the_first_painted_map(
    benchmark: BenchmarkFixture, qtbot: QtBot, page: tuple[Desk, MapPage], long_file: Path
) -> None:
    """Painted whole, base map and all; the first round is the one that reads the base map."""
    desk, shown = page

    def opened() -> None:
        desk.open(lambda: EditSession.open(long_file), "three years")
        while desk.showing is None:
            QApplication.processEvents()
        _painted(shown)

    benchmark.pedantic(opened, setup=desk.close, rounds=3)


def test_three_years_are_scrubbed_through_with_each_map_painted(
    benchmark: BenchmarkFixture, qtbot: QtBot, page: tuple[Desk, MapPage], long_file: Path
) -> None:
    desk, shown = page
    desk.open(lambda: EditSession.open(long_file), "three years")
    qtbot.waitUntil(lambda: desk.showing is not None and shown.canvas.is_drawn(), timeout=60_000)
    shown.timeline.line.scrubbing.emit(True)
    qtbot.wait(2000)
    days = cycle([FIRST + timedelta(days=number) for number in range(0, DAYS, 7)])

    def scrub() -> None:
        desk.pass_by(next(days))
        _painted(shown)

    benchmark.pedantic(scrub, rounds=60, warmup_rounds=10)


@pytest.fixture
def showing() -> Showing:
    """A thousand dates."""
    project = put(two_sides(), "red", square(30, 50))
    first = snapshot(project)
    dated = tuple(replace(first, date=day(1) + timedelta(days=number)) for number in range(DAYS))
    return first_showing(replace(project, snapshots={DESK: dated}), day(1))


@pytest.fixture
def timeline(qtbot: QtBot) -> Iterator[Timeline]:
    desk = Desk()
    shown = Timeline(desk)
    qtbot.addWidget(shown)
    shown.resize(1400, shown.height())
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.finish()
    desk.finish()


def test_a_thousand_dates_are_shown_on_the_line(
    benchmark: BenchmarkFixture, timeline: Timeline, showing: Showing
) -> None:
    def show() -> None:
        timeline.present(None)
        timeline.present(showing)
        QApplication.processEvents()

    benchmark(show)
