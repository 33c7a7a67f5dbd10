"""The step that changes what a project is called, how it is signed, and its sides with their home ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import (
    add_side,
    change_about,
    change_sides,
    give_home_ground,
    remove_side,
    side_named,
)
from mapdesk.model.project import Project
from mapdesk.session.new_project import home_of

#: As many changes are named in the name of a step.
_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class WantedSide:
    """What a Side is to be. One that is new has no `uid` yet.

    `home` is a code or a file as `home_of` takes it, "" for none, or None for what the Side has.
    """

    uid: str
    name: str
    colour: str
    home: str | None = None


@dataclass(frozen=True, kw_only=True)
class WantedProject:
    """What is to be said of a project, and its Sides in order; those left out are to be removed."""

    title: str
    credit: str
    language: str
    sides: tuple[WantedSide, ...]


def changed_project(project: Project, wanted: WantedProject) -> Project:
    """The Project as it is wanted, the fronts of all dates made to agree with its home ground.

    Raises EditRefused, also for a Side to be removed that a map names, and SourceRefused for a file of home
    ground.
    """
    project = _without_homes_read(project, wanted)
    for side in wanted.sides:
        if side.home is not None:
            uid = side.uid or side_named(project, side.name).uid
            project = give_home_ground(project, uid, [home_of(side.home)] if side.home else [])
    return project


def refuse_change(project: Project, wanted: WantedProject) -> None:
    """Refuse, without the work on home ground, what `changed_project` would refuse for another reason."""
    homeless = {uid: replace(side, home=()) for uid, side in project.sides.items()}
    _without_homes_read(replace(project, sides=homeless), wanted)


def _without_homes_read(project: Project, wanted: WantedProject) -> Project:
    if not wanted.sides:
        raise EditRefused("A map needs a side at least.")
    kept = {side.uid for side in wanted.sides}
    for uid in [known for known in project.sides if known not in kept]:
        project = remove_side(project, uid)
    project = change_about(project, title=wanted.title, credit=wanted.credit, language=wanted.language)
    project = change_sides(project, {s.uid: (s.name, s.colour) for s in wanted.sides if s.uid})
    for side in wanted.sides:
        if not side.uid:
            project = add_side(project, side.name, side.colour)
    return project


def change_words(project: Project, wanted: WantedProject) -> str:
    """What the step is called: “Project: title, Green added”; nothing where nothing changes."""
    about = project.about
    said = [
        word
        for word, old, new in (
            ("title", about.title, wanted.title),
            ("credit", about.credit, wanted.credit),
            ("language", about.language, wanted.language),
        )
        if old != new
    ]
    for side in wanted.sides:
        said += _side_words(project, side)
    kept = {side.uid for side in wanted.sides}
    said += [f"{side.name} removed" for side in project.sides_in_order() if side.uid not in kept]
    if not said:
        return ""
    return f"Project: {_listed(said)}"


def _side_words(project: Project, wanted: WantedSide) -> list[str]:
    side = project.sides.get(wanted.uid)
    if side is None:
        return [f"{wanted.name} added"]
    said = [f"{side.name} renamed {wanted.name}"] if side.name != wanted.name else []
    said += [f"colour of {wanted.name}"] if side.colour != wanted.colour.upper() else []
    return said + ([f"home ground of {wanted.name}"] if wanted.home is not None else [])


def _listed(said: Sequence[str]) -> str:
    more = len(said) - _NAMED
    return ", ".join(said[:_NAMED]) + (f" and {more} more" if more > 0 else "")
