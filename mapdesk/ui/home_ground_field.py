"""A field for home ground: a country or region of the base map by name or code, a GeoJSON file, or none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from mapdesk.basemaps.territories import Territory, find_territories
from mapdesk.edit.edit import EditRefused
from mapdesk.ui.icons import icon

_OFFERED = 12


class HomeGroundField(QWidget):
    """Offers what fits while one types. `label` is what a new project takes as home ground."""

    changed = Signal()
    #: The path of a file that was chosen.
    file_chosen = Signal(object)

    def __init__(self, whose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: dict[str, Territory] = {}
        self._file: Path | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText("None – or a country, region or code")
        self.line.setAccessibleName(f"Home ground of {whose}")
        self.line.setToolTip(
            "What counts as the side's wherever nobody else holds it: Ukraine, Kherson, UA-65.\n"
            "Leave it empty for none."
        )
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_OFFERED)
        self.line.setCompleter(completer)
        self.line.textEdited.connect(self._offer)
        self.line.textChanged.connect(self.changed)
        self.browse = QToolButton()
        self.browse.setIcon(icon("open"))
        self.browse.setAutoRaise(True)
        self.browse.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.browse.setToolTip("Take the home ground from a GeoJSON file…")
        self.browse.setAccessibleName(f"Home ground of {whose} from a file")
        self.browse.clicked.connect(self._choose_file)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.line)

    def label(self) -> str:
        """A code, a file's path, or nothing; raises EditRefused for what is neither."""
        text = self.line.text().strip()
        if not text:
            return ""
        if self._file is not None and text == self._file.name:
            return str(self._file)
        known = self._offered.get(text)
        if known is None:
            found = find_territories(text, 2)
            # What was typed but not chosen counts where only one thing can be meant.
            meant = [t for t in found if text.casefold() in (t.code.casefold(), t.name.casefold())]
            known = meant[0] if meant else found[0] if len(found) == 1 else None
        if known is None:
            raise EditRefused(
                f"The base map has no country or region called “{text}”; choose one from the list, or leave "
                "the home ground empty."
            )
        return known.code

    def take_file(self, path: Path) -> None:
        """Take the polygons of a GeoJSON file."""
        self._file = path
        self.line.setText(path.name)
        self.line.setCursorPosition(0)
        self.file_chosen.emit(path)

    def _offer(self, text: str) -> None:
        found = find_territories(text, _OFFERED)
        self._offered = {_words(territory): territory for territory in found} | self._kept(text)
        self._offers.setStringList([_words(territory) for territory in found])

    def _kept(self, text: str) -> dict[str, Territory]:
        return {words: known for words, known in self._offered.items() if words == text}

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Home ground from a file", "", "GeoJSON (*.geojson *.json);;All files (*)"
        )
        if chosen:
            self.take_file(Path(chosen))


def _words(territory: Territory) -> str:
    within = f", {territory.country}" if territory.country else ""
    return f"{territory.name}{within} ({territory.code})"
