"""How long it takes to find what changed between two days, beside shapely's own symmetric difference."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture
from shapely import Polygon

from mapdesk.basemaps.gazetteer import places_within
from mapdesk.edit.dates import extent_of
from mapdesk.edit.project import DESK
from mapdesk.geometry.grid import on_grid
from mapdesk.model.control_change import ControlChange, control_change
from mapdesk.model.features import ControlArea, Status
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project, Snapshot
from tests.plain_maps import day, rectangle, two_sides

AREAS = 4


@cache
def days(vertices: int, kind: str) -> tuple[Project, Snapshot, Snapshot]:
    """Four crooked areas side by side on two days: changed in one place, or all their borders drawn again."""
    chance = np.random.default_rng(1)
    each = vertices // (2 * AREAS)
    latitudes = np.linspace(46, 52, each)
    borders = [
        np.column_stack([30 + 2 * number + chance.uniform(-0.01, 0.01, each).cumsum() / 5, latitudes])
        for number in range(AREAS + 1)
    ]
    later = [border.copy() for border in borders]
    if kind == "local":
        some = max(20, each // 50)
        middle = slice(each // 2, each // 2 + some)
        later[2][middle, 0] += 0.05 * np.sin(np.linspace(0, np.pi, some))
    else:
        later = [_drawn_again(border) for border in borders]
    return two_sides(blue=rectangle(24, 44, 44, 54)), _map(borders, 1), _map(later, 2)


def _drawn_again(border: np.ndarray) -> np.ndarray:
    count = np.arange(len(border))
    along = np.clip(count + np.random.default_rng(3).uniform(-0.4, 0.4, len(border)), 0, len(border) - 1)
    swung = np.interp(along, count, border[:, 0]) + 2e-3 * np.sin(count / 40)
    return np.column_stack([swung, np.interp(along, count, border[:, 1])])


def _map(borders: list[np.ndarray], on: int) -> Snapshot:
    ways = itertools.cycle([("red", Status.CONTROLLED), ("blue", Status.CONTROLLED), ("red", Status.ADVANCE)])
    areas = {}
    for number in range(AREAS):
        side, status = next(ways)
        shape = Polygon(on_grid(Polygon([*borders[number], *borders[number + 1][::-1]])))
        uid = f"area-{number}"
        areas[uid] = ControlArea(feature_id=uid, side=side, status=status, shape=shape)
    return Snapshot(account=DESK, date=day(on), extent=extent_of((22, 42, 46, 56)), features=areas)


def _change(project: Project, before: Snapshot, after: Snapshot) -> ControlChange:
    return control_change(project, before, after, before.date, after.date)


def _overlaid(before: Snapshot, after: Snapshot) -> list[shapely.Geometry]:
    pairs = zip(planar_areas(before.features), planar_areas(after.features), strict=True)
    return [shapely.symmetric_difference(old.shape, new.shape) for old, new in pairs]


def _seconds(work: Callable[[], object], rounds: int) -> float:
    """The best of a few rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize(
    ("vertices", "kind"), [(3_000, "local"), (3_000, "redrawn"), (200_000, "local"), (200_000, "redrawn")]
)
def test_a_change_costs_a_part_of_what_shapely_takes(
    benchmark: BenchmarkFixture, vertices: int, kind: str
) -> None:
    project, before, after = days(vertices, kind)
    rounds = 2 if vertices > 100_000 else 5
    benchmark.pedantic(_change, args=(project, before, after), rounds=rounds)
    own = _seconds(lambda: _change(project, before, after), rounds)
    shapelys = _seconds(lambda: _overlaid(before, after), rounds)
    benchmark.extra_info["ratio"] = own / shapelys
    print(
        f"\n{vertices:,} vertices, {kind}: {own * 1000:.1f} ms, shapely {shapelys * 1000:.1f} ms, "
        f"ratio {own / shapelys:.3f}"
    )


def test_the_places_of_two_days_are_found_within_100_ms(benchmark: BenchmarkFixture) -> None:
    project, before, after = days(200_000, "local")
    patches = _change(project, before, after).patches
    benchmark(lambda: [places_within(patch.shape) for patch in patches])
