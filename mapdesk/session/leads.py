"""Where Links lead on the map: what has to be shown, what there is to look at, and what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import shapely

from mapdesk.model.articles import Link, LinkKind
from mapdesk.model.layout import Bounds
from mapdesk.session.citing import (
    compared_patch,
    day_of_link,
    is_compared,
    linked_feature,
    nothing_changed,
    since_of_link,
    where_instead,
)
from mapdesk.session.showing import Showing

#: A point is shown with so many degrees around it.
_ROOM = 0.05


def way_to(showing: Showing, links: Sequence[Link]) -> dict[str, Any]:
    """What of a Showing has to be another value for what Links lead to to be seen: fields of Showing."""
    days = [day for day in map(day_of_link, links) if day is not None]
    day = days[0] if days and showing.day not in days else showing.day
    snapshot = showing.project.snapshot_on(showing.account, day)
    features = snapshot.features if snapshot else {}
    targets = dict.fromkeys(link.target for link in links if link.kind is LinkKind.FEATURE)
    changes: dict[str, Any] = {"selected": tuple(uid for uid in targets if uid in features)}
    if day != showing.day:
        changes["day"] = day
    dates = [since_of_link(link) for link in links if day_of_link(link) == day]
    since = next((since for since in dates if since is not None), None)
    if since is not None and replace(showing, day=day).since() != since:
        changes["against"] = since
    return changes


def is_known(showing: Showing, links: Sequence[Link]) -> bool:
    """Whether all that Links lead to on the map shown can be looked at now; else a comparison is to come."""
    return all(is_compared(showing, link) for link in links if _is_about(showing, link))


def bounds_of(showing: Showing, links: Sequence[Link]) -> Bounds | None:
    """The bounds of what Links lead to on the map shown, with room around a point; None if it is nothing."""
    features = showing.features
    shapes: list[shapely.Geometry] = [
        features[link.target].shape
        for link in links
        if link.kind is LinkKind.FEATURE and link.target in features
    ]
    patches = (compared_patch(showing, link) for link in links)
    shapes += [patch.shape for patch in patches if patch is not None]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    if east == west and north == south:
        return (west - _ROOM, south - _ROOM, east + _ROOM, north + _ROOM)
    return (west, south, east, north)


def missing(showing: Showing, links: Sequence[Link]) -> list[str]:
    """A sentence for each of some Links that leads to nothing on the map shown."""
    project, account, day = showing.project, showing.account, showing.day
    sentences = []
    for link in links:
        if link.kind is LinkKind.FEATURE and link.target not in showing.features:
            feature = linked_feature(project, account, link, day)
            sentences.append(
                where_instead(project, account, feature, day)
                if feature
                else f"What this passage is linked to, {link.target}, is on no map any more."
            )
        elif _is_about(showing, link) and compared_patch(showing, link) is None:
            sentences.append(nothing_changed(project, link))
    return sentences


def _is_about(showing: Showing, link: Link) -> bool:
    """Whether a Link leads to ground that changed hands between the dates shown."""
    since = since_of_link(link)
    return (
        since is not None and since in (showing.since(), showing.against) and day_of_link(link) == showing.day
    )
