"""The series dialog: a table of everything before anything is written, and each choice is followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from mapdesk.edit.project import DESK
from mapdesk.model.features import Status
from mapdesk.session.showing import first_showing
from mapdesk.ui.import_preview import ImportPreview
from mapdesk.ui.import_series_dialog import ImportSeriesDialog
from tests.plain_maps import ground, layers_file, numbered, put, rectangle, same_ground, snapshot, two_sides

HELD = rectangle(30, 50, 32, 52)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of their own take longer than all else; tests/session/test_import_series.py has them."""
    monkeypatch.setattr(
        "mapdesk.session.import_series.results_apart",
        lambda work, jobs, **_: ((number, work(job)) for number, job in enumerate(jobs)),
    )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        layers_file(tmp_path / "map_2024-05-03.geojson", RedAssessed=HELD, Rivers=rectangle(30, 50, 31, 51)),
        layers_file(tmp_path / "map_2024-05-04.geojson", RedAssessed=rectangle(30, 50, 31, 52)),
    ]


def _asked(qtbot: QtBot, *paths: Path) -> ImportSeriesDialog:
    project = put(two_sides(), "red", rectangle(31, 50, 32, 52), on=3)
    dialog = ImportSeriesDialog(first_showing(project, date(2024, 5, 1)), paths)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not _said(dialog, "What will happen").endswith("…"), timeout=20_000)
    return dialog


def _named(dialog: ImportSeriesDialog, kind: type, name: str) -> Any:
    (found,) = [widget for widget in dialog.findChildren(kind) if widget.accessibleName() == name]
    return found


def _said(dialog: ImportSeriesDialog, name: str) -> str:
    return str(_named(dialog, QLabel, name).text())


def _table(dialog: ImportSeriesDialog) -> list[list[str]]:
    (table,) = dialog.findChildren(ImportPreview)
    return [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]


def _import(dialog: ImportSeriesDialog) -> Any:
    (box,) = dialog.findChildren(QDialogButtonBox)
    (button,) = [button for button in box.buttons() if button.text() == "&Import"]
    return button


def _imported(qtbot: QtBot, dialog: ImportSeriesDialog) -> Any:
    _import(dialog).click()
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted, timeout=20_000)
    label, edit = dialog.edit(numbered(50))
    project = put(two_sides(), "red", rectangle(31, 50, 32, 52), on=3)
    return label, edit(project).project


def test_every_layer_of_every_date_is_shown_and_imported_as_its_name_says(
    qtbot: QtBot, files: list[Path]
) -> None:
    dialog = _asked(qtbot, *files)
    assert _table(dialog) == [
        ["3 May 2024", "RedAssessed", "Red, controlled"],
        ["3 May 2024", "Rivers", "Left out: whose it is is not known"],
        ["4 May 2024", "RedAssessed", "Red, controlled"],
    ]
    assert "Left out: Rivers" in _said(dialog, "What to look at")
    assert _said(dialog, "What will happen") == (
        "2 dates, 3 May 2024 to 4 May 2024, go onto the map in one step. "
        "1 of them has a map already; its layers are put in the place of what is there."
    )
    _named(dialog, QLineEdit, "Source").setText("An institute")
    label, project = _imported(qtbot, dialog)
    assert label == "Import series, 2 dates"
    assert dialog.day() == date(2024, 5, 4)
    assert same_ground(ground(project, "red", on=3), HELD)
    assert snapshot(project, 4).source == "An institute"


def test_a_layer_is_chosen_for_all_dates_and_a_row_can_be_skipped(qtbot: QtBot, files: list[Path]) -> None:
    dialog = _asked(qtbot, *files)
    _named(dialog, QComboBox, "Side of RedAssessed").setCurrentText("Blue")
    _named(dialog, QComboBox, "Status of RedAssessed").setCurrentText("Contested")
    (table,) = dialog.findChildren(ImportPreview)
    assert _table(dialog)[2][2] == "Blue, contested"
    table.item(0, 0).setCheckState(Qt.CheckState.Unchecked)
    assert _said(dialog, "What will happen") == "4 May 2024 goes onto the map."
    _, project = _imported(qtbot, dialog)
    assert [one.date.day for one in project.snapshots[DESK]] == [3, 4]
    assert same_ground(ground(project, "blue", Status.CONTESTED, on=4), rectangle(30, 50, 31, 52))


def test_a_mapping_that_names_sides_the_project_lacks_says_that_they_are_new(
    qtbot: QtBot, files: list[Path]
) -> None:
    dialog = _asked(qtbot, *files)
    mapping = _named(dialog, QComboBox, "Mapping")
    mapping.setCurrentIndex(mapping.findData("sides"))
    mapping.activated.emit(mapping.currentIndex())
    assert ["3 May 2024", "Rivers", "Rivers, controlled"] in _table(dialog)
    assert _said(dialog, "What will happen").endswith("New sides: Rivers.")


def test_a_damaged_file_is_refused_in_the_dialog(qtbot: QtBot, files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "map_2024-05-05.kml").write_bytes(b"nothing")
    dialog = _asked(qtbot, *files, tmp_path / "map_2024-05-05.kml")
    assert _said(dialog, "What will happen") == (
        "map_2024-05-05.kml: it is no KML, or it ends in the middle."
    )
    assert not _import(dialog).isEnabled()
