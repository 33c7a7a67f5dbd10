"""The ground that changed holder between two Snapshots, piece by connected piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.changed_faces import NONE, changed_faces
from mapdesk.geometry.grid import GRID, ground_of, polygons_of
from mapdesk.geometry.overlay import as_one, difference, intersection
from mapdesk.model.change_noise import Piece, pieces_of_ground
from mapdesk.model.ground import HOME, NOBODY, Holder, holder_of, planar_areas
from mapdesk.model.project import Ground, Project, Snapshot

#: Home ground is looked at as far as this around what changed hands, in degrees.
_ROOM = 0.01


def moved_ground(project: Project, before: Snapshot, after: Snapshot) -> list[Piece]:
    """All that one holder had before and another has after, inside the ground that both maps speak of."""
    old, new = planar_areas(before.features), planar_areas(after.features)
    holders = sorted({holder_of(area) for area in (*old, *new)})
    number = {holder: index for index, holder in enumerate(holders)} | {NOBODY: NONE}
    faces = changed_faces(
        [(number[holder_of(area)], area.shape) for area in old],
        [(number[holder_of(area)], area.shape) for area in new],
    )
    if not faces:
        return []
    grounds: defaultdict[tuple[int, int], list[Polygon]] = defaultdict(list)
    for one, other, face in faces:
        grounds[one, other].append(face)
    of = dict(enumerate(holders)) | {NONE: NOBODY}
    found: list[tuple[Holder, Holder, Polygon]] = []
    for (one, other), parts in sorted(grounds.items()):
        ground = _within(ground_of(parts), before.extent, after.extent)
        if NONE not in (one, other):
            found += ((of[one], of[other], part) for part in _parts(ground))
            continue
        for nobody_else, part in _among_homes(project, ground):
            holds = (of[one], nobody_else) if other == NONE else (nobody_else, of[other])
            found += ((*holds, polygon) for polygon in _parts(part))
    return pieces_of_ground(found)


def _within(ground: BaseGeometry, *extents: Ground) -> BaseGeometry:
    for extent in extents:
        if not extent.contains(shapely.box(*ground.bounds)):
            ground = intersection(ground, extent)
    return ground


def _among_homes(project: Project, ground: BaseGeometry) -> Iterable[tuple[Holder, BaseGeometry]]:
    """Ground that no area covers, split by whose home ground it is; the last part is nobody's.

    Leftovers along the rim of a home ground count here: who gives up ground there gives it up to that side.
    """
    for side in project.sides_in_order():
        if side.home and not ground.is_empty:
            # A country may be large, and what changed hands is not: what lies farther off has no say.
            around = shapely.box(*ground.bounds).buffer(_ROOM, join_style="mitre")
            home = as_one([_near(home.shape, around) for home in side.home])
            yield Holder(side.uid, HOME), intersection(ground, home)
            ground = difference(ground, home)
    yield NOBODY, ground


def _near(home: Ground, around: Polygon) -> BaseGeometry:
    return home if around.contains(home) else ground_of(polygons_of(intersection(home, around)))


def _parts(ground: BaseGeometry) -> list[Polygon]:
    return [polygon for polygon in polygons_of(ground) if polygon.area > polygon.length * GRID]
