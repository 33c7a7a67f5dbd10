"""Coordinates on one grid."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon

from mapdesk.geometry.grid import ground_of, is_on_grid, on_grid, polygons_of, snap, steps
from tests.plain_maps import square

DEGREES = st.floats(-180, 180, allow_nan=False)


@given(DEGREES)
def test_a_snapped_coordinate_is_a_decimal_of_six_places_and_stays_where_it_is(degrees: float) -> None:
    snapped = snap(np.array([degrees]))
    assert snapped[0] == round(degrees, 6)
    assert snap(snapped)[0] == snapped[0]


@given(st.integers(-180_000_000, 180_000_000))
def test_grid_steps_and_degrees_lead_to_each_other(number: int) -> None:
    assert steps(snap(np.array([number / 1_000_000])))[0] == number


def test_the_same_square_drawn_from_another_corner_is_equal_on_the_grid() -> None:
    drawn = Polygon([(32, 50), (34, 50), (34, 52), (32, 52)])
    drawn_otherwise = Polygon([(34, 52), (34, 50), (32, 50), (32, 52)])
    assert drawn != drawn_otherwise
    assert on_grid(drawn) == on_grid(drawn_otherwise)


def test_a_needle_thinner_than_the_grid_is_no_ground() -> None:
    assert polygons_of(on_grid(Polygon([(30, 50), (32, 50), (31, 50.0000001)]))) == []


def test_two_squares_joined_by_a_needle_come_apart_on_the_grid() -> None:
    needle = Polygon([(32, 50.9999999), (34, 50.9999999), (34, 51.0000001), (32, 51.0000001)])
    dumbbell = shapely.union_all([square(30, 50), needle, square(34, 50)])
    assert len(polygons_of(on_grid(dumbbell))) == 2


def test_off_the_grid_by_less_than_a_step_is_off_the_grid() -> None:
    assert is_on_grid(square(30, 50))
    assert not is_on_grid(Polygon([(30, 50), (32, 50), (31, 52.0000004)]))


def test_of_a_mixed_overlay_only_the_polygons_are_ground() -> None:
    mixed = GeometryCollection(
        [
            Point(0, 0),
            MultiPolygon([square(30, 50), square(34, 50)]),
            LineString([(0, 0), (1, 1)]),
            GeometryCollection([square(38, 50), Polygon()]),
        ]
    )
    assert polygons_of(mixed) == [square(30, 50), square(34, 50), square(38, 50)]
    assert polygons_of(None) == []


def test_one_polygon_is_a_polygon_and_several_are_one_shape() -> None:
    assert ground_of([square(30, 50)]) == square(30, 50)
    assert len(ground_of([square(30, 50), square(34, 50)]).geoms) == 2
    assert ground_of([]).is_empty
