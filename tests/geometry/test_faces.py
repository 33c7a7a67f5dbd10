"""Ground cut by lines, and loose ends led to its edge."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString

from mapdesk.geometry.faces import faces_cut, stretches_to
from tests.plain_maps import rectangle, same_ground, square


def test_a_line_across_ground_leaves_two_faces_the_larger_first() -> None:
    faces = faces_cut(square(0, 0, 4), [LineString([(1, -1), (1, 5)])])
    assert [face.area for face in faces] == [12, 4]


def test_what_lies_outside_the_ground_or_in_its_hole_is_no_face() -> None:
    ring = shapely.difference(square(0, 0, 4), square(1, 1, 2))
    faces = faces_cut(ring, [LineString([(-1, 2), (5, 2), (5, 5), (-1, 5), (-1, 2)])])
    assert [face.area for face in faces] == [6, 6]


def test_a_line_that_ends_inside_cuts_nothing() -> None:
    (face,) = faces_cut(square(0, 0, 4), [LineString([(1, -1), (1, 3)])])
    assert same_ground(face, square(0, 0, 4))


def test_an_end_near_the_edge_is_led_there_the_shortest_way_and_one_on_it_is_not_loose() -> None:
    ground = rectangle(0, 0, 10, 4)
    (led,) = stretches_to(ground.boundary, [LineString([(0, 3.8), (9.8, 2)])], within=ground)
    assert led.coords[0] == (9.8, 2)
    assert led.coords[1] == pytest.approx((10, 2))


def test_an_end_far_from_any_edge_is_led_straight_on() -> None:
    ground = rectangle(0, 0, 4, 10)
    (led,) = stretches_to(ground.boundary, [LineString([(3, 0), (3, 6)])], within=ground)
    assert list(led.coords) == [(3, 6), (3, 10)]


def test_a_loose_end_is_led_to_another_line_where_that_is_nearer() -> None:
    ground = square(0, 0, 10)
    lines = [LineString([(5, 0), (5, 10)]), LineString([(5.5, 5), (10, 5)])]
    (led,) = stretches_to(ground.boundary, lines, within=ground)
    start, end = led.coords
    assert start == (5.5, 5)
    assert end == pytest.approx((5, 5))


def test_ends_out_of_reach_outside_the_ground_or_of_a_closed_line_stay_as_they_are() -> None:
    ground = square(0, 0, 10)
    assert stretches_to(ground.boundary, [LineString([(4, 5), (6, 5)])], 1, within=ground) == []
    assert stretches_to(ground.boundary, [LineString([(-5, 5), (15, 5)])], within=ground) == []
    ring = LineString([(4, 4), (6, 4), (5, 6), (4, 4)])
    assert stretches_to(ground.boundary, [ring], within=ground) == []
