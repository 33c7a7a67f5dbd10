"""Edits that arrange annotations: align and distribute them, and bring them before or behind others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.locks import refuse_locked
from mapdesk.geometry.grid import snap
from mapdesk.model.features import Annotation, Feature, front_order
from mapdesk.model.project import Project, Snapshot

#: Beyond this latitude a map in Mercator's projection shows nothing.
_LIMIT = 85.0


class Alignment(StrEnum):
    """Along which line annotations are put; the middle and the centre are those of all together."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Direction(StrEnum):
    """In which direction annotations are spread."""

    ACROSS = "across"
    DOWN = "down"


class Order(StrEnum):
    """Where annotations are put in the order in which they cover each other."""

    FORWARD = "forward"
    BACKWARD = "backward"
    FRONT = "front"
    BACK = "back"


def align(
    project: Project, *, account: str, day: date, feature_ids: Collection[str], to: Alignment
) -> Edited:
    """Put annotations in one line, each moved as a whole to the edge or the middle of all together.

    Middles are those of the map as it is shown, in Mercator's projection.
    """
    snapshot, notes = _chosen(project, account, day, feature_ids, 2)
    boxes = _boxes(notes)
    west, south, east, north = boxes.T
    target, now, axis = {
        Alignment.LEFT: (west.min(), west, 0),
        Alignment.CENTRE: ((west.min() + east.max()) / 2, (west + east) / 2, 0),
        Alignment.RIGHT: (east.max(), east, 0),
        Alignment.TOP: (north.max(), north, 1),
        Alignment.MIDDLE: ((south.min() + north.max()) / 2, (south + north) / 2, 1),
        Alignment.BOTTOM: (south.min(), south, 1),
    }[to]
    return _moved(project, snapshot, notes, np.full(len(notes), target) - now, axis)


def distribute(
    project: Project, *, account: str, day: date, feature_ids: Collection[str], along: Direction
) -> Edited:
    """Spread three annotations or more so that their middles are evenly apart; the outermost two stay."""
    snapshot, notes = _chosen(project, account, day, feature_ids, 3)
    boxes = _boxes(notes)
    axis = 0 if along is Direction.ACROSS else 1
    middles = (boxes[:, axis] + boxes[:, axis + 2]) / 2
    order = np.argsort(middles, kind="stable")
    wanted = np.empty_like(middles)
    wanted[order] = np.linspace(middles[order[0]], middles[order[-1]], len(notes))
    return _moved(project, snapshot, notes, wanted - middles, axis)


def reorder(project: Project, *, account: str, day: date, feature_ids: Collection[str], to: Order) -> Edited:
    """Bring annotations one step or all the way before or behind the others of a date."""
    snapshot, chosen = _chosen(project, account, day, feature_ids, 1)
    moving = {note.feature_id for note in chosen}
    notes = in_front_order(snapshot.features)
    before = [note.feature_id for note in notes]
    rest = [note for note in notes if note.feature_id not in moving]
    block = [note for note in notes if note.feature_id in moving]
    match to:
        case Order.FRONT:
            after = [*rest, *block]
        case Order.BACK:
            after = [*block, *rest]
        case Order.FORWARD:
            after = _stepped(notes[::-1], moving)[::-1]
        case Order.BACKWARD:
            after = _stepped(notes, moving)
    if [note.feature_id for note in after] == before:
        where = "in front of all others" if to in (Order.FRONT, Order.FORWARD) else "behind all others"
        raise EditRefused(f"{'This is' if len(chosen) == 1 else 'These are'} {where} already.")
    return _put(project, snapshot, _ranked(after, moving))


def in_front_order(features: Mapping[str, Feature]) -> list[Annotation]:
    """The annotations among features as they are drawn, those in front last."""
    notes = [feature for feature in features.values() if isinstance(feature, Annotation)]
    return sorted(notes, key=front_order)


def rank_in_front(features: Mapping[str, Feature]) -> int:
    """The rank of an annotation that is to lie before all others among features."""
    return max((note.rank for note in features.values() if isinstance(note, Annotation)), default=-1) + 1


