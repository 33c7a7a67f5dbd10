"""The actions on the features selected: cut, copy and paste them, lock them, hide them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel

from mapdesk.edit.edit import Edited
from mapdesk.edit.locks import lock_features
from mapdesk.model.features import ControlArea, Feature, FrontLine
from mapdesk.render.view.content import BaseLayer
from mapdesk.session.clipboard import (
    GEOJSON,
    MANY_VERTICES,
    Clip,
    called,
    copied,
    copied_text,
    pasting,
    read_clip,
    vertices_of,
)
from mapdesk.session.deletion import deletion
from mapdesk.session.showing import Showing
from mapdesk.tools.nearby import LonLat
from mapdesk.ui.beside import Beside
from mapdesk.ui.menus import action
from mapdesk.ui.own_fault import REFUSALS, sentence_on

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow

T = TypeVar("T")
_Key = QKeySequence.StandardKey
#: As long a text is read while the window waits.
_SHORT_TEXT = 200_000
#: How far beside what it is a copy of a pasted feature lies, in pixels to the right and down.
_BESIDE = 24.0


class FeatureActions:
    """The actions of one MainWindow on whole features."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._desk = window.desk
        self._beside = Beside()
        make = partial(action, window)
        self.cut = make("Cu&t", _Key.Cut, "Copy what is selected, and delete it", self._cut, "cut")
        self.copy = make(
            "Cop&y", _Key.Copy, "Copy what is selected, for this map and other programs", self._copy, "copy"
        )
        self.paste = make(
            "&Paste", _Key.Paste, "Put what was copied on the map of this date", self._paste, "paste"
        )
        self.paste_to = make(
            "Paste to another dat&e…",
            "Ctrl+Shift+V",
            "Put what was copied on the map of a date that you choose",
            self._ask_date,
        )
        self.lock = make("&Lock", "Ctrl+L", "Keep what is selected from being changed", self._lock, "lock")
        self.hide = make("&Hide", "H", "Don’t show what is selected while you work", self._hide, "hide")
        self.show_all = make("&Show all", "Shift+H", "Show again what is hidden", self._show_all)
        self.same_side = make(
            "Select all of this s&ide",
            "",
            "Select every area that is held by the side of the one selected",
            self._select_same_side,
        )

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        writable = self._desk.writable and showing is not None
        chosen = _chosen(showing)
        self.copy.setEnabled(bool(chosen))
        self.cut.setEnabled(writable and bool(chosen))
        self.paste.setEnabled(writable)
        self.paste_to.setEnabled(writable)
        lockable = [feature for feature in chosen if not _is_derived(feature)]
        self.lock.setEnabled(writable and bool(lockable))
        is_locked = bool(lockable) and all(feature.locked for feature in lockable)
        self.lock.setText("Un&lock" if is_locked else "&Lock")
        self.lock.setStatusTip(
            "Let what is selected be changed again"
            if is_locked
            else "Keep what is selected from being changed"
        )
        self.hide.setEnabled(bool(chosen))
        self.show_all.setEnabled(showing is not None and bool(showing.hidden - set(BaseLayer)))
        self.same_side.setEnabled(any(isinstance(feature, ControlArea) for feature in chosen))

    # The clipboard

    def paste_at(self, place: LonLat) -> None:
        """Paste with the middle of what can be moved at a place (lon, lat)."""
        self._read(partial(self._put, at=place))

    def _copy(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QLabel) and focused.hasSelectedText():
            # A label leaves the keys to the window even where its words can be marked.
            QGuiApplication.clipboard().setText(focused.selectedText())
            return
        showing = self._desk.showing
        chosen = _chosen(showing)
        if showing is None or not chosen:
            return
        project, said = showing.project, f"Copied: {called(showing.project, copied(chosen))}"

        def put(text: str) -> None:
            _to_clipboard(text)
            self._desk.said.emit(said)

        if vertices_of(chosen) <= MANY_VERTICES:
            put(copied_text(project, chosen))
        else:
            self._run(lambda: copied_text(project, chosen), put, "Copying …")

    def _cut(self) -> None:
        showing = self._desk.showing
        chosen = _chosen(showing)
        if showing is None or not chosen:
            return
        text = copied_text(showing.project, chosen)
        cut = deletion(showing.project, showing.account, showing.day, chosen, "Cut")

        def keep(done: Edited | None) -> None:
            if done is not None:
                _to_clipboard(text)

        self._desk.do_by_hand(*cut, then=keep)

    def _paste(self) -> None:
        self._read(self._put)

    def _ask_date(self) -> None:
        self._read(self._ask_where)

    def _ask_where(self, clip: Clip) -> None:
        # Few ask for it, and the window is to be there soon.
        from mapdesk.ui.paste_to_date import PasteToDate

        showing = self._desk.showing
        if showing is None:
            return
        dialog = PasteToDate(self._window, showing, f"Paste {called(showing.project, clip.features)}")

        def put() -> None:
            self._desk.alter(day=dialog.day)
            self._put(clip)

        dialog.accepted.connect(put)
        dialog.open()

    def _read(self, then: Callable[[Clip], None]) -> None:
        """Read what is on the clipboard, beside the window where it is long."""
        showing = self._desk.showing
        if showing is None or not self._desk.writable:
            return
        text = _on_clipboard()
        read = partial(read_clip, text, showing.project, side=showing.side, status=showing.status)
        if len(text) > _SHORT_TEXT:
            self._run(read, then, "Reading what was copied …")
            return
        try:
            clip = read()
        except REFUSALS as refusal:
            self._desk.refused.emit(str(refusal))
            return
        then(clip)

    def _put(self, clip: Clip, at: LonLat | None = None) -> None:
        showing = self._desk.showing
        if showing is None or self._desk.session is None:
            return
        label, edit = pasting(
            clip,
            showing.project,
            showing.account,
            showing.day,
            self._desk.ids,
            beside=self._a_little(),
            at=at,
        )
        if clip.vertices > MANY_VERTICES:
            self._desk.do_beside(label, edit, f"Pasting {clip.vertices:,} vertices …")
        else:
            # On a large map the smallest piece of ground takes longer than a window may be kept waiting.
            self._desk.do_by_hand(label, edit, lambda _: None)

    def _a_little(self) -> LonLat:
        """How far beside the original a copy goes, in degrees (lon, lat)."""
        page = self._window.page
        if page is None:
            return (0.02, -0.02)
        view = page.canvas.viewport()
        middle = np.array([view.width / 2, view.height / 2])
        (west, north), (east, south) = view.to_degrees(np.array([middle, middle + _BESIDE])).tolist()
        return (east - west, south - north)

    def _run(self, work: Callable[[], T], then: Callable[[T], None], doing: str) -> None:
        self._desk.working.emit(doing)

        def ended(result: T) -> None:
            self._desk.working.emit("")
            then(result)

        def failed(fault: Exception) -> None:
            self._desk.working.emit("")
            self._desk.refused.emit(sentence_on(fault))

        self._beside.run(work, ended, failed)

    # Locked and hidden

    def _lock(self) -> None:
        showing = self._desk.showing
        lockable = [feature for feature in _chosen(showing) if not _is_derived(feature)]
        if showing is None or not lockable:
            return
        locked = not all(feature.locked for feature in lockable)
        self._desk.do(
            f"{'Lock' if locked else 'Unlock'} {called(showing.project, lockable)}",
            partial(
                lock_features,
                account=showing.account,
                feature_ids=[feature.feature_id for feature in lockable],
                locked=locked,
            ),
        )

    def _hide(self) -> None:
        showing = self._desk.showing
        if showing is not None and showing.selected:
            self._desk.alter(hidden=showing.hidden | set(showing.selected), selected=())

    def _show_all(self) -> None:
        showing = self._desk.showing
        if showing is not None:
            # The base map has ticks of its own.
            self._desk.alter(hidden=showing.hidden & set(BaseLayer))

    def _select_same_side(self) -> None:
        showing = self._desk.showing
        sides = {feature.side for feature in _chosen(showing) if isinstance(feature, ControlArea)}
        if showing is not None:
            of_side = tuple(
                uid
                for uid, feature in showing.features.items()
                if isinstance(feature, ControlArea) and feature.side in sides and uid not in showing.hidden
            )
            self._desk.alter(selected=of_side)


def _chosen(showing: Showing | None) -> tuple[Feature, ...]:
    return showing.chosen if showing is not None else ()


def _is_derived(feature: Feature) -> bool:
    return isinstance(feature, FrontLine) and feature.derived


def _to_clipboard(text: str) -> None:
    copy = QMimeData()
    copy.setData(GEOJSON, text.encode("utf-8"))
    copy.setText(text)
    QGuiApplication.clipboard().setMimeData(copy)


def _on_clipboard() -> str:
    # Where nothing was ever copied Qt has no data at all, whatever its types say.
    given = QGuiApplication.clipboard().mimeData() or QMimeData()
    if given.hasFormat(GEOJSON):
        return bytes(given.data(GEOJSON).data()).decode("utf-8", "replace")
    return given.text()
