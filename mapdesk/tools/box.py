"""The toolbox: the tools that one chooses by name, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mapdesk.tools.brush import Brush
from mapdesk.tools.draw_area import DrawArea
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.draw_symbol_line import DrawSymbolLine
from mapdesk.tools.give import Give
from mapdesk.tools.marker import PlaceMarker
from mapdesk.tools.measure import Measure
from mapdesk.tools.place_symbol import PlaceSymbol
from mapdesk.tools.push import PushFront
from mapdesk.tools.select import Select
from mapdesk.tools.split import Split
from mapdesk.tools.tool import Tool
from mapdesk.tools.vertices import EditVertices


@dataclass(frozen=True)
class Entry:
    """A tool in the toolbox: what it is called, its shortcut, its icon, and how a hand begins with it."""

    key: str
    title: str
    letter: str
    tooltip: str
    icon: str
    factory: Callable[[], Tool]


TOOLS = (
    Entry("select", "Select", "V", "Select, move and delete features", "select", Select),
    Entry("vertices", "Edit vertices", "E", "Move, add and delete vertices", "vertices", EditVertices),
    Entry("area", "Draw area", "A", "Draw ground for the side chosen, corner by corner", "area", DrawArea),
    Entry("push", "Push the front", "P", "Draw the new front; both sides change", "push", PushFront),
    Entry("brush", "Area brush", "B", "Paint ground for the side chosen with a round brush", "brush", Brush),
    Entry("split", "Split", "S", "Split an area by a line across it", "split", Split),
    Entry(
        "give", "Give ground", "G", "Give an area, a gap, a region or a river bank to a side", "give", Give
    ),
    Entry("line", "Front line", "F", "Draw a front line on its own", "front", DrawLine),
    Entry("marker", "Marker", "M", "Place a marker with words", "marker", PlaceMarker),
    Entry(
        "arrows",
        "Arrows and lines",
        "R",
        "Draw attacks, withdrawals, fortified lines, phase lines and encirclements",
        "arrows",
        DrawSymbolLine,
    ),
    Entry(
        "symbols",
        "Symbols",
        "U",
        "Place strikes, explosions, crossings, checkpoints, airfields and units",
        "symbols",
        PlaceSymbol,
    ),
    Entry(
        "measure", "Measure", "D", "Measure distance, bearing and area (geodesic, WGS84)", "measure", Measure
    ),
)
