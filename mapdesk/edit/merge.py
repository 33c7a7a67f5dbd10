"""Merge: adjoining areas of one side and status become one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from shapely import Polygon

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.locks import refuse_locked
from mapdesk.geometry.coverage import dissolved
from mapdesk.geometry.grid import on_grid, polygons_of
from mapdesk.geometry.overlay import union
from mapdesk.model.articles import Link, LinkKind
from mapdesk.model.features import ControlArea, Feature, Status
from mapdesk.model.project import Project


def merge_areas(project: Project, *, account: str, day: date, feature_ids: Collection[str]) -> Edited:
    """Make one of several areas of a side and status that adjoin each other, on the map of a date.

    The largest keeps its id, name and evidence. A Link to another one leads to it from now on, unless that
    one is still on the map of the Link's date, or of any date where the Link has none.
    """
    snapshot = snapshot_to_edit(project, account, day)
    areas = _mergeable(snapshot.features, feature_ids)
    kept, *others = sorted(areas, key=lambda area: (-area.shape.area, area.feature_id))
    gone = {area.feature_id for area in others}
    features: dict[str, Feature] = {uid: known for uid, known in snapshot.features.items() if uid not in gone}
    features[kept.feature_id] = replace(kept, shape=_as_one(areas))
    merged = settled(project, replace(snapshot, features=features))
    links = dict(merged.links)
    moved = [link for link in links.values() if _is_lost(merged, account, link, gone)]
    for link in moved:
        if _leads(links, link.passage, kept.feature_id):
            del links[link.uid]
        else:
            links[link.uid] = replace(link, target=kept.feature_id)
    return Edited(replace(merged, links=links) if moved else merged, _notes(len(moved)))


def _mergeable(features: Mapping[str, Feature], feature_ids: Collection[str]) -> list[ControlArea]:
    areas = []
    for uid in dict.fromkeys(feature_ids):
        feature = features.get(uid)
        if feature is None:
            raise EditRefused(f"There is no feature {uid} on the map of this date.")
        if not isinstance(feature, ControlArea):
            raise EditRefused("Only areas can be merged; select areas alone.")
        areas.append(feature)
    if len(areas) < 2:
        raise EditRefused("Merging takes two areas at least; select those that are to be one.")
    if len({area.side for area in areas}) > 1:
        raise EditRefused("These areas belong to different sides; give them to one side first.")
    if len({area.status for area in areas}) > 1:
        raise EditRefused("These areas are held in different ways; give them the same status first.")
    refuse_locked(areas)
    return areas


def _as_one(areas: Collection[ControlArea]) -> Polygon:
    shapes = [area.shape for area in areas]
    # Claims may lie over each other; what is held shares its borders vertex by vertex.
    is_claim = any(area.status is Status.CLAIMED for area in areas)
    pieces = polygons_of(on_grid(union(shapes) if is_claim else dissolved(shapes)))
    if len(pieces) > 1:
        raise EditRefused("These areas don’t all adjoin each other: to meet at a corner is not enough.")
    return pieces[0]


def _is_lost(after: Project, account: str, link: Link, gone: Collection[str]) -> bool:
    """Whether a Link leads to an area that was merged away from where the Link means it."""
    if link.kind is not LinkKind.FEATURE or link.target not in gone:
        return False
    if link.date_from:
        shown = after.snapshot_on(account, date.fromisoformat(link.date_from))
        return shown is None or link.target not in shown.features
    return not any(link.target in shown.features for dated in after.snapshots.values() for shown in dated)


def _leads(links: Mapping[str, Link], passage: str, feature_id: str) -> bool:
    return any(
        link.kind is LinkKind.FEATURE and (link.passage, link.target) == (passage, feature_id)
        for link in links.values()
    )


def _notes(moved: int) -> tuple[str, ...]:
    if not moved:
        return ()
    return ("A link now leads to the whole." if moved == 1 else f"{moved} links now lead to the whole.",)
