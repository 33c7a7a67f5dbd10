"""The front pushed without a hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mapdesk.session.edit_session import EditSession
from tests.plain_maps import facing, ground, square


@pytest.fixture
def war(tmp_path: Path) -> Path:
    """Red's square west of Blue's, on the first of May 2024."""
    path = tmp_path / "war.mapdesk.gpkg"
    with EditSession.create(path, facing()):
        pass
    return path


def test_a_push_says_how_many_km2_changed_hands_and_where(mapdesk: Callable[..., Any], war: Path) -> None:
    said = mapdesk("push", war, "--date", "2024-05-01", "--stroke", "32,50.5 31.5,50.5 31.5,51.5 32.02,51.5")
    assert said.code == 0
    first, second = said.out.splitlines()
    assert first == "Push the front, 3,905 km²."
    assert second.startswith("  3,905 km² from Red to Blue: Nizhyn")
    with EditSession.open(war, read_only=True) as session:
        assert ground(session.project, "blue").area == pytest.approx(square(32, 50).area + 0.5)


def test_a_push_of_the_other_side_takes_the_larger_ground(mapdesk: Callable[..., Any], war: Path) -> None:
    stroke = ("--stroke", "32,50.5 31.5,51 32,51.5")
    assert mapdesk("push", war, "--date", "2024-05-01", *stroke, "--other").code == 0
    with EditSession.open(war, read_only=True) as session:
        assert ground(session.project, "red").area == pytest.approx(0.25)


def test_a_stroke_out_of_reach_is_refused_in_a_sentence(mapdesk: Callable[..., Any], war: Path) -> None:
    said = mapdesk("push", war, "--date", "2024-05-01", "--stroke", "31,51 31.5,51", "--reach", "1")
    assert said.code == 1
    assert "Begin the stroke on the front" in said.err
