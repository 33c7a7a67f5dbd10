"""Courses in pixels: smooth, evened, sparse."""

from __future__ import annotations

import numpy as np
import pytest

from mapdesk.render.along import curve_through, length_of, ring_through, smooth_line, sparse


def test_a_smoothed_line_keeps_its_ends_and_loses_its_wiggles() -> None:
    x = np.linspace(0, 400, 200)
    wiggly = np.column_stack((x, 10 * np.sin(x / 5)))
    smooth = smooth_line(wiggly, 80)
    assert np.allclose(smooth[[0, -1]], wiggly[[0, -1]], atol=1)
    assert np.abs(smooth[20:-20, 1]).max() < 4
    assert length_of(smooth) < length_of(wiggly)


def test_a_curve_goes_through_all_points_of_its_line() -> None:
    points = np.array([(0.0, 0.0), (50.0, 40.0), (120.0, 10.0), (160.0, 80.0)])
    curve = curve_through(points)
    for point in points:
        assert np.hypot(*(curve - point).T).min() == pytest.approx(0, abs=1e-6)


def test_a_ring_is_as_smooth_where_it_closes_as_elsewhere() -> None:
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ring = ring_through(np.column_stack((100 * np.cos(turn), 100 * np.sin(turn))))
    assert np.allclose(ring[0], ring[-1])
    assert np.allclose(np.hypot(*ring.T), 100, atol=1)
    before, after = ring[-1] - ring[-2], ring[1] - ring[0]
    assert abs(np.degrees(np.arctan2(after[1], after[0]) - np.arctan2(before[1], before[0]))) < 6


def test_a_traced_course_of_ten_thousand_points_is_drawn_by_few() -> None:
    x = np.linspace(0, 500, 10_000)
    traced = np.column_stack((x, 30 * np.sin(x / 60)))
    few = sparse(traced)
    assert len(few) < 100
    assert np.array_equal(few[[0, -1]], traced[[0, -1]])
