"""What an edit did to the map of a date, and the same done to a later map wherever that still fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from mapdesk.edit.claim import given_to
from mapdesk.edit.edit import Ids
from mapdesk.geometry.coverage import cleaned, dissolved
from mapdesk.geometry.grid import GRID, polygons_of
from mapdesk.geometry.overlay import difference, intersection, union
from mapdesk.geometry.segments import changed_segments
from mapdesk.model.features import ControlArea, Evidence, Feature, FrontLine, Status
from mapdesk.model.ground import NOBODY, Holder, holder_of, planar_areas
from mapdesk.model.project import Ground, Snapshot

#: An area on a later map is the one that the edit made where they have at least this much of the smaller one
#: in common.
_SAME_SHARE = 0.5
#: So far round what changed it is looked, in degrees.
_BESIDE = 0.01
#: What fronts have by themselves; all else of a derived one was said by hand.
_DERIVED = frozenset({"feature_id", "shape", "sides", "derived"})
#: What of an area is its ground; all else is said of it.
_GROUND = frozenset({"feature_id", "shape", "side", "status", "split_from"})


@dataclass(frozen=True)
class Kept:
    """What a later map did not take of an edit, and `wholly` where it took nothing of it.

    `holders` are the Sides ("" for nobody) that no longer had ground which the edit took from them;
    `features` what had become of features since: another value; `reason` a refusal.
    """

    day: date
    wholly: bool
    holders: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class _Moved:
    """Clean ground that went from one holder to another, and how well that is known."""

    before: Holder
    after: Holder
    ground: tuple[Polygon, ...]
    evidence: Evidence


@dataclass(frozen=True)
class DayEdit:
    """What an edit did to the map of a date: the ground that it moved, and the other features."""

    before: Mapping[str, Feature]
    after: Mapping[str, Feature]
    extent: Ground
    moved: tuple[_Moved, ...]

    @property
    def reshaped(self) -> set[str]:
        """The areas that have another shape or holder now, or came or went."""
        old = {area.feature_id: (holder_of(area), area.shape) for area in planar_areas(self.before)}
        new = {area.feature_id: (holder_of(area), area.shape) for area in planar_areas(self.after)}
        return {uid for uid in old.keys() | new.keys() if old.get(uid) != new.get(uid)}

    @property
    def ground(self) -> list[Polygon]:
        """All ground that changed hands; where none did, that of the areas that were parted or joined."""
        if self.moved:
            return [piece for moved in self.moved for piece in moved.ground]
        return [area.shape for area in planar_areas(self.before) if area.feature_id in self.reshaped]


def edit_between(before: Mapping[str, Feature], after: Snapshot) -> DayEdit:
    """What an edit did that led from the features of a date to its map."""
    return DayEdit(before, after.features, after.extent, tuple(_moved(before, after.features)))


def on_later_map(edit: DayEdit, later: Snapshot, ids: Ids) -> tuple[Mapping[str, Feature], Kept | None]:
    """The features of a later map with the edit, and what it did not take, if anything."""
    if later.features == edit.before and later.extent == edit.extent:
        return edit.after, None
    features, other = _with_changes(edit, later)
    holders: tuple[str, ...] = ()
    if edit.reshaped:
        same = _as_on_the_day(edit, replace(later, features=features))
        if same is not None:
            features = same
        elif edit.moved:
            features, holders = _with_ground(edit, replace(later, features=features), ids)
        else:
            other += [area for area in planar_areas(edit.before) if area.feature_id in edit.reshaped]
    features = _with_facts(edit, features, other)
    if not holders and not other:
        return features, None
    return features, Kept(later.date, wholly=False, holders=holders, features=tuple(other))


# The ground


def _moved(before: Mapping[str, Feature], after: Mapping[str, Feature]) -> list[_Moved]:
    """The ground of the planar map that changed hands or status, by old and new holder."""
    stayed = {id(area) for area in planar_areas(before)} & {id(area) for area in planar_areas(after)}
    old_areas = [area for area in planar_areas(before) if id(area) not in stayed]
    new_areas = [area for area in planar_areas(after) if id(area) not in stayed]
    window = _where_changed(old_areas, new_areas)
    if window is None:
        return []
    old, new = _by_holder(old_areas, window), _by_holder(new_areas, window)
    nothing: Ground = MultiPolygon()
    given = {holder: difference(ground, new.get(holder, nothing)) for holder, ground in old.items()}
    taken = {holder: difference(ground, old.get(holder, nothing)) for holder, ground in new.items()}
    flows = [
        (holder, other, intersection(ground, received))
        for holder, ground in given.items()
        for other, received in taken.items()
        if holder != other
    ]
    flows += [(h, NOBODY, difference(ground, union(list(taken.values())))) for h, ground in given.items()]
    flows += [(NOBODY, h, difference(ground, union(list(given.values())))) for h, ground in taken.items()]
    found = []
    for holder, other, shape in flows:
        pieces = _pieces(shape)
        if pieces:
            receivers = [area for area in new_areas if holder_of(area) == other]
            found.append(_Moved(holder, other, tuple(pieces), _evidence(receivers, pieces)))
    return found


def _where_changed(old: Sequence[ControlArea], new: Sequence[ControlArea]) -> Polygon | None:
    """A rectangle round all ground that may have changed hands; areas are large, and edits are small."""
    before = {(holder_of(area), area.shape) for area in old}
    after = {(holder_of(area), area.shape) for area in new}
    given = [shape for _, shape in before ^ after]
    if not given:
        return None
    edges = changed_segments([area.shape for area in old], [area.shape for area in new])
    # Whoever gets ground whole gets it with the borders that it had.
    known = {area.shape for area in old} & {area.shape for area in new}
    whole = [shape.bounds for shape in given if shape in known]
    points = np.concatenate([edges.reshape(-1, 2), np.asarray(whole).reshape(-1, 2)])
    (west, south), (east, north) = points.min(axis=0) - _BESIDE, points.max(axis=0) + _BESIDE
    return shapely.box(west, south, east, north)


def _by_holder(areas: Sequence[ControlArea], window: Polygon) -> dict[Holder, Ground]:
    shapes: defaultdict[Holder, list[Polygon]] = defaultdict(list)
    for area in areas:
        shapes[holder_of(area)] += polygons_of(intersection(area.shape, window))
    return {holder: dissolved(parts) for holder, parts in sorted(shapes.items()) if parts}


def _pieces(shape: shapely.Geometry) -> list[Polygon]:
    """The polygons of a shape on the grid, without the hairs that rounding to it leaves along borders."""
    ground = [piece for piece in polygons_of(shape) if piece.area > piece.length * GRID]
    return [piece for piece in cleaned(ground) if piece.area > piece.length * GRID] if ground else []


def _evidence(receivers: Sequence[ControlArea], pieces: Sequence[Polygon]) -> Evidence:
    inside = shapely.point_on_surface(pieces[0])
    found = (area.evidence for area in receivers if area.shape.contains(inside))
    return next(found, Evidence.UNCONFIRMED)


def _as_on_the_day(edit: DayEdit, later: Snapshot) -> Mapping[str, Feature] | None:
    """The very areas that the edit made, where around its ground all is as it was on its own date."""
    old = {area.feature_id: area for area in planar_areas(edit.before)}
    new = {area.feature_id: area for area in planar_areas(edit.after)}
    changed = {uid for uid in old.keys() | new.keys() if old.get(uid) is not new.get(uid)}
    if any(later.features.get(uid) != old.get(uid) for uid in changed):
        return None
    ground = union(edit.ground)
    there = _near(planar_areas(later.features), ground)
    if any(old.get(area.feature_id) != area for area in there) or not later.extent.covers(ground):
        return None
    kept: dict[str, Feature] = {
        uid: new.get(uid, one) if uid in changed else one
        for uid, one in later.features.items()
        if uid not in changed or uid in new
    }
    return kept | {uid: area for uid, area in new.items() if uid in changed}


def _near(areas: Sequence[ControlArea], ground: shapely.Geometry) -> list[ControlArea]:
    own = shapely.force_2d(ground)
    shapely.prepare(own)
    near = shapely.dwithin(own, np.asarray([area.shape for area in areas], dtype=object), 2 * GRID)
    return [area for area, is_near in zip(areas, near, strict=True) if is_near]


def _with_ground(edit: DayEdit, later: Snapshot, ids: Ids) -> tuple[Mapping[str, Feature], tuple[str, ...]]:
    """A later map with the ground given where its old holder still has it, and who no longer had it."""
    features = _with_whole_areas(edit, later.features)
    lost: dict[str, None] = {}
    given: defaultdict[Holder, list[Polygon]] = defaultdict(list)
    for moved in edit.moved:
        whole = union(moved.ground)
        near = _near(planar_areas(features), whole)
        ground = intersection(whole, later.extent)
        held = _still_held(ground, moved, near)
        already = _held_within(ground, [area for area in near if holder_of(area) == moved.after])
        if _pieces(difference(difference(ground, held), already)):
            lost[moved.before.side] = None
        given[moved.after] += _pieces(held)
    evidence = {moved.after: moved.evidence for moved in edit.moved}
    for holder, pieces in given.items():
        if pieces:
            status = Status(holder.status or Status.CONTROLLED)
            taken = given_to(features, pieces, holder.side, status, ids, evidence[holder])
            features = _named_alike(edit, features, taken.features)
    return features, tuple(lost)


def _with_whole_areas(edit: DayEdit, features: Mapping[str, Feature]) -> Mapping[str, Feature]:
    """Features with each area that the edit gave to another holder whole given likewise, under its own id."""
    given = dict(features)
    for moved in edit.moved:
        ground = union(moved.ground)
        for uid, area in features.items():
            old, new = edit.before.get(uid), edit.after.get(uid)
            if not (isinstance(old, ControlArea) and isinstance(new, ControlArea) and _is_ground(area)):
                continue
            assert isinstance(area, ControlArea)
            holders = (holder_of(old), holder_of(new), holder_of(area))
            if holders == (moved.before, moved.after, moved.before) and ground.covers(area.shape):
                given[uid] = replace(area, side=new.side, status=new.status)
    return given


def _still_held(ground: Ground, moved: _Moved, areas: Sequence[ControlArea]) -> shapely.Geometry:
    if moved.before == NOBODY:
        return difference(ground, _held_within(ground, areas))
    of_side = [area for area in areas if area.side == moved.before.side]
    if moved.after.side == moved.before.side:
        of_side = [area for area in of_side if area.status.value == moved.before.status]
    return _held_within(ground, of_side)


def _held_within(ground: Ground, areas: Sequence[ControlArea]) -> shapely.Geometry:
    return union([intersection(area.shape, ground) for area in areas])


def _named_alike(
    edit: DayEdit, before: Mapping[str, Feature], after: Mapping[str, Feature]
) -> Mapping[str, Feature]:
    """Features with what is new among them called as on the edit's own date, where it is the same there."""
    fresh = [area for uid, area in after.items() if uid not in before and isinstance(area, ControlArea)]
    known = [area for area in planar_areas(edit.after) if edit.before.get(area.feature_id) is not area]
    named = dict(after)
    for area in fresh:
        for other in known:
            alike = holder_of(other) == holder_of(area) and other.feature_id not in named
            if alike and _share(area.shape, other.shape) >= _SAME_SHARE:
                del named[area.feature_id]
                # What was said of an area by that id on this map is still said of it.
                said = before.get(other.feature_id)
                said = said if isinstance(said, ControlArea) else other
                named[other.feature_id] = replace(said, side=area.side, status=area.status, shape=area.shape)
                break
    return named


