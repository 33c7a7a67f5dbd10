"""Two dates compared, with the localities inside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.project import Account
from mapdesk.session.comparison import compare, shown_on
from mapdesk.session.listing import comparison_document, features_on
from tests.plain_maps import day, put, rectangle, snapshot, two_sides

#: Around Kherson, and around Odesa west of it.
KHERSON, ODESA = rectangle(32.4, 46.5, 32.9, 46.8), rectangle(30.5, 46.3, 31, 46.6)


def test_the_places_in_a_patch_come_with_it_the_largest_first() -> None:
    project = put(two_sides(), "red", KHERSON, ODESA)
    project = put(project, "red", ODESA, on=2)
    comparison = compare(project, DESK, day(1), day(2))
    ((patch, places),) = comparison.patches()
    assert patch.shape.equals(KHERSON)
    assert places[0].name == "Kherson"
    assert [place.population for place in places] == sorted((p.population for p in places), reverse=True)
    document = comparison_document(project, comparison)
    assert document["localities"][0]["from"] == {"side": "Red", "status": "controlled"}
    assert document["localities"][0]["to"] == {"side": None, "status": None}


def test_before_the_first_map_nothing_is_shown_and_the_first_date_is_named() -> None:
    project = put(two_sides(), "red", KHERSON, on=3)
    with pytest.raises(EditRefused, match="There is no map on 2024-05-01; the first date is 2024-05-03"):
        shown_on(project, DESK, day(1))
    with pytest.raises(EditRefused, match="import or draw something first"):
        shown_on(two_sides(), DESK, day(1))
    assert shown_on(project, DESK, day(9)) is snapshot(project, 3)


def test_an_area_that_stays_is_listed_from_its_first_date() -> None:
    project = put(two_sides(), "red", KHERSON)
    project = put(project, "blue", ODESA, on=4)
    rows = {row["side"]: row for row in features_on(project, DESK, day(5)) if row["kind"] == "control_area"}
    assert (rows["Red"]["valid_from"], rows["Red"]["valid_until"]) == ("2024-05-01", None)
    assert (rows["Blue"]["valid_from"], rows["Blue"]["valid_until"]) == ("2024-05-04", None)
    assert features_on(project, DESK, day(1).replace(month=4)) == []


def test_the_maps_of_two_accounts_are_compared_on_one_date() -> None:
    project = put(two_sides(), "red", KHERSON, ODESA)
    project = replace(project, accounts={**project.accounts, "ministry": Account(uid="ministry", name="M")})
    theirs = replace(snapshot(put(two_sides(), "red", ODESA)), account="ministry")
    project = project.with_snapshot(theirs)
    comparison = compare(project, DESK, day(1), day(1), other="ministry")
    ((patch, _),) = comparison.patches()
    assert patch.shape.equals(KHERSON)


def test_with_everything_what_was_set_aside_is_counted() -> None:
    project = put(put(two_sides(), "red", KHERSON, ODESA), "red", ODESA, on=2)
    assert compare(project, DESK, day(1), day(2), least_km2=1e6).patches() == []
    every = compare(project, DESK, day(1), day(2), least_km2=1e6, everything=True)
    assert len(every.patches()) == len(every.change.totals) == 1
