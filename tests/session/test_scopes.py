"""A step with a scope says which later dates it touched, and which did not take it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapdesk.edit.claim import give_ground
from mapdesk.edit.edit import Edited
from mapdesk.edit.features import move_features
from mapdesk.edit.project import DESK
from mapdesk.edit.scopes import Scope
from mapdesk.edit.snapshots import copy_map
from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.session.scopes import do_in_scope, in_scope
from tests.edit.test_scopes import marked
from tests.plain_maps import day, facing, numbered, put, rectangle, same_ground, snapshot, square
from tests.plain_maps import ground as ground_of


def on_days(*days: int, project: Project | None = None) -> Project:
    project = project or facing()
    for number in days:
        project = copy_map(project, account=DESK, day=day(1), to=day(number)).project
    return project


def push(project: Project) -> Edited:
    return give_ground(
        project,
        account=DESK,
        day=day(1),
        ground=[rectangle(32, 50, 33, 52)],
        side="red",
        status=Status.CONTROLLED,
        ids=numbered(100),
    )


def said(project: Project, edited: Edited, scope: Scope = Scope.ONWARD) -> str:
    label, done = in_scope("Push", project, edited, account=DESK, day=day(1), scope=scope, ids=numbered(500))
    return f"{label}. {' '.join(done.notes)}"


def test_all_dates_that_were_touched_are_named_and_those_where_the_side_no_longer_held_it() -> None:
    project = on_days(5, 7, 9, 11)
    project = put(project, "blue", square(33, 50), on=11)
    assert said(project, push(project)) == (
        "Push (from here on). From here on: also 5, 7 and 9 May; not on 11 May, where Blue no longer held it."
    )


def test_a_date_that_took_only_a_part_is_named_apart() -> None:
    project = put(on_days(3, 5), "blue", rectangle(32, 51, 34, 52), on=5)
    assert said(project, push(project)).endswith(
        "also 3 and 5 May; only in part on 5 May, where Blue no longer held it."
    )


def test_many_dates_are_counted() -> None:
    project = on_days(*range(3, 13))
    assert said(project, push(project)).endswith(
        "From here on: also 10 dates from 3 May 2024 to 12 May 2024."
    )


def test_a_feature_that_had_been_changed_is_named() -> None:
    project = on_days(3, project=marked(facing()))
    project = move_features(project, account=DESK, day=day(3), feature_ids=["bridge"], by=(0.5, 0)).project
    moved = move_features(project, account=DESK, day=day(1), feature_ids=["bridge"], by=(0.25, 0))
    assert said(project, moved) == (
        "Push (from here on). From here on: not on 3 May, where “Bridge” had been changed."
    )


def test_where_later_dates_had_it_already_that_is_said() -> None:
    project = put(on_days(3), "red", rectangle(30, 50, 33, 52), on=3)
    assert said(project, push(project)).endswith("From here on: the later dates had it already.")


@pytest.mark.parametrize(
    ("after", "words"), [(3, "2 May has the map as it was."), (2, "2 May has a map of its own.")]
)
def test_on_this_date_only_the_day_after_is_named(after: int, words: str) -> None:
    project = on_days(after)
    assert said(project, push(project), Scope.DATE) == f"Push (this date only). On 1 May only: {words}"


def test_a_step_with_a_scope_is_saved_and_undone_as_one(tmp_path: Path) -> None:
    project = on_days(3, 5)
    path = tmp_path / "war.mapdesk.gpkg"
    with EditSession.create(path, project) as session:
        label, _ = do_in_scope(session, "Push", push, account=DESK, day=day(1), scope=Scope.ONWARD)
        assert label == "Push (from here on)"
    with EditSession.open(path) as session:
        assert same_ground(ground_of(session.project, "red", on=5), rectangle(30, 50, 33, 52))
        assert session.undo() == "Push (from here on)"
        assert session.project == project
        assert snapshot(session.project, 5) == snapshot(project, 5)
