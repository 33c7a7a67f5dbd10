"""How long an edit takes to be on the disk, and how long a project takes to be read."""

from __future__ import annotations

import itertools
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from mapdesk.store.project_file import ProjectFile
from tests.store.scripted_edits import WHEN, edited, war


def test_one_moved_corner_among_six_thousand_is_on_the_disk_within_50_ms(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    project = war(areas=10, corners=300, dates=60)
    numbers = itertools.count(5, 7)
    with ProjectFile.create(tmp_path / "front.mapdesk.gpkg", project) as file:

        def move_a_corner() -> None:
            nonlocal project
            before, project = project, edited(project, next(numbers))
            file.commit("Move", before, project, made_at=WHEN, author="")

        benchmark.pedantic(move_a_corner, rounds=100, warmup_rounds=2)
        assert file.read() == project


def test_a_step_is_undone_among_six_thousand_corners(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    project = war(areas=10, corners=300, dates=60)
    with ProjectFile.create(tmp_path / "front.mapdesk.gpkg", project) as file:
        file.commit("Move", project, edited(project, 5), made_at=WHEN, author="")
        project = edited(project, 5)

        def back_and_forth() -> None:
            file.redo(file.undo(project)[1])

        benchmark.pedantic(back_and_forth, rounds=20, warmup_rounds=1)


def test_sixty_dates_are_read(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    project = war(areas=10, corners=300, dates=1)
    path = tmp_path / "front.mapdesk.gpkg"
    with ProjectFile.create(path, project) as file:
        for n in range(1, 61):
            # A new date, then two areas moved on it.
            for step in (7 * n + 1, 7 * n + 5, 7 * n + 6):
                before, project = project, edited(project, step)
                file.commit("Edit", before, project, made_at=WHEN, author="")
    assert len(project.snapshots["desk"]) == 61

    def opened_and_read() -> object:
        with ProjectFile.open(path, read_only=True) as file:
            return file.read()

    assert benchmark(opened_and_read) == project
