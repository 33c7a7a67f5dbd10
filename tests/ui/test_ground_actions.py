"""Merging what is selected, and areas from the front lines of a date, asked for in the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot
from shapely import LineString

from mapdesk.edit.features import add_front_line
from mapdesk.edit.project import DESK
from mapdesk.edit.split import split_area
from mapdesk.model.project import Project
from mapdesk.ui.areas_from_lines_dialog import AreasFromLinesDialog
from mapdesk.ui.desk import Desk
from mapdesk.ui.ground_actions import GroundActions
from tests.plain_maps import areas, day, facing, ground, numbered, rectangle, same_ground, two_sides


class Window(QMainWindow):
    """As much of the window as the actions know: its desk, and a map that is not made yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.page = None
        self.actions_on_ground = GroundActions(self)  # type: ignore[arg-type]
        desk.changed.connect(self.actions_on_ground.present)
        self.actions_on_ground.present(desk.showing)


@pytest.fixture
def opened(qtbot: QtBot, open_desk: Callable[[Project], Desk]) -> Callable[[Project], Window]:
    def open_on(project: Project) -> Window:
        window = Window(open_desk(project))
        qtbot.addWidget(window)
        return window

    return open_on


def in_two() -> Project:
    return split_area(
        facing(), account=DESK, day=day(1), line=[(29, 51.5), (33, 51.5)], ids=numbered(100)
    ).project


def with_front() -> Project:
    return add_front_line(
        two_sides(), account=DESK, day=day(1), course=LineString([(35, 49.5), (35, 50.5)]), ids=numbered()
    ).project


def the_dialog(window: Window) -> AreasFromLinesDialog:
    window.actions_on_ground.from_lines.trigger()
    (dialog,) = window.findChildren(AreasFromLinesDialog)
    return dialog


def test_the_areas_selected_are_merged_into_one_which_is_selected_then(
    opened: Callable[[Project], Window],
) -> None:
    window = opened(in_two())
    merge = window.actions_on_ground.merge
    assert not merge.isEnabled()
    window.desk.alter(selected=("area-1", "area-101"))
    assert merge.isEnabled()
    merge.trigger()
    showing = window.desk.showing
    assert showing is not None
    assert showing.selected == ("area-1",)
    assert len(areas(showing.project)) == 2
    assert window.desk.session is not None
    assert window.desk.session.history()[-1].label == "Merge 2 areas"


def test_areas_of_two_sides_stay_apart_and_why_is_said(
    qtbot: QtBot, opened: Callable[[Project], Window]
) -> None:
    window = opened(facing())
    window.desk.alter(selected=("area-1", "area-2"))
    with qtbot.waitSignal(window.desk.refused) as refused:
        window.actions_on_ground.merge.trigger()
    assert "different sides" in refused.args[0]


def test_the_dialog_says_where_left_and_right_are_and_makes_the_areas(
    qtbot: QtBot, opened: Callable[[Project], Window]
) -> None:
    window = opened(with_front())
    dialog = the_dialog(window)
    # The line runs north, so that its left is the west.
    labels = [label.text().replace("&", "") for label in dialog.findChildren(type(dialog.said))]
    assert "On the left (west):" in labels
    assert (dialog.left.currentText(), dialog.right.currentText()) == ("Red", "Blue")
    dialog.accept()
    qtbot.waitUntil(window.desk.is_settled)
    assert window.desk.showing is not None
    made = window.desk.showing.project
    assert same_ground(ground(made, "red"), rectangle(34.5, 49, 35, 51))
    assert same_ground(ground(made, "blue"), rectangle(35, 49, 35.5, 51))


def test_no_side_is_on_both_sides_of_a_line(opened: Callable[[Project], Window]) -> None:
    dialog = the_dialog(opened(with_front()))
    dialog.left.setCurrentIndex(1)
    dialog.left.activated.emit(1)
    assert (dialog.left.currentText(), dialog.right.currentText()) == ("Blue", "Red")


def test_without_a_line_that_was_drawn_there_is_nothing_to_ask(opened: Callable[[Project], Window]) -> None:
    assert not opened(facing()).actions_on_ground.from_lines.isEnabled()
