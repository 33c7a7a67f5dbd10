"""The import dialog: right at once by its guess, and clear about what it will do."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot
from shapely import LineString
from shapely.geometry import mapping

from mapdesk.edit.project import new_project
from mapdesk.model.features import Status
from mapdesk.session.showing import first_showing
from mapdesk.ui.elided import Elided
from mapdesk.ui.import_dialog import ImportDialog
from tests.plain_maps import ground, layers_file, numbered, put, rectangle, same_ground, snapshot, two_sides

HELD = rectangle(30, 50, 32, 52)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return layers_file(
        tmp_path / "map_2024-05-03.geojson",
        RedAssessed=HELD,
        RedAdvance=rectangle(32, 50, 33, 52),
        Rivers=LineString([(30, 50), (31, 51)]),
    )


def _asked(qtbot: QtBot, *paths: Path, project=None) -> ImportDialog:
    project = put(two_sides(), "red", rectangle(31, 50, 32, 52)) if project is None else project
    dialog = ImportDialog(first_showing(project, date(2024, 5, 1)), paths)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(_plan(dialog)), timeout=10_000)
    return dialog


def _named(dialog: ImportDialog, kind: type, name: str):
    (found,) = [widget for widget in dialog.findChildren(kind) if widget.accessibleName() == name]
    return found


def _plan(dialog: ImportDialog) -> str:
    return _named(dialog, QLabel, "What will happen").text()


def _import_button(dialog: ImportDialog) -> QPushButton:
    (button,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "&Import"]
    return button


def test_enter_imports_what_the_file_and_its_name_say(qtbot: QtBot, file: Path) -> None:
    dialog = _asked(qtbot, file)
    assert _plan(dialog) == (
        "On 3 May 2024, 2 polygons go onto the map as Red (controlled, advance), in the place of 1 area. "
        "Left out: 1 line. The date has no map of its own yet; it starts from that of 1 May 2024."
    )
    qtbot.keyClick(_named(dialog, QLineEdit, "Date"), Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.day() == date(2024, 5, 3)
    label, edit = dialog.edit(numbered(50))
    assert label == "Import map_2024-05-03.geojson on 3 May 2024"
    project = edit(put(two_sides(), "red", rectangle(31, 50, 32, 52))).project
    assert same_ground(ground(project, "red", Status.CONTROLLED, on=3), HELD)
    assert {area.evidence for area in snapshot(project, 3).features.values()} == {"assessed"}


def test_every_choice_is_taken(qtbot: QtBot, file: Path) -> None:
    dialog = _asked(qtbot, file)
    _named(dialog, QComboBox, "Side of RedAssessed").setCurrentText("Leave out")
    _named(dialog, QComboBox, "Side of RedAdvance").setCurrentText("Blue")
    _named(dialog, QComboBox, "Status of RedAdvance").setCurrentText("Contested")
    _named(dialog, QComboBox, "Side of Rivers").setCurrentText("Blue")
    _named(dialog, QComboBox, "Evidence").setCurrentText("Disputed")
    _named(dialog, QLineEdit, "Source").setText("An institute")
    _named(dialog, QLineEdit, "Date").setText("1 May")
    dialog.findChildren(QRadioButton)[1].click()
    assert _plan(dialog) == (
        "On 1 May 2024, 1 polygon and 1 line go onto the map as Blue (contested, front line). "
        "Left out: 1 polygon. Check the date: a file's name says 3 May 2024."
    )
    _, edit = dialog.edit(numbered(50))
    project = edit(put(two_sides(), "red", rectangle(31, 50, 32, 52))).project
    assert same_ground(ground(project, "blue", Status.CONTESTED), rectangle(32, 50, 33, 52))
    assert same_ground(ground(project, "red"), rectangle(31, 50, 32, 52))
    assert snapshot(project).source == "An institute"


def test_with_everything_left_out_there_is_nothing_to_import(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _asked(qtbot, layers_file(tmp_path / "a.geojson", forest=HELD))
    assert _plan(dialog).startswith("Nothing goes onto the map yet: choose a side")
    assert not _import_button(dialog).isEnabled()
    _named(dialog, QComboBox, "Side of forest").setCurrentText("Red")
    assert _import_button(dialog).isEnabled()


def test_several_files_are_told_apart_by_their_names(qtbot: QtBot, tmp_path: Path) -> None:
    features = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": mapping(HELD)}]}
    paths = [tmp_path / "20240503_RedClaims.geojson", tmp_path / "20240504_Blue.geojson"]
    for path in paths:
        path.write_text(json.dumps(features), encoding="utf-8")
    dialog = _asked(qtbot, *paths)
    assert "as Red (claimed) and Blue (controlled)" in _plan(dialog)
    assert "Check the date: a file's name says 4 May 2024." in _plan(dialog)


def test_a_wrong_file_is_refused_in_the_dialog(qtbot: QtBot, file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.geojson"
    wrong.write_text('{"type": "Topology"}', encoding="utf-8")
    dialog = _asked(qtbot, file, wrong)
    assert _plan(dialog) == "wrong.geojson: it is JSON, but no GeoJSON."
    assert not _import_button(dialog).isEnabled()


def test_a_date_that_is_none_is_said_and_nothing_is_imported(qtbot: QtBot, file: Path) -> None:
    dialog = _asked(qtbot, file)
    _named(dialog, QLineEdit, "Date").setText("someday")
    assert "not understood as a date" in _plan(dialog)
    assert not _import_button(dialog).isEnabled()


def test_a_project_without_sides_says_so(qtbot: QtBot, file: Path) -> None:
    dialog = _asked(qtbot, file, project=new_project("p", "Empty"))
    assert "no sides yet" in _plan(dialog)
    assert not _import_button(dialog).isEnabled()


def test_values_of_a_file_are_shown_as_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _asked(qtbot, layers_file(tmp_path / "a.geojson", **{"<b>Red</b> & co": HELD}))
    (label,) = [
        label for label in dialog.findChildren(Elided) if "Red" in label.text() and "&" in label.text()
    ]
    assert label.text() == "<b>Red</b> & co"
