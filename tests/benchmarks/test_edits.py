"""How long it takes to see what an edit of ground would do, and to do it, on maps of many vertices."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture
from shapely import Point, Polygon

from mapdesk.edit.claim import give_ground
from mapdesk.edit.dates import extent_of, settled
from mapdesk.edit.give import give_area
from mapdesk.edit.project import DESK
from mapdesk.edit.push import apply_push, find_push, push_front
from mapdesk.edit.split import split_area
from mapdesk.edit.vertices import move_vertices
from mapdesk.geometry.grid import on_grid
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Status
from mapdesk.model.project import Project, Snapshot
from mapdesk.store.project_file import ProjectFile
from tests.plain_maps import day, numbered, rectangle, snapshot, two_sides

WHERE = {"account": DESK, "day": day(1)}
AREAS = 5
SIZES = pytest.mark.parametrize("vertices", [6_000, 20_000, 60_000])


@cache
def crooked_war(vertices: int) -> Project:
    """Red holds five areas side by side in the east of Blue's home, all of their borders crooked."""
    each = vertices // (2 * AREAS)
    latitudes = np.linspace(46, 52, each)
    shake = np.random.default_rng(7)
    borders = [
        np.column_stack([34 + number + shake.uniform(-0.01, 0.01, each).cumsum() / 5, latitudes])
        for number in range(AREAS + 1)
    ]
    statuses = itertools.cycle([Status.ADVANCE, Status.CONTROLLED])
    areas = {
        f"area-{number}": ControlArea(
            feature_id=f"area-{number}",
            side="red",
            status=next(statuses),
            shape=Polygon(on_grid(Polygon([*borders[number], *borders[number + 1][::-1]]))),
        )
        for number in range(AREAS)
    }
    project = two_sides(blue=rectangle(24, 46, 39.5, 52))
    shown = Snapshot(account=DESK, date=day(1), extent=extent_of((22, 44, 44, 54)), features=areas)
    return settled(project, shown)


def course_of_the_front(project: Project) -> np.ndarray:
    return shapely.get_coordinates(snapshot(project).features["front-red-blue"].shape.geoms[0])


def strokes(project: Project) -> list[list[tuple[float, float]]]:
    """Strokes of some twenty kilometres into Red's ground, here and there along the front."""
    front = course_of_the_front(project)
    front = front[np.argsort(front[:, 1])]
    drawn = []
    for latitude in np.linspace(46.5, 51.5, 20):
        start, end = (front[np.searchsorted(front[:, 1], latitude + more)] for more in (0, 0.15))
        tip = (start + end) / 2 + [0.1, 0]
        drawn.append([(float(x), float(y)) for x, y in (start, tip, end)])
    return drawn


@SIZES
def test_a_push_is_previewed_within_16_ms(benchmark: BenchmarkFixture, vertices: int) -> None:
    project = crooked_war(vertices)
    drawn = itertools.cycle(strokes(project))
    push = benchmark.pedantic(
        lambda: find_push(project, stroke=next(drawn), reach=0.02, **WHERE), rounds=60, warmup_rounds=1
    )
    assert {lobe.receiver for lobe in push.lobes} <= {"red", "blue"}


@SIZES
def test_a_push_is_done_within_50_ms_less_the_file(benchmark: BenchmarkFixture, vertices: int) -> None:
    project = crooked_war(vertices)
    drawn, ids = itertools.cycle(strokes(project)), numbered(100)
    edited = benchmark.pedantic(
        lambda: push_front(project, stroke=next(drawn), reach=0.02, ids=ids, **WHERE),
        rounds=40,
        warmup_rounds=1,
    )
    assert edited.project != project


@SIZES
def test_a_hamlet_is_given_away_within_50_ms_less_the_file(
    benchmark: BenchmarkFixture, vertices: int
) -> None:
    project = crooked_war(vertices)
    places = itertools.cycle(stroke[0] for stroke in strokes(project))

    def given() -> Project:
        x, y = next(places)
        hamlet = rectangle(x - 0.02, y - 0.02, x + 0.02, y + 0.02)
        how = {"side": "blue", "status": Status.ADVANCE, "ids": numbered(100)}
        return give_ground(project, ground=[hamlet], **how, **WHERE).project

    assert benchmark.pedantic(given, rounds=40, warmup_rounds=1) != project


@SIZES
def test_a_vertex_of_the_front_is_moved_within_40_ms_less_the_file(
    benchmark: BenchmarkFixture, vertices: int
) -> None:
    project = crooked_war(vertices)
    places = itertools.cycle(course_of_the_front(project)[20:-20:97])

    def moved() -> Project:
        x, y = (float(value) for value in next(places))
        return move_vertices(project, moves={(x, y): (x + 2e-5, y)}, **WHERE).project

    assert benchmark.pedantic(moved, rounds=60, warmup_rounds=1) != project


