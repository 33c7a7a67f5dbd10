"""What is measured on one date after the other, on maps that fit in the head."""

from __future__ import annotations

import pytest
import shapely
from shapely import MultiLineString, Polygon

from mapdesk.geometry.measure import area_km2, ellipsoid, leg, length_km
from mapdesk.model.features import FrontLine, Status
from mapdesk.model.ground import HOME
from mapdesk.model.project import Snapshot
from mapdesk.model.trend import (
    GroundMeter,
    changed_windows,
    front_distance,
    front_lengths,
    fronts_of,
)
from tests.plain_maps import EXTENT, day, facing, put, rectangle, snapshot, square, two_sides

RED = ("red", "controlled")


def with_front(*lines: FrontLine) -> Snapshot:
    return Snapshot(account="desk", date=day(1), extent=EXTENT, features={f.feature_id: f for f in lines})


def drawn(name: str, *points: tuple[float, float], derived: bool = False) -> FrontLine:
    return FrontLine(feature_id=name, shape=MultiLineString([points]), derived=derived)


def test_ground_is_measured_by_side_and_status() -> None:
    project = put(facing(), "red", square(30, 48), status=Status.ADVANCE)
    figures = GroundMeter(project.sides_in_order()).figures(snapshot(project))
    assert figures == pytest.approx(
        {
            RED: area_km2(square(30, 50)),
            ("red", "advance"): area_km2(square(30, 48)),
            ("blue", "controlled"): area_km2(square(32, 50)),
        }
    )


def test_home_ground_is_what_no_area_covers_and_claims_take_nothing_from_it() -> None:
    home = rectangle(28, 48, 34, 54)
    project = put(two_sides(blue=home), "red", square(30, 50))
    project = put(project, "red", square(28, 48), status=Status.CLAIMED)
    figures = GroundMeter(project.sides_in_order()).figures(snapshot(project))
    assert figures["blue", HOME] == pytest.approx(area_km2(home) - area_km2(square(30, 50)))
    assert figures["red", "claimed"] == pytest.approx(area_km2(square(28, 48)))


def test_home_ground_counts_inside_the_extent_only() -> None:
    project = put(
        two_sides(blue=rectangle(18, 48, 34, 54)), "red", square(30, 50), extent=rectangle(28, 48, 40, 56)
    )
    figures = GroundMeter(project.sides_in_order()).figures(snapshot(project))
    expected = area_km2(rectangle(28, 48, 34, 54)) - area_km2(square(30, 50))
    assert figures["blue", HOME] == pytest.approx(expected)


def test_where_two_are_at_home_the_ground_is_the_first_ones() -> None:
    project = put(two_sides(red=square(30, 50), blue=rectangle(30, 50, 36, 52)), "red", square(40, 50))
    figures = GroundMeter(project.sides_in_order()).figures(snapshot(project))
    assert figures["red", HOME] == pytest.approx(area_km2(square(30, 50)))
    assert figures["blue", HOME] == pytest.approx(area_km2(rectangle(32, 50, 36, 52)))


def test_a_date_measured_after_another_has_the_figures_that_it_has_alone() -> None:
    project = put(two_sides(blue=rectangle(28, 46, 40, 56)), "red", rectangle(30, 48, 38, 54))
    # A bite out of one edge, and another one far from it.
    for on, bite in ((2, rectangle(37, 50, 38, 51)), (3, rectangle(30, 48, 30.4, 48.4))):
        project = put(project, "blue", bite, on=on, add=True)
    regions = {"west": rectangle(20, 40, 34, 60), "east": rectangle(34, 40, 50, 60)}
    for parts in (None, regions):
        running = GroundMeter(project.sides_in_order(), parts)
        for on in (1, 2, 3):
            alone = GroundMeter(project.sides_in_order(), parts).figures(snapshot(project, on))
            assert running.figures(snapshot(project, on)) == pytest.approx(alone, abs=1e-6)


def test_regions_share_out_what_is_held_and_what_is_left() -> None:
    project = put(two_sides(blue=rectangle(28, 48, 36, 54)), "red", rectangle(30, 50, 34, 52))
    regions = {"west": rectangle(20, 40, 31, 60), "east": rectangle(31, 40, 50, 60)}
    whole = GroundMeter(project.sides_in_order()).figures(snapshot(project))
    parted = GroundMeter(project.sides_in_order(), regions).figures(snapshot(project))
    assert parted["red", "controlled", "west"] == pytest.approx(area_km2(rectangle(30, 50, 31, 52)))
    for key, km2 in whole.items():
        assert sum(parted.get((*key, name), 0.0) for name in regions) == pytest.approx(km2)


