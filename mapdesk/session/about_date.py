"""What a timeline says of a date: what changed hands, what is said of its map, articles and links."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from mapdesk.model.articles import Article
from mapdesk.model.project import Project
from mapdesk.render.dates import date_beside, full_date
from mapdesk.session.about_map import said_of_map
from mapdesk.session.change_sizes import HandsChanged
from mapdesk.session.citing import day_of_link
from mapdesk.session.showing import Showing

_TITLES = 3
_TITLE_LENGTH = 70


def articles_by_date(project: Project) -> dict[date, list[Article]]:
    """The Articles by the day on which they were published, where that is known."""
    found: defaultdict[date, list[Article]] = defaultdict(list)
    for article in project.articles.values():
        try:
            found[date.fromisoformat(article.published_at.strip()[:10])].append(article)
        except ValueError:
            continue
    return dict(found)


def links_by_date(project: Project) -> Counter[date]:
    """How many Links speak of each date."""
    days = (day_of_link(link) for link in project.links.values())
    return Counter(day for day in days if day is not None)


def said_of_date(showing: Showing, day: date, changes: tuple[HandsChanged, ...] | None) -> list[str]:
    """What is known of a date, a line for each thing; `changes` is what changed hands on it, if known."""
    lines = [full_date(day)]
    snapshot = showing.project.snapshot_on(showing.account, day)
    if snapshot is None:
        lines.append("Nothing is mapped yet")
    elif snapshot.date != day:
        lines.append(f"Shows the map of {date_beside(snapshot.date, day)}")
    else:
        if snapshot is showing.snapshots[0]:
            lines.append("The first map")
        elif changes is None:
            lines.append("The change is being worked out")
        else:
            lines += _changed(showing.project, changes)
        lines += said_of_map(snapshot)
    articles = articles_by_date(showing.project).get(day, [])
    lines += [f"Article: {_short(article.title)}" for article in articles[:_TITLES]]
    if len(articles) > _TITLES:
        lines.append(f"{len(articles) - _TITLES} more articles")
    links = links_by_date(showing.project)[day]
    if links:
        lines.append("1 link" if links == 1 else f"{links} links")
    return lines


def _changed(project: Project, changes: tuple[HandsChanged, ...]) -> list[str]:
    return [
        f"{project.sides[change.side].name}: "
        f"gained {change.gained_km2:,.1f} km², lost {change.lost_km2:,.1f} km²"
        for change in changes
        if change.side in project.sides
    ] or ["No ground changed hands"]


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1].rstrip()}…"
