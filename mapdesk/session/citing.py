"""What Links say, in words: what on the map they lead to, on which date, and where it can be seen."""

from __future__ import annotations

from datetime import date

from mapdesk.model.articles import Link, LinkKind
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.features import ControlArea, Feature
from mapdesk.model.links import linked_patch, spells_of, spot_of_link
from mapdesk.model.project import Project
from mapdesk.render.dates import date_beside, dates_beside, full_date
from mapdesk.render.style import load_style
from mapdesk.session.naming import (
    feature_name,
    feature_size,
    near_what,
    said_area,
    what_happened,
    where_it_is,
    where_patch_is,
)
from mapdesk.session.showing import Showing


def day_of_link(link: Link) -> date | None:
    """The date that a Link speaks of, if it names one; of ground that changed hands the later one."""
    return _date(link.date_to if link.kind is LinkKind.CHANGE_PATCH else link.date_from)


def since_of_link(link: Link) -> date | None:
    """The date since which the ground changed hands that a Link leads to; None for any other Link."""
    return _date(link.date_from) if link.kind is LinkKind.CHANGE_PATCH else None


def is_compared(showing: Showing, link: Link) -> bool:
    """Whether it is known what became of the ground that a Link leads to.

    So it is where the maps of its two dates are compared now, or are one and the same, or are gone.
    """
    since, until = since_of_link(link), day_of_link(link)
    if since is None or until is None:
        return False
    project, account, shown_since = showing.project, showing.account, showing.since()
    before, after = project.snapshot_on(account, since), project.snapshot_on(account, until)
    if before is None or after is None or before is after:
        return True
    return (
        showing.comparison is not None
        and shown_since is not None
        and project.snapshot_on(account, shown_since) is before
        and showing.snapshot is after
    )


def compared_patch(showing: Showing, link: Link) -> ChangePatch | None:
    """The ground on the map that a Link leads to; None where it is not there, or is not compared now."""
    if showing.comparison is None or not is_compared(showing, link):
        return None
    return linked_patch(link, (patch for patch, _ in showing.comparison.joined))


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
    size = feature_size(feature)
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


def words_of_patch_link(showing: Showing, link: Link) -> str:
    """What a Link to ground that changed hands leads to, in words: from what is compared now, or else from
    what the Link itself says."""
    since, until = since_of_link(link), day_of_link(link)
    dated = [dates_beside(since, until, showing.day)] if since and until else []
    patch = compared_patch(showing, link)
    if patch is not None:
        name = what_happened(showing.project, patch)
        where = where_patch_is(patch, showing.project.about.language)
        name = f"{name} ({where})" if where else name
        return " · ".join([name, *dated, said_area(patch.area_km2)])
    place = _near(showing.project, link)
    if is_compared(showing, link):
        return " · ".join([f"Nothing changed hands {place} any more", *dated])
    return " · ".join([f"Changed hands {place}", *dated])


def name_of_target(showing: Showing, link: Link) -> str:
    """What a Link leads to, within a sentence."""
    if link.kind is LinkKind.CHANGE_PATCH:
        return f"ground that changed hands {_near(showing.project, link)}"
    feature = linked_feature(showing.project, showing.account, link, showing.day)
    return name_and_place(showing.project, feature) if feature else link.target


def nothing_changed(project: Project, link: Link) -> str:
    """A sentence for a Link to ground that changes hands no more."""
    since, until = since_of_link(link), day_of_link(link)
    dated = f" from {full_date(since)} to {full_date(until)}" if since and until else ""
    return f"Nothing changed hands {_near(project, link)}{dated} any more; the link stays."


def patch_colour() -> str:
    """The colour (#RRGGBB) by which Links to ground that changed hands are told: that of recovered ground."""
    return load_style().recovered().outline


def _near(project: Project, link: Link) -> str:
    spot = spot_of_link(link)
    return near_what(*spot, project.about.language) if spot else "somewhere"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
