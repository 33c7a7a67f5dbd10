"""The fronts between Sides: along shared borders, along home ground, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LinearRing, Point, Polygon

from mapdesk.edit.claim import give_ground
from mapdesk.edit.dates import settled
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK, give_home_ground
from mapdesk.model.features import Status
from mapdesk.model.fronts import derived_fronts
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import HomeGround, Project
from tests.plain_maps import (
    areas,
    day,
    front,
    numbered,
    put,
    rectangle,
    segments_of,
    snapshot,
    square,
    two_sides,
)


def facing_squares() -> Project:
    """Red holds the western of two squares and Blue the eastern one."""
    return put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))


# Fronts between two areas.


def test_the_front_is_the_border_that_both_sides_share_with_red_on_its_left() -> None:
    line = front(facing_squares())
    assert line is not None
    assert line.derived
    assert line.sides == ("red", "blue")
    assert segments_of(line.shape) == {((32, 50), (32, 52))}


def test_the_front_has_each_vertex_of_a_crooked_border() -> None:
    west = Polygon([(30, 50), (32, 50), (32.5, 50.7), (31.9, 51.3), (32, 52), (30, 52)])
    project = put(put(two_sides(), "blue", rectangle(31, 50, 34, 52)), "red", west)
    line = front(project)
    assert line is not None
    (course,) = line.shape.geoms
    assert list(course.coords) == [(32, 50), (32.5, 50.7), (31.9, 51.3), (32, 52)]


def test_areas_that_meet_in_a_corner_have_no_front() -> None:
    assert front(put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 52))) is None


def test_areas_apart_have_no_front() -> None:
    assert front(put(put(two_sides(), "red", square(30, 50)), "blue", square(36, 50))) is None


def test_a_pocket_has_a_front_all_around_it_with_red_on_its_left() -> None:
    project = put(put(two_sides(), "blue", square(31, 51)), "red", square(30, 50, 6), status=Status.ADVANCE)
    line = front(project)
    assert line is not None
    (ring,) = line.shape.geoms
    assert ring.is_closed
    assert set(ring.coords) == set(square(31, 51).exterior.coords)
    assert not LinearRing(ring).is_ccw


def test_contested_and_advance_ground_counts_as_its_sides() -> None:
    project = facing_squares()
    project = put(project, "red", square(30, 52), status=Status.CONTESTED)
    project = put(project, "blue", square(32, 52), status=Status.ADVANCE)
    line = front(project)
    assert line is not None
    assert [list(part.coords) for part in line.shape.geoms] == [[(32, 50), (32, 52), (32, 54)]]


def test_between_two_areas_of_one_side_there_is_no_front() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "red", square(32, 50), status=Status.CONTESTED)
    assert front(project) is None


def test_a_claim_has_no_front() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50), status=Status.CLAIMED)
    assert front(project) is None


def test_three_sides_that_meet_in_a_point_have_three_fronts_that_end_in_it() -> None:
    project = two_sides("Green")
    project = put(project, "red", rectangle(30, 50, 32, 54))
    project = put(project, "blue", rectangle(32, 50, 34, 52))
    project = put(project, "green", rectangle(32, 52, 34, 54))
    fronts = {
        uid: segments_of(line.shape) for uid, line in derived_fronts(project, snapshot(project)).items()
    }
    assert fronts == {
        "front-red-blue": {((32, 50), (32, 52))},
        "front-red-green": {((32, 52), (32, 54))},
        "front-blue-green": {((34, 52), (32, 52))},
    }


# Fronts with home ground.


def test_an_area_in_the_others_home_ground_has_its_own_edge_for_a_front() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(36, 50, 40, 56))
    line = front(project)
    assert line is not None
    assert segments_of(line.shape) == {((36, 56), (36, 50))}


def test_no_front_runs_along_the_coast_or_the_state_border() -> None:
    home = rectangle(30, 50, 40, 56)
    project = put(two_sides(blue=home), "red", rectangle(35, 51, 42, 55))
    line = front(project)
    assert line is not None
    assert segments_of(line.shape).isdisjoint({((42, 51), (42, 55)), ((35, 51), (42, 51))})
    assert line.shape.bounds == (35, 51, 40, 55)


def test_what_a_coarse_border_leaves_of_home_ground_makes_no_front() -> None:
    home = rectangle(30, 50, 40, 56)
    short_of_the_border = 0.03  # degrees of longitude, about 2 km
    project = put(two_sides(blue=home), "red", rectangle(36, 50, 40 - short_of_the_border, 56))
    line = front(project)
    assert line is not None
    assert segments_of(line.shape) == {((36, 56), (36, 50))}


def test_home_ground_ten_kilometres_wide_along_the_border_is_held_and_has_a_front() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(36, 50, 39.8, 56))
    line = front(project)
    assert line is not None
    assert line.shape.bounds == (36, 50, 39.8, 56)


def test_two_home_grounds_make_no_front() -> None:
    project = two_sides(red=square(30, 50), blue=square(32, 50))
    project = put(project, "red", square(40, 44))
    assert front(project) is None


def test_an_area_beside_its_own_sides_home_ground_has_no_front_there() -> None:
    project = two_sides(red=square(30, 50, 4), blue=square(34, 50, 4))
    project = put(project, "red", rectangle(34, 50, 35, 54))
    line = front(project)
    assert line is not None
    assert segments_of(line.shape) == {((35, 50), (35, 54))}


def test_no_front_runs_along_the_edge_of_the_extent() -> None:
    project = put(
        two_sides(blue=rectangle(30, 50, 40, 56)),
        "red",
        rectangle(34, 50, 36, 56),
        extent=rectangle(34, 50, 38, 56),
    )
    line = front(project)
    assert line is not None
    assert segments_of(line.shape) == {((36, 50), (36, 56))}


@pytest.mark.parametrize("west", [-180, 176])
def test_at_the_date_line_the_front_is_inside_the_world(west: float) -> None:
    project = two_sides(blue=rectangle(west, 50, west + 4, 54))
    project = put(project, "red", rectangle(west, 52, west + 4, 54), extent=rectangle(-180, -90, 180, 90))
    line = front(project)
    assert line is not None
    assert segments_of(line.shape) == {((west, 52), (west + 4, 52))}


def test_a_front_is_made_again_with_the_edit_that_moves_it_and_keeps_its_note() -> None:
    project = facing_squares()
    moved = put(project, "red", rectangle(30, 50, 33, 52))
    line = front(moved)
    assert line is not None
    assert segments_of(line.shape) == {((33, 50), (33, 52))}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["red", "blue", "green"]),
            st.integers(30, 36),
            st.integers(50, 54),
            st.integers(1, 4),
            st.sampled_from([Status.CONTROLLED, Status.CONTESTED, Status.ADVANCE]),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_the_first_side_is_on_the_left_of_each_front_and_the_other_on_its_right(claims: list) -> None:
    project = two_sides("Green")
    for side, west, south, size, status in claims:
        if any(a.side == side and a.status is status for a in _areas_or_none(project)):
            continue
        project = _put_or_not(project, side, square(west, south, size), status)
    shown = snapshot(project)
    held = {
        side: shapely.union_all([a.shape for a in planar_areas(shown.features) if a.side == side])
        for side in project.sides
    }
    for line in derived_fronts(project, shown).values():
        for (x0, y0), (x1, y1) in segments_of(line.shape):
            aside = ((y1 - y0) / 1000, (x1 - x0) / 1000)
            middle = ((x0 + x1) / 2, (y0 + y1) / 2)
            left, right = line.sides
            assert held[left].contains(Point(middle[0] - aside[0], middle[1] + aside[1]))
            assert held[right].contains(Point(middle[0] + aside[0], middle[1] - aside[1]))


def _areas_or_none(project: Project) -> list:
    return areas(project) if project.snapshots else []


def _put_or_not(project: Project, side: str, shape: Polygon, status: Status) -> Project:
    try:
        return put(project, side, shape, status=status)
    except EditRefused:
        return project


# Leftovers of home ground.

METRE = 1 / 111_195


def test_a_narrow_strip_far_inside_home_ground_is_ground_that_was_recovered() -> None:
    project = two_sides(blue=rectangle(30, 50, 40, 56))
    strip = rectangle(33, 53, 37, 53.02)  # two kilometres wide, three degrees from any border
    project = put(project, "red", Polygon(rectangle(32, 52, 38, 54).exterior.coords, [strip.exterior.coords]))
    line = front(project)
    assert line is not None
    assert any(part.bounds == strip.bounds for part in line.shape.geoms)


def test_a_narrow_inlet_from_the_border_is_a_leftover_as_far_as_fifteen_kilometres() -> None:
    project = two_sides(blue=rectangle(30, 50, 40, 56))
    inlet = rectangle(36, 50, 36.03, 50.6)
    project = put(project, "red", rectangle(34, 50, 38, 51) - inlet)
    line = front(project)
    assert line is not None
    (in_inlet,) = [part for part in line.shape.geoms if part.intersects(rectangle(36, 50.2, 36.03, 50.6))]
    assert in_inlet.bounds[1] == pytest.approx(50 + 15_000 * METRE, abs=0.01)
    assert not any(part.intersects(rectangle(35.99, 50.01, 36.04, 50.1)) for part in line.shape.geoms)


def test_fronts_follow_a_home_that_is_given_later() -> None:
    project = put(two_sides(), "red", rectangle(36, 50, 40, 56))
    assert front(project) is None
    home = HomeGround(label="home", shape=rectangle(30, 50, 40, 56))
    line = front(give_home_ground(project, "blue", [home]))
    assert line is not None
    assert segments_of(line.shape) == {((36, 56), (36, 50))}


def ragged(seed: int) -> Project:
    """Blue's home with a ragged coast, and Red's ragged ground in the east of it and out at sea."""
    chance = np.random.default_rng(seed)

    def shaken(points: list[tuple[float, float]], by: float) -> Polygon:
        dense = shapely.get_coordinates(shapely.segmentize(LinearRing(points), 0.06))[:-1]
        ring = Polygon(np.round(dense + chance.uniform(-by, by, dense.shape), 6))
        return max(shapely.get_parts(shapely.make_valid(ring)), key=lambda part: part.area)

    home = shaken([(34, 50), (37, 50), (37, 52), (34, 52)], 0.03)
    project = two_sides(blue=home)
    return put(project, "red", shaken([(35.5, 50.2), (37.2, 50.1), (37.1, 51.9), (35.6, 51.8)], 0.04))


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 5),
    st.lists(
        st.tuples(
            st.integers(0, 60), st.integers(0, 40), st.integers(1, 12), st.sampled_from(["red", "blue", ""])
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_fronts_worked_out_near_an_edit_are_those_of_the_whole_map(seed: int, strokes: list) -> None:
    project = ragged(seed)
    for x, y, size, side in strokes:
        shape = square(34 + x / 20, 50 + y / 20, size / 40)
        try:
            project = give_ground(
                project,
                account=DESK,
                day=day(1),
                ground=[shape],
                side=side,
                status=Status.CONTROLLED,
                ids=numbered(100 + 100 * x),
            ).project
        except EditRefused:
            continue
        assert project == settled(project, snapshot(project), anew=True)
