"""The timeline, by mouse and keys: which day it says is shown, and where a hand goes from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QDialogButtonBox,
    QInputDialog,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mapdesk.edit.project import DESK
from mapdesk.model.articles import Article, Link, LinkKind
from mapdesk.model.project import Project
from mapdesk.render.date_ticks import ticks_of
from mapdesk.session.edit_session import EditSession
from mapdesk.session.showing import Against
from mapdesk.ui.desk import Desk
from mapdesk.ui.snapshot_facts_dialog import SnapshotFactsDialog
from mapdesk.ui.timeline import Timeline
from tests.plain_maps import day, put, snapshot, square, two_sides

NO_KEYS = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def small_war() -> Project:
    """Red holds ground from the 1st, more of it on the 3rd and less on the 9th, when an article says so."""
    project = two_sides(blue=square(28, 48, 10))
    for number, size in ((1, 2), (3, 3), (9, 1)):
        project = put(project, "red", square(30, 50, size), on=number)
    ninth = snapshot(project, 9)
    project = project.with_snapshot(replace(ninth, source="radio"))
    article = Article(uid="a", title="The ninth", published_at="2024-05-09T18:00", current_revision="r")
    return replace(project, articles={"a": article})


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    return open_desk(replace(small_war(), articles={}))


@pytest.fixture
def timeline(qtbot: QtBot, desk: Desk) -> Timeline:
    shown = Timeline(desk)
    qtbot.addWidget(shown)
    shown.resize(1200, shown.height())
    shown.show()
    qtbot.waitExposed(shown)
    qtbot.waitUntil(shown.is_complete, timeout=10_000)
    shown.line.fit()
    return shown


def _at(timeline: Timeline, on: date) -> QPoint:
    return QPoint(timeline.line.x_of(on), 30)


def _shown(desk: Desk) -> date:
    assert desk.showing is not None
    return desk.showing.day


def _dates(desk: Desk) -> list[int]:
    assert desk.showing is not None
    return [s.date.day for s in desk.showing.snapshots]


def test_a_day_without_a_map_says_which_map_it_shows(timeline: Timeline, desk: Desk) -> None:
    assert timeline.words.accessibleName() == "9 May 2024"
    desk.alter(day=day(5))
    assert timeline.words.accessibleName() == "5 May 2024 – shows the map of 3 May"
    desk.alter(day=date(2024, 4, 1))
    assert timeline.words.accessibleName() == "1 April 2024 – nothing is mapped yet"
    desk.alter(day=date(2025, 1, 1))
    assert timeline.words.accessibleName() == "1 January 2025 – shows the map of 9 May 2024"


def test_a_click_on_a_date_goes_there(qtbot: QtBot, timeline: Timeline, desk: Desk) -> None:
    qtbot.mouseClick(timeline.line.viewport(), LEFT, pos=_at(timeline, day(3)) + QPoint(3, 0))
    assert _shown(desk) == day(3)
    qtbot.mouseClick(timeline.line.viewport(), LEFT, pos=_at(timeline, day(6)))
    assert _shown(desk) == day(6)


def test_a_drag_goes_through_the_dates_which_the_map_follows_and_all_else_where_it_ends(
    qtbot: QtBot, timeline: Timeline, desk: Desk
) -> None:
    passed: list[date] = []
    told: list[date] = []
    desk.passed.connect(lambda showing: passed.append(showing.day))
    desk.changed.connect(lambda showing: told.append(showing.day) if showing else None)
    port = timeline.line.viewport()
    qtbot.mousePress(port, LEFT, pos=_at(timeline, day(8)))
    for number in (7, 6, 5, 4, 3, 2):
        qtbot.mouseMove(port, _at(timeline, day(number)))
        qtbot.wait(5)
    qtbot.mouseRelease(port, LEFT, pos=_at(timeline, day(2)))
    assert _shown(desk) == day(2)
    assert {day(7), day(5), day(3)} <= set(passed)
    assert set(told) == {day(2)}
    assert timeline.words.accessibleName() == "2 May 2024 – shows the map of 1 May"


def test_where_a_drag_rests_all_of_the_day_is_shown(qtbot: QtBot, timeline: Timeline, desk: Desk) -> None:
    desk.pass_by(day(3))
    assert desk.showing is not None
    assert desk.showing.comparison is None
    qtbot.waitUntil(desk.is_settled, timeout=10_000)
    assert desk.showing.comparison is not None
    assert timeline.against.itemText(1) == "The date before (1 May)"


def test_a_drag_of_the_axis_moves_the_line_and_leaves_the_day(
    qtbot: QtBot, timeline: Timeline, desk: Desk
) -> None:
    port, before = timeline.line.viewport(), timeline.line.x_of(day(3))
    axis = QPoint(timeline.line.x_of(day(5)), port.height() - 8)
    qtbot.mousePress(port, LEFT, pos=axis)
    qtbot.mouseMove(port, axis + QPoint(60, 0))
    qtbot.mouseRelease(port, LEFT, pos=axis + QPoint(60, 0))
    assert timeline.line.x_of(day(3)) == pytest.approx(before + 60, abs=1)
    assert _shown(desk) == day(9)


def test_the_dates_are_played_to_the_last_and_then_it_stops(
    qtbot: QtBot, timeline: Timeline, desk: Desk
) -> None:
    passed: list[date] = []
    desk.passed.connect(lambda showing: passed.append(showing.day))
    timeline.player.speed = 20
    with qtbot.waitSignal(timeline.player.playing, check_params_cb=lambda on: not on, timeout=5_000):
        timeline.player.toggle()
    assert passed == [day(1), day(3), day(9)]
    assert not timeline.player.is_playing


def test_whatever_a_hand_does_while_dates_are_played_is_done_to_the_date_seen(
    qtbot: QtBot, timeline: Timeline, desk: Desk
) -> None:
    told: list[date] = []
    desk.changed.connect(lambda showing: told.append(showing.day) if showing else None)
    timeline.player.speed = 1
    timeline.player.toggle()
    assert timeline.player.is_playing
    assert told == []
    qtbot.keyClick(timeline.line, Qt.Key.Key_A)
    assert not timeline.player.is_playing
    assert told == [day(1)] == [_shown(desk)]


def test_a_series_of_dates_that_comes_at_once_is_seen_whole(timeline: Timeline, desk: Desk) -> None:
    def with_later_dates(project: Project) -> Project:
        for number in (20, 25, 31):
            project = put(project, "red", square(30, 50, 1.5), on=number)
        return project

    desk.do("Import series", with_later_dates)
    wide = timeline.line.width()
    assert all(0 < timeline.line.x_of(day(number)) < wide for number in (1, 3, 9, 20, 25, 31))


def test_the_wheel_zooms_about_the_date_under_the_pointer(timeline: Timeline) -> None:
    at = _at(timeline, day(3))
    before = timeline.line.x_of(day(9)) - at.x()
    port = timeline.line.viewport()
    turned = QWheelEvent(
        QPointF(at),
        QPointF(port.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        NO_KEYS,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, turned)
    assert timeline.line.x_of(day(3)) == pytest.approx(at.x(), abs=1)
    assert timeline.line.x_of(day(9)) - at.x() > before * 1.2


def test_keys_step_days_and_go_to_the_ends(qtbot: QtBot, timeline: Timeline, desk: Desk) -> None:
    timeline.line.setFocus()
    days = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End):
        qtbot.keyClick(timeline.line, key)
        days.append(_shown(desk).day)
    assert days == [8, 1, 2, 9]


def test_stepping_goes_over_dates_with_maps_and_says_where_they_end(timeline: Timeline, desk: Desk) -> None:
    said: list[str] = []
    desk.said.connect(said.append)
    desk.alter(day=day(5))
    timeline.step(-1)
    assert _shown(desk) == day(3)
    timeline.step(1)
    timeline.step(1)
    assert _shown(desk) == day(9)
    assert said == ["There is no date with a map after this one."]


def test_a_typed_date_is_gone_to_and_nonsense_is_refused(
    qtbot: QtBot, timeline: Timeline, desk: Desk
) -> None:
    refused: list[str] = []
    desk.refused.connect(refused.append)
    line = timeline.field.line
    qtbot.keyClicks(line, "2 may")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert _shown(desk) == day(2)
    assert line.text() == ""
    qtbot.keyClicks(line, "soon")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert _shown(desk) == day(2)
    assert refused[0].startswith("“soon” is not understood as a date")


def test_a_date_is_picked_from_the_calendar(qtbot: QtBot, timeline: Timeline, desk: Desk) -> None:
    qtbot.mouseClick(timeline.field.button, LEFT)
    calendar = timeline.findChild(QCalendarWidget)
    assert calendar is not None
    qtbot.keyClick(calendar.focusProxy() or calendar, Qt.Key.Key_Left)
    qtbot.keyClick(calendar.findChild(QWidget, "qt_calendar_calendarview"), Qt.Key.Key_Return)
    assert _shown(desk) == day(8)


def test_bars_stand_for_what_was_gained_and_hovering_says_how_much(
    qtbot: QtBot, timeline: Timeline, desk: Desk
) -> None:
    qtbot.mouseMove(timeline.line.viewport(), _at(timeline, day(9)))
    said = timeline.line.describe(day(9)).split("\n")
    assert said[0] == "9 May 2024"
    assert said[1].startswith("Red: gained 0.0 km², lost ")
    assert said[2].startswith("Blue: gained ")
    assert said[1].removeprefix("Red: gained 0.0 km², lost ") in said[2].replace("gained ", "")
    assert said[3] == "Source: radio"
    assert QToolTip.text() == "\n".join(said)
    assert timeline.line.describe(day(1)).split("\n")[1] == "The first map"


def test_articles_are_counted_on_the_date_they_were_published(
    qtbot: QtBot, desk: Desk, timeline: Timeline
) -> None:
    assert desk.showing is not None
    timeline.present(replace(desk.showing, project=small_war()))
    assert timeline.line.describe(day(9)).endswith("Article: The ninth")


def test_what_is_compared_with_is_chosen_among_earlier_dates(
    qtbot: QtBot, timeline: Timeline, desk: Desk
) -> None:
    box = timeline.against
    assert [box.itemText(row) for row in range(box.count())] == [
        *("Nothing", "The date before (3 May)", "3 May 2024", "1 May 2024")
    ]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert desk.showing is not None
    assert desk.showing.since() == day(1)
    qtbot.keyClick(box, Qt.Key.Key_Home)
    assert desk.showing.against is Against.NOTHING
    desk.alter(against=day(3), day=day(2))
    assert box.currentText() == "3 May 2024, which is not before"


def test_no_change_today_is_one_step_that_undo_takes_back(timeline: Timeline, desk: Desk) -> None:
    desk.alter(day=day(5))
    timeline.edits.mark_unchanged()
    assert _dates(desk) == [1, 3, 5, 9]
    assert desk.session is not None
    said = timeline.words.accessibleName()
    assert said == f"5 May 2024 – checked by {desk.session.author}"
    assert timeline.line.describe(day(5)).endswith(" UTC")
    assert desk.session.history()[-1].label == "No change on 5 May 2024"
    desk.undo()
    assert _dates(desk) == [1, 3, 9]


def test_the_map_of_a_day_is_removed_and_what_has_none_is_refused(timeline: Timeline, desk: Desk) -> None:
    refused: list[str] = []
    desk.refused.connect(refused.append)
    timeline.edits.remove_map()
    assert _dates(desk) == [1, 3]
    assert timeline.words.accessibleName() == "9 May 2024 – shows the map of 3 May"
    timeline.edits.remove_map()
    assert len(refused) == 1
    assert "has no map of its own" in refused[0]


def test_a_map_is_copied_to_a_typed_date(
    timeline: Timeline, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_named: ("+3", True))
    timeline.edits.ask_where_to_copy()
    assert _dates(desk) == [1, 3, 9, 12]
    assert _shown(desk) == day(12)


def test_a_changed_map_has_its_bars_worked_out_again(qtbot: QtBot, timeline: Timeline, desk: Desk) -> None:
    before = timeline.line.describe(day(9))
    desk.do("More", lambda project: put(project, "red", square(30, 50, 2), on=3))
    qtbot.waitUntil(timeline.is_complete, timeout=10_000)
    assert timeline.line.describe(day(9)) != before
    assert timeline.line.describe(day(3)).split("\n")[1] == "No ground changed hands"


def test_without_a_project_it_is_disabled_and_all_that_takes_focus_has_a_name(
    timeline: Timeline, desk: Desk
) -> None:
    shown = [widget for widget in timeline.findChildren(QWidget) if widget.isVisible()]
    takers = [widget for widget in shown if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(takers) >= 8
    assert [w for w in takers if not w.accessibleName()] == []
    desk.close()
    assert not timeline.isEnabled()
    assert timeline.words.text() == ""


def test_the_line_follows_the_palette(qtbot: QtBot, timeline: Timeline) -> None:
    dark = QPalette(timeline.palette())
    dark.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.black)
    dark.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.white)
    timeline.setPalette(dark)
    corner = timeline.line.grab().toImage().pixelColor(3, 3)
    assert corner.lightness() < 20


@pytest.mark.parametrize(
    ("days", "first", "second"),
    [
        (8, "2 Oct 2022", "3 Oct"),
        (90, "5 Sep 2022", "19 Sep"),
        (400, "May 2022", "Jun"),
        (3000, "2019", "2020"),
    ],
)
def test_ticks_can_be_read_from_days_to_years(days: int, first: str, second: str) -> None:
    middle = date(2022, 10, 5).toordinal()
    ticks = ticks_of(middle - days // 2, middle + days // 2, 900 / days)
    assert list(ticks.labelled.values())[:2] == [first, second]


def test_the_bars_are_kept_in_the_file_and_known_when_it_is_opened_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapdesk.ui.date_changes._KEPT_AFTER", 20)
    timeline = Timeline(desk)
    qtbot.addWidget(timeline)
    assert desk.session is not None
    file = desk.session.file
    qtbot.waitUntil(lambda: len(file.kept_figures(DESK, "change")) == 2, timeout=10_000)
    said = timeline.line.describe(day(9))
    assert "lost" in said
    desk.close()

    def never(*_: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr("mapdesk.ui.date_changes.hands_changed", never)
    desk.open(lambda: EditSession.open(file.path), "the same")
    qtbot.waitUntil(lambda: desk.showing is not None and timeline.is_complete(), timeout=10_000)
    assert timeline.line.describe(day(9)) == said


def test_articles_and_links_have_their_marks_by_date(qtbot: QtBot, timeline: Timeline, desk: Desk) -> None:
    assert desk.showing is not None
    link = Link(uid="l", passage="p", kind=LinkKind.FEATURE, target="area-1", date_from="2024-05-03")
    timeline.present(replace(desk.showing, project=replace(small_war(), links={"l": link})))
    assert timeline.line.describe(day(3)).endswith("1 link")


def test_the_map_of_a_day_is_described_in_one_step(qtbot: QtBot, timeline: Timeline, desk: Desk) -> None:
    timeline.edits.describe()
    dialog = timeline.findChild(SnapshotFactsDialog)
    assert dialog is not None
    dialog.hour.setText("25")
    save = dialog.findChild(QDialogButtonBox)
    assert save is not None
    save.accepted.emit()
    assert dialog.isVisible()
    dialog.hour.setText("1800")
    dialog.zone.setText("europe/kyiv")
    dialog.checked.setChecked(True)
    save.accepted.emit()
    assert desk.showing is not None
    shown = desk.showing.snapshot
    assert shown is not None
    assert desk.session is not None
    assert (shown.as_of, shown.time_zone, shown.source) == ("18:00", "Europe/Kyiv", "radio")
    assert (shown.checked, shown.checked_by) == (True, desk.session.author)
    assert [step.label for step in desk.session.history()] == ["About 9 May 2024"]
