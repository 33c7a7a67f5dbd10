"""Locks: what is locked is neither moved, changed nor deleted by hand, and its ground is not taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import shapely
from shapely import Polygon

from mapdesk.edit.dates import refuse_unknown_account
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.geometry.coverage import SLIVER_M
from mapdesk.geometry.grid import polygons_of
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.geometry.overlay import intersection
from mapdesk.model.features import Annotation, ControlArea, Feature, FrontLine
from mapdesk.model.project import Project

#: As many are named in a refusal.
_NAMED = 3


def lock_features(project: Project, *, account: str, feature_ids: Collection[str], locked: bool) -> Edited:
    """Lock or unlock features on all dates of an Account; no date gets a map of its own by that."""
    refuse_unknown_account(project, account)
    dated = project.snapshots.get(account, ())
    wanted = set(feature_ids)
    if not wanted:
        raise EditRefused("Nothing is selected.")
    if missing := sorted(wanted - {uid for snapshot in dated for uid in snapshot.features}):
        raise EditRefused(f"There is no feature {missing[0]} on any date.")
    after = []
    for snapshot in dated:
        changed: dict[str, Feature] = {}
        for uid in sorted(wanted & snapshot.features.keys()):
            feature = snapshot.features[uid]
            if isinstance(feature, FrontLine) and feature.derived:
                raise EditRefused("This front follows from the areas; lock those instead.")
            if feature.locked is not locked:
                changed[uid] = replace(feature, locked=locked)
        after.append(replace(snapshot, features={**snapshot.features, **changed}) if changed else snapshot)
    return Edited(replace(project, snapshots={**project.snapshots, account: tuple(after)}))


def differ_by_locks(before: Mapping[str, Feature], after: Mapping[str, Feature]) -> bool:
    """Whether all that differs between the features of two maps is what is locked, and something is."""
    if before.keys() != after.keys():
        return False
    changed = [(feature, after[uid]) for uid, feature in before.items() if feature is not after[uid]]
    return bool(changed) and all(
        old.locked is not new.locked and replace(old, locked=new.locked) == new for old, new in changed
    )


def refuse_locked(features: Iterable[Feature]) -> None:
    """Refuse an edit that changes any feature that is locked, in a sentence that names them."""
    names = [_called(feature) for feature in features if feature.locked]
    if names:
        are, them = ("are", "them") if len(names) > 1 else ("is", "it")
        raise EditRefused(f"{_listed(names)} {are} locked; unlock {them} first (Ctrl+L).")


def refuse_taking(areas: Iterable[ControlArea], ground: Sequence[Polygon]) -> None:
    """Refuse to take ground (degrees, lon and lat) from any of some areas that is locked."""
    refuse_locked(area for area in areas if area.locked and _is_taken(area.shape, ground))


def _is_taken(shape: Polygon, ground: Sequence[Polygon]) -> bool:
    metre = SLIVER_M / 1000 / KM_PER_DEGREE
    return any(
        part.area > part.length / 2 * metre
        for piece in ground
        if shapely.intersects(shape, piece)
        for part in polygons_of(intersection(shape, piece))
    )


def _called(feature: Feature) -> str:
    if feature.name:
        return f"“{feature.name}”"
    if isinstance(feature, Annotation) and feature.text.strip():
        return f"“{feature.text.strip().splitlines()[0]}”"
    kind = {ControlArea: "An area", FrontLine: "A front line"}.get(type(feature))
    if kind is None:
        assert isinstance(feature, Annotation)
        kind = "An arrow" if feature.kind == "arrow" else f"A {feature.kind.value}"
    return f"{kind} ({feature.feature_id})"


def _listed(names: Sequence[str]) -> str:
    named = list(names[:_NAMED])
    left = len(names) - len(named)
    if left:
        named.append("1 other" if left == 1 else f"{left} others")
    words = [named[0], *(name[0].lower() + name[1:] for name in named[1:])]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
