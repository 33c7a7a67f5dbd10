"""What the editing view is composed from: the map of a date and what the desk is doing with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from shapely import LineString, MultiLineString

from mapdesk.model.control_change import ChangePatch
from mapdesk.model.features import Feature
from mapdesk.model.project import Ground, Side

#: A point in degrees, longitude first.
LonLat: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Measured:
    """A line in degrees along which something was measured, and what came of it."""

    line: LineString
    words: str


class BaseLayer(StrEnum):
    """A part of the base map that the editing view can do without; no feature's id begins so."""

    PLACES = "basemap:places"
    REGIONS = "basemap:regions"
    RIVERS = "basemap:rivers"
    BORDERS = "basemap:borders"


@dataclass(frozen=True, kw_only=True)
class ViewContent:
    """The map of a date as the editing view shows it.

    `change` and `old_fronts` belong to a date compared with. Features in `selected` are outlined, those in
    `lit` glow, as `lit_ground` does; `measured` lines are drawn with what they measure. Features in `hidden`
    are not drawn. A vertex of any feature that lies at a key of `moves` is drawn at its value, while the hand
    drags it.
    """

    sides: tuple[Side, ...] = ()
    features: Mapping[str, Feature] = field(default_factory=dict)
    extent: Ground | None = None
    change: tuple[ChangePatch, ...] = ()
    old_fronts: tuple[MultiLineString, ...] = ()
    selected: frozenset[str] = frozenset()
    lit: frozenset[str] = frozenset()
    lit_ground: tuple[Ground, ...] = ()
    measured: tuple[Measured, ...] = ()
    hidden: frozenset[str] = frozenset()
    moves: Mapping[LonLat, LonLat] = field(default_factory=dict)
    language: str = "en"

    def side(self, uid: str) -> Side | None:
        """The side of that uid, if the project has it."""
        return next((side for side in self.sides if side.uid == uid), None)

    def order(self, uid: str) -> int:
        """The place of a side in the legend; unknown ones come last."""
        return next((i for i, side in enumerate(self.sides) if side.uid == uid), len(self.sides))
