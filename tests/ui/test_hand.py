"""The hand between tools and Desk: what it does while an edit is under way, and after one was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.project import add_side
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome, Settle, Tool
from mapdesk.ui.canvas.canvas import Canvas
from mapdesk.ui.desk import Desk
from mapdesk.ui.hand import Hand
from tests.plain_maps import put, square, two_sides

HERE = Pointer((30.0, 50.0), (10.0, 10.0), 0.001)


@dataclass(frozen=True)
class Adding(Tool):
    """Adds a side at each click, in an edit that lasts as long as it is held; counts the clicks so far."""

    edit: Callable[[Project], Project]
    clicks: int = 0
    told: list[tuple[int, int]] = field(default_factory=list)

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        self.told.append((self.clicks, len(on.project.sides)))
        mended = Adding(self.edit, -1, self.told)
        settle = Settle("Add a side", lambda project: Edited(self.edit(project)))
        return Outcome(Adding(self.edit, self.clicks + 1, self.told), edit=settle, if_refused=mended)


@dataclass(frozen=True)
class Awaiting(Tool):
    """Shows what it waited for once the third question for it has been asked."""

    asked: list[str] = field(default_factory=list)

    def is_awaited(self, on: OnMap) -> bool:
        self.asked.append("")
        return len(self.asked) < 3

    def guidance(self, on: OnMap) -> str:
        return "Here it is" if len(self.asked) >= 3 else "Looking for it"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "war.mapdesk.gpkg"
    EditSession.create(path, put(two_sides(), "red", square(30, 50, 4), on=1)).close()
    desk = Desk()
    desk.open(lambda: EditSession.open(path), path.name)
    qtbot.waitUntil(lambda: desk.showing is not None and desk.is_settled())
    yield desk
    desk.finish()


@pytest.fixture
def hand(qtbot: QtBot, desk: Desk) -> Iterator[Hand]:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    hand = Hand(desk, canvas, lambda _: None)
    hand.present(desk.showing)
    yield hand
    hand.finish()
    canvas.finish()


def _sides(desk: Desk) -> int:
    assert desk.showing is not None
    return len(desk.showing.project.sides)


def test_a_quick_edit_is_done_when_the_click_is(hand: Hand, desk: Desk) -> None:
    before = _sides(desk)
    hand.take(Adding(lambda project: add_side(project, "Green")))
    hand.clicked(HERE)
    assert _sides(desk) == before + 1
    assert isinstance(hand.tool, Adding)
    assert hand.tool.clicks == 1


def test_the_window_goes_on_during_a_long_edit_and_the_next_click_comes_after_it(
    hand: Hand, desk: Desk, qtbot: QtBot
) -> None:
    held = Event()
    names = iter(("Green", "Grey"))

    def slow(project: Project) -> Project:
        held.wait(10)
        return add_side(project, next(names))

    before = _sides(desk)
    tool = Adding(slow)
    hand.take(tool)
    started = monotonic()
    with qtbot.waitSignal(desk.working) as shown:
        hand.clicked(HERE)
    assert shown.args == ["Add a side …"]
    assert monotonic() - started < 5
    hand.clicked(HERE)
    assert (_sides(desk), desk.is_settled()) == (before, False)
    held.set()
    qtbot.waitUntil(lambda: _sides(desk) == before + 2, timeout=10_000)
    # The second click found the map that the first had made.
    assert tool.told == [(0, before), (1, before + 1)]


def test_a_key_pressed_during_a_long_edit_is_the_hands_and_not_the_maps(
    hand: Hand, desk: Desk, qtbot: QtBot
) -> None:
    held = Event()

    def slow(project: Project) -> Project:
        held.wait(10)
        return add_side(project, "Green")

    before = _sides(desk)
    hand.take(Adding(slow))
    with qtbot.waitSignal(desk.working):
        hand.clicked(HERE)
    # The tool would not take it by what it knows now; the map must not move under it all the same.
    assert hand.key("right")
    held.set()
    qtbot.waitUntil(lambda: _sides(desk) == before + 1, timeout=10_000)
    assert not hand.key("right")


def test_the_last_point_of_a_stroke_can_be_taken_back_until_there_is_none(hand: Hand, desk: Desk) -> None:
    assert not hand.take_back()
    hand.take(DrawLine(points=((30.0, 50.0), (31.0, 50.0))))
    assert (hand.take_back(), hand.take_back(), hand.take_back()) == (True, True, False)
    assert isinstance(hand.tool, DrawLine)


def test_after_a_long_edit_is_refused_the_hand_can_mend_what_it_drew(
    hand: Hand, desk: Desk, qtbot: QtBot
) -> None:
    held = Event()

    def refuse(project: Project) -> Project:
        held.wait(10)
        raise EditRefused("That is not possible.")

    hand.take(Adding(refuse))
    hand.clicked(HERE)
    with qtbot.waitSignal(desk.refused) as said:
        held.set()
    assert said.args == ["That is not possible."]
    assert isinstance(hand.tool, Adding)
    assert hand.tool.clicks == -1


def test_an_edit_by_another_hand_waits_for_the_one_under_way(hand: Hand, desk: Desk) -> None:
    held = Event()

    def slow(project: Project) -> Project:
        held.wait(0.3)
        return add_side(project, "Green")

    before = _sides(desk)
    hand.take(Adding(slow))
    hand.clicked(HERE)
    assert _sides(desk) == before
    assert desk.do("Add Grey", lambda project: add_side(project, "Grey")) is not None
    assert _sides(desk) == before + 2
    desk.undo()
    desk.undo()
    assert _sides(desk) == before


def test_a_long_edit_can_be_cancelled(hand: Hand, desk: Desk, qtbot: QtBot) -> None:
    held = Event()

    def slow(project: Project) -> Project:
        held.wait(10)
        return add_side(project, "Green")

    before = _sides(desk)
    hand.take(Adding(slow))
    hand.clicked(HERE)
    desk.cancel()
    held.set()
    qtbot.waitUntil(desk.is_settled)
    assert _sides(desk) == before
    assert isinstance(hand.tool, Adding)
    assert hand.tool.clicks == -1


def test_what_a_tool_is_still_working_out_is_shown_without_another_move(hand: Hand, qtbot: QtBot) -> None:
    said: list[str] = []
    hand.guided.connect(said.append)
    hand.take(Awaiting())
    assert said == ["Looking for it"]
    qtbot.waitUntil(lambda: said[-1] == "Here it is")
