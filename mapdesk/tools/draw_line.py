"""The tool that draws a front line on its own, point by point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import shapely
from shapely import LineString, Point

from mapdesk.edit.features import add_front_line
from mapdesk.geometry.measure import length_km
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import said_length
from mapdesk.tools.course import Course
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome, Settle


@dataclass(frozen=True)
class DrawLine(Course):
    """The points so far."""

    name: ClassVar[str] = "Front line"

    def guidance(self, on: OnMap) -> str:
        """What the next click does."""
        if not self.points:
            return "Click where the front line begins"
        return "Click along the line; Enter or a double-click ends it, Backspace takes the last point back"

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Put a point down."""
        return Outcome(self.with_point(self.there(at, on).lon_lat, at))

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
