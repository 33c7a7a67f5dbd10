"""Edges with their ground on the left, and whom they face."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LinearRing, MultiPolygon, Point, Polygon

from mapdesk.geometry.segments import among, boundary_segments, facing, merged, reversed_segments
from tests.plain_maps import rectangle, segments_of, square


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


def test_an_edge_faces_the_ground_beside_it_with_its_own_vertices() -> None:
    edges = boundary_segments(square(30, 50))
    assert facing(edges, square(32, 50)).tolist() == [[32, 50, 32, 52]]


def test_an_edge_does_not_face_ground_half_a_degree_away() -> None:
    assert len(facing(boundary_segments(square(30, 50)), square(32.5, 50))) == 0


def test_of_a_long_edge_only_the_part_beside_the_ground_faces_it() -> None:
    edges = boundary_segments(rectangle(30, 50, 32, 56))
    parts = merged(facing(edges, square(32, 52, 1)))
    assert parts.geoms[0].coords[0] == (32, 52)
    assert parts.geoms[0].coords[-1] == (32, 53)
    assert len(parts.geoms) == 1


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
