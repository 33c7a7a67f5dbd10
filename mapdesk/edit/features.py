"""Edits of single features: draw lines and annotations, delete, duplicate, move, and change facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.annotation_symbols import with_symbol
from mapdesk.edit.arrange import rank_in_front
from mapdesk.edit.claim import given_to
from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import refuse_off_world
from mapdesk.edit.locks import refuse_locked
from mapdesk.geometry.grid import snap
from mapdesk.model.features import (
    Annotation,
    AnnotationKind,
    ControlArea,
    Evidence,
    Feature,
    FrontLine,
    Status,
)
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Ground, Project, Snapshot

#: A place or an offset on the map in degrees.
LonLat: TypeAlias = tuple[float, float]

_FACTS = {
    ControlArea: {"side", "status"},
    FrontLine: {"sides"},
    Annotation: {"text", "symbol", "side"},
}
_FACTS_OF_ALL = {"name", "note", "evidence", "evidence_by", "evidence_since"}


def _no_ids(kind: str) -> str:
    raise EditRefused("This would cut another area in two; draw it as an area instead.")


def add_front_line(
    project: Project,
    *,
    account: str,
    day: date,
    course: LineString,
    sides: tuple[str, ...] = (),
    ids: Ids,
) -> Edited:
    """Draw a FrontLine (degrees, lon and lat) on the map of a date, for some Sides or for none."""
    snapshot = snapshot_to_edit(project, account, day)
    _refuse_unknown_sides(project, sides)
    line = _inside(_snapped(course), snapshot.extent)
    front = FrontLine(feature_id=ids("front"), sides=sides, shape=MultiLineString([line]))
    return _with(project, snapshot, {front.feature_id: front}, made=(front.feature_id,))


def add_annotation(
    project: Project,
    *,
    account: str,
    day: date,
    kind: AnnotationKind,
    shape: Point | LineString,
    text: str = "",
    ids: Ids,
    name: str = "",
    symbol: str = "",
    side: str = "",
) -> Edited:
    """Put a marker, text, arrow or symbol (degrees, lon and lat) on the map of a date.

    `symbol` is a key of the catalogue or a unit's code, which decides over `kind`; it is drawn in the colour
    of `side`, if there is one.
    """
    snapshot = snapshot_to_edit(project, account, day)
    _refuse_unknown_sides(project, [side] if side else [])
    if kind is AnnotationKind.TEXT and not text.strip():
        raise EditRefused("Write the text first; an empty one would be nowhere to be seen.")
    placed = _inside(_snapped(shape), snapshot.extent)
    note = Annotation(feature_id=ids("annotation"), kind=kind, shape=placed, text=text, name=name, side=side)
    note = replace(note, rank=rank_in_front(snapshot.features))
    note = with_symbol(note, symbol) if symbol else note
    return _with(project, snapshot, {note.feature_id: note}, made=(note.feature_id,))


def delete_features(project: Project, *, account: str, day: date, feature_ids: Collection[str]) -> Edited:
    """Take features off the map of a date; an area's ground falls to whose home it is, or to nobody."""
    snapshot = snapshot_to_edit(project, account, day)
    for feature in _named(snapshot, feature_ids):
        _refuse_derived(feature, "deleted")
    refuse_locked(snapshot.features[uid] for uid in feature_ids)
    known: Mapping[str, Feature] = snapshot.features
    held = [area.shape for area in planar_areas(known) if area.feature_id in set(feature_ids)]
    if held:
        # What is too narrow to be nobody's falls to the neighbours.
        known = given_to(known, held, "", Status.CONTROLLED, _no_ids).features
    kept = {uid: feature for uid, feature in known.items() if uid not in set(feature_ids)}
    return Edited(settled(project, replace(snapshot, features=kept)))


