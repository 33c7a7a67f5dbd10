"""Who holds what on a Snapshot: its areas, and the holders that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapdesk.model.features import ControlArea, Feature, Status

#: The status of ground that is a Side's only because it is its home ground.
HOME = "home"


@dataclass(frozen=True, order=True)
class Holder:
    """A Side and how it holds ground: one of the statuses, or HOME; no side and no status is nobody."""

    side: str = ""
    status: str = ""


NOBODY = Holder()


def areas_of(features: Mapping[str, Feature]) -> list[ControlArea]:
    """The ControlAreas among features."""
    return [feature for feature in features.values() if isinstance(feature, ControlArea)]


def planar_areas(features: Mapping[str, Feature]) -> list[ControlArea]:
    """The ControlAreas that share the planar map: all but what is merely claimed."""
    return [area for area in areas_of(features) if area.status is not Status.CLAIMED]


def holder_of(area: ControlArea) -> Holder:
    """The holder that an area names."""
    return Holder(area.side, area.status.value)
