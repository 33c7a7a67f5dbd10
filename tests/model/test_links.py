"""Which passages stand in an article, which links lead to a feature, and when that is on the map."""

from __future__ import annotations

from dataclasses import replace

from mapdesk.edit.articles import add_article, link_quote
from mapdesk.edit.project import DESK
from mapdesk.model.articles import AnchorState, Article, Link, LinkKind, Revision
from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.ground import NOBODY, Holder
from mapdesk.model.links import (
    anchor_of,
    anchors_in,
    linked_patch,
    links_of_article,
    links_of_features,
    links_of_passage,
    spells_of,
    spot_of_link,
)
from mapdesk.model.project import Project
from tests.plain_maps import day, numbered, put, square, two_sides


def _cited(*quotes: tuple[str, str]) -> Project:
    project = put(two_sides(), "red", square(30, 50), square(40, 50))
    for number, text in enumerate(("One two three four.", "Five six."), start=1):
        article = Article(uid=f"article-{number}", title=text, current_revision=f"revision-{number}")
        revision = Revision(uid=f"revision-{number}", article=article.uid, number=1, text=text)
        project = add_article(project, article, revision)
    ids = numbered(100)
    for quote, feature_id in quotes:
        project, _ = link_quote(project, quote=quote, feature_id=feature_id, ids=ids, at="")
    return project


def _quotes(project: Project, links: list) -> list[str]:
    anchors = [anchor_of(project, link.passage) for link in links]
    return [anchor.exact for anchor in anchors if anchor]


def test_links_are_in_reading_order_whatever_the_order_they_were_made_in() -> None:
    project = _cited(("six", "area-1"), ("three", "area-2"), ("One", "area-1"))
    assert _quotes(project, links_of_article(project, "article-1")) == ["One", "three"]
    assert _quotes(project, links_of_features(project, ["area-1"])) == ["One", "six"]
    assert _quotes(project, links_of_features(project, ["area-1", "area-2"])) == ["One", "three", "six"]
    assert links_of_features(project, []) == []


def test_a_passage_inside_another_comes_after_it() -> None:
    project = _cited(("two", "area-1"), ("two three", "area-1"))
    assert [anchor.exact for anchor in anchors_in(project, "article-1")] == ["two three", "two"]
    assert anchors_in(project, "article-9") == []


def test_all_links_of_a_passage_are_found() -> None:
    project = _cited(("two", "area-1"), ("two", "area-2"), ("three", "area-1"))
    passage = anchors_in(project, "article-1")[0].passage
    assert {link.target for link in links_of_passage(project, passage)} == {"area-1", "area-2"}


def test_a_passage_whose_words_are_gone_has_no_place_but_keeps_its_links() -> None:
    project = _cited(("two", "area-1"))
    ((key, anchor),) = project.anchors.items()
    project = replace(project, anchors={key: replace(anchor, state=AnchorState.ORPHAN)})
    assert anchors_in(project, "article-1") == []
    assert anchor_of(project, anchor.passage) is None
    assert len(links_of_article(project, "article-1")) == 1


def test_a_feature_that_left_the_map_and_came_back_was_there_for_two_spells() -> None:
    project = put(two_sides(), "red", square(30, 50), on=1)
    shown = project.snapshots[DESK][0]
    for number, features in ((3, {}), (5, shown.features)):
        project = project.with_snapshot(replace(shown, date=day(number), features=features))
    assert spells_of(project, DESK, "area-1") == [(day(1), day(3)), (day(5), None)]
    assert spells_of(project, DESK, "area-9") == []


def _patch(west: float) -> ChangePatch:
    return ChangePatch(
        uid=f"patch-{west}",
        before=NOBODY,
        after=Holder("red", "controlled"),
        direction=Direction.OTHER,
        shape=square(west, 50),
        area_km2=1,
    )


def test_a_link_to_ground_finds_the_patch_that_its_point_lies_in() -> None:
    patches = [_patch(30), _patch(40)]
    link = Link(uid="link-1", passage="", kind=LinkKind.CHANGE_PATCH, target="41.500000,50.500000")
    assert spot_of_link(link) == (41.5, 50.5)
    assert linked_patch(link, patches) is patches[1]
    assert linked_patch(link, patches[:1]) is None


def test_a_link_without_a_point_leads_to_no_patch() -> None:
    for kind, target in ((LinkKind.FEATURE, "41.5,50.5"), (LinkKind.CHANGE_PATCH, "area-1")):
        link = Link(uid="link-1", passage="", kind=kind, target=target)
        assert linked_patch(link, [_patch(40)]) is None
