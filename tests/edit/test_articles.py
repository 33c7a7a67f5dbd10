"""Articles, the passages quoted from them, and the links to the map."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapdesk.edit.articles import (
    add_article,
    article_named,
    change_article,
    link_passage,
    link_passage_to_patch,
    link_quote,
    remove_article,
    remove_link,
)
from mapdesk.edit.edit import EditRefused
from mapdesk.model.articles import Article, LinkKind, LinkRole, Revision
from mapdesk.model.control_change import ChangePatch, control_change
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import day, numbered, put, rectangle, snapshot, square, two_sides

TEXT = (
    "Lyman was retaken over the weekend.\nThe front is near Kherson, and Kherson waits. 🇺🇦 “Soon,” he says."
)


def with_article(text: str = TEXT, title: str = "The day", number: int = 1) -> Project:
    project = put(two_sides(), "red", square(30, 50), square(40, 50))
    return _and_article(project, text, title, number)


def _and_article(project: Project, text: str, title: str, number: int) -> Project:
    article = Article(uid=f"article-{number}", title=title, current_revision=f"revision-{number}")
    revision = Revision(uid=f"revision-{number}", article=article.uid, number=1, text=text)
    return add_article(project, article, revision)


def linked(project: Project, quote: str, feature: str = "area-1", **how: object) -> Project:
    after, _ = link_quote(
        project,
        quote=quote,
        feature_id=feature,
        ids=numbered(100 + 10 * len(project.links)),
        at="2024-05-01T10:00:00Z",
        **how,  # type: ignore[arg-type]
    )
    return after


def test_a_quote_becomes_a_passage_with_its_place_and_a_link_to_the_area() -> None:
    project = linked(with_article(), "retaken over the weekend", day=day(1))
    (passage,) = project.passages.values()
    (placed,) = project.anchors.values()
    (link,) = project.links.values()
    assert (placed.start, placed.end, placed.exact) == (10, 34, "retaken over the weekend")
    assert passage.article == "article-1"
    assert (link.passage, link.kind, link.target) == (passage.uid, LinkKind.FEATURE, "area-1")
    assert (link.date_from, link.role) == ("2024-05-01", LinkRole.SUPPORTS)
    assert problems(project) == []


def test_quotes_with_other_quotation_marks_keep_the_articles_own() -> None:
    (placed,) = linked(with_article(), '"Soon," he').anchors.values()
    assert placed.exact == "“Soon,” he"


def test_a_quote_may_go_over_the_end_of_a_paragraph() -> None:
    (placed,) = linked(with_article(), "weekend. The front").anchors.values()
    assert placed.exact == "weekend.\nThe front"


def test_a_quote_that_stands_twice_asks_for_more_words() -> None:
    with pytest.raises(EditRefused, match="“Kherson” stands 2 times in “The day”; quote some more words"):
        linked(with_article(), "Kherson")


def test_a_quote_that_is_not_there_is_refused_by_its_words() -> None:
    with pytest.raises(EditRefused, match="“Kyiv” does not stand in “The day”"):
        linked(with_article(), "Kyiv")


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b"])
def test_a_quote_of_nothing_is_refused(nothing: str) -> None:
    with pytest.raises(EditRefused, match="does not stand"):
        linked(with_article(), nothing)


def test_a_quote_in_two_articles_asks_which() -> None:
    project = _and_article(with_article(), TEXT, "The night", 2)
    with pytest.raises(EditRefused, match="stands 2 times in any of the 2 articles"):
        linked(project, "retaken")
    (placed,) = linked(project, "retaken", article=project.articles["article-2"]).anchors.values()
    assert placed.revision == "revision-2"


def test_the_same_passage_linked_to_another_area_is_used_again() -> None:
    project = linked(linked(with_article(), "retaken"), "retaken", "area-2")
    assert len(project.passages) == 1
    assert len(project.anchors) == 1
    assert {link.target for link in project.links.values()} == {"area-1", "area-2"}


def test_the_same_passage_linked_to_the_same_area_again_is_refused() -> None:
    with pytest.raises(EditRefused, match="linked to that feature already"):
        linked(linked(with_article(), "retaken"), "retaken")


def test_many_passages_link_to_one_area() -> None:
    project = linked(linked(linked(with_article(), "Lyman"), "near Kherson"), "🇺🇦")
    assert len(project.links) == len(project.passages) == 3
    assert {placed.exact for placed in project.anchors.values()} == {"Lyman", "near Kherson", "🇺🇦"}
    assert problems(project) == []


def test_a_feature_that_is_not_on_the_map_of_that_day_is_refused() -> None:
    project = with_article()
    with pytest.raises(EditRefused, match="no feature area-9 on the map"):
        linked(project, "retaken", "area-9")
    with pytest.raises(EditRefused, match="no feature area-1 on the map on 2024-04-30"):
        linked(project, "retaken", day=day(1).replace(month=4, day=30))


def test_without_an_article_there_is_nothing_to_quote() -> None:
    with pytest.raises(EditRefused, match="no article yet"):
        linked(put(two_sides(), "red", square(30, 50)), "retaken")


def test_a_selection_of_white_space_is_refused() -> None:
    project = with_article()
    with pytest.raises(EditRefused, match="Select some words"):
        link_passage(
            project,
            revision=project.revisions["revision-1"],
            span=(5, 6),
            feature_id="area-1",
            ids=numbered(),
            at="",
        )


def test_half_a_flag_selected_links_the_whole_flag() -> None:
    project = with_article()
    start = TEXT.index("🇺🇦")
    project, _ = link_passage(
        project,
        revision=project.revisions["revision-1"],
        span=(start, start + 1),
        feature_id="area-1",
        ids=numbered(),
        at="",
    )
    (placed,) = project.anchors.values()
    assert placed.exact == "🇺🇦"


def test_an_article_of_white_space_is_refused() -> None:
    with pytest.raises(EditRefused, match="no text in this article"):
        with_article(" \u00a0\n")


def test_an_article_goes_by_its_id_its_title_or_a_part_that_only_it_has() -> None:
    project = _and_article(with_article(), TEXT, "The day after", 2)
    assert article_named(project, "article-2").title == "The day after"
    assert article_named(project, "the day").uid == "article-1"
    assert article_named(project, "AFTER").uid == "article-2"
    with pytest.raises(EditRefused, match="2 articles have 'day'"):
        article_named(project, "day")
    with pytest.raises(EditRefused, match="no article called 'night'"):
        article_named(project, "night")


def test_a_refused_link_leaves_the_project_as_it_was() -> None:
    project = with_article()
    with pytest.raises(EditRefused):
        linked(project, "Kherson")
    assert project == with_article()
    assert replace(project) == project


def changed(project: Project, **facts: str) -> Project:
    known = {"title": "The day", "publisher": "", "author": "", "url": "", "published_at": ""}
    return change_article(project, "article-1", **{**known, **facts})


def test_what_is_known_of_an_article_is_changed_and_its_words_stay() -> None:
    before = linked(with_article(), "retaken")
    after = changed(before, title=" The night ", publisher="A paper", published_at="2024-05-01")
    article = after.articles["article-1"]
    assert (article.title, article.publisher, article.published_at) == ("The night", "A paper", "2024-05-01")
    assert after.revisions == before.revisions
    assert after.links == before.links


def test_an_article_does_not_lose_its_title() -> None:
    with pytest.raises(EditRefused, match="needs a title"):
        changed(with_article(), title="  ")


def test_a_removed_article_takes_its_passages_and_links_along_and_leaves_those_of_others() -> None:
    project = linked(_and_article(with_article(), "Kyiv is far.", "The night", 2), "Kyiv")
    after = remove_article(linked(linked(project, "retaken"), "near Kherson"), "article-1")
    assert after == replace(project, articles=after.articles, revisions=after.revisions)
    assert set(after.articles) == {"article-2"}
    assert set(after.revisions) == {"revision-2"}
    assert problems(after) == []


def test_a_removed_link_takes_its_passage_along_only_where_nothing_else_is_linked_to_it() -> None:
    once = linked(with_article(), "retaken")
    (first,) = once.links
    twice = linked(once, "retaken", "area-2")
    one_left = remove_link(twice, first)
    assert {link.target for link in one_left.links.values()} == {"area-2"}
    assert one_left.passages == once.passages
    (second,) = one_left.links
    assert remove_link(one_left, second) == with_article()


def test_what_is_gone_is_not_removed_again() -> None:
    with pytest.raises(EditRefused, match="not in the project any more"):
        remove_link(with_article(), "link-1")
    with pytest.raises(EditRefused, match="not in the project any more"):
        remove_article(with_article(), "article-9")


def patch_of(project: Project) -> ChangePatch:
    """What Red gave up from 1 to 2 May: the largest piece of it."""
    return control_change(project, snapshot(project, 1), snapshot(project, 2), day(1), day(2)).patches[0]


def linked_to_patch(project: Project, patch: ChangePatch, span: tuple[int, int] = (0, 5)) -> Project:
    after, _ = link_passage_to_patch(
        project,
        revision=project.revisions["revision-1"],
        span=span,
        patch=patch,
        since=day(1),
        day=day(2),
        ids=numbered(100 + 10 * len(project.links)),
        at="2024-05-02T10:00:00Z",
    )
    return after


def test_a_passage_is_linked_to_ground_that_was_given_up_by_a_point_inside_it_and_its_two_dates() -> None:
    before = put(with_article(), "red", rectangle(31, 50, 32, 52), square(40, 50), on=2)
    project = linked_to_patch(before, patch_of(before))
    (link,) = project.links.values()
    (placed,) = project.anchors.values()
    assert (link.kind, link.target) == (LinkKind.CHANGE_PATCH, "30.500000,51.000000")
    assert (link.date_from, link.date_to) == ("2024-05-01", "2024-05-02")
    assert (placed.exact, link.passage, link.role) == ("Lyman", placed.passage, LinkRole.SUPPORTS)
    assert problems(project) == []
    assert remove_link(project, link.uid) == before


def test_a_passage_linked_to_an_area_takes_the_ground_beside_it_too_but_no_ground_twice() -> None:
    project = put(with_article(), "red", rectangle(31, 50, 32, 52), square(40, 50), on=2)
    patch = patch_of(project)
    project = linked_to_patch(linked(project, "Lyman"), patch)
    assert len(project.passages) == 1
    assert {link.kind for link in project.links.values()} == {LinkKind.FEATURE, LinkKind.CHANGE_PATCH}
    with pytest.raises(EditRefused, match="linked to that ground already"):
        linked_to_patch(project, patch)
    # The border drawn a little differently doesn't make other ground of it.
    with pytest.raises(EditRefused, match="linked to that ground already"):
        linked_to_patch(project, replace(patch, shape=rectangle(30, 50, 31.2, 52)))
    assert len(linked_to_patch(project, patch, (10, 17)).links) == 3


def test_no_words_are_linked_to_no_ground() -> None:
    project = put(with_article(), "red", rectangle(31, 50, 32, 52), on=2)
    with pytest.raises(EditRefused, match="Select some words"):
        linked_to_patch(project, patch_of(project), (5, 6))
