"""The dialog for the project that is open: its title, credit, language, and its sides."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QWidget

from mapdesk.edit.edit import EditRefused
from mapdesk.model.project import Project
from mapdesk.session.project_change import (
    WantedProject,
    change_words,
    changed_project,
    refuse_change,
)
from mapdesk.ui.desk import Desk
from mapdesk.ui.sides_dialog import SidesDialog

_LANGUAGES = (("en", "English"), ("uk", "Ukrainian"), ("ru", "Russian"))


def edit_project(desk: Desk, window: QWidget) -> None:
    """Ask what the project is to be, and change it in one step."""
    showing = desk.showing
    if showing is None or not desk.writable:
        return
    project = showing.project
    dialog = ProjectDialog(project, window)
    if dialog.exec():
        wanted = dialog.wanted()
        label = change_words(project, wanted)
        if label:
            # Fronts follow home ground on all dates, which may take its time.
            desk.do_beside(label, lambda state: changed_project(state, wanted), "Changing the project …")
    dialog.deleteLater()


class ProjectDialog(SidesDialog):
    """Shows what a project is; `wanted` is what it is to be once the dialog was accepted."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(project.about.title, project.sides_in_order(), parent)
        self.setWindowTitle("Project and sides")
        self._project = project
        self._wanted: WantedProject | None = None
        self.credit = QLineEdit(project.about.credit)
        self.credit.setAccessibleName("Credit")
        self.credit.setToolTip("Who made the map, as it is signed")
        self.credit.setPlaceholderText("Such as The Daily News, graphics desk")
        self.language = QComboBox()
        self.language.setAccessibleName("Language of names")
        self.language.setToolTip("The language in which places are named in lists and on the map")
        for language, words in _LANGUAGES:
            self.language.addItem(words, language)
        if self.language.findData(project.about.language) < 0:
            self.language.addItem(project.about.language, project.about.language)
        self.language.setCurrentIndex(self.language.findData(project.about.language))
        self.language.setMaximumWidth(240)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out([("C&redit", self.credit), ("&Language", self.language)], [], self.buttons)

    def wanted(self) -> WantedProject:
        """What the project is to be; only once the dialog was accepted."""
        assert self._wanted is not None
        return self._wanted

    def accept(self) -> None:
        """Close, unless something is missing or can't be, which is then said in a sentence."""
        try:
            wanted = self._read()
            refuse_change(self._project, wanted)
        except EditRefused as refusal:
            self._refuse(refusal)
            return
        self._wanted = wanted
        super().accept()

    def _read(self) -> WantedProject:
        self._named_sides()
        return WantedProject(
            title=self.title.text().strip(),
            credit=self.credit.text().strip(),
            language=self.language.currentData(),
            sides=tuple(self.sides.wanted()),
        )
