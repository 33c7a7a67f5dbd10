"""The actions on ground as a whole: merge areas, and areas from front lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from mapdesk.edit.areas_from_lines import front_lines_drawn, usual_bounds
from mapdesk.edit.edit import Edited
from mapdesk.edit.merge import merge_areas
from mapdesk.model.features import ControlArea, Status
from mapdesk.model.layout import Bounds
from mapdesk.session.parting import Parting, parting_edit
from mapdesk.session.showing import Showing
from mapdesk.ui.menus import action

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow


class GroundActions:
    """The actions of one MainWindow on whole areas."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._desk = window.desk
        self.merge = action(
            window,
            "&Merge areas",
            "Ctrl+M",
            "Make one of the areas selected, which adjoin each other",
            self._merge,
        )
        self.from_lines = action(
            window,
            "Areas from &lines…",
            "",
            "Give the ground on each side of the front lines of this date to a side",
            self._ask_for_areas,
        )

    def entries(self) -> list[QAction]:
        """The actions as a menu lists them."""
        return [self.merge, self.from_lines]

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        writable = self._desk.writable and showing is not None
        self.merge.setEnabled(writable and showing is not None and len(_areas(showing)) > 1)
        snapshot = showing.snapshot if showing else None
        self.from_lines.setEnabled(writable and snapshot is not None and bool(front_lines_drawn(snapshot)))

    def _merge(self) -> None:
        showing = self._desk.showing
        if showing is None:
            return
        chosen = _areas(showing)

        def select(merged: Edited | None) -> None:
            if merged is not None and self._desk.showing is not None:
                left = tuple(uid for uid in chosen if uid in self._desk.showing.features)
                self._desk.alter(selected=left)

        self._desk.do_by_hand(
            f"Merge {len(chosen)} areas",
            lambda project: merge_areas(
                project, account=showing.account, day=showing.day, feature_ids=chosen
            ),
            select,
        )

    def _ask_for_areas(self) -> None:
        # Few ask for it, and the window is to be there soon.
        from mapdesk.ui.areas_from_lines_dialog import AreasFromLinesDialog, Within

        showing = self._desk.showing
        snapshot = showing.snapshot if showing else None
        if showing is None or snapshot is None:
            return
        sides = showing.project.sides_in_order()
        if len(sides) < 2:
            self._desk.refused.emit("A front line needs two sides; this project has fewer.")
            return
        lines = front_lines_drawn(snapshot)
        whole = tuple(float(limit) for limit in snapshot.extent.bounds)
        usual = "The extent of this date" if usual_bounds(snapshot, lines) == whole else "Around the lines"
        dialog = AreasFromLinesDialog(self._window, lines, sides, usual)

        def make() -> None:
            seen = dialog.within.currentData() == Within.VIEW
            page = self._window.page
            parting = Parting(
                account=showing.account,
                day=showing.day,
                left=dialog.left.currentData(),
                right=dialog.right.currentData(),
                bounds=_on_earth(page.canvas.viewport().bounds()) if seen and page else None,
                at_sea=dialog.at_sea.isChecked(),
                status=Status(dialog.status.currentData()),
            )
            label, edit = parting_edit(parting, self._desk.ids)
            self._desk.do_beside(label, edit, "Making areas …")

        dialog.accepted.connect(make)
        dialog.open()


def _on_earth(bounds: Bounds) -> Bounds:
    """Bounds without what a wide window shows beyond the 180° meridian."""
    west, south, east, north = bounds
    return (max(west, -180.0), south, min(east, 180.0), north)


def _areas(showing: Showing) -> tuple[str, ...]:
    return tuple(uid for uid in showing.selected if isinstance(showing.features.get(uid), ControlArea))
