"""Commands on articles and links."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mapdesk.cli.parameters import DAY, project_argument, sentences


@click.group("article", no_args_is_help=False)
def article_command() -> None:
    """Articles: the texts that the map cites."""


@article_command.command("add")
@project_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--title", default="", metavar="T", help="Its title; the page's own, or the first line, if not said."
)
@click.option("--source", default="", metavar="S", help="Who published it.")
@click.option("--url", default="", metavar="U", help="Its address.")
@click.option("--published", type=DAY, metavar="D", help="The date it was published.")
@sentences
def add_command(project: Path, file: Path, title: str, source: str, url: str, published: date | None) -> None:
    """Add an article from a .txt or .html file."""
    from mapdesk.session.articles import add_article_file
    from mapdesk.session.edit_session import EditSession

    with EditSession.open(project) as session:
        article = add_article_file(
            session,
            file,
            title=title,
            publisher=source,
            url=url,
            published_at=published.isoformat() if published else "",
        )
        words = len(session.project.revisions[article.current_revision].text.split())
    click.echo(f"Added “{article.title}”, {words} words, as {article.uid}.")


@click.command("link")
@project_argument
@click.option(
    "--quote", required=True, metavar="TEXT", help="The words of the passage; they must stand once."
)
@click.option("--to", "feature_id", required=True, metavar="FEATURE_ID", help="What they speak of.")
@click.option(
    "--article", default="", metavar="A", help="The article's id or title, where there are several."
)
@click.option("--date", "day", type=DAY, metavar="D", help="The date that the passage speaks of.")
@sentences
def link_command(project: Path, quote: str, feature_id: str, article: str, day: date | None) -> None:
    """Link a passage of an article to a feature of the map."""
    from mapdesk.session.articles import link_to_feature
    from mapdesk.session.edit_session import EditSession

    with EditSession.open(project) as session:
        link = link_to_feature(session, quote=quote, feature_id=feature_id, article=article, day=day)
    click.echo(f"Linked to {feature_id} as {link.uid}.")
