"""The panel Trends: what changes over time, as a plot, as figures of the day shown, and as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapdesk.model.basemap import Place
from mapdesk.render.dates import full_date
from mapdesk.session.showing import Showing
from mapdesk.session.trend import Asked, Of
from mapdesk.session.trend_series import Series, Trend, first_under, trend, trend_csv, usual_series
from mapdesk.ui.desk import Desk
from mapdesk.ui.export_sizes import FOLDER, last_folder
from mapdesk.ui.find_place import FindPlace
from mapdesk.ui.icons import icon
from mapdesk.ui.trend_figures import TrendFigures
from mapdesk.ui.trend_list import TrendList

if TYPE_CHECKING:
    from mapdesk.ui.trend_plot import TrendPlot

_CHOICES = (
    (Of.AREA, "Ground held"),
    (Of.FRONT, "Length of the front"),
    (Of.PLACES, "Localities held"),
    (Of.DISTANCE, "Distance from the front to places"),
)
_FILTERS = {
    ".png": "PNG picture (*.png)",
    ".svg": "SVG drawing (*.svg)",
    ".csv": "CSV table (*.csv)",
}
#: The usual question: how far artillery reaches.
_USUAL_KM = 20.0


class TrendPanel(QWidget):
    """Chooses a trend, shows it, and hands it on. It measures nothing as long as nobody sees it."""

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self._desk = desk
        self._settings = settings
        self._showing: Showing | None = None
        self._found: Trend | None = None
        self._basis: object = None
        self._places: dict[str, tuple[Place, ...]] = {}
        #: By what is chosen, the series that are ticked; the usual ones where nothing was.
        self._ticked: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
        self.figures = TrendFigures(desk)
        self.figures.came.connect(self._renew)
        self.figures.failed.connect(self._say)
        self.plot: TrendPlot | None = None
        self._make()
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def _make(self) -> None:
        self.what = QComboBox()
        self.what.setAccessibleName("What to show over time")
        for of, words in _CHOICES:
            self.what.addItem(words, of)
        self.what.view().setAccessibleName("What to show over time")
        self.what.currentIndexChanged.connect(lambda _: self._ask())
        self.by_region = QCheckBox("By region")
        self.by_region.setAccessibleName("By region")
        self.by_region.setToolTip("Ground held in each region of the base map")
        self.by_region.toggled.connect(lambda _: self._ask())
        self.place = FindPlace()
        self.place.setPlaceholderText("Add a place, or lat, lon")
        self.place.setAccessibleName("Place to measure the distance to")
        self.place.setMaximumWidth(16_777_215)
        self.place.chosen.connect(self.add_place)
        self.place.missed.connect(self._desk.refused)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setMargin(4)
        self._room = QVBoxLayout()
        self.list = TrendList()
        self.list.ticks_changed.connect(self._tick)
        self.list.removed.connect(self._remove)
        self.limit = QDoubleSpinBox()
        self.limit.setRange(0.0, 10_000_000.0)
        self.limit.setDecimals(0)
        self.limit.setAccessibleName("First date under")
        self.limit.setSpecialValueText("–")
        self.limit.setToolTip("Marks the first date on which a figure is under this; 0 for none")
        self.limit.valueChanged.connect(lambda _: self._draw())
        self.first = QLabel()
        self.first.setWordWrap(True)
        self.first.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.first.setAccessibleName("First dates under")
        self.first.linkActivated.connect(lambda day: self._go_to(date.fromisoformat(day)))
        self.copy = _button("Copy CSV", "copy", "Copy what is ticked as a table of all dates", self.copy_csv)
        self.export = _button(
            "Export…", "export", "Write a chart (PNG, SVG) or a table (CSV)", self.ask_where
        )
        self._lay_out()

    def _lay_out(self) -> None:
        limit = QHBoxLayout()
        label = QLabel("First date under")
        label.setBuddy(self.limit)
        limit.addWidget(label)
        limit.addWidget(self.limit, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.what)
        layout.addWidget(self.by_region)
        layout.addWidget(self.place)
        layout.addWidget(self.note)
        layout.addLayout(self._room, 3)
        layout.addWidget(self.list, 2)
        layout.addLayout(limit)
        layout.addWidget(self.first)
        layout.addLayout(buttons)

    # What is shown

    def present(self, showing: Showing | None) -> None:
        """Follow what the desk shows, as long as this is to be seen."""
        self._showing = showing
        if self.isVisible():
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self.plot is None:
            # Only those who look at trends wait for what plots are made of.
            from mapdesk.ui.trend_plot import TrendPlot

            self.plot = TrendPlot()
            self.plot.wanted.connect(self._go_to)
            self._room.addWidget(self.plot)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.figures.ask(None)

    def finish(self) -> None:
        """Measure nothing more."""
        self.figures.finish()

    def asked(self) -> Asked | None:
        """The trend that is chosen; None where nothing is open."""
        if self._showing is None:
            return None
        of = Of(self.what.currentData())
        return Asked(
            account=self._showing.account,
            of=of,
            by_region=of is Of.AREA and self.by_region.isChecked(),
            places=self._places.get(self._showing.project.about.uid, ()) if of is Of.DISTANCE else (),
        )

    def series(self) -> list[Series]:
        """The series that are ticked."""
        if self._found is None:
            return []
        ticked = self._ticked.get(self._choice())
        if ticked is None:
            # Distances are all shown: each was asked for by name.
            is_asked = self._found.of is Of.DISTANCE
            return list(self._found.series) if is_asked else usual_series(self._found)
        return [one for one in self._found.series if one.key in ticked]

    def add_place(self, lon: float, lat: float, name: str) -> None:
        """Measure the distance to one more place."""
        if self._showing is None:
            return
        uid = self._showing.project.about.uid
        there = self._places.get(uid, ())
        place = Place(uid=f"at:{lon:.5f},{lat:.5f}", name=name, lon=lon, lat=lat)
        if all(other.uid != place.uid for other in there):
            self._places[uid] = (*there, place)
        self.place.clear()
        self._ask()

    def _remove(self, name: str) -> None:
        """Measure the distance to a place no longer."""
        if self._showing is not None and self.what.currentData() == Of.DISTANCE:
            uid = self._showing.project.about.uid
            self._places[uid] = tuple(p for p in self._places.get(uid, ()) if p.name != name)
            self._ask()

    def _choice(self) -> tuple[object, ...]:
        asked = self.asked()
        uid = self._showing.project.about.uid if self._showing else ""
        return (uid, asked.of, *asked.kinds()) if asked else ()

    def _ask(self) -> None:
        of = Of(self.what.currentData())
        self.by_region.setVisible(of is Of.AREA)
        self.place.setVisible(of is Of.DISTANCE)
        if self._showing is not None:
            self.place.language = self._showing.project.about.language
        unit = {Of.AREA: " km²", Of.PLACES: ""}.get(of, " km")
        if self.limit.suffix() != unit:
            self.limit.setSuffix(unit)
            self.limit.setValue(_USUAL_KM if of is Of.DISTANCE else 0.0)
        self.figures.ask(self.asked())
        self._renew()

    def _renew(self) -> None:
        """Show what is known by now, where that is more than before."""
        asked, showing = self.asked(), self._showing
        if asked is None or showing is None or not showing.snapshots:
            self._found = self._basis = None
            self._draw()
            self._say_state()
            return
        known = [self.figures.dated.get(kind) for kind in asked.kinds()]
        basis = (asked, showing.project.sides, showing.snapshots, *known)
        if self._basis is None or not _are_same(self._basis, basis):
            self._basis = basis
            self._found = trend(showing.project, asked, {k: d for k, d in self.figures.dated.items() if d})
            self.list.fill(self._found, {one.key for one in self.series()})
            self._draw()
        self._show_day()
        self._say_state()

    def _say_state(self) -> None:
        done, of = self.figures.progress
        asked = self.asked()
        if self._showing is None:
            self._say("Open a project to see how its fronts went.")
        elif not self._showing.snapshots:
            self._say("There is no map on any date yet.")
        elif asked is not None and asked.of is Of.DISTANCE and not asked.places:
            self._say("Type a place above: the plot shows how far the front is from it on each date.")
        elif of:
            self._say(f"Measuring: {done:,} of {of:,} dates …")
        elif self._found is None or len(self._found.days) < len(self._showing.snapshots):
            self._say("Measuring …")
        else:
            self._say("  ".join(self._found.notes) if self._found else "")

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _show_day(self) -> None:
        if self.plot is not None:
            self.plot.show_day(self._showing.day if self._showing else None)
        if self._found is not None and self._showing is not None:
            self.list.show_day(self._found, self._showing.day)

    def _tick(self) -> None:
        self._ticked[self._choice()] = self.list.ticked()
        self._draw()

    def _draw(self) -> None:
        found, series = self._found, self.series()
        some = found is not None and bool(found.days) and bool(series)
        for widget in (self.copy, self.export, self.limit):
            widget.setEnabled(some)
        self.first.setVisible(some and self._limit() is not None)
        if self.plot is not None:
            self.plot.setVisible(found is not None)
            self.list.setVisible(found is not None)
            if found is not None:
                self.plot.show_trend(found, series, self._limit())
                self.plot.setToolTip("")
                self.list.setToolTip(found.method)
        if found is not None:
            self.first.setText("<br>".join(self._first_lines(found, series)))

    def _limit(self) -> float | None:
        return self.limit.value() or None

    def _first_lines(self, found: Trend, series: list[Series]) -> list[str]:
        limit = self._limit()
        if limit is None:
            return []
        lines = []
        for one in series:
            day = first_under(found, one, limit)
            if day is None:
                lines.append(f"{one.name}: on no date")
            else:
                already = ", the first date" if day == found.days[0] else ""
                lines.append(f'{one.name}: <a href="{day.isoformat()}">{full_date(day)}</a>{already}')
        return lines

    # What is asked of others

    def _go_to(self, day: date) -> None:
        if self._showing is not None and day != self._showing.day:
            self._desk.alter(day=day)

    def shown(self) -> Trend | None:
        """The trend with the ticked series alone."""
        return replace(self._found, series=tuple(self.series())) if self._found is not None else None

    def copy_csv(self) -> None:
        """Copy the ticked series as a table."""
        found = self.shown()
        if found is not None:
            QGuiApplication.clipboard().setText(trend_csv(found))
            self._desk.said.emit(f"Copied {len(found.days):,} dates as a table")

    def ask_where(self) -> None:
        """Ask for a file and write the ticked series to it."""
        if self._found is None:
            return
        start = str(last_folder(self._settings) / f"{self._found.title.lower().replace(' ', '-')}.png")
        name, chosen = QFileDialog.getSaveFileName(
            self, "Export the trend", start, ";;".join(_FILTERS.values()), _FILTERS[".png"]
        )
        if not name:
            return
        target = Path(name)
        if target.suffix.lower() not in _FILTERS:
            kind = next((each for each, words in _FILTERS.items() if words == chosen), ".png")
            target = target.with_name(f"{target.name}{kind}")
        self._settings.setValue(FOLDER, str(target.parent))
        self.write_to(target)

    def write_to(self, target: Path) -> None:
        """Write the ticked series to a file, as its ending says, beside the window."""
        found, asked, showing = self.shown(), self.asked(), self._showing
        if found is None or asked is None or showing is None:
            return
        project, limit = showing.project, self._limit()

        def write() -> None:
            from mapdesk.session.trend_chart import write_trend

            write_trend(project, asked, found, target, limit)

        self._desk.run_beside(write, f"Exporting {target.name} …", f"Exported {target}")


def _are_same(one: object, other: tuple[object, ...]) -> bool:
    """Whether two bases are of the same objects; the first is what is asked, which is compared by value."""
    if not isinstance(one, tuple) or len(one) != len(other) or one[0] != other[0]:
        return False
    return all(a is b for a, b in zip(one[1:], other[1:], strict=True))


def _button(words: str, drawing: str, tip: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(icon(drawing), words)
    button.setAccessibleName(words.rstrip("…"))
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: act())
    return button
