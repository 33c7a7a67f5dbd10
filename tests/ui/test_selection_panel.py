"""What is known of the selected features is shown and changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mapdesk.model.features import ControlArea, Evidence, Feature, Status
from mapdesk.model.project import Project
from mapdesk.ui.desk import Desk
from mapdesk.ui.selection_panel import SelectionPanel
from tests.plain_maps import day, put, square, two_sides


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    return open_desk(put(two_sides(), "red", square(30, 50), square(34, 50)))


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> SelectionPanel:
    panel = SelectionPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    return panel


def _areas(desk: Desk) -> list[ControlArea]:
    assert desk.showing is not None
    return [f for f in desk.showing.features.values() if isinstance(f, ControlArea)]


def _only(desk: Desk) -> Feature:
    assert desk.showing is not None
    (uid,) = desk.showing.selected
    return desk.showing.features[uid]


def _field(panel: QWidget, name: str) -> QWidget:
    (found,) = (w for w in panel.findChildren(QWidget) if w.accessibleName() == name)
    return found


def test_a_name_typed_in_is_one_step_when_the_field_is_left(
    qtbot: QtBot, desk: Desk, panel: SelectionPanel
) -> None:
    desk.alter(selected=(_areas(desk)[0].feature_id,))
    name = _field(panel, "Name")
    qtbot.keyClicks(name, "The bulge")
    assert _only(desk).name == ""
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert _only(desk).name == "The bulge"
    assert desk.session is not None
    assert [step.label for step in desk.session.history()] == ["Red, controlled: name"]
    desk.undo()
    assert _only(desk).name == ""
    assert isinstance(name, QLineEdit)
    assert name.text() == ""


def test_the_evidence_of_several_features_is_set_in_one_step(desk: Desk, panel: SelectionPanel) -> None:
    both = tuple(area.feature_id for area in _areas(desk))
    desk.alter(selected=both)
    evidence = _field(panel, "Evidence")
    assert isinstance(evidence, QComboBox)
    evidence.setCurrentIndex(evidence.findData(Evidence.GEOLOCATED))
    evidence.activated.emit(evidence.currentIndex())
    assert {area.evidence for area in _areas(desk)} == {Evidence.GEOLOCATED}
    assert desk.session is not None
    assert len(desk.session.history()) == 1


def test_ground_changes_its_side_and_its_status(desk: Desk, panel: SelectionPanel) -> None:
    desk.alter(selected=(_areas(desk)[0].feature_id,))
    for name, value in (("Side", "blue"), ("Status", Status.CONTESTED)):
        field = _field(panel, name)
        assert isinstance(field, QComboBox)
        field.setCurrentIndex(field.findData(value))
        field.activated.emit(field.currentIndex())
    area = _only(desk)
    assert isinstance(area, ControlArea)
    assert (area.side, area.status) == ("blue", Status.CONTESTED)


def test_fields_that_do_not_belong_to_what_is_selected_are_not_shown(
    desk: Desk, panel: SelectionPanel
) -> None:
    desk.alter(selected=(_areas(desk)[0].feature_id,))
    assert _field(panel, "Side").isVisible()
    assert not _field(panel, "Text").isVisible()
    desk.alter(selected=())
    assert not _field(panel, "Name").isVisible()


def test_delete_takes_all_that_is_selected_off_the_map(desk: Desk, panel: SelectionPanel) -> None:
    desk.alter(selected=tuple(area.feature_id for area in _areas(desk)))
    panel.delete()
    assert _areas(desk) == []
    desk.undo()
    assert len(_areas(desk)) == 2


def test_passing_through_the_fields_of_several_features_changes_none_of_them(
    qtbot: QtBot, desk: Desk, panel: SelectionPanel
) -> None:
    one, other = (area.feature_id for area in _areas(desk))
    desk.alter(selected=(one,))
    for name in ("Name", "Note"):
        field = _field(panel, name)
        field.setFocus()
        qtbot.keyClicks(field, f"The {name.lower()}")
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    desk.alter(selected=(one, other))
    for name in ("Name", "Known from", "Note"):
        field = _field(panel, name)
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert {(area.name, area.note) for area in _areas(desk)} == {("The name", "The note"), ("", "")}


def test_what_is_being_written_is_kept_for_the_day_that_it_was_written_on(
    qtbot: QtBot, desk: Desk, panel: SelectionPanel
) -> None:
    desk.do("Later", lambda p: put(p, "red", square(30, 50), on=5))
    desk.alter(day=day(1))
    desk.alter(selected=(_areas(desk)[0].feature_id,))
    name = _field(panel, "Name")
    name.setFocus()
    qtbot.keyClicks(name, "On the first")
    desk.alter(day=day(5))
    assert {area.name for area in _areas(desk)} == {""}
    desk.alter(day=day(1))
    assert "On the first" in {area.name for area in _areas(desk)}
