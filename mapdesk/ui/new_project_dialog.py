"""The dialog for a new project: its title, its sides, where they are at home, the first date, the file."""

from __future__ import annotations

import os
import re
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapdesk.basemaps.territories import find_territories
from mapdesk.edit.edit import EditRefused
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.render.dates import full_date
from mapdesk.session.alike_colours import alike
from mapdesk.session.new_project import NewProject, home_of, project_with
from mapdesk.store.new_file import refuse_name
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui.beside import Beside
from mapdesk.ui.date_field import DateField
from mapdesk.ui.home_ground_field import HomeGroundField
from mapdesk.ui.side_rows import SideRows

_ENDING = ".mapdesk.gpkg"
#: What some system doesn't take in the name of a file.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


class NewProjectDialog(QDialog):
    """Asks for a new project; `wanted` is what was asked for once it was accepted."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("New project")
        self._folder = folder or _documents()
        self._follows_title = True
        self._day = date.today()
        self._wanted: NewProject | None = None
        # The names of all regions take a moment to read; that is over before anybody types one.
        self._beside = Beside()
        self._beside.run(lambda: find_territories("a", 1), lambda _: None, lambda _: None)
        self.title = QLineEdit()
        self.title.setAccessibleName("Title")
        self.title.setPlaceholderText("Such as The south, autumn 2022")
        self.title.textChanged.connect(self._name_file)
        self.sides = SideRows()
        self._alike = QLabel()
        self._alike.setWordWrap(True)
        self.sides.changed.connect(self._judge_colours)
        self.sides.file_chosen.connect(self._try_file)
        self.day = DateField("First date", lambda: self._day)
        self.day.line.setText(full_date(self._day))
        self.day.entered.connect(self._take_day)
        self.day.line.editingFinished.connect(self._read_day)
        self.path = QLineEdit()
        self.path.setAccessibleName("File")
        self.path.setToolTip("Where the project is kept: one file, saved at each step")
        self.path.textEdited.connect(self._stop_following)
        browse = QPushButton("&Browse…")
        browse.setToolTip("Choose where to keep the project")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._choose_file)
        self._refusal = QLabel()
        self._refusal.setWordWrap(True)
        bold = self._refusal.font()
        bold.setBold(True)
        self._refusal.setFont(bold)
        self._refusal.setAccessibleName("What is missing")
        self._refusal.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._make = self.buttons.addButton("&Create", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(browse)
        QWidget.setTabOrder(self.title, self.sides)
        self.sides.put_in_order()
        self._name_file("")
        self._judge_colours()

    def _lay_out(self, browse: QPushButton) -> None:
        file = QHBoxLayout()
        file.addWidget(self.path, 1)
        file.addWidget(browse)
        sides = QVBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self.sides)
        sides.addWidget(self._alike)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        self.day.setMaximumWidth(240)
        form.addRow("&Title", self.title)
        form.addRow("Sides", sides)
        form.addRow("First &date", self.day)
        label = QLabel("&File")
        label.setBuddy(self.path)
        form.addRow(label, file)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self._refusal)
        column.addWidget(self.buttons)
        self._make.setDefault(True)
        self.setMinimumWidth(560)
        self.resize(680, self.sizeHint().height())

    def wanted(self) -> NewProject:
        """What was asked for; only once the dialog was accepted."""
        assert self._wanted is not None
        return self._wanted

    def accept(self) -> None:
        """Close, unless something is missing or can't be, which is then said in a sentence."""
        try:
            self._wanted = self._read()
        except (EditRefused, ProjectFileError) as refusal:
            self._refuse(refusal)
            return
        super().accept()

    def _read(self) -> NewProject:
        title = self.title.text().strip()
        if not title:
            self.title.setFocus()
            raise EditRefused("The project needs a title.")
        sides = self.sides.sides()
        for number, (name, _) in enumerate(sides, start=1):
            if not name:
                self.sides.go_to(number)
                raise EditRefused(f"Side {number} needs a name, or remove it.")
        project_with(title, sides)
        homes = self.sides.homes()
        day = self.day.typed()
        path = self._path()
        refuse_name(path)
        return NewProject(path=path, title=title, sides=tuple(sides), homes=tuple(homes), day=day)

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

    # The date

    def _take_day(self, day: date) -> None:
        self._day = day
        self.day.line.setText(full_date(day))

    def _read_day(self) -> None:
        try:
            self._take_day(self.day.typed())
        except EditRefused as refusal:
            self._refuse(refusal)
        else:
            self._refusal.hide()

    # The file

    def _name_file(self, title: str) -> None:
        if self._follows_title:
            name = _NOT_IN_NAMES.sub(" ", title).strip(" .") or "Untitled"
            self.path.setText(str(self._folder / f"{' '.join(name.split())[:120]}{_ENDING}"))

    def _stop_following(self) -> None:
        self._follows_title = False

    def _path(self) -> Path:
        text = self.path.text().strip()
        if not text:
            self.path.setFocus()
            raise EditRefused("The project needs a file to be kept in.")
        path = Path(os.path.expanduser(text))
        path = path if path.is_absolute() else self._folder / path
        return path if path.suffix.lower() == ".gpkg" else path.with_name(path.name + _ENDING)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            "Keep the project in",
            self.path.text(),
            f"MapDesk projects (*{_ENDING})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self._stop_following()
            self.path.setText(chosen)

    # Colours

    def _judge_colours(self) -> None:
        named = [
            (name or f"Side {number}", colour) for number, (name, colour) in enumerate(self.sides.sides(), 1)
        ]
        try:
            sides = project_with("", named).sides_in_order()
        except EditRefused:
            return  # two of one name: said when it is to be made
        said = alike(sides)
        self._alike.setText("\n".join(said))
        self._alike.setVisible(bool(said))


def _documents() -> Path:
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()
