"""What is left when the program is killed in the middle of editing: every acknowledged edit, and undo."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from pathlib import Path

import pytest

from mapdesk.store.project_file import ProjectFile
from tests.store.scripted_edits import edit_until_killed, edited, war

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of POSIX")


def kill_again_and_again(path: Path, cycles: int, seed: int) -> int:
    """Edits in a process that is killed at a random moment; returns how many edits that were."""
    chance = random.Random(seed)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.store.scripted_edits"])
    states = {0: war()}
    ProjectFile.create(path, states[0]).close()
    for _ in range(cycles):
        here, there = processes.Pipe(duplex=False)
        editor = processes.Process(target=edit_until_killed, args=(path, there))
        editor.start()
        there.close()
        acknowledged = here.recv()
        time.sleep(chance.uniform(0, 0.12))
        editor.kill()
        editor.join()
        try:
            while True:
                acknowledged = here.recv()
        except EOFError:
            here.close()
        with ProjectFile.open(path) as file:
            assert not file.read_only, file.notice
            project = file.read()
            found = int(project.about.title)
            assert found in (acknowledged, acknowledged + 1)
            for n in range(max(states) + 1, found + 1):
                states[n] = edited(states[n - 1], n)
            assert project == states[found]
            assert file.check() == []
            assert file.undo(project) == (f"Edit {found}", states[found - 1])
            assert file.redo(states[found - 1]) == (f"Edit {found}", states[found])
        assert [left.name for left in path.parent.iterdir()] == [path.name]
    return max(states)


def test_ten_kills_lose_no_acknowledged_edit_and_undo_goes_on(tmp_path: Path) -> None:
    assert kill_again_and_again(tmp_path / "front.mapdesk.gpkg", 10, seed=1) >= 10


@pytest.mark.slow
def test_a_hundred_kills_lose_no_acknowledged_edit_and_undo_goes_on(tmp_path: Path) -> None:
    assert kill_again_and_again(tmp_path / "front.mapdesk.gpkg", 100, seed=2) >= 100
