"""Path data is read as it is drawn, and what is not understood is refused."""

from __future__ import annotations

import numpy as np
import pytest

from mapdesk.render.path_data import NotUnderstood, read_path


def test_lines_are_read_absolute_and_relative_short_and_long() -> None:
    absolute = read_path("M25,50 L175,50 L175,150 L25,150 Z")
    relative = read_path("m 25 50 l150,0 0,100-150,0z")
    short = read_path("M25,50H175V150h-150z")
    for (one,) in (absolute, relative, short):
        assert one.closed
        assert one.points.tolist() == [[25, 50], [175, 50], [175, 150], [25, 150]]


def test_a_path_of_several_courses_begins_each_where_it_says() -> None:
    first, second = read_path("M60,70L140,130M60,130L140,70")
    assert not first.closed
    assert second.points.tolist() == [[60, 130], [140, 70]]
    # After a close, a relative move begins where the closed course began.
    _, after = read_path("M10,10 h5 v5 z m20,0 h5")
    assert after.points.tolist() == [[30, 10], [35, 10]]


@pytest.mark.parametrize(
    "data", ["M0,0 C0,55.2 44.8,100 100,100", "M0,0 A100,100 0 0 0 100,100", "M0,0 a100 100 0 0 0 100 100"]
)
def test_a_quarter_of_a_circle_is_round_however_it_is_written(data: str) -> None:
    (quarter,) = read_path(data)
    assert np.allclose(np.hypot(quarter.points[:, 0] - 100, quarter.points[:, 1]), 100, atol=0.1)
    assert quarter.points[-1] == pytest.approx((100, 100))


def test_arcs_take_the_long_way_and_the_other_side_where_they_say_so() -> None:
    (long_way,) = read_path("M0,0 A50,50 0 1 1 50,50")
    assert np.ptp(long_way.points, axis=0) == pytest.approx((100, 100), abs=0.5)
    (too_small,) = read_path("M0,0 A1,1 0 0 1 100,0")
    assert too_small.points[:, 1].min() == pytest.approx(-50, abs=0.5)


def test_a_quadratic_curve_passes_where_it_should() -> None:
    (curve,) = read_path("M0,0 q50,100 100,0")
    assert curve.points[:, 1].max() == pytest.approx(50, abs=0.5)


@pytest.mark.parametrize(
    "data", ["M0,0 S1,1 2,2", "M0,0 T5,5", "10,10", "M0,0 L5", "M0,0 L5,5 z 3", "M0,0 #"]
)
def test_what_is_not_understood_is_refused(data: str) -> None:
    with pytest.raises(NotUnderstood):
        read_path(data)