@SIZES
def test_an_area_is_split_within_50_ms_less_the_file(benchmark: BenchmarkFixture, vertices: int) -> None:
    project = crooked_war(vertices)
    latitudes = itertools.cycle(np.linspace(46.7, 51.3, 20).tolist())

    def halved() -> Project:
        y = next(latitudes)
        how = {"feature_ids": ["area-2"], "ids": numbered(100)}
        return split_area(project, line=[(34, y), (38, y + 0.03)], **how, **WHERE).project

    assert benchmark.pedantic(halved, rounds=20, warmup_rounds=1) != project


@SIZES
def test_an_area_is_given_away_within_50_ms_less_the_file(benchmark: BenchmarkFixture, vertices: int) -> None:
    project = crooked_war(vertices)
    given = itertools.cycle(range(AREAS))

    def handed_over() -> Project:
        how = {"side": "blue", "status": Status.CONTROLLED, "ids": numbered(100)}
        return give_area(project, feature_id=f"area-{next(given)}", **how, **WHERE).project

    assert benchmark.pedantic(handed_over, rounds=20, warmup_rounds=1) != project


@SIZES
def test_a_push_is_committed_within_50_ms_and_150_on_the_largest_map(
    benchmark: BenchmarkFixture, tmp_path: Path, vertices: int
) -> None:
    project = crooked_war(vertices)
    pushes = iter([find_push(project, stroke=stroke, reach=0.02, **WHERE) for stroke in strokes(project)])
    ids = numbered(1_000)
    with ProjectFile.create(tmp_path / "front.mapdesk.gpkg", project) as file:

        def committed() -> None:
            nonlocal project
            before = project
            project = apply_push(before, next(pushes), ids=ids, **WHERE).project
            file.commit("Push", before, project, made_at="2024-05-05T10:00:00Z", author="")

        benchmark.pedantic(committed, rounds=18, warmup_rounds=1)


def test_the_fronts_of_a_whole_map_are_derived(benchmark: BenchmarkFixture) -> None:
    project = crooked_war(6_000)
    empty = replace(project, snapshots={})
    assert benchmark.pedantic(lambda: settled(empty, snapshot(project)), rounds=5) == project


def with_dates(project: Project, count: int) -> Project:
    """A map carried on from date to date: a marker moves on each, every tenth an area gets a note."""
    (shown,) = project.snapshots[DESK]
    dated = []
    features = dict(shown.features)
    for number in range(count):
        marker = Annotation(
            feature_id="marker", kind=AnnotationKind.MARKER, shape=Point(35, 46 + number / 1_000)
        )
        features = {**features, "marker": marker}
        if number % 10 == 0:
            name = f"area-{number // 10 % AREAS}"
            features[name] = replace(features[name], note=f"on date {number}")
        dated.append(replace(shown, date=shown.date + timedelta(days=number), features=features))
    return replace(project, snapshots={DESK: tuple(dated)})


@pytest.mark.parametrize("dates", [60, 1_000])
def test_an_edit_costs_the_same_however_many_dates_there_are(
    benchmark: BenchmarkFixture, tmp_path: Path, dates: int
) -> None:
    project = with_dates(crooked_war(6_000), dates)
    where = {"account": DESK, "day": project.snapshots[DESK][dates // 2].date}
    places = iter(course_of_the_front(project)[20:-20:37])
    with ProjectFile.create(tmp_path / "front.mapdesk.gpkg", project) as file:

        def moved() -> None:
            nonlocal project
            before, (x, y) = project, (float(value) for value in next(places))
            project = move_vertices(before, moves={(x, y): (x + 2e-5, y)}, **where).project
            file.commit("Move", before, project, made_at="2024-05-05T10:00:00Z", author="")

        benchmark.pedantic(moved, rounds=10, warmup_rounds=1)


@pytest.mark.parametrize("dates", [60, 1_000])
def test_a_step_back_and_forth_costs_the_same_however_many_dates_there_are(
    benchmark: BenchmarkFixture, tmp_path: Path, dates: int
) -> None:
    project = with_dates(crooked_war(6_000), dates)
    where = {"account": DESK, "day": project.snapshots[DESK][dates // 2].date}
    x, y = (float(value) for value in course_of_the_front(project)[40])
    moved = move_vertices(project, moves={(x, y): (x + 2e-5, y)}, **where).project
    with ProjectFile.create(tmp_path / "front.mapdesk.gpkg", project) as file:
        file.commit("Move", project, moved, made_at="2024-05-05T10:00:00Z", author="")
        benchmark.pedantic(lambda: file.redo(file.undo(moved)[1]), rounds=10, warmup_rounds=1)
