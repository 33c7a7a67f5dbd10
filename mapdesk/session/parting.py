"""Areas from the front lines of a date, on the land of the base map: the edit, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from math import atan2, cos, degrees, radians

import shapely

from mapdesk.basemaps.default_map import fine_layers
from mapdesk.edit.areas_from_lines import areas_from_lines, front_lines_drawn, usual_bounds
from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.geometry.grid import ground_of, on_grid, polygons_of
from mapdesk.model.features import FrontLine, Status
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Project
from mapdesk.render.dates import full_date

_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True, kw_only=True)
class Parting:
    """How the ground beside the front lines of a date is parted: see `areas_from_lines`.

    `bounds` of None are those that the lines speak of; with `at_sea` water counts as ground too.
    """

    account: str
    day: date
    left: str
    right: str
    bounds: Bounds | None = None
    at_sea: bool = False
    status: Status = Status.CONTROLLED
    feature_ids: Collection[str] = ()


def parting_edit(parting: Parting, ids: Ids) -> tuple[str, Callable[[Project], Edited]]:
    """What the step is called that makes areas from the front lines of a date, and the edit that does it.

    The edit reads the base map and nothing else, so it may run beside the window.
    """

    def edit(project: Project) -> Edited:
        snapshot = snapshot_to_edit(project, parting.account, parting.day)
        drawn = front_lines_drawn(snapshot, parting.feature_ids)
        bounds = parting.bounds or usual_bounds(snapshot, drawn)
        return areas_from_lines(
            project,
            account=parting.account,
            day=parting.day,
            left=parting.left,
            right=parting.right,
            ids=ids,
            land=None if parting.at_sea else land_within(bounds),
            bounds=bounds,
            feature_ids=parting.feature_ids,
            status=parting.status,
        )

    return f"Areas from the front lines of {full_date(parting.day)}", edit


def land_within(bounds: Bounds) -> Ground:
    """The land of the base map inside bounds of west, south, east, north in degrees, on the grid."""
    west, south, east, north = bounds
    if not (west < east and south < north):
        raise EditRefused("These bounds enclose nothing.")
    parts = [shape for layer in fine_layers()["land"] for shape in layer.clipped(bounds)[1]]
    land = polygons_of(on_grid(shapely.union_all(parts)))
    if not land:
        raise EditRefused("There is no land in the ground that these lines are to part.")
    return ground_of(land)


def winds_beside(line: FrontLine) -> tuple[str, str]:
    """Where the left and right of a front line lie, as winds, by the way from its first point to its last."""
    longest = max(shapely.get_parts(line.shape), key=lambda part: part.length)
    (x0, y0), *_, (x1, y1) = longest.coords
    heading = degrees(atan2((x1 - x0) * cos(radians((y0 + y1) / 2)), y1 - y0))
    left, right = (round((heading + turn) / 45) % 8 for turn in (-90, 90))
    return _WINDS[left], _WINDS[right]
