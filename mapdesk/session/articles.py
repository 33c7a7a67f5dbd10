"""Articles into a Project, and their Passages onto the map."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mapdesk.edit.articles import add_article, article_named, link_quote
from mapdesk.edit.edit import Edited
from mapdesk.exchange.article_file import ArticleText, read_article
from mapdesk.exchange.canonical_text import CANON_VERSION
from mapdesk.model.articles import Article, Link, Revision
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession, now


def add_article_file(
    session: EditSession, path: Path, *, title: str, publisher: str, url: str, published_at: str
) -> Article:
    """Add the article that a file holds; what is not said is taken from the file where it says it."""
    read = read_article(path)
    uid = session.ids("article")
    revision = Revision(
        uid=session.ids("revision"),
        article=uid,
        number=1,
        text=read.text,
        blocks=read.blocks,
        canon_version=CANON_VERSION,
        raw=read.raw,
        raw_media_type=read.media_type,
        importer="mapdesk",
        added_at=now(),
    )
    article = Article(
        uid=uid,
        title=title or read.title or _first_line(read) or path.stem,
        publisher=publisher,
        author=read.author,
        url=url,
        published_at=published_at or read.published_at,
        retrieved_at=revision.added_at,
        current_revision=revision.uid,
    )
    session.do(f"Add article “{article.title}”", lambda project: add_article(project, article, revision))
    return article


def _first_line(read: ArticleText) -> str:
    line = read.text.partition("\n")[0]
    return line if len(line) <= 120 else ""


def link_to_feature(
    session: EditSession, *, quote: str, feature_id: str, article: str = "", day: date | None = None
) -> Link:
    """Link the one place of a quote, in the Article named or in all of them, to a Feature."""
    links: list[Link] = []

    def edit(project: Project) -> Edited:
        chosen = article_named(project, article) if article else None
        linked, link = link_quote(
            project, quote=quote, feature_id=feature_id, ids=session.ids, at=now(), article=chosen, day=day
        )
        links.append(link)
        return Edited(linked)

    session.do(f"Link passage to {feature_id}", edit)
    return links[0]
