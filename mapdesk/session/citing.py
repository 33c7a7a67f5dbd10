"""What Links say, in words: which Feature they lead to, on which date, and where it can be seen."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from mapdesk.model.articles import Link, LinkKind
from mapdesk.model.features import ControlArea, Feature
from mapdesk.model.links import spells_of
from mapdesk.model.project import Project
from mapdesk.render.dates import date_beside, full_date
from mapdesk.session.naming import feature_name, feature_size, where_it_is


def day_of_link(link: Link) -> date | None:
    """The date that a Link speaks of, if it names one."""
    try:
        return date.fromisoformat(link.date_from)
    except ValueError:
        return None


def linked_feature(project: Project, account: str, link: Link, day: date) -> Feature | None:
    """The Feature that a Link leads to, as it is on the Link's date, or else on a day, or else when it was
    last on the map; None where it is on no map any more."""
    if link.kind is not LinkKind.FEATURE:
        return None
    for seen in (day_of_link(link) or day, day):
        snapshot = project.snapshot_on(account, seen)
        if snapshot is not None and link.target in snapshot.features:
            return snapshot.features[link.target]
    for snapshot in reversed(project.snapshots.get(account, ())):
        if link.target in snapshot.features:
            return snapshot.features[link.target]
    return None


def words_of_link(project: Project, link: Link, feature: Feature | None, beside: date) -> str:
    """What a Link leads to, in words: name, date (with its year where that differs from a day's), size."""
    day = day_of_link(link)
    dated = [date_beside(day, beside)] if day else []
    if feature is None:
        gone = link.kind is LinkKind.FEATURE
        return " · ".join([f"{link.target}, on no map any more" if gone else link.target, *dated])
    size = _size(feature)
    return " · ".join([name_and_place(project, feature), *dated, *([size] if size else [])])


def name_and_place(project: Project, feature: Feature) -> str:
    """What a Feature is called, with the place that tells it from others of its kind where it has no name."""
    place = "" if feature.name else where_it_is(feature, project.about.language)
    return f"{feature_name(project, feature)} ({place})" if place else feature_name(project, feature)


def colour_of(project: Project, feature: Feature | None) -> str:
    """The colour (#RRGGBB) of the Side that holds an area; none for what is not one Side's."""
    side = project.sides.get(feature.side) if isinstance(feature, ControlArea) else None
    return side.colour if side else ""


def where_instead(project: Project, account: str, feature: Feature, day: date) -> str:
    """A sentence for a Feature that is not on the map of a day: it says on which dates it is."""
    spells = [
        f"from {full_date(since)}" if until is None else f"from {full_date(since)} until {full_date(until)}"
        for since, until in spells_of(project, account, feature.feature_id)
    ]
    name = name_and_place(project, feature)
    return f"“{name}” is not on the map of {full_date(day)}; it is there {' and '.join(spells)}."


@lru_cache(maxsize=512)
def _size(feature: Feature) -> str:
    """Kept: every edit asks again for the size of all that is linked, and measuring takes its time."""
    return feature_size(feature)
