"""The window: the dates and frames of a project, and each as the picture that it exports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QFileDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMessageBox,
    QToolBar,
    QWidget,
)

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.layout import Frame
from mapdesk.render.dates import full_date
from mapdesk.render.scene import Scene
from mapdesk.session.edit_session import EditSession
from mapdesk.session.exporting import export
from mapdesk.session.picture import whole_frame
from mapdesk.store.edit_log import Step
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui.picture_job import PictureRequest, Pictures
from mapdesk.ui.picture_view import PictureView

_LAST_PROJECT = "last_project"
_GEOMETRY = "window/geometry"
_LAYOUT = "window/layout"


class MainWindow(QMainWindow):
    """One project in one window."""

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._session: EditSession | None = None
        self._said = ""
        self._view = PictureView()
        self._pictures = Pictures()
        self._pictures.painted.connect(self._show_picture)
        self._pictures.failed.connect(self._show_refusal)
        self._pictures.written.connect(self.statusBar().showMessage)
        self._pictures.not_written.connect(self._say)
        self._dates = _list("Dates", self._ask_for_picture)
        self._since = _list("Compared with", self._ask_for_picture)
        self._frames = _list("Frames", self._ask_for_picture)
        self._saved = QLabel()
        self.setCentralWidget(self._view)
        self.setAcceptDrops(True)
        for area in (self._dates, self._since, self._frames):
            self._add_dock(area)
        self.statusBar().addPermanentWidget(self._saved)
        self._actions()
        self.resize(1280, 800)
        self._restore_layout()
        self._view.show_sentence("Open a project with Ctrl+O, or drop one here.")
        self._show_state()

    def open_first(self, path: Path | None, sample: Callable[[], EditSession]) -> None:
        """Open what was asked for, or what was open last, or the sample."""
        last = Path(str(self._settings.value(_LAST_PROJECT, "")))
        if path is not None:
            self.open_project(path)
        elif last.is_file():
            self.open_project(last)
        if self._session is None and path is None:
            self._take(sample)

    def open_project(self, path: Path) -> None:
        """Open a project in the place of the one shown; a refusal is shown and changes nothing."""
        if self._session is not None and _is_same_file(self._session.file.path, path):
            # Opened again, as an editor is told to after another program wrote it: its lock has to go first.
            self._let_go()
        self._take(lambda: EditSession.open(path))

    def is_drawn(self) -> bool:
        """Whether the picture asked for last is shown."""
        return self._view.picture() is not None and not self._pictures.is_busy()

    def _take(self, opening: Callable[[], EditSession]) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            session = opening()
        except (EditRefused, ProjectFileError) as refusal:
            self._say(str(refusal))
            self._show_state()
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._let_go()
        self._session = session
        self._settings.setValue(_LAST_PROJECT, str(session.file.path.absolute()))
        self._fill_lists()

    def _fill_lists(self) -> None:
        assert self._session is not None
        project = self._session.project
        days = [snapshot.date for snapshot in project.snapshots.get(DESK, ())]
        _fill(self._dates, [(full_date(day), day) for day in days], chosen=len(days) - 1)
        before: list[tuple[str, object]] = [("Nothing", None), ("The date before", "previous")]
        _fill(self._since, before + [(full_date(day), day) for day in days], chosen=1 if len(days) > 1 else 0)
        frames: list[tuple[str, object]] = [("What changed", None)]
        if days:
            frames.insert(0, ("Whole map", whole_frame(project, DESK)))
        published = sorted(project.frames.values(), key=lambda frame: frame.name)
        _fill(
            self._frames,
            frames + [(frame.name, frame) for frame in published],
            chosen=len(frames) if published else 0,
        )
        self._show_state()
        self._ask_for_picture()

    def _actions(self) -> None:
        standard = QKeySequence.StandardKey
        file_menu = self.menuBar().addMenu("&File")
        self._open_action = _action(self, "&Open…", standard.Open, "Open a project", self._choose_project)
        self._export_action = _action(
            self, "&Export…", "Ctrl+E", "Export this picture as PNG, SVG or GeoJSON", self._choose_export
        )
        self._copy_action = _action(self, "&Copy picture", standard.Copy, "Copy this picture", self._copy)
        quit_action = _action(self, "&Quit", standard.Quit, "Close MapDesk", self.close)
        file_menu.addActions([self._open_action, self._export_action, quit_action])
        edit_menu = self.menuBar().addMenu("&Edit")
        self._undo_action = _action(self, "&Undo", standard.Undo, "Take the last step back", self._undo)
        self._redo_action = _action(self, "&Redo", "Ctrl+Shift+Z", "Do the step again", self._redo)
        edit_menu.addActions([self._undo_action, self._redo_action, self._copy_action])
        dates_menu = self.menuBar().addMenu("&Dates")
        self._before_action = _action(
            self, "&Previous date", "PgUp", "Show the date before", lambda: self._step(-1)
        )
        self._after_action = _action(
            self, "&Next date", "PgDown", "Show the date after", lambda: self._step(1)
        )
        dates_menu.addActions([self._before_action, self._after_action])
        view_menu = self.menuBar().addMenu("&View")
        bar = QToolBar("Actions")
        bar.setObjectName("actions")
        bar.addActions([self._open_action, self._export_action])
        bar.addSeparator()
        bar.addActions([self._before_action, self._after_action])
        bar.addSeparator()
        bar.addActions([self._undo_action, self._redo_action])
        self.addToolBar(bar)
        for dock in self.findChildren(QDockWidget):
            view_menu.addAction(dock.toggleViewAction())
        view_menu.addAction(bar.toggleViewAction())

    def _add_dock(self, area: QListWidget) -> None:
        dock = QDockWidget(area.accessibleName())
        dock.setObjectName(area.accessibleName().lower().replace(" ", "-"))
        dock.setWidget(area)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)

    def _ask_for_picture(self) -> None:
        day, frame = _chosen(self._dates), _chosen(self._frames)
        if self._session is None or not isinstance(day, date):
            self._view.show_sentence("Nothing is on the map yet. Import areas with: mapdesk import")
            return
        self._view.setCursor(Qt.CursorShape.BusyCursor)
        self.statusBar().showMessage("Drawing the picture …")
        if self._view.picture() is None:
            self._view.show_sentence("Drawing the picture …")
        self._pictures.ask(
            PictureRequest(
                project=self._session.project,
                account=DESK,
                day=day,
                since=self._chosen_since(day),
                frame=frame if isinstance(frame, Frame) else None,
            )
        )

    def _chosen_since(self, day: date) -> date | None:
        assert self._session is not None
        chosen = _chosen(self._since)
        if chosen == "previous":
            days = [snapshot.date for snapshot in self._session.project.snapshots.get(DESK, ())]
            return max((earlier for earlier in days if earlier < day), default=None)
        return chosen if isinstance(chosen, date) and chosen != day else None

    def _show_picture(self, request: PictureRequest, image: QImage, scene: Scene) -> None:
        self._view.unsetCursor()
        self._view.show_picture(image, f"{scene.title}, {scene.description}")
        dropped = f"Names left off: {', '.join(scene.dropped)}" if scene.dropped else ""
        self.statusBar().showMessage(self._said or dropped or full_date(request.day))
        self._said = ""

    def _show_refusal(self, sentence: str) -> None:
        self._view.unsetCursor()
        self._view.show_sentence(sentence)
        self.statusBar().clearMessage()

    def _step(self, by: int) -> None:
        row = self._dates.currentRow() + by
        if 0 <= row < self._dates.count():
            self._dates.setCurrentRow(row)

    def _undo(self) -> None:
        if self._session is not None:
            self._go_over(self._session.undo, "Undone")

    def _redo(self) -> None:
        if self._session is not None:
            self._go_over(self._session.redo, "Done again")

    def _go_over(self, step: Callable[[], str], what: str) -> None:
        try:
            label = step()
        except ProjectFileError as refusal:
            self._say(str(refusal))
            return
        self._said = f"{what}: {label}"
        self._fill_lists()

    def _show_state(self) -> None:
        session = self._session
        for action in (self._export_action, self._copy_action, self._before_action, self._after_action):
            action.setEnabled(session is not None and self._dates.count() > 0)
        steps = self._steps()
        done, undone = [s for s in steps if not s.undone], [s for s in steps if s.undone]
        writable = session is not None and not session.file.read_only
        self._undo_action.setEnabled(writable and bool(done))
        self._redo_action.setEnabled(writable and bool(undone))
        self._undo_action.setText(f"&Undo {done[-1].label}" if done else "&Undo")
        self._redo_action.setText(f"&Redo {undone[0].label}" if undone else "&Redo")
        self._undo_action.setIconText("Undo")
        self._redo_action.setIconText("Redo")
        self._saved.setText((session.file.notice or "All changes saved") if session else "")
        self.setWindowTitle(f"{session.project.about.title} – MapDesk" if session else "MapDesk")

    def _steps(self) -> list[Step]:
        try:
            return self._session.history() if self._session is not None else []
        except ProjectFileError as refusal:
            self.statusBar().showMessage(str(refusal))
            return []

    def _choose_project(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open project", "", "MapDesk projects (*.gpkg)")
        if name:
            self.open_project(Path(name))

    def _choose_export(self) -> None:
        day, frame = _chosen(self._dates), _chosen(self._frames)
        if self._session is None or not isinstance(day, date):
            return
        shown = frame.name if isinstance(frame, Frame) else "What changed"
        start = f"{self._session.project.about.title}, {shown}, {day}.png"
        name, _ = QFileDialog.getSaveFileName(
            self, "Export", start, "Picture (*.png);;Drawing (*.svg);;Data (*.geojson)"
        )
        if not name:
            return
        self.statusBar().showMessage(f"Writing {name} …")
        write = partial(
            export,
            self._session.project,
            DESK,
            day,
            Path(name),
            since=self._chosen_since(day),
            frame=frame if isinstance(frame, Frame) else None,
        )
        self._pictures.write(write, name)

    def _copy(self) -> None:
        image = self._view.picture()
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self.statusBar().showMessage("Copied the picture")

    def _say(self, sentence: str) -> None:
        QMessageBox.warning(self, "MapDesk", sentence)

    def _restore_layout(self) -> None:
        for key, restore in ((_GEOMETRY, self.restoreGeometry), (_LAYOUT, self.restoreState)):
            value = self._settings.value(key)
            if value is not None:
                restore(value)

    def _let_go(self) -> None:
        self._pictures.forget()
        if self._session is not None:
            self._session.close()
            self._session = None

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.setValue(_LAYOUT, self.saveState())
        self._let_go()
        self._pictures.finish()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if _projects_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.open_project(_projects_in(event)[0])


def _projects_in(event: QDropEvent) -> list[Path]:
    files = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return [file for file in files if file.suffix.lower() == ".gpkg"]


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _list(name: str, changed: Callable[[], None]) -> QListWidget:
    area = QListWidget()
    area.setAccessibleName(name)
    area.currentRowChanged.connect(lambda _row: changed())
    return area


def _fill(area: QListWidget, rows: list[tuple[str, object]], chosen: int) -> None:
    """Fill a list anew; what was chosen stays chosen where it is still there."""
    item = area.currentItem()
    kept = item.text() if item is not None else ""
    chosen = next((row for row, (text, _) in enumerate(rows) if text == kept), chosen)
    area.blockSignals(True)
    area.clear()
    for text, value in rows:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, value)
        area.addItem(item)
    area.setCurrentRow(chosen)
    area.blockSignals(False)


def _chosen(area: QListWidget) -> object:
    item = area.currentItem()
    return item.data(Qt.ItemDataRole.UserRole) if item is not None else None


def _action(
    parent: QWidget,
    text: str,
    shortcut: QKeySequence.StandardKey | str,
    tooltip: str,
    run: Callable[[], object],
) -> QAction:
    action = QAction(text, parent)
    action.setShortcut(QKeySequence(shortcut))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tooltip} ({keys})" if keys else tooltip)
    action.triggered.connect(lambda _checked=False: run())
    return action
