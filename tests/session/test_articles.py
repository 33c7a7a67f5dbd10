"""Articles into the project file and out of it again, and what the steps are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from mapdesk.edit.articles import remove_article, remove_link
from mapdesk.edit.project import DESK
from mapdesk.exchange.article_file import read_pasted
from mapdesk.model.articles import Article, LinkKind
from mapdesk.model.ground import areas_of
from mapdesk.session.articles import add_article_file, adding, article_of, deleting, link_to_feature, title_of
from mapdesk.session.citing import colour_of, linked_feature, where_instead, words_of_link
from mapdesk.session.edit_session import EditSession
from tests.plain_maps import numbered


def _only_article(session: EditSession) -> Article:
    (article,) = session.project.articles.values()
    return article


def _area(session: EditSession) -> str:
    return areas_of(session.project.snapshots[DESK][0].features)[0].feature_id


def test_a_saved_page_says_its_source_and_address_itself(war: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<title>Soon</title><meta property='og:site_name' content='A paper'>"
        "<link rel=canonical href='https://example.org/soon'><p>Near is close.</p>",
        encoding="utf-8",
    )
    with EditSession.open(war) as session:
        article = add_article_file(session, page, title="", publisher="", url="", published_at="2024-05-02")
    assert (article.title, article.publisher, article.url) == ("Soon", "A paper", "https://example.org/soon")


def test_a_pasted_text_becomes_an_article_with_one_revision() -> None:
    read = read_pasted("The day\nNear is close.")
    article, revision = article_of(
        read,
        title=title_of(read),
        publisher="",
        author="",
        url="",
        published_at="2024-05-02",
        ids=numbered(),
        at="2024-05-03T10:00:00Z",
    )
    assert (article.title, article.current_revision, revision.article) == (
        "The day",
        revision.uid,
        article.uid,
    )
    assert revision.text == "The day\nNear is close."
    assert adding(article) == "Add article “The day”"


def test_a_deleted_article_names_what_goes_with_it_is_gone_from_the_file_and_comes_back_by_undo(
    war: Path,
) -> None:
    with EditSession.open(war) as session:
        article, area = _only_article(session), _area(session)
        assert deleting(session.project, article) == "Delete article “The day”"
        link_to_feature(session, quote="left in the west", feature_id=area)
        link_to_feature(session, quote="near is close", feature_id=area)
        label = deleting(session.project, article)
        assert label == "Delete article “The day” with 2 passages and 2 links"
        linked = session.project
        session.do(label, lambda project: remove_article(project, article.uid))
        emptied = session.project
    with EditSession.open(war) as session:
        assert session.project == emptied
        assert not session.project.articles
        assert not session.project.links
        session.undo()
        assert session.project == linked


def test_an_unlinked_passage_is_gone_from_the_file(war: Path) -> None:
    with EditSession.open(war) as session:
        link = link_to_feature(session, quote="near is close", feature_id=_area(session))
        session.do("Unlink", lambda project: remove_link(project, link.uid))
    with EditSession.open(war) as session:
        assert (session.project.links, session.project.passages, session.project.anchors) == ({}, {}, {})


def test_a_link_says_what_it_leads_to_how_large_and_when(war: Path) -> None:
    with EditSession.open(war) as session:
        on, later = date(2024, 5, 1), date(2025, 5, 2)
        link = link_to_feature(session, quote="near is close", feature_id=_area(session), day=on)
        project = session.project
        feature = linked_feature(project, DESK, link, later)
        words = words_of_link(project, link, feature, on)
        assert words.startswith("Red, controlled (")
        assert ") · 1 May · " in words
        assert words.endswith(" km²")
        assert ") · 1 May 2024 · " in words_of_link(project, link, feature, later)
        assert colour_of(project, feature) == "#C74A38"
        assert link.kind is LinkKind.FEATURE


def test_a_feature_that_is_not_there_yet_says_since_when_it_is(war: Path) -> None:
    with EditSession.open(war) as session:
        project = session.project
        feature = project.snapshots[DESK][0].features[_area(session)]
        named = replace(feature, name="The west")
        said = where_instead(project, DESK, named, date(2024, 4, 30))
    assert said == "“The west” is not on the map of 30 April 2024; it is there from 1 May 2024."
