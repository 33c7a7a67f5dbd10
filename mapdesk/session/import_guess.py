"""What files seem to be, by the words in them: whose ground, held how, known how well, on which date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from mapdesk.exchange.vector_file import Kind
from mapdesk.model.features import Evidence, Status
from mapdesk.model.project import Project
from mapdesk.session.importing import Layer

T = TypeVar("T")

#: How words for a status begin; ground that none of them is said of is controlled.
_STATUS_WORDS = {
    "claim": Status.CLAIMED,
    "advanc": Status.ADVANCE,
    "contest": Status.CONTESTED,
    "disput": Status.CONTESTED,
    "grey": Status.CONTESTED,
    "gray": Status.CONTESTED,
}
#: How words begin for what nobody holds as ground, and for the fronts that MapDesk computes itself.
_NO_GROUND = dict.fromkeys(("partisan", "guerrilla", "incident", "event", "strike", "derived"), True)
#: How words for evidence begin, the best first.
_EVIDENCE_WORDS = {
    "verif": Evidence.VERIFIED,
    "geoloc": Evidence.GEOLOCATED,
    "assess": Evidence.ASSESSED,
    "report": Evidence.REPORTED,
}
_WORD = re.compile(r"[^\W\d_]+")


def guessed_layers(project: Project, kinds: Sequence[Kind]) -> tuple[Layer, ...]:
    """Kinds of features as what their values say, or the file's name where the file tells no kinds apart.

    A kind is ground of the Side whose name its words have first; one that names no Side is left out.
    """
    said = [_words(" ".join(kind.where.values()) or kind.path.stem) for kind in kinds]
    evidence = guessed_evidence(kinds)
    layers = []
    for kind, words in zip(kinds, said, strict=True):
        side = _first(words, _stems(project))
        if side is None or _first(words, _NO_GROUND):
            continue
        status = _first(words, _STATUS_WORDS) or Status.CONTROLLED
        if kind.polygons:
            layers.append(Layer(kind.where, side, status, False, evidence, kind.path))
        if kind.lines:
            layers.append(Layer(kind.where, side, Status.CONTROLLED, True, evidence, kind.path))
    return tuple(layers)


def guessed_evidence(kinds: Sequence[Kind]) -> Evidence:
    """How well what kinds of features show seems to be known: the best that any of their values says."""
    words = [word for kind in kinds for word in _words(" ".join((*kind.where.values(), kind.path.stem)))]
    best = (evidence for begin, evidence in _EVIDENCE_WORDS.items() if _first(words, {begin: True}))
    return next(best, Evidence.UNCONFIRMED)


def guessed_role(project: Project, text: str) -> tuple[str, Status] | None:
    """The name of the Side whose ground a layer of this name shows, and how it is held, if it says so."""
    words = _words(text)
    side = _first(words, _stems(project))
    if side is None or _first(words, _NO_GROUND):
        return None
    return project.sides[side].name, _first(words, _STATUS_WORDS) or Status.CONTROLLED


def side_by_word(project: Project, name: str) -> str | None:
    """The name of the Side that a source calls by this name, or by one of its words."""
    for side in project.sides.values():
        if name.casefold() in (side.name.casefold(), side.uid):
            return side.name
    uid = _first(_words(name), _stems(project))
    return None if uid is None else project.sides[uid].name


def _words(text: str) -> list[str]:
    """The words of a value in small letters; those of RussianClaimed are two."""
    spaced = (
        f" {sign}" if sign.isupper() and before.islower() else sign for before, sign in pairwise(" " + text)
    )
    return [word.casefold() for word in _WORD.findall("".join(spaced))]


def _stems(project: Project) -> dict[str, str]:
    """What the words of each Side's name begin with in all their forms; no word that two Sides share.

    “Ukraine” and “Ukrainian” begin with “ukra”, “Russia” and “Russian” with “russ”.
    """
    stems = [
        (word[: max(4, len(word) - 3)], side.uid)
        for side in project.sides_in_order()
        for word in dict.fromkeys(_words(side.name))
        if len(word) > 2
    ]
    times = Counter(stem for stem, _ in stems)
    return {stem: side for stem, side in stems if times[stem] == 1}


def _first(words: Sequence[str], beginnings: Mapping[str, T]) -> T | None:
    """What the first of the words that begins in a known way stands for."""
    return next(
        (
            meaning
            for word in words
            for begin, meaning in beginnings.items()
            # Short names are words by themselves: “Red” is not “reduced”.
            if (word == begin if len(begin) < 4 else word.startswith(begin))
        ),
        None,
    )
