"""The tool that pushes the front: a stroke from the front back to it hands over what it cuts off.

One that closes into a ring away from the front encircles: what is inside becomes a pocket.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

import shapely

from mapdesk.basemaps.gazetteer import places_within
from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.pocket import pocket_in, round_of
from mapdesk.edit.push import Lobe, Push, apply_push, push_in
from mapdesk.edit.regions import Regions, regions_of
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import said_area, side_name
from mapdesk.tools.freehand import CLOSING_REACH, Freehand
from mapdesk.tools.nearby import (
    LonLat,
    has_room,
    nearest_edge,
    on_the_grid,
    pixel_bounds,
    pixels_between,
)
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.snapping import Snapped
from mapdesk.tools.tool import OnMap, Outcome, Settle

#: How near to the front a stroke has to begin and end, in pixels.
REACH = 24.0
#: How far from the front the hand may be, in pixels, to see what the stroke would cut off if it went there.
_SEEN = 1000.0
#: How many of the localities in the ground are named.
_NAMED = 3
#: The least width and height in pixels of ground that has a label of its own.
_ROOM = (160.0, 60.0)
#: Ground smaller than this, in km², reads as none: where a stroke leaves the front a little beside it.
_LEAST_KM2 = 0.005
#: Ground without a place, to have the gazetteer read.
_NOWHERE = shapely.box(0.0, 0.0, 1e-6, 1e-6)
#: How many strokes to remember what they move: up to the hand, nearly ended and ended, each also as a ring.
_KEPT = 6


@dataclass(frozen=True)
class PushFront(Freehand):
    """The points of the stroke so far; `other` takes the ground on its other side."""

    name: ClassVar[str] = "Push the front"
    other: bool = False

    def guidance(self, on: OnMap) -> str:
        """What the next click does."""
        if self.trail:
            if isinstance(self._found(on), Push):
                return "Let go to end it; Tab takes the other side, Escape drops it"
            return "Draw on to the front, or close the stroke into a ring; Escape drops it"
        if not self.points:
            return "Drag along the new front, from the old one and back to it; or click its points"
        if self.tracing:
            return self.tracing_guidance(on)
        if len(self.points) == 1:
            return "Click along the new front; the stroke ends on the old one, Escape drops it"
        if isinstance(self._found(on), Push):
            return "Click, or press Enter, to end it; Tab takes the other side, Backspace the last point back"
        tentative = self._tentative(on)
        if isinstance(tentative, Push):
            return "Click on along the new front, then on the old one to end it; Backspace takes a point back"
        return tentative

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Begin on the front, go on anywhere, end on the front again; with Alt held go on near it."""
        there = self.there(at, on)
        if not self.points and not there.held:
            return Outcome(
                replace(self, at=at),
                refused="A stroke begins on the front: click near a front, a coast or the edge of the map.",
            )
        if self.tracing and self.points:
            return self.gone_on(at, on)
        further = self.with_point(there.lon_lat, at)
        ends = there.held and len(self.points) > 1 and further.points != self.points
        closes = len(self.points) > 2 and pixels_between(at, self.points[0]) <= CLOSING_REACH
        return further.finished(on) if ends or closes else Outcome(further)

    def let_go(self, on: OnMap, *, begun: bool) -> Outcome:
        """A drag ends the stroke; where it can’t, the stroke waits to be mended by clicks."""
        return self.finished(on)

    def there(self, at: Pointer, on: OnMap) -> Snapped:
        """On the front where the stroke may begin or end, within reach of it."""
        border = None if at.alt or len(self.points) == 1 else _border(at, on, REACH)
        return Snapped(border, held=True) if border else Snapped(on_the_grid(at.lon_lat))

    def end_of_drag(self, at: Pointer, on: OnMap) -> LonLat:
        """Where the hand is: the whole stroke is led to the front, or cut back to it where it goes over."""
        return on_the_grid(at.lon_lat)

    def finished(self, on: OnMap) -> Outcome:
        """Hand over the ground that the stroke cuts off."""
        if len(self.points) < 2:
            return Outcome(self, refused="A stroke needs two points; click along the new front.")
        points, reach, other = self.points, self._degrees(REACH), self.other
        found = _moved(on, points, reach, other)
        if not isinstance(found, Push):
            return Outcome(self, refused=found)
        size = said_area(sum(lobe.area_km2 for lobe in found.lobes))
        edit = Settle(
            f"Encircle {size}" if found.stroke.is_closed else f"Push the front, {size}",
            lambda project: _pushed(project, found, points, reach, other, on),
        )
        return Outcome(self.begun_anew(), edit=edit, if_refused=self)

    def prepare(self, on: OnMap) -> None:
        """The borders of the map, and the gazetteer."""
        _regions(on)
        places_within(_NOWHERE)

    def begun_anew(self) -> PushFront:
        """Without a point, and on the usual side again."""
        return PushFront(at=self.at)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Tab takes the ground on the other side of the stroke."""
        if not self.tracing and name in ("tab", "backtab") and (self.points or self.trail):
            return Outcome(replace(self, other=not self.other))
        return super().key(name, on)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """Each piece of ground that would change hands, with its size and localities, and the stroke.

        The ground is active where a click would end the stroke; else it is what would be cut off if the
        stroke went straight to the front from the hand.
        """
        if not (self.points or self.trail) or self.at is None:
            return self.stroke(on)
        found = self._found(on)
        ends = isinstance(found, Push)
        # A stroke that is traced goes nowhere straight.
        if not ends and not self.tracing:
            found = self._tentative(on)
        lobes = found.lobes if isinstance(found, Push) else ()
        tints = [_tint(lobe, on, active=ends) for lobe in lobes]
        return (*tints, *self.stroke(on), *_labels(lobes, self.at, on))

    def _found(self, on: OnMap) -> Push | str:
        """What the stroke up to the hand would hand over, or why it can't."""
        return _moved(on, self.drawn(on), self._degrees(REACH), self.other)

    def _tentative(self, on: OnMap) -> Push | str:
        """What it would hand over if it went straight to the front from the hand, or why it can't."""
        border = _border(self.at, on, _SEEN) if self.at else None
        ended = (*self.drawn(on), border) if border else self.drawn(on)
        return _push(on, ended, self._degrees(REACH), self.other)

    def _degrees(self, pixels: float) -> float:
        return pixels * self.at.degrees_per_pixel if self.at else 0.0


