"""Finds a place by any of its spellings, or by its coordinates."""

from __future__ import annotations

from threading import Thread

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from mapdesk.basemaps.gazetteer import find_place
from mapdesk.basemaps.territories import territory_name
from mapdesk.edit.edit import EditRefused
from mapdesk.model.basemap import Place
from mapdesk.session.coordinates import LonLat, format_coordinates, parse_coordinates, typed_coordinates

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
        #: Where the text says, if it is a coordinate.
        self._there: LonLat | None = None
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
        self.setPlaceholderText("Place, or lat, lon (Ctrl+F)")
        self.setAccessibleName("Find a place or go to coordinates")
        self.setToolTip(
            "A name in any spelling, or coordinates: 46.635, 32.617 (latitude, longitude), "
            "46°38'06\"N 32°36'30\"E, or MGRS"
        )
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(180)
        self.setMaximumWidth(320)
        self.textEdited.connect(self._seek)
        self.returnPressed.connect(self._take_first)

    def _seek(self, text: str) -> None:
        self._there = parse_coordinates(text)
        self._places = find_place(text, _FOUND) if len(text.strip()) > 1 and self._there is None else []
        listed = [said(place, self.language) for place in self._places]
        if self._there is not None:
            listed = [f"Go to {format_coordinates(*self._there)}"]
        self._names.setStringList(listed)
        if listed:
            self.completer().complete()
        else:
            self._popup.hide()

    def prepare(self) -> None:
        """Read the gazetteer beside the window, so that the first letter typed waits for nothing."""
        Thread(target=_read_all, daemon=True).start()

    def _take(self, index: QModelIndex) -> None:
        if self._there is not None:
            self._go_there(self._there)
        # The completer's own model is a proxy of ours, row for row.
        elif 0 <= index.row() < len(self._places):
            self._go_to(self._places[index.row()])

    def _take_first(self) -> None:
        at = parse_coordinates(self.text())
        if at is not None:
            self._go_there(at)
        elif self._places:
            self._go_to(self._places[0])
        elif self.text().strip():
            self.missed.emit(self._why_not(self.text().strip()))

    def _why_not(self, typed: str) -> str:
        if any(letter.isdigit() for letter in typed) and not any(letter.islower() for letter in typed):
            try:
                typed_coordinates(typed)
            except EditRefused as refusal:
                return str(refusal)
        return f"No place is called “{typed}” in the gazetteer."

    def _go_there(self, place: LonLat) -> None:
        self.chosen.emit(*place, format_coordinates(*place))

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
