"""The article dock and ground that changed hands, driven by events: linked, listed, gone to, lit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mapdesk.edit.project import DESK
from mapdesk.model.articles import LinkKind
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.session.editing_view import view_content
from mapdesk.session.showing import Against, Showing
from mapdesk.ui.desk import Desk
from tests.plain_maps import day, put, rectangle, same_ground, square, two_sides
from tests.ui.test_article_panel import TEXT, Shown, _article, _open

GROUND = rectangle(33, 46, 34, 48)


def _retreat() -> Project:
    """On 2 May Red gives up the west of its ground in Blue's home ground, on 3 May the rest but a corner."""
    project = put(two_sides(blue=rectangle(30, 44, 46, 56)), "red", square(33, 46))
    project = put(project, "red", rectangle(34, 46, 35, 48), on=2)
    return _article(put(project, "red", rectangle(34.5, 46, 35, 46.5), on=3), 1, TEXT, "The day")


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.finish()


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Shown:
    """The article on 2 May, compared with 1 May."""
    opened = Shown(qtbot, desk)
    _open(qtbot, desk, tmp_path / "retreat.mapdesk.gpkg", _retreat())
    _go(qtbot, desk, day(2))
    return opened


def _go(qtbot: QtBot, desk: Desk, on: date) -> None:
    desk.alter(day=on)
    _settle(qtbot, desk)


def _settle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(desk.is_settled)
    qtbot.wait(5)


def _showing(shown: Shown) -> Showing:
    assert shown.desk.showing is not None
    return shown.desk.showing


def _patch(shown: Shown) -> ChangePatch:
    comparison = _showing(shown).comparison
    assert comparison is not None
    return comparison.joined[0][0]


def _link(qtbot: QtBot, shown: Shown, words: str = "The west was left") -> None:
    """Select words, press L, and pick the ground as the hand on the map does."""
    shown.select(words)
    with qtbot.waitSignal(shown.panel.link_wanted):
        qtbot.keyClick(shown.panel.text, Qt.Key.Key_L)
    shown.panel.link_to_patch(_patch(shown))


