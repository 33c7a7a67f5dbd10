"""The law of the map under random edits: no overlap, no gap, no sliver, no ground lost, all undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapdesk.model.project import Project
from mapdesk.store.project_file import ProjectFile
from tests.edit.random_edits import EDITS, edited_at_random, made_up_ground, real_days, real_ground

WHEN = "2024-05-05T10:00:00Z"


def ground(number: int) -> Project:
    """One of the real days, where there are any, or made-up ground."""
    days = real_days()
    return real_ground(days[number % len(days)]) if days else made_up_ground(number)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_law_holds_after_any_edit_on_made_up_ground(seed: int) -> None:
    _, done = edited_at_random(made_up_ground(seed), seed, 50)
    assert done.keys() == EDITS.keys()
    assert all(done.values())


@pytest.mark.parametrize("seed", [19, 5])
def test_the_law_holds_after_any_edit_on_real_ground(seed: int) -> None:
    _, done = edited_at_random(ground(seed), seed, 50)
    assert all(done.values())


@pytest.mark.slow
@pytest.mark.parametrize("number", range(26))
def test_the_law_holds_after_a_thousand_edits_on_26_days(number: int) -> None:
    _, done = edited_at_random(ground(number), 100 + number, 40)
    assert sum(done.values()) == 40


def test_edits_are_undone_one_by_one_to_the_equal_project_by_the_file(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    project = made_up_ground(3)
    with ProjectFile.create(path, project) as file:
        states = [project]
        for number in range(12):
            project, _ = edited_at_random(project, 300 + number, 1)
            file.commit(f"Edit {number}", states[-1], project, made_at=WHEN, author="")
            states.append(project)
        for before in states[-2::-1]:
            _, project = file.undo(project)
            assert project == before
        assert file.read() == states[0]
        for after in states[1:]:
            _, project = file.redo(project)
            assert project == after
