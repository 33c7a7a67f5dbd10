"""The command palette finds anything by a few letters of its name."""

from __future__ import annotations

from datetime import date

from mapdesk.session.palette import Found, FoundKind, find_all
from mapdesk.session.showing import Showing
from tests.plain_maps import day, facing

ACTIONS = [
    Found(FoundKind.ACTION, "Push the front", "P", "Push the front"),
    Found(FoundKind.ACTION, "Undo Draw area", "Ctrl+Z", "Undo"),
    Found(FoundKind.ACTION, "Export all sizes", "Ctrl+Shift+E", "Export all sizes"),
]
TODAY = date(2026, 11, 23)


def first(typed: str, showing: Showing | None = None) -> Found:
    return find_all(showing, typed, ACTIONS, TODAY)[0]


def test_nothing_typed_lists_every_action_in_its_order() -> None:
    assert find_all(None, "  ", ACTIONS, TODAY) == ACTIONS


def test_an_action_is_found_by_the_beginning_of_one_of_its_words() -> None:
    assert first("push").target == "Push the front"
    assert first("undo").target == "Undo"


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert first("exprot").target == "Export all sizes"


def test_a_typed_date_comes_before_all_else() -> None:
    found = first("4 oct 2022", Showing(project=facing(), day=day(1)))
    assert (found.kind, found.target) == (FoundKind.DATE, "2022-10-04")


def test_a_place_is_found_by_another_spelling_and_tells_where_it_is() -> None:
    found = first("Cherson", Showing(project=facing(), day=day(1)))
    assert found.kind is FoundKind.PLACE
    lon, lat = map(float, found.target.split(","))
    assert abs(lon - 32.6) < 0.2
    assert abs(lat - 46.6) < 0.2


def test_a_feature_is_found_by_its_side_with_its_size_beside_it() -> None:
    showing = Showing(project=facing(), day=day(1))
    found = [one for one in find_all(showing, "Red", ACTIONS, TODAY) if one.kind is FoundKind.FEATURE]
    assert {one.target for one in found} <= set(showing.features)
    assert any("Red" in one.words and one.detail.endswith("km²") for one in found)
