"""The dialog for the project that is open: its title, credit, language, and its sides."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mapdesk.basemaps.territories import find_territories
from mapdesk.edit.edit import EditRefused
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.project import Project
from mapdesk.session.alike_colours import alike
from mapdesk.session.new_project import home_of, project_with
from mapdesk.session.project_change import (
    WantedProject,
    change_words,
    changed_project,
    refuse_change,
)
from mapdesk.ui.beside import Beside
from mapdesk.ui.desk import Desk
from mapdesk.ui.home_ground_field import HomeGroundField
from mapdesk.ui.side_rows import SideRows

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


class ProjectDialog(QDialog):
    """Shows what a project is; `wanted` is what it is to be once the dialog was accepted."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Project and sides")
        self._project = project
        self._wanted: WantedProject | None = None
        # The names of all regions take a moment to read; that is over before anybody types one.
        self._beside = Beside()
        self._beside.run(lambda: find_territories("a", 1), lambda _: None, lambda _: None)
        self.title = QLineEdit(project.about.title)
        self.title.setAccessibleName("Title")
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
        self.sides = SideRows(project.sides_in_order())
        self._alike = QLabel()
        self._alike.setWordWrap(True)
        self.sides.changed.connect(self._judge_colours)
        self.sides.file_chosen.connect(self._try_file)
        self._refusal = QLabel()
        self._refusal.setWordWrap(True)
        bold = self._refusal.font()
        bold.setBold(True)
        self._refusal.setFont(bold)
        self._refusal.setAccessibleName("What is missing")
        self._refusal.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.sides.put_in_order()
        self._judge_colours()

    def _lay_out(self) -> None:
        sides = QVBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self.sides)
        sides.addWidget(self._alike)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.language.setMaximumWidth(240)
        form.addRow("&Title", self.title)
        form.addRow("C&redit", self.credit)
        form.addRow("&Language", self.language)
        form.addRow("Sides", sides)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self._refusal)
        column.addWidget(self.buttons)
        self.setMinimumWidth(560)
        self.resize(680, self.sizeHint().height())

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
        sides = self.sides.sides()
        for number, (name, _) in enumerate(sides, start=1):
            if not name:
                self.sides.go_to(number)
                raise EditRefused(f"Side {number} needs a name, or remove it.")
        return WantedProject(
            title=self.title.text().strip(),
            credit=self.credit.text().strip(),
            language=self.language.currentData(),
            sides=tuple(self.sides.wanted()),
        )

    def _refuse(self, refusal: Exception) -> None:
        self._refusal.setText(str(refusal))
        self._refusal.show()

    def _try_file(self, field: HomeGroundField, path: Path) -> None:
        """Refuse a file that holds no ground while it can still be exchanged for another."""

        def refuse(fault: Exception) -> None:
            if self.isVisible() and isinstance(fault, EditRefused | SourceRefused):
                field.line.clear()
                self._refuse(fault)

        self._beside.run(partial(home_of, str(path)), lambda _: self._refusal.hide(), refuse)

    def _judge_colours(self) -> None:
        named = [
            (name or f"Side {number}", colour) for number, (name, colour) in enumerate(self.sides.sides(), 1)
        ]
        try:
            sides = project_with("", named).sides_in_order()
        except EditRefused:
            return  # two of one name: said when it is to be changed
        said = alike(sides)
        self._alike.setText("\n".join(said))
        self._alike.setVisible(bool(said))
