"""Points put down one after the other: what drawing an area, a line and a push have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shapely import LineString, Point

from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.nearby import LonLat, pixels_between
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.snapping import Snapped, snapped
from mapdesk.tools.tool import OnMap, Outcome, Tool

#: How near to the first point, in pixels, a click closes a course.
_FIRST_REACH = 10.0


@dataclass(frozen=True)
class Course(Tool):
    """The points so far, and where the hand was last. Each click puts one down; how it ends is the tool's."""

    points: tuple[LonLat, ...] = ()
    at: Pointer | None = None

    def cursor(self, on: OnMap) -> str:
        """A cross."""
        return "cross"

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """The last stretch follows the hand."""
        return Outcome(replace(self, at=at))

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """The first of the two clicks put the point down, or ended the course; the second ends it."""
        here = replace(self, at=at)
        return here.finished(on) if self.points else Outcome(here)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Enter ends it, Backspace takes the last point back, Escape drops it and then the tool."""
        match name:
            case "enter" if self.points:
                return self.finished(on)
            case "backspace" | "delete" if self.points:
                return Outcome(replace(self, points=self.points[:-1]))
            case "escape":
                return Outcome(self.begun_anew() if self.points else Select(self.at))
        return None

    def finished(self, on: OnMap) -> Outcome:
        """What follows when the course is ended here."""
        raise NotImplementedError

    def begun_anew(self) -> Course:
        """This tool without a point."""
        return replace(self, points=())

    def with_point(self, point: LonLat, at: Pointer) -> Course:
        """This tool with one point more, unless it is the last one again."""
        more = () if self.points[-1:] == (point,) else (point,)
        return replace(self, points=(*self.points, *more), at=at)

    def there(self, at: Pointer, on: OnMap) -> Snapped:
        """The point that a click there would put down."""
        return snapped(at, on)

    def hand(self, on: OnMap) -> Snapped | None:
        """The point that a click would put down now."""
        return self.there(self.at, on) if self.at else None

    def drawn(self, on: OnMap) -> tuple[LonLat, ...]:
        """The points so far and the one that a click would put down."""
        hand = self.hand(on)
        return (*self.points, hand.lon_lat) if hand and self.points else self.points

    def is_back(self, at: Pointer) -> bool:
        """Whether the hand is on the first point again, of three or more."""
        return len(self.points) > 2 and pixels_between(at, self.points[0]) <= _FIRST_REACH

    def handles(self) -> Sequence[LonLat]:
        """The points so far that are worth a mark of their own."""
        return self.points

    def stroke(self, on: OnMap, colour: str = "") -> tuple[Sketch, ...]:
        """The line so far, its points, and what the hand holds on to."""
        hand = self.hand(on)
        return (
            *_line(self.drawn(on), colour),
            *(Sketch(SketchKind.VERTEX, Point(point), colour=colour) for point in self.handles()),
            *(hand.sketches() if hand else ()),
        )


def _line(points: Sequence[LonLat], colour: str) -> tuple[Sketch, ...]:
    if len(points) < 2:
        return ()
    return (Sketch(SketchKind.STROKE, LineString(points), colour=colour, active=True),)
