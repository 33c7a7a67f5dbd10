"""The dialog that imports files onto one date: which kinds of ground in them are whose, on which date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.exchange.vector_file import Kind
from mapdesk.exchange.vector_source import kinds_in
from mapdesk.model.features import ControlArea, Evidence, Feature, FrontLine
from mapdesk.model.project import Project
from mapdesk.render.dates import full_date
from mapdesk.session.import_guess import guessed_evidence
from mapdesk.session.importing import Layer, import_edit
from mapdesk.session.naming import STATUS_WORDS, side_name
from mapdesk.session.series_dates import date_in_name
from mapdesk.session.showing import Showing
from mapdesk.ui.beside import Beside
from mapdesk.ui.date_field import DateField
from mapdesk.ui.import_table import ImportTable, counted
from mapdesk.ui.own_fault import own_fault

_WIDTH = 740


class ImportDialog(QDialog):
    """Asks what files are to be on the map; `edit()` puts it there, on `day()`.

    It ends with `wants_series` where they are to be a series of dates.
    """

    def __init__(self, showing: Showing, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import")
        self.wants_series = False
        self._showing = showing
        self._paths = tuple(dict.fromkeys(paths))
        self._kinds: list[Kind] = []
        self._fault = ""
        self._is_read = False
        self._ticket: object = None
        named = [day for path in self._paths if (day := date_in_name(path))]
        self._named = tuple(dict.fromkeys(named))
        self.resize(_WIDTH, 0)
        self._make()
        self._show_day(named[0] if named else showing.day)
        if showing.project.sides:
            self._read(0)
        else:
            self._refuse("This project has no sides yet, and ground is somebody's: name a side first.")

    def day(self) -> date:
        """The date that the files speak of; raises EditRefused where what is typed is none."""
        return self._date.typed()

    def edit(self, ids: Ids) -> tuple[str, Callable[[Project], Edited]]:
        """What the step is called, and the edit that reads the files and puts them on the map."""
        return import_edit(
            self._paths,
            self._table.layers(Evidence(self._evidence.currentData())),
            account=self._showing.account,
            day=self.day(),
            source=self._source.text().strip(),
            add=self._add.isChecked(),
            ids=ids,
        )

    def _as_series(self) -> None:
        self.wants_series = True
        self.reject()

    def done(self, result: int) -> None:
        """Close it; what is still being read is let go of."""
        _reader().forget(self._ticket)
        super().done(result)

    # What it looks like

    def _make(self) -> None:
        paths = self._paths
        files = _words(paths[0].name if len(paths) == 1 else f"{len(paths)} files")
        files.setToolTip("\n".join(str(path) for path in paths))
        files.setAccessibleName("Files")
        self._date = DateField("Date", lambda: self._day)
        self._date.setMaximumWidth(240)
        self._date.mapped = [snapshot.date for snapshot in self._showing.snapshots]
        self._date.entered.connect(self._show_day)
        self._date.line.textChanged.connect(self._present)
        self._table = ImportTable()
        self._table.changed.connect(self._present)
        self._evidence = QComboBox()
        self._evidence.setAccessibleName("Evidence")
        for evidence in Evidence:
            self._evidence.addItem(evidence.capitalize(), evidence)
        self._source = QLineEdit()
        self._source.setAccessibleName("Source")
        self._source.setPlaceholderText("Whose map it is; it stands on every picture of the date")
        known = dict.fromkeys(snapshot.source for snapshot in self._showing.snapshots if snapshot.source)
        completer = QCompleter(list(known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._source.setCompleter(completer)
        replaces = QRadioButton("&Replace what the side has there with that status")
        replaces.setChecked(True)
        self._add = QRadioButton("A&dd to it")
        self._add.toggled.connect(self._present)
        group = QButtonGroup(self)
        group.addButton(replaces)
        group.addButton(self._add)
        self._plan = _words("")
        self._plan.setAccessibleName("What will happen")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        # Else it is the one that Enter presses while there is nothing to import yet.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self._import = buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setDefault(True)
        series = buttons.addButton("As a &series of dates …", QDialogButtonBox.ButtonRole.ActionRole)
        series.setToolTip("Import many dates in one step, each as the files date it")
        series.setAutoDefault(False)
        series.clicked.connect(self._as_series)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        above = _form([("File" if len(paths) == 1 else "Files", files), ("Da&te", self._date)])
        self._how = _form(
            [
                ("&Evidence", self._evidence),
                ("&Source", self._source),
                ("On the map", replaces),
                ("", self._add),
            ]
        )
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        layout.addWidget(above)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._how)
        layout.addWidget(self._plan)
        layout.addStretch()
        layout.addWidget(buttons)

    def _show_day(self, day: date) -> None:
        self._day = day
        self._date.line.setText(full_date(day))
        self._present()

    # Reading

    def _read(self, number: int) -> None:
        """Read one file beside the window, then the next."""
        if number == len(self._paths):
            self._ticket = None
            self._show_kinds()
            return
        path = self._paths[number]
        self._table.show_reading(path, number, len(self._paths))

        def then(kinds: tuple[Kind, ...]) -> None:
            self._kinds += kinds
            self._read(number + 1)

        self._ticket = _reader().run(partial(kinds_in, path), then, partial(self._not_read, path))

    def _not_read(self, path: Path, fault: Exception) -> None:
        self._ticket = None
        if isinstance(fault, SourceRefused):
            self._refuse(str(fault))
        else:
            self._refuse(own_fault(f"{path.name}: this could not be read", fault))

    def _refuse(self, fault: str) -> None:
        self._fault = fault
        self._present()

    def _show_kinds(self) -> None:
        self._table.fill(self._showing.project, self._kinds)
        self._evidence.setCurrentIndex(self._evidence.findData(guessed_evidence(self._kinds)))
        self._is_read = True
        self._present()

    # What will happen

    def _present(self) -> None:
        """Say in words what Import would do, or why there is nothing to do."""
        fault = self._fault or self._typing_fault()
        for widget in (self._table, self._how):
            widget.setVisible(not self._fault)
        self._plan.setText(fault or (self._in_words() if self._is_read else ""))
        self._plan.setForegroundRole(
            QPalette.ColorRole.BrightText if fault else QPalette.ColorRole.WindowText
        )
        self._import.setEnabled(not fault and self._is_read and bool(self._table.chosen()))
        self._grow()

    def _grow(self) -> None:
        """As high as what is in it needs; wider or narrower is left to the user."""
        layout = self._column
        layout.activate()
        self.resize(
            self.width(), max(layout.totalHeightForWidth(self.width()), layout.minimumSize().height())
        )

    def _typing_fault(self) -> str:
        try:
            self.day()
        except EditRefused as refusal:
            return str(refusal)
        return ""

    def _in_words(self) -> str:
        day = self.day()
        chosen = self._table.chosen()
        if not chosen:
            nothing = "Nothing goes onto the map yet: choose a side for one kind at least."
            return " ".join([nothing, *self._doubts(day)])
        snapshot = self._showing.project.snapshot_on(self._showing.account, day)
        there = list(snapshot.features.values()) if snapshot else []
        put = _all_counted([(number, layer.lines) for layer, number in chosen])
        go = "goes" if sum(number for _, number in chosen) == 1 else "go"
        old = [feature for feature in there if any(_is_of(feature, layer) for layer, _ in chosen)]
        said = [f"On {full_date(day)}, {put} {go} onto the map as {self._roles(chosen)}{self._beside(old)}."]
        if self._table.left_out():
            said.append(f"Left out: {_all_counted(self._table.left_out())}.")
        if snapshot is None:
            said.append("It will be the first date with a map.")
        elif snapshot.date != day:
            said.append(
                f"The date has no map of its own yet; it starts from that of {full_date(snapshot.date)}."
            )
        later = min((s.date for s in self._showing.snapshots if s.date > day), default=None)
        if later is not None:
            said.append(f"The map holds until {full_date(later)}.")
        return " ".join(said + self._doubts(day))

    def _roles(self, chosen: Sequence[tuple[Layer, int]]) -> str:
        """Whose the shapes become, and how they are held: Russia (controlled, claimed)."""
        roles: dict[str, dict[str, None]] = {}
        for layer, _ in chosen:
            what = "front line" if layer.lines else STATUS_WORDS[layer.status]
            roles.setdefault(side_name(self._showing.project, layer.side), {})[what] = None
        return _listed([f"{name} ({', '.join(words)})" for name, words in roles.items()])

    def _beside(self, old: Sequence[Feature]) -> str:
        lines = sum(isinstance(feature, FrontLine) for feature in old)
        areas = len(old) - lines
        named = [
            f"{number} {thing}" if number == 1 else f"{number} {thing}s"
            for number, thing in ((areas, "area"), (lines, "front line"))
            if number
        ]
        return (
            f", {'beside' if self._add.isChecked() else 'in the place of'} {_listed(named)}" if named else ""
        )

    def _doubts(self, day: date) -> list[str]:
        doubts = []
        others = [full_date(named) for named in self._named if named != day]
        if others:
            doubts.append(f"Check the date: a file's name says {_listed(others[:3])}.")
        if any(kind.dates > 1 for kind in self._kinds):
            most = max(kind.dates for kind in self._kinds)
            doubts.append(
                f"Check the date: the features are of {most} different dates, and all go onto this one."
            )
        return doubts


def _is_of(feature: Feature, layer: Layer) -> bool:
    """Whether a Feature is what a layer replaces or is added to."""
    if layer.lines:
        return isinstance(feature, FrontLine) and not feature.derived and feature.sides == (layer.side,)
    return isinstance(feature, ControlArea) and (feature.side, feature.status) == (layer.side, layer.status)


@cache
def _reader() -> Beside:
    # One for all dialogs, and for good: closing one does not wait for a long file to be read to its end.
    return Beside()


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _form(rows: Sequence[tuple[str, QWidget]]) -> QWidget:
    """Labelled fields; the labels of all forms are equally wide, so that their fields stand in one line."""
    inside = QWidget()
    form = QFormLayout(inside)
    form.setContentsMargins(0, 0, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(8)
    for text, field in rows:
        label = QLabel(text)
        label.setBuddy(field)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance("On the map "))
        form.addRow(label, field)
    return inside


def _all_counted(numbers: Sequence[tuple[int, bool]]) -> str:
    """Numbers of polygons and (True) of lines, added up, in words."""
    sums = [
        (sum(number for number, is_line in numbers if is_line is lines), lines) for lines in (False, True)
    ]
    return _listed([counted(number, lines=lines) for number, lines in sums if number])


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
