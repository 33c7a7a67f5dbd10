"""The edit that puts copied features on the map of a date, the one that they come from or another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import TypeAlias

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.arrange import rank_in_front
from mapdesk.edit.claim import given_to
from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import inside_extent, refuse_off_world
from mapdesk.geometry.coverage import SLIVER_M, cleaned
from mapdesk.geometry.grid import snap
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.model.features import Annotation, ControlArea, Evidence, Feature, FrontLine, Status
from mapdesk.model.ground import areas_of, planar_areas
from mapdesk.model.project import Project, Snapshot

#: A place or an offset on the map in degrees.
LonLat: TypeAlias = tuple[float, float]
_PREFIXES = {ControlArea: "area", FrontLine: "front", Annotation: "annotation"}


@dataclass
class _Pasting:
    """A map on its way to having all that is pasted."""

    snapshot: Snapshot
    #: The ids of the project's features by kind: such a feature stays itself from date to date.
    known: Mapping[str, type]
    ids: Ids
    features: dict[str, Feature]
    made: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outside: int = 0
    there: int = 0

    def uid_of(self, feature: Feature) -> str:
        """The feature's own id where it is missing on this map only, or else a new one."""
        uid = feature.feature_id
        if uid not in self.features and self.known.get(uid) is type(feature):
            return uid
        return self.ids(_PREFIXES[type(feature)])


def paste_features(
    project: Project,
    *,
    account: str,
    day: date,
    features: Sequence[Feature],
    ids: Ids,
    by: LonLat = (0.0, 0.0),
    beside: LonLat = (0.02, -0.02),
) -> Edited:
    """Put features (degrees, lon and lat) on the map of a date.

    Ground is given to its side where it lies, as if it were drawn there; claims are laid over the map.
    Annotations and lines are moved `by` some degrees, and by `beside` as often as one like them is there
    already. A feature that the project knows from other dates keeps its id. What lies outside the extent is
    left out with a note.
    """
    if not features:
        raise EditRefused("There is nothing to paste.")
    refuse_off_world([feature.shape for feature in features])
    snapshot = snapshot_to_edit(project, account, day)
    dated = [shown for of_account in project.snapshots.values() for shown in of_account]
    wanted = {feature.feature_id for feature in features}
    known = {uid: type(shown.features[uid]) for shown in dated for uid in wanted & shown.features.keys()}
    work = _Pasting(snapshot, known, ids, dict(snapshot.features))
    areas = [feature for feature in features if isinstance(feature, ControlArea)]
    _give(work, [area for area in areas if area.status is not Status.CLAIMED])
    for area in areas:
        if area.status is Status.CLAIMED:
            _lay_over(work, area)
    others = [feature for feature in features if not isinstance(feature, ControlArea)]
    _place(work, others, by, beside)
    if not work.made and work.features == snapshot.features:
        raise EditRefused(
            "This ground is held that way already, so nothing would change."
            if work.there
            else "All of it lies outside the extent of this date, where the map says nothing."
        )
    if work.outside:
        many = "1 feature lies" if work.outside == 1 else f"{work.outside} features lie"
        work.notes.append(f"{many} outside the extent of this date and {_was(work.outside)} left out.")
    after = settled(project, replace(snapshot, features=work.features))
    return Edited(after, tuple(work.notes), tuple(uid for uid in work.made if uid in work.features))


def _give(work: _Pasting, areas: Sequence[ControlArea]) -> None:
    joining: dict[tuple[str, Status, Evidence], list[Polygon]] = {}
    for area in areas:
        is_missing = area.feature_id not in work.features and area.feature_id in work.known
        if is_missing or ((area.name or area.note) and area.feature_id not in work.features):
            # It is something in itself, and stays apart from other ground of its side.
            _give_ground(work, [area.shape], area.side, area.status, area.evidence, area)
        else:
            joining.setdefault((area.side, area.status, area.evidence), []).append(area.shape)
    for (side, status, evidence), shapes in joining.items():
        _give_ground(work, shapes, side, status, evidence, None)


