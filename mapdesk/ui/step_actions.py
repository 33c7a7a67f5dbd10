"""Undo and redo, named for the steps that they would go over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from mapdesk.session.showing import Showing
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui.menus import action, show_keys

if TYPE_CHECKING:
    from mapdesk.model.project import Project
    from mapdesk.store.edit_log import Step
    from mapdesk.ui.main_window import MainWindow


class StepActions:
    """The two actions that go over the steps of the edit log."""

    def __init__(self, window: MainWindow) -> None:
        self._desk = desk = window.desk
        self._named_for: Project | None = None
        self._window = window
        make = partial(action, window)
        self.undo = make(
            "&Undo", QKeySequence.StandardKey.Undo, "Take the last step back", self._undo, "undo"
        )
        self.redo = make("&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do the step again", desk.redo, "redo")

    def present(self, showing: Showing | None) -> None:
        """Name the steps, and allow those that there are."""
        project = showing.project if showing is not None else None
        if project is self._named_for and project is not None:
            # The steps are read from the file, and change with the project alone.
            return
        self._named_for = project
        steps = self._steps()
        done, undone = [s for s in steps if not s.undone], [s for s in steps if s.undone]
        self._name(self.undo, "Undo", done[-1] if done else None)
        self._name(self.redo, "Redo", undone[0] if undone else None)

    def _undo(self) -> None:
        # Whoever draws means the stroke in hand, not the step before it.
        page = self._window.page
        if page is None or not page.hand.take_back():
            self._desk.undo()

    def _name(self, one: QAction, word: str, step: Step | None) -> None:
        one.setEnabled(self._desk.writable and step is not None)
        label = step.label.replace("&", "&&") if step else ""
        one.setText(f"&{word} {label}" if step else f"&{word}")
        one.setIconText(word)
        one.setStatusTip(f"{word}: {step.label}" if step else word)
        show_keys(one)

    def _steps(self) -> list[Step]:
        session = self._desk.session
        try:
            return session.history() if session is not None else []
        except ProjectFileError:
            return []
