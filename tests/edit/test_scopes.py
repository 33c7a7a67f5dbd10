"""How far an edit reaches: its date alone, until the next change, or each later map where it still fits."""

from __future__ import annotations

from collections.abc import Callable

from shapely import Point, Polygon

from mapdesk.edit.claim import give_ground
from mapdesk.edit.edit import Edited
from mapdesk.edit.features import add_annotation, change_feature, delete_features, move_features
from mapdesk.edit.merge import merge_areas
from mapdesk.edit.project import DESK
from mapdesk.edit.scopes import Reach, Scope, is_edit_of, reaching
from mapdesk.edit.snapshots import copy_map, mark_unchanged
from mapdesk.model.features import AnnotationKind, ControlArea, Evidence, Status
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

_EAST = rectangle(32, 50, 33, 52)


def later_maps(project: Project, *days: int) -> Project:
    """The map of the first day again on later days, each of its own."""
    for number in days:
        project = copy_map(project, account=DESK, day=day(1), to=day(number)).project
    return project


def done(
    project: Project, edit: Callable[[Project], Edited], scope: Scope = Scope.ONWARD, on: int = 1
) -> Reach:
    after = edit(project).project
    reach = reaching(project, after, account=DESK, day=day(on), scope=scope, ids=numbered(500))
    assert problems(reach.project) == []
    return reach


def taking(*shapes: Polygon, on: int = 1, status: Status = Status.CONTROLLED) -> Callable[[Project], Edited]:
    """Red takes ground."""
    return lambda project: give_ground(
        project,
        account=DESK,
        day=day(on),
        ground=shapes,
        side="red",
        status=status,
        ids=numbered(100),
        evidence=Evidence.GEOLOCATED,
    )


def marked(project: Project) -> Project:
    return add_annotation(
        project,
        account=DESK,
        day=day(1),
        kind=AnnotationKind.MARKER,
        shape=Point(31, 51),
        name="Bridge",
        ids=lambda _: "bridge",
    ).project


def test_until_the_next_change_is_the_edit_itself() -> None:
    project = later_maps(facing(), 5)
    after = taking(_EAST)(project).project
    reach = reaching(project, after, account=DESK, day=day(1), scope=Scope.NEXT, ids=numbered(500))
    assert reach == Reach(after)


def test_on_this_date_only_the_day_after_has_the_map_as_it_was() -> None:
    project = later_maps(facing(), 5)
    reach = done(project, taking(_EAST), Scope.DATE)
    assert reach.restored == day(2)
    assert [s.date for s in reach.project.snapshots[DESK]] == [day(1), day(2), day(5)]
    assert same_ground(ground(reach.project, "red"), rectangle(30, 50, 33, 52))
    assert snapshot(reach.project, 2).features == snapshot(project, 1).features
    assert snapshot(reach.project, 5) is snapshot(project, 5)


def test_on_this_date_only_a_day_without_a_map_gets_one_and_the_day_after_the_one_carried_so_far() -> None:
    project = later_maps(facing(), 5)
    reach = done(project, taking(_EAST, on=3), Scope.DATE, on=3)
    assert [s.date for s in reach.project.snapshots[DESK]] == [day(n) for n in (1, 3, 4, 5)]
    assert snapshot(reach.project, 4).features == snapshot(project, 1).features


def test_on_this_date_only_a_day_after_with_a_map_of_its_own_stays_as_it_is() -> None:
    project = later_maps(facing(), 2)
    reach = done(project, taking(_EAST), Scope.DATE)
    assert reach.restored is None
    assert snapshot(reach.project, 2) is snapshot(project, 2)


def test_from_here_on_each_later_map_that_is_as_it_was_gets_the_very_same_areas() -> None:
    project = later_maps(facing(), 3, 5)
    advance = taking(_EAST, status=Status.ADVANCE)
    reach = done(project, advance)
    assert reach.changed == (day(3), day(5))
    assert reach.kept == ()
    for number in (3, 5):
        assert areas(reach.project, number) == areas(reach.project, 1)


