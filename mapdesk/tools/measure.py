"""The tool that measures: how far, in which direction, and how large; it draws nothing on the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

from shapely import LineString, Point, Polygon

from mapdesk.geometry.measure import area_km2, leg
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import said_area, said_length
from mapdesk.tools.nearby import LonLat, pixels_between
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome
from mapdesk.tools.tracing import Tracing

#: A leg shorter than this, in pixels, has no room for its length.
_LEAST_LEG = 90.0
_METHOD = "geodesic, WGS84"
_WINDS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")


@dataclass(frozen=True)
class Measure(Tracing):
    """The points so far; `ended` once nothing follows the hand any more, `closed` if it came round."""

    name: ClassVar[str] = "Measure"
    ended: bool = False
    closed: bool = False

    def guidance(self, on: OnMap) -> str:
        """What was measured so far, or what to do."""
        points = self._course(on)
        if len(points) < 2:
            return f"Click from where to measure ({_METHOD}); T traces along rivers, borders and fronts"
        said = " · ".join(_said(points, closed=self._closes(on)))
        if self.ended:
            return f"{said} ({_METHOD}). Click to measure anew, Escape clears"
        if self.tracing and len(points) == len(self.points):
            return self.tracing_guidance(on)
        return f"{said} ({_METHOD}). Click on, Enter ends, Escape clears"

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Put a point down; the first one again closes the course; after its end a new one begins."""
        if self.ended:
            return replace(self.begun_anew(), at=at).gone_on(at, on)
        here = replace(self, at=at)
        return here.finished(on) if here._closes(on) else self.gone_on(at, on)

    def finished(self, on: OnMap) -> Outcome:
        """Leave the figures standing."""
        if len(self.points) < 2:
            return Outcome(self, refused="A distance needs two points; click one more.")
        return Outcome(replace(self, ended=True, closed=self._closes(on)))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Backspace goes on from an ended course."""
        if self.ended and name in ("backspace", "delete"):
            return Outcome(replace(self, ended=False, closed=False))
        return super().key(name, on)

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """End it here, if the first of the two clicks has not."""
        return Outcome(self) if self.ended else super().double_clicked(at, on)

    def begun_anew(self) -> Measure:
        """Without a point."""
        return Measure(at=self.at, tracing=self.tracing)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The course, the length of each leg that has room for it, and the figures at its end."""
        points = self._course(on)
        closes = self._closes(on)
        if self.at is None or len(set(points)) < 2:
            return self.stroke(on)
        line = LineString([*points, points[0]] if closes else points)
        ground = _ground(points)
        return (
            *((Sketch(SketchKind.GROUND, ground, active=closes),) if ground else ()),
            *(self._standing(line) if self.ended or closes else self.stroke(on)),
            *self._legs(line, on),
            Sketch(SketchKind.LABEL, Point(points[-1]), text="\n".join(_said(points, closed=closes))),
        )

    def _course(self, on: OnMap) -> tuple[LonLat, ...]:
        points = self.points if self.ended or self._closes(on) else self.drawn(on)
        # Over the point put down last the hand is no leg.
        return points[:-1] if points[-2:-1] == points[-1:] else points

    def _closes(self, on: OnMap) -> bool:
        """Whether it has come round, or would with a click here."""
        if self.ended:
            return self.closed
        return self.at is not None and self.is_back(self.at)

    def _standing(self, line: LineString) -> tuple[Sketch, ...]:
        return (
            Sketch(SketchKind.STROKE, line, active=True),
            *(Sketch(SketchKind.VERTEX, Point(point)) for point in (self.points[0], self.points[-1])),
        )

    def _legs(self, line: LineString, on: OnMap) -> list[Sketch]:
        """How long each leg is where there is room; what the last comes to stands at the hand."""
        legs = list(pairwise(line.coords))
        if self.at is None:
            return []
        return [
            Sketch(
                SketchKind.NOTE,
                Point((start[0] + end[0]) / 2, (start[1] + end[1]) / 2),
                text=said_length(leg(start, end)[0]),
            )
            for start, end in (legs if self._closes(on) else legs[:-1])
            if pixels_between(replace(self.at, lon_lat=start), end) >= _LEAST_LEG
        ]


def _said(points: tuple[LonLat, ...], *, closed: bool) -> list[str]:
    """The figures of a course, one a line: its length, its last leg, and the ground that it goes round."""
    legs = [leg(start, end) for start, end in pairwise([*points, points[0]] if closed else points)]
    figures = [said_length(sum(km for km, _ in legs)) + (" round" if closed else "")]
    if not closed:
        km, degrees = legs[-1]
        last = f"last leg {said_length(km)}, " if len(legs) > 1 else ""
        figures.append(f"{last}bearing {degrees:.1f}° {_WINDS[round(degrees / 22.5) % 16]}")
    ground = _ground(points)
    if ground is not None:
        figures.append(f"{said_area(area_km2(ground))}{'' if closed else ' if closed'}")
    elif len(set(points)) > 2:
        figures.append("no area: the line crosses itself")
    return figures


def _ground(points: tuple[LonLat, ...]) -> Polygon | None:
    if len(set(points)) < 3:
        return None
    ground = Polygon(points)
    return ground if ground.is_valid else None
