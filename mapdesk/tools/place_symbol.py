"""The tool that places symbols on single places: strikes, crossings, airfields, units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from shapely import Point

from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.features import add_annotation
from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.project import Project
from mapdesk.model.symbols import POINT_SYMBOLS, STRIKE, SYMBOLS, UNIT, UNIT_BY_CODE, is_unit_code
from mapdesk.render import unit_symbols
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.tools.nearby import LonLat, on_the_grid
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import AskText, Choice, OnMap, Option, Outcome, Settle, Tool


@dataclass(frozen=True)
class PlaceSymbol(Tool):
    """Waiting for the place of a symbol, by its key."""

    name: ClassVar[str] = "Symbols"
    symbol: str = STRIKE.key
    at: Pointer | None = None

    def guidance(self, on: OnMap) -> str:
        """What a click does."""
        if self.symbol == UNIT_BY_CODE.key:
            return "Click where the unit stands, then write the 20 digits of its symbol"
        return f"Click where the {SYMBOLS[self.symbol].words.lower()} goes"

    def cursor(self, on: OnMap) -> str:
        """A cross."""
        return "cross"

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """Which symbol is placed."""
        entries = (*POINT_SYMBOLS, UNIT_BY_CODE)
        return (Choice("symbol", "Symbol", tuple((one.key, one.words) for one in entries), self.symbol),)

    def with_option(self, key: str, value: str | float) -> Tool:
        """With another symbol."""
        is_known = any(value == entry.key for entry in (*POINT_SYMBOLS, UNIT_BY_CODE))
        return replace(self, symbol=str(value)) if key == "symbol" and is_known else self

    def prepare(self, on: OnMap) -> None:
        """Have the library of unit symbols loaded before the first of them is wanted."""
        if self.symbol == UNIT_BY_CODE.key:
            unit_symbols.prepare((unit_symbols.EXAMPLE,))

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """The symbol follows the hand."""
        return Outcome(replace(self, at=at))

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Place the symbol here; a unit's code is asked for first."""
        place, here = on_the_grid(at.lon_lat), replace(self, at=at)
        if self.symbol != UNIT_BY_CODE.key:
            return Outcome(here, edit=_placed(self.symbol, place, on))
        ask = AskText(
            "The 20 digits of the unit's symbol (MIL-STD-2525D or APP-6D)",
            default=_last_code(on),
            at=place,
            then=lambda typed: _placed("".join(typed.split()), place, on),
        )
        return Outcome(here, ask=ask)

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """The first of the two clicks has placed it already."""
        return Outcome(replace(self, at=at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape goes back to selecting."""
        return Outcome(Select(self.at)) if name == "escape" else None

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The symbol where the hand is."""
        if self.at is None:
            return ()
        shown = UNIT.key if self.symbol == UNIT_BY_CODE.key else self.symbol
        return (Sketch(SketchKind.SYMBOL, Point(self.at.lon_lat), text=shown, colour=on.side_colour),)


def _placed(symbol: str, place: LonLat, on: OnMap) -> Settle:
    entry = SYMBOLS.get(symbol)

    def edit(project: Project) -> Edited:
        if entry is None:
            try:
                unit_symbols.unit_symbol(symbol)
            except unit_symbols.UnitRefused as refusal:
                raise EditRefused(str(refusal)) from refusal
        return add_annotation(
            project,
            account=on.account,
            day=on.day,
            kind=AnnotationKind.SYMBOL,
            shape=Point(place),
            symbol=symbol,
            side=on.side if on.side in project.sides else "",
            ids=on.ids,
        )

    return Settle(f"Place {entry.words.lower() if entry else f'the unit {symbol}'}", edit)


def _last_code(on: OnMap) -> str:
    """The code of the unit placed last: the next one is often of the same kind."""
    codes = [
        feature.symbol
        for feature in on.features.values()
        if isinstance(feature, Annotation) and is_unit_code(feature.symbol)
    ]
    return codes[-1] if codes else ""
