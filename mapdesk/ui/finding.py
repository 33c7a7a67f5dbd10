"""What the command palette lists in a window, and what becomes of the one that is chosen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mapdesk.session.palette import Found, FoundKind, find_all
from mapdesk.ui.menus import actions_in, keys_of, plain
from mapdesk.ui.palette import Palette

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow


def open_palette(window: MainWindow) -> None:
    """Show the palette of a window."""
    actions = {one.objectName(): one for one in actions_in(window) if one.isEnabled()}
    listed = [Found(FoundKind.ACTION, plain(one.text()), keys_of(one), name) for name, one in actions.items()]

    def take(found: Found) -> None:
        if found.kind is FoundKind.ACTION:
            actions[found.target].trigger()
        else:
            _go_to(window, found)

    Palette(window, lambda typed: find_all(window.desk.showing, typed, listed, date.today()), take).show()


def _go_to(window: MainWindow, found: Found) -> None:
    desk = window.desk
    if desk.showing is None:
        return
    if found.kind is FoundKind.DATE:
        desk.alter(day=date.fromisoformat(found.target))
    elif found.kind is FoundKind.PLACE:
        lon, lat = map(float, found.target.split(","))
        window.fly_to(lon, lat, found.words)
    elif found.kind is FoundKind.PASSAGE:
        window.show_dock(window.article)
        window.article.go_to_passage(found.target)
    elif found.target in desk.showing.features:
        desk.alter(selected=(found.target,))
        window.on_page(lambda page: page.fit_selection())()