def _share(one: Polygon, other: Polygon) -> float:
    return float(intersection(one, other).area / min(one.area, other.area))


# What else is on the map


def _with_changes(edit: DayEdit, later: Snapshot) -> tuple[Mapping[str, Feature], list[Feature]]:
    """A later map with the lines, annotations and claims of the edit, and those that it has otherwise."""
    features = dict(later.features)
    other: list[Feature] = []
    for uid, old, new in _changed(edit):
        if _is_ground(old) and _is_ground(new):
            continue
        old, new = (None if _is_ground(one) else one for one in (old, new))
        there = features.get(uid)
        if there == new or (old is None and there is not None):
            continue
        if new is not None and not later.extent.covers(new.shape):
            other.append(new)
        elif there == old:
            if new is None:
                del features[uid]
            else:
                features[uid] = new
        elif (
            there is not None
            and old is not None
            and new is not None
            and type(there) is type(old) is type(new)
        ):
            facts = _facts(old, new, frozenset())
            if all(getattr(there, fact) == getattr(old, fact) for fact in facts):
                features[uid] = replace(there, **facts)
            else:
                other.append(old)
        elif there is not None and old is not None:
            other.append(old)
    return features, other


def _with_facts(
    edit: DayEdit, features: Mapping[str, Feature], other: list[Feature]
) -> Mapping[str, Feature]:
    """Features with what the edit says of areas and derived fronts, where that was still what it found."""
    said = dict(features)
    for uid, old, new in _changed(edit, derived=True):
        there = said.get(uid)
        if old is None or new is None or there is None or type(old) is not type(new):
            continue
        if not _is_ground(old) and not _is_derived(old):
            continue
        facts = _facts(old, new, _GROUND if _is_ground(old) else _DERIVED)
        if not facts or all(getattr(there, fact) == value for fact, value in facts.items()):
            continue
        if all(getattr(there, fact) == getattr(old, fact) for fact in facts):
            said[uid] = replace(there, **facts)
        else:
            other.append(old)
    return said


def _changed(edit: DayEdit, *, derived: bool = False) -> list[tuple[str, Feature | None, Feature | None]]:
    found = []
    for uid in dict.fromkeys([*edit.before, *edit.after]):
        old, new = edit.before.get(uid), edit.after.get(uid)
        follows = _is_derived(old) or _is_derived(new)
        if old is not new and old != new and (derived or not follows):
            found.append((uid, old, new))
    return found


def _is_ground(feature: Feature | None) -> bool:
    return isinstance(feature, ControlArea) and feature.status is not Status.CLAIMED


def _is_derived(feature: Feature | None) -> bool:
    return isinstance(feature, FrontLine) and feature.derived


def _facts(old: Feature, new: Feature, without: frozenset[str]) -> dict[str, Any]:
    """What is said otherwise of a feature now, by the names of its fields."""
    return {
        one.name: getattr(new, one.name)
        for one in fields(old)
        if one.name not in without and getattr(old, one.name) != getattr(new, one.name)
    }
