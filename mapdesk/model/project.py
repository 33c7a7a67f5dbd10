"""The Project: everything in one file, as one immutable value."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from shapely import MultiPolygon, Polygon

from mapdesk.model.articles import Anchor, Article, Link, Passage, Revision
from mapdesk.model.features import Feature
from mapdesk.model.layout import Frame

#: Polygons in degrees (lon, lat).
Ground: TypeAlias = Polygon | MultiPolygon


@dataclass(frozen=True, kw_only=True)
class About:
    """What the Project is called and how it is signed."""

    uid: str
    title: str
    credit: str = ""
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class HomeGround:
    """What counts as a Side's wherever nobody else holds it; `label` says where the shape is from.

    `water` is what of it is lakes and reservoirs: their shores are coasts, along which no front runs.
    """

    label: str
    shape: Ground
    water: Ground = field(default_factory=MultiPolygon)


@dataclass(frozen=True, kw_only=True)
class Side:
    """A party that holds ground. `uid` is a short plain word, made from its first name."""

    uid: str
    name: str
    colour: str
    rank: int
    home: tuple[HomeGround, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose map it is."""

    uid: str
    name: str
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """An Account's map as of one date; nothing is said outside its extent (degrees, lon and lat)."""

    account: str
    date: date
    extent: Ground
    features: Mapping[str, Feature] = field(default_factory=dict)
    as_of: str = ""
    time_zone: str = ""
    source: str = ""
    note: str = ""
    #: Whether somebody has looked at it and found it right; and who, and when, in UTC as ISO 8601 has it.
    checked: bool = False
    checked_by: str = ""
    checked_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Project:
    """Everything in one file. Mappings are keyed by uid and are never written to."""

    about: About
    sides: Mapping[str, Side] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    snapshots: Mapping[str, tuple[Snapshot, ...]] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    revisions: Mapping[str, Revision] = field(default_factory=dict)
    passages: Mapping[str, Passage] = field(default_factory=dict)
    anchors: Mapping[tuple[str, str], Anchor] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    frames: Mapping[str, Frame] = field(default_factory=dict)

    def snapshot_on(self, account: str, day: date) -> Snapshot | None:
        """The last Snapshot of an Account on or before a date: what the map shows on it."""
        dated = self.snapshots.get(account, ())
        at = bisect_right(dated, day, key=_date)
        return dated[at - 1] if at else None

    def with_snapshot(self, snapshot: Snapshot) -> Project:
        """This Project with a Snapshot put in, or put in the place of the one of its date."""
        dated = self.snapshots.get(snapshot.account, ())
        at = bisect_left(dated, snapshot.date, key=_date)
        after = bisect_right(dated, snapshot.date, key=_date)
        put = (*dated[:at], snapshot, *dated[after:])
        return replace(self, snapshots={**self.snapshots, snapshot.account: put})

    def sides_in_order(self) -> list[Side]:
        """The Sides as legends and lists show them."""
        return sorted(self.sides.values(), key=lambda side: (side.rank, side.uid))

    def accounts_in_order(self) -> list[Account]:
        """The Accounts, the desk's own first."""
        return sorted(self.accounts.values(), key=lambda account: (account.rank, account.uid))


def _date(snapshot: Snapshot) -> date:
    return snapshot.date
