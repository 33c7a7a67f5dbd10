"""How much ground changed hands between two Snapshots, by side: what a timeline shows of each date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mapdesk.model.project import Project, Snapshot
from mapdesk.session.change_between import change_between
from mapdesk.session.trend import marks_of_maps
from mapdesk.store.figures import DatedFigures

#: What these figures are called in the file.
KIND = "change"
_GAINED, _LOST = "gained", "lost"


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
    for patch in change_between(project, before, after, before.date, after.date).patches:
        if patch.before.side != patch.after.side:
            lost[patch.before.side] += patch.area_km2
            gained[patch.after.side] += patch.area_km2
    return tuple(
        HandsChanged(side=side.uid, gained_km2=gained[side.uid], lost_km2=lost[side.uid])
        for side in project.sides_in_order()
        if side.uid in gained or side.uid in lost
    )


def change_marks(project: Project, snapshots: Sequence[Snapshot]) -> dict[date, str]:
    """What tells by date that neither of the two maps compared there has changed; none for the first."""
    marks = marks_of_maps(project, snapshots, KIND) if snapshots else ()
    return {
        snapshot.date: f"{before}:{after}"
        for snapshot, (before, after) in zip(snapshots[1:], pairwise(marks), strict=True)
    }


def as_figures(changes: Sequence[HandsChanged], mark: str) -> DatedFigures:
    """What changed hands as the file keeps it; `changes_in` is the way back."""
    figures: dict[tuple[str, ...], float] = {}
    for change in changes:
        figures[change.side, _GAINED] = change.gained_km2
        figures[change.side, _LOST] = change.lost_km2
    return DatedFigures(mark, figures)


def changes_in(
    kept: Mapping[date, DatedFigures], marks: Mapping[date, str], project: Project
) -> dict[date, tuple[HandsChanged, ...]]:
    """What changed hands on the dates of which the file still keeps it right."""
    return {
        day: tuple(
            HandsChanged(
                side=side.uid,
                gained_km2=found.figures.get((side.uid, _GAINED), 0.0),
                lost_km2=found.figures.get((side.uid, _LOST), 0.0),
            )
            for side in project.sides_in_order()
            if (side.uid, _GAINED) in found.figures
        )
        for day, found in kept.items()
        if marks.get(day) == found.mark
    }
