"""Arrows that follow a course and keep their head."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon

from mapdesk.render.arrows import ATTACK, MAIN_ATTACK, WITHDRAWAL, ArrowForm, arrow_rings

FORMS = {"attack": ATTACK, "main attack": MAIN_ATTACK, "withdrawal": WITHDRAWAL}


def _course(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, dtype=float)


def _polygon(course: np.ndarray, form: ArrowForm, k: float = 1.0) -> Polygon:
    """The arrow's first polygon with its holes."""
    outer, *holes = arrow_rings(course, form, k)
    return Polygon(outer, holes)


def test_an_arrow_grows_from_its_tail_to_its_head_and_ends_at_its_tip() -> None:
    shape = _polygon(_course((0, 0), (100, 0), (200, 0)), ATTACK)
    assert shape.is_valid
    assert shape.bounds == pytest.approx((0, -14, 200, 14), abs=0.5)
    widths = [shape.intersection(LineString([(x, -50), (x, 50)])).length for x in (2, 80, 170)]
    assert widths[0] < widths[1] < widths[2]


def test_a_short_arrow_is_smaller_and_a_tiny_one_is_none() -> None:
    (small,) = arrow_rings(_course((0, 0), (40, 0)), ATTACK)
    assert np.ptp(small[:, 1]) < 28
    assert arrow_rings(_course((0, 0), (4, 0)), ATTACK) == ()


@pytest.mark.parametrize("length", [8, 15, 25, 60, 300])
def test_an_arrow_keeps_its_head_at_every_zoom(length: float) -> None:
    shape = _polygon(_course((0, 0), (length, 0)), ATTACK)
    assert shape.bounds[2] == pytest.approx(length, abs=0.1)
    near_tip, wide = shape.bounds[2] - 1.0, shape.bounds[3] - shape.bounds[1]
    assert shape.intersection(LineString([(near_tip, -50), (near_tip, 50)])).length < 2.5
    assert wide >= 28 * 0.39


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (60, 0), (60, 40), (20, 40)],
        [(0, 0), (40, 0), (45, 20), (0, 22)],
        [(0, 0), (30, 30), (10, 40), (0, 10), (40, -5)],
        [(0, 20), (100, 20), (100, 25), (0, 25)],
        [(0, 30), (20, 0), (40, 30), (60, 0), (80, 30)],
    ],
    ids=["bend", "tight bend", "loop", "hairpin", "zigzag"],
)
def test_an_arrow_along_a_tight_curve_never_lies_over_itself(form: ArrowForm, points: list) -> None:
    course = _course(*points)
    rings = arrow_rings(course, form)
    shapes = [Polygon(ring) for ring in rings]
    assert all(shape.is_valid for shape in shapes)
    # The tip is where the course ends.
    assert min(shape.distance(shapely.Point(course[-1])) for shape in shapes) < 0.5


def test_a_curved_arrow_stays_one_simple_polygon_that_follows_its_course() -> None:
    course = _course((0, 0), (60, 60), (140, 70), (220, 20))
    (outline,) = arrow_rings(course, ATTACK)
    shape = Polygon(outline)
    assert shape.is_valid
    assert all(shape.distance(shapely.Point(point)) < 6 for point in course)


def test_a_main_attack_has_a_second_head_in_front_of_the_first() -> None:
    body, band = (Polygon(ring) for ring in arrow_rings(_course((0, 0), (250, 0)), MAIN_ATTACK))
    assert band.bounds[2] == pytest.approx(250, abs=0.1)
    assert body.bounds[2] < 245
    assert not body.intersects(band)
    attack = _polygon(_course((0, 0), (250, 0)), ATTACK)
    assert np.ptp(body.bounds[1::2]) > 1.3 * np.ptp(attack.bounds[1::2])


def test_a_withdrawal_begins_with_a_turn_beside_its_course() -> None:
    shape = _polygon(_course((0, 0), (250, 0)), WITHDRAWAL)
    assert shape.bounds[0] < -8
    # Half a turn to the left of the way, which is up.
    assert shape.bounds[1] < -18
    assert shape.bounds[3] < 14


def test_a_freehand_course_gives_a_shaft_without_tremor() -> None:
    chance = np.random.default_rng(4)
    x = np.arange(0, 300, 3.0)
    course = np.column_stack((x, chance.normal(0, 1.2, len(x))))
    (outline,) = arrow_rings(course, ATTACK)
    edge = outline[(outline[:, 0] > 20) & (outline[:, 0] < 250) & (outline[:, 1] < 0)]
    steps = np.diff(edge, axis=0)
    assert np.abs(np.degrees(np.arctan(steps[:, 1] / np.maximum(np.abs(steps[:, 0]), 1e-3)))).max() < 25
    assert math.isclose(outline[:, 0].max(), course[-1, 0], abs_tol=0.1)


def test_a_main_attack_whose_head_comes_back_over_its_shaft_is_one_shape_without_gaps() -> None:
    turn = np.linspace(0, 6.5, 30)
    rings = arrow_rings(np.column_stack((30 * np.cos(turn), 30 * np.sin(turn))), MAIN_ATTACK)
    shapes = [Polygon(ring) for ring in rings]
    for number, one in enumerate(shapes):
        for other in shapes[number + 1 :]:
            # Filled even-odd, rings that cross would leave gaps.
            assert not one.exterior.crosses(other.exterior)
