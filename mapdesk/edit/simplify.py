"""Simplifying borders and lines: vertices that say little go, and what shares a border keeps sharing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import shapely
from shapely import Polygon

from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.outlines import Marks, Outlines, outlines_of
from mapdesk.edit.reshape import Course, LonLat, Refusals, placing, reshaped
from mapdesk.geometry.grid import keys, snap
from mapdesk.geometry.measure import KM_PER_DEGREE, flattened, unflattened
from mapdesk.model.features import Annotation, ControlArea, FrontLine, Status
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project, Snapshot

_SAID = Refusals(
    crosses="Simplified so, a border would cross itself; take fewer metres.",
    runs_over="Simplified so, a border would run over other ground; take fewer metres.",
)


def simplify_vertices(
    project: Project,
    *,
    account: str,
    day: date,
    metres: float,
    at: Collection[LonLat] | Course | None = None,
    feature_ids: Collection[str] = (),
) -> Edited:
    """Let vertices at some places (lon, lat; all for None) go that stand out by less than so many metres.

    Of areas those go whose corner is smaller than a square so wide (Visvalingam and Whyatt 1993, as GEOS does
    it for coverages); of lines those that lie nearer than that to the straight way. Nodes, where borders meet
    or end, stay, and so does what would make a border cross another one. Who follows, and when it is refused,
    is as in `reshaped`. The note says how many went.
    """
    if not metres > 0:
        raise EditRefused("Simplifying takes a number of metres above 0.")
    snapshot = snapshot_to_edit(project, account, day)
    outlines = outlines_of(snapshot, feature_ids)
    chosen = outlines.among(at)
    needless = chosen & outlines.free & ~_kept(outlines, snapshot, feature_ids, metres)
    _, gone = outlines.untangled(outlines.places, needless)
    count, of = int(gone.sum()), int(chosen.sum())
    if not count:
        raise EditRefused(f"Nothing here is smaller than {metres:g} m; take more metres.")
    reshape = placing(outlines.places, outlines.places, gone)
    edited = reshaped(project, account, day, reshape, feature_ids, _SAID)
    note = f"{count:,} of {of:,} vertices went, {of - count:,} are left."
    return Edited(edited.project, (*edited.notes, note), edited.made)


def _kept(outlines: Outlines, snapshot: Snapshot, feature_ids: Collection[str], metres: float) -> Marks:
    """Which vertices matter in some course that goes through them."""
    reach = metres / 1000 / KM_PER_DEGREE
    others = [snapshot.features[uid] for uid in feature_ids if uid in snapshot.features]
    planar = [area.shape for area in planar_areas(snapshot.features)]
    claims = [f.shape for f in others if isinstance(f, ControlArea) and f.status is Status.CLAIMED]
    lines = [
        f.shape
        for f in others
        if (isinstance(f, FrontLine) and not f.derived)
        or (isinstance(f, Annotation) and f.shape.geom_type != "Point")
    ]
    left = [
        _of_coverage(coverage, reach) for coverage in (planar, *([claim] for claim in claims)) if coverage
    ]
    for line in lines:
        latitude = float(shapely.bounds(line)[[1, 3]].mean())
        simple = shapely.simplify(flattened(line, latitude), reach, preserve_topology=False)
        left.append(shapely.get_coordinates(unflattened(simple, latitude)))
    return np.isin(keys(outlines.places), keys(snap(np.vstack([np.empty((0, 2)), *left]))))


def _of_coverage(polygons: list[Polygon], reach: float) -> Course:
    """The vertices that areas which share borders keep."""
    latitude = float(shapely.total_bounds(polygons)[[1, 3]].mean())
    flat = [flattened(polygon, latitude) for polygon in polygons]
    simple = shapely.coverage_simplify(flat, reach)
    return snap(np.vstack([shapely.get_coordinates(unflattened(one, latitude)) for one in simple]))
