"""The tool that places a marker; the window asks for its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from shapely import Point

from mapdesk.edit.features import add_annotation
from mapdesk.model.features import AnnotationKind
from mapdesk.tools.nearby import on_the_grid
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import AskText, OnMap, Outcome, Settle, Tool


@dataclass(frozen=True)
class PlaceMarker(Tool):
    """Waiting for the place."""

    name: ClassVar[str] = "Marker"
    at: Pointer | None = None

    def guidance(self, on: OnMap) -> str:
        """What a click does."""
        return "Click where the marker goes, then write what it says"

    def cursor(self, on: OnMap) -> str:
        """A cross."""
        return "cross"

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """Remember where the hand is."""
        return Outcome(replace(self, at=at))

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Ask what the marker here says."""
        place = on_the_grid(at.lon_lat)

        def marked(text: str) -> Settle:
            words = text.strip()
            return Settle(
                f"Mark “{words}”" if words else "Place a marker",
                lambda project: add_annotation(
                    project,
                    account=on.account,
                    day=on.day,
                    kind=AnnotationKind.MARKER,
                    shape=Point(place),
                    text=words,
                    ids=on.ids,
                ),
            )

        return Outcome(
            replace(self, at=at), ask=AskText("What the marker says", default="", at=place, then=marked)
        )

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """The first of the two clicks has asked already."""
        return Outcome(replace(self, at=at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape goes back to selecting."""
        return Outcome(Select(self.at)) if name == "escape" else None
