"""Articles into a Project, and their Passages onto the map."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mapdesk.edit.articles import add_article, article_named, link_quote
from mapdesk.edit.edit import Edited, Ids
from mapdesk.exchange.article_file import ArticleText, read_article
from mapdesk.exchange.canonical_text import CANON_VERSION
from mapdesk.model.articles import Article, Link, Revision
from mapdesk.model.links import links_of_article
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession, now


def add_article_file(
    session: EditSession, path: Path, *, title: str, publisher: str, url: str, published_at: str
) -> Article:
    """Add the article that a file holds; what is not said is taken from the file where it says it."""
    read = read_article(path)
    article, revision = article_of(
        read,
        title=title or title_of(read) or path.stem,
        publisher=publisher or read.publisher,
        author=read.author,
        url=url or read.url,
        published_at=published_at or read.published_at,
        ids=session.ids,
        at=now(),
    )
    session.do(adding(article), lambda project: add_article(project, article, revision))
    return article


def article_of(
    read: ArticleText,
    *,
    title: str,
    publisher: str,
    author: str,
    url: str,
    published_at: str,
    ids: Ids,
    at: str,
) -> tuple[Article, Revision]:
    """What was read from a file or pasted, as an Article with its first revision."""
    uid = ids("article")
    revision = Revision(
        uid=ids("revision"),
        article=uid,
        number=1,
        text=read.text,
        blocks=read.blocks,
        canon_version=CANON_VERSION,
        raw=read.raw,
        raw_media_type=read.media_type,
        importer="mapdesk",
        added_at=at,
    )
    article = Article(
        uid=uid,
        title=title,
        publisher=publisher,
        author=author,
        url=url,
        published_at=published_at,
        retrieved_at=at,
        current_revision=revision.uid,
    )
    return article, revision


def title_of(read: ArticleText) -> str:
    """The title that a text gives itself, or its first line where that is short enough to be one."""
    return read.title or _first_line(read)


def adding(article: Article) -> str:
    """What the step that adds an Article is called."""
    return f"Add article “{article.title}”"


def deleting(project: Project, article: Article) -> str:
    """What the step that deletes an Article is called: it names what goes with it."""
    links = len(links_of_article(project, article.uid))
    passages = sum(passage.article == article.uid for passage in project.passages.values())
    if not passages:
        return f"Delete article “{article.title}”"
    return (
        f"Delete article “{article.title}” with {_counted(passages, 'passage')} and {_counted(links, 'link')}"
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


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
