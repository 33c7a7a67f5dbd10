"""Which Passages stand in an Article, and which Links lead from them to a Feature or a ChangePatch."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from mapdesk.geometry.inside import reaches
from mapdesk.model.articles import Anchor, AnchorState, Link, LinkKind
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.project import Project


def anchors_in(project: Project, article: str) -> list[Anchor]:
    """Where Passages stand in the current revision of an Article, in reading order.

    Those whose words are gone from it have no place.
    """
    if article not in project.articles:
        return []
    revision = project.articles[article].current_revision
    placed = [
        anchor
        for anchor in project.anchors.values()
        if anchor.revision == revision and anchor.state is not AnchorState.ORPHAN
    ]
    return sorted(placed, key=lambda anchor: (anchor.start, -anchor.end, anchor.passage))


def anchor_of(project: Project, passage: str) -> Anchor | None:
    """Where a Passage stands in the current revision of its Article; None where it has no place there."""
    known = project.passages.get(passage)
    article = project.articles.get(known.article) if known else None
    anchor = project.anchors.get((passage, article.current_revision)) if article else None
    return None if anchor is None or anchor.state is AnchorState.ORPHAN else anchor


def links_of_passage(project: Project, passage: str) -> list[Link]:
    """The Links of a Passage, the earliest date first."""
    return _in_order(project, (link for link in project.links.values() if link.passage == passage))


def links_of_article(project: Project, article: str) -> list[Link]:
    """The Links of all Passages of an Article, in reading order."""
    return _in_order(project, (link for link in project.links.values() if _article(project, link) == article))


def links_of_features(project: Project, feature_ids: Collection[str]) -> list[Link]:
    """The Links that lead to any of some Features, article by article in reading order."""
    return _in_order(
        project,
        (
            link
            for link in project.links.values()
            if link.kind is LinkKind.FEATURE and link.target in feature_ids
        ),
    )


def spot_of_link(link: Link) -> tuple[float, float] | None:
    """The point (lon, lat) by which a Link means a ChangePatch; None where it means something else."""
    if link.kind is not LinkKind.CHANGE_PATCH:
        return None
    try:
        lon, lat = map(float, link.target.split(","))
    except ValueError:
        return None
    return (lon, lat)


def linked_patch(link: Link, patches: Iterable[ChangePatch]) -> ChangePatch | None:
    """The one of some patches, of the two dates that a Link speaks of, in which the Link's point lies."""
    spot = spot_of_link(link)
    if spot is None:
        return None
    return next((patch for patch in patches if reaches(patch.shape, *spot)), None)


def spells_of(project: Project, account: str, feature_id: str) -> list[tuple[date, date | None]]:
    """When a Feature is on an Account's map: from a date until (and without) another; None: to this day."""
    spells: list[tuple[date, date | None]] = []
    since: date | None = None
    for snapshot in project.snapshots.get(account, ()):
        there = feature_id in snapshot.features
        if there and since is None:
            since = snapshot.date
        elif not there and since is not None:
            spells.append((since, snapshot.date))
            since = None
    return spells if since is None else [*spells, (since, None)]


def _article(project: Project, link: Link) -> str:
    passage = project.passages.get(link.passage)
    return passage.article if passage else ""


def _in_order(project: Project, links: Iterable[Link]) -> list[Link]:
    articles = {uid: number for number, uid in enumerate(project.articles)}

    def place(link: Link) -> tuple[int, int, str, str]:
        anchor = anchor_of(project, link.passage)
        number = articles.get(_article(project, link), len(articles))
        return (number, anchor.start if anchor else -1, link.date_from, link.uid)

    return sorted(links, key=place)