def _give_ground(
    work: _Pasting,
    shapes: Sequence[BaseGeometry],
    side: str,
    status: Status,
    evidence: Evidence,
    area: ControlArea | None,
) -> None:
    drawn = _ground(work, shapes)
    if not drawn:
        return
    own = [one.shape for one in planar_areas(work.features) if (one.side, one.status) == (side, status)]
    if area is None and all(any(shape.covers(piece) for shape in own) for piece in drawn):
        work.there += 1
        return
    itself = None
    if area is not None:
        itself = replace(area, feature_id=work.uid_of(area), split_from="", locked=False)
    given = given_to(work.features, drawn, side, status, work.ids, evidence, itself)
    work.features = dict(given.features)
    work.notes += given.notes
    work.made += [*given.made, *([itself.feature_id] if itself else [])]


def _lay_over(work: _Pasting, claim: ControlArea) -> None:
    laid = [area for area in areas_of(work.features) if area.status is Status.CLAIMED]
    for shape in _ground(work, [claim.shape]):
        if any(area.side == claim.side and area.shape.equals(shape) for area in laid):
            work.there += 1
            continue
        uid = work.uid_of(claim)
        work.features[uid] = replace(claim, feature_id=uid, shape=shape, split_from="", locked=False)
        work.made.append(uid)


def _ground(work: _Pasting, shapes: Sequence[BaseGeometry]) -> list[Polygon]:
    """Clean pieces of some ground inside the extent; pieces wholly outside are counted."""
    metre = SLIVER_M / 1000 / KM_PER_DEGREE
    pieces = [piece for piece in cleaned(shapes) if piece.area >= piece.length / 2 * metre]
    if not pieces:
        raise EditRefused("This encloses no ground.")
    inside = [piece for piece in pieces if work.snapshot.extent.intersects(piece)]
    work.outside += len(pieces) - len(inside)
    return inside_extent(inside, work.snapshot.extent, work.notes) if inside else []


def _place(work: _Pasting, features: Sequence[FrontLine | Annotation], by: LonLat, beside: LonLat) -> None:
    there = {_seen(feature) for feature in work.features.values() if not isinstance(feature, ControlArea)}
    inside: list[FrontLine | Annotation] = []
    for feature in features:
        moved = replace(feature, shape=_shifted(feature.shape, by))
        if isinstance(moved, FrontLine):
            moved = replace(moved, derived=False)
        if work.snapshot.extent.covers(moved.shape):
            inside.append(moved)
        else:
            work.outside += 1
    best = inside
    for step in count():
        way = (step * beside[0], step * beside[1])
        placed = [replace(feature, shape=_shifted(feature.shape, way)) for feature in inside]
        if not all(work.snapshot.extent.covers(feature.shape) for feature in placed):
            break
        best = placed
        if beside == (0.0, 0.0) or there.isdisjoint(map(_seen, placed)):
            break
    # What lay before the others among what was copied does so here.
    for feature in sorted(best, key=lambda one: one.rank if isinstance(one, Annotation) else 0):
        uid = work.uid_of(feature)
        placed_so = replace(feature, feature_id=uid, locked=False)
        if isinstance(placed_so, Annotation) and uid != feature.feature_id:
            placed_so = replace(placed_so, rank=rank_in_front(work.features))
        work.features[uid] = placed_so
        work.made.append(uid)


def _seen(feature: FrontLine | Annotation) -> tuple[object, ...]:
    """What makes two features look like one where they lie."""
    if isinstance(feature, Annotation):
        return (feature.kind, feature.symbol, feature.text, feature.shape.wkb)
    return ("drawn", feature.derived, feature.shape.wkb)


def _shifted(shape: BaseGeometry, by: LonLat) -> BaseGeometry:
    way = snap(np.asarray(by, dtype=float))
    moved = shapely.transform(shape, lambda xy: snap(xy + way))
    refuse_off_world([moved])
    if moved.geom_type != "Point" and moved.length == 0:
        raise EditRefused("A line needs two points that lie apart.")
    return moved


def _was(many: int) -> str:
    return "was" if many == 1 else "were"
