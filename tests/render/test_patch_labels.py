"""Ground that changed hands bears its size, with a sign, where it is large enough."""

from __future__ import annotations

import pytest
from shapely import Polygon, box

from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.ground import NOBODY
from mapdesk.render.patch_labels import figure_place, patch_words


def patch(area_km2: float, direction: Direction = Direction.RECOVERED) -> ChangePatch:
    return ChangePatch(
        uid="patch-1",
        before=NOBODY,
        after=NOBODY,
        direction=direction,
        shape=Polygon([(30, 50), (31, 50), (31, 51)]),
        area_km2=area_km2,
    )


@pytest.mark.parametrize(
    ("area_km2", "direction", "words"),
    [
        (12.44, Direction.RECOVERED, "+12.4 km²"),
        (1234.5, Direction.OTHER, "+1,234 km²"),
        (0.257, Direction.LOST, "−0.26 km²"),
        (8.0, Direction.CONTESTED, "8.0 km²"),
    ],
)
def test_what_was_recovered_has_a_plus_and_what_was_lost_a_minus(
    area_km2: float, direction: Direction, words: str
) -> None:
    assert patch_words(patch(area_km2, direction)) == words


def test_the_figure_stands_where_the_patch_is_roomiest() -> None:
    bottle = box(0, 0, 200, 200).union(box(200, 90, 600, 110))
    found = figure_place(patch(12.4), bottle, 14.0)
    assert found is not None
    words, x, y, width = found
    assert words == "+12.4 km²"
    assert (x, y) == (pytest.approx(100, abs=8), pytest.approx(100, abs=8))
    assert 50 < width < 100


def test_a_patch_that_is_small_or_narrow_or_out_of_the_picture_bears_none() -> None:
    for drawn in (box(0, 0, 30, 30), box(0, 0, 400, 6), Polygon()):
        assert figure_place(patch(12.4), drawn, 14.0) is None
