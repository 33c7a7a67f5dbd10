"""Smoothed borders stay shared, and nodes stay where they are."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, MultiLineString, Polygon

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.features import add_front_line
from mapdesk.edit.project import DESK
from mapdesk.edit.smooth import smooth_vertices
from mapdesk.model.features import FrontLine
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import areas, day, front, ground, numbered, put, segments_of, snapshot, two_sides

WHERE = {"account": DESK, "day": day(1)}


def zigzag() -> Project:
    """Red west of Blue, the front between them with one tooth at 33° E, 51° N."""
    tooth = Polygon([(30, 50), (32, 50), (33, 51), (32, 52), (30, 52)])
    project = put(two_sides(), "blue", shapely.box(31, 50, 36, 52))
    return put(project, "red", tooth, add=True)


def test_a_tooth_of_the_front_goes_half_way_to_the_middle_of_its_neighbours_in_both_areas() -> None:
    after = smooth_vertices(zigzag(), at=[(33, 51)], **WHERE).project
    line = front(after)
    assert line is not None
    assert segments_of(line.shape) == {((32, 50), (32.5, 51)), ((32.5, 51), (32, 52))}
    assert problems(after) == []


def test_where_borders_meet_vertices_stay() -> None:
    after = smooth_vertices(zigzag(), **WHERE).project
    corners = {point for area in areas(after) for point in area.shape.exterior.coords}
    assert {(32, 50), (32, 52), (32.5, 51)} <= corners
    assert (30.25, 50.5) in corners
    with pytest.raises(EditRefused, match="nothing to smooth here"):
        smooth_vertices(zigzag(), at=[(32, 50)], **WHERE)


def test_what_would_make_borders_cross_stays_as_it_was() -> None:
    # The tip of Blue's needle would be drawn in past Red's, which reaches into it.
    project = put(two_sides(), "blue", Polygon([(30, 50), (32, 49), (34, 50), (32, 54)]))
    project = put(project, "red", Polygon([(31.9, 53.7), (32.1, 53.7), (32, 53.2)]), add=True)
    after = smooth_vertices(project, at=[(32, 54), (32, 49)], **WHERE).project
    corners = {point for area in areas(after) for point in area.shape.exterior.coords}
    assert (32, 54) in corners
    assert (32, 49) not in corners
    assert problems(after) == []


def test_a_line_is_smoothed_only_where_it_is_named_and_its_ends_stay() -> None:
    drawn = add_front_line(
        zigzag(), course=LineString([(40, 50), (41, 52), (42, 50)]), ids=numbered(200), **WHERE
    )
    with pytest.raises(EditRefused, match="nothing to smooth here"):
        smooth_vertices(drawn.project, at=[(41, 52)], **WHERE)
    after = smooth_vertices(drawn.project, at=[(40, 50), (41, 52)], feature_ids=drawn.made, **WHERE)
    line = snapshot(after.project).features[drawn.made[0]]
    assert isinstance(line, FrontLine)
    assert line.shape == MultiLineString([[(40, 50), (41, 51), (42, 50)]])
    assert ground(after.project, "red") == ground(zigzag(), "red")
