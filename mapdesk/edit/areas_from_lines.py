"""Areas from lines: where only front lines are known, the ground on each side of them becomes its side's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from mapdesk.edit.dates import WORLD, narrowed, settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import put_ground
from mapdesk.geometry.faces import faces_cut, stretches_to
from mapdesk.geometry.grid import ground_of, on_grid, polygons_of
from mapdesk.geometry.overlay import intersection
from mapdesk.geometry.segments import Segments, beside, reversed_segments
from mapdesk.model.features import FrontLine, Status
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Project, Snapshot

#: How much ground around the lines they speak of, as a share of their own width and height, and at least so
#: many degrees, where the extent of the date is the world.
_AROUND, _AT_LEAST = 0.25, 0.5
#: Where more than this share of the line along a face says another side than the rest, the lines contradict
#: each other, or there is a way around their ends.
_CONTRARY = 0.2


@dataclass(frozen=True)
class _Line:
    """A part of a front line, and the sides on its left and right."""

    shape: LineString
    left: str
    right: str


def front_lines_drawn(snapshot: Snapshot, feature_ids: Collection[str] = ()) -> list[FrontLine]:
    """The front lines of a Snapshot that were drawn or imported, or those of them that are named."""
    return [
        feature
        for uid, feature in snapshot.features.items()
        if isinstance(feature, FrontLine) and not feature.derived and (not feature_ids or uid in feature_ids)
    ]


def usual_bounds(snapshot: Snapshot, lines: Sequence[FrontLine]) -> Bounds:
    """What lines speak of: the extent of the date, or their surroundings where that is the world."""
    west, south, east, north = (float(limit) for limit in snapshot.extent.bounds)
    if (west, south, east, north) != WORLD or not lines:
        return (west, south, east, north)
    west, south, east, north = (
        float(limit) for limit in shapely.total_bounds([line.shape for line in lines])
    )
    across, up = (max((high - low) * _AROUND, _AT_LEAST) for low, high in ((west, east), (south, north)))
    return (max(west - across, -180), max(south - up, -90), min(east + across, 180), min(north + up, 90))


def areas_from_lines(
    project: Project,
    *,
    account: str,
    day: date,
    left: str,
    right: str,
    ids: Ids,
    land: Ground | None = None,
    bounds: Bounds | None = None,
    feature_ids: Collection[str] = (),
    status: Status = Status.CONTROLLED,
) -> Edited:
    """Make areas of the ground on both sides of the front lines drawn on the map of a date.

    A line that names two sides has the first on its left; the others have `left` and `right` there, seen
    along the way they were drawn. Ends that lie loose are led on to the edge of the ground or to another
    line: the shortest way where that is near, else straight on. The ground is what of `land` (all, if None)
    lies within `bounds` (`usual_bounds`, if None), which becomes the extent of the date; parts that no line
    borders on stay nobody's. The areas replace what these sides have with this status.
    """
    snapshot = snapshot_to_edit(project, account, day)
    drawn = front_lines_drawn(snapshot, feature_ids)
    if not drawn:
        raise EditRefused("There is no front line on this date that was drawn or imported; draw one first.")
    extent = narrowed(snapshot.extent, bounds or usual_bounds(snapshot, drawn))
    ground = _on(extent, land)
    lines = _lines(drawn, left, right, ground)
    for uid in {uid for line in lines for uid in (line.left, line.right)}:
        if uid not in project.sides:
            raise EditRefused(f"This project has no side called {uid}.")
    held = _by_side(ground, lines)
    notes: list[str] = []
    if extent != snapshot.extent:
        notes.append("The extent of this date now ends where the areas do.")
    for side in project.sides_in_order():
        if side.uid in held:
            snapshot, said = put_ground(
                snapshot, side=side.uid, status=status, shapes=held[side.uid], ids=ids, extent=extent
            )
            notes += said
    after = settled(project, snapshot)
    return Edited(after, tuple(dict.fromkeys(notes)))


def _on(extent: Ground, land: Ground | None) -> Ground:
    if land is None:
        return extent
    inside = polygons_of(on_grid(intersection(extent, land)))
    if not inside:
        raise EditRefused("There is no land in the ground that these lines are to part.")
    return ground_of(inside)


def _lines(drawn: Sequence[FrontLine], left: str, right: str, ground: Ground) -> list[_Line]:
    lines = []
    for front in drawn:
        sides = front.sides if len(front.sides) == 2 else (left, right)
        if sides[0] == sides[1]:
            raise EditRefused("The ground on the two sides of a front line can't be one side's; choose two.")
        for part in shapely.get_parts(front.shape):
            if part.intersects(ground):
                lines.append(_Line(part, *sides))
    if not lines:
        raise EditRefused("No front line of this date runs through the ground that is to be parted.")
    return lines


def _by_side(ground: Ground, lines: Sequence[_Line]) -> dict[str, list[Polygon]]:
    """The faces of the ground along the lines, by the side that most of the line along each says."""
    courses = [line.shape for line in lines]
    rim = ground.boundary
    faces = faces_cut(ground, [*courses, *stretches_to(rim, courses, within=ground)])
    said = [_said(line, faces) for line in lines]
    held: dict[str, list[Polygon]] = {}
    for number, face in enumerate(faces):
        votes: dict[str, float] = {}
        for by_line in said:
            for side, lengths in by_line.items():
                votes[side] = votes.get(side, 0.0) + float(lengths[number])
        total = sum(votes.values())
        if not total:
            continue
        side = max(sorted(votes), key=lambda uid: votes[uid])
        if total - votes[side] > _CONTRARY * total:
            where = shapely.point_on_surface(face)
            raise EditRefused(
                "The lines don’t agree whose the ground around "
                f"{where.y:.2f}, {where.x:.2f} (latitude, longitude) is: they run in opposite directions, or "
                "one can be walked around. Draw that one on, or name the two sides of each."
            )
        held.setdefault(side, []).append(face)
    if len(held) < 2:
        raise EditRefused("These lines part no ground: what is on both sides of them hangs together.")
    return held


def _said(line: _Line, faces: Sequence[Polygon]) -> dict[str, NDArray[np.float64]]:
    """For each side of a line, how much of it runs along each of some faces there, in degrees."""
    points = shapely.get_coordinates(line.shape)
    segments: Segments = np.hstack([points[:-1], points[1:]])
    said = {}
    for side, course in ((line.right, segments), (line.left, reversed_segments(segments))):
        beside_it, lengths = beside(course)
        inside = [shapely.contains_xy(face, *beside_it.T) for face in faces]
        said[side] = np.array([lengths[there].sum() for there in inside])
    return said
