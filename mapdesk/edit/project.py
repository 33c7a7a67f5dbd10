"""Edits of the Project as a whole: begin one, its Sides and their home ground."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mapdesk.edit.dates import settled
from mapdesk.edit.edit import EditRefused
from mapdesk.model.features import Annotation, ControlArea, Feature, FrontLine
from mapdesk.model.project import About, Account, HomeGround, Project, Side

#: The Account that every Project begins with.
DESK = "desk"
#: Colours for Sides that come without one, told apart in every kind of colour vision.
PALETTE = ("#C74A38", "#135E8C", "#3B7A2A", "#7D4A9E", "#8A6A0A", "#0F7C7C")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def new_project(uid: str, title: str) -> Project:
    """An empty Project with the desk's own Account."""
    return Project(
        about=About(uid=uid, title=title),
        accounts={DESK: Account(uid=DESK, name="Our desk")},
    )


def add_side(project: Project, name: str, colour: str = "") -> Project:
    """The Project with one more Side, after those that it has."""
    name = name.strip()
    colour = colour or _unused_colour(project)
    _refuse_side(name, colour, [side.name for side in project.sides.values()])
    # No hyphen: that stands between the sides in the id of a front, and only there.
    uid = plain_word(name, [known.replace("_", "-") for known in project.sides]).replace("-", "_")
    rank = max((known.rank for known in project.sides.values()), default=-1) + 1
    side = Side(uid=uid, name=name, colour=colour.upper(), rank=rank)
    return replace(project, sides={**project.sides, uid: side})


def change_about(project: Project, *, title: str, credit: str, language: str) -> Project:
    """The Project under another title, credit and language of its names."""
    title, credit = title.strip(), credit.strip()
    if not title:
        raise EditRefused("The project needs a title.")
    about = replace(project.about, title=title, credit=credit, language=language)
    return project if about == project.about else replace(project, about=about)


def change_sides(project: Project, said: Mapping[str, tuple[str, str]]) -> Project:
    """The Project with other names and colours for Sides, by uid; the uids stay."""
    sides = dict(project.sides)
    for uid, (name, colour) in said.items():
        sides[uid] = replace(sides[uid], name=name.strip(), colour=colour.upper())
    for uid, side in sides.items():
        _refuse_side(side.name, side.colour, [other.name for known, other in sides.items() if known != uid])
    return project if sides == project.sides else replace(project, sides=sides)


def remove_side(project: Project, uid: str) -> Project:
    """The Project without a Side that no map names; its home ground is nobody's then."""
    side = project.sides[uid]
    named = sorted(
        {
            snapshot.date
            for dated in project.snapshots.values()
            for snapshot in dated
            for feature in snapshot.features.values()
            if _is_of(feature, uid)
        }
    )
    if named:
        dates = f"{named[0]}" if len(named) == 1 else f"{len(named)} dates from {named[0]} to {named[-1]}"
        raise EditRefused(
            f"{side.name} has ground, a line or a symbol on the map of {dates}, so it can't be removed: "
            "give that to another side or delete it first."
        )
    left = {known: one for known, one in project.sides.items() if known != uid}
    return _with_fronts_anew(replace(project, sides=left)) if side.home else replace(project, sides=left)


def give_home_ground(project: Project, side: str, homes: Sequence[HomeGround]) -> Project:
    """The Project with a Side's home ground set, and the fronts of all dates made to agree with it.

    Extents that were chosen by themselves stay as they are.
    """
    given = replace(project.sides[side], home=tuple(homes))
    return _with_fronts_anew(replace(project, sides={**project.sides, side: given}))


def side_named(project: Project, name: str) -> Side:
    """The Side of a name or uid, however it is capitalised."""
    for side in project.sides.values():
        if name.casefold() in (side.name.casefold(), side.uid):
            return side
    known = ", ".join(side.name for side in project.sides_in_order()) or "none yet"
    raise EditRefused(f"This project has no side called {name}; its sides are: {known}.")


def plain_word(name: str, taken: Collection[str]) -> str:
    """A short ASCII word made from a name, different from all that are taken."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "side"
    number = 1
    unused = word
    while unused in taken:
        number += 1
        unused = f"{word}-{number}"
    return unused


def _refuse_side(name: str, colour: str, others: Collection[str]) -> None:
    if not name:
        raise EditRefused("A side needs a name.")
    if any(other.casefold() == name.casefold() for other in others):
        raise EditRefused(f"There is a side called {name} already.")
    if not _COLOUR.fullmatch(colour):
        raise EditRefused(f"A colour is written #RRGGBB, such as #C74A38; {colour} is not.")


def _is_of(feature: Feature, side: str) -> bool:
    if isinstance(feature, ControlArea | Annotation):
        return feature.side == side
    return isinstance(feature, FrontLine) and not feature.derived and side in feature.sides


def _with_fronts_anew(project: Project) -> Project:
    for dated in project.snapshots.values():
        for snapshot in dated:
            project = settled(project, snapshot, anew=True)
    return project


def _unused_colour(project: Project) -> str:
    used = {side.colour for side in project.sides.values()}
    return next(
        (colour for colour in PALETTE if colour not in used), PALETTE[len(project.sides) % len(PALETTE)]
    )
