"""The tool that draws arrows and lines with a meaning: attacks, fortified and phase lines, encirclements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import shapely
from shapely import LineString, Point

from mapdesk.edit.features import add_annotation
from mapdesk.geometry.measure import length_km
from mapdesk.model.symbols import ATTACK, ENCIRCLEMENT, FORTIFIED_LINE, LINE_SYMBOLS, PHASE_LINE, SYMBOLS
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import said_length
from mapdesk.tools.freehand import Freehand
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import AskText, Choice, OnMap, Option, Outcome, Settle, Tool


@dataclass(frozen=True)
class DrawSymbolLine(Freehand):
    """The points so far, and the key of the symbol that is drawn along them."""

    name: ClassVar[str] = "Arrows and lines"
    symbol: str = ATTACK.key

    def guidance(self, on: OnMap) -> str:
        """What the next click does."""
        if self.trail:
            return "Let go to end it; Escape drops it"
        if self.tracing:
            return self.tracing_guidance(on)
        if self.points:
            return (
                "Click the next point; Enter or a double-click ends it, Backspace takes the last point back"
            )
        words = SYMBOLS[self.symbol].words.lower()
        match self.symbol:
            case ENCIRCLEMENT.key:
                return "Drag around what is encircled, or click points around it"
            case FORTIFIED_LINE.key:
                return f"Drag along the {words}, or click its points; its teeth stand on the left of the way"
            case PHASE_LINE.key:
                return f"Drag along the {words}, or click its points, then write what it is called"
        return f"Drag the way of the {words}, or click its points; it points where you end"

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """Which symbol is drawn."""
        return (Choice("symbol", "Symbol", tuple((one.key, one.words) for one in LINE_SYMBOLS), self.symbol),)

    def with_option(self, key: str, value: str | float) -> Tool:
        """With another symbol, along the same points."""
        is_known = any(value == entry.key for entry in LINE_SYMBOLS)
        return replace(self, symbol=str(value)) if key == "symbol" and is_known else self

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Put a point down."""
        return self.gone_on(at, on)

    def let_go(self, on: OnMap, *, begun: bool) -> Outcome:
        """What was drawn in one drag is ended; what was begun by clicks goes on."""
        return self.finished(on) if begun else Outcome(self)

    def finished(self, on: OnMap) -> Outcome:
        """Put it on the map; a phase line is asked for its name first."""
        least = 3 if self.symbol == ENCIRCLEMENT.key else 2
        if len(set(self.points)) < least:
            words = SYMBOLS[self.symbol].words
            count = "three points" if least == 3 else "two points"
            return Outcome(self, refused=f"{words}: {count} are needed; click more, or drop it with Escape.")
        if self.symbol == PHASE_LINE.key:
            ask = AskText(
                "What the phase line is called", default="", at=self.points[-1], then=self._settle(on)
            )
            return Outcome(self.begun_anew(), ask=ask)
        return Outcome(self.begun_anew(), edit=self._settle(on)(""), if_refused=self)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The symbol as it would be, and its length at the hand."""
        points = self.drawn(on)
        if len(set(points)) < 2:
            return self.stroke(on)
        course = shapely.remove_repeated_points(LineString(points))
        symbol = Sketch(SketchKind.SYMBOL, course, text=self.symbol, colour=on.side_colour)
        label = Sketch(SketchKind.LABEL, Point(points[-1]), text=said_length(length_km(course)))
        # The symbol is what shows the line; a stroke along it would hide it.
        held = tuple(sketch for sketch in self.stroke(on) if sketch.kind is not SketchKind.STROKE)
        return (symbol, *held, label)

    def _settle(self, on: OnMap) -> _Named:
        return _Named(self.symbol, LineString(self.points), on)


@dataclass(frozen=True, eq=False)
class _Named:
    """Makes the edit from the words that were asked for."""

    symbol: str
    course: LineString
    on: OnMap

    def __call__(self, words: str) -> Settle:
        entry, on = SYMBOLS[self.symbol], self.on
        said = f"“{words.strip()}”" if words.strip() else said_length(length_km(self.course))
        return Settle(
            f"Draw {_with_article(entry.words)}, {said}",
            lambda project: add_annotation(
                project,
                account=on.account,
                day=on.day,
                kind=entry.kind,
                shape=self.course,
                text=words.strip(),
                symbol=entry.key,
                side=on.side if on.side in project.sides else "",
                ids=on.ids,
            ),
        )


def _with_article(words: str) -> str:
    return f"{'an' if words[0] in 'AEIOU' else 'a'} {words.lower()}"