def duplicate_features(
    project: Project,
    *,
    account: str,
    day: date,
    feature_ids: Collection[str],
    offset: LonLat,
    ids: Ids,
) -> Edited:
    """Put copies of annotations, drawn lines and claims beside them, `offset` degrees (lon, lat) away."""
    snapshot = snapshot_to_edit(project, account, day)
    copies: dict[str, Feature] = {}
    for feature in _named(snapshot, feature_ids):
        _refuse_planar(
            feature, "An area can't be duplicated: two can't hold the same ground. Draw another one."
        )
        _refuse_derived(feature, "duplicated")
        uid = ids(_kind(feature))
        shape = _inside(_shifted(feature.shape, offset), snapshot.extent)
        copy = replace(feature, feature_id=uid, shape=shape, locked=False)
        if isinstance(copy, Annotation):
            copy = replace(copy, rank=rank_in_front({**snapshot.features, **copies}))
        copies[uid] = replace(copy, split_from="") if isinstance(copy, ControlArea) else copy
    return _with(project, snapshot, copies, made=tuple(copies))


def move_features(
    project: Project, *, account: str, day: date, feature_ids: Collection[str], by: LonLat
) -> Edited:
    """Move annotations, drawn lines and claims by some degrees (lon, lat)."""
    snapshot = snapshot_to_edit(project, account, day)
    moved: dict[str, Feature] = {}
    for feature in _named(snapshot, feature_ids):
        _refuse_planar(
            feature, "An area can't be moved whole: it shares its borders. Push the front, or move vertices."
        )
        _refuse_derived(feature, "moved")
        refuse_locked([feature])
        shape = _inside(_shifted(feature.shape, by), snapshot.extent)
        moved[feature.feature_id] = replace(feature, shape=shape)
    return _with(project, snapshot, moved)


def change_feature(
    project: Project, *, account: str, day: date, feature_id: str, ids: Ids = _no_ids, **facts: object
) -> Edited:
    """Change facts of a feature on the map of a date.

    Every feature has `name`, `note`, `evidence`, `evidence_by` and `evidence_since`; an area has `side` and
    `status` too, a drawn front line `sides`, an annotation `text`, `symbol` and `side`. A claim that becomes
    held takes its ground from all other areas; `ids` name the pieces of those that it cuts in two. No areas
    are joined.
    """
    snapshot = snapshot_to_edit(project, account, day)
    (feature,) = _named(snapshot, [feature_id])
    refuse_locked([feature])
    known = _FACTS_OF_ALL | _FACTS[type(feature)]
    for fact in facts:
        if fact not in known:
            raise EditRefused(f"This feature has no {fact.replace('_', ' ')} to change.")
    facts = _as_values(facts)
    if isinstance(feature, FrontLine) and feature.derived and "sides" in facts:
        _refuse_derived(feature, "given to other sides")
    if isinstance(feature, ControlArea):
        _refuse_unknown_sides(project, [str(facts.get("side", feature.side))])
    elif isinstance(feature, Annotation):
        _refuse_unknown_sides(project, [str(facts["side"])] if facts.get("side") else [])
    else:
        _refuse_unknown_sides(project, facts.get("sides", ()))  # type: ignore[arg-type]
    if (
        isinstance(feature, Annotation)
        and feature.kind is AnnotationKind.TEXT
        and not str(facts.get("text", feature.text)).strip()
    ):
        raise EditRefused("A text needs words; delete it instead.")
    changed: Feature = replace(feature, **facts)  # type: ignore[arg-type]
    if isinstance(changed, Annotation) and "symbol" in facts:
        changed = with_symbol(changed, changed.symbol)
    if changed == feature:
        return Edited(project)
    if isinstance(changed, ControlArea) and _was_claimed(feature) and changed.status is not Status.CLAIMED:
        return _put_down(project, snapshot, changed, ids)
    return _with(project, snapshot, {feature_id: changed})