def _border(at: Pointer, on: OnMap, reach: float) -> LonLat | None:
    """The place on a front, coast or edge of the map nearest to the hand, within so many pixels of it."""
    regions = _regions(on)
    near = regions.edge_ends[regions.edges.query(shapely.box(*pixel_bounds(at, reach)))]
    edge = nearest_edge(near, at, reach)
    return edge.nearest if edge else None


def _regions(on: OnMap) -> Regions:
    """The regions of the map; the last are kept, as looking them up by all their vertices takes its time."""
    asked = (on.account, on.day)
    for project, known, kept in _kept_regions:
        if project is on.project and known == asked:
            return kept
    regions = regions_of(on.project, snapshot_to_edit(on.project, on.account, on.day))
    _kept_regions[:] = [(on.project, asked, regions)]
    return regions


_kept_regions: list[tuple[Project, tuple[str, date], Regions]] = []


def _pushed(
    project: Project, found: Push, points: tuple[LonLat, ...], reach: float, other: bool, on: OnMap
) -> Edited:
    """The edit of a stroke: what was found while it was drawn, or anew where the map is another by now."""
    if project is not on.project:
        anew = _moved(replace(on, project=project), points, reach, other)
        if not isinstance(anew, Push):
            raise EditRefused(anew)
        found = anew
    return apply_push(project, found, account=on.account, day=on.day, ids=on.ids)


def _moved(on: OnMap, points: tuple[LonLat, ...], reach: float, other: bool) -> Push | str:
    """What a stroke would hand over, as a push or else as a ring, or the sentence that refuses it."""
    found = _push(on, points, reach, other)
    if isinstance(found, Push):
        return found
    ring = _kept_or_found(
        on, ("ring", points, reach, other, on.side, on.status), lambda: _ring(on, points, reach, other)
    )
    return ring or found


def _push(on: OnMap, points: tuple[LonLat, ...], reach: float, other: bool) -> Push | str:
    """What a stroke would hand over from front to front, or the sentence that refuses it."""
    asked = ("push", points, reach, other)
    return _kept_or_found(on, asked, lambda: push_in(_regions(on), points, reach, other=other))


def _ring(on: OnMap, points: tuple[LonLat, ...], reach: float, other: bool) -> Push | str:
    """What a stroke would hand over as a ring; no words where it is none."""
    outline = round_of(points, reach)
    if outline is None:
        return ""
    return pocket_in(_regions(on), outline, side=on.side, status=on.status, other=other)


def _kept_or_found(on: OnMap, asked: tuple[object, ...], find: Callable[[], Push | str]) -> Push | str:
    """What was found for the same question on the same map, as long as it is kept, or is found now."""
    asked = (on.account, on.day, *asked)
    for project, known, kept in _kept:
        if project is on.project and known == asked:
            return kept
    try:
        found = find()
    except EditRefused as refusal:
        found = str(refusal)
    _kept.insert(0, (on.project, asked, found))
    del _kept[_KEPT:]
    return found


_kept: list[tuple[Project, tuple[object, ...], Push | str]] = []


def _tint(lobe: Lobe, on: OnMap, *, active: bool) -> Sketch:
    receiver = on.project.sides.get(lobe.receiver)
    colour = receiver.colour if receiver else ""
    return Sketch(SketchKind.GROUND, lobe.ground, colour=colour, active=active)


def _labels(lobes: Sequence[Lobe], at: Pointer, on: OnMap) -> list[Sketch]:
    """A label in each lobe that has room for one; the largest names what the small ones come to as well."""
    said = sorted((lobe for lobe in lobes if lobe.area_km2 >= _LEAST_KM2), key=lambda lobe: lobe.area_km2)
    if not said:
        return []
    *others, largest = said
    small = [lobe for lobe in others if not has_room(lobe.ground.bounds, at, _ROOM)]
    lines = [_said([largest], on), *_localities(largest)]
    for receiver in dict.fromkeys(lobe.receiver for lobe in small):
        pieces = [lobe for lobe in small if lobe.receiver == receiver]
        lines.append(f"{_said(pieces, on)} in {len(pieces)} smaller piece{'s' * (len(pieces) > 1)}")
    labels = [_label(lobe, [_said([lobe], on), *_localities(lobe)]) for lobe in others if lobe not in small]
    return [*labels, _label(largest, lines)]


def _label(lobe: Lobe, lines: Sequence[str]) -> Sketch:
    return Sketch(SketchKind.LABEL, lobe.ground.representative_point(), text="\n".join(lines))


def _said(lobes: Sequence[Lobe], on: OnMap) -> str:
    total = sum(lobe.area_km2 for lobe in lobes)
    return f"+{said_area(total)} to {side_name(on.project, lobes[0].receiver)}"


def _localities(lobe: Lobe) -> list[str]:
    names = [place.name for place in places_within(lobe.ground)]
    more = ", …" if len(names) > _NAMED else ""
    return [f"{', '.join(names[:_NAMED])}{more}"] if names else []
