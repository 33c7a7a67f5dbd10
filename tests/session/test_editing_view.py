"""What the editing view shows of a date: what is lit, and what is said of ground that changed hands."""

from __future__ import annotations

from dataclasses import replace

import shapely

from mapdesk.edit.articles import add_article, link_passage_to_patch
from mapdesk.edit.project import DESK
from mapdesk.model.articles import Article, Revision
from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.session.comparison import compare
from mapdesk.session.editing_view import PatchesUnderHand, home_bounds, view_content
from mapdesk.session.showing import Against, Showing
from tests.plain_maps import day, numbered, put, rectangle, same_ground, square, two_sides


def _retreat() -> Project:
    """On 2 May Red gave up a strip of its ground in Blue's home ground, with an advance in front of it."""
    stayed = square(44, 55, 0.5)
    project = put(two_sides(blue=rectangle(30, 44, 46, 56)), "red", square(33.2, 46.5), on=1)
    project = put(project, "red", rectangle(33.2, 46.3, 34.2, 46.5), stayed, status=Status.ADVANCE)
    project = put(project, "red", rectangle(33.2, 47.5, 35.2, 48.5), on=2)
    return put(project, "red", stayed, on=2, status=Status.ADVANCE)


def _shown(project: Project) -> Showing:
    return Showing(project=project, day=day(2), comparison=compare(project, DESK, day(1), day(2)))


def test_a_patch_under_the_hand_is_the_whole_piece_and_then_says_how_it_was_held() -> None:
    showing = _shown(_retreat())
    assert showing.comparison is not None
    under = PatchesUnderHand(showing.project, showing.comparison)
    found, same = under.at((34, 47)), under.at((34, 46.4))
    assert found is not None
    assert found is same
    assert under.at((34, 48)) is None
    patch, parts = found
    controlled, advance = sorted((part.area_km2 for part in parts), reverse=True)
    total, split, places = under.said(patch, parts).split("\n")
    assert total == f"Recovered by Blue since 1 May 2024: {controlled + advance:,.0f} km²"
    assert split == f"of it controlled {controlled:,.0f} km², advance {advance:,.0f} km²"
    assert places.count(", ") == 4
    assert " more" in places


def test_a_patch_of_one_status_says_its_size_once() -> None:
    project = put(two_sides(blue=rectangle(30, 44, 46, 56)), "red", rectangle(30.5, 45, 30.6, 45.1))
    project = put(project, "red", rectangle(30.5, 45, 30.52, 45.1), on=2)
    showing = _shown(project)
    assert showing.comparison is not None
    under = PatchesUnderHand(project, showing.comparison)
    found = under.at((30.55, 45.05))
    assert found is not None
    assert "of it" not in under.said(*found)


def test_the_ground_that_the_chosen_passage_is_linked_to_is_lit_while_it_is_compared() -> None:
    project = _retreat()
    revision = Revision(uid="revision-1", article="article-1", number=1, text="Ground was left.")
    article = Article(uid="article-1", title="The day", current_revision=revision.uid)
    project = add_article(project, article, revision)
    ((patch, _),) = compare(project, DESK, day(1), day(2)).joined
    project, link = link_passage_to_patch(
        project, revision=revision, span=(0, 6), patch=patch, since=day(1), day=day(2), ids=numbered(), at=""
    )
    showing = replace(_shown(project), passage=link.passage)
    (lit,) = view_content(showing).lit_ground
    assert same_ground(lit, patch.shape)
    assert view_content(replace(showing, passage="")).lit_ground == ()
    uncompared = replace(showing, against=Against.NOTHING, comparison=None)
    assert view_content(uncompared).lit_ground == ()


def test_home_ground_round_the_globe_does_not_decide_what_is_looked_at_first() -> None:
    project = two_sides(red=shapely.box(-180, 41, 180, 80), blue=square(30, 46, 6))
    assert home_bounds(project, None) == (30, 46, 36, 52)
    alone = two_sides(red=shapely.box(-180, 41, 180, 80))
    assert home_bounds(alone, None) == (-180, 41, 180, 80)
