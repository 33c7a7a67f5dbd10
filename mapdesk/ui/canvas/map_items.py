"""The two items in the pyqtgraph view: the painted map, and above it what the hand's tools show."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mapdesk.render.view.mercator import HALF_WORLD

_WORLD = QRectF(-4 * HALF_WORLD, -4 * HALF_WORLD, 8 * HALF_WORLD, 8 * HALF_WORLD)


class PaintedItem(pg.GraphicsObject):  # type: ignore[misc]
    """Covers the whole map, and has itself painted in pixels of the view by a function."""

    def __init__(self, paint: Callable[[QPainter], None], z: float) -> None:
        super().__init__()
        self._paint = paint
        self.setZValue(z)

    def boundingRect(self) -> QRectF:  # noqa: N802
        """All of the map, in Mercator metres."""
        return _WORLD

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint in the view's own pixels, whatever the scale of the map."""
        painter.save()
        painter.resetTransform()
        self._paint(painter)
        painter.restore()


class MapView(pg.GraphicsView):  # type: ignore[misc]
    """The pyqtgraph view: a ViewBox in Mercator metres, y up, that fills it; the canvas takes the events."""

    def __init__(self, parent: QWidget, items: tuple[PaintedItem, ...]) -> None:
        super().__init__(parent, background=None)
        self.box = pg.ViewBox(lockAspect=True, enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.box.setBorder(None)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.centralWidget = self.box
        for item in items:
            self.box.addItem(item, ignoreBounds=True)

    def show_box(self, west: float, south: float, east: float, north: float) -> None:
        """Show this part of the map."""
        self.box.setRange(xRange=(west, east), yRange=(south, north), padding=0, disableAutoRange=False)