def _click_row(qtbot: QtBot, shown: Shown, row: int = 0) -> None:
    at = shown.links.visualItemRect(shown.links.item(row)).center()
    qtbot.mouseClick(shown.links.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_words_are_linked_to_ground_that_changed_hands_and_the_ground_lights_up(
    qtbot: QtBot, shown: Shown
) -> None:
    _link(qtbot, shown)
    (link,) = shown.project.links.values()
    assert (link.kind, link.date_from, link.date_to) == (LinkKind.CHANGE_PATCH, "2024-05-01", "2024-05-02")
    assert any(said.startswith("Link passage to ground recovered by Blue (") for said in shown.said)
    assert shown.marked() == ["The west was left"]
    (row,) = shown.rows()
    assert row.startswith("“The west was left”\nRecovered by Blue (")
    assert ") · 1 → 2 May · " in row
    assert (_showing(shown).passage, _showing(shown).selected) == (link.passage, ())
    (lit,) = view_content(_showing(shown)).lit_ground
    assert same_ground(lit, GROUND)
    assert shown.panel.selected_span() is None


def test_the_same_words_are_not_linked_to_the_same_ground_twice(qtbot: QtBot, shown: Shown) -> None:
    _link(qtbot, shown)
    _link(qtbot, shown)
    assert shown.refused == ["This passage is linked to that ground already."]
    assert len(shown.project.links) == 1


def test_a_link_to_ground_is_one_step_that_undo_takes_back(qtbot: QtBot, shown: Shown) -> None:
    _link(qtbot, shown)
    shown.desk.undo()
    assert shown.said[-1].startswith("Undone: Link passage to ground recovered by Blue (")
    assert (shown.rows(), shown.marked()) == ([], [])
    shown.desk.redo()
    assert len(shown.rows()) == 1


def test_delete_in_the_list_unlinks_the_ground(qtbot: QtBot, shown: Shown) -> None:
    _link(qtbot, shown)
    shown.links.setFocus()
    shown.links.setCurrentRow(0)
    qtbot.keyClick(shown.links, Qt.Key.Key_Delete)
    assert shown.project.links == {}
    assert shown.said[-1].startswith("Unlink passage from ground that changed hands near ")


def test_from_another_date_a_click_on_the_passage_goes_to_the_ground_once_it_is_compared(
    qtbot: QtBot, shown: Shown
) -> None:
    _link(qtbot, shown)
    _go(qtbot, shown.desk, day(3))
    shown.desk.alter(passage="", against=Against.NOTHING)
    (row,) = shown.rows()
    assert "\nChanged hands near " in row
    assert shown.sought == []
    shown.click(qtbot, "The west was left")
    assert _showing(shown).day == day(2)
    assert _showing(shown).against == day(1)
    qtbot.waitUntil(lambda: bool(shown.sought))
    assert shown.sought == [GROUND.bounds]
    assert len(view_content(_showing(shown)).lit_ground) == 1
    (row,) = shown.rows()
    assert "\nRecovered by Blue (" in row


def test_from_the_list_too_and_what_is_compared_with_stays_where_it_is_the_same_date(
    qtbot: QtBot, shown: Shown
) -> None:
    _link(qtbot, shown)
    _go(qtbot, shown.desk, day(3))
    _click_row(qtbot, shown)
    qtbot.waitUntil(lambda: bool(shown.sought))
    assert (_showing(shown).day, _showing(shown).against) == (day(2), Against.PREVIOUS)
    assert shown.sought == [GROUND.bounds]


def test_whoever_goes_on_to_another_date_is_not_taken_back_to_the_ground(qtbot: QtBot, shown: Shown) -> None:
    _link(qtbot, shown)
    _go(qtbot, shown.desk, day(3))
    shown.desk.alter(against=day(1))
    _settle(qtbot, shown.desk)
    _click_row(qtbot, shown)
    shown.desk.alter(day=day(1))
    _settle(qtbot, shown.desk)
    assert _showing(shown).day == day(1)


def test_ground_that_changes_hands_no_more_is_told_in_the_list_and_on_the_way_and_the_link_stays(
    qtbot: QtBot, shown: Shown
) -> None:
    _link(qtbot, shown)

    def as_before(project: Project) -> Project:
        first, second, *_ = project.snapshots[DESK]
        return project.with_snapshot(replace(second, features=first.features))

    shown.desk.do("Take the retreat back", as_before)
    _settle(qtbot, shown.desk)
    (row,) = shown.rows()
    assert "\nNothing changed hands near " in row
    assert row.endswith(" any more · 1 → 2 May")
    shown.sought.clear()
    _click_row(qtbot, shown)
    assert shown.sought == []
    assert shown.said[-1].endswith(" from 1 May 2024 to 2 May 2024 any more; the link stays.")
    assert len(shown.project.links) == 1


def test_a_passage_may_speak_of_ground_and_of_an_area_and_both_are_shown(qtbot: QtBot, shown: Shown) -> None:
    _link(qtbot, shown)
    area = next(uid for uid in _showing(shown).features if uid.startswith("area-"))
    shown.select("The west was left")
    shown.panel.link_to(area)
    _go(qtbot, shown.desk, day(3))
    shown.desk.alter(passage="")
    shown.sought.clear()
    shown.click(qtbot, "The west was left")
    qtbot.waitUntil(lambda: bool(shown.sought))
    assert _showing(shown).selected == (area,)
    assert shown.sought == [(33, 46, 35, 48)]


def test_the_link_is_there_when_the_project_is_opened_again(qtbot: QtBot, shown: Shown) -> None:
    _link(qtbot, shown)
    links = dict(shown.project.links)
    session = shown.desk.session
    assert session is not None
    path = session.file.path
    shown.desk.close()
    with EditSession.open(path) as again:
        assert again.project.links == links


def test_without_a_date_compared_with_no_ground_is_linked_to(qtbot: QtBot, shown: Shown) -> None:
    patch = _patch(shown)
    shown.desk.alter(against=Against.NOTHING)
    shown.select("The west was left")
    shown.panel.link_to_patch(patch)
    assert shown.refused == ["Pick ground that changed hands on the map of this date."]
    assert shown.project.links == {}
