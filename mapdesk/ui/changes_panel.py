"""The changes: what changed hands since the date compared with, patch by patch and place by place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from shapely import Polygon

from mapdesk.geometry.measure import METHOD
from mapdesk.model.advance import ADVANCE_METHOD
from mapdesk.render.dates import full_date
from mapdesk.render.whole_file import write_whole
from mapdesk.session.change_list import (
    PatchRow,
    PlaceRow,
    TotalRow,
    as_csv,
    as_tabs,
    figure,
    patch_rows,
    patch_table,
    place_rows,
    place_table,
    side_totals,
    status_totals,
    total_table,
)
from mapdesk.session.comparison import Comparison
from mapdesk.session.naming import said_area, said_length, side_name
from mapdesk.session.showing import Showing
from mapdesk.ui.changes_model import Column, Rows, RowsView
from mapdesk.ui.desk import Desk
from mapdesk.ui.export_sizes import FOLDER, last_folder
from mapdesk.ui.icons import icon, swatch

#: A patch that is flown to takes up about so much of the map.
_SHARE = 0.4
#: No patch is looked at nearer than this, in degrees.
_LEAST = 0.03
#: Less than this, in km², is shown as nothing.
_ROUNDING = 0.05

_PATCH_COLUMNS = (
    Column("km²", lambda row: figure(row.patch.area_km2), lambda row: row.patch.area_km2, is_figure=True),
    Column("From → to", lambda row: row.went, lambda row: row.went),
    Column("Place", lambda row: row.where, lambda row: row.where.removeprefix("near ")),
    Column(
        "Advance",
        lambda row: f"{figure(row.advance.largest_km)} km" if row.advance else "",
        lambda row: row.advance.largest_km if row.advance else -1.0,
        is_figure=True,
    ),
)
_PLACE_COLUMNS = (
    Column("Locality", lambda row: row.name, lambda row: row.name),
    Column(
        "Population",
        lambda row: f"{row.place.population:,}" if row.place.population else "",
        lambda row: row.place.population,
        is_figure=True,
    ),
    Column(
        "From → to",
        lambda row: f"{row.went}*" if row.is_home else row.went,
        lambda row: row.went,
    ),
)
_TOTAL_COLUMNS = (
    Column("Holder", lambda row: row.name, lambda row: row.name),
    Column("Gained", lambda row: _plus(row.gained_km2), lambda row: row.gained_km2, is_figure=True),
    Column("Lost", lambda row: _minus(row.lost_km2), lambda row: row.lost_km2, is_figure=True),
)


class ChangesPanel(QWidget):
    """Totals, patches and localities of a comparison; picking one shows it on the map."""

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self._desk, self._settings = desk, settings
        self._shown: tuple[object, ...] = ()
        self._showing: Showing | None = None
        self._head = _wrapped("What is compared")
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._warning = _wrapped("Warnings")
        self._totals = QWidget()
        self._totals_room = QVBoxLayout()
        self._least = QDoubleSpinBox()
        self._least.setRange(0.0, 10_000.0)
        self._least.setDecimals(2)
        self._least.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self._least.setSuffix(" km²")
        self._least.setKeyboardTracking(False)
        self._least.setAccessibleName("Set aside patches under")
        self._least.setToolTip("Patches smaller than this are set aside: they count in no total")
        self._least.valueChanged.connect(lambda km2: self._desk.alter(least_km2=km2))
        self._aside = QCheckBox()
        self._aside.setAccessibleName("Show what was set aside")
        self._aside.setToolTip(
            "Slivers, lines that were only drawn again, and regions that a source left out: they are listed "
            "and shown on the map, but count in no total"
        )
        self._aside.toggled.connect(lambda on: self._desk.alter(shows_aside=on))
        self.patches = RowsView(
            Rows(_PATCH_COLUMNS, _patch_tip, lambda row: bool(row.aside)), "Patches", sorted_by=0, wide=[1, 2]
        )
        self.patches.picked.connect(lambda row: self._go_to(row.patch.shape, row))
        self.places = RowsView(
            Rows(_PLACE_COLUMNS, _place_tip), "Localities that changed hands", sorted_by=1, wide=[0, 2]
        )
        self.places.picked.connect(self._go_to_place)
        self.totals = RowsView(
            Rows(_TOTAL_COLUMNS, _total_tip), "Totals by side and status", sorted_by=2, wide=[0]
        )
        self._home_note = QLabel("* home ground: on one of the dates nobody drew an area there")
        self._home_note.setWordWrap(True)
        places = QWidget()
        inside = QVBoxLayout(places)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.places, 1)
        inside.addWidget(self._home_note)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Lists of changes")
        self.tabs.tabBar().setAccessibleName("Lists of changes")
        self.tabs.addTab(self.patches, "Patches")
        self.tabs.addTab(places, "Localities")
        self.tabs.addTab(self.totals, "By status")
        self._claims = _wrapped("Changes of claims")
        self._method = _wrapped("How it was measured")
        self._method.setText(f"Areas and lengths are {METHOD}, rounded to tenths; {ADVANCE_METHOD}.")
        self._method.setForegroundRole(self._method.palette().ColorRole.PlaceholderText)
        self.copy = _button("Copy", "copy", "Copy the list as text with tabs between its columns", self._copy)
        self.save = _button(
            "CSV…", "export", "Write the list to a file of comma-separated values", self._ask_where
        )
        self._lay_out()
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Show the comparison of a Showing."""
        self._showing = showing
        comparison = showing.comparison if showing else None
        basis = (
            comparison,
            showing.since() if showing else None,
            showing.day if showing else None,
            showing.shows_aside if showing else None,
            showing.project.about.language if showing else None,
            showing.project.sides if showing else None,
        )
        if not _are_same(basis, self._shown):
            self._shown = basis
            self._fill(showing, comparison)
        if showing is not None:
            selected = showing.selected_patch
            self.patches.select(lambda row: row.patch is selected and selected is not None)

    def _fill(self, showing: Showing | None, comparison: Comparison | None) -> None:
        since = showing.since() if showing else None
        there = showing is not None and comparison is not None and since is not None
        for widget in (self.tabs, self._least, self._least_label, self._aside, self._method):
            widget.setVisible(there)
        self._show_totals(showing, comparison)
        self._claims.hide()
        self._warning.hide()
        for button in (self.copy, self.save):
            button.setVisible(there)
        if showing is None or comparison is None or since is None:
            self._head.setText(_nothing_compared(showing))
            return
        project, change = showing.project, comparison.change
        span = f"{full_date(since)} and {full_date(showing.day)}"
        patches = patch_rows(project, comparison, with_aside=showing.shows_aside)
        places = place_rows(project, comparison)
        counted = bool(change.patches)
        self._head.setText(
            f"Ground that changed hands between {span}"
            if counted
            else f"Nothing changed hands between {span}."
        )
        self._warning.setText("\n".join(change.warnings))
        self._warning.setVisible(bool(change.warnings))
        aside = change.not_counted
        size = said_area(sum(patch.area_km2 for patch in aside))
        self._aside.setText(f"Show what was set aside ({len(aside)}: {size})")
        self._aside.setEnabled(bool(aside))
        _set_quietly(self._aside, showing.shows_aside)
        _set_quietly(self._least, showing.least_km2)
        claims = [
            f"{side_name(project, total.side)} claims {_plus(total.gained_km2)} and "
            f"{_minus(total.lost_km2)} km²"
            for total in comparison.claims
        ]
        self._claims.setText("\n".join(claims))
        self._claims.setVisible(bool(claims))
        self.patches.rows.show(patches)
        self.places.rows.show(places)
        self._home_note.setVisible(any(row.is_home for row in places))
        self.totals.rows.show(status_totals(project, comparison))
        self.tabs.setTabText(0, f"Patches ({len(patches)})")
        self.tabs.setTabText(1, f"Localities ({len(places)})")
        self.tabs.setVisible(bool(patches))
        for button in (self.copy, self.save):
            button.setEnabled(bool(patches))

    def _show_totals(self, showing: Showing | None, comparison: Comparison | None) -> None:
        project = showing.project if showing else None
        rows = side_totals(project, comparison) if project and comparison else []
        old, self._totals = self._totals, QWidget()
        grid = QGridLayout(self._totals)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for at, row in enumerate(rows):
            mark = QLabel()
            mark.setPixmap(swatch(row.colour).pixmap(14, 14))
            figures = QLabel(f"{_plus(row.gained_km2)}   {_minus(row.lost_km2)} km²")
            figures.setAlignment(Qt.AlignmentFlag.AlignRight)
            figures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            figures.setAccessibleName(
                f"{row.name} gained {figure(row.gained_km2)} and lost {figure(row.lost_km2)} km²"
            )
            figures.setToolTip(_total_tip(row))
            for column, widget in enumerate((mark, QLabel(row.name), figures)):
                grid.addWidget(widget, at, column)
        self._totals_room.replaceWidget(old, self._totals)
        self._totals.setVisible(bool(rows))
        old.hide()
        old.deleteLater()

    def _lay_out(self) -> None:
        self._least_label = QLabel("Set aside under")
        self._least_label.setBuddy(self._least)
        least = QHBoxLayout()
        least.addWidget(self._least_label)
        least.addWidget(self._least, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._head)
        layout.addWidget(self._warning)
        self._totals_room.addWidget(self._totals)
        layout.addLayout(self._totals_room)
        layout.addWidget(self._claims)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(least)
        layout.addWidget(self._aside)
        layout.addLayout(buttons)
        layout.addWidget(self._method)
        layout.addStretch(0)

    # What is picked

    def _go_to(self, shape: Polygon, row: PatchRow) -> None:
        self._desk.alter(patch=row.patch)
        west, south, east, north = shape.bounds
        wide, high = max(east - west, _LEAST), max(north - south, _LEAST)
        x, y = (west + east) / 2, (south + north) / 2
        half = (wide / 2 / _SHARE, high / 2 / _SHARE)
        self._desk.look_at((x - half[0], y - half[1], x + half[0], y + half[1]))

    def _go_to_place(self, row: PlaceRow) -> None:
        self._desk.alter(patch=row.patch)
        lon, lat = row.place.lon, row.place.lat
        self._desk.look_at((lon - 0.12, lat - 0.08, lon + 0.12, lat + 0.08))

    # What is taken along

    def _table(self) -> list[list[str]]:
        table = (patch_table, place_table, total_table)[self.tabs.currentIndex()]
        return table((self.patches, self.places, self.totals)[self.tabs.currentIndex()].in_order())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_tabs(self._table()))
        self._desk.said.emit(f"Copied {self._many()}")

    def _ask_where(self) -> None:
        if self._showing is None:
            return
        start = str(last_folder(self._settings) / f"changes-{self._showing.day.isoformat()}.csv")
        name, _ = QFileDialog.getSaveFileName(self, "Write the changes", start, "CSV table (*.csv)")
        if name:
            self.write(Path(name) if Path(name).suffix else Path(f"{name}.csv"))

    def write(self, target: Path) -> None:
        """Write the list that is seen to a file of comma-separated values."""
        try:
            # With a mark of its encoding, or a spreadsheet spoils the names.
            write_whole(target, as_csv(self._table()).encode("utf-8-sig"))
        except OSError as error:
            self._desk.refused.emit(f"{target.name} could not be written: {error.strerror}.")
            return
        self._settings.setValue(FOLDER, str(target.parent))
        self._desk.said.emit(f"Wrote {self._many()} to {target.name}")

    def _many(self) -> str:
        count = len(self._table()) - 1
        names = (("patch", "patches"), ("locality", "localities"), ("total", "totals"))
        one, more = names[self.tabs.currentIndex()]
        return f"1 {one}" if count == 1 else f"{count:,} {more}"


