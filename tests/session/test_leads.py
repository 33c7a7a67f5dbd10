"""Where links to ground that changed hands lead, what they say, and that they come back out of the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from mapdesk.edit.articles import link_passage_to_patch, remove_link
from mapdesk.edit.project import DESK
from mapdesk.model.articles import Link, LinkKind
from mapdesk.model.project import Project
from mapdesk.session.citing import (
    compared_patch,
    day_of_link,
    is_compared,
    linked_feature,
    name_of_target,
    patch_colour,
    words_of_patch_link,
)
from mapdesk.session.comparison import compare
from mapdesk.session.edit_session import EditSession
from mapdesk.session.leads import bounds_of, is_known, missing, way_to
from mapdesk.session.showing import Against, Showing

FIRST, SECOND = date(2024, 5, 1), date(2024, 5, 2)


def _linked(session: EditSession) -> Link:
    """“Ground was left” linked to what Red gave up in the west from 1 to 2 May."""
    comparison = compare(session.project, DESK, FIRST, SECOND)
    ((patch, _),) = comparison.joined
    (revision,) = session.project.revisions.values()
    made: list[Link] = []

    def edit(project: Project) -> Project:
        linked, link = link_passage_to_patch(
            project,
            revision=revision,
            span=(0, 15),
            patch=patch,
            since=FIRST,
            day=SECOND,
            ids=session.ids,
            at="2024-05-02T10:00:00Z",
        )
        made.append(link)
        return linked

    session.do("Link", edit)
    return made[0]


def _shown(project: Project, day: date = SECOND, *, compared: bool = True) -> Showing:
    showing = Showing(project=project, day=day)
    since = showing.since()
    if not compared or since is None:
        return showing
    return replace(showing, comparison=compare(project, DESK, since, day))


def _with_nothing_given_up(project: Project) -> Project:
    """2 May as 1 May was."""
    first, second = project.snapshots[DESK]
    return project.with_snapshot(replace(second, features=first.features, note="as before"))


def test_a_link_to_ground_comes_out_of_the_file_as_it_went_in_and_undo_takes_it_back(war: Path) -> None:
    with EditSession.open(war) as session:
        link = _linked(session)
        linked = session.project
    with EditSession.open(war) as session:
        assert session.project == linked
        assert session.project.links[link.uid] == link
        assert (link.kind, link.date_from, link.date_to) == (
            LinkKind.CHANGE_PATCH,
            "2024-05-01",
            "2024-05-02",
        )
        session.undo()
        assert (session.project.links, session.project.passages) == ({}, {})
        session.redo()
        assert session.project == linked
        session.do("Unlink", lambda project: remove_link(project, link.uid))
        assert session.project.links == {}


def test_ground_compared_now_is_named_with_its_dates_and_size_and_found_on_the_map(war: Path) -> None:
    with EditSession.open(war) as session:
        link = _linked(session)
        showing = _shown(session.project)
    patch = compared_patch(showing, link)
    assert patch is not None
    assert patch.shape.bounds == (34, 47, 34.5, 49)
    words = words_of_patch_link(showing, link)
    assert words.startswith("Recovered by Blue (")
    assert ") · 1 → 2 May · " in words
    assert words.endswith(" km²")
    assert day_of_link(link) == SECOND
    assert linked_feature(showing.project, DESK, link, SECOND) is None
    assert patch_colour() == "#A3276B"


def test_ground_not_compared_now_is_named_from_what_the_link_says(war: Path) -> None:
    with EditSession.open(war) as session:
        link = _linked(session)
        for showing in (
            _shown(session.project, FIRST),
            _shown(session.project, compared=False),
            replace(_shown(session.project), day=date(2025, 1, 3), comparison=None),
        ):
            assert not is_compared(showing, link)
            words = words_of_patch_link(showing, link)
            assert words.startswith("Changed hands near ")
            assert words.endswith(" · 1 → 2 May" if showing.day.year == 2024 else " · 1 → 2 May 2024")
            assert name_of_target(showing, link).startswith("ground that changed hands near ")


def test_where_nothing_changed_hands_any_more_the_list_says_so_and_the_link_stays(war: Path) -> None:
    with EditSession.open(war) as session:
        link = _linked(session)
        showing = _shown(_with_nothing_given_up(session.project))
    assert link.uid in showing.project.links
    words = words_of_patch_link(showing, link)
    assert words.startswith("Nothing changed hands near ")
    assert words.endswith(" any more · 1 → 2 May")
    assert bounds_of(showing, [link]) is None
    (said,) = missing(showing, [link])
    assert said.startswith("Nothing changed hands near ")
    assert said.endswith(" from 1 May 2024 to 2 May 2024 any more; the link stays.")


def test_a_date_that_is_gone_leaves_nothing_to_compare_and_nothing_to_wait_for(war: Path) -> None:
    with EditSession.open(war) as session:
        link = _linked(session)
        project = session.project
    alone = replace(project, snapshots={DESK: project.snapshots[DESK][1:]})
    showing = replace(_shown(alone), against=FIRST)
    assert is_known(showing, [link])
    assert words_of_patch_link(showing, link).startswith("Nothing changed hands near ")
    assert len(missing(showing, [link])) == 1


def test_a_link_to_ground_leads_to_its_day_and_the_date_compared_with(war: Path) -> None:
    with EditSession.open(war) as session:
        link = _linked(session)
        project = session.project
    assert way_to(_shown(project, FIRST), [link]) == {"selected": (), "day": SECOND}
    against_nothing = replace(_shown(project), against=Against.NOTHING, comparison=None)
    assert way_to(against_nothing, [link]) == {"selected": (), "against": FIRST}
    waiting = _shown(project, compared=False)
    assert not is_known(waiting, [link])
    there = _shown(project)
    assert is_known(there, [link])
    assert bounds_of(there, [link]) == (34, 47, 34.5, 49)
    assert missing(there, [link]) == []
