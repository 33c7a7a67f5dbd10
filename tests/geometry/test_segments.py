"""Edges with their ground on the left, and whom they face."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LinearRing, MultiPolygon, Point, Polygon

from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.segments import (
    among,
    beside,
    boundary_segments,
    changed_segments,
    merged,
    pieces_of,
    points_right_of,
    reversed_segments,
    shared_length,
    those_whole_or_in_pieces,
)
from tests.plain_maps import segments_of, square


def test_the_ground_lies_on_the_left_of_its_edges_also_around_a_hole() -> None:
    ring = Polygon(square(30, 50, 4).exterior.coords, [square(31, 51, 1).exterior.coords])
    for x0, y0, x1, y1 in boundary_segments(ring):
        left = Point((x0 + x1) / 2 - (y1 - y0) / 100, (y0 + y1) / 2 + (x1 - x0) / 100)
        assert ring.contains(left)


def test_all_rings_of_all_parts_give_their_edges_and_none_between_rings() -> None:
    assert len(boundary_segments(MultiPolygon([square(30, 50), square(34, 50)]))) == 8


def test_neighbours_share_the_edge_between_them_in_opposite_directions() -> None:
    west, east = boundary_segments(square(30, 50)), boundary_segments(square(32, 50))
    shared = west[among(west, reversed_segments(east))]
    assert shared.tolist() == [[32, 50, 32, 52]]
    assert not among(west, east).any()


def test_where_there_is_no_other_edge_none_is_shared() -> None:
    west = boundary_segments(square(30, 50))
    nothing = np.empty((0, 4))
    assert not among(west, nothing).any()
    assert len(among(nothing, west)) == 0
    assert merged(nothing).is_empty


def test_a_long_edge_is_looked_at_in_pieces_and_comes_back_whole_or_in_those_chosen() -> None:
    pieces = pieces_of(np.array([[32.0, 50, 32, 50.05], [32, 51, 32, 51.001]]))
    assert pieces.of.tolist() == [0, 0, 0, 0, 0, 1]
    assert those_whole_or_in_pieces(pieces, np.ones(6, dtype=bool)).tolist() == pieces.whole.tolist()
    some = those_whole_or_in_pieces(pieces, np.array([True, True, False, False, False, True]))
    assert some.tolist() == [[32, 51, 32, 51.001], [32, 50, 32, 50.01], [32, 50.01, 32, 50.02]]


def test_what_lies_beside_an_edge_is_looked_for_on_its_right() -> None:
    northward = np.array([[32.0, 0, 32, 0.005]])
    ((x, y),) = points_right_of(northward)
    assert 32 < x < 32.001
    assert y == 0.0025
    points, lengths = beside(northward)
    assert points.tolist() == [[x, y]]
    assert lengths.tolist() == [0.005]


def test_edges_that_changed_are_those_in_one_map_only() -> None:
    before, after = [square(30, 50), square(32, 50)], [square(32, 50), square(36, 50)]
    changed = {tuple(edge) for edge in changed_segments(before, after).tolist()}
    assert changed == {
        tuple(e) for shape in (square(30, 50), square(36, 50)) for e in boundary_segments(shape).tolist()
    }
    assert len(changed_segments(before, before[::-1])) == 0


def test_merging_does_not_depend_on_the_order_of_the_edges() -> None:
    edges = boundary_segments(shapely.union_all([square(30, 50), square(32, 52), square(31, 54)]))
    assert merged(edges) == merged(edges[::-1])


def test_a_front_around_a_pocket_closes_and_keeps_its_direction() -> None:
    line = merged(boundary_segments(square(30, 50)))
    (ring,) = line.geoms
    assert ring.is_closed
    assert LinearRing(ring).is_ccw


@given(st.integers(1, 5), st.integers(1, 5))
def test_merging_edges_keeps_each_of_them_in_its_direction(wide: int, high: int) -> None:
    blocks = [square(30 + 2 * x, 40 + 2 * y) for x in range(wide) for y in range(high) if (x + y) % 2 == 0]
    edges = boundary_segments(shapely.union_all(blocks))
    assert segments_of(merged(edges)) == {((a, b), (c, d)) for a, b, c, d in edges.tolist()}


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=9),
        min_size=1,
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
def test_lines_come_out_the_same_in_whatever_order_their_segments_come(
    courses: list[list[tuple[int, int]]], chance: Random
) -> None:
    edges = {
        (*start, *end) for course in courses for start, end in itertools.pairwise(course) if start != end
    }
    segments = np.asarray(sorted(edges), dtype=float).reshape(-1, 4)
    shuffled = list(range(len(segments)))
    chance.shuffle(shuffled)
    joined = merged(segments)
    assert merged(segments[shuffled]) == joined
    assert segments_of(joined) == {((x, y), (to_x, to_y)) for x, y, to_x, to_y in edges}


def test_a_ring_begins_at_its_westernmost_place_wherever_its_segments_begin() -> None:
    ring = boundary_segments(square(30, 50))
    assert all(merged(np.roll(ring, by, axis=0)) == merged(ring) for by in range(4))
    assert merged(ring).geoms[0].coords[0] == (30, 50)


def test_neighbours_share_as_much_border_as_lies_between_them() -> None:
    assert shared_length(square(30, 50), square(32, 50)) == 2
    assert shared_length(square(30, 50), square(34, 50)) == 0
    assert shared_length(square(30, 50), square(32, 52)) == 0


@given(st.sets(st.integers(0, 24), max_size=12), st.sets(st.integers(0, 24), max_size=12))
def test_changed_edges_are_those_of_one_map_only_however_many_areas_changed(
    before: set[int], after: set[int]
) -> None:
    old, new = (
        [
            Polygon(part)
            for part in polygons_of(shapely.union_all([square(30 + n % 5, 50 + n // 5, 1) for n in cells]))
        ]
        for cells in (before, after)
    )
    had, has = (
        {tuple(e) for shape in shapes for e in boundary_segments(shape).tolist()} for shapes in (old, new)
    )
    assert {tuple(edge) for edge in changed_segments(old, new).tolist()} == had ^ has
