"""A Project as flat values, and the Difference between two of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from shapely import box

from mapdesk.model.difference import apply, difference, project_of, records
from mapdesk.model.features import ControlArea, Status
from mapdesk.model.project import About, Account, Project, Snapshot
from tests.store.random_projects import projects

GROUND = box(30, 45, 40, 50)
AREA = ControlArea(feature_id="donbas", side="ua", status=Status.CONTROLLED, shape=box(36, 47, 37, 48))


def week() -> Project:
    """Seven dates on which one area stays the same."""
    project = Project(
        about=About(uid="p", title="A week"), accounts={"desk": Account(uid="desk", name="Desk")}
    )
    for n in range(7):
        day = date(2024, 2, 26) + timedelta(days=n)
        project = project.with_snapshot(
            Snapshot(account="desk", date=day, extent=GROUND, features={"donbas": AREA})
        )
    return project


@given(projects())
def test_a_project_as_flat_values_is_the_same_project(project: Project) -> None:
    assert project_of(records(project)) == project


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(projects(), projects())
def test_the_difference_leads_from_one_project_to_the_other_and_back(one: Project, other: Project) -> None:
    there = difference(one, other)
    assert apply(one, there) == other
    assert apply(other, there.inverse()) == one
    assert all(change.before != change.after for change in there.changes)
    assert not difference(one, project_of(records(one))).changes


def test_what_a_difference_does_not_speak_of_stays_the_same_object() -> None:
    before = week()
    after = replace(before, accounts={"desk": Account(uid="desk", name="Our desk")})
    applied = apply(before, difference(before, after))
    assert applied == after
    assert applied.snapshots is before.snapshots
    assert applied.articles is before.articles


def test_an_area_that_stays_for_a_week_is_one_version() -> None:
    (version,) = records(week())["features"].values()
    assert version.valid_from == date(2024, 2, 26)
    assert version.valid_until is None


def test_moving_an_area_on_the_fourth_day_ends_one_version_and_begins_another() -> None:
    before = week()
    moved = replace(AREA, shape=box(36, 47, 37.5, 48))
    after = before
    for snapshot in before.snapshots["desk"][3:]:
        after = after.with_snapshot(replace(snapshot, features={"donbas": moved}))
    ended, begun = difference(before, after).changes
    assert (ended.after.valid_until, ended.after.feature) == (date(2024, 2, 29), AREA)
    assert (begun.before, begun.after.valid_from, begun.after.feature) == (None, date(2024, 2, 29), moved)


def test_taking_a_note_for_one_day_touches_no_feature() -> None:
    before = week()
    noted = replace(before.snapshots["desk"][2], note="fog")
    (change,) = difference(before, before.with_snapshot(noted)).changes
    assert (change.table, change.key) == ("snapshots", ("desk", "2024-02-28"))


def test_undoing_a_change_to_one_day_leaves_the_other_days_the_same_objects() -> None:
    before = week()
    noted = replace(before.snapshots["desk"][2], note="fog")
    after = before.with_snapshot(noted)
    undone = apply(after, difference(before, after).inverse())
    assert undone == before
    assert undone.snapshots["desk"][5] is before.snapshots["desk"][5]


def test_a_version_that_begins_between_two_snapshots_is_on_the_next_one() -> None:
    flat = records(week())
    (version,) = flat["features"].values()
    late = replace(version, valid_from=date(2024, 2, 28), valid_until=date(2024, 3, 2))
    del flat["snapshots"]["desk", "2024-02-28"], flat["snapshots"]["desk", "2024-03-02"]
    shown = project_of({**flat, "features": {late.key: late}}).snapshots["desk"]
    assert [s.date.day for s in shown if s.features] == [29, 1]
