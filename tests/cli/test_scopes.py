"""Ground given on the command line holds as far as is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mapdesk.edit.project import DESK
from mapdesk.model.ground import planar_areas
from mapdesk.session.edit_session import EditSession


def held_by(path: Path, day: int) -> set[str]:
    with EditSession.open(path, read_only=True) as session:
        shown = session.project.snapshot_on(DESK, date(2024, 5, day))
    assert shown is not None
    return {area.side for area in planar_areas(shown.features)}


@pytest.mark.parametrize(
    ("scope", "on_second", "said"),
    [
        ("next", {"red"}, ""),
        ("date", {"red"}, "2 May has a map of its own"),
        ("onward", {"blue"}, "From here on: also 2 May"),
    ],
)
def test_ground_is_given_as_far_as_the_scope_says(
    mapdesk, war: Path, scope: str, on_second: set[str], said: str
) -> None:
    given = mapdesk(
        "give", war, "--date", "2024-05-01", "--side", "Blue", "--at", "35.5,48", "--scope", scope
    )
    assert given.code == 0
    assert said in given.out
    assert held_by(war, 1) == {"blue"}
    assert held_by(war, 2) == on_second
    mapdesk("undo", war)
    assert held_by(war, 1) == held_by(war, 2) == {"red"}
