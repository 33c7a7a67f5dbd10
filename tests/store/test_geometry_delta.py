"""Shapes told from other shapes: always given back byte for byte, and in few bytes where little changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from mapdesk.store import geometry_blob, geometry_delta
from tests.store.random_projects import GROUNDS, LINES, POINTS
from tests.store.scripted_edits import disc


def told(then: BaseGeometry, now: BaseGeometry | None) -> bytes:
    blob = geometry_blob.encode(then)
    there = None if now is None else geometry_blob.encode(now)
    delta = geometry_delta.encode(blob, there)
    assert geometry_delta.decode(delta, there) == blob
    return delta


@given(GROUNDS, GROUNDS)
def test_any_ground_is_told_from_any_other(then: BaseGeometry, now: BaseGeometry) -> None:
    told(then, now)
    told(then, None)
    told(then, then)


@given(LINES, POINTS)
def test_a_line_is_told_from_a_point_and_the_point_from_the_line(line: list, point: tuple) -> None:
    from shapely import LineString

    told(LineString(line), Point(point))
    told(Point(point), LineString(line))


def test_one_moved_corner_is_told_in_a_few_bytes() -> None:
    now = disc(36, 48, 1, 3000)
    corners = list(now.exterior.coords)
    corners[1500] = (35.5, 48.5)
    assert len(told(Polygon(corners), now)) < 100


def test_a_bite_out_of_a_polygon_costs_only_its_new_corners() -> None:
    now = disc(36, 48, 1, 3000)
    then = now.difference(box(36.9, 47.9, 37.5, 48.1))
    assert len(told(then, now)) < 200


def test_a_part_taken_out_of_several_is_told_in_a_few_bytes() -> None:
    parts = [disc(lon, 48, 0.4, 500) for lon in (34, 35, 36)]
    assert len(told(MultiPolygon(parts[1:]), MultiPolygon(parts))) < 120


def test_empty_shapes_are_told_too() -> None:
    told(Polygon(), disc(36, 48, 1, 9))
    told(disc(36, 48, 1, 9), Polygon())


def test_a_shape_told_from_another_is_not_put_together_with_a_third() -> None:
    now = disc(36, 48, 1, 300)
    delta = told(now, now)
    with pytest.raises(ValueError, match="told from another"):
        geometry_delta.decode(delta, geometry_blob.encode(disc(36, 48, 2, 300)))
