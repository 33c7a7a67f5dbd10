"""Simplified borders stay shared; what says much stays, and where borders meet all does."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, MultiLineString, Point, Polygon

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.features import add_front_line
from mapdesk.edit.outlines import vertices_of
from mapdesk.edit.project import DESK
from mapdesk.edit.simplify import simplify_vertices
from mapdesk.model.features import FrontLine
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import areas, day, front, numbered, put, segments_of, snapshot, two_sides

WHERE = {"account": DESK, "day": day(1)}


def toothed() -> Project:
    """Red west of Blue, the front between them with a tooth of 1 km and one of 50 km."""
    red = Polygon(
        [(30, 50), (32, 50), (32, 50.5), (32.01, 50.51), (32, 50.52), (32.5, 51), (32, 52), (30, 52)]
    )
    project = put(two_sides(), "blue", shapely.box(31, 50, 36, 52))
    return put(project, "red", red, add=True)


def test_a_small_tooth_of_the_front_goes_from_both_areas_and_a_large_one_stays() -> None:
    edited = simplify_vertices(toothed(), metres=3000, **WHERE)
    line = front(edited.project)
    assert line is not None
    points = {point for segment in segments_of(line.shape) for point in segment}
    assert (32.01, 50.51) not in points
    assert {(32, 50), (32.5, 51), (32, 52)} <= points
    assert problems(edited.project) == []
    assert edited.notes[-1].endswith("are left.")


def test_only_vertices_at_the_places_named_go() -> None:
    edited = simplify_vertices(toothed(), metres=3000, at=[(32.01, 50.51), (32.5, 51)], **WHERE)
    line = front(edited.project)
    assert line is not None
    points = {point for segment in segments_of(line.shape) for point in segment}
    assert points == {(32, 50), (32, 50.5), (32, 50.52), (32.5, 51), (32, 52)}
    assert edited.notes == ("1 of 2 vertices went, 1 are left.",)


def test_nothing_small_enough_and_no_metres_are_refused_in_a_sentence() -> None:
    with pytest.raises(EditRefused, match="Nothing here is smaller than 5 m; take more metres"):
        simplify_vertices(toothed(), metres=5, at=[(32.01, 50.51)], **WHERE)
    with pytest.raises(EditRefused, match="a number of metres above 0"):
        simplify_vertices(toothed(), metres=0, **WHERE)


def test_an_area_keeps_three_corners_however_many_metres() -> None:
    project = put(two_sides(), "red", Point(35, 50).buffer(1, quad_segs=64))
    after = simplify_vertices(project, metres=90_000_000, **WHERE).project
    (area,) = areas(after)
    assert 3 <= len(area.shape.exterior.coords) - 1 <= 4
    assert problems(after) == []


def test_a_pocket_does_not_get_out_of_the_area_round_it() -> None:
    project = put(two_sides(), "red", Point(35, 50).buffer(1, quad_segs=64))
    project = put(project, "blue", Point(35.95, 50).buffer(0.03), add=True)
    edited = simplify_vertices(project, metres=120_000, **WHERE)
    assert problems(edited.project) == []
    assert shapely.union_all([area.shape for area in areas(edited.project)]).covers(Point(35.95, 50))


def test_a_line_is_simplified_only_where_it_is_named_and_its_ends_stay() -> None:
    course = LineString([(40, 50), (41, 50.001), (42, 50)])
    drawn = add_front_line(toothed(), course=course, ids=numbered(200), **WHERE)
    at = vertices_of(drawn.project, DESK, day(1), drawn.made)
    after = simplify_vertices(drawn.project, metres=500, at=at, feature_ids=drawn.made, **WHERE)
    line = snapshot(after.project).features[drawn.made[0]]
    assert isinstance(line, FrontLine)
    assert line.shape == MultiLineString([[(40, 50), (42, 50)]])
    with pytest.raises(EditRefused, match="no feature area-99 on the map of"):
        vertices_of(drawn.project, DESK, day(1), ["area-99"])
