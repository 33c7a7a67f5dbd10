"""How long the hand waits for handles, for a vertex that it drags, for the ground that a stroke moves."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from shapely import Polygon

from mapdesk.tools.push import PushFront
from mapdesk.tools.tool import Outcome
from mapdesk.tools.vertices import EditVertices
from tests.plain_maps import put, rectangle, two_sides
from tests.tools.hands import Hand, pointer


@pytest.fixture(scope="module")
def rough() -> Hand:
    """Red in the west and Blue in the east of a front with 10,000 corners: 20,000 vertices."""
    latitudes = np.linspace(49, 51, 10_000)
    front = np.column_stack([35 + 0.05 * np.sin(latitudes * 400), latitudes])
    west = Polygon([*front, (30, 51), (30, 49)])
    project = put(put(two_sides(), "blue", rectangle(30, 49, 40, 51)), "red", west)
    return Hand(project, EditVertices())


def front_vertex(hand: Hand) -> tuple[float, float]:
    found = hand.on.near.vertex(pointer(35, 50), tuple(hand.features), 100)
    assert found is not None
    return found


def told(hand: Hand, outcome: Outcome) -> None:
    """What the window does after each move."""
    outcome.tool.sketches(hand.on)
    outcome.tool.cursor(hand.on)
    outcome.tool.guidance(hand.on)


def test_handles_around_the_hand_among_20_000_vertices(benchmark: BenchmarkFixture, rough: Hand) -> None:
    areas = tuple(uid for uid in rough.features if uid.startswith("area"))
    hand = Hand(rough.project, EditVertices(), selected=areas)
    shift = itertools.count()
    benchmark(lambda: told(hand, hand.tool.hovered(pointer(35, 50 + 1e-4 * (next(shift) % 100)), hand.on)))


def test_a_vertex_dragged_among_20_000(benchmark: BenchmarkFixture, rough: Hand) -> None:
    areas = tuple(uid for uid in rough.features if uid.startswith("area"))
    hand = Hand(rough.project, EditVertices(), selected=areas)
    lon, lat = front_vertex(hand)
    dragging = hand.tool.pressed(pointer(lon, lat), hand.on).tool
    shift = itertools.count()
    benchmark(lambda: told(hand, dragging.dragged(pointer(lon + 1e-4 * (next(shift) % 100), lat), hand.on)))


def test_the_ground_of_a_stroke_across_20_000_vertices(benchmark: BenchmarkFixture, rough: Hand) -> None:
    hand = Hand(rough.project, PushFront())
    hand.tool.prepare(hand.on)
    hand.click(35, 49.5)
    hand.click(34, 49.5)
    hand.click(34, 50.5)
    shift = itertools.count()
    benchmark(lambda: told(hand, hand.tool.hovered(pointer(35, 50.5 + 1e-4 * (next(shift) % 1000)), hand.on)))
