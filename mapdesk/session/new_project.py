"""A new Project from what a desk says: its title, its Sides, and where they are at home."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import shapely

from mapdesk.basemaps.default_map import home_ground
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import add_side, give_home_ground, new_project, side_named
from mapdesk.exchange.vector_source import open_vector
from mapdesk.geometry.coverage import cleaned
from mapdesk.geometry.grid import ground_of
from mapdesk.model.project import HomeGround, Project
from mapdesk.session.edit_session import EditSession
from mapdesk.session.ids import uuid7

_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """What a new project is to be: sides and home ground as `project_with` takes them, and its first date.

    The file holds no map of the `day` yet; that comes with the first thing drawn on it.
    """

    path: Path
    title: str
    sides: tuple[tuple[str, str], ...]
    homes: tuple[tuple[str, str], ...]
    day: date


def create(wanted: NewProject) -> EditSession:
    """Make the file of a new project and open it.

    Raises EditRefused, SourceRefused for a file of home ground, and ProjectFileError.
    """
    return EditSession.create(wanted.path, project_with(wanted.title, wanted.sides, wanted.homes))


def project_with(
    title: str, sides: Sequence[tuple[str, str]], homes: Sequence[tuple[str, str]] = ()
) -> Project:
    """A Project with sides as (name, colour or "") and home ground as (side's name, ISO code or file)."""
    project = new_project(uuid7(), title)
    for name, colour in sides:
        project = add_side(project, name, colour)
    for name, label in homes:
        if not label:
            raise EditRefused(
                f"Home ground is written NAME=UA, NAME=UA-65 or NAME=FILE.geojson; {name} is not."
            )
        side = side_named(project, name)
        known = project.sides[side.uid].home
        project = give_home_ground(project, side.uid, [*known, home_of(label)])
    return project


def home_of(label: str) -> HomeGround:
    """Home ground by an ISO 3166 code of the base map, or all the polygons of a GeoJSON file."""
    if _CODE.fullmatch(label.upper()):
        try:
            return home_ground(label)
        except LookupError as unknown:
            raise EditRefused(str(unknown)) from unknown
    path = Path(label)
    ground = cleaned(open_vector(path).shapes().shapes)
    if not ground or not shapely.box(-180, -90, 180, 90).covers(ground_of(ground)):
        raise EditRefused(
            f"{path.name}: its polygons enclose no ground in degrees of longitude and latitude."
        )
    return HomeGround(label=path.name, shape=ground_of(ground))
