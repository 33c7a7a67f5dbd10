"""How long the timeline takes with three years of dates; figures to print, never a reason to fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from mapdesk.edit.project import DESK
from mapdesk.session.showing import Showing, first_showing
from mapdesk.ui.desk import Desk
from mapdesk.ui.timeline import Timeline
from tests.plain_maps import day, put, snapshot, square, two_sides


@pytest.fixture
def showing() -> Showing:
    """A thousand dates."""
    project = put(two_sides(), "red", square(30, 50))
    first = snapshot(project)
    dated = tuple(replace(first, date=day(1) + timedelta(days=number)) for number in range(1000))
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
    desk.finish()


def test_a_thousand_dates_are_shown(
    benchmark: BenchmarkFixture, timeline: Timeline, showing: Showing
) -> None:
    def show() -> None:
        timeline.present(None)
        timeline.present(showing)
        QApplication.processEvents()

    benchmark(show)


def test_a_thousand_dates_are_scrubbed_through(
    benchmark: BenchmarkFixture, qtbot: QtBot, timeline: Timeline, showing: Showing
) -> None:
    timeline.present(showing)
    qtbot.waitUntil(timeline.is_complete, timeout=60_000)
    days = cycle([day(1) + timedelta(days=number) for number in range(0, 1000, 7)])

    def scrub() -> None:
        timeline.present(replace(showing, day=next(days)))
        QApplication.processEvents()

    benchmark(scrub)
