"""Split: one line across areas, and each becomes the pieces that it is cut into."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shapely import LineString, Polygon

from mapdesk.edit.claim import given_to
from mapdesk.edit.cutting import LonLat, course_of
from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.locks import refuse_locked
from mapdesk.geometry.coverage import SLIVER_M
from mapdesk.geometry.faces import faces_cut
from mapdesk.geometry.grid import GRID
from mapdesk.geometry.measure import KM_PER_DEGREE
from mapdesk.model.features import ControlArea, Feature, Status
from mapdesk.model.ground import areas_of
from mapdesk.model.project import Project, Snapshot

#: A line that leaves more pieces than this was not drawn to split anything.
MOST_PIECES = 50


@dataclass(frozen=True)
class Cut:
    """An area that a line cuts, and the pieces that it leaves, the largest first."""

    area: ControlArea
    pieces: tuple[Polygon, ...]


def split_area(
    project: Project,
    *,
    account: str,
    day: date,
    line: Sequence[LonLat],
    ids: Ids,
    feature_ids: Collection[str] = (),
) -> Edited:
    """Cut areas on the map of a date by a line; see `find_cuts`.

    The largest piece keeps the area's id, the others say what they were split from; all keep its side,
    status, name and evidence. Where the cut meets a neighbour's border, that gets a vertex.
    """
    snapshot = snapshot_to_edit(project, account, day)
    features: dict[str, Feature] = dict(snapshot.features)
    for cut in _cuts(snapshot, line, feature_ids):
        uid = cut.area.feature_id
        pieces = [
            replace(cut.area, shape=piece, feature_id=ids("area"), split_from=uid) for piece in cut.pieces[1:]
        ]
        if cut.area.status is Status.CLAIMED:
            features[uid] = replace(cut.area, shape=cut.pieces[0])
            features |= {piece.feature_id: piece for piece in pieces}
            continue
        for piece in pieces:
            given = given_to(features, [piece.shape], piece.side, piece.status, ids, area=piece)
            features = dict(given.features)
    return Edited(settled(project, replace(snapshot, features=features)))


def find_cuts(
    project: Project, *, account: str, day: date, line: Sequence[LonLat], feature_ids: Collection[str] = ()
) -> tuple[Cut, ...]:
    """What a line (lon, lat) would cut on the map of a date: the areas named, or all held that it crosses.

    It has to cross an area from edge to edge; where it ends inside, it cuts nothing. A line that closes or
    crosses itself cuts out each loop. Refuses where it cuts nothing.
    """
    return _cuts(snapshot_to_edit(project, account, day), line, feature_ids)


def _cuts(snapshot: Snapshot, line: Sequence[LonLat], feature_ids: Collection[str]) -> tuple[Cut, ...]:
    course = LineString(course_of(line, GRID))
    crossed = [
        area
        for area in areas_of(snapshot.features)
        if (area.feature_id in feature_ids if feature_ids else area.status is not Status.CLAIMED)
        and area.shape.intersects(course)
    ]
    cuts = []
    for area in crossed:
        pieces = [piece for piece in faces_cut(area.shape, [course]) if not _is_sliver(piece)]
        if len(pieces) > MOST_PIECES:
            raise EditRefused(f"This line leaves {len(pieces)} pieces; draw a simpler one.")
        if len(pieces) > 1:
            cuts.append(Cut(area, tuple(pieces)))
    refuse_locked(cut.area for cut in cuts)
    if not cuts:
        raise EditRefused("This line cuts no area in two: it has to cross one from edge to edge.")
    return tuple(cuts)


def _is_sliver(polygon: Polygon) -> bool:
    return float(polygon.area) < float(polygon.length) / 2 * SLIVER_M / 1000 / KM_PER_DEGREE
