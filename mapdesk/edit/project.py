"""Edits of the Project as a whole: begin one, its Sides and their home ground."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace

from mapdesk.edit.dates import settled
from mapdesk.edit.edit import EditRefused
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
    if not name:
        raise EditRefused("A side needs a name.")
    if any(side.name.casefold() == name.casefold() for side in project.sides.values()):
        raise EditRefused(f"There is a side called {name} already.")
    colour = colour or _unused_colour(project)
    if not _COLOUR.fullmatch(colour):
        raise EditRefused(f"A colour is written #RRGGBB, such as #C74A38; {colour} is not.")
    # No hyphen: that stands between the sides in the id of a front, and only there.
    uid = plain_word(name, [known.replace("_", "-") for known in project.sides]).replace("-", "_")
    side = Side(uid=uid, name=name, colour=colour.upper(), rank=len(project.sides))
    return replace(project, sides={**project.sides, uid: side})


def give_home_ground(project: Project, side: str, homes: Sequence[HomeGround]) -> Project:
    """The Project with a Side's home ground set, and the fronts of all dates made to agree with it.

    Extents that were chosen by themselves stay as they are.
    """
    given = replace(project, sides={**project.sides, side: replace(project.sides[side], home=tuple(homes))})
    for dated in project.snapshots.values():
        for snapshot in dated:
            given = settled(given, snapshot, anew=True)
    return given


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


def _unused_colour(project: Project) -> str:
    used = {side.colour for side in project.sides.values()}
    return next(
        (colour for colour in PALETTE if colour not in used), PALETTE[len(project.sides) % len(PALETTE)]
    )
