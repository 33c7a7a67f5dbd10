"""The tool that picks what on the map a passage speaks of: a feature, or ground that changed hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from mapdesk.geometry.inside import holds
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.features import ControlArea, Feature
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import feature_name, patch_name, said_area
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import OnMap, Outcome, Tool

_Target: TypeAlias = Feature | ChangePatch


@dataclass(frozen=True)
class PickForLink(Tool):
    """Waiting for what is meant; `depth` counts how far down Tab went through what lies under the hand."""

    name: ClassVar[str] = "Link"
    at: Pointer | None = None
    depth: int = 0

    def guidance(self, on: OnMap) -> str:
        """What a click picks."""
        meant = self._meant(on)
        if meant is None:
            return "Click the feature or the ground that the passage speaks of; Escape drops the link"
        return f"Click to link the passage to {_name(meant, on)}; Tab goes to what lies under it"

    def cursor(self, on: OnMap) -> str:
        """A hand over what can be linked."""
        return "hand" if self._meant(on) else "cross"

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """What is meant follows the hand; Tab's depth holds as long as the same things lie under it."""
        same = self.at is not None and _under(self.at, on) == _under(at, on)
        return Outcome(PickForLink(at, self.depth if same else 0))

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Pick what is meant."""
        here = self.hovered(at, on).tool
        assert isinstance(here, PickForLink)
        return here._picked(on)

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """No more than a click."""
        return self.clicked(at, on)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Tab goes down through what lies under the hand, Enter picks it, Escape drops the link."""
        match name:
            case "escape":
                return Outcome(Select(self.at))
            case "tab" | "backtab" if self._meant(on):
                return Outcome(PickForLink(self.at, self.depth + (1 if name == "tab" else -1)))
            case "enter" if self._meant(on):
                return self._picked(on)
        return None

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """What a click would pick."""
        meant = self._meant(on)
        return (Sketch(SketchKind.GHOST, meant.shape, active=True),) if meant else ()

    def _meant(self, on: OnMap) -> _Target | None:
        under = _under(self.at, on) if self.at else ()
        return under[self.depth % len(under)] if under else None

    def _picked(self, on: OnMap) -> Outcome:
        meant = self._meant(on)
        if meant is None:
            return Outcome(
                self,
                refused="There is nothing here to link to; "
                "click an area, a line, a marker or ground that changed hands.",
            )
        if isinstance(meant, ChangePatch):
            return Outcome(Select(self.at), picked_patch=meant, select=())
        return Outcome(Select(self.at), picked=meant.feature_id, select=(meant.feature_id,))


def _under(at: Pointer, on: OnMap) -> tuple[_Target, ...]:
    """What lies under the hand, topmost first: ground that changed hands is drawn over the areas."""
    features = [on.features[uid] for uid in on.near.under(at)]
    above = [feature for feature in features if not isinstance(feature, ControlArea)]
    patches = [patch for patch in on.patches if holds(patch.shape, *at.lon_lat)]
    return (*above, *patches, *(feature for feature in features if isinstance(feature, ControlArea)))


def _name(meant: _Target, on: OnMap) -> str:
    if isinstance(meant, ChangePatch):
        return f"{patch_name(on.project, meant)}, {said_area(meant.area_km2)}"
    return feature_name(on.project, meant)
