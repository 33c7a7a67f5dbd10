"""Every action of the window: its name, its shortcut, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from mapdesk.session.showing import Showing
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui import appearance
from mapdesk.ui.about_box import show_about, show_shortcuts
from mapdesk.ui.menus import action, menu

if TYPE_CHECKING:
    from mapdesk.model.project import Project
    from mapdesk.store.edit_log import Step
    from mapdesk.ui.main_window import MainWindow
    from mapdesk.ui.map_page import MapPage

_Key = QKeySequence.StandardKey


class Actions:
    """The actions of one MainWindow."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.docks: list[QAction] = []
        self._named_for: Project | None = None
        make = partial(action, window)
        desk, files = window.desk, window.files
        self.new = make("&New project…", _Key.New, "Begin a project", files.new, "new")
        self.open = make("&Open…", _Key.Open, "Open a project", files.choose, "open")
        self.sample = make("Open the &sample", "", "Open the sample project", files.open_sample)
        self.bring = make(
            "&Import…", "Ctrl+I", "Import areas or lines from GeoJSON", files.choose_sources, "import"
        )
        self.copy_file = make("Save a &copy…", "Ctrl+Shift+S", "Write a copy of the project", files.save_copy)
        self.close = make("&Close project", "Ctrl+W", "Close the project", window.close_project)
        self.quit = make("&Quit", "Ctrl+Q", "Close MapDesk", window.close)
        self.undo = make("&Undo", _Key.Undo, "Take the last step back", desk.undo, "undo")
        self.redo = make("&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do the step again", desk.redo, "redo")
        self.delete = make("&Delete", "", "Delete what is selected", window.selection.delete, "delete")
        self.duplicate = make(
            "D&uplicate", "Ctrl+D", "Put a copy of what is selected beside it", window.selection.duplicate
        )
        self.select_all = make("Select &all", "Ctrl+A", "Select all that is visible", self._select_all)
        self.select_none = make(
            "Select &nothing", "Ctrl+Shift+A", "Let go of the selection", lambda: desk.alter(selected=())
        )
        self.find = make("&Find a place", _Key.Find, "Find a place and go there", window.find_place, "find")
        self.zoom_in = make(
            "Zoom &in",
            ("Ctrl++", "Ctrl+="),
            "Show less, larger",
            self._on_page(lambda p: p.canvas.zoom_by(1.5)),
            "zoom-in",
        )
        self.zoom_out = make(
            "Zoom &out",
            "Ctrl+-",
            "Show more, smaller",
            self._on_page(lambda p: p.canvas.zoom_by(1 / 1.5)),
            "zoom-out",
        )
        self.fit = make(
            "Fit the &project", "Ctrl+0", "Show all that is on the map of the day", self._on_page(_fit), "fit"
        )
        self.fit_selection = make(
            "Fit the &selection",
            "Ctrl+Shift+0",
            "Show what is selected",
            self._on_page(lambda p: p.fit_selection()),
        )
        self.fit_home = make(
            "Fit &home ground",
            "Ctrl+Home",
            "Show all home ground",
            self._on_page(lambda p: p.fit_home()),
            "home",
        )
        self.previous = make(
            "&Previous date",
            "PgUp",
            "Show the date with a map before this one",
            self._on_page(lambda p: p.timeline.step(-1)),
            "previous",
        )
        self.next = make(
            "&Next date",
            "PgDown",
            "Show the next date with a map",
            self._on_page(lambda p: p.timeline.step(1)),
            "next",
        )
        self.unchanged = make(
            "No change &today",
            "F9",
            "Note that the map of this day was checked and nothing moved",
            self._on_page(lambda p: p.timeline.mark_unchanged()),
        )
        self.remove_day = make(
            "&Remove the map of this date",
            "",
            "Let the date show the map before it",
            self._on_page(lambda p: p.timeline.remove_map_of_day()),
        )
        self.copy_day = make(
            "&Copy the map to a date…",
            "",
            "Put the map of this day on another one",
            self._on_page(lambda p: p.timeline.ask_where_to_copy()),
        )
        self.go_to_day = make(
            "&Go to a date",
            "Ctrl+G",
            "Type a date and go there",
            self._on_page(lambda p: p.timeline.field.line.setFocus()),
            "calendar",
        )
        self.next_panel = make("Ne&xt panel", "F6", "Go on to the next panel", partial(window.go_to_panel, 1))
        self.previous_panel = make(
            "Pre&vious panel", "Shift+F6", "Go back to the panel before", partial(window.go_to_panel, -1)
        )
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
        self.shortcuts = make("&Shortcuts", "?", "All shortcuts", partial(show_shortcuts, window), "")
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
                self.undo,
                self.redo,
                None,
                self.delete,
                self.duplicate,
                None,
                self.select_all,
                self.select_none,
                None,
                self.find,
            ],
        )
        menu(window, "&Draw", window.toolbox.tools)
        menu(
            window,
            "Da&tes",
            [self.previous, self.next, self.go_to_day, None, self.unchanged, self.copy_day, self.remove_day],
        )
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
        menu(
            window,
            "&View",
            [
                self.zoom_in,
                self.zoom_out,
                self.fit,
                self.fit_selection,
                self.fit_home,
                None,
                self.next_panel,
                self.previous_panel,
                *self.docks,
                None,
                self._appearance(),
                action(window, "&Reset the layout", "", "Put all panels back", window.reset_layout),
            ],
        )
        menu(window, "&Help", [self.shortcuts, self.about])

    def fill_bar(self, bar: QToolBar) -> None:
        """Put the actions most in use in a bar."""
        bar.setIconSize(QSize(20, 20))
        frames = self._window.frames
        for group in (
            (self.open, self.bring, frames.export_action),
            (self.undo, self.redo),
            (self.zoom_out, self.zoom_in, self.fit),
            (self.link, frames.preview_action),
        ):
            if bar.actions():
                bar.addSeparator()
            bar.addActions(group)

    def map_menu(self) -> QMenu:
        """The menu of the right button on the map."""
        made = QMenu(self._window)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addActions([self.link, self.duplicate, self.delete])
        made.addSeparator()
        made.addActions(self._window.toolbox.tools)
        made.addSeparator()
        made.addActions([self.fit, self.fit_selection, self.fit_home])
        return made

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        window = self._window
        writable = window.desk.writable
        chosen = showing is not None and bool(showing.selected)
        for one in (
            self.copy_file,
            self.close,
            self.select_all,
            self.find,
            self.zoom_in,
            self.zoom_out,
            self.fit,
            self.fit_home,
            self.go_to_day,
        ):
            one.setEnabled(showing is not None)
        self.bring.setEnabled(writable)
        self.unchanged.setEnabled(writable and bool(showing and showing.snapshot))
        self.copy_day.setEnabled(writable and bool(showing and showing.snapshot))
        self.remove_day.setEnabled(writable and bool(showing and showing.has_own_map))
        self.delete.setEnabled(writable and chosen)
        self.duplicate.setEnabled(writable and chosen)
        self.select_none.setEnabled(chosen)
        self.fit_selection.setEnabled(chosen)
        self.previous.setEnabled(bool(showing and showing.day_before()))
        self.next.setEnabled(bool(showing and showing.day_after()))
        window.toolbox.setEnabled(writable)
        for tool in window.toolbox.tools:
            tool.setEnabled(writable)
        project = showing.project if showing is not None else None
        if project is not self._named_for or project is None:
            # The steps are read from the file, and change with the project alone.
            self._named_for = project
            self._name_steps(writable)

    def _name_steps(self, writable: bool) -> None:
        steps = self._steps()
        done, undone = [s for s in steps if not s.undone], [s for s in steps if s.undone]
        for one, word, step in (
            (self.undo, "Undo", done[-1] if done else None),
            (self.redo, "Redo", undone[0] if undone else None),
        ):
            one.setEnabled(writable and step is not None)
            label = step.label.replace("&", "&&") if step else ""
            one.setText(f"&{word} {label}" if step else f"&{word}")
            one.setIconText(word)
            keys = one.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            one.setToolTip(f"{word}: {step.label} ({keys})" if step else f"{word} ({keys})")

    def _steps(self) -> list[Step]:
        session = self._window.desk.session
        try:
            return session.history() if session is not None else []
        except ProjectFileError:
            return []

    def _select_all(self) -> None:
        showing = self._window.desk.showing
        if showing is not None:
            visible = tuple(uid for uid in showing.features if uid not in showing.hidden)
            self._window.desk.alter(selected=visible)

    def _on_page(self, what: Callable[[MapPage], object]) -> Callable[[], None]:
        """Something done on the map, once there is one."""

        def do() -> None:
            if self._window.page is not None and self._window.desk.showing is not None:
                what(self._window.page)

        return do

    def _fill_recent(self) -> None:
        self._recent.clear()
        for entry in self._window.recent.all():
            one = self._recent.addAction(f"{entry.title}   {entry.path.parent}")
            one.setEnabled(entry.is_there)
            one.triggered.connect(partial(self._window.files.open, entry.path))

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


def _fit(page: MapPage) -> None:
    page.fit()
