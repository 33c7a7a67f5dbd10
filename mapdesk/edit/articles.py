"""Edits of Articles, Passages and Links."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mapdesk.edit.edit import EditRefused, Ids
from mapdesk.geometry.inside import reaches
from mapdesk.model.anchoring import Span, anchor, occurrences, whole_characters
from mapdesk.model.articles import Article, Link, LinkKind, LinkRole, Passage, Revision
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.links import spot_of_link
from mapdesk.model.project import Project


def add_article(project: Project, article: Article, revision: Revision) -> Project:
    """The Project with an Article and the revision that holds its words."""
    if not revision.text.strip():
        raise EditRefused("There is no text in this article.")
    return replace(
        project,
        articles={**project.articles, article.uid: article},
        revisions={**project.revisions, revision.uid: revision},
    )


def article_named(project: Project, name: str) -> Article:
    """The Article of a uid or title; a part of the title will do where it is the only one."""
    if name in project.articles:
        return project.articles[name]
    found = [a for a in project.articles.values() if name.casefold() in a.title.casefold()]
    exact = [a for a in found if name.casefold() == a.title.casefold()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        raise EditRefused(f"{len(found)} articles have {name!r} in their title; give more of it, or the id.")
    raise EditRefused(f"This project has no article called {name!r}.")


def change_article(
    project: Project, uid: str, *, title: str, publisher: str, author: str, url: str, published_at: str
) -> Project:
    """The Project with what is known of an Article set anew; its words stay."""
    if uid not in project.articles:
        raise EditRefused("This article is not in the project any more.")
    if not title.strip():
        raise EditRefused("An article needs a title.")
    changed = replace(
        project.articles[uid],
        title=title.strip(),
        publisher=publisher.strip(),
        author=author.strip(),
        url=url.strip(),
        published_at=published_at.strip(),
    )
    return replace(project, articles={**project.articles, uid: changed})


def remove_article(project: Project, uid: str) -> Project:
    """The Project without an Article, its revisions, and their Passages with all Links from them."""
    if uid not in project.articles:
        raise EditRefused("This article is not in the project any more.")
    revisions = {revision.uid for revision in project.revisions.values() if revision.article == uid}
    passages = {passage.uid for passage in project.passages.values() if passage.article == uid}
    return replace(
        project,
        articles={key: article for key, article in project.articles.items() if key != uid},
        revisions={key: revision for key, revision in project.revisions.items() if key not in revisions},
        passages={key: passage for key, passage in project.passages.items() if key not in passages},
        anchors={
            key: anchor
            for key, anchor in project.anchors.items()
            if anchor.passage not in passages and anchor.revision not in revisions
        },
        links={key: link for key, link in project.links.items() if link.passage not in passages},
    )


def remove_link(project: Project, uid: str) -> Project:
    """The Project without a Link; its Passage goes too where nothing else is linked to it."""
    if uid not in project.links:
        raise EditRefused("This link is not in the project any more.")
    passage = project.links[uid].passage
    links = {key: link for key, link in project.links.items() if key != uid}
    if any(link.passage == passage for link in links.values()):
        return replace(project, links=links)
    return replace(
        project,
        links=links,
        passages={key: kept for key, kept in project.passages.items() if key != passage},
        anchors={key: anchor for key, anchor in project.anchors.items() if anchor.passage != passage},
    )


def link_quote(
    project: Project,
    *,
    quote: str,
    feature_id: str,
    ids: Ids,
    at: str,
    article: Article | None = None,
    day: date | None = None,
    role: LinkRole = LinkRole.SUPPORTS,
) -> tuple[Project, Link]:
    """Link a quote to a Feature; the quote has to stand exactly once in the Article (or in all Articles)."""
    if not _is_on_map(project, feature_id, day):
        where = f" on {day}" if day else ""
        raise EditRefused(f"There is no feature {feature_id} on the map{where}.")
    revision, span = _only_place(project, quote, article)
    return link_passage(
        project, revision=revision, span=span, feature_id=feature_id, ids=ids, at=at, day=day, role=role
    )


def link_passage(
    project: Project,
    *,
    revision: Revision,
    span: Span,
    feature_id: str,
    ids: Ids,
    at: str,
    day: date | None = None,
    role: LinkRole = LinkRole.SUPPORTS,
) -> tuple[Project, Link]:
    """Link a span of a revision to a Feature; a Passage of just that span is used again."""
    passage, span = _passage_of(project, revision, span)
    links = project.links.values()
    if any(
        link.passage == passage and link.kind is LinkKind.FEATURE and link.target == feature_id
        for link in links
    ):
        raise EditRefused("This passage is linked to that feature already.")
    link = Link(
        uid="",
        passage=passage,
        kind=LinkKind.FEATURE,
        target=feature_id,
        date_from=day.isoformat() if day else "",
        role=role,
        created_at=at,
    )
    return _linked(project, revision, span, link, ids)


def link_passage_to_patch(
    project: Project,
    *,
    revision: Revision,
    span: Span,
    patch: ChangePatch,
    since: date,
    day: date,
    ids: Ids,
    at: str,
    role: LinkRole = LinkRole.SUPPORTS,
) -> tuple[Project, Link]:
    """Link a span of a revision to ground that changed hands between the maps of two dates.

    The ground is kept as a point inside it, so that it is found again where its outline was mended.
    """
    passage, span = _passage_of(project, revision, span)
    dates = {"date_from": since.isoformat(), "date_to": day.isoformat()}
    for known in project.links.values():
        spot = spot_of_link(known)
        if (
            spot is not None
            and known.passage == passage
            and (known.date_from, known.date_to) == (dates["date_from"], dates["date_to"])
            and reaches(patch.shape, *spot)
        ):
            raise EditRefused("This passage is linked to that ground already.")
    lon, lat = patch.centre
    link = Link(
        uid="",
        passage=passage,
        kind=LinkKind.CHANGE_PATCH,
        target=f"{lon:.6f},{lat:.6f}",
        role=role,
        created_at=at,
        **dates,
    )
    return _linked(project, revision, span, link, ids)


def _passage_of(project: Project, revision: Revision, span: Span) -> tuple[str, Span]:
    """The Passage of just that span, or none yet, and the span in whole characters."""
    start, end = whole_characters(revision.text, span)
    if start == end:
        raise EditRefused("Select some words of the article first.")
    places = ((a.passage, (a.revision, a.start, a.end)) for a in project.anchors.values())
    passage = next((passage for passage, place in places if place == (revision.uid, start, end)), "")
    return passage, (start, end)


def _linked(project: Project, revision: Revision, span: Span, link: Link, ids: Ids) -> tuple[Project, Link]:
    """The Project with a Link that has no uid yet, and with the Passage that it needs where it names none."""
    passage = link.passage
    if not passage:
        made = Passage(uid=ids("passage"), article=revision.article, created_at=link.created_at)
        passage = made.uid
        placed = anchor(passage, revision, span, by="user", at=link.created_at)
        project = replace(
            project,
            passages={**project.passages, passage: made},
            anchors={**project.anchors, (passage, revision.uid): placed},
        )
    link = replace(link, uid=ids("link"), passage=passage)
    return replace(project, links={**project.links, link.uid: link}), link


def _is_on_map(project: Project, feature_id: str, day: date | None) -> bool:
    for account, snapshots in project.snapshots.items():
        shown = [project.snapshot_on(account, day)] if day else snapshots
        if any(snapshot is not None and feature_id in snapshot.features for snapshot in shown):
            return True
    return False


def _only_place(project: Project, quote: str, article: Article | None) -> tuple[Revision, Span]:
    articles = [article] if article else list(project.articles.values())
    if not articles:
        raise EditRefused("This project has no article yet; add one first.")
    places = [
        (project.revisions[one.current_revision], span)
        for one in articles
        for span in occurrences(project.revisions[one.current_revision].text, quote)
    ]
    if not places:
        raise EditRefused(f"“{_short(quote)}” does not stand in {_which(articles)}.")
    if len(places) > 1:
        raise EditRefused(
            f"“{_short(quote)}” stands {len(places)} times in {_which(articles)}; "
            "quote some more words, so that only one place is meant."
        )
    return places[0]


def _which(articles: list[Article]) -> str:
    return f"“{articles[0].title}”" if len(articles) == 1 else f"any of the {len(articles)} articles"


def _short(quote: str) -> str:
    return quote if len(quote) <= 60 else f"{quote[:59]}…"
