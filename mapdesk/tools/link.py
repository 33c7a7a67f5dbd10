"""The tool that picks the feature which a passage speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.naming import feature_name
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import OnMap, Outcome, Tool


@dataclass(frozen=True)
class PickForLink(Tool):
    """Waiting for the feature; `depth` counts how far down Tab went through what lies under the hand."""

    name: ClassVar[str] = "Link"
    at: Pointer | None = None
    depth: int = 0

    def guidance(self, on: OnMap) -> str:
        """What a click picks."""
        meant = self._meant(on)
        if not meant:
            return "Click the feature that the passage speaks of; Escape drops the link"
        name = feature_name(on.project, on.features[meant])
        return f"Click to link the passage to {name}; Tab goes to what lies under it"

    def cursor(self, on: OnMap) -> str:
        """A hand over what can be linked."""
        return "hand" if self._meant(on) else "cross"

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """What is meant follows the hand; Tab's depth holds as long as the same things lie under it."""
        same = self.at is not None and on.near.under(self.at) == on.near.under(at)
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
        return (Sketch(SketchKind.GHOST, on.features[meant].shape, active=True),) if meant else ()

    def _meant(self, on: OnMap) -> str:
        under = on.near.under(self.at) if self.at else ()
        return under[self.depth % len(under)] if under else ""

    def _picked(self, on: OnMap) -> Outcome:
        meant = self._meant(on)
        if not meant:
            return Outcome(
                self, refused="There is nothing here to link to; click an area, a line or a marker."
            )
        return Outcome(Select(self.at), picked=meant, select=(meant,))
