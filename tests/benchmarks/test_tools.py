"""How long the hand waits for handles, for a vertex that it drags, for the ground that a stroke moves."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from shapely import Polygon

from mapdesk.model.project import Project
from mapdesk.tools.brush import Brush
from mapdesk.tools.pointer import Pointer
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


SIZES = pytest.mark.parametrize("vertices", [6_000, 60_000])


@cache
def facing(vertices: int) -> Project:
    """Red in the west and Blue in the east of one crooked front; each side has half of the vertices."""
    latitudes = np.linspace(49, 51, vertices // 2)
    shake = np.random.default_rng(5).uniform(-1, 1, len(latitudes)) * 2 / vertices
    front = np.column_stack([35 + 0.05 * np.sin(latitudes * 40) + shake, latitudes])
    project = put(two_sides(), "blue", rectangle(30, 49, 40, 51))
    return put(project, "red", Polygon([*front, (30, 51), (30, 49)]))


@SIZES
def test_the_ground_of_a_stroke_by_points(benchmark: BenchmarkFixture, vertices: int) -> None:
    hand = Hand(facing(vertices), PushFront())
    hand.tool.prepare(hand.on)
    for place in ((35, 49.9), (34.5, 49.9), (34.5, 50.1)):
        hand.click(*place)
    shift = itertools.count()
    benchmark(lambda: told(hand, hand.tool.hovered(pointer(35, 50.1 + 1e-4 * (next(shift) % 1000)), hand.on)))


@SIZES
def test_the_ground_of_a_stroke_by_hand_of_500_moves(benchmark: BenchmarkFixture, vertices: int) -> None:
    hand = Hand(facing(vertices), PushFront())
    hand.tool.prepare(hand.on)
    turn = np.linspace(0.0, np.pi, 500)
    way = np.column_stack([35 - 0.4 * np.sin(turn) - 0.02 * np.sin(30 * turn), 50 - 0.1 * np.cos(turn)])
    # On a screen of 1,000 pixels that shows one degree of latitude.
    by_hand = [Pointer((lon, lat), (lon / 1e-3, -lat / 1e-3), 1e-3) for lon, lat in way.tolist()]
    hand.follow(hand.tool.pressed(by_hand[0], hand.on))
    for at in by_hand[1:-50]:
        hand.follow(hand.tool.dragged(at, hand.on))
    before = hand.tool
    moves = itertools.cycle(by_hand[-50:])

    def moved() -> None:
        at = next(moves)
        # Round and round its last stretch, so that the stroke stays as long as it is.
        hand.tool = before if at is by_hand[-50] else hand.tool
        outcome = hand.follow(hand.tool.dragged(at, hand.on))
        told(hand, outcome)

    benchmark(moved)


@SIZES
def test_the_ground_under_the_brush(benchmark: BenchmarkFixture, vertices: int) -> None:
    hand = Hand(facing(vertices), Brush(), side="blue")
    hand.tool.prepare(hand.on)
    hand.follow(hand.tool.pressed(pointer(34.9, 49.5), hand.on))
    for step in range(300):
        hand.follow(hand.tool.dragged(pointer(34.9, 49.5 + step * 0.003), hand.on))
    before, step = hand.tool, itertools.count()

    def moved() -> None:
        number = next(step) % 50
        hand.tool = before if number == 0 else hand.tool
        told(hand, hand.follow(hand.tool.dragged(pointer(34.9, 50.4 + number * 0.003), hand.on)))

    benchmark(moved)


@SIZES
def test_a_push_is_carried_out_less_the_file(benchmark: BenchmarkFixture, vertices: int) -> None:
    hand = Hand(facing(vertices), PushFront())
    hand.tool.prepare(hand.on)
    for place in ((35, 49.9), (34.5, 49.9), (34.5, 50.1)):
        hand.click(*place)
    hand.hover(35, 50.1)
    hand.tool.sketches(hand.on)
    edit = hand.tool.clicked(pointer(35, 50.1), hand.on).edit
    assert edit is not None
    benchmark.pedantic(lambda: edit.edit(hand.project), rounds=10, warmup_rounds=1)
