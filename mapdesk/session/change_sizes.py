"""How much ground changed hands between two Snapshots, by side: what a timeline shows of each date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mapdesk.model.control_change import control_change
from mapdesk.model.project import Project, Snapshot


@dataclass(frozen=True, kw_only=True)
class HandsChanged:
    """Ground that a Side gained from and lost to others, or nobody, in km², whatever its status."""

    side: str
    gained_km2: float
    lost_km2: float


def hands_changed(project: Project, before: Snapshot, after: Snapshot) -> tuple[HandsChanged, ...]:
    """What each Side gained and lost, in the order of the Sides; none where no ground changed hands."""
    if before.features is after.features and before.extent is after.extent:
        return ()
    gained: defaultdict[str, float] = defaultdict(float)
    lost: defaultdict[str, float] = defaultdict(float)
    for patch in control_change(project, before, after, before.date, after.date).patches:
        if patch.before.side != patch.after.side:
            lost[patch.before.side] += patch.area_km2
            gained[patch.after.side] += patch.area_km2
    return tuple(
        HandsChanged(side=side.uid, gained_km2=gained[side.uid], lost_km2=lost[side.uid])
        for side in project.sides_in_order()
        if side.uid in gained or side.uid in lost
    )
