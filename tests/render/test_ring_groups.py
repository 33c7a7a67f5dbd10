"""Lines are drawn together only where they lie close."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapdesk.render.ring_groups import line_groups, ring_groups


def _box(x: float, y: float, size: float) -> np.ndarray:
    return np.array([(x, y), (x + size, y), (x + size, y + size), (x, y + size)], dtype=np.float64)


def test_a_hole_stays_with_its_ring_and_an_island_apart_goes_alone():
    outer, hole, island = _box(0, 0, 50), _box(10, 10, 10), _box(80, 80, 10)
    assert [len(group) for group in ring_groups([outer, island, hole])] == [2, 1]


def test_wide_lines_reach_farther_than_thin_ones():
    lines = [np.array([(0.0, 0.0), (50.0, 0.0)]), np.array([(0.0, 8.0), (50.0, 8.0)])]
    assert len(line_groups(lines, False, 1.0)) == 2
    assert len(line_groups(lines, False, 10.0)) == 1


def test_an_island_in_a_bay_is_stroked_alone_though_the_coast_goes_round_it():
    coast, island = _box(0, 0, 50), _box(20, 20, 10)
    assert len(line_groups([coast, island], True, 2.0)) == 2
    assert len(ring_groups([coast, island])) == 1


boxes = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 20))


@given(st.lists(boxes, max_size=14))
def test_no_two_groups_touch_and_no_ring_is_lost(sizes):
    lines = [_box(*size) for size in sizes]
    groups = ring_groups(lines)
    assert sum(map(len, groups)) == len(lines)
    hulls = [
        shapely.union_all([shapely.box(*line.min(0), *line.max(0)) for line in group]) for group in groups
    ]
    for index, hull in enumerate(hulls):
        assert all(hull.distance(other) > 0 for other in hulls[:index])
