"""What is locked stays as it is until it is unlocked, whatever the hand does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shapely import Point

from mapdesk.edit.arrange import Order, reorder
from mapdesk.edit.claim import give_ground
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.features import (
    add_annotation,
    change_feature,
    delete_features,
    duplicate_features,
    move_features,
)
from mapdesk.edit.give import give_area
from mapdesk.edit.locks import lock_features
from mapdesk.edit.merge import merge_areas
from mapdesk.edit.project import DESK
from mapdesk.edit.push import push_front
from mapdesk.edit.split import split_area
from mapdesk.edit.vertices import delete_vertices, insert_vertex, move_vertices
from mapdesk.model.features import AnnotationKind, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    facing,
    ground,
    numbered,
    put,
    rectangle,
    same_ground,
    snapshot,
    square,
)

WHERE = {"account": DESK, "day": day(1)}
IDS = numbered(90)
RED, BLUE = "area-1", "area-2"


def locked(*feature_ids: str) -> Project:
    """Red's square west of Blue's and a marker in it, some of them locked."""
    project = add_annotation(
        facing(), kind=AnnotationKind.MARKER, shape=Point(31, 51), text="A bridge", ids=numbered(8), **WHERE
    ).project
    return lock_features(project, account=DESK, feature_ids=feature_ids, locked=True).project


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: delete_features(p, feature_ids=["annotation-9"], **WHERE),
        lambda p: move_features(p, feature_ids=["annotation-9"], by=(1, 0), **WHERE),
        lambda p: change_feature(p, feature_id="annotation-9", text="Gone", **WHERE),
        lambda p: reorder(p, feature_ids=["annotation-9"], to=Order.FRONT, **WHERE),
        lambda p: move_vertices(p, moves={(31, 51): (31.5, 51)}, feature_ids=["annotation-9"], **WHERE),
    ],
)
def test_a_locked_marker_is_not_touched(edit: Callable[[Project], Edited]) -> None:
    with pytest.raises(EditRefused, match=r"“A bridge” is locked; unlock it first \(Ctrl\+L\)\."):
        edit(locked("annotation-9"))


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: delete_features(p, feature_ids=[RED], **WHERE),
        lambda p: change_feature(p, feature_id=RED, side="blue", **WHERE),
        lambda p: give_area(p, feature_id=RED, side="blue", status=Status.CONTROLLED, ids=IDS, **WHERE),
        lambda p: move_vertices(p, moves={(32, 52): (32.5, 52.5)}, **WHERE),
        lambda p: insert_vertex(p, edge=((32, 50), (32, 52)), at=(32, 51), **WHERE),
        lambda p: delete_vertices(p, at=[(30, 52)], **WHERE),
        lambda p: split_area(p, line=[(29, 51), (35, 51)], ids=IDS, **WHERE),
        lambda p: push_front(p, stroke=[(32, 50.5), (31, 51), (32, 51.5)], reach=0.1, ids=IDS, **WHERE),
        lambda p: give_ground(
            p, ground=[square(31, 51)], side="blue", status=Status.CONTROLLED, ids=IDS, **WHERE
        ),
        lambda p: give_ground(
            p, ground=[square(31, 51)], side="", status=Status.CONTROLLED, ids=IDS, **WHERE
        ),
    ],
)
def test_no_edit_changes_a_locked_area_or_takes_its_ground(edit: Callable[[Project], Edited]) -> None:
    with pytest.raises(EditRefused, match=r"An area \(area-1\) is locked; unlock it first"):
        edit(locked(RED))


def test_a_locked_area_is_not_merged() -> None:
    project = put(facing(), "red", rectangle(28, 50, 30, 52), add=True)
    project = split_area(project, line=[(30, 49), (30, 53)], ids=IDS, **WHERE).project
    red = [area.feature_id for area in areas(project) if area.side == "red"]
    project = lock_features(project, account=DESK, feature_ids=red, locked=True).project
    with pytest.raises(EditRefused, match="are locked; unlock them first"):
        merge_areas(project, feature_ids=red, **WHERE)


def test_ground_beside_a_locked_area_is_another_one_and_the_locked_area_the_same() -> None:
    project = locked(RED)
    before = snapshot(project).features[RED]
    after = give_ground(
        project, ground=[rectangle(28, 50, 30, 52)], side="red", status=Status.CONTROLLED, ids=IDS, **WHERE
    )
    assert snapshot(after.project).features[RED] is before
    assert len(after.made) == 1
    assert same_ground(ground(after.project, "red"), rectangle(28, 50, 32, 52))
    assert not problems(after.project)


def test_a_lock_holds_on_all_dates_and_gives_no_date_a_map() -> None:
    project = put(facing(), "blue", square(34, 50), on=3, add=True)
    edited = lock_features(project, account=DESK, feature_ids=[BLUE], locked=True)
    assert [shown.date for shown in edited.project.snapshots[DESK]] == [day(1), day(3)]
    dated = {on for on in (1, 3) if BLUE in snapshot(project, on).features}
    assert all(snapshot(edited.project, on).features[BLUE].locked for on in dated)
    back = lock_features(edited.project, account=DESK, feature_ids=[BLUE], locked=False)
    assert back.project == project


def test_a_front_of_the_areas_can_not_be_locked() -> None:
    with pytest.raises(EditRefused, match="lock those instead"):
        lock_features(facing(), account=DESK, feature_ids=["front-red-blue"], locked=True)


def test_a_copy_of_what_is_locked_is_free() -> None:
    project = locked("annotation-9")
    after = duplicate_features(
        project, feature_ids=["annotation-9"], offset=(0.5, 0), ids=numbered(20), **WHERE
    )
    assert not snapshot(after.project).features[after.made[0]].locked
