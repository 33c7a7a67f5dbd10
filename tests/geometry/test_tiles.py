"""The map in tiles: which tile a place is in, and which tiles lie near an edge."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapdesk.geometry.tiles import (
    NOWHERE,
    bounds_around,
    bounds_of_tiles,
    joined_bounds,
    tile_box,
    tile_keys,
    tiles_near,
)

PLACES = st.tuples(st.floats(-179, 179), st.floats(-84, 84))


@given(PLACES)
def test_a_tile_holds_the_places_that_have_its_key(place: tuple[float, float]) -> None:
    (key,) = tile_keys(np.array([place]))
    assert tile_box(int(key), 0).intersects(shapely.Point(place))


@given(PLACES, PLACES, st.floats(0.01, 0.2))
def test_all_that_lies_within_reach_of_an_edge_is_in_a_tile_near_it(
    start: tuple[float, float], by: tuple[float, float], reach: float
) -> None:
    end = (start[0] + by[0] / 1000, start[1] + by[1] / 1000)
    edge = np.array([[*start, *end]])
    near = set(tiles_near(edge, reach).tolist())
    west, south, east, north = bounds_around(edge, reach)
    for turn in np.linspace(0, 2 * np.pi, 9):
        wide = reach * 0.99 / np.cos(np.radians(start[1]))
        beside = np.array([[start[0] + wide * np.cos(turn), start[1] + 0.99 * reach * np.sin(turn)]])
        assert int(tile_keys(beside)[0]) in near
        assert west <= beside[0, 0] <= east
        assert south <= beside[0, 1] <= north


def test_no_edges_have_no_tiles_and_no_bounds() -> None:
    nothing = np.empty((0, 4))
    assert len(tiles_near(nothing, 1)) == 0
    assert bounds_around(nothing, 1) == bounds_of_tiles(tile_keys(np.empty((0, 2)))) == NOWHERE


def test_bounds_of_tiles_and_of_nothing_are_those_of_the_tiles() -> None:
    keys = tile_keys(np.array([[30.1, 50.1], [31.1, 51.1]]))
    bounds = joined_bounds(NOWHERE, bounds_of_tiles(keys))
    assert bounds == pytest.approx((30, 50, 31.25, 51.25), abs=0.002)
