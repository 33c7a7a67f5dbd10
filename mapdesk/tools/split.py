"""The tool that splits areas: a line across one, from edge to edge, and it is two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar, TypeAlias

import shapely
from shapely import Polygon

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.split import Cut, find_cuts, split_area
from mapdesk.geometry.inside import holds
from mapdesk.geometry.measure import area_km2
from mapdesk.model.features import ControlArea
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import feature_name, said_area
from mapdesk.tools.freehand import Freehand
from mapdesk.tools.nearby import LonLat, has_room
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome, Settle

#: What was asked about a line: the account, the day, the line, and the areas that are meant.
_Asked: TypeAlias = tuple[str, date, tuple[LonLat, ...], tuple[str, ...]]

#: How many lines to remember what they cut: the one up to the hand, and the one before.
_KEPT = 2
#: The least width and height in pixels of a piece that has a label of its own beside the largest two.
_ROOM = (90.0, 40.0)


@dataclass(frozen=True)
class Split(Freehand):
    """The points of the line so far."""

    name: ClassVar[str] = "Split"

    def guidance(self, on: OnMap) -> str:
        """What the next click does."""
        cuts = bool(self.points or self.trail) and not isinstance(_cuts(on, self.drawn(on)), str)
        if self.trail:
            return "Let go to split it here" if cuts else "Drag across the area and beyond it"
        if self.tracing:
            return self.tracing_guidance(on)
        if not self.points:
            return "Drag a line across the area to split, or click beside it to begin one"
        if cuts:
            return "Click beyond the area, or press Enter, to split it; Backspace takes the last point back"
        return "Click across the area and beyond it, Escape drops the line"

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Put a point down; one beyond an area that is cut through by then ends the line."""
        gone_on = self.gone_on(at, on)
        further = gone_on.tool
        if gone_on.refused or not isinstance(further, Split) or len(further.points) < 2:
            return gone_on
        found = _cuts(on, further.points)
        if isinstance(found, str) or any(holds(cut.area.shape, *further.points[-1]) for cut in found):
            return gone_on
        return further.finished(on)

    def let_go(self, on: OnMap, *, begun: bool) -> Outcome:
        """A drag that cuts an area splits it; any other goes on by clicks or drags."""
        return Outcome(self) if isinstance(_cuts(on, self.points), str) else self.finished(on)

    def finished(self, on: OnMap) -> Outcome:
        """Split what the line cuts."""
        if len(self.points) < 2:
            return Outcome(self, refused="A line needs two points; click one more, or drop it with Escape.")
        points, meant = self.points, _meant(on)
        found = _cuts(on, points)
        if isinstance(found, str):
            return Outcome(self, refused=found)
        (first, *more) = found
        edit = Settle(
            f"Split {len(found)} areas" if more else f"Split {feature_name(on.project, first.area)}",
            lambda project: split_area(
                project, account=on.account, day=on.day, line=points, ids=on.ids, feature_ids=meant
            ),
        )
        return Outcome(self.begun_anew(), edit=edit, if_refused=self)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The pieces that the line leaves, each with its size, and the line."""
        found = _cuts(on, self.drawn(on)) if self.points or self.trail else ""
        cuts = () if isinstance(found, str) else found
        main = max(cuts, key=lambda cut: cut.area.shape.area, default=None)
        pieces = (sketch for cut in cuts for sketch in _pieces(cut, self.at, is_main=cut is main))
        return (*pieces, *self.stroke(on))


def _pieces(cut: Cut, at: Pointer | None, *, is_main: bool) -> list[Sketch]:
    """The pieces of an area: what is cut off stands out from the largest, which stays the area."""
    sketches = []
    for number, piece in enumerate(cut.pieces):
        if number:
            sketches.append(Sketch(SketchKind.GROUND, piece, active=True))
        # Of one area two pieces always say their size, or a cut too small to be labelled would say nothing.
        if (is_main and number < 2) or (at is not None and has_room(piece.bounds, at, _ROOM)):
            middle, size = _middle_and_size(piece)
            sketches.append(Sketch(SketchKind.LABEL, middle, text=size))
    return sketches


# The window asks for what is shown twice for each move.
@lru_cache(maxsize=8)
def _middle_and_size(piece: Polygon) -> tuple[shapely.Point, str]:
    return shapely.point_on_surface(piece), said_area(area_km2(piece))


def _meant(on: OnMap) -> tuple[str, ...]:
    """The areas to cut: those selected, or else all held ones that are visible."""
    chosen = tuple(feature.feature_id for feature in on.chosen if isinstance(feature, ControlArea))
    return chosen or tuple(area.feature_id for area in planar_areas(on.features))


def _cuts(on: OnMap, points: tuple[LonLat, ...]) -> tuple[Cut, ...] | str:
    """What a line cuts, or the sentence that refuses it; the last few are kept."""
    asked = (on.account, on.day, points, _meant(on))
    for project, known, kept in _kept:
        if project is on.project and known == asked:
            return kept
    found: tuple[Cut, ...] | str
    account, day, line, meant = asked
    try:
        found = find_cuts(on.project, account=account, day=day, line=line, feature_ids=meant)
    except EditRefused as refusal:
        found = str(refusal)
    _kept.insert(0, (on.project, asked, found))
    del _kept[_KEPT:]
    return found


_kept: list[tuple[Project, _Asked, tuple[Cut, ...] | str]] = []