def test_each_change_of_a_polygon_has_a_window_of_its_own_and_no_change_has_none() -> None:
    before = shapely.segmentize(rectangle(30, 48, 38, 54), 1.0)
    assert changed_windows(before, shapely.segmentize(rectangle(30, 48, 38, 54), 1.0)) == []
    bites = [rectangle(37, 50, 38, 51), rectangle(30, 52, 30.5, 53)]
    after = shapely.difference(before, shapely.union_all(bites))
    windows = [shapely.box(*window) for window in changed_windows(before, after)]
    assert len(windows) == 2
    assert all(any(window.contains(bite) for window in windows) for bite in bites)
    assert sum(window.area for window in windows) < 2


def test_moved_corners_are_found_as_changed_edges_are() -> None:
    before = Polygon([(30 + n / 10, 48 + (n % 3) / 10) for n in range(60)] + [(36, 46), (30, 46)])
    moved = shapely.get_coordinates(before)
    moved[40] += (0.02, 0.3)
    (window,) = changed_windows(before, Polygon(moved))
    difference = shapely.symmetric_difference(before, Polygon(moved))
    assert shapely.box(*window).contains(difference)
    assert shapely.box(*window).area < 0.3


def test_a_hole_that_opens_inside_a_polygon_has_its_window() -> None:
    before = rectangle(30, 48, 38, 54)
    hole = rectangle(33, 50, 34, 51)
    (window,) = changed_windows(before, shapely.difference(before, hole))
    assert shapely.box(*window).contains(hole)


def test_fronts_are_measured_by_the_sides_that_face_each_other() -> None:
    (front,) = (f for f in fronts_of(snapshot(facing())))
    assert front_lengths(snapshot(facing())) == pytest.approx({("red", "blue"): length_km(front.shape)})


def test_a_drawn_front_counts_only_where_none_is_derived() -> None:
    line = drawn("old", (30, 50), (31, 50))
    assert front_lengths(with_front(line)) == pytest.approx({(): length_km(line.shape)})
    both = with_front(line, drawn("new", (30, 51), (32, 51), derived=True))
    assert [front.feature_id for front in fronts_of(both)] == ["new"]


def test_the_distance_to_a_front_is_geodesic_to_its_nearest_point() -> None:
    # The meridian 32° E from 49° to 51° N: the nearest point of a place on 50° N is a little poleward of it.
    shown = with_front(drawn("front", (32, 49), (32, 51)))
    away = front_distance(shown, 33, 50)
    nearest = min(leg((33, 50), (32, 50 + number / 10_000))[0] for number in range(300))
    assert away == pytest.approx(nearest, abs=0.001)
    assert away < leg((33, 50), (32, 50))[0]


def test_beyond_its_end_the_distance_is_to_the_end_of_a_front() -> None:
    shown = with_front(drawn("front", (32, 49), (32, 51)))
    assert front_distance(shown, 30, 55) == pytest.approx(leg((30, 55), (32, 51))[0], abs=0.001)


def test_the_distance_across_the_180th_meridian_is_the_short_way() -> None:
    shown = with_front(drawn("front", (179.5, 60), (179.5, 62)))
    assert front_distance(shown, -179.5, 61) == pytest.approx(leg((-179.5, 61), (179.5, 61))[0], rel=1e-3)


def test_without_a_front_there_is_no_distance() -> None:
    assert front_distance(with_front(), 30, 50) is None


def test_far_away_the_nearest_of_many_points_is_found() -> None:
    points = [(20 + n / 10, 45 + (n % 7)) for n in range(300)]
    shown = with_front(drawn("front", *points))
    lon, lat = 5.0, 60.0
    coordinates = shapely.get_coordinates(shapely.segmentize(MultiLineString([points]), 0.01))
    away = ellipsoid().inv([lon] * len(coordinates), [lat] * len(coordinates), *coordinates.T.copy())[2]
    assert front_distance(shown, lon, lat) == pytest.approx(min(away) / 1e3, abs=0.2)
