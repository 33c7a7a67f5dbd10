"""A Difference read near the dates that changed is the one that reading everything gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mapdesk.model.difference import Change, Difference, apply, difference, project_of, records, value_at
from mapdesk.model.features import ControlArea, Status
from mapdesk.model.project import Project, Snapshot
from tests.plain_maps import EXTENT, square, two_sides

PLACES = [square(30 + x, 50, 1) for x in range(3)]
#: What the map of a day shows: for each of two features the place that it is at, or that it is not there.
SHOWN = st.tuples(*[st.one_of(st.none(), st.sampled_from(range(3)))] * 2)
DAYS = st.dictionaries(st.integers(0, 9), SHOWN, max_size=7)
PLAIN = two_sides()


def _area(feature_id: str, place: int) -> ControlArea:
    return ControlArea(feature_id=feature_id, side="red", status=Status.CONTROLLED, shape=PLACES[place])


def week(shown: dict[int, tuple[int | None, ...]], base: Project = PLAIN) -> Project:
    """A Project with these maps; those that the base has alike are the base's very objects."""
    project = replace(base, snapshots={})
    for number, places in sorted(shown.items()):
        features = {
            name: _area(name, place)
            for name, place in zip(("one", "other"), places, strict=True)
            if place is not None
        }
        on = date(2024, 5, 1) + timedelta(days=number)
        snapshot = Snapshot(account="desk", date=on, extent=EXTENT, features=features, note=str(places[0]))
        last = base.snapshot_on("desk", on)
        project = project.with_snapshot(last if last == snapshot else snapshot)
    return project


@settings(deadline=None)
@given(DAYS, DAYS)
def test_a_difference_names_each_value_that_is_in_one_project_only(
    first: dict[int, tuple[int | None, ...]], second: dict[int, tuple[int | None, ...]]
) -> None:
    before = week(first)
    after = week(second, before)
    old, new = records(before), records(after)
    wanted = {
        (table, key): (old[table].get(key), new[table].get(key))
        for table in old
        for key in old[table].keys() | new[table].keys()
        if old[table].get(key) != new[table].get(key)
    }
    assert {(c.table, c.key): (c.before, c.after) for c in difference(before, after).changes} == wanted


@settings(deadline=None)
@given(DAYS, DAYS)
def test_a_difference_leads_there_and_back_and_leaves_all_else_the_same_object(
    first: dict[int, tuple[int | None, ...]], second: dict[int, tuple[int | None, ...]]
) -> None:
    before = week(first)
    after = week(second, before)
    step = difference(before, after)
    assert apply(before, step) == after == project_of(records(after))
    assert apply(after, step.inverse()) == before
    there = {snapshot.date: snapshot for snapshot in before.snapshots.get("desk", ())}
    for snapshot in apply(before, step).snapshots.get("desk", ()):
        if snapshot == there.get(snapshot.date):
            assert snapshot is there[snapshot.date]


@settings(deadline=None)
@given(DAYS)
def test_each_record_is_found_under_its_key(shown: dict[int, tuple[int | None, ...]]) -> None:
    project = week(shown)
    for table, values in records(project).items():
        for key, value in values.items():
            assert value_at(project, table, key) == value
    assert value_at(project, "features", ("desk", "one", "2023-01-01")) is None
    assert value_at(project, "snapshots", ("desk", "2023-01-01")) is None


def test_dates_that_showed_the_same_go_on_sharing_it() -> None:
    features = {"one": _area("one", 0)}
    project = PLAIN
    for number in range(1, 6):
        on = date(2024, 5, number)
        project = project.with_snapshot(Snapshot(account="desk", date=on, extent=EXTENT, features=features))
    (version,) = records(project)["features"].values()
    moved = replace(version, feature=_area("one", 1))
    step = Difference((Change("features", version.key, version, moved),))
    there = apply(project, step)
    shared = {id(snapshot.features) for snapshot in there.snapshots["desk"]}
    assert len(shared) == 1
    assert there.snapshots["desk"][3].features == {"one": _area("one", 1)}
