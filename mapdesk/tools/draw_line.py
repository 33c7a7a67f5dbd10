"""The tool that draws a front line on its own, by hand or point by point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import shapely
from shapely import LineString, Point

from mapdesk.edit.features import add_front_line
from mapdesk.geometry.measure import length_km
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import said_length
from mapdesk.tools.freehand import Freehand
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome, Settle


@dataclass(frozen=True)
class DrawLine(Freehand):
    """The points so far."""

    name: ClassVar[str] = "Front line"

    def guidance(self, on: OnMap) -> str:
        """What the next click does."""
        if self.trail:
            return "Let go to end the line; Escape drops it"
        if self.tracing:
            return self.tracing_guidance(on)
        if not self.points:
            return "Drag along the front line, or click its points"
        return "Click along the line; Enter or a double-click ends it, Backspace takes the last point back"

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Put a point down."""
        return self.gone_on(at, on)

    def let_go(self, on: OnMap, *, begun: bool) -> Outcome:
        """A line drawn in one drag is ended; one begun by clicks goes on."""
        return self.finished(on) if begun else Outcome(self)

    def finished(self, on: OnMap) -> Outcome:
        """Put the line on the map."""
        if len(self.points) < 2:
            return Outcome(self, refused="A line needs two points; click one more, or drop it with Escape.")
        course = LineString(self.points)
        edit = Settle(
            f"Draw a front line, {said_length(length_km(course))}",
            lambda project: add_front_line(
                project,
                account=on.account,
                day=on.day,
                course=course,
                sides=(on.side,) if on.side in project.sides else (),
                ids=on.ids,
            ),
        )
        return Outcome(self.begun_anew(), edit=edit, if_refused=self)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The line and its length, at the hand."""
        points = self.drawn(on)
        if len(set(points)) < 2:
            return self.stroke(on)
        course = shapely.remove_repeated_points(LineString(points))
        label = Sketch(SketchKind.LABEL, Point(points[-1]), text=said_length(length_km(course)))
        return (*self.stroke(on), label)
