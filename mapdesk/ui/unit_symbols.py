"""Has the unit symbols on the map drawn beside the window, and the map painted again when they are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from mapdesk.model.features import Annotation, Feature
from mapdesk.model.symbols import is_unit_code
from mapdesk.render.unit_symbols import drawn_before, prepare
from mapdesk.session.showing import Showing
from mapdesk.ui.beside import Beside
from mapdesk.ui.desk import Desk


class UnitSymbols(QObject):
    """Until a unit's own symbol is there, the map shows a plain unit."""

    def __init__(self, desk: Desk, redraw: Callable[[], None]) -> None:
        super().__init__()
        self._redraw = redraw
        self._beside = Beside()
        self._features: Mapping[str, Feature] = {}
        self._asked: frozenset[str] = frozenset()
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Have drawn what a Showing needs and no one has asked for yet."""
        if showing is None or showing.features is self._features:
            return
        self._features = showing.features
        codes = {
            feature.symbol
            for feature in showing.features.values()
            if isinstance(feature, Annotation) and is_unit_code(feature.symbol)
        }
        wanted = sorted(code for code in codes - self._asked if drawn_before(code) is None)
        self._asked |= codes
        if wanted:
            self._beside.run(lambda: prepare(wanted), lambda _: self._redraw(), lambda _: None)

    def finish(self) -> None:
        """Let go of what runs beside the window."""
        self._beside.finish()