def test_from_here_on_ground_is_given_only_where_its_old_holder_still_has_it() -> None:
    # By day 3 Blue has lost the north of the ground to nobody; by day 5 all of it to Red.
    project = later_maps(facing(), 3, 5)
    project = put(project, "blue", rectangle(32, 50, 34, 51), on=3)
    project = put(project, "red", rectangle(30, 50, 34, 52), on=5)
    reach = done(project, taking(_EAST))
    assert reach.changed == (day(3),)
    (kept,) = reach.kept
    assert (kept.day, kept.holders, kept.wholly) == (day(3), ("blue",), False)
    assert same_ground(ground(reach.project, "red", on=3), square(30, 50).union(rectangle(32, 50, 33, 51)))
    # On day 5 Red has it already: nothing to do, nothing to tell.
    assert snapshot(reach.project, 5) is snapshot(project, 5)


def test_from_here_on_a_map_where_the_old_holder_has_none_of_it_is_listed_and_stays() -> None:
    project = later_maps(facing(), 3)
    project = give_ground(
        project,
        account=DESK,
        day=day(3),
        ground=[square(32, 50)],
        side="",
        status=Status.CONTROLLED,
        ids=numbered(50),
    ).project
    reach = done(project, taking(_EAST))
    assert reach.changed == ()
    (kept,) = reach.kept
    assert (kept.day, kept.holders, kept.wholly) == (day(3), ("blue",), True)
    assert snapshot(reach.project, 3) is snapshot(project, 3)


def test_from_here_on_an_area_that_the_edit_made_has_one_id_on_all_maps_that_took_it() -> None:
    project = later_maps(facing(), 3)
    # Elsewhere Blue's area has another shape by then.
    project = put(project, "blue", rectangle(32, 50, 36, 52), on=3)
    reach = done(project, taking(_EAST, status=Status.ADVANCE))
    ids = {
        area.feature_id: (area.shape, area.evidence)
        for number in (1, 3)
        for area in areas(reach.project, number)
        if area.status is Status.ADVANCE
    }
    assert ids == {"area-101": (_EAST, Evidence.GEOLOCATED)}


def test_from_here_on_a_side_that_holds_the_ground_otherwise_by_then_still_loses_it() -> None:
    project = later_maps(facing(), 3)
    project = change_feature(
        project, account=DESK, day=day(3), feature_id="area-2", status=Status.ADVANCE
    ).project
    reach = done(project, taking(_EAST))
    assert reach.changed == (day(3),)
    assert same_ground(ground(reach.project, "red", on=3), rectangle(30, 50, 33, 52))


def test_from_here_on_another_status_is_given_only_where_the_one_before_still_stands() -> None:
    project = later_maps(facing(), 3, 5)
    project = change_feature(
        project, account=DESK, day=day(3), feature_id="area-2", status=Status.ADVANCE
    ).project
    reach = done(
        project,
        lambda p: change_feature(p, account=DESK, day=day(1), feature_id="area-2", status=Status.CONTESTED),
    )
    assert reach.changed == (day(5),)
    assert [(kept.day, kept.holders) for kept in reach.kept] == [(day(3), ("blue",))]


def test_from_here_on_an_area_of_another_shape_keeps_its_id_and_what_is_said_of_it() -> None:
    project = later_maps(facing(), 3)
    project = put(project, "blue", rectangle(32, 50, 33.5, 52), on=3)
    project = change_feature(
        project, account=DESK, day=day(3), feature_id="area-2", name="The bridgehead"
    ).project
    reach = done(
        project,
        lambda p: change_feature(p, account=DESK, day=day(1), feature_id="area-2", side="red"),
    )
    (area,) = [area for area in areas(reach.project, 3) if area.feature_id == "area-2"]
    assert (area.side, area.name) == ("red", "The bridgehead")
    assert same_ground(area.shape, rectangle(32, 50, 33.5, 52))


def test_from_here_on_what_is_erased_is_erased_on_later_maps() -> None:
    project = later_maps(facing(), 3)
    project = put(project, "red", square(30, 50), square(30, 54), on=3)
    reach = done(project, lambda p: delete_features(p, account=DESK, day=day(1), feature_ids=["area-1"]))
    assert reach.changed == (day(3),)
    assert same_ground(ground(reach.project, "red", on=3), square(30, 54))


