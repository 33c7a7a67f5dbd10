"""Places turned and scaled about a point keep their distances on the ground there."""

from __future__ import annotations

import numpy as np
import pytest

from mapdesk.geometry.transform import bearing, scaled, turned


def test_a_quarter_turn_takes_the_east_to_the_north_as_far_away_on_the_ground() -> None:
    ((lon, lat),) = turned(np.array([[32.0, 60.0]]), (30.0, 60.0), 90).tolist()
    assert (lon, lat) == pytest.approx((30, 61))


def test_scaling_leaves_the_point_itself_and_can_be_different_each_way() -> None:
    after = scaled(np.array([[30.0, 50.0], [32.0, 51.0]]), (30.0, 50.0), 0.5, 2)
    assert after.tolist() == [[30, 50], [31, 52]]


def test_a_bearing_turns_to_the_left_from_the_east() -> None:
    assert bearing((31, 60), (30, 60)) == 0
    assert bearing((30, 61), (30, 60)) == pytest.approx(90)
    assert bearing((32, 61), (30, 60)) == pytest.approx(45, abs=0.01)
