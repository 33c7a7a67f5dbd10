"""The menus of the right button: what can be done with what lies under it, and at the place itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from mapdesk.edit.features import change_fact
from mapdesk.model.features import Annotation, ControlArea, Status
from mapdesk.session.clipboard import called
from mapdesk.session.coordinates import NOTATIONS, format_coordinates
from mapdesk.session.naming import STATUS_WORDS
from mapdesk.session.showing import Showing
from mapdesk.tools.marker import PlaceMarker
from mapdesk.tools.measure import Measure
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.ui.icons import icon, swatch

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow
    from mapdesk.ui.map_page import MapPage


def map_menu(window: MainWindow, at: Pointer | None) -> QMenu:
    """The menu at a place on the map, or of what is selected where it was asked for by key.

    What lies there on top is selected first, unless something selected lies there.
    """
    page = window.page
    showing = window.desk.showing
    on_feature = at is None and showing is not None and bool(showing.chosen)
    if page is not None and at is not None and showing is not None:
        on = page.hand.on_map
        under = on.near.under(at)
        on_feature = bool(under)
        if under and set(under).isdisjoint(on.selected):
            window.desk.alter(selected=under[:1])
    made = feature_menu(window) if on_feature else _menu(window)
    if page is not None and at is not None:
        _add_place(made, window, page, at)
    made.addActions([window.actions_of.view.fit, window.actions_of.view.fit_home])
    return made


def feature_menu(window: MainWindow) -> QMenu:
    """The menu of what is selected."""
    made = _menu(window)
    acts, showing = window.actions_of, window.desk.showing
    chosen = showing.chosen if showing is not None else ()
    areas = [feature for feature in chosen if isinstance(feature, ControlArea)]
    own = acts.of_features
    made.addActions([acts.link, acts.view.fit_selection])
    made.addSeparator()
    made.addActions([own.cut, own.copy, acts.duplicate, acts.delete])
    made.addSeparator()
    made.addActions([own.lock, own.hide])
    if any(isinstance(feature, Annotation) for feature in chosen):
        made.addMenu(acts.arrange.order_menu)
        if len(chosen) > 1:
            made.addMenu(acts.arrange.align_menu)
    if areas and showing is not None:
        made.addSeparator()
        made.addMenu(_side_menu(made, window, showing, areas))
        made.addMenu(_status_menu(made, window, showing, areas))
        made.addAction(own.same_side)
        if len(areas) > 1:
            made.addAction(acts.ground.merge)
    made.addSeparator()
    return made


def _menu(window: MainWindow) -> QMenu:
    made = QMenu(window)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made


def _add_place(made: QMenu, window: MainWindow, page: MapPage, at: Pointer) -> None:
    writable = window.desk.writable
    for words, drawing, act, needs_writing in (
        ("Paste here", "paste", partial(window.actions_of.of_features.paste_at, at.lon_lat), True),
        ("Add marker here", "marker", partial(_mark, page, at), True),
        ("Measure from here", "measure", partial(_measure, page, at), False),
    ):
        one = made.addAction(icon(drawing), words)
        one.triggered.connect(lambda _checked=False, act=act: act())
        one.setEnabled(writable or not needs_writing)
    notations = made.addMenu("Copy coordinates")
    # MGRS takes a library that nobody should wait for who only opens the menu.
    notations.aboutToShow.connect(partial(_list_notations, notations, at))
    made.addSeparator()


def _list_notations(menu: QMenu, at: Pointer) -> None:
    if menu.isEmpty():
        for notation in NOTATIONS:
            words = format_coordinates(*at.lon_lat, notation)
            one = menu.addAction(words)
            one.triggered.connect(partial(_to_clipboard, words))


def _to_clipboard(words: str, _checked: bool = False) -> None:
    QGuiApplication.clipboard().setText(words)


def _mark(page: MapPage, at: Pointer) -> None:
    page.hand.take(PlaceMarker())
    page.hand.clicked(at)
    page.hand.take(Select())


def _measure(page: MapPage, at: Pointer) -> None:
    page.hand.take(Measure())
    page.hand.clicked(at)
    page.canvas.setFocus()


def _side_menu(parent: QMenu, window: MainWindow, showing: Showing, areas: list[ControlArea]) -> QMenu:
    made = QMenu("Side", parent)
    present = {area.side for area in areas}
    for side in showing.project.sides_in_order():
        one = made.addAction(swatch(side.colour), side.name.replace("&", "&&"))
        one.setEnabled(window.desk.writable and present != {side.uid})
        label = f"{called(showing.project, areas)}: side {side.name}"
        one.triggered.connect(partial(_change, window, showing, areas, label, "side", side.uid))
    return made


def _status_menu(parent: QMenu, window: MainWindow, showing: Showing, areas: list[ControlArea]) -> QMenu:
    made = QMenu("Status", parent)
    present = {area.status for area in areas}
    for status in Status:
        one = made.addAction(STATUS_WORDS[status].capitalize())
        one.setCheckable(True)
        one.setChecked(present == {status})
        one.setEnabled(window.desk.writable and present != {status})
        label = f"{called(showing.project, areas)}: status {STATUS_WORDS[status]}"
        one.triggered.connect(partial(_change, window, showing, areas, label, "status", status.value))
    return made


def _change(
    window: MainWindow,
    showing: Showing,
    areas: list[ControlArea],
    label: str,
    fact: str,
    value: str,
    _checked: bool = False,
) -> None:
    """Change one fact of some areas, as one step."""
    window.desk.do_by_hand(
        label,
        partial(
            change_fact,
            account=showing.account,
            day=showing.day,
            feature_ids=[area.feature_id for area in areas],
            fact=fact,
            value=value,
            ids=window.desk.ids,
        ),
    )