def test_from_here_on_an_annotation_is_drawn_moved_and_deleted_on_later_maps() -> None:
    project = later_maps(facing(), 3)
    drawn = done(
        project,
        lambda p: Edited(marked(p)),
    ).project
    assert snapshot(drawn, 3).features["bridge"] == snapshot(drawn, 1).features["bridge"]
    moved = done(
        drawn, lambda p: move_features(p, account=DESK, day=day(1), feature_ids=["bridge"], by=(0.5, 0))
    ).project
    assert snapshot(moved, 3).features["bridge"].shape == Point(31.5, 51)
    gone = done(moved, lambda p: delete_features(p, account=DESK, day=day(1), feature_ids=["bridge"])).project
    assert "bridge" not in snapshot(gone, 3).features


def test_from_here_on_a_feature_that_has_been_changed_since_is_listed_and_stays() -> None:
    project = later_maps(marked(facing()), 3)
    project = move_features(project, account=DESK, day=day(3), feature_ids=["bridge"], by=(0.25, 0)).project
    moving = done(
        project, lambda p: move_features(p, account=DESK, day=day(1), feature_ids=["bridge"], by=(0.5, 0))
    )
    assert moving.changed == ()
    assert [feature.feature_id for kept in moving.kept for feature in kept.features] == ["bridge"]
    # Its name has not been changed since, so that is another matter.
    naming = done(
        project, lambda p: change_feature(p, account=DESK, day=day(1), feature_id="bridge", name="Ferry")
    )
    assert naming.changed == (day(3),)
    later = snapshot(naming.project, 3).features["bridge"]
    assert (later.name, later.shape) == ("Ferry", Point(31.25, 51))


def test_from_here_on_the_name_of_a_front_holds_on_maps_where_it_runs_otherwise() -> None:
    project = later_maps(facing(), 3)
    project = put(project, "blue", rectangle(32, 50.5, 34, 52), on=3)
    reach = done(
        project,
        lambda p: change_feature(p, account=DESK, day=day(1), feature_id="front-red-blue", name="The river"),
    )
    later = snapshot(reach.project, 3).features["front-red-blue"]
    assert later.name == "The river"
    assert later.shape == snapshot(project, 3).features["front-red-blue"].shape


def test_from_here_on_areas_are_joined_only_where_they_are_what_they_were() -> None:
    advance = change_feature(
        facing(), account=DESK, day=day(1), feature_id="area-2", side="red", status=Status.CONTROLLED
    ).project
    project = later_maps(advance, 3, 5, 7)
    project = marked(project)
    # On day 3 there is something else on the map, on day 5 one of the areas has another shape.
    project = put(project, "blue", square(40, 50), on=3)
    project = put(project, "red", square(30, 50), rectangle(32, 50, 33, 52), on=5)
    reach = done(
        project,
        lambda p: merge_areas(p, account=DESK, day=day(1), feature_ids=["area-1", "area-2"]),
    )
    assert reach.changed == (day(3), day(7))
    for number in (1, 3, 7):
        (red,) = [area for area in areas(reach.project, number) if area.side == "red"]
        assert same_ground(red.shape, rectangle(30, 50, 34, 52))
    (kept,) = reach.kept
    assert (kept.day, kept.wholly) == (day(5), True)
    assert {feature.feature_id for feature in kept.features} == {"area-1", "area-2"}


def test_from_here_on_a_map_says_nothing_outside_its_extent() -> None:
    project = later_maps(facing(), 3)
    project = put(project, "blue", square(32, 50), on=3, extent=rectangle(30, 50.5, 40, 55))
    reach = done(project, taking(_EAST))
    assert same_ground(ground(reach.project, "red", on=3), rectangle(30, 50.5, 33, 52))


def test_an_edit_of_the_date_as_a_whole_or_of_something_else_has_no_scope() -> None:
    project = later_maps(facing(), 5)
    same = mark_unchanged(project, account=DESK, day=day(3)).project
    assert not is_edit_of(project, same, DESK, day(3))
    copied = copy_map(project, account=DESK, day=day(1), to=day(4)).project
    assert not is_edit_of(project, copied, DESK, day(1))
    assert is_edit_of(project, taking(_EAST)(project).project, DESK, day(1))
    assert all(isinstance(area, ControlArea) for area in areas(project))
