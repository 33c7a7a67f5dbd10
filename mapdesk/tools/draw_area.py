"""The tool that draws ground, by hand or corner by corner, for the side and with the status chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from shapely import LineString, Point, Polygon

from mapdesk.edit.claim import give_ground
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.pocket import round_of
from mapdesk.geometry.measure import area_km2
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import STATUS_WORDS, said_area
from mapdesk.tools.freehand import CLOSING_REACH, Freehand
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome, Settle


@dataclass(frozen=True)
class DrawArea(Freehand):
    """The corners so far."""

    name: ClassVar[str] = "Draw area"

    def guidance(self, on: OnMap) -> str:
        """What the next click does."""
        if not on.side_name:
            return "Choose the side that the ground is for"
        if self.trail:
            return "Let go where the outline began to close it; Escape drops it"
        if self.tracing:
            return self.tracing_guidance(on)
        match len(self.points):
            case 0:
                drawn_with = f"{on.side_name}, {STATUS_WORDS[on.status]}"
                return f"Drag round the ground for {drawn_with}, or click its corners"
            case 1 | 2:
                return "Click the next corner; Backspace takes the last one back, Escape drops the area"
        return "Click the next corner; the first one again, Enter or a double-click closes the area"

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Put a corner down, or close the outline on the first."""
        if not on.side_name:
            return Outcome(replace(self, at=at), refused="Choose the side that the ground is for first.")
        if self.is_back(at):
            return replace(self, at=at).finished(on)
        return self.gone_on(at, on)

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """An outline begins, or goes on from the corners put down before."""
        if not on.side_name:
            return Outcome(replace(self, at=at), refused="Choose the side that the ground is for first.")
        return super().pressed(at, on)

    def let_go(self, on: OnMap, *, begun: bool) -> Outcome:
        """A drag that comes round closes the outline; any other goes on by clicks or drags."""
        round_about = _round_of(self.points, self.at)
        if round_about is None:
            return Outcome(self)
        ended = replace(self, points=round_about).finished(on)
        return replace(ended, tool=self) if ended.refused else replace(ended, if_refused=self)

    def finished(self, on: OnMap) -> Outcome:
        """Give the ground inside to the side chosen."""
        if len(self.points) < 3:
            return Outcome(
                self, refused="An area needs three corners; click one more, or drop it with Escape."
            )
        ground = Polygon(self.points)
        if not ground.is_valid:
            return Outcome(self, refused="The outline crosses itself; take corners back with Backspace.")
        edit = Settle(
            f"Draw an area for {on.side_name}, {said_area(area_km2(ground))}",
            lambda project: give_ground(
                project,
                account=on.account,
                day=on.day,
                ground=[ground],
                side=on.side,
                status=on.status,
                ids=on.ids,
            ),
        )
        return Outcome(self.begun_anew(), edit=edit, if_refused=self)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The ground in the side's colour with its size, the outline and the corners."""
        colour = on.side_colour
        if self.at and self.is_back(self.at):
            outline: tuple[LonLat, ...] = self.points
            edge = LineString([*self.points, self.points[0]])
            first = Point(self.points[0])
            line = (
                Sketch(SketchKind.STROKE, edge, colour=colour, active=True),
                *(Sketch(SketchKind.VERTEX, Point(point), colour=colour) for point in self.points[1:]),
                Sketch(SketchKind.VERTEX, first, colour=colour, active=True),
            )
        else:
            outline = self.drawn(on)
            line = self.stroke(on, colour)
        return (*_tint(outline, colour), *line)


def _round_of(points: tuple[LonLat, ...], at: Pointer | None) -> tuple[LonLat, ...] | None:
    """The corners of an outline drawn by hand, without what overshoots; None where it isn’t closed."""
    if at is None or len(points) < 3:
        return None
    try:
        outline = round_of(points, CLOSING_REACH * at.degrees_per_pixel)
    except EditRefused:
        return points
    return tuple(outline.exterior.coords[:-1]) if outline else None


def _tint(outline: tuple[LonLat, ...], colour: str) -> tuple[Sketch, ...]:
    if len(set(outline)) < 3:
        return ()
    ground = Polygon(outline)
    if not ground.is_valid:
        return (Sketch(SketchKind.GROUND, ground, colour=colour),)
    middle = ground.representative_point()
    return (
        Sketch(SketchKind.GROUND, ground, colour=colour),
        Sketch(SketchKind.LABEL, middle, text=said_area(area_km2(ground)), colour=colour),
    )
