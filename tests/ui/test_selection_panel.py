"""What is known of the selected features is shown and changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shapely import Point

from mapdesk.edit.features import add_annotation
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Evidence, Feature, Status
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


def test_an_annotation_takes_another_symbol_and_side_and_a_text_has_neither(
    desk: Desk, panel: SelectionPanel
) -> None:
    assert desk.showing is not None
    account, on = desk.showing.account, desk.showing.day

    def place(kind: AnnotationKind, text: str, symbol: str = "") -> str:
        edited = desk.do(
            "Place it",
            lambda project: add_annotation(
                project,
                account=account,
                day=on,
                kind=kind,
                shape=Point(32, 51),
                text=text,
                symbol=symbol,
                ids=desk.ids,
            ),
        )
        assert edited is not None
        return edited.made[0]

    strike, text = place(AnnotationKind.SYMBOL, "", "strike"), place(AnnotationKind.TEXT, "Marsh")
    desk.alter(selected=(strike,))
    symbol, side = _field(panel, "Symbol"), _field(panel, "Side")
    assert isinstance(symbol, QComboBox)
    assert isinstance(side, QComboBox)
    assert symbol.isVisible()
    assert (symbol.currentText(), side.currentText()) == ("Strike", "No side")
    for field, value in ((symbol, "airfield"), (side, "blue")):
        field.setCurrentIndex(field.findData(value))
        field.activated.emit(field.currentIndex())
    changed = _only(desk)
    assert isinstance(changed, Annotation)
    assert (changed.symbol, changed.side) == ("airfield", "blue")
    assert desk.session is not None
    assert [step.label for step in desk.session.history()][-2:] == [
        "Strike: symbol airfield",
        "Airfield: side Blue",
    ]
    desk.alter(selected=(text,))
    assert not symbol.isVisible()
    assert not side.isVisible()


def test_the_tick_locks_all_that_is_selected_and_greys_what_would_be_refused(
    qtbot: QtBot, desk: Desk, panel: SelectionPanel
) -> None:
    first, second = (area.feature_id for area in _areas(desk))
    tick, name = _field(panel, "Locked"), _field(panel, "Name")
    assert isinstance(tick, QCheckBox)
    desk.alter(selected=(first,))
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(8, tick.height() // 2))
    assert [area.locked for area in _areas(desk)] == [True, False]
    assert not name.isEnabled()
    desk.alter(selected=(first, second))
    assert tick.checkState() == Qt.CheckState.PartiallyChecked
    desk.alter(selected=(second,))
    assert tick.checkState() == Qt.CheckState.Unchecked
    assert name.isEnabled()
