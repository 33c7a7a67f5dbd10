"""The Frames that can be chosen: the project's own, and two made up from what its map shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from mapdesk.model.layout import DateRule, Frame
from mapdesk.model.project import Project
from mapdesk.session.picture import USUAL, WHOLE, usual_frame, whole_frame
from mapdesk.session.showing import Showing


class FrameChoice:
    """Works out the Frames of a Showing, and what is costly of them once for each state of the maps."""

    def __init__(self) -> None:
        self._whole: tuple[Project, str, Frame] | None = None

    def frames(self, showing: Showing | None) -> dict[str, Frame]:
        """All by their uids: the project's own by name, then the made-up ones, compared as the map is."""
        if showing is None:
            return {}
        own = sorted(showing.project.frames.values(), key=lambda frame: frame.name.casefold())
        made_up = [replace(frame, **rule_shown(showing)) for frame in self._made_up(showing)]
        return {frame.uid: frame for frame in (*own, *made_up)}

    def _made_up(self, showing: Showing) -> list[Frame]:
        project, snapshot = showing.project, showing.snapshot
        frames = []
        if snapshot is not None:
            change = showing.comparison.change if showing.comparison is not None else None
            frames.append(usual_frame(project, snapshot, change))
        if showing.snapshots:
            frames.append(replace(self._whole_frame(showing), title=project.about.title))
        return frames

    def _whole_frame(self, showing: Showing) -> Frame:
        project, account = showing.project, showing.account
        kept = self._whole
        if kept is None or kept[0].snapshots is not project.snapshots or kept[1] != account:
            kept = self._whole = (project, account, whole_frame(project, account))
        return kept[2]


def rule_shown(showing: Showing) -> dict[str, Any]:
    """The date rule of a Frame that compares as the map of a Showing does."""
    since = showing.since()
    if since is None:
        return {"date_rule": DateRule.THIS_DATE}
    if isinstance(showing.against, date):
        return {"date_rule": DateRule.SINCE_FIXED, "since": since.isoformat()}
    return {"date_rule": DateRule.SINCE_PREVIOUS}


def first_choice(showing: Showing | None, frames: dict[str, Frame]) -> str:
    """What is chosen where nothing is: what changed, or the whole map where there is nothing to compare."""
    wanted = USUAL if showing is not None and showing.since() is not None else WHOLE
    return wanted if wanted in frames else next(iter(frames), "")


def same_frames(one: Showing, other: Showing) -> bool:
    """Whether two Showings have the same Frames, and the same pictures of them."""
    old, new = one.project, other.project
    return (
        old.frames is new.frames
        and old.snapshots is new.snapshots
        and old.sides is new.sides
        and old.about is new.about
        and one.comparison is other.comparison
        and (one.account, one.day, one.against, one.frame)
        == (other.account, other.day, other.against, other.frame)
    )
