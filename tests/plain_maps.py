"""Small maps that fit in the head: squares a few degrees wide, two or three sides, days of one month."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry import mapping

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited
from mapdesk.edit.ground import put_ground
from mapdesk.edit.project import DESK, add_side, give_home_ground, new_project
from mapdesk.geometry.grid import on_grid
from mapdesk.model.features import ControlArea, Evidence, FrontLine, Status
from mapdesk.model.ground import areas_of
from mapdesk.model.project import Ground, HomeGround, Project, Snapshot

#: What the small maps speak of.
EXTENT = Polygon(on_grid(shapely.box(20, 40, 50, 60)))


def day(number: int) -> date:
    """A day of May 2024."""
    return date(2024, 5, number)


def rectangle(west: float, south: float, east: float, north: float) -> Polygon:
    """A rectangle on the grid, in the spelling that the map keeps."""
    return Polygon(on_grid(shapely.box(west, south, east, north)))


def square(west: float, south: float, size: float = 2) -> Polygon:
    """A square that has its south-western corner there."""
    return rectangle(west, south, west + size, south + size)


def layers_file(path: Path, **shapes: shapely.Geometry) -> Path:
    """A GeoJSON file with a feature for each shape, its field `layer` being the shape's name."""
    features = [
        {"type": "Feature", "geometry": mapping(shape), "properties": {"layer": layer}}
        for layer, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def numbered(given: int = 0) -> Callable[[str], str]:
    """Ids that can be foretold: area-1, area-2, link-3."""

    def next_id(kind: str) -> str:
        nonlocal given
        given += 1
        return f"{kind}-{given}"

    return next_id


def _unused(project: Project) -> Callable[[str], str]:
    known = {uid for dated in project.snapshots.values() for shown in dated for uid in shown.features}
    return numbered(max((int(uid.split("-")[1]) for uid in known if uid.startswith("area-")), default=0))


def two_sides(*more: str, **homes: Ground) -> Project:
    """A Project with the sides Red and Blue, and more where named; home ground by a side's uid."""
    project = new_project("plain", "A plain map")
    for name in ("Red", "Blue", *more):
        project = add_side(project, name)
    for uid, shape in homes.items():
        project = give_home_ground(project, uid, [HomeGround(label="home", shape=shape)])
    return project


def edited(
    project: Project,
    side: str,
    *shapes: shapely.Geometry,
    on: int = 1,
    status: Status = Status.CONTROLLED,
    extent: Ground | None = EXTENT,
    ids: Callable[[str], str] | None = None,
    add: bool = False,
    evidence: Evidence = Evidence.UNCONFIRMED,
) -> Edited:
    """Ground put on the map of a day, with what the edit said."""
    after, notes = put_ground(
        snapshot_to_edit(project, DESK, day(on)),
        side=side,
        status=status,
        shapes=shapes,
        ids=ids or _unused(project),
        extent=extent,
        add=add,
        evidence=evidence,
    )
    return Edited(settled(project, after), notes)


def put(project: Project, side: str, *shapes: shapely.Geometry, **how: object) -> Project:
    """The Project after ground was put on the map of a day."""
    return edited(project, side, *shapes, **how).project  # type: ignore[arg-type]


def snapshot(project: Project, on: int = 1) -> Snapshot:
    """What the map of a day shows."""
    shown = project.snapshot_on(DESK, day(on))
    assert shown is not None
    return shown


def areas(project: Project, on: int = 1) -> list[ControlArea]:
    """The areas of a day."""
    return areas_of(snapshot(project, on).features)


def ground(project: Project, side: str, status: Status | None = None, on: int = 1) -> Polygon | MultiPolygon:
    """All that a side holds on a day, in one shape without the vertices that don't matter."""
    held = [a.shape for a in areas(project, on) if a.side == side and status in (None, a.status)]
    return shapely.normalize(shapely.simplify(shapely.union_all(held), 0))


def same_ground(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    """Whether two shapes are the same ground, whatever vertices stand on their straight edges."""
    return bool(shapely.equals(one, other))


def front(project: Project, feature_id: str = "front-red-blue", on: int = 1) -> FrontLine | None:
    """A front line of a day."""
    found = snapshot(project, on).features.get(feature_id)
    assert found is None or isinstance(found, FrontLine)
    return found


def segments_of(line: shapely.Geometry) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    """The directed segments of lines."""
    pairs: set[tuple[tuple[float, float], tuple[float, float]]] = set()
    for part in shapely.get_parts(line):
        points: Sequence[tuple[float, float]] = [(x, y) for x, y in shapely.get_coordinates(part)]
        pairs |= set(pairwise(points))
    return pairs


def facing() -> Project:
    """Red holds the western of two squares and Blue the eastern one."""
    return put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
