"""Strokes that can be traced: while T is on, each click goes on along the lines that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapdesk.session.naming import said_length
from mapdesk.tools.course import Course
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.snapping import Snapped
from mapdesk.tools.tool import OnMap, Outcome
from mapdesk.tools.trace import LOOKING, Trace, led_to, traced_to

#: How long a move of the hand waits for a way that was not looked for before, in seconds.
_PATIENCE = 0.03


@dataclass(frozen=True)
class Tracing(Course):
    """A Course that follows lines while `tracing`, by the way numbered `way`; `traced` are its stretches."""

    tracing: bool = False
    way: int = 0
    traced: tuple[tuple[LonLat, ...], ...] = ()

    def gone_on(self, at: Pointer, on: OnMap) -> Outcome:
        """What a click adds: the point there, or while tracing all points on the way there."""
        if not self.tracing or not self.points:
            return Outcome(self.with_point(self.there(at, on).lon_lat, at))
        led = led_to(self.points, at, on, self.way)
        if isinstance(led, str):
            return Outcome(replace(self, at=at), refused=led)
        stretch = led.points[1:]
        points = (*self.points, *stretch)
        return Outcome(replace(self, at=at, points=points, traced=(*self.traced, stretch), way=0))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """T begins and ends tracing; then Tab takes another way, Backspace a traced stretch as a whole."""
        match name:
            case "t":
                return Outcome(replace(self, tracing=not self.tracing, way=0))
            case "tab" | "backtab" if self.tracing:
                step = 1 if name == "tab" else -1
                return Outcome(replace(self, way=self.way + step))
            case "backspace" | "delete" if self.traced and self._ends_with(self.traced[-1]):
                points = self.points[: -len(self.traced[-1])]
                return Outcome(replace(self, points=points, traced=self.traced[:-1]))
        return super().key(name, on)

    def hand(self, on: OnMap) -> Snapped | None:
        """The point that a click would put down now; while tracing, one on a line."""
        if not self.tracing or not self.points or self.at is None:
            return super().hand(on)
        return traced_to(self.at, on)

    def drawn(self, on: OnMap) -> tuple[LonLat, ...]:
        """The points so far and those that a click would put down."""
        if not self.tracing or not self.points:
            return super().drawn(on)
        led = self._led(on)
        return (*self.points, *led.points[1:]) if isinstance(led, Trace) else self.points

    def is_awaited(self, on: OnMap) -> bool:
        """While the way to the hand is being looked for."""
        return self.tracing and self._led(on, _PATIENCE) == LOOKING

    def tracing_guidance(self, on: OnMap) -> str:
        """What the next click does while tracing."""
        led = self._led(on)
        if isinstance(led, str):
            return led
        if led is None:
            return "Click on a river, a border, a coast or a front to trace along it; T goes straight on"
        other = "; no other way was found" if led.alone else "; Tab takes another way"
        along = f", {said_length(led.km)} along {led.along}" if led.km else ""
        return f"Click to go on to here{along}{other if led.km else ''}, Enter ends, T goes straight on"

    def handles(self) -> Sequence[LonLat]:
        """Not those between the ends of a traced stretch."""
        within = {point for stretch in self.traced for point in stretch[:-1]}
        return [point for point in self.points if point not in within]

    def _led(self, on: OnMap, patience: float = 0.0) -> Trace | str | None:
        if self.at is None or not self.points:
            return None
        return led_to(self.points, self.at, on, self.way, patience=patience)

    def _ends_with(self, stretch: tuple[LonLat, ...]) -> bool:
        return self.points[-len(stretch) :] == stretch
