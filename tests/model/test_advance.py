"""How far a front moved over ground that changed hands, measured across it."""

from __future__ import annotations

import pytest
import shapely
from shapely import Polygon

from mapdesk.geometry.measure import leg, length_km
from mapdesk.model.advance import Advance, OldFronts, advance_over
from mapdesk.model.project import Project
from tests.plain_maps import facing, put, rectangle, snapshot, square, two_sides


def advance(project: Project, patch: Polygon, side: str) -> Advance | None:
    return advance_over(patch, OldFronts(project, snapshot(project)).along(patch, side))


def test_a_front_that_moved_half_a_degree_all_along_advanced_by_that_width() -> None:
    taken = rectangle(32, 50, 32.5, 52)
    found = advance(facing(), taken, "red")
    assert found is not None
    # Along the northern edge a degree is shortest, along the southern one longest.
    assert found.largest_km == pytest.approx(leg((32, 50), (32.5, 50))[0], rel=0.03)
    assert found.median_km == pytest.approx(found.largest_km, rel=0.03)
    assert length_km(found.line) == pytest.approx(found.largest_km, rel=1e-6)
    assert shapely.get_coordinates(found.line)[0][0] == pytest.approx(32, abs=1e-6)


def test_a_wedge_is_widest_at_one_end_and_half_as_wide_in_the_middle() -> None:
    wedge = Polygon([(32, 50), (32, 52), (32.4, 50)])
    found = advance(facing(), wedge, "red")
    assert found is not None
    assert found.largest_km == pytest.approx(leg((32, 50), (32.4, 50))[0], rel=0.05)
    assert found.median_km == pytest.approx(found.largest_km / 2, rel=0.15)


def test_ground_recovered_beside_home_ground_is_measured_from_where_home_began() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", square(34, 52))
    found = advance(project, rectangle(34, 52, 34.5, 54), "blue")
    assert found is not None
    assert found.largest_km < leg((34, 52), (34.5, 52))[0] * 1.01


def test_a_pocket_that_is_given_up_all_round_is_as_deep_as_its_middle() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(34, 52, 35, 53))
    found = advance(project, rectangle(34, 52, 35, 53), "blue")
    assert found is not None
    assert found.largest_km == pytest.approx(leg((34, 52.5), (34.5, 52.5))[0], rel=0.03)


def test_a_landing_where_the_side_had_no_ground_near_is_no_advance() -> None:
    assert advance(facing(), rectangle(33, 51, 33.5, 51.5), "red") is None


def test_an_area_of_another_side_inside_home_ground_is_no_front_of_who_is_at_home_there() -> None:
    project = put(two_sides("Green", blue=rectangle(30, 50, 40, 56)), "red", square(34, 52))
    project = put(project, "green", square(36, 52))
    assert advance(project, rectangle(35, 52.5, 36, 53.5), "green") is not None
    assert advance(project, rectangle(35, 52.5, 36, 53.5), "blue") is None
