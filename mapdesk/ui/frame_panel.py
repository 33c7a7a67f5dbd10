"""The panel of Frames: set up the pictures to publish, see them as they are exported, export them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.layout import change_frame, duplicate_frame, free_name, put_frame, remove_frame
from mapdesk.model.layout import Bounds, Frame
from mapdesk.model.project import Project
from mapdesk.session.exporting import Order
from mapdesk.session.frames import FrameChoice, first_choice, rule_shown, same_frames
from mapdesk.session.picture import USUAL, WHOLE
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk
from mapdesk.ui.export_file import choose_target
from mapdesk.ui.export_sizes import ExportSizesDialog
from mapdesk.ui.frame_bars import ExportBar, FrameBar
from mapdesk.ui.frame_form import FrameForm
from mapdesk.ui.frame_picture import FramePicture
from mapdesk.ui.frame_preview import FramePreview
from mapdesk.ui.menus import action
from mapdesk.ui.picture_job import PictureRequest
from mapdesk.ui.picture_view import PictureView

_EMPTY = "Nothing is on the map yet. Draw an area, or import one, and its picture shows here."


class FramePanel(QWidget):
    """The Frames of the project, and two made up from its map that become its own when they are edited."""

    #: A Frame is to be added around what the map shows: answered by `set_bounds`.
    bounds_wanted = Signal()
    #: The bounds of this Frame are to be dragged on the map: answered by `set_bounds`.
    extent_wanted = Signal(object)

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self._desk, self._settings = desk, settings
        self._showing: Showing | None = None
        self._frames: dict[str, Frame] = {}
        self._chosen = ""
        self._by_hand = False
        self._choice = FrameChoice()
        self._adding = False
        self._refusal = ""
        self._picture = FramePicture(desk)
        self._picture.shown.connect(self._show_picture)
        self._picture.failed.connect(self._show_sentence)
        #: The large picture, for the middle of the window.
        self.large_view = PictureView()
        self._preview = FramePreview()
        self._is_late = False
        self._picture.drawing.connect(self._preview.show_busy)
        self._left_off = QLabel()
        self._form = FrameForm()
        self._form.typed.connect(self._follow)
        self._form.settled.connect(self._change)
        self._form.extent_wanted.connect(self._want_extent)
        self._make_actions()
        self._bar = FrameBar(self.add_actions, self.duplicate_action, self.delete_action)
        self._bar.chosen.connect(self._choose)
        self._export_bar = ExportBar(self.export_action, self.sizes_action, self.copy_action, settings)
        self._arrange()
        self._preview.clicked.connect(self.preview_action.trigger)
        # Coming out from behind another tab is no showing to Qt, but it is painted then.
        self._preview.seen.connect(self._follow_if_late, Qt.ConnectionType.QueuedConnection)
        desk.changed.connect(self.present)
        desk.refused.connect(self._hear_refusal)
        self.present(desk.showing)

    # What is shown

    def present(self, showing: Showing | None) -> None:
        """Show the Frames of a Showing and the picture of the chosen one."""
        old, self._showing = self._showing, showing
        if showing is not None and old is not None and same_frames(old, showing):
            return
        self._frames = self._choice.frames(showing)
        own = showing.project.frames if showing is not None else {}
        if showing is not None and showing.frame in own:
            self._chosen = showing.frame
        elif self._chosen in own or self._chosen not in self._frames or not self._by_hand:
            self._chosen = first_choice(showing, self._frames)
        self._show_chosen()

    def _show_chosen(self) -> None:
        frame, showing = self.frame(), self._showing
        own = showing.project.frames if showing is not None else {}
        self._bar.fill(self._frames, own, self._chosen, writable=self._desk.writable)
        self._form.setEnabled(frame is not None and self._desk.writable)
        if frame is not None and showing is not None:
            self._form.present(frame, showing)
        self._show_state()
        self._follow()

    def frame(self) -> Frame | None:
        """The chosen Frame: one of the project's, or a made-up one."""
        return self._frames.get(self._chosen)

    def picture(self) -> QImage | None:
        """The picture shown, pixel by pixel as a PNG of it is written; None while there is none."""
        return self._picture.image()

    def is_drawn(self) -> bool:
        """Whether the picture shown is the one of what is chosen and typed."""
        return self._picture.is_there()

    def finish(self) -> None:
        """Let go of what is drawn; what is being written is finished first."""
        self._picture.finish()

    # Edits

    def set_bounds(self, bounds: Bounds) -> None:
        """Take bounds that were wanted: for a new Frame, or in the place of those of the chosen one.

        They are west, south, east, north in degrees.
        """
        if not self._adding:
            self._change("bounds", {"bounds": bounds})
        elif self._showing is not None:
            self._adding = False
            title = self._showing.project.about.title
            self._add(
                Frame(uid="", name="New frame", bounds=bounds, title=title, **rule_shown(self._showing))
            )

    def _add(self, frame: Frame, label: str = "", field: str = "name") -> None:
        session = self._desk.session
        if session is None:
            return
        added = replace(frame, uid=session.ids("frame"), name=free_name(session.project, frame.name))
        if self._do(label or f"Add frame {added.name}", lambda project: put_frame(project, added), field):
            self._desk.alter(frame=added.uid)

    def _change(self, what: str, values: dict[str, Any]) -> None:
        frame, showing = self.frame(), self._showing
        if frame is None or showing is None:
            return
        label = f"Frame {frame.name}: {what}"
        if frame.uid in showing.project.frames:
            self._do(label, lambda project: change_frame(project, frame.uid, **values), next(iter(values)))
        else:
            self._add(replace(frame, **values), label, next(iter(values)))

    def _duplicate(self) -> None:
        self._form.settle()
        frame, session = self.frame(), self._desk.session
        if frame is None or session is None:
            return
        if frame.uid not in session.project.frames:
            self._add(frame)
            return
        uid = session.ids("frame")
        if self._do(
            f"Duplicate frame {frame.name}", lambda project: duplicate_frame(project, frame.uid, uid)
        ):
            self._desk.alter(frame=uid)

    def _delete(self) -> None:
        frame = self.frame()
        if frame is not None:
            self._do(f"Delete frame {frame.name}", lambda project: remove_frame(project, frame.uid))

    def _do(self, label: str, edit: Callable[[Project], Project], field: str = "name") -> bool:
        """Carry out an edit; what is refused is said below the field too."""
        self._refusal = ""
        done = self._desk.do(label, edit) is not None
        self._form.refuse(self._refusal, field)
        return done

    def _hear_refusal(self, sentence: str) -> None:
        self._refusal = sentence

    # Choice

    def _choose(self, uid: str) -> None:
        self._form.settle()
        showing = self._showing
        if showing is None or uid == self._chosen or uid not in self._frames:
            return
        self._chosen = uid
        self._by_hand = True
        frame = uid if uid in showing.project.frames else ""
        if frame == showing.frame:
            # From one made-up frame to the other, which are the same to everybody else.
            self._show_chosen()
        else:
            self._desk.alter(frame=frame)

    def _want_extent(self) -> None:
        frame = self.frame()
        if frame is not None:
            self._adding = False
            self.extent_wanted.emit(frame)

    # The picture

    def _request(self) -> PictureRequest | None:
        """The picture of what is chosen and typed; of what is chosen where what is typed can't be."""
        showing, frame = self._showing, self.frame()
        if showing is None or frame is None:
            return None
        draft = self._form.draft()
        try:
            put_frame(showing.project, draft)
        except EditRefused:
            draft = frame
        return PictureRequest(
            project=showing.project, account=showing.account, day=showing.day, since=None, frame=draft
        )

    def _follow(self) -> None:
        """Have the picture drawn of what is chosen and typed, if anybody sees it."""
        request = self._request()
        if request is None:
            self._picture.drop(_EMPTY if self._showing is not None else "")
        elif self._is_seen() or self.preview_action.isChecked():
            self._picture.ask(request)
            self._is_late = False
        else:
            self._is_late = True

    def _follow_if_late(self) -> None:
        """Have the picture drawn that was put off while nobody saw it."""
        if self._is_late:
            self._follow()

    def _is_seen(self) -> bool:
        # Behind the tab of another panel it is visible to Qt, and to nobody else.
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def _show_picture(self, image: QImage, description: str, left_off: str) -> None:
        self._preview.show_picture(image, description)
        self.large_view.show_picture(image, description, left_off)
        self._show_left_off(left_off)

    def _show_sentence(self, sentence: str) -> None:
        self._preview.show_sentence(sentence)
        self.large_view.show_sentence(sentence)
        self._show_left_off("")

    def _show_left_off(self, left_off: str) -> None:
        self._left_off.setText(left_off)
        self._left_off.setVisible(bool(left_off))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._follow()
        # And once it stands where it will stand, when it may be seen for the first time.
        QTimer.singleShot(0, self._follow)

    # Export

    def _export(self) -> None:
        order = self._order()
        if order is None:
            return
        target = choose_target(order, self._settings, self)
        if target is not None:
            self._picture.write(replace(order, targets=(target,)))

    def _export_sizes(self) -> None:
        order = self._order()
        if order is not None:
            dialog = ExportSizesDialog(order, self._settings, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(self._export_bar.show_scale)
            dialog.open()

    def _order(self) -> Order | None:
        self._form.settle()
        showing, frame = self._showing, self.frame()
        if showing is None or frame is None:
            return None
        return Order(
            project=showing.project,
            account=showing.account,
            day=showing.day,
            targets=(),
            frame=frame,
            scale=self._export_bar.scale(),
        )

    def _copy(self) -> None:
        self._form.settle()
        request = self._request()
        if request is not None:
            self._picture.copy(request)

    # Widgets

    def _make_actions(self) -> None:
        make = partial(action, self)
        self.add_actions = (
            make("From the map's present view", "", "Add a frame of what the map shows", self._want_bounds),
            make("Around what changed", "", "Add a frame of the changes", partial(self._add_made_up, USUAL)),
            make("Around the whole map", "", "Add a frame of all the map", partial(self._add_made_up, WHOLE)),
        )
        self.duplicate_action = make("Duplicate frame", "", "Add a frame like this", self._duplicate, "copy")
        self.delete_action = make("Delete frame", "", "Delete this frame", self._delete, "delete")
        self.export_action = make(
            "&Export…", "Ctrl+E", "Export this frame as PNG, SVG or GeoJSON", self._export, "export"
        )
        self.sizes_action = make(
            "Export all si&zes…",
            "Ctrl+Shift+E",
            "Export this frame in several sizes, as PNG and SVG",
            self._export_sizes,
            "export",
        )
        self.copy_action = make(
            "Copy &picture", "Ctrl+Shift+C", "Copy the picture as it is exported", self._copy, "copy"
        )
        self.copy_action.setIconText("Copy")
        self.preview_action = make(
            "&Preview picture",
            "Ctrl+Shift+P",
            "Show the picture large, exactly as it is exported",
            self._follow,
            "preview",
        )
        self.preview_action.setCheckable(True)

    def _arrange(self) -> None:
        self._left_off.setWordWrap(True)
        self._left_off.setContentsMargins(8, 4, 8, 0)
        self._left_off.setAccessibleName("Names left off")
        self._left_off.hide()
        scroll = QScrollArea()
        scroll.setWidget(self._form)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._bar, self._preview, self._left_off):
            layout.addWidget(widget)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._export_bar)

    def _want_bounds(self) -> None:
        self._form.settle()
        self._adding = True
        self.bounds_wanted.emit()

    def _add_made_up(self, uid: str) -> None:
        self._form.settle()
        if uid in self._frames:
            self._add(self._frames[uid])

    def _show_state(self) -> None:
        showing, frame = self._showing, self.frame()
        own = showing is not None and frame is not None and frame.uid in showing.project.frames
        writable = self._desk.writable
        for action_of in (self.export_action, self.sizes_action, self.copy_action):
            action_of.setEnabled(frame is not None and showing is not None and showing.snapshot is not None)
        self.preview_action.setEnabled(showing is not None)
        for action_of in self.add_actions:
            action_of.setEnabled(writable)
        self.duplicate_action.setEnabled(writable and frame is not None)
        self.delete_action.setEnabled(writable and own)
