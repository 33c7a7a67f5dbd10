"""The right button's menu says what can be done with what lies under it, and at the place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QTreeWidget

from mapdesk.model.features import ControlArea, Status
from mapdesk.tools.measure import Measure
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.ui.feature_menu import feature_menu, map_menu
from mapdesk.ui.menus import plain
from tests.ui.marked_map import MARKERS, Desk, at_desk

__all__ = ["at_desk"]


def _at(lon: float, lat: float) -> Pointer:
    return Pointer((lon, lat), (300.0, 300.0), 0.01)


def _entries(menu: QMenu) -> dict[str, object]:
    return {plain(one.text()): one for one in menu.actions() if one.text()}


def _choose(menu: QMenu, *path: str) -> None:
    for name in path[:-1]:
        (menu,) = (one.menu() for one in menu.actions() if plain(one.text()) == name)  # type: ignore[assignment]
        menu.aboutToShow.emit()
    (entry,) = (one for one in menu.actions() if plain(one.text()) == path[-1])
    entry.trigger()


def test_a_right_click_selects_what_lies_under_it_unless_that_is_selected(at_desk: Desk) -> None:
    menu = map_menu(at_desk.window, _at(30.5, 51))
    assert at_desk.showing.selected == ("bridge",)
    assert {"Cut", "Copy", "Delete", "Lock", "Hide", "Order", "Paste here"} <= _entries(menu).keys()
    at_desk.select(*MARKERS)
    menu = map_menu(at_desk.window, _at(31, 51.25))
    assert at_desk.showing.selected == MARKERS
    assert "Align" in _entries(menu)


def test_on_empty_ground_the_menu_is_of_the_place_alone(at_desk: Desk) -> None:
    at_desk.select("bridge")
    menu = map_menu(at_desk.window, _at(45, 45))
    assert at_desk.showing.selected == ("bridge",)
    assert list(_entries(menu)) == [
        "Paste here",
        "Add marker here",
        "Measure from here",
        "Copy coordinates",
        "Fit the project",
        "Fit home ground",
    ]


def test_an_area_is_given_a_side_and_a_status_and_all_of_its_side_selected(at_desk: Desk) -> None:
    menu = map_menu(at_desk.window, _at(33.5, 51))
    (uid,) = at_desk.showing.selected
    _choose(menu, "Status", "Advance")
    area = at_desk.feature(uid)
    assert isinstance(area, ControlArea)
    assert (area.side, area.status) == ("blue", Status.ADVANCE)
    _choose(feature_menu(at_desk.window), "Side", "Red")
    assert at_desk.undo == "Blue, advance: side Red"
    _choose(feature_menu(at_desk.window), "Select all of this side")
    assert {getattr(at_desk.feature(uid), "side", "") for uid in at_desk.showing.selected} == {"red"}
    assert len(at_desk.showing.selected) == 2


def test_what_was_copied_is_pasted_here(at_desk: Desk) -> None:
    at_desk.select("bridge")
    at_desk.window.actions_of.of_features.copy.trigger()
    _choose(map_menu(at_desk.window, _at(40, 45)), "Paste here")
    at_desk.settle()
    (uid,) = at_desk.showing.selected
    assert at_desk.markers()[uid] == (40, 45)


def test_a_marker_is_put_and_a_measure_begun_at_the_place(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at_desk.window.page
    assert page is not None
    monkeypatch.setattr(page.hand, "_ask", lambda _: "Crossing")
    _choose(map_menu(at_desk.window, _at(40, 45)), "Add marker here")
    at_desk.settle()
    assert (40, 45) in at_desk.markers().values()
    assert isinstance(page.hand.tool, Select)
    _choose(map_menu(at_desk.window, _at(40, 46)), "Measure from here")
    tool = page.hand.tool
    assert isinstance(tool, Measure)
    assert tool.points == ((40, 46),)


def test_coordinates_are_copied_in_the_notation_chosen(at_desk: Desk) -> None:
    _choose(map_menu(at_desk.window, _at(32.6169, 46.6354)), "Copy coordinates", "46.6354° N, 32.6169° E")
    assert QApplication.clipboard().text() == "46.6354° N, 32.6169° E"


def test_the_menu_key_asks_for_the_menu_of_what_is_selected_on_the_map_and_in_the_list(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    page = at_desk.window.page
    assert page is not None
    page.hand.menu_wanted.disconnect()
    page.hand.menu_wanted.connect(lambda at, _place: asked.append(at))
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(page.canvas, by_key)
    assert asked == [None]
    at_desk.select("bridge")
    assert "Cut" in _entries(map_menu(at_desk.window, None))
    panel = at_desk.window.features
    panel.menu_wanted.disconnect()
    panel.menu_wanted.connect(asked.append)
    tree = panel.findChild(QTreeWidget)
    assert tree is not None
    QApplication.sendEvent(tree, by_key)
    assert len(asked) == 2
