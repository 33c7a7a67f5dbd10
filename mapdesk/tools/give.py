"""The tool that gives ground whole: an area, a gap, a region or a river bank is a side's by one click."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillAtWork
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import ClassVar, TypeAlias

import shapely

from mapdesk.basemaps.gazetteer import places_within
from mapdesk.edit.edit import EditRefused
from mapdesk.model.features import ControlArea
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.giving import giving
from mapdesk.session.ground_under import GroundKind, GroundUnder, ground_under
from mapdesk.session.naming import STATUS_WORDS, said_area
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import Choice, OnMap, Option, Outcome, Settle, Tool

#: What can be given, and what it is called in the choice of it.
_KINDS = (
    (GroundKind.AREA.value, "The area or gap under the pointer"),
    (GroundKind.REGION.value, "The region (oblast, province)"),
    (GroundKind.BANK.value, "This bank of the river"),
)
#: How many of the localities in the ground are named.
_NAMED = 3
#: How long a move of the hand waits for the ground, in seconds.
_PATIENCE = 0.03
_NO_SIDE = "Choose the side that the ground goes to first; with Shift it goes to nobody."

#: What was asked: the account, the day, the kind of ground, and the place.
_Asked: TypeAlias = tuple[str, date, str, LonLat]


@dataclass(frozen=True)
class _Offer:
    """Ground that a click would give, and the localities in it."""

    ground: GroundUnder
    localities: tuple[str, ...]


@dataclass(frozen=True)
class Give(Tool):
    """Which kind of ground a click gives, and where the hand is."""

    name: ClassVar[str] = "Give ground"
    kind: str = GroundKind.AREA.value
    at: Pointer | None = None

    def guidance(self, on: OnMap) -> str:
        """What a click does."""
        found = _offered(on, self.kind, self.at) if self.at else None
        to_nobody = self.at is not None and self.at.shift
        if not on.side_name and not to_nobody:
            return _NO_SIDE
        if isinstance(found, str):
            return found
        to = "nobody" if to_nobody else f"{on.side_name}, {STATUS_WORDS[on.status]}"
        if isinstance(found, _Offer):
            if _is_so(found.ground, on, to_nobody=to_nobody):
                return f"This is {'nobody' if to_nobody else on.side_name}’s already"
            return f"Click to give {found.ground.name} to {to}{'' if to_nobody else '; with Shift to nobody'}"
        return f"Point at the ground that goes to {to}"

    def cursor(self, on: OnMap) -> str:
        """A pointing hand."""
        return "hand"

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """What a click gives."""
        return (Choice("kind", "Give", _KINDS, self.kind),)

    def with_option(self, key: str, value: str | float) -> Tool:
        """With another kind of ground."""
        return replace(self, kind=str(value)) if key == "kind" else self

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """Look at what lies there."""
        return Outcome(replace(self, at=at))

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Give the ground there to the side chosen, or to nobody with Shift held."""
        here = replace(self, at=at)
        side = "" if at.shift else on.side
        if not at.shift and not on.side_name:
            return Outcome(here, refused=_NO_SIDE)
        found = _offered(on, self.kind, at, patience=None)
        if not isinstance(found, _Offer):
            return Outcome(here, refused=found or "")
        if _is_so(found.ground, on, to_nobody=at.shift):
            return Outcome(here, refused="This ground is held that way already, so nothing would change.")
        label, edit = giving(on.project, on.account, on.day, found.ground, side, on.status, on.ids)
        return Outcome(here, edit=Settle(label, edit))

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """The first of the two clicks gave it."""
        return Outcome(replace(self, at=at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape puts the tool down."""
        return Outcome(Select(self.at)) if name == "escape" else None

    def is_awaited(self, on: OnMap) -> bool:
        """While the ground under the hand is being worked out."""
        return self.at is not None and _missed == [self.at.lon_lat]

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The ground that a click would give, with its size and localities."""
        found = _offered(on, self.kind, self.at) if self.at else None
        # What comes a moment after this was shown is still to be shown.
        _missed[:] = [self.at.lon_lat] if self.at and found is None else []
        if self.at is None or not isinstance(found, _Offer):
            return ()
        to_nobody = self.at.shift
        words = "nobody" if to_nobody else on.side_name
        if not words:
            return ()
        size = said_area(found.ground.area_km2)
        is_so = _is_so(found.ground, on, to_nobody=to_nobody)
        lines = [f"{size}, {words}’s already" if is_so else f"{size} to {words}", *found.localities]
        colour = "" if to_nobody else on.side_colour
        return (
            Sketch(SketchKind.GROUND, found.ground.shape, colour=colour, active=not is_so),
            Sketch(SketchKind.LABEL, shapely.Point(self.at.lon_lat), text="\n".join(lines)),
        )


def _is_so(ground: GroundUnder, on: OnMap, *, to_nobody: bool) -> bool:
    """Whether an area is held in just the way that a click would give it."""
    area = on.features.get(ground.feature_id)
    if not isinstance(area, ControlArea):
        return False
    return not to_nobody and (area.side, area.status) == (on.side, on.status)


def _offered(
    on: OnMap, kind: str, at: Pointer | None, patience: float | None = _PATIENCE
) -> _Offer | str | None:
    """The ground under the hand, or the sentence that refuses it; None while it is being worked out."""
    if at is None:
        return None
    asked = (on.account, on.day, kind, at.lon_lat)
    for project, known, kept in _kept:
        if project is on.project and known == asked:
            return _waited_for(kept, patience, on)
    for _, _, late in _kept:
        late.cancel()
    looking = _worker().submit(_look, on.project, asked)
    _kept[:] = [(on.project, asked, looking)]
    return _waited_for(looking, patience, on)


_kept: list[tuple[Project, _Asked, Future[_Offer | str]]] = []
#: The place of the hand, where nothing could be shown of the ground there yet.
_missed: list[LonLat] = []


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="ground-under")


def _waited_for(looking: Future[_Offer | str], patience: float | None, on: OnMap) -> _Offer | str | None:
    try:
        found = looking.result(timeout=patience)
    except StillAtWork:
        return None
    if isinstance(found, _Offer) and found.ground.feature_id and found.ground.feature_id not in on.features:
        return "What lies here is hidden; show it to give it away."
    return found


def _look(project: Project, asked: _Asked) -> _Offer | str:
    account, day, kind, place = asked
    try:
        ground = ground_under(project, account, day, GroundKind(kind), place)
    except EditRefused as refusal:
        return str(refusal)
    for known, offer in _offers:
        if known is ground:
            return offer
    _ = ground.area_km2
    offer = _Offer(ground, _localities(ground))
    _offers[:] = [(ground, offer)]
    return offer


_offers: list[tuple[GroundUnder, _Offer]] = []


def _localities(ground: GroundUnder) -> tuple[str, ...]:
    names: Sequence[str] = [place.name for place in places_within(ground.shape)[: _NAMED + 1]]
    more = ", …" if len(names) > _NAMED else ""
    return (f"{', '.join(names[:_NAMED])}{more}",) if names else ()
