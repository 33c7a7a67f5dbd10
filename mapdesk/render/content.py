"""What a Frame is to show on its date, as plain values that the caller gathers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shapely import MultiLineString

from mapdesk.model.basemap import Place
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.features import Feature
from mapdesk.model.layout import Frame
from mapdesk.model.project import Ground, Side


@dataclass(frozen=True, kw_only=True)
class FrameContent:
    """A Frame, its date and all that is on the map on that date.

    `sides` are in the order of the legend. `extent` is where the map says anything at all; None is
    everywhere. `since`, `change` and `old_fronts` belong to the date compared with. `places` are the desk's
    own, named before those of the base map.
    """

    frame: Frame
    day: date
    sides: tuple[Side, ...] = ()
    features: Mapping[str, Feature] = field(default_factory=dict)
    extent: Ground | None = None
    since: date | None = None
    change: tuple[ChangePatch, ...] = ()
    old_fronts: tuple[MultiLineString, ...] = ()
    places: tuple[Place, ...] = ()
    project_title: str = ""
    credit: str = ""

    def side(self, uid: str) -> Side | None:
        """The side of that uid, if the project has it."""
        return next((side for side in self.sides if side.uid == uid), None)

    def order(self, uid: str) -> int:
        """The place of a side in the legend; unknown ones come last."""
        return next((i for i, side in enumerate(self.sides) if side.uid == uid), len(self.sides))


def title_of(content: FrameContent) -> str:
    """The headline of the picture: the frame's own, else the project's."""
    return content.frame.title or content.project_title or content.frame.name
