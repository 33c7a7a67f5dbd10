"""The dialog that imports a series: what goes onto the map of which date, seen before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.exchange.apart import Stopped
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.project import Project
from mapdesk.render.dates import full_date
from mapdesk.session.import_series import (
    Row,
    Series,
    oddities,
    preview,
    read_series,
    work_out,
)
from mapdesk.session.series_mapping import Mapping, mapping_named
from mapdesk.session.series_onto_map import WorkedSeries, series_edit
from mapdesk.session.series_reading import NAME
from mapdesk.session.showing import Showing
from mapdesk.ui.beside import Beside
from mapdesk.ui.import_layers import ImportLayers
from mapdesk.ui.import_preview import ImportPreview
from mapdesk.ui.own_fault import own_fault

_SIZE = (860, 720)
#: The presets as the dialog calls them, and what the last one asks for.
_MAPPINGS = (
    ("", "Guess by the layers' names"),
    ("isw", "ISW/CTP layers"),
    ("deepstate", "DeepState-like classes"),
    ("sides", "Layers are called as their sides are"),
)
_MOST_ODDITIES = 6


class ImportSeriesDialog(QDialog):
    """Asks what files of many dates are to be on the map; `edit()` puts it there, up to `day()`."""

    _counted = Signal(int, int)

    def __init__(self, showing: Showing, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import a series")
        self._showing = showing
        self._paths = tuple(dict.fromkeys(paths))
        self._series: Series | None = None
        self._worked: WorkedSeries | None = None
        self._mapping = Mapping()
        self._fault = ""
        self._stop = Event()
        self._ticket: object = None
        self.resize(*_SIZE)
        self._make()
        self._counted.connect(self._count)
        self._read()

    def day(self) -> date:
        """The last date that goes onto the map."""
        assert self._worked is not None
        return self._worked.days[-1].day

    def edit(self, ids: Ids) -> tuple[str, Callable[[Project], Edited]]:
        """What the step is called, and the edit that puts what was worked out on the map."""
        assert self._worked is not None
        return series_edit(
            self._worked,
            account=self._showing.account,
            source=self._source.text().strip(),
            new_sides=True,
            ids=ids,
        )

    def reject(self) -> None:
        """Stop what is under way; with nothing under way, close without an import."""
        if self._ticket is not None and self._series is not None:
            self._let_go()
            self._present()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close it; what is still being read is stopped."""
        self._let_go()
        super().done(result)

    # What it looks like

    def _make(self) -> None:
        files = _words(self._paths[0].name if len(self._paths) == 1 else f"{len(self._paths)} files")
        files.setToolTip("\n".join(str(path) for path in self._paths))
        self._dates = _choice("Dates from", "Where the date of each layer is read")
        self._dates.addItem("Names of the files, else a date field", "")
        self._dates.addItem("Names of the files", NAME)
        self._dates.activated.connect(self._read)
        self._kind = _choice("Import as", "Areas become ground of a side; lines become front lines")
        self._kind.addItem("Areas", False)
        self._kind.addItem("Front lines", True)
        self._kind.currentIndexChanged.connect(self._fill)
        self._how = _choice("Mapping", "Which layers are whose ground")
        for name, words in _MAPPINGS:
            self._how.addItem(words, name)
        self._how.addItem("A file of rules …", None)
        self._how.activated.connect(self._choose_mapping)
        self._layers = ImportLayers()
        self._layers.changed.connect(self._show_rows)
        self._rows = ImportPreview()
        self._rows.changed.connect(self._present)
        self._source = QLineEdit()
        self._source.setAccessibleName("Source")
        self._source.setPlaceholderText("Whose map it is; it stands on every picture of the dates")
        self._odd = _words("")
        self._odd.setAccessibleName("What to look at")
        self._plan = _words("")
        self._plan.setAccessibleName("What will happen")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName("Progress")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self._import = buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setDefault(True)
        buttons.accepted.connect(self._work_out)
        buttons.rejected.connect(self.reject)
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("File" if len(self._paths) == 1 else "Files", files)
        form.addRow("&Dates from", self._dates)
        form.addRow("Import &as", self._kind)
        form.addRow("&Mapping", self._how)
        form.addRow("&Source", self._source)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        layout.addWidget(self._form)
        layout.addWidget(self._layers)
        layout.addWidget(self._rows, 1)
        layout.addWidget(self._odd)
        layout.addWidget(self._plan)
        layout.addWidget(self._bar)
        layout.addWidget(buttons)

    # Reading and working out, beside the window

    def _read(self) -> None:
        """Read the files anew, as the choices of dates and layers say."""
        self._let_go()
        self._series, self._fault = None, ""
        self._run(
            partial(read_series, self._paths, date_from=self._dates.currentData(), field=self._mapping.field),
            self._take,
        )

    def _take(self, series: Series) -> None:
        self._series = series
        known = [self._dates.itemData(index) for index in range(self._dates.count())]
        for field in series.date_fields:
            if field not in known:
                self._dates.addItem(f"The field {field}", field)
        if all(not portion.polygons for portion in series.portions):
            self._kind.setCurrentIndex(1)
        self._fill()

    def _work_out(self) -> None:
        series = self._series
        if series is not None and self._import.isEnabled():
            self._run(partial(work_out, series, self._rows.rows()), self._finish)

    def _finish(self, worked: WorkedSeries) -> None:
        self._worked = worked
        self.accept()

    def _run(self, work: Callable[..., object], then: Callable[..., None]) -> None:
        self._stop = stop = Event()

        def ended(result: object) -> None:
            self._ticket = None
            then(result)

        def failed(fault: Exception) -> None:
            self._ticket = None
            if not isinstance(fault, Stopped):
                known = isinstance(fault, SourceRefused | EditRefused)
                self._fault = str(fault) if known else own_fault("This could not be read", fault)
            self._present()

        self._ticket = _reader().run(
            partial(work, progress=self._counted.emit, stopped=stop.is_set), ended, failed
        )
        self._present()

    def _let_go(self) -> None:
        self._stop.set()
        _reader().forget(self._ticket)
        self._ticket = None

    def _count(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    # What the choices say

    def _choose_mapping(self) -> None:
        name = self._how.currentData()
        if name is None:
            name, _ = QFileDialog.getOpenFileName(self, "Rules for layers", "", "Rules (*.json)")
            if not name:
                self._how.setCurrentIndex(0)
        field = self._mapping.field
        self._fault = ""
        try:
            self._mapping = mapping_named(name or "")
        except (EditRefused, SourceRefused) as refusal:
            self._fault = str(refusal)
            self._present()
            return
        if self._mapping.field != field or self._series is None:
            self._read()
        else:
            self._fill()

    def _fill(self) -> None:
        """Show the layers, each as what the mapping makes of it."""
        if self._series is not None:
            self._fault = ""
            self._layers.fill(self._showing.project, self._preview())
            self._show_rows()

    def _preview(self) -> tuple[Row, ...]:
        assert self._series is not None
        lines = bool(self._kind.currentData())
        return preview(self._showing.project, self._series, self._mapping, lines=lines)

    def _show_rows(self) -> None:
        if self._series is not None:
            self._rows.fill(self._layers.applied(self._preview()))
            self._present()

    def _present(self) -> None:
        """Say in words what Import would do, or why there is nothing to do."""
        busy = self._ticket is not None
        ready = self._series is not None and not self._fault
        self._bar.setVisible(busy)
        for widget in (self._form, self._layers, self._rows):
            widget.setEnabled(not busy)
        for part in (self._layers, self._rows):
            part.setVisible(not self._fault)
        rows = self._rows.rows() if ready else []
        said = list(oddities(self._series, rows)) if self._series is not None and ready else []
        more = len(said) - _MOST_ODDITIES
        self._odd.setText("\n".join([*said[:_MOST_ODDITIES], *([f"… and {more} more."] if more > 0 else [])]))
        self._odd.setVisible(bool(said))
        taken = [row for row in rows if row.role is not None]
        reading = f"{'Working it out' if self._series else 'Reading the files'} …" if busy else ""
        self._plan.setText(reading or self._fault or (self._in_words(taken) if ready else ""))
        fault = self._fault and not busy
        self._plan.setForegroundRole(
            QPalette.ColorRole.BrightText if fault else QPalette.ColorRole.WindowText
        )
        self._import.setEnabled(not busy and bool(taken))

    def _in_words(self, taken: Sequence[Row]) -> str:
        days = sorted({row.portion.day for row in taken if row.portion.day})
        if not days:
            return "Nothing goes onto the map yet: choose a side for one layer at least."
        known = {snapshot.date for snapshot in self._showing.snapshots}
        there = sum(day in known for day in days)
        spread = full_date(days[0])
        if len(days) > 1:
            spread = f"{len(days)} dates, {spread} to {full_date(days[-1])}"
        said = [
            f"{spread}, go onto the map in one step." if len(days) > 1 else f"{spread} goes onto the map."
        ]
        if there:
            has = "has a map already; its" if there == 1 else "have maps already; their"
            said.append(f"{there} of them {has} layers are put in the place of what is there.")
        sides = {side.name.casefold() for side in self._showing.project.sides.values()}
        new = dict.fromkeys(
            row.role.side
            for row in taken
            if row.role and row.role.side and row.role.side.casefold() not in sides
        )
        if new:
            said.append(f"New sides: {', '.join(new)}.")
        return " ".join(said)


@cache
def _reader() -> Beside:
    # One for all dialogs, and for good: closing one does not wait until its processes have ended.
    return Beside()


def _choice(name: str, tip: str) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setToolTip(tip)
    return choice


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
