"""The tool that paints ground for the side and with the status chosen, or erases it, with a round brush."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from shapely import Point
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.brush import brushed, changed_km2, dab, swept
from mapdesk.edit.claim import give_ground
from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.model.features import Status
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Ground
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import STATUS_WORDS, said_area
from mapdesk.tools.nearby import LonLat, pixels_between
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import Amount, Choice, OnMap, Option, Outcome, Settle, Tool

#: The widths, in km, that [ and ] go through.
_WIDTHS = (
    0.1,
    0.2,
    0.3,
    0.5,
    0.7,
    1.0,
    1.5,
    2.0,
    3.0,
    5.0,
    7.0,
    10.0,
    15.0,
    20.0,
    30.0,
    50.0,
    70.0,
    100.0,
    200.0,
)
#: Moves shorter than this much of the brush's width change no outline that one can see.
_STEP = 0.04
#: Less than this, in km², reads as none.
_LEAST_KM2 = 0.005
_PAINT, _ERASE = "paint", "erase"


@dataclass(frozen=True)
class Brush(Tool):
    """A brush so many km wide; `painted` is what the stroke has covered, `last` where it has come to."""

    name: ClassVar[str] = "Area brush"
    width: float = 5.0
    mode: str = _PAINT
    at: Pointer | None = None
    painted: BaseGeometry | None = None
    last: LonLat = (0.0, 0.0)
    erases: bool = False

    def guidance(self, on: OnMap) -> str:
        """What a drag does."""
        if self.painted is not None:
            return "Let go to keep it, Escape drops it"
        if self._erases(self.at):
            return "Drag to erase: the ground is nobody’s then, or again that of the side at home there"
        if not on.side_name:
            return "Choose the side that the ground is for"
        return (
            f"Drag to paint ground for {on.side_name}, {STATUS_WORDS[on.status]}; "
            "[ and ] change the brush, with Shift it erases"
        )

    def cursor(self, on: OnMap) -> str:
        """A cross."""
        return "cross"

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """The width of the brush, and whether it paints or erases."""
        modes = ((_PAINT, "Paint"), (_ERASE, "Erase"))
        return (
            Amount("width", "Brush", "km", _WIDTHS[0], _WIDTHS[-1], self.width),
            Choice("mode", "Brush does", modes, self.mode),
        )

    def with_option(self, key: str, value: str | float) -> Tool:
        """With another width or mode."""
        if key == "width":
            return replace(self, width=max(_WIDTHS[0], min(_WIDTHS[-1], float(value))))
        return replace(self, mode=str(value)) if key == "mode" else self

    def grabs(self, at: Pointer, on: OnMap) -> bool:
        """Everywhere: the middle button, or Space held, moves the map."""
        return True

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """The first dab."""
        erases = self._erases(at)
        if not erases and not on.side_name:
            return Outcome(replace(self, at=at), refused="Choose the side that the ground is for first.")
        first = dab(at.lon_lat, self.width / 2)
        return Outcome(replace(self, at=at, painted=first, last=at.lon_lat, erases=erases))

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The brush follows the hand."""
        moved = pixels_between(at, self.last) * at.degrees_per_pixel * KM_PER_DEGREE
        if self.painted is None or moved < _STEP * self.width:
            return Outcome(replace(self, at=at))
        return Outcome(self._painted_to(at))

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """Give what is painted to the side, or take it from all."""
        if self.painted is None:
            return Outcome(replace(self, at=at))
        return self._painted_to(at)._settled(on)

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """A single dab."""
        outcome = self.pressed(at, on)
        tool = outcome.tool
        return tool._settled(on) if isinstance(tool, Brush) and tool.painted is not None else outcome

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """The first click has painted what there was to paint."""
        return Outcome(replace(self, at=at))

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """The brush's outline follows the hand."""
        return Outcome(replace(self, at=at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """[ makes the brush narrower, ] wider; Escape drops the stroke, and then the tool."""
        match name:
            case "[":
                smaller = [width for width in _WIDTHS if width < self.width]
                return Outcome(replace(self, width=max(smaller, default=self.width)))
            case "]":
                larger = [width for width in _WIDTHS if width > self.width]
                return Outcome(replace(self, width=min(larger, default=self.width)))
            case "escape":
                return Outcome(self.begun_anew() if self.painted is not None else Select(self.at))
        return None

    def begun_anew(self) -> Self:
        """The same brush, with nothing painted."""
        return replace(self, painted=None, erases=False)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """What is painted, with what it changes in km², and the brush at its true size."""
        if self.at is None:
            return ()
        colour = "" if self._erases(self.at) else on.side_colour
        ring = Sketch(SketchKind.GHOST, dab(self.at.lon_lat, self.width / 2).exterior, colour=colour)
        if self.painted is None:
            return (ring,)
        ground = brushed(self.painted, self.width / 2)
        if ground.is_empty:
            return (ring,)
        said = f"+{said_area(self._changes(ground, on))} to {'nobody' if self.erases else on.side_name}"
        return (
            Sketch(SketchKind.GROUND, ground, colour=colour, active=True),
            ring,
            Sketch(SketchKind.LABEL, Point(self.at.lon_lat), text=said, colour=colour),
        )

    def _erases(self, at: Pointer | None) -> bool:
        """Whether the stroke under way erases, or one begun now would."""
        if self.painted is not None:
            return self.erases
        return (self.mode == _ERASE) != bool(at and at.shift)

    def _painted_to(self, at: Pointer) -> Self:
        painted = swept(self.painted, self.last, at.lon_lat, self.width / 2) if self.painted else None
        return replace(self, at=at, painted=painted, last=at.lon_lat)

    def _changes(self, ground: Ground, on: OnMap) -> float:
        """How much of the ground would change, in km²."""
        if not self.erases and on.status is Status.CLAIMED:
            return changed_km2(ground, (), ground, side=on.side, status=on.status)
        snapshot = snapshot_to_edit(on.project, on.account, on.day)
        side = "" if self.erases else on.side
        areas = planar_areas(snapshot.features)
        return changed_km2(ground, areas, snapshot.extent, side=side, status=on.status)

    def _settled(self, on: OnMap) -> Outcome:
        ground = brushed(self.painted, self.width / 2) if self.painted else None
        if ground is None or ground.is_empty:
            return Outcome(self.begun_anew(), refused="The brush was beyond the edge of the map.")
        size = self._changes(ground, on)
        if size < _LEAST_KM2:
            why = "Nobody holds ground" if self.erases else "This ground is held that way already"
            return Outcome(self.begun_anew(), refused=f"{why} here, so nothing would change.")
        side, status = ("", Status.CONTROLLED) if self.erases else (on.side, on.status)
        label = "Erase ground" if self.erases else f"Paint ground for {on.side_name}"
        edit = Settle(
            f"{label}, {said_area(size)}",
            lambda project: give_ground(
                project,
                account=on.account,
                day=on.day,
                ground=polygons_of(ground),
                side=side,
                status=status,
                ids=on.ids,
            ),
        )
        return Outcome(self.begun_anew(), edit=edit)
