"""The tool that pushes the front: a stroke from the front back to the front hands over what it cuts off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

import shapely

from mapdesk.basemaps.gazetteer import places_within
from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.push import Lobe, Push, find_push, push_front
from mapdesk.edit.regions import Regions, regions_of
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import said_area, side_name
from mapdesk.tools.course import Course
from mapdesk.tools.nearby import LonLat, nearest_edge, on_the_grid, pixel_bounds
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
#: How many strokes to remember what they cut off: the one up to the hand, nearly ended, and the one ended.
_KEPT = 3


@dataclass(frozen=True)
class PushFront(Course):
    """The points of the stroke so far; `other` takes the ground on its other side."""

    name: ClassVar[str] = "Push the front"
    other: bool = False

    def guidance(self, on: OnMap) -> str:
        """What the next click does."""
        if not self.points:
            return "Click on the front to begin the stroke"
        if len(self.points) == 1:
            return "Click along the new front; the stroke ends on the old one, Escape drops it"
        if isinstance(self._found(on), Push):
            return "Click, or press Enter, to end it; Tab takes the other side, Backspace the last point back"
        tentative = self._tentative(on)
        if isinstance(tentative, Push):
            return "Click on along the new front, then on the old one to end it; Backspace takes a point back"
        return tentative

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Begin on the front, go on anywhere, end on the front again; with Control held go on near it."""
        there = self.there(at, on)
        if not self.points and not there.held:
            return Outcome(
                replace(self, at=at),
                refused="A stroke begins on the front: click near a front, a coast or the edge of the map.",
            )
        further = self.with_point(there.lon_lat, at)
        ends = there.held and len(self.points) > 1 and further.points != self.points
        return further.finished(on) if ends else Outcome(further)

    def there(self, at: Pointer, on: OnMap) -> Snapped:
        """On the front where the stroke may begin or end, within reach of it."""
        border = None if at.control or len(self.points) == 1 else _border(at, on, REACH)
        return Snapped(border, held=True) if border else Snapped(on_the_grid(at.lon_lat))

    def finished(self, on: OnMap) -> Outcome:
        """Hand over the ground that the stroke cuts off."""
        if len(self.points) < 2:
            return Outcome(self, refused="A stroke needs two points; click along the new front.")
        points, reach, other = self.points, self._degrees(REACH), self.other
        found = _push(on, points, reach, other)
        if not isinstance(found, Push):
            return Outcome(self, refused=found)
        edit = Settle(
            f"Push the front, {said_area(sum(lobe.area_km2 for lobe in found.lobes))}",
            lambda project: push_front(
                project,
                account=on.account,
                day=on.day,
                stroke=points,
                reach=reach,
                ids=on.ids,
                other=other,
            ),
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
        if name in ("tab", "backtab") and self.points:
            return Outcome(replace(self, other=not self.other))
        return super().key(name, on)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """Each piece of ground that would change hands, with its size and localities, and the stroke.

        The ground is active where a click would end the stroke; else it is what would be cut off if the
        stroke went straight to the front from the hand.
        """
        if not self.points or self.at is None:
            return self.stroke(on)
        found = self._found(on)
        ends = isinstance(found, Push)
        if not ends:
            found = self._tentative(on)
        lobes = found.lobes if isinstance(found, Push) else ()
        tints = [_tint(lobe, on, active=ends) for lobe in lobes]
        return (*tints, *self.stroke(on), *_labels(lobes, self.at, on))

    def _found(self, on: OnMap) -> Push | str:
        """What the stroke up to the hand would hand over, or why it can't."""
        return _push(on, self.drawn(on), self._degrees(REACH), self.other)

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


def _push(on: OnMap, points: tuple[LonLat, ...], reach: float, other: bool) -> Push | str:
    """What a stroke would hand over, or the sentence that refuses it; the last few are kept."""
    asked = (on.account, on.day, points, reach, other)
    for project, known, kept in _kept:
        if project is on.project and known == asked:
            return kept
    found: Push | str
    try:
        found = find_push(on.project, account=on.account, day=on.day, stroke=points, reach=reach, other=other)
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
    small = [lobe for lobe in others if not _has_room(lobe, at)]
    lines = [_said([largest], on), *_localities(largest)]
    for receiver in dict.fromkeys(lobe.receiver for lobe in small):
        pieces = [lobe for lobe in small if lobe.receiver == receiver]
        lines.append(f"{_said(pieces, on)} in {len(pieces)} smaller piece{'s' * (len(pieces) > 1)}")
    labels = [_label(lobe, [_said([lobe], on), *_localities(lobe)]) for lobe in others if lobe not in small]
    return [*labels, _label(largest, lines)]


def _has_room(lobe: Lobe, at: Pointer) -> bool:
    west, south, east, north = lobe.ground.bounds
    left, low, right, high = pixel_bounds(at, 0.5)
    across, up = (east - west) / (right - left), (north - south) / (high - low)
    return bool(across >= _ROOM[0] and up >= _ROOM[1])


def _label(lobe: Lobe, lines: Sequence[str]) -> Sketch:
    return Sketch(SketchKind.LABEL, lobe.ground.representative_point(), text="\n".join(lines))


def _said(lobes: Sequence[Lobe], on: OnMap) -> str:
    total = sum(lobe.area_km2 for lobe in lobes)
    return f"+{said_area(total)} to {side_name(on.project, lobes[0].receiver)}"


def _localities(lobe: Lobe) -> list[str]:
    names = [place.name for place in places_within(lobe.ground)]
    more = ", …" if len(names) > _NAMED else ""
    return [f"{', '.join(names[:_NAMED])}{more}"] if names else []
