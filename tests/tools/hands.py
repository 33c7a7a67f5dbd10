"""A hand without a window: it drives a tool as the window does, and does what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import sleep

from mapdesk.basemaps.lines import BaseLines
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.features import Feature, Status
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.base_lines import BaseLinesNearby
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome, Tool
from tests.plain_maps import day, numbered

#: Degrees of latitude per pixel: the small maps are a few hundred pixels wide.
SCALE = 0.01


def pointer(lon: float, lat: float, *, shift: bool = False, alt: bool = False) -> Pointer:
    """The hand at a place."""
    return Pointer((lon, lat), (lon / SCALE, -lat / SCALE), SCALE, shift=shift, alt=alt)


def lines_read(nearby: BaseLinesNearby, lon: float, lat: float) -> BaseLines:
    """The base map's lines around a place, once they have been read."""
    while (lines := nearby.at(lon, lat)) is None:
        sleep(0.01)
    return lines


class Hand:
    """One tool at work on the first day of a Project."""

    def __init__(
        self,
        project: Project,
        tool: Tool,
        *,
        side: str = "",
        status: Status = Status.CONTROLLED,
        selected: tuple[str, ...] = (),
        hidden: tuple[str, ...] = (),
        patches: tuple[ChangePatch, ...] = (),
    ) -> None:
        self.tool = tool
        self.hidden = hidden
        self.last = Outcome(tool)
        self.steps: list[str] = []
        self.refusals: list[str] = []
        self.on = OnMap(
            project=project,
            account=DESK,
            day=day(1),
            features=self._visible(project),
            ids=numbered(100),
            selected=selected,
            side=side,
            status=status,
            patches=patches,
        )

    @property
    def project(self) -> Project:
        """The Project as it is by now."""
        return self.on.project

    @property
    def features(self) -> Mapping[str, Feature]:
        """What is visible by now."""
        return self.on.features

    @property
    def selected(self) -> tuple[str, ...]:
        """What is selected by now."""
        return self.on.selected

    def click(self, lon: float, lat: float, *, shift: bool = False, alt: bool = False) -> Outcome:
        """Press and let go in one place."""
        at = pointer(lon, lat, shift=shift, alt=alt)
        self.follow(self.tool.hovered(at, self.on))
        return self.follow(self.tool.clicked(at, self.on))

    def double_click(self, lon: float, lat: float) -> Outcome | None:
        """Click, and at once click again."""
        self.click(lon, lat)
        outcome = self.tool.double_clicked(pointer(lon, lat), self.on)
        return self.follow(outcome) if outcome else None

    def hover(self, lon: float, lat: float, *, alt: bool = False) -> Outcome:
        """Move without a button."""
        return self.follow(self.tool.hovered(pointer(lon, lat, alt=alt), self.on))

    def drag(self, start: LonLat, *way: LonLat, shift: bool = False, let_go: bool = True) -> Outcome:
        """Press, move along a way, and let go at its end; a press that the tool doesn't take would pan."""
        at = pointer(*start, shift=shift)
        self.follow(self.tool.hovered(at, self.on))
        assert self.tool.grabs(at, self.on), "The drag would have moved the map."
        self.follow(self.tool.pressed(at, self.on))
        for place in way:
            self.follow(self.tool.dragged(pointer(*place, shift=shift), self.on))
        if let_go:
            self.follow(self.tool.released(pointer(*way[-1], shift=shift), self.on))
        return self.last

    def key(self, name: str) -> Outcome | None:
        """Press a key; None where the tool doesn't take it."""
        outcome = self.tool.key(name, self.on)
        return self.follow(outcome) if outcome else None

    def follow(self, outcome: Outcome) -> Outcome:
        """Do what the window does."""
        self.last, self.tool = outcome, outcome.tool
        if outcome.refused:
            self.refusals.append(outcome.refused)
        if outcome.edit:
            try:
                edited: Edited = outcome.edit.edit(self.project)
            except EditRefused as refusal:
                self.refusals.append(str(refusal))
                self.tool = outcome.if_refused or outcome.tool
            else:
                self.steps.append(outcome.edit.label)
                self.on = replace(self.on, project=edited.project, features=self._visible(edited.project))
        if outcome.select is not None:
            self.on = replace(self.on, selected=outcome.select)
        return outcome

    def sketches(self, kind: SketchKind) -> list[Sketch]:
        """What the tool shows of a kind."""
        self._wait()
        return [sketch for sketch in self.tool.sketches(self.on) if sketch.kind is kind]

    def guidance(self) -> str:
        """What the status bar says."""
        self._wait()
        return self.tool.guidance(self.on)

    def _wait(self) -> None:
        while self.tool.is_awaited(self.on):
            pass

    def _visible(self, project: Project) -> Mapping[str, Feature]:
        shown = project.snapshot_on(DESK, day(1))
        features = shown.features if shown else {}
        return {uid: feature for uid, feature in features.items() if uid not in self.hidden}
