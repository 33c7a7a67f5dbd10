"""The ControlChange between two Snapshots, judged with what the base map knows of regions."""

from __future__ import annotations

from datetime import date

from mapdesk.basemaps.default_map import fine_layers
from mapdesk.model.basemap import Region
from mapdesk.model.control_change import ControlChange, control_change
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Project, Snapshot


def change_between(
    project: Project, before: Snapshot, after: Snapshot, since: date, until: date, least_km2: float = 0.0
) -> ControlChange:
    """What changed between two Snapshots, shown on `since` and on `until`: see control_change.

    Regions of the base map that one of the two leaves out are not counted.
    """
    return control_change(project, before, after, since, until, least_km2=least_km2, regions=_regions)


def _regions(bounds: Bounds) -> list[Region]:
    """The first-level regions that meet some bounds (west, south, east, north), in full detail."""
    (layer,) = fine_layers()["regions"]
    numbers, shapes = layer.within(bounds)
    return [
        Region(shape=shape, **layer.facts(int(number))) for number, shape in zip(numbers, shapes, strict=True)
    ]
