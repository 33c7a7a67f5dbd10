"""Vertices moved, put in and deleted: whoever shares a border keeps sharing it."""

from __future__ import annotations

import pytest
from shapely import LineString, MultiLineString, Point

from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.features import add_annotation, add_front_line
from mapdesk.edit.project import DESK
from mapdesk.edit.vertices import delete_vertices, insert_vertex, move_vertices
from mapdesk.model.features import AnnotationKind, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    front,
    ground,
    numbered,
    put,
    rectangle,
    same_ground,
    segments_of,
    snapshot,
    square,
    two_sides,
)

WHERE = {"account": DESK, "day": day(1)}


def facing() -> Project:
    """Red holds the western of two squares and Blue the eastern one; a third of Red's lies far off."""
    project = put(two_sides(), "red", square(30, 50), square(44, 44))
    return put(project, "blue", square(32, 50))


def moved(project: Project, *moves: tuple[tuple[float, float], tuple[float, float]]) -> Edited:
    return move_vertices(project, moves=dict(moves), **WHERE)


def test_a_shared_vertex_moves_both_areas_and_the_front_between_them() -> None:
    before = facing()
    after = moved(before, ((32, 52), (32.5, 52))).project
    line = front(after)
    assert line is not None
    assert segments_of(line.shape) == {((32, 50), (32.5, 52))}
    assert ground(after, "red").area + ground(after, "blue").area == pytest.approx(12)
    assert problems(after) == []
    far = [area for area in areas(before) if area.shape == square(44, 44)]
    assert any(area is far[0] for area in areas(after))


def test_several_vertices_move_at_once() -> None:
    after = moved(facing(), ((32, 52), (32.5, 52)), ((32, 50), (32.5, 50))).project
    assert same_ground(ground(after, "blue"), rectangle(32.5, 50, 34, 52))


def test_a_vertex_comes_to_lie_on_the_grid() -> None:
    after = moved(facing(), ((32, 52), (32.12345678, 52))).project
    line = front(after)
    assert line is not None
    assert (32.123457, 52) in {point for segment in segments_of(line.shape) for point in segment}


def test_a_vertex_put_down_on_the_neighbours_border_joins_it() -> None:
    project = put(facing(), "blue", square(36, 50), add=True)
    after = moved(project, ((34, 52), (36.000002, 51))).project
    assert problems(after) == []
    shared = [area for area in areas(after) if (36, 51) in area.shape.exterior.coords]
    assert len(shared) == 2


@pytest.mark.parametrize(
    ("corner", "to", "reason"),
    [
        ((34, 52), (31.5, 51), "cross itself"),
        ((32, 52), (36, 51), "cross itself"),
        ((44, 46), (33, 51), "other ground"),
        ((34, 52), (60, 52), "outside|Outside"),
        ((35, 57), (36, 57), "no vertex here"),
    ],
)
def test_a_vertex_that_can_not_go_there_is_refused(
    corner: tuple[float, float], to: tuple[float, float], reason: str
) -> None:
    with pytest.raises(EditRefused, match=reason):
        moved(facing(), (corner, to))


def test_claims_lines_and_markers_move_only_if_they_are_named() -> None:
    project = put(facing(), "blue", square(30, 50), status=Status.CLAIMED)
    claim = next(area for area in areas(project) if area.status is Status.CLAIMED)
    drawn = add_front_line(project, course=LineString([(32, 52), (35, 53)]), ids=numbered(200), **WHERE)
    marked = add_annotation(
        drawn.project, kind=AnnotationKind.MARKER, shape=Point(32, 52), ids=numbered(300), **WHERE
    )
    named = (claim.feature_id, *drawn.made, *marked.made)
    moves = {(32, 52): (32.5, 52)}
    alone = snapshot(move_vertices(marked.project, moves=moves, **WHERE).project).features
    assert all(alone[uid] is snapshot(marked.project).features[uid] for uid in named)
    along = snapshot(move_vertices(marked.project, moves=moves, feature_ids=named, **WHERE).project).features
    assert (32.5, 52) in along[claim.feature_id].shape.exterior.coords
    assert along[drawn.made[0]].shape == MultiLineString([[(32.5, 52), (35, 53)]])
    assert along[marked.made[0]].shape == Point(32.5, 52)


def test_a_vertex_put_into_a_shared_edge_is_in_both_areas() -> None:
    after = insert_vertex(facing(), edge=((32, 52), (32, 50)), at=(31.8, 51), **WHERE).project
    line = front(after)
    assert line is not None
    assert segments_of(line.shape) == {((32, 50), (31.8, 51)), ((31.8, 51), (32, 52))}
    assert problems(after) == []
    with pytest.raises(EditRefused, match="no edge here"):
        insert_vertex(facing(), edge=((32, 52), (30, 50)), at=(31, 51), **WHERE)


def test_a_deleted_vertex_is_gone_from_all_areas() -> None:
    project = insert_vertex(facing(), edge=((32, 50), (32, 52)), at=(31.8, 51), **WHERE).project
    after = delete_vertices(project, at=[(31.8, 51)], **WHERE).project
    assert {area.shape for area in areas(after)} == {area.shape for area in areas(facing())}


def test_an_area_keeps_three_corners_and_a_line_two_points() -> None:
    with pytest.raises(EditRefused, match="An area needs three corners; delete the area instead"):
        delete_vertices(facing(), at=[(44, 44), (44, 46)], **WHERE)
    drawn = add_front_line(facing(), course=LineString([(32, 53), (35, 54)]), ids=numbered(200), **WHERE)
    with pytest.raises(EditRefused, match="A line needs two points"):
        delete_vertices(drawn.project, at=[(32, 53)], feature_ids=drawn.made, **WHERE)


def test_the_first_corner_of_a_ring_can_be_deleted_too() -> None:
    first = areas(facing())[0].shape.exterior.coords[0]
    after = delete_vertices(facing(), at=[first], **WHERE).project
    assert len(areas(after)[0].shape.exterior.coords) == 4
