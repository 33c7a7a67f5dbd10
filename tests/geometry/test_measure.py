"""Lengths and areas on the ellipsoid, against figures that others publish."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box

from mapdesk.geometry.measure import area_km2, flattened, leg, length_km, unflattened
from tests.plain_maps import square


def test_one_degree_of_longitude_on_the_equator_is_a_360th_of_its_length() -> None:
    assert length_km(LineString([(30, 0), (31, 0)])) == pytest.approx(40_075.0167 / 360, rel=1e-9)


def test_from_the_equator_to_the_pole_it_is_a_quarter_meridian() -> None:
    assert length_km(LineString([(30, 0), (30, 90)])) == pytest.approx(10_001.9657, rel=1e-8)


def test_an_octant_of_the_earth_is_an_eighth_of_its_surface() -> None:
    assert area_km2(box(0, 0, 90, 90)) == pytest.approx(510_065_621.72 / 8, rel=1e-6)


def test_a_vertex_put_into_a_long_edge_changes_no_figure() -> None:
    plain = Polygon([(30, 50), (40, 50), (40, 52), (30, 52)])
    with_vertex = Polygon([(30, 50), (35, 50), (40, 50), (40, 52), (30, 52)])
    assert area_km2(with_vertex) == pytest.approx(area_km2(plain), rel=1e-12)


def test_a_hole_is_not_counted_and_the_winding_makes_no_difference() -> None:
    hole = square(31, 51, 1)
    ring = Polygon(square(30, 50, 4).exterior.coords, [hole.exterior.coords])
    whole = area_km2(square(30, 50, 4))
    assert area_km2(ring) == pytest.approx(whole - area_km2(hole), rel=1e-12)
    assert area_km2(shapely.reverse(ring)) == pytest.approx(area_km2(ring), rel=1e-12)


def test_two_parts_count_together() -> None:
    parts = [square(30, 50), square(34, 50)]
    assert area_km2(MultiPolygon(parts)) == pytest.approx(sum(map(area_km2, parts)), rel=1e-12)


def test_a_square_at_the_date_line_is_as_large_as_one_elsewhere() -> None:
    assert area_km2(square(178, 50)) == pytest.approx(area_km2(square(30, 50)), rel=1e-9)
    assert area_km2(square(-180, 50)) == pytest.approx(area_km2(square(30, 50)), rel=1e-9)


def test_nothing_has_no_area_and_no_length() -> None:
    assert area_km2(Polygon()) == 0
    assert area_km2(MultiPolygon()) == 0
    assert length_km(LineString()) == 0


def test_flattened_ground_is_as_wide_as_it_is_high_and_comes_back() -> None:
    flat = flattened(square(30, 59, 2), 60)
    west, south, east, north = flat.bounds
    assert east - west == pytest.approx((north - south) / 2)
    assert unflattened(flat, 60).equals_exact(square(30, 59, 2), 1e-12)


def test_at_the_pole_flattening_still_leads_back() -> None:
    assert unflattened(flattened(Point(30, 90), 90), 90) == Point(30, 90)


def test_a_leg_is_as_long_as_its_geodesic_and_begins_in_its_direction() -> None:
    # From the equator straight north, and along the equator to the west.
    assert leg((30, 0), (30, 90)) == pytest.approx((10_001.9657, 0.0), rel=1e-8)
    assert leg((31, 0), (30, 0)) == pytest.approx((40_075.0167 / 360, 270.0), rel=1e-9)


def test_a_long_leg_is_shorter_than_the_parallel_between_its_ends() -> None:
    km, bearing = leg((0, 60), (90, 60))
    assert km < length_km(LineString([(0, 60), (90, 60)]))
    assert 0 < bearing < 90
