"""Smoothing borders and lines: each vertex goes towards the middle between its two neighbours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np

from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.outlines import outlines_of
from mapdesk.edit.reshape import Course, LonLat, Refusals, placing, reshaped
from mapdesk.geometry.grid import snap
from mapdesk.model.project import Project

_SAID = Refusals(
    crosses="Smoothed so, a border would cross itself; smooth fewer vertices.",
    runs_over="Smoothed so, a border would run over other ground; smooth fewer vertices.",
    nothing="There is nothing to smooth here: vertices stay where borders meet or end, or would cross.",
)


def smooth_vertices(
    project: Project,
    *,
    account: str,
    day: date,
    at: Collection[LonLat] | Course | None = None,
    feature_ids: Collection[str] = (),
) -> Edited:
    """Move each vertex at some places (lon, lat; all for None) half way to the middle of its neighbours.

    Nodes, where borders meet or end, stay, and so does what would make a border cross another one. Who
    follows, and when it is refused, is as in `reshaped`.
    """
    outlines = outlines_of(snapshot_to_edit(project, account, day), feature_ids)
    chosen = outlines.among(at) & outlines.free
    if not chosen.any():
        raise EditRefused(_SAID.nothing)
    wished = outlines.places.copy()
    beside = outlines.places[outlines.neighbours[chosen]].mean(axis=1)
    wished[chosen] = snap((wished[chosen] + beside) / 2)
    after, _ = outlines.untangled(wished, np.zeros(len(wished), dtype=bool))
    return reshaped(project, account, day, placing(outlines.places, after), feature_ids, _SAID)
