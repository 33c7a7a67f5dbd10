"""The table of the import dialog: each kind of features in the files, and what it is to be on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout

from mapdesk.exchange.vector_file import Kind
from mapdesk.model.features import Evidence, Status
from mapdesk.model.project import Project
from mapdesk.session.import_guess import guessed_layers
from mapdesk.session.importing import Layer
from mapdesk.session.naming import STATUS_WORDS
from mapdesk.ui.icons import swatch
from mapdesk.ui.import_grid import Choice, ImportGrid, page, shortened

#: The table scrolls where it would be higher, and is never lower, so that reading a file moves little.
_HIGHEST, _LOWEST = 300, 150


class ImportTable(ImportGrid):
    """One row for the polygons of each kind and one for its lines: left out, or of a Side with a status."""

    def __init__(self) -> None:
        super().__init__("Kinds of ground in the files")
        self._rows: list[_Row] = []

    def show_reading(self, path: Path, number: int, of: int) -> None:
        """Say which of the files is being read, in the place of the rows."""
        inside = page()
        said = QLabel(f"Reading {path.name} …")
        said.setTextFormat(Qt.TextFormat.PlainText)
        progress = QProgressBar()
        # Of a single file nobody knows how far it is read; a bar without an end says so.
        progress.setRange(0, of if of > 1 else 0)
        progress.setValue(number)
        progress.setTextVisible(False)
        progress.setFixedHeight(8)
        progress.setAccessibleName("Reading the files")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 12, 24, 12)
        column.addStretch(1)
        column.addWidget(said)
        column.addWidget(progress)
        column.addStretch(1)
        self.setWidget(inside)
        self.setFixedHeight(_LOWEST)

    def fill(self, project: Project, kinds: Sequence[Kind]) -> None:
        """Show kinds of features, each as what it seems to be."""
        guessed = guessed_layers(project, kinds)
        several = len({kind.path for kind in kinds}) > 1
        grid = self._begin(("Kind", "In the file", "Side", "Status"))
        self._rows = []
        for kind in kinds:
            for lines, number in ((False, kind.polygons), (True, kind.lines)):
                if number:
                    guess = [
                        layer
                        for layer in guessed
                        if (layer.file, layer.where, layer.lines) == (kind.path, kind.where, lines)
                    ]
                    row = _Row(project, kind, guess[0] if guess else None, lines=lines, name_file=several)
                    row.side.currentIndexChanged.connect(self.changed)
                    row.status.currentIndexChanged.connect(self.changed)
                    self._rows.append(row)
                    row.add_to(grid, len(self._rows))
        whole = self._end(grid, len(self._rows))
        self.setMinimumHeight(min(whole, _HIGHEST))
        self.setMaximumHeight(max(whole, _LOWEST))

    def chosen(self) -> list[tuple[Layer, int]]:
        """What goes onto the map, each with the number of its polygons or lines."""
        return [(row.layer(), row.number) for row in self._rows if row.side.currentData()]

    def left_out(self) -> list[tuple[int, bool]]:
        """How many polygons, or (True) lines, of each row are left out."""
        return [(row.number, row.lines) for row in self._rows if not row.side.currentData()]

    def layers(self, evidence: Evidence) -> tuple[Layer, ...]:
        """What goes onto the map, known as well as said."""
        return tuple(replace(layer, evidence=evidence) for layer, _ in self.chosen())


class _Row:
    """The polygons or the lines of one kind."""

    def __init__(
        self, project: Project, kind: Kind, guess: Layer | None, *, lines: bool, name_file: bool
    ) -> None:
        self._kind = kind
        self.lines = lines
        self.number = kind.lines if lines else kind.polygons
        value = ", ".join(text or "(no value)" for text in kind.where.values())
        file = kind.path.name
        title = " – ".join(filter(None, (kind.path.stem if name_file or not value else "", value)))
        self._name = shortened(title)
        said = " and ".join(f"{field} “{text}”" for field, text in kind.where.items())
        self._name.setToolTip(f"{file}, {said}" if said else file)
        self._count = QLabel(counted(self.number, lines=lines))
        self.side = Choice()
        self.side.setAccessibleName(f"Side of {title}")
        self.side.addItem("Leave out", "")
        for side in project.sides_in_order():
            self.side.addItem(swatch(side.colour), side.name, side.uid)
        self.status = Choice()
        self.status.setAccessibleName(f"Status of {title}")
        if lines:
            self.status.addItem("Front line", Status.CONTROLLED)
            self.status.setToolTip("Lines become a front line drawn for the side.")
        else:
            for status, word in STATUS_WORDS.items():
                self.status.addItem(word.capitalize(), status)
        if guess is not None:
            self.side.setCurrentIndex(self.side.findData(guess.side))
            self.status.setCurrentIndex(max(0, self.status.findData(guess.status)))
        self.side.currentIndexChanged.connect(self._fade)
        self._fade()

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Put the row into the table."""
        grid.addWidget(self._name, row, 0)
        grid.addWidget(self._count, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.side, row, 2)
        grid.addWidget(self.status, row, 3)

    def layer(self) -> Layer:
        """What the row is to be on the map."""
        return Layer(
            self._kind.where,
            self.side.currentData(),
            Status(self.status.currentData()),
            self.lines,
            file=self._kind.path,
        )

    def _fade(self) -> None:
        taken = bool(self.side.currentData())
        self.status.setEnabled(taken and not self.lines)
        for label in (self._name, self._count):
            label.setForegroundRole(
                QPalette.ColorRole.WindowText if taken else QPalette.ColorRole.PlaceholderText
            )


def counted(number: int, *, lines: bool) -> str:
    """A number of polygons or lines in words."""
    thing = "line" if lines else "polygon"
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
