"""Single features: drawn, deleted, duplicated, moved, and what is known of them."""

from __future__ import annotations

import pytest
from shapely import LineString, MultiLineString, Point, Polygon

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.features import (
    add_annotation,
    add_front_line,
    change_feature,
    delete_features,
    duplicate_features,
    move_features,
)
from mapdesk.edit.project import DESK
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Evidence, FrontLine, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    facing,
    front,
    ground,
    numbered,
    put,
    rectangle,
    same_ground,
    snapshot,
    square,
    two_sides,
)

WHERE = {"account": DESK, "day": day(1)}


def marked() -> Project:
    return add_annotation(
        facing(), kind=AnnotationKind.MARKER, shape=Point(31, 51), text="A bridge", ids=numbered(), **WHERE
    ).project


def test_a_drawn_line_is_a_front_line_of_the_sides_named() -> None:
    edited = add_front_line(
        facing(), course=LineString([(30, 55), (30, 55), (34, 56)]), sides=("red",), ids=numbered(), **WHERE
    )
    (uid,) = edited.made
    line = snapshot(edited.project).features[uid]
    assert isinstance(line, FrontLine)
    assert (line.sides, line.derived) == (("red",), False)
    assert line.shape == MultiLineString([[(30, 55), (34, 56)]])


def test_a_line_that_leads_nowhere_or_out_of_the_map_is_refused() -> None:
    with pytest.raises(EditRefused, match="two points that lie apart"):
        add_front_line(facing(), course=LineString([(30, 55), (30, 55)]), ids=numbered(), **WHERE)
    with pytest.raises(EditRefused, match="Outside the extent"):
        add_front_line(facing(), course=LineString([(30, 55), (60, 55)]), ids=numbered(), **WHERE)
    with pytest.raises(EditRefused, match="no side called green"):
        add_front_line(
            facing(), course=LineString([(30, 55), (31, 55)]), sides=("green",), ids=numbered(), **WHERE
        )


def test_a_marker_stands_on_the_grid_with_its_text() -> None:
    edited = add_annotation(
        facing(),
        kind=AnnotationKind.MARKER,
        shape=Point(31.00000049, 51),
        text="A bridge",
        ids=numbered(),
        **WHERE,
    )
    (uid,) = edited.made
    note = snapshot(edited.project).features[uid]
    assert isinstance(note, Annotation)
    assert (note.shape, note.text) == (Point(31, 51), "A bridge")
    with pytest.raises(EditRefused, match="Write the text first"):
        add_annotation(facing(), kind=AnnotationKind.TEXT, shape=Point(31, 51), ids=numbered(), **WHERE)


def test_a_deleted_area_falls_to_whose_home_it_is() -> None:
    project = put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(36, 50, 40, 56), square(32, 52))
    (pocket,) = [area for area in areas(project) if area.shape == square(32, 52)]
    after = delete_features(project, feature_ids=[pocket.feature_id], **WHERE).project
    line = front(after)
    assert line is not None
    assert line.shape.bounds == (36, 50, 36, 56)


def test_a_derived_front_is_not_deleted_moved_or_duplicated() -> None:
    for edit in (
        lambda: delete_features(facing(), feature_ids=["front-red-blue"], **WHERE),
        lambda: move_features(facing(), feature_ids=["front-red-blue"], by=(1, 0), **WHERE),
        lambda: duplicate_features(
            facing(), feature_ids=["front-red-blue"], offset=(1, 0), ids=numbered(), **WHERE
        ),
        lambda: change_feature(facing(), feature_id="front-red-blue", sides=("red",), **WHERE),
    ):
        with pytest.raises(EditRefused, match="it follows from the areas"):
            edit()


def test_a_copy_lies_beside_what_it_was_made_from() -> None:
    edited = duplicate_features(
        marked(), feature_ids=["annotation-1"], offset=(0.5, 0.25), ids=numbered(1), **WHERE
    )
    assert edited.made == ("annotation-2",)
    features = snapshot(edited.project).features
    assert features["annotation-1"].shape == Point(31, 51)
    assert features["annotation-2"].shape == Point(31.5, 51.25)


def test_areas_of_the_planar_map_are_neither_copied_nor_moved_and_claims_are() -> None:
    with pytest.raises(EditRefused, match="two can't hold the same ground"):
        duplicate_features(facing(), feature_ids=["area-1"], offset=(1, 1), ids=numbered(9), **WHERE)
    with pytest.raises(EditRefused, match="Push the front, or move vertices"):
        move_features(facing(), feature_ids=["area-1"], by=(1, 1), **WHERE)
    project = put(facing(), "blue", square(30, 50), status=Status.CLAIMED)
    moved = move_features(project, feature_ids=["area-3"], by=(1, 1), **WHERE).project
    assert snapshot(moved).features["area-3"].shape.bounds == (31, 51, 33, 53)


def test_what_is_known_of_a_feature_changes_and_its_shape_does_not() -> None:
    after = change_feature(
        facing(),
        feature_id="area-1",
        name="The west",
        evidence="geolocated",
        evidence_by="A desk",
        note="Seen.",
        **WHERE,
    ).project
    area = snapshot(after).features["area-1"]
    assert (area.name, area.evidence, area.evidence_by) == ("The west", Evidence.GEOLOCATED, "A desk")
    assert area.shape is snapshot(facing()).features["area-1"].shape or area.shape == square(30, 50)
    with pytest.raises(EditRefused, match="no text to change"):
        change_feature(facing(), feature_id="area-1", text="?", **WHERE)


def test_an_area_given_to_the_other_side_moves_the_front_and_joins_nothing() -> None:
    project = put(facing(), "red", square(28, 50), status=Status.ADVANCE)
    after = change_feature(project, feature_id="area-1", side="blue", **WHERE).project
    assert {area.feature_id for area in areas(after)} == {"area-1", "area-2", "area-3"}
    line = front(after)
    assert line is not None
    assert line.shape.bounds == (30, 50, 30, 52)
    assert problems(after) == []


def test_a_claim_that_becomes_held_takes_its_ground_from_the_others() -> None:
    project = put(facing(), "red", rectangle(32.5, 49, 33, 53), status=Status.CLAIMED)
    edited = change_feature(project, feature_id="area-3", status="advance", ids=numbered(100), **WHERE)
    area = snapshot(edited.project).features["area-3"]
    assert isinstance(area, ControlArea)
    assert same_ground(area.shape, rectangle(32.5, 49, 33, 53))
    assert edited.made == ()
    assert problems(edited.project) == []
    assert same_ground(ground(edited.project, "blue"), square(32, 50) - rectangle(32.5, 49, 33, 53))


def test_what_is_not_on_the_map_is_refused() -> None:
    with pytest.raises(EditRefused, match="no feature area-9"):
        delete_features(facing(), feature_ids=["area-9"], **WHERE)
    with pytest.raises(EditRefused, match="Nothing is selected"):
        delete_features(facing(), feature_ids=[], **WHERE)


def test_where_a_deleted_area_ended_in_a_hair_its_neighbours_meet() -> None:
    """Between Red's and Blue's ground a horn of another status runs out to nothing."""
    project = put(facing(), "red", Polygon([(31.9, 49), (32.1, 49), (32, 51)]), status=Status.ADVANCE)
    horn = next(area.feature_id for area in areas(project) if area.status is Status.ADVANCE)
    after = delete_features(project, feature_ids=[horn], **WHERE).project
    assert [area.feature_id for area in areas(after)] == ["area-1", "area-2"]
    assert problems(after) == []
