"""What is said of a date and of its map."""

from __future__ import annotations

from dataclasses import replace

from mapdesk.model.articles import Article, Link, LinkKind
from mapdesk.session.about_date import articles_by_date, links_by_date, said_of_date
from mapdesk.session.about_map import how_checked, said_of_map
from mapdesk.session.change_sizes import HandsChanged
from mapdesk.session.showing import Showing
from tests.plain_maps import day, put, snapshot, square, two_sides


def test_all_that_is_said_of_a_map_stands_in_lines() -> None:
    shown = replace(
        snapshot(put(two_sides(), "red", square(30, 50))),
        as_of="18:00",
        time_zone="Europe/Kyiv",
        source="radio",
        note="fog",
        checked=True,
        checked_by="Anna",
        checked_at="2024-05-01T20:05:00+02:00",
    )
    assert said_of_map(shown) == [
        "As of 18:00 Europe/Kyiv",
        "Source: radio",
        "Note: fog",
        "Checked by Anna on 1 May 2024, 18:05 UTC",
    ]
    assert how_checked(replace(shown, checked_by="", checked_at="soon")) == "Checked"
    assert how_checked(replace(shown, checked=False)) == ""


def test_a_date_says_what_changed_hands_and_what_was_published_and_linked() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "red", square(30, 50, 3), on=3)
    articles = {
        uid: Article(
            uid=uid, title=f"Report {uid}", published_at=f"2024-05-03T0{uid}:00", current_revision="r"
        )
        for uid in "12345"
    }
    undated = Article(uid="0", title="Undated", current_revision="r")
    link = Link(uid="l", passage="p", kind=LinkKind.FEATURE, target="area-1", date_from="2024-05-03")
    project = replace(project, articles={"0": undated, **articles}, links={"l": link})
    assert list(articles_by_date(project)) == list(links_by_date(project)) == [day(3)]
    said = said_of_date(
        Showing(project=project, day=day(1)),
        day(3),
        (HandsChanged(side="red", gained_km2=1234.56, lost_km2=0.0),),
    )
    assert said == [
        *("3 May 2024", "Red: gained 1,234.6 km², lost 0.0 km²"),
        *("Article: Report 1", "Article: Report 2", "Article: Report 3", "2 more articles", "1 link"),
    ]
