"""How long the editing view takes: a pan step, a full redraw, a step of a dragged vertex; at 1920×1080.

Of 200,000 vertices in view: areas on both sides of a wriggling front, with the base map and its names.
Run with --benchmark-enable -s; nothing here fails on a time.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot
from shapely import MultiLineString, Polygon

from mapdesk.model.features import ControlArea, Feature, FrontLine, Status
from mapdesk.model.project import Side
from mapdesk.render.view.content import ViewContent
from mapdesk.ui.app import application
from mapdesk.ui.canvas import Canvas

WHOLE = (24.0, 45.0, 38.0, 52.0)


def _front(vertices: int) -> NDArray[np.float64]:
    """A line from west to east with bends of every size, in degrees."""
    random = np.random.default_rng(3)
    along = np.linspace(0, 1, vertices)
    x, y = 24 + 14 * along, 48.5 + 2.2 * np.sin(along * 7) + 0.6 * np.sin(along * 31 + 1)
    for octave in range(1, 11):
        bends, reach = 2**octave * 5, 0.42 / 2**octave
        knots = np.arange(bends + 2)
        x = x + reach * np.interp(along * bends, knots, random.normal(size=bends + 2))
        y = y + reach * np.interp(along * bends, knots, random.normal(size=bends + 2))
    return np.round(np.column_stack((x, y)), 6)


def _content(vertices: int) -> ViewContent:
    """Eight areas along a front, each with its share of the vertices, and the front itself."""
    front = _front(vertices // 3)
    features: list[Feature] = []
    for number, part in enumerate(np.array_split(np.arange(len(front)), 4)):
        edge = front[part[0] : part[-1] + 2]
        for side, limit in (("north", 54.5), ("south", 43.5)):
            shape = Polygon(np.vstack((edge, [(edge[-1, 0], limit), (edge[0, 0], limit)])))
            other = Status.CLAIMED if side == "north" else Status.CONTESTED
            status = Status.CONTROLLED if number % 2 else other
            uid = f"{side}-{number}"
            features.append(ControlArea(feature_id=uid, side=side, status=status, shape=shape))
    line = MultiLineString([front])
    features.append(FrontLine(feature_id="front", sides=("north", "south"), derived=True, shape=line))
    return ViewContent(
        sides=(
            Side(uid="north", name="North", colour="#2F6DB5", rank=0),
            Side(uid="south", name="South", colour="#C74A38", rank=1),
        ),
        features={feature.feature_id: feature for feature in features},
    )


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    """A canvas of 1920×1080, in an application with MapDesk's own settings."""
    application()
    shown = Canvas()
    qtbot.addWidget(shown)
    shown.resize(1920, 1080)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.finish()


def _show(canvas: Canvas, qtbot: QtBot, content: ViewContent, closer: float) -> None:
    canvas.show_content(content)
    canvas.fit(WHOLE)
    if closer > 1:
        front = content.features["front"].shape
        lon, lat = np.asarray(front.geoms[0].coords)[len(front.geoms[0].coords) // 2].tolist()
        canvas.fly_to(lon, lat, canvas.viewport().metres_per_pixel / closer)
        qtbot.wait(300)
    qtbot.waitUntil(canvas.is_drawn, timeout=30_000)


@pytest.mark.parametrize("closer", [1, 8, 40])
def test_a_pan_of_20_pixels(benchmark: BenchmarkFixture, canvas: Canvas, qtbot: QtBot, closer: int) -> None:
    _show(canvas, qtbot, _content(200_000), closer)

    # What lies around the view is painted once it rests.
    qtbot.wait(1_500)

    def pan() -> None:
        canvas.pan_by(20, 0)
        QApplication.processEvents()

    # One step to each frame of a screen, as a hand does.
    benchmark.pedantic(pan, setup=lambda: qtbot.wait(12), rounds=60, warmup_rounds=3)
    qtbot.waitUntil(canvas.is_drawn, timeout=30_000)


@pytest.mark.parametrize("closer", [1, 8, 40])
def test_a_full_redraw_with_names(
    benchmark: BenchmarkFixture, canvas: Canvas, qtbot: QtBot, closer: int
) -> None:
    content = _content(200_000)
    _show(canvas, qtbot, content, closer)

    steps = itertools.cycle((1.01, 1 / 1.01))

    def redraw() -> None:
        # At another scale nothing of the picture and no place of a name is of use.
        canvas.zoom_by(next(steps))
        canvas.picture()

    benchmark.pedantic(redraw, rounds=10, warmup_rounds=2)


def test_a_step_of_a_vertex_dragged_among_20_000(
    benchmark: BenchmarkFixture, canvas: Canvas, qtbot: QtBot
) -> None:
    content = _content(20_000)
    _show(canvas, qtbot, content, 12)
    lon, lat = content.features["front"].shape.geoms[0].coords[3333]
    steps = iter(range(1, 1000))

    def drag() -> None:
        way = 0.0005 * next(steps)
        canvas.show_content(replace(content, moves={(lon, lat): (lon + way, lat + way / 2)}))
        QApplication.processEvents()

    benchmark.pedantic(drag, rounds=30, warmup_rounds=3)
    qtbot.waitUntil(canvas.is_drawn, timeout=30_000)
