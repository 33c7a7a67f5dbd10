"""What the command palette finds by name: actions, dates, places, features and passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from mapdesk.basemaps.gazetteer import find_place
from mapdesk.basemaps.territories import territory_name
from mapdesk.edit.edit import EditRefused
from mapdesk.model.links import anchor_of
from mapdesk.render.dates import full_date
from mapdesk.session.dates import typed_date
from mapdesk.session.naming import feature_name, feature_size, where_it_is
from mapdesk.session.showing import Showing

#: Words that are less alike than this, of 100, were not meant.
_ALIKE = 72
#: How many of one kind are listed.
_OF_A_KIND = 6
#: A quote is listed with at most so many letters.
_QUOTE = 120


class FoundKind(StrEnum):
    """What kind of thing was found."""

    ACTION = "Action"
    DATE = "Date"
    FEATURE = "Feature"
    PASSAGE = "Passage"
    PLACE = "Place"


@dataclass(frozen=True)
class Found:
    """One thing by its words, what is said beside them, and what it is.

    `target` is an action's or a feature's or a passage's id, a date as YYYY-MM-DD, or "lon,lat" in degrees.
    """

    kind: FoundKind
    words: str
    detail: str
    target: str


def find_all(showing: Showing | None, typed: str, actions: Sequence[Found], today: date) -> list[Found]:
    """What some typed words may mean, the likeliest first; all actions where nothing was typed.

    `actions` are those that can be done now.
    """
    typed = typed.strip()
    if not typed:
        return list(actions)
    found = _alike(typed, actions)
    if showing is not None:
        found += _dates(showing, typed, today)
        found += _alike(typed, _features(showing))
        found += _alike(typed, _passages(showing))
        found += _places(typed, showing.project.about.language)
    return [one for _, one in sorted(found, key=lambda scored: -scored[0])]


def _alike(typed: str, known: Iterable[Found]) -> list[tuple[float, Found]]:
    known = list(known)
    words = [f"{one.words} {one.detail}".casefold() for one in known]
    alike = process.cdist([typed.casefold()], words, scorer=fuzz.WRatio)[0].tolist() if words else []
    scored = [(score + _begins(typed, one.words), one) for score, one in zip(alike, known, strict=True)]
    likely = [one for one in scored if one[0] >= _ALIKE]
    return sorted(likely, key=lambda one: -one[0])[:_OF_A_KIND]


def _begins(typed: str, words: str) -> float:
    """What is added for words that begin as typed: the first of all, or one of them."""
    typed, words = typed.casefold(), words.casefold()
    if words.startswith(typed):
        return 30.0
    return 15.0 if f" {typed}" in words else 0.0


def _dates(showing: Showing, typed: str, today: date) -> list[tuple[float, Found]]:
    try:
        day = typed_date(typed, showing.day, today)
    except EditRefused:
        return []
    mapped = any(snapshot.date == day for snapshot in showing.snapshots)
    detail = "has a map of its own" if mapped else ""
    return [(120.0, Found(FoundKind.DATE, f"Go to {full_date(day)}", detail, day.isoformat()))]


def _features(showing: Showing) -> Iterable[Found]:
    language = showing.project.about.language
    for uid, feature in showing.features.items():
        name, where = feature_name(showing.project, feature), where_it_is(feature, language)
        words = f"{name} ({where})" if where and not feature.name else name
        yield Found(FoundKind.FEATURE, words, feature_size(feature), uid)


def _passages(showing: Showing) -> Iterable[Found]:
    for uid, passage in showing.project.passages.items():
        anchor = anchor_of(showing.project, uid)
        if anchor is not None:
            quote = " ".join(anchor.exact[:_QUOTE].split())
            article = showing.project.articles[passage.article]
            yield Found(FoundKind.PASSAGE, f"“{quote}”", article.title, uid)


def _places(typed: str, language: str) -> list[tuple[float, Found]]:
    if len(typed) < 2:
        return []
    found = []
    for number, place in enumerate(find_place(typed, _OF_A_KIND)):
        name = place.name_in(language)
        where = territory_name(place.region or place.country)
        target = f"{place.lon},{place.lat}"
        found.append((95.0 - number, Found(FoundKind.PLACE, name, where, target)))
    return found
