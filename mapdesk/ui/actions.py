"""Every action of the window: its name, its shortcut, and when it can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from mapdesk.session.showing import Showing
from mapdesk.ui.about_box import show_about
from mapdesk.ui.arrange_actions import ArrangeActions
from mapdesk.ui.date_actions import DateActions
from mapdesk.ui.feature_actions import FeatureActions
from mapdesk.ui.feature_menu import map_menu
from mapdesk.ui.finding import open_palette
from mapdesk.ui.ground_actions import GroundActions
from mapdesk.ui.menus import action, actions_in, menu
from mapdesk.ui.shortcuts import restore_shortcuts, show_shortcuts
from mapdesk.ui.step_actions import StepActions
from mapdesk.ui.vertex_actions import VertexActions
from mapdesk.ui.view_actions import ViewActions

if TYPE_CHECKING:
    from mapdesk.tools.pointer import Pointer
    from mapdesk.ui.main_window import MainWindow

_Key = QKeySequence.StandardKey


class Actions:
    """The actions of one MainWindow."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.docks: list[QAction] = []
        make = partial(action, window)
        desk, files = window.desk, window.files
        self.new = make("&New project…", _Key.New, "Begin a project", files.new, "new")
        self.open = make("&Open…", _Key.Open, "Open a project", files.choose, "open")
        self.sample = make("Open the &sample", "", "Open the sample project", files.open_sample)
        self.bring = make(
            "&Import…", "Ctrl+I", "Import areas or lines from files", files.choose_sources, "import"
        )
        self.copy_file = make("Save a &copy…", "Ctrl+Shift+S", "Write a copy of the project", files.save_copy)
        self.close = make("&Close project", "Ctrl+W", "Close the project", window.close_project)
        self.quit = make("&Quit", "Ctrl+Q", "Close MapDesk", window.close)
        self.delete = make("&Delete", "", "Delete what is selected", window.selection.delete, "delete")
        self.duplicate = make(
            "D&uplicate", "Ctrl+D", "Put a copy of what is selected beside it", window.selection.duplicate
        )
        self.select_all = make("Select &all", "Ctrl+A", "Select all that is visible", self._select_all)
        self.select_none = make(
            "Select &nothing", "Ctrl+Shift+A", "Let go of the selection", lambda: desk.alter(selected=())
        )
        self.find = make("&Find a place", _Key.Find, "Find a place and go there", window.find_place, "find")
        self.steps, self.dates, self.view = StepActions(window), DateActions(window), ViewActions(window)
        self.ground = GroundActions(window)
        self.vertices = VertexActions(window)
        self.of_features, self.arrange = FeatureActions(window), ArrangeActions(window)
        self.link = window.article.link_action
        window.addAction(self.link)
        frames = window.frames
        for shared in (
            frames.export_action,
            frames.sizes_action,
            frames.copy_action,
            frames.preview_action,
        ):
            window.addAction(shared)
        self.project = make(
            "Pro&ject and sides…",
            "",
            "Change the title, the credit, and the sides with their colours and home ground",
            self._edit_project,
        )
        self.palette = make(
            "&Command palette…",
            "Ctrl+K",
            "Find anything to do or go to by its name",
            self._open_palette,
            "find",
        )
        self.shortcuts = make("&Shortcuts…", "?", "All shortcuts, to read and change", self._show_shortcuts)
        self.about = make("&About MapDesk", "", "Version, licences and sources", partial(show_about, window))
        self._recent = QMenu("Open &recent", window)
        self._recent.aboutToShow.connect(self._fill_recent)

    def build_menus(self) -> None:
        """Put all actions in menus."""
        window, frames = self._window, self._window.frames
        menu(
            window,
            "&File",
            [
                self.new,
                self.open,
                self._recent,
                self.sample,
                None,
                self.bring,
                None,
                frames.export_action,
                frames.sizes_action,
                frames.copy_action,
                self.copy_file,
                None,
                self.close,
                self.quit,
            ],
        )
        menu(
            window,
            "&Edit",
            [
                self.steps.undo,
                self.steps.redo,
                None,
                self.of_features.cut,
                self.of_features.copy,
                self.of_features.paste,
                self.of_features.paste_to,
                self.duplicate,
                self.delete,
                None,
                self.select_all,
                self.select_none,
                self.of_features.same_side,
                None,
                self.of_features.lock,
                self.of_features.hide,
                self.of_features.show_all,
                self.arrange.order_menu,
                self.arrange.align_menu,
                None,
                self.find,
                self.palette,
                None,
                self.project,
            ],
        )
        drawing = [None, *self.ground.entries(), None, *self.vertices.entries()]
        menu(window, "&Draw", [*window.toolbox.tools, *drawing])
        menu(window, "Da&tes", self.dates.entries())
        articles = window.article.articles
        menu(
            window,
            "&Article",
            [
                articles.paste_action,
                articles.open_action,
                articles.edit_action,
                articles.delete_action,
                None,
                self.link,
                window.article.next_action,
                window.article.previous_action,
            ],
        )
        menu(
            window,
            "F&rame",
            [
                *frames.add_actions,
                frames.duplicate_action,
                frames.delete_action,
                None,
                frames.preview_action,
                frames.export_action,
                frames.sizes_action,
                frames.copy_action,
            ],
        )
        menu(window, "&View", self.view.entries(self.docks))
        menu(window, "&Help", [self.shortcuts, self.about])
        restore_shortcuts(actions_in(window), window.settings)

    def fill_bar(self, bar: QToolBar) -> None:
        """Put the actions most in use in a bar."""
        bar.setIconSize(QSize(20, 20))
        frames = self._window.frames
        for group in (
            (self.open, self.bring, frames.export_action),
            (self.steps.undo, self.steps.redo),
            (self.view.zoom_out, self.view.zoom_in, self.view.fit),
            (self.link, frames.preview_action),
        ):
            if bar.actions():
                bar.addSeparator()
            bar.addActions(group)

    def map_menu(self, at: Pointer | None) -> QMenu:
        """The menu of the right button at a place on the map, or of what is selected."""
        return map_menu(self._window, at)

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        window = self._window
        writable = window.desk.writable
        chosen = showing is not None and bool(showing.selected)
        for one in (self.copy_file, self.close, self.select_all, self.find):
            one.setEnabled(showing is not None)
        self.bring.setEnabled(writable)
        self.project.setEnabled(writable)
        self.delete.setEnabled(writable and chosen)
        self.duplicate.setEnabled(writable and chosen)
        self.select_none.setEnabled(chosen)
        window.toolbox.setEnabled(writable)
        for tool in window.toolbox.tools:
            tool.setEnabled(writable)
        of_map = (self.ground, self.vertices, self.of_features, self.arrange)
        for group in (self.steps, self.dates, self.view, *of_map):
            group.present(showing)

    def _select_all(self) -> None:
        showing = self._window.desk.showing
        if showing is not None:
            visible = tuple(uid for uid in showing.features if uid not in showing.hidden)
            self._window.desk.alter(selected=visible)

    def _edit_project(self) -> None:
        from mapdesk.ui.project_dialog import edit_project

        edit_project(self._window.desk, self._window)

    def _open_palette(self) -> None:
        open_palette(self._window)

    def _show_shortcuts(self) -> None:
        show_shortcuts(self._window, actions_in(self._window), self._window.settings)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for entry in self._window.recent.all():
            one = self._recent.addAction(f"{entry.title}   {entry.path.parent}")
            one.setEnabled(entry.is_there)
            one.triggered.connect(partial(self._window.files.open, entry.path))
