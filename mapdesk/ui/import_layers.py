"""The layers of a series in the import dialog: what each of them is to be, on all of its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.session.import_series import Row
from mapdesk.session.naming import STATUS_WORDS
from mapdesk.session.series_mapping import Role
from mapdesk.ui.icons import swatch
from mapdesk.ui.import_grid import Choice, ImportGrid, shortened

_HIGHEST = 200
_OUT, _NOBODY = "leave out", "nobody"


class ImportLayers(ImportGrid):
    """One row for each layer: left out, or of a Side with a status."""

    def __init__(self) -> None:
        super().__init__("Layers in the files")
        self._choices: dict[str, tuple[QComboBox, QComboBox]] = {}

    def fill(self, project: Project, rows: Sequence[Row]) -> None:
        """Show the layers of some rows, each as what it is in them."""
        grid = self._begin(("Layer", "Dates", "Side", "Status"))
        self._choices = {}
        layers: dict[str, list[Row]] = {}
        for row in rows:
            layers.setdefault(row.portion.layer, []).append(row)
        for number, (layer, its) in enumerate(layers.items(), start=1):
            role = next((row.role for row in its if row.role is not None), None)
            lines = role.lines if role is not None else not any(row.portion.polygons for row in its)
            side, status = _side_choice(project, layer, role, lines), _status_choice(layer, role, lines)
            self._choices[layer] = (side, status)
            status.setEnabled(role is not None and not lines)
            side.currentIndexChanged.connect(self._choose)
            status.currentIndexChanged.connect(self.changed)
            dates = QLabel(str(len({row.portion.day for row in its if row.portion.day})))
            grid.addWidget(shortened(layer), number, 0)
            grid.addWidget(dates, number, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(side, number, 2)
            grid.addWidget(status, number, 3)
        self.setFixedHeight(min(self._end(grid, len(layers)), _HIGHEST))

    def applied(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with their layers as chosen here."""
        return [self._applied(row) for row in rows]

    def _applied(self, row: Row) -> Row:
        if row.portion.day is None or row.portion.layer not in self._choices:
            return row
        side, status = self._choices[row.portion.layer]
        whose = side.currentData()
        if whose == _OUT:
            return Row(row.portion, None, row.why or "left out here")
        if row.role is not None and row.role.lines:
            return Row(row.portion, replace(row.role, side="" if whose == _NOBODY else whose))
        if not row.portion.polygons:
            return row
        known = row.role or Role(whose)
        return Row(row.portion, replace(known, side=whose, status=Status(status.currentData())))

    def _choose(self) -> None:
        for side, status in self._choices.values():
            status.setEnabled(side.currentData() != _OUT and status.count() > 1)
        self.changed.emit()


def _side_choice(project: Project, layer: str, role: Role | None, lines: bool) -> QComboBox:
    choice = Choice()
    choice.setAccessibleName(f"Side of {layer}")
    choice.addItem("Leave out", _OUT)
    if lines:
        choice.addItem("No side", _NOBODY)
    for side in project.sides_in_order():
        choice.addItem(swatch(side.colour), side.name, side.name)
    if role is not None:
        wanted = role.side or _NOBODY
        if choice.findData(wanted) < 0:
            choice.addItem(f"{role.side} (new)", wanted)
        choice.setCurrentIndex(choice.findData(wanted))
    return choice


def _status_choice(layer: str, role: Role | None, lines: bool) -> QComboBox:
    choice = Choice()
    choice.setAccessibleName(f"Status of {layer}")
    if lines:
        choice.addItem("Front line", Status.CONTROLLED)
        return choice
    for status, word in STATUS_WORDS.items():
        choice.addItem(word.capitalize(), status)
    if role is not None:
        choice.setCurrentIndex(max(0, choice.findData(role.status)))
    return choice
