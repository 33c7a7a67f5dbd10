"""The actions of the View menu: what of the map is shown, which panels, and how the window looks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from mapdesk.session.coordinates import NOTATIONS, Notation
from mapdesk.session.showing import Showing
from mapdesk.ui import appearance
from mapdesk.ui.menus import action
from mapdesk.ui.two_dates_actions import TwoDatesActions

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow

_NOTATION = "coordinates"


class ViewActions:
    """The actions that change what is seen and nothing else."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        make = partial(action, window)
        self.zoom_in = make(
            "Zoom &in",
            ("Ctrl++", "Ctrl+="),
            "Show less, larger",
            window.on_page(lambda p: p.canvas.zoom_by(1.5)),
            "zoom-in",
        )
        self.zoom_out = make(
            "Zoom &out",
            "Ctrl+-",
            "Show more, smaller",
            window.on_page(lambda p: p.canvas.zoom_by(1 / 1.5)),
            "zoom-out",
        )
        self.fit = make(
            "Fit the &project",
            "Ctrl+0",
            "Show all that is on the map of the day",
            window.on_page(lambda p: p.fit()),
            "fit",
        )
        self.fit_selection = make(
            "Fit the &selection",
            "Ctrl+Shift+0",
            "Show what is selected",
            window.on_page(lambda p: p.fit_selection()),
        )
        self.fit_home = make(
            "Fit &home ground",
            "Ctrl+Home",
            "Show all home ground",
            window.on_page(lambda p: p.fit_home()),
            "home",
        )
        self._two_dates = TwoDatesActions(window)
        self._next_panel = make(
            "Ne&xt panel", "F6", "Go on to the next panel", partial(window.go_to_panel, 1)
        )
        self._previous_panel = make(
            "Pre&vious panel", "Shift+F6", "Go back to the panel before", partial(window.go_to_panel, -1)
        )
        self._reset = make("&Reset the layout", "", "Put all panels back", lambda: window.layout_of.reset())

    def entries(self, panels: list[QAction]) -> list[QAction | QMenu | None]:
        """The View menu, with the actions that show and hide panels and bars."""
        return [
            self.zoom_in,
            self.zoom_out,
            self.fit,
            self.fit_selection,
            self.fit_home,
            None,
            *self._two_dates.entries(),
            None,
            self._next_panel,
            self._previous_panel,
            *panels,
            None,
            self._coordinates(),
            self._appearance(),
            self._reset,
        ]

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        self._two_dates.present(showing)
        for one in (self.zoom_in, self.zoom_out, self.fit, self.fit_home):
            one.setEnabled(showing is not None)
        self.fit_selection.setEnabled(showing is not None and bool(showing.selected))

    def _coordinates(self) -> QMenu:
        made = QMenu("&Coordinates as", self._window)
        group = QActionGroup(made)
        kept = str(self._window.settings.value(_NOTATION, Notation.DECIMAL))
        for notation, words in NOTATIONS.items():
            one = made.addAction(words)
            one.setCheckable(True)
            one.triggered.connect(lambda _checked=False, chosen=notation: self._write_as(chosen))
            group.addAction(one)
            if notation == kept:
                one.setChecked(True)
                self._write_as(notation)
        return made

    def _write_as(self, notation: Notation) -> None:
        self._window.settings.setValue(_NOTATION, notation.value)
        self._window.status_line.notation = notation

    def _appearance(self) -> QMenu:
        made = QMenu("&Appearance", self._window)
        group = QActionGroup(made)
        present = appearance.chosen(self._window.settings)
        for scheme, words in (("system", "As the system is"), ("light", "Light"), ("dark", "Dark")):
            one = made.addAction(words)
            one.setCheckable(True)
            one.setChecked(scheme == present)
            one.triggered.connect(
                lambda _checked=False, chosen=scheme: self._window.choose_appearance(chosen)
            )
            group.addAction(one)
        return made
