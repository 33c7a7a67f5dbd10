"""How far edits reach is chosen where dates with a map follow, and forgotten on the next date."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from mapdesk.edit.claim import give_ground
from mapdesk.edit.edit import Edited
from mapdesk.edit.project import DESK, add_side
from mapdesk.edit.scopes import Scope
from mapdesk.edit.snapshots import copy_map
from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.ui.desk import Desk
from mapdesk.ui.scope_bar import ScopeBar
from tests.plain_maps import day, facing, ground, numbered, rectangle, same_ground


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    project = facing()
    for number in (3, 5):
        project = copy_map(project, account=DESK, day=day(1), to=day(number)).project
    return open_desk(project)


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> ScopeBar:
    bar = ScopeBar(desk)
    qtbot.addWidget(bar)
    return bar


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


def label_of(desk: Desk) -> str:
    assert desk.session is not None
    return desk.session.history()[-1].label


def choose(bar: ScopeBar, row: int) -> None:
    bar.choice.setCurrentIndex(row)
    bar.choice.activated.emit(row)


def project_of(desk: Desk) -> Project:
    assert desk.showing is not None
    return desk.showing.project


def test_it_is_wanted_only_where_a_date_with_a_map_follows(desk: Desk, bar: ScopeBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.wanted) as wanted:
        desk.alter(day=day(1))
    assert wanted.args == [True]
    assert [bar.choice.itemText(row) for row in range(3)] == [
        "until 3 May",
        "on this date only",
        "from here on",
    ]
    with qtbot.waitSignal(bar.wanted) as wanted:
        desk.alter(day=day(5))
    assert wanted.args == [False]


def test_an_edit_reaches_the_next_date_unless_something_else_is_chosen(desk: Desk, bar: ScopeBar) -> None:
    desk.alter(day=day(1))
    desk.do("Push the front", push)
    assert label_of(desk) == "Push the front"
    assert same_ground(ground(project_of(desk), "red", on=3), rectangle(30, 50, 32, 52))


def test_an_edit_from_here_on_is_one_step_that_names_the_later_dates(
    desk: Desk, bar: ScopeBar, qtbot: QtBot
) -> None:
    desk.alter(day=day(1))
    before = project_of(desk)
    choose(bar, 2)
    with qtbot.waitSignal(desk.said) as said:
        desk.do("Push the front", push)
    assert said.args == ["Push the front (from here on). From here on: also 3 and 5 May."]
    assert label_of(desk) == "Push the front (from here on)"
    for number in (1, 3, 5):
        assert same_ground(ground(project_of(desk), "red", on=number), rectangle(30, 50, 33, 52))
    desk.undo()
    assert project_of(desk) == before


def test_an_edit_on_this_date_only_gives_the_day_after_the_map_as_it_was(
    desk: Desk, bar: ScopeBar, qtbot: QtBot
) -> None:
    desk.alter(day=day(1))
    before = project_of(desk)
    choose(bar, 1)
    with qtbot.waitSignal(desk.said) as said:
        desk.do("Push the front", push)
    assert said.args == ["Push the front (this date only). On 1 May only: 2 May has the map as it was."]
    assert same_ground(ground(project_of(desk), "red", on=2), rectangle(30, 50, 32, 52))
    desk.undo()
    assert project_of(desk) == before


def test_the_choice_ends_with_the_date(desk: Desk, bar: ScopeBar) -> None:
    desk.alter(day=day(1))
    choose(bar, 2)
    desk.alter(day=day(3))
    assert desk.showing is not None
    assert desk.showing.scope is Scope.NEXT
    assert bar.choice.currentIndex() == 0


def test_what_is_no_edit_of_the_days_map_keeps_its_name(desk: Desk, bar: ScopeBar) -> None:
    desk.alter(day=day(1))
    choose(bar, 2)
    desk.do("Add Green", lambda project: add_side(project, "Green"))
    assert label_of(desk) == "Add Green"


def test_long_work_beside_the_window_reaches_as_far_as_was_chosen_when_it_began(
    desk: Desk, bar: ScopeBar, qtbot: QtBot
) -> None:
    desk.alter(day=day(1))
    choose(bar, 2)
    desk.do_beside("Push the front", push, "Pushing …")
    qtbot.waitUntil(desk.is_settled)
    assert label_of(desk) == "Push the front (from here on)"
    assert same_ground(ground(project_of(desk), "red", on=5), rectangle(30, 50, 33, 52))
