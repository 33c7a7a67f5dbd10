"""The files that the window opens, makes, takes in and copies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from mapdesk.exchange.vector_file import ENDINGS, is_project
from mapdesk.session.edit_session import EditSession
from mapdesk.ui.article_actions import ENDINGS as ARTICLES

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow

_SOURCES = set(ENDINGS)
_IMPORTED = (
    f"All that can be imported ({' '.join(f'*{ending}' for ending in ENDINGS)});;"
    "GeoJSON (*.geojson *.json);;GeoPackage (*.gpkg);;KML (*.kml *.kmz);;Shapefile (*.shp *.zip)"
)
_FOLDER = "files/folder"
_PROJECTS = "MapDesk projects (*.gpkg)"


class ProjectFiles:
    """What one MainWindow does with files; each refusal is a sentence, and changes nothing."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._desk = window.desk

    def open(self, path: Path) -> None:
        """Open a project in the place of the one shown."""
        if self._is_open(path):
            # Opened again, as an editor is told to after another program wrote it: its lock has to go first.
            self._desk.reopen(path)
        else:
            self._desk.open(lambda: EditSession.open(path), path.name)

    def take(self, paths: Sequence[Path]) -> None:
        """Open a project, add articles or import files of areas and lines, whichever the files are."""
        projects = [path for path in paths if is_project(path)]
        sources = [path for path in paths if path.suffix.lower() in _SOURCES]
        if projects:
            self.open(projects[0])
        elif self._desk.showing is None:
            self._window.refuse(f"{paths[0].name} can be added to a project; open or make one first.")
        elif sources:
            self.bring(sources)
        else:
            self._window.show_dock(self._window.article)
            for path in paths:
                self._window.article.add_file(path)

    def bring(self, paths: Sequence[Path]) -> None:
        """Ask how files are to be imported, on one date or as a series, and import them beside the window."""
        from mapdesk.session.series_dates import date_in_name
        from mapdesk.ui.import_dialog import ImportDialog
        from mapdesk.ui.import_series_dialog import ImportSeriesDialog

        if self._desk.showing is None:
            return
        showing = self._desk.showing
        dialog: ImportDialog | ImportSeriesDialog
        if len({date_in_name(path) for path in paths} - {None}) > 1:
            dialog = ImportSeriesDialog(showing, paths, self._window)
        else:
            dialog = ImportDialog(showing, paths, self._window)
        done = dialog.exec()
        if isinstance(dialog, ImportDialog) and dialog.wants_series:
            dialog.deleteLater()
            dialog = ImportSeriesDialog(showing, paths, self._window)
            done = dialog.exec()
        if done:
            label, edit = dialog.edit(self._desk.ids)
            self._desk.alter(day=dialog.day())
            doing = f"Importing {paths[0].name if len(paths) == 1 else f'{len(paths)} files'} …"
            self._desk.do_beside(label, edit, doing, lambda edited: self._window.report(edited.notes))
        dialog.deleteLater()

    def new(self) -> None:
        """Ask what a new project is to be, make it and open it."""
        from mapdesk.session.new_project import create
        from mapdesk.ui.new_project_dialog import NewProjectDialog

        dialog = NewProjectDialog(self._window)
        if dialog.exec():
            wanted = dialog.wanted()
            self._desk.open(lambda: create(wanted), wanted.path.name, wanted.day)
        dialog.deleteLater()

    def open_sample(self) -> None:
        """Open the sample, made anew where it is not there."""
        from mapdesk.session.sample import open_or_make_sample, sample_path

        if not self._is_open(sample_path()):
            self._desk.open(open_or_make_sample, "the sample")

    def choose(self) -> None:
        """Ask for files to open: a project, or what is added to the one that is open."""
        kinds = _PROJECTS
        if self._desk.writable:
            others = " ".join(f"*{ending}" for ending in sorted(_SOURCES | ARTICLES))
            kinds = f"All that can be opened (*.gpkg {others});;{_PROJECTS}"
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open", self._folder(), kinds)
        if names:
            self._keep_folder(names[0])
            self.take([Path(name) for name in names])

    def choose_sources(self) -> None:
        """Ask for files of areas and lines to import."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Import areas or lines", self._folder(), _IMPORTED
        )
        if names:
            self._keep_folder(names[0])
            self.bring([Path(name) for name in names])

    def save_copy(self) -> None:
        """Ask where to, and write a compact copy of the project there."""
        session = self._desk.session
        if session is None:
            return
        file = session.file
        start = str(file.path.with_name(f"Copy of {file.path.name}"))
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save a copy", start, "MapDesk projects (*.mapdesk.gpkg)"
        )
        if name:
            self._desk.run_beside(
                lambda: file.vacuum_into(Path(name)),
                f"Copying to {Path(name).name} …",
                f"Saved a copy as {name}",
            )

    def _folder(self) -> str:
        """Where files were opened from last, or where documents are."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return str(self._window.settings.value(_FOLDER, documents))

    def _keep_folder(self, name: str) -> None:
        self._window.settings.setValue(_FOLDER, str(Path(name).parent))

    def _is_open(self, path: Path) -> bool:
        session = self._desk.session
        return session is not None and _is_same_file(session.file.path, path)


def files_in(dropped: QMimeData) -> list[Path]:
    """The files of something dropped that MapDesk can take."""
    files = (Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile())
    known = {".gpkg"} | ARTICLES | _SOURCES
    return [file for file in files if file.suffix.lower() in known]


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
