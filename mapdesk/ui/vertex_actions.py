"""The actions on vertices: smooth them, simplify them, set their coordinates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shapely
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QInputDialog
from shapely import Point

from mapdesk.edit.edit import Edited
from mapdesk.edit.smooth import smooth_vertices
from mapdesk.model.features import Annotation
from mapdesk.model.project import Project
from mapdesk.session.coordinates import exact_coordinates, typed_coordinates
from mapdesk.session.naming import feature_name
from mapdesk.tools.nearby import LonLat, on_the_grid
from mapdesk.tools.tool import OnMap
from mapdesk.tools.vertex_steps import moving, outlined, several, standing_alone
from mapdesk.tools.vertices import EditVertices
from mapdesk.ui.menus import action
from mapdesk.ui.simplify_dialog import SimplifyDialog

if TYPE_CHECKING:
    from mapdesk.session.showing import Showing
    from mapdesk.ui.main_window import MainWindow

_NOTHING = "Select an area or a line first, or pick some of its vertices (E)."


class VertexActions:
    """The actions on the vertices picked, or else on all vertices of the features selected."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.smooth: QAction = action(
            window,
            "S&mooth vertices",
            "",
            "Take the corners off the vertices picked, or off all that is selected; neighbours follow",
            self._smooth,
        )
        self.simplify: QAction = action(
            window,
            "S&implify vertices…",
            "",
            "Let vertices go that say little, of those picked or of all that is selected; neighbours follow",
            self._simplify,
        )
        self.coordinates: QAction = action(
            window,
            "Set &coordinates…",
            "",
            "Type where the vertex picked, or the marker selected, is to be",
            self._set_coordinates,
        )

    def entries(self) -> list[QAction]:
        """The actions in the order of a menu."""
        return [self.smooth, self.simplify, self.coordinates]

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        able = self._window.desk.writable and showing is not None and bool(showing.selected)
        for one in self.entries():
            one.setEnabled(able)

    def _smooth(self) -> None:
        on = self._on_map()
        if on is None:
            return
        at, what = self._vertices(on)
        if not at:
            self._window.refuse(_NOTHING)
            return
        smooth = partial(
            smooth_vertices, account=on.account, day=on.day, at=at, feature_ids=standing_alone(on)
        )
        self._window.desk.do_beside(f"Smooth {what}", smooth, "Smoothing …")

    def _simplify(self) -> None:
        on = self._on_map()
        if on is None:
            return
        at, what = self._vertices(on)
        if not at:
            self._window.refuse(_NOTHING)
            return
        dialog = SimplifyDialog(self._window, on, at)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._window.desk.do_beside(f"Simplify {what}", dialog.simplify, "Simplifying …")

    def _set_coordinates(self) -> None:
        page, on = self._window.page, self._on_map()
        if page is None or on is None:
            return
        tool = page.hand.tool
        if isinstance(tool, EditVertices) and len(tool.held(on)) == 1:
            page.hand.key("enter")
            return
        chosen = on.chosen
        if len(chosen) != 1 or not isinstance(chosen[0], Annotation) or chosen[0].shape.geom_type != "Point":
            self._window.refuse("Pick one vertex (E), or select one marker, to set its coordinates.")
            return
        marker = chosen[0]
        assert isinstance(marker.shape, Point)
        here = (marker.shape.x, marker.shape.y)
        prompt = f"Coordinates of {feature_name(on.project, marker)}: latitude, longitude, or MGRS"
        words, taken = QInputDialog.getText(
            self._window, "Set coordinates", prompt, text=exact_coordinates(*here)
        )
        if taken:
            self._window.desk.do("Set coordinates", partial(_put_marker, words=words, here=here, on=on))

    def _on_map(self) -> OnMap | None:
        if self._window.page is None or self._window.desk.showing is None:
            return None
        return self._window.page.hand.on_map

    def _vertices(self, on: OnMap) -> tuple[frozenset[LonLat], str]:
        """The vertices to work on, and what they are called in the step's name."""
        page = self._window.page
        tool = page.hand.tool if page is not None else None
        if isinstance(tool, EditVertices) and len(tool.held(on)):
            held = tool.held(on)
            return held.picked, several(len(held))
        features = [on.features[uid] for uid in outlined(on)]
        every = shapely.get_coordinates([feature.shape for feature in features]).tolist()
        name = feature_name(on.project, features[0]) if len(features) == 1 else f"{len(features)} features"
        return frozenset((lon, lat) for lon, lat in every), name


def _put_marker(project: Project, *, words: str, here: LonLat, on: OnMap) -> Edited:
    return moving({here: on_the_grid(typed_coordinates(words))}, on).edit(project)
