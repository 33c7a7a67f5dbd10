"""The window: the map in the middle, panels at its sides, and what is open in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QToolBar,
    QWidget,
)

from mapdesk.model.layout import Bounds, Frame
from mapdesk.session.edit_session import EditSession
from mapdesk.session.naming import how_far
from mapdesk.session.showing import Showing
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import Tool
from mapdesk.ui import appearance
from mapdesk.ui.actions import Actions
from mapdesk.ui.article_panel import ArticlePanel
from mapdesk.ui.beside import Beside
from mapdesk.ui.changes_panel import ChangesPanel
from mapdesk.ui.collector import Collector
from mapdesk.ui.desk import Desk
from mapdesk.ui.draw_bar import DrawnWith, ToolBox
from mapdesk.ui.feature_menu import feature_menu
from mapdesk.ui.features_panel import FeaturesPanel
from mapdesk.ui.find_place import FindPlace
from mapdesk.ui.frame_panel import FramePanel
from mapdesk.ui.history_panel import HistoryPanel
from mapdesk.ui.project_files import ProjectFiles, files_in
from mapdesk.ui.recent_projects import RecentProjects
from mapdesk.ui.scope_bar import ScopeBar
from mapdesk.ui.selection_panel import SelectionPanel
from mapdesk.ui.start_page import StartPage
from mapdesk.ui.status_line import StatusLine
from mapdesk.ui.tool_options import ToolOptions
from mapdesk.ui.trend_panel import TrendPanel
from mapdesk.ui.window_layout import WindowLayout

if TYPE_CHECKING:
    from mapdesk.ui.map_page import MapPage

_LAST_PROJECT = "last_project"
#: When what the place finder needs is read, in milliseconds after the map was made.
_FINDER_AFTER_MS = 3000


class MainWindow(QMainWindow):
    """One project in one window. `page` is None until the map has been made, soon after the first paint."""

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.settings = settings
        self._collector = Collector(self)
        self._fetching = Beside()
        self.desk = Desk()
        self.files = ProjectFiles(self)
        self.page: MapPage | None = None
        self._shown: Showing | None = None
        self._first: Callable[[], None] | None = None
        self.recent = RecentProjects(settings)
        self.start_page = StartPage(self.recent)
        self.features = FeaturesPanel(self.desk)
        self.selection = SelectionPanel(self.desk)
        self.article = ArticlePanel(self.desk)
        self.changes = ChangesPanel(self.desk, settings)
        self.frames = FramePanel(self.desk, settings)
        self.history = HistoryPanel(self.desk)
        self.trends = TrendPanel(self.desk, settings)
        self.status_line = StatusLine(self.desk)
        self.finder = FindPlace()
        self.toolbox = ToolBox(self._take_tool)
        self.tool_options = ToolOptions(self._set_option)
        self.actions_of = Actions(self)
        self._waiting = QLabel("Opening …")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle = QStackedWidget()
        for widget in (self._waiting, self.start_page, self.frames.large_view):
            self._middle.addWidget(widget)
        self.setCentralWidget(self._middle)
        self.setStatusBar(self.status_line)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self._name_panels()
        self._build_bars()
        self.layout_of = WindowLayout(
            self,
            [self.features, self.selection],
            [self.article, self.changes, self.frames],
            hidden=[self.history, self.trends],
        )
        self.actions_of.docks = [*self.layout_of.toggles(), *(bar.toggleViewAction() for bar in self._bars)]
        self.actions_of.build_menus()
        self.features.menu_wanted.connect(lambda place: feature_menu(self).exec(place))
        self._connect()
        self.resize(1440, 900)
        self.layout_of.restore(settings)
        self.present(None)

    # What is open

    def begin(self, first: Callable[[], None]) -> None:
        """Make the map once the window has been seen, then do what comes first."""
        self._first = first
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, self._fetch_map))

    def open_first(self, path: Path | None, sample: Callable[[], EditSession]) -> None:
        """Open what was asked for, or what was open last, or the sample the first time."""
        last = self.settings.value(_LAST_PROJECT)
        if path is not None:
            self.files.open(path)
        elif last is None:
            self.desk.open(sample, "the sample")
        elif str(last) and Path(str(last)).is_file():
            self.files.open(Path(str(last)))
        else:
            self.present(None)

    def close_project(self) -> None:
        """Let go of the project and show the start page."""
        self._remember_picture()
        self.desk.close()
        self.settings.setValue(_LAST_PROJECT, "")

    def is_drawn(self) -> bool:
        """Whether all that is to be seen is there."""
        return self.page is not None and self.desk.is_settled() and self.page.canvas.is_drawn()

    # What is shown

    def present(self, showing: Showing | None) -> None:
        """Show a Showing, or the start page."""
        old, self._shown = self._shown, showing
        self.actions_of.present(showing)
        about = showing.project.about.title if showing else ""
        session = self.desk.session
        state = "read only" if session is not None and session.file.read_only else "all changes saved"
        self.setWindowTitle(f"{about} ({state}) – MapDesk" if showing else "MapDesk")
        self.layout_of.show_around(showing is not None)
        self.status_line.setVisible(showing is not None)
        if showing is None:
            self._middle.setCurrentWidget(self.start_page if self._first is None else self._waiting)
            self.start_page.refresh()
            return
        self.finder.language = showing.project.about.language
        self.show_middle()
        if session is not None and (old is None or old.project.about.uid != showing.project.about.uid):
            self.settings.setValue(_LAST_PROJECT, str(session.file.path.absolute()))
            self.recent.remember(session.file.path.absolute(), about, None)
            if session.file.notice:
                self.refuse(session.file.notice)

    def show_middle(self) -> None:
        """Show the map, or the frame as it will be exported where that is wanted."""
        if self.desk.showing is None:
            return
        if self.frames.preview_action.isChecked():
            self._middle.setCurrentWidget(self.frames.large_view)
        elif self.page is not None:
            self._middle.setCurrentWidget(self.page)

    def show_dock(self, panel: QWidget) -> None:
        """Bring a panel to the front."""
        self.layout_of.bring(panel)

    def refuse(self, sentence: str) -> None:
        """Say why something was not done: on the map where there is one, else in a box."""
        if self.page is not None and self._middle.currentWidget() is self.page and self.isActiveWindow():
            self.page.say(sentence)
            self.status_line.say(sentence)
        else:
            QMessageBox.warning(self, "MapDesk", sentence)

    def report(self, notes: Sequence[str]) -> None:
        """Say over the map what a step decided by itself."""
        if notes and self.page is not None:
            self.page.bubble.say("\n".join(notes), QPoint(-1, -1))

    def find_place(self) -> None:
        """Take the keyboard to the field that finds places."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def go_to_panel(self, step: int) -> None:
        """Take the keyboard to the next or the previous part of the window."""
        middle = [self.page.canvas, self.page.timeline] if self.page is not None else []
        self.layout_of.go_on(middle, [self.finder], step)

    def on_page(self, what: Callable[[MapPage], object]) -> Callable[[], None]:
        """Something to do on the map, once there is one and a project on it."""

        def do() -> None:
            if self.page is not None and self.desk.showing is not None:
                what(self.page)

        return do

    def link(self) -> None:
        """Let the feature be picked that the selected words are to be linked to."""
        from mapdesk.tools.link import PickForLink

        if self.article.selected_span() is not None and self.page is not None:
            self.page.hand.take(PickForLink())
            self.page.canvas.setFocus()

    # How it is built

    def _fetch_map(self) -> None:
        # Importing what the map is made of takes longer than a window may be kept waiting.
        self._fetching.run(
            lambda: import_module("mapdesk.ui.map_page"),
            lambda _: self._furnish(),
            lambda _: self._furnish(),
        )

    def _furnish(self) -> None:
        from mapdesk.ui.map_page import MapPage

        page = self.page = MapPage(self.desk, self.settings)
        self._middle.addWidget(page)
        page.pointed.connect(self.status_line.show_place)
        page.scaled.connect(self.status_line.show_scale)
        page.hand.guided.connect(self.status_line.guide)
        page.hand.optioned.connect(self.tool_options.present)
        page.hand.taken.connect(self.toolbox.show_taken)
        page.hand.picked.connect(self.article.link_to)
        page.hand.picked_patch.connect(self.article.link_to_patch)
        page.hand.framed.connect(self._frame_dragged)
        page.hand.menu_wanted.connect(self._show_menu)
        # A date is entered to work on it: the next letter is a tool's, not the field's.
        page.timeline.field.entered.connect(lambda _: self._to_map())
        self.toolbox.show_taken(page.hand.tool)
        # Two threads of Python hold each other up, and the map comes first.
        QTimer.singleShot(_FINDER_AFTER_MS, self.finder.prepare)
        first, self._first = self._first, None
        if self.desk.showing is not None:
            # Something was opened or dropped before the map was there.
            self.show_middle()
        elif first is not None:
            first()

    def _name_panels(self) -> None:
        for panel, name in (
            (self.features, "Features"),
            (self.selection, "Selection"),
            (self.article, "Article"),
            (self.changes, "Changes"),
            (self.frames, "Frames"),
            (self.history, "History"),
            (self.trends, "Trends"),
        ):
            panel.setAccessibleName(name)

    def _build_bars(self) -> None:
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.toolbox)
        bar = QToolBar("Main toolbar")
        bar.setObjectName("main-bar")
        self.actions_of.fill_bar(bar)
        bar.addSeparator()
        bar.addWidget(DrawnWith(self.desk))
        bar.addWidget(self.tool_options)
        scope = ScopeBar(self.desk)
        scope.wanted.connect(bar.addWidget(scope).setVisible)
        room = QWidget()
        room.setSizePolicy(room.sizePolicy().Policy.Expanding, room.sizePolicy().Policy.Preferred)
        bar.addWidget(room)
        bar.addWidget(self.finder)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)
        self._bars = [self.toolbox, bar]

    def _connect(self) -> None:
        self.desk.changed.connect(self.present)
        self.desk.refused.connect(self.refuse)
        self.desk.noted.connect(lambda sentence: self.report([sentence]))
        self.status_line.cancelled.connect(self.desk.cancel)
        self.start_page.open_wanted.connect(self.files.open)
        self.start_page.new_wanted.connect(self.files.new)
        self.start_page.browse_wanted.connect(self.files.choose)
        self.start_page.sample_wanted.connect(self.files.open_sample)
        self.finder.chosen.connect(self.fly_to)
        self.finder.missed.connect(self.refuse)
        self.finder.left.connect(self._to_map)
        self.article.link_wanted.connect(self.link)
        self.frames.bounds_wanted.connect(self._give_bounds)
        self.frames.extent_wanted.connect(self._drag_extent)
        self.frames.preview_action.toggled.connect(self.show_middle)

    # What panels and the hand ask for

    def _take_tool(self, tool: Tool) -> None:
        if self.page is not None and self.desk.showing is not None:
            self.frames.preview_action.setChecked(False)
            self.page.hand.take(tool)
            self.page.canvas.setFocus()

    def _set_option(self, key: str, value: str | float) -> None:
        if self.page is not None:
            self.page.hand.take(self.page.hand.tool.with_option(key, value))

    def fly_to(self, lon: float, lat: float, name: str) -> None:
        """Show a place, and say how far from the front it is."""
        showing = self.desk.showing
        if self.page is not None and showing is not None:
            self.frames.preview_action.setChecked(False)
            self.page.fly_to(lon, lat)
            self.status_line.say(how_far(showing.snapshot, name, lon, lat))
            self.report([how_far(showing.snapshot, name, lon, lat)])

    def _to_map(self) -> None:
        if self.page is not None:
            self.page.canvas.setFocus()

    def _give_bounds(self) -> None:
        if self.page is not None:
            self.frames.set_bounds(self.page.canvas.viewport().bounds())

    def _drag_extent(self, frame: Frame) -> None:
        from mapdesk.tools.frame_extent import FrameExtent

        if self.page is not None:
            self.frames.preview_action.setChecked(False)
            self.page.hand.take(FrameExtent(frame.height / frame.width, frame.bounds))
            self.page.look_at(frame.bounds)
            self.page.canvas.setFocus()

    def _frame_dragged(self, bounds: Bounds, settled: bool) -> None:
        if settled:
            self.frames.set_bounds(bounds)

    def _show_menu(self, at: Pointer | None, place: QPoint) -> None:
        self.actions_of.map_menu(at).exec(place)

    # Files and the end

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.files.take(files_in(event.mimeData()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.page is not None:
            self.page.follow_appearance()

    def choose_appearance(self, scheme: str) -> None:
        """Make the window light or dark, or as the system is."""
        appearance.choose(self.settings, scheme)

    def _remember_picture(self) -> None:
        session, showing = self.desk.session, self.desk.showing
        if self.page is not None and session is not None and showing is not None:
            self.page.remember(showing)
            picture = self.page.canvas.picture()
            self.recent.remember(session.file.path.absolute(), showing.project.about.title, picture)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        # A field being written in is taken, as if it were left.
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        self.layout_of.remember(self.settings)
        self._remember_picture()
        self.frames.finish()
        self.trends.finish()
        self._fetching.finish()
        if self.page is not None:
            self.page.finish()
        self.desk.finish()
        self._collector.finish()
        super().closeEvent(event)