def change_fact(
    project: Project,
    *,
    account: str,
    day: date,
    feature_ids: Sequence[str],
    fact: str,
    value: object,
    ids: Ids = _no_ids,
) -> Edited:
    """Change one fact of several features on the map of a date; those of which it is so already stay."""
    known = snapshot_to_edit(project, account, day).features
    edited = Edited(project)
    for feature_id in feature_ids:
        if feature_id in known and getattr(known[feature_id], fact) == value:
            continue
        one = change_feature(
            edited.project, account=account, day=day, feature_id=feature_id, ids=ids, **{fact: value}
        )
        edited = Edited(one.project, (*edited.notes, *one.notes))
    return edited


def _was_claimed(feature: Feature) -> bool:
    return isinstance(feature, ControlArea) and feature.status is Status.CLAIMED


def _put_down(project: Project, snapshot: Snapshot, area: ControlArea, ids: Ids) -> Edited:
    """A claim becomes ground of the planar map: all other areas lose what it lies over."""
    others = {uid: feature for uid, feature in snapshot.features.items() if uid != area.feature_id}
    given = given_to(others, [area.shape], area.side, area.status, ids, area=area)
    return Edited(settled(project, replace(snapshot, features=given.features)), given.notes, given.made)


def _as_values(facts: Mapping[str, object]) -> dict[str, object]:
    values = dict(facts)
    if "evidence" in values:
        values["evidence"] = Evidence(str(values["evidence"]))
    if "status" in values:
        values["status"] = Status(str(values["status"]))
    if "sides" in values:
        values["sides"] = tuple(values["sides"])  # type: ignore[arg-type]
    return values


def _with(
    project: Project, snapshot: Snapshot, features: Mapping[str, Feature], made: tuple[str, ...] = ()
) -> Edited:
    after = replace(snapshot, features={**snapshot.features, **features})
    return Edited(settled(project, after), made=made)


def _named(snapshot: Snapshot, feature_ids: Collection[str]) -> list[Feature]:
    missing = [uid for uid in feature_ids if uid not in snapshot.features]
    if missing:
        raise EditRefused(f"There is no feature {missing[0]} on the map of this date.")
    if not feature_ids:
        raise EditRefused("Nothing is selected.")
    return [snapshot.features[uid] for uid in dict.fromkeys(feature_ids)]


def _refuse_derived(feature: Feature, what: str) -> None:
    if isinstance(feature, FrontLine) and feature.derived:
        raise EditRefused(f"This front can't be {what}: it follows from the areas. Push it, or change them.")


def _refuse_planar(feature: Feature, reason: str) -> None:
    if isinstance(feature, ControlArea) and feature.status is not Status.CLAIMED:
        raise EditRefused(reason)


def _refuse_unknown_sides(project: Project, sides: Collection[str]) -> None:
    for side in sides:
        if side not in project.sides:
            raise EditRefused(f"This project has no side called {side}.")


def _kind(feature: Feature) -> str:
    if isinstance(feature, ControlArea):
        return "area"
    return "front" if isinstance(feature, FrontLine) else "annotation"


def _snapped(shape: BaseGeometry) -> BaseGeometry:
    refuse_off_world([shape])
    on_grid = shapely.transform(shape, snap)
    if isinstance(on_grid, LineString):
        on_grid = shapely.remove_repeated_points(on_grid)
        if on_grid.length == 0:
            raise EditRefused("A line needs two points that lie apart.")
    return on_grid


def _shifted(shape: BaseGeometry, by: LonLat) -> BaseGeometry:
    # A whole number of grid steps, so that the shape keeps its form.
    whole = snap(np.asarray(by, dtype=float))
    moved = shapely.transform(shape, lambda xy: snap(xy + whole))
    refuse_off_world([moved])
    return moved


def _inside(shape: BaseGeometry, extent: Ground) -> BaseGeometry:
    if not extent.covers(shape):
        raise EditRefused("Outside the extent of this date the map says nothing; stay inside it.")
    return shape