def _nothing_compared(showing: Showing | None) -> str:
    if showing is None:
        return "Open a project to see what changed hands."
    since = showing.since()
    if since is None:
        return "Nothing is compared: choose a date to compare with, or go to a date with a map before it."
    before = showing.project.snapshot_on(showing.account, since)
    if before is showing.snapshot:
        return f"Nothing changed hands between {full_date(since)} and {full_date(showing.day)}."
    return "Comparing …"


def _patch_tip(row: PatchRow) -> str:
    lines = [f"{said_area(row.patch.area_km2)}, {row.went}"]
    if row.where:
        lines.append(row.where[0].upper() + row.where[1:])
    if row.advance:
        largest, median = said_length(row.advance.largest_km), said_length(row.advance.median_km)
        lines.append(f"The front moved {largest} at most, {median} in the median")
    if row.aside:
        lines.append(f"Set aside, counted in no total: {row.aside}")
    return "\n".join(lines)


def _place_tip(row: PlaceRow) -> str:
    lines = [f"{row.name}: {row.went}"]
    if row.is_home:
        lines.append("Home ground: nobody drew an area for it on one of the two dates")
    return "\n".join(lines)


def _total_tip(row: TotalRow) -> str:
    counted = f"{row.name}: {_plus(row.gained_km2)}   {_minus(row.lost_km2)} km²"
    with_all = (row.gained_with_all_km2, row.lost_with_all_km2)
    if with_all == (row.gained_km2, row.lost_km2):
        return counted
    return f"{counted}\nWith what was set aside: {_plus(with_all[0])}   {_minus(with_all[1])} km²"


def _plus(km2: float) -> str:
    return f"+{km2:,.1f}" if km2 >= _ROUNDING else "0.0"


def _minus(km2: float) -> str:
    return f"−{km2:,.1f}" if km2 >= _ROUNDING else "0.0"


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b or a == b for a, b in zip(one, other, strict=True))


def _set_quietly(widget: QCheckBox | QDoubleSpinBox, value: float) -> None:
    widget.blockSignals(True)
    if isinstance(widget, QCheckBox):
        widget.setChecked(bool(value))
    else:
        widget.setValue(value)
    widget.blockSignals(False)


def _wrapped(name: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setAccessibleName(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(text: str, drawing: str, tip: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton(icon(drawing), text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(slot)
    return button
