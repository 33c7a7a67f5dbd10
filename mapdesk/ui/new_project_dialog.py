"""The dialog for a new project: its title, its sides, where they are at home, the first date, the file."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from mapdesk.edit.edit import EditRefused
from mapdesk.render.dates import full_date
from mapdesk.session.new_project import NewProject, project_with
from mapdesk.store.new_file import refuse_name
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui.date_field import DateField
from mapdesk.ui.sides_dialog import SidesDialog

_ENDING = ".mapdesk.gpkg"
#: What some system doesn't take in the name of a file.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


class NewProjectDialog(SidesDialog):
    """Asks for a new project; `wanted` is what was asked for once it was accepted."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__("", (), parent)
        self.setWindowTitle("New project")
        self._folder = folder or _documents()
        self._follows_title = True
        self._day = date.today()
        self._wanted: NewProject | None = None
        self.title.setPlaceholderText("Such as The south, autumn 2022")
        self.title.textChanged.connect(self._name_file)
        self.day = DateField("First date", lambda: self._day)
        self.day.line.setText(full_date(self._day))
        self.day.entered.connect(self._take_day)
        self.day.line.editingFinished.connect(self._read_day)
        self.day.setMaximumWidth(240)
        self.path = QLineEdit()
        self.path.setAccessibleName("File")
        self.path.setToolTip("Where the project is kept: one file, saved at each step")
        self.path.textEdited.connect(self._stop_following)
        browse = QPushButton("&Browse…")
        browse.setToolTip("Choose where to keep the project")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._choose_file)
        file = QHBoxLayout()
        file.addWidget(self.path, 1)
        file.addWidget(browse)
        label = QLabel("&File")
        label.setBuddy(self.path)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        make = self.buttons.addButton("&Create", QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out([], [("First &date", self.day), (label, file)], self.buttons)
        make.setDefault(True)
        QWidget.setTabOrder(self.title, self.sides)
        self._name_file("")

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
        sides = self._named_sides()
        project_with(title, sides)
        homes = self.sides.homes()
        day = self.day.typed()
        path = self._path()
        refuse_name(path)
        return NewProject(path=path, title=title, sides=tuple(sides), homes=tuple(homes), day=day)

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


def _documents() -> Path:
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()