def _stepped(notes: Sequence[Annotation], moving: Collection[str]) -> list[Annotation]:
    """Notes with each of those that move one place nearer to the beginning, but not past one another."""
    result = list(notes)
    for at in range(1, len(result)):
        if result[at].feature_id in moving and result[at - 1].feature_id not in moving:
            result[at - 1], result[at] = result[at], result[at - 1]
    return result


def _ranked(notes: Sequence[Annotation], moving: Collection[str]) -> dict[str, Feature]:
    """The notes whose rank has to change for them all to lie in this order."""
    still = next((number for number, note in enumerate(notes) if note.feature_id not in moving), None)
    # What goes behind all others gets ranks below theirs, so that these keep their own.
    rank = notes[still].rank - still - 1 if still is not None else notes[0].rank - 1
    changed: dict[str, Feature] = {}
    before: Annotation | None = None
    for note in notes:
        is_mover = note.feature_id in moving
        is_after = before is None or before.feature_id in moving or is_mover
        is_tied = not is_after and before is not None and before.feature_id < note.feature_id
        least = rank if is_tied else rank + 1
        rank = note.rank if not is_mover and note.rank >= least else least
        if note.rank != rank:
            changed[note.feature_id] = replace(note, rank=rank)
        before = note
    return changed


def _chosen(
    project: Project, account: str, day: date, feature_ids: Collection[str], least: int
) -> tuple[Snapshot, list[Annotation]]:
    snapshot = snapshot_to_edit(project, account, day)
    notes = []
    for uid in dict.fromkeys(feature_ids):
        feature = snapshot.features.get(uid)
        if feature is None:
            raise EditRefused(f"There is no feature {uid} on the map of this date.")
        if not isinstance(feature, Annotation):
            raise EditRefused("Only markers, texts, arrows and symbols can be arranged; select those alone.")
        notes.append(feature)
    if len(notes) < least:
        few = {1: "one", 2: "two", 3: "three"}[least]
        raise EditRefused(f"Select {few} or more markers, texts, arrows or symbols for that.")
    refuse_locked(notes)
    return snapshot, notes


def _boxes(notes: Sequence[Annotation]) -> NDArray[np.float64]:
    """West, south, east and north of each note, shape (n, 4), with latitudes as Mercator's y."""
    boxes: NDArray[np.float64] = shapely.bounds([note.shape for note in notes])
    boxes[:, [1, 3]] = _mercator(boxes[:, [1, 3]])
    return boxes


def _moved(
    project: Project,
    snapshot: Snapshot,
    notes: Sequence[Annotation],
    by: NDArray[np.float64],
    axis: int,
) -> Edited:
    changed: dict[str, Feature] = {}
    for note, way in zip(notes, by.tolist(), strict=True):
        shape = shapely.transform(note.shape, _shift(axis, way))
        if not snapshot.extent.covers(shape):
            raise EditRefused("Outside the extent of this date the map says nothing; stay inside it.")
        if shape != note.shape:
            changed[note.feature_id] = replace(note, shape=shape)
    if not changed:
        raise EditRefused("They stand like that already.")
    return _put(project, snapshot, changed)


def _shift(axis: int, way: float) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    def shifted(places: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = places.copy()
        moved[:, axis] = places[:, 0] + way if axis == 0 else _latitude(_mercator(places[:, 1]) + way)
        return snap(moved)

    return shifted


def _put(project: Project, snapshot: Snapshot, changed: Mapping[str, Feature]) -> Edited:
    return Edited(settled(project, replace(snapshot, features={**snapshot.features, **changed})))


def _mercator(latitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far north latitudes are on Mercator's map, in degrees of longitude."""
    clipped = np.radians(np.clip(latitudes, -_LIMIT, _LIMIT))
    return np.asarray(np.degrees(np.arctanh(np.sin(clipped))))


def _latitude(northings: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.degrees(np.arctan(np.sinh(np.radians(northings)))))
