"""Where the left and right of a front line lie, and on which land it parts the ground."""

from __future__ import annotations

import pytest
import shapely
from shapely import MultiLineString

from mapdesk.edit.edit import EditRefused
from mapdesk.model.features import FrontLine
from mapdesk.session.parting import land_within, winds_beside


@pytest.mark.parametrize(
    ("end", "winds"),
    [
        ((35, 51), ("west", "east")),
        ((35, 49), ("east", "west")),
        ((36, 50), ("north", "south")),
        ((36.5, 51), ("north-west", "south-east")),
    ],
)
def test_left_and_right_are_named_by_the_wind(end: tuple[float, float], winds: tuple[str, str]) -> None:
    line = FrontLine(feature_id="front-1", shape=MultiLineString([[(35, 50), end]]))
    assert winds_beside(line) == winds


def test_land_ends_at_the_coast_and_at_the_bounds() -> None:
    land = land_within((30, 45.5, 32, 47.5))
    assert land.bounds[1] > 45.5
    assert land.bounds[3] == 47.5
    assert shapely.intersects_xy(land, 30.7, 46.8)
    assert not shapely.intersects_xy(land, 31.5, 46.2)


def test_bounds_at_sea_or_of_nothing_are_refused() -> None:
    with pytest.raises(EditRefused, match="no land"):
        land_within((-40, 30, -39, 31))
    with pytest.raises(EditRefused, match="enclose nothing"):
        land_within((30, 45, 30, 47))
