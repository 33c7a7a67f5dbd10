"""Hatches, teeth and dots."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

from mapdesk.render.symbols import disc, hatch, teeth


def test_hatch_lines_lie_inside_their_polygon_and_leave_its_hole_free() -> None:
    ring = Polygon(box(0, 0, 100, 100).exterior, [box(40, 40, 60, 60).exterior])
    lines = hatch(ring, 45, 7)
    assert len(lines) > 20
    grown, hole = ring.buffer(0.02), box(40.1, 40.1, 59.9, 59.9)
    for line in lines:
        assert grown.covers(LineString(line))
        assert not LineString(line).intersects(hole)


def test_hatch_lines_are_as_long_together_as_the_area_by_their_spacing() -> None:
    lines = hatch(Point(200, 200).buffer(150), 135, 8)
    total = sum(math.dist(*line) for line in lines)
    assert total == pytest.approx(math.pi * 150**2 / 8, rel=0.01)


@given(dx=st.floats(-300, 300), dy=st.floats(-300, 300), angle=st.sampled_from([0.0, 45.0, 90.0, 135.0]))
@settings(max_examples=40, deadline=None)
def test_hatches_of_all_areas_lie_on_one_raster(dx: float, dy: float, angle: float) -> None:
    across = np.array((-math.sin(math.radians(angle)), math.cos(math.radians(angle))))
    for line in hatch(box(dx, dy, dx + 80, dy + 60), angle, 7):
        phase = line @ across / 7
        assert np.allclose(phase, np.round(phase), atol=0.01)


def test_neighbours_share_their_hatch_lines() -> None:
    left = {tuple(line[1]) for line in hatch(box(0, 0, 50, 50), 0, 7)}
    right = {tuple(line[0]) for line in hatch(box(50, 0, 100, 50), 0, 7)}
    assert left == right


def test_hatching_an_empty_shape_gives_nothing() -> None:
    assert hatch(Polygon(), 45, 7) == ()
    assert hatch(MultiPolygon(), 45, 7) == ()


def test_a_polygon_of_fifty_thousand_corners_is_hatched_inside_its_outline() -> None:
    turn = np.linspace(0, 2 * math.pi, 50_000, endpoint=False)
    radius = 950 + 80 * np.sin(40 * turn) + 15 * np.sin(900 * turn)
    shape = Polygon(np.column_stack((1920 + 1.8 * radius * np.cos(turn), 1080 + radius * np.sin(turn))))
    lines = hatch(shape, 45, 7 * 3.2)
    assert len(lines) > 100
    assert sum(math.dist(*line) for line in lines) == pytest.approx(shape.area / (7 * 3.2), rel=0.01)


@pytest.mark.parametrize(("left", "up"), [(True, True), (False, False)])
def test_teeth_stand_on_the_side_they_are_told_to(left: bool, up: bool) -> None:
    going_right = LineString([(0, 100), (300, 100)])
    found = teeth(going_right, left=left, base=10, height=8, every=22)
    assert 11 <= len(found) <= 14
    for tooth in found:
        assert tooth[2][1] == pytest.approx(92 if up else 108)
        assert tooth[0][1] == pytest.approx(100)


def test_teeth_keep_apart_and_off_sharp_bends() -> None:
    zigzag = LineString([(x, 100 + (20 if i % 2 else 0)) for i, x in enumerate(range(0, 400, 40))])
    found = [Polygon(tooth) for tooth in teeth(zigzag, left=True, base=10, height=8, every=22)]
    assert found
    for i, tooth in enumerate(found):
        assert all(not tooth.intersects(other) for other in found[i + 1 :])
        assert zigzag.intersection(tooth).length < 12


def test_a_rough_line_gets_fewer_teeth_and_none_of_them_spiky() -> None:
    chance = np.random.default_rng(3)
    x = np.arange(0, 600, 2.0)
    rough = LineString(np.column_stack((x, 100 + chance.normal(0, 3, len(x)))))
    for tooth in teeth(rough, left=True, base=10, height=8, every=22):
        assert math.dist(tooth[0], tooth[1]) > 7.9


def test_tiny_pieces_have_no_teeth() -> None:
    assert teeth(LineString([(0, 0), (20, 0)]), left=True, base=10, height=8, every=22) == ()


def test_a_dot_is_round_and_to_the_hundredth_of_a_pixel() -> None:
    dot = disc(10, 20, 3)
    assert np.allclose(np.hypot(dot[:, 0] - 10, dot[:, 1] - 20), 3, atol=0.01)
    assert np.array_equal(dot, np.round(dot, 2))
