"""Finds a place by any of its spellings, or by its coordinates."""

from __future__ import annotations

import re
from threading import Thread
from typing import Any

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from mapdesk.basemaps.gazetteer import find_place
from mapdesk.basemaps.territories import territory_name
from mapdesk.model.basemap import Place

_COORDINATES = re.compile(
    r"\s*(-?\d+(?:\.\d+)?)\s*°?\s*([NS]?)[,;\s]\s*(-?\d+(?:\.\d+)?)\s*°?\s*([EW]?)\s*", re.I
)
_FOUND = 12


class FindPlace(QLineEdit):
    """A field whose list shows the places of that name; the chosen one is emitted: lon, lat, name."""

    chosen = Signal(float, float, str)
    #: Nothing is called so: a sentence.
    missed = Signal(str)
    #: Escape was pressed: the map wants the keyboard back.
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.language = "en"
        self._places: list[Place] = []
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_FOUND)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # PySide has no hint for choosing among signals of one name.
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.setCompleter(completer)
        popup = completer.popup()
        assert popup is not None
        self._popup = popup
        self.setPlaceholderText("Find a place (Ctrl+F)")
        self.setAccessibleName("Find a place")
        self.setToolTip("A name in any spelling, or coordinates such as 46.635, 32.617 (latitude, longitude)")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(180)
        self.setMaximumWidth(320)
        self.textEdited.connect(self._seek)
        self.returnPressed.connect(self._take_first)

    def _seek(self, text: str) -> None:
        self._places = find_place(text, _FOUND) if len(text.strip()) > 1 else []
        self._names.setStringList([said(place, self.language) for place in self._places])
        if self._places:
            self.completer().complete()
        else:
            self._popup.hide()

    def prepare(self) -> None:
        """Read the gazetteer beside the window, so that the first letter typed waits for nothing."""
        Thread(target=_read_all, daemon=True).start()

    def _take(self, index: QModelIndex) -> None:
        # The completer's own model is a proxy of ours, row for row.
        if 0 <= index.row() < len(self._places):
            self._go_to(self._places[index.row()])

    def _take_first(self) -> None:
        at = coordinates(self.text())
        if at is not None:
            self.chosen.emit(*at, self.text().strip())
        elif self._places:
            self._go_to(self._places[0])
        elif self.text().strip():
            self.missed.emit(f"No place is called “{self.text().strip()}” in the gazetteer.")

    def _go_to(self, place: Place) -> None:
        self.chosen.emit(place.lon, place.lat, place.name_in(self.language))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        # When its list closes the field gets the focus too, and one goes on typing.
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _read_all() -> None:
    for place in find_place("a", 1):
        said(place, "en")


def said(place: Place, language: str) -> str:
    """A place in a list: its name, the usual one beside it, where it is and how many live there."""
    name = place.name_in(language)
    parts = [
        f"{name} ({place.name})" if name != place.name else name,
        territory_name(place.region or place.country),
    ]
    people = f"{place.population:,} inhabitants" if place.population else ""
    return ", ".join(part for part in (*parts, people) if part)


def coordinates(text: str) -> tuple[float, float] | None:
    """Longitude and latitude from “46.635, 32.617” or “46.635 N 32.617 E” (latitude first), or None."""
    match: Any = _COORDINATES.fullmatch(text)
    if match is None:
        return None
    lat, lon = float(match[1]), float(match[3])
    lat, lon = (-lat if match[2].upper() == "S" else lat), (-lon if match[4].upper() == "W" else lon)
    return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None
