"""What lies on the map of a date: control areas, front lines and annotations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from shapely import LineString, MultiLineString, Point, Polygon


class Status(StrEnum):
    """How a Side holds an area. All but CLAIMED share one planar map."""

    CONTROLLED = "controlled"
    CONTESTED = "contested"
    ADVANCE = "advance"
    CLAIMED = "claimed"


#: The statuses of the planar map, the one that prevails where sources overlap first.
PLANAR_STATUSES = (Status.CONTROLLED, Status.CONTESTED, Status.ADVANCE)
#: The statuses that count as *held*.
HELD_STATUSES = frozenset({Status.CONTROLLED, Status.ADVANCE})


class Evidence(StrEnum):
    """How well something is known."""

    UNCONFIRMED = "unconfirmed"
    REPORTED = "reported"
    ASSESSED = "assessed"
    GEOLOCATED = "geolocated"
    VERIFIED = "verified"
    DISPUTED = "disputed"


class AnnotationKind(StrEnum):
    """What an Annotation looks like."""

    MARKER = "marker"
    TEXT = "text"
    ARROW = "arrow"
    SYMBOL = "symbol"


@dataclass(frozen=True, kw_only=True)
class _Described:
    """What every Feature carries besides its shape."""

    feature_id: str
    name: str = ""
    note: str = ""
    evidence: Evidence = Evidence.UNCONFIRMED
    evidence_by: str = ""
    evidence_since: str = ""
    #: Nothing by hand moves or deletes it before it is unlocked.
    locked: bool = False


@dataclass(frozen=True, kw_only=True)
class ControlArea(_Described):
    """Ground held by a Side: one polygon in degrees (lon, lat), its vertices on the grid."""

    side: str
    status: Status
    shape: Polygon
    split_from: str = ""


@dataclass(frozen=True, kw_only=True)
class FrontLine(_Described):
    """Where Sides face each other, in degrees (lon, lat).

    A derived one is computed from the areas and has two sides, the first of them on its left. A drawn one
    names the sides that it was drawn for, if any.
    """

    shape: MultiLineString
    sides: tuple[str, ...] = ()
    derived: bool = False


@dataclass(frozen=True, kw_only=True)
class Annotation(_Described):
    """A marker, text, arrow or symbol placed on the map, in degrees (lon, lat).

    `symbol` names how an arrow or symbol is drawn, `side` the Side in whose colour. Of two that lie over each
    other the one with the higher `rank` is in front.
    """

    kind: AnnotationKind
    shape: Point | LineString
    text: str = ""
    symbol: str = ""
    side: str = ""
    rank: int = 0


def front_order(note: Annotation) -> tuple[int, str]:
    """What sorts annotations as they are drawn, those in front last; those of one rank by their ids."""
    return (note.rank, note.feature_id)


Feature: TypeAlias = ControlArea | FrontLine | Annotation
