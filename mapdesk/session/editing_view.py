"""What the editing view shows of a Showing."""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from shapely import MultiLineString, STRtree

from mapdesk.model.articles import LinkKind
from mapdesk.model.basemap import Place
from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.features import FrontLine
from mapdesk.model.ground import planar_areas
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Project, Snapshot
from mapdesk.render.dates import full_date
from mapdesk.render.view.content import LonLat, ViewContent
from mapdesk.session.comparison import Comparison
from mapdesk.session.naming import said_area, side_name
from mapdesk.session.showing import Showing

_PLACES_NAMED = 5


def view_content(showing: Showing, moves: Mapping[LonLat, LonLat]) -> ViewContent:
    """The map of the day with what changed since the date compared with, and vertices on their way."""
    snapshot = showing.snapshot
    comparison = showing.comparison
    return ViewContent(
        sides=tuple(showing.project.sides_in_order()),
        features=showing.features,
        extent=snapshot.extent if snapshot else None,
        change=changed_hands(comparison) if comparison else (),
        old_fronts=_old_fronts(showing) if comparison else (),
        selected=frozenset(showing.selected),
        lit=_lit(showing),
        hidden=showing.hidden,
        moves=moves,
        language=showing.project.about.language,
    )


def changed_hands(comparison: Comparison) -> tuple[ChangePatch, ...]:
    """The patches that changed hands; a Side that holds the same ground in another way is no news."""
    return tuple(patch for patch in comparison.change.patches if patch.before.side != patch.after.side)


def content_bounds(showing: Showing) -> Bounds:
    """What is worth seeing of a Showing: what the day's areas cover, or else home ground, or the extent."""
    snapshot = showing.snapshot
    shapes = [area.shape for area in planar_areas(showing.features)] if snapshot else []
    shapes = shapes or [feature.shape for feature in showing.features.values()]
    return _bounds(shapes) if shapes else home_bounds(showing.project, snapshot)


def home_bounds(project: Project, snapshot: Snapshot | None) -> Bounds:
    """The bounds of all home ground, or else of the extent, or else of the whole world."""
    homes = [home.shape for side in project.sides.values() for home in side.home]
    if homes:
        return _bounds(homes)
    return _bounds([snapshot.extent]) if snapshot else (-170.0, -60.0, 170.0, 75.0)


def selection_bounds(showing: Showing) -> Bounds | None:
    """The bounds of the selected Features."""
    shapes = [showing.features[uid].shape for uid in showing.selected if uid in showing.features]
    return _bounds(shapes) if shapes else None


class PatchesUnderHand:
    """Finds the ChangePatch at a point, and what to say of it."""

    def __init__(self, project: Project, comparison: Comparison) -> None:
        self._project = project
        self._change = comparison.change
        self._patches = [
            (patch, places) for patch, places in comparison.patches() if patch.before.side != patch.after.side
        ]
        self._tree = STRtree([patch.shape for patch, _ in self._patches])

    def at(self, lon_lat: LonLat) -> tuple[ChangePatch, tuple[Place, ...]] | None:
        """The patch there with the places inside it."""
        found = self._tree.query(shapely.Point(lon_lat), predicate="within")
        return self._patches[int(found[0])] if len(found) else None

    def said(self, patch: ChangePatch, places: tuple[Place, ...]) -> str:
        """A patch in words: what happened, how much, since when, which places."""
        who, whose = side_name(self._project, patch.after.side), side_name(self._project, patch.before.side)
        happened = {
            Direction.RECOVERED: f"Recovered by {who}",
            Direction.LOST: f"Lost by {whose} to {who}" if patch.before.side else f"Lost to {who}",
            Direction.CONTESTED: "Contested",
        }.get(patch.direction, f"From {whose} to {who}")
        language = self._project.about.language
        names = [place.name_in(language) for place in places[:_PLACES_NAMED]]
        more = len(places) - len(names)
        said = f"{happened} since {full_date(self._change.since)}: {said_area(patch.area_km2)}"
        if names:
            said += f"\n{', '.join(names)}{f' and {more} more' if more else ''}"
        return said


def _lit(showing: Showing) -> frozenset[str]:
    if not showing.passage:
        return frozenset()
    links = showing.project.links.values()
    return frozenset(
        link.target for link in links if link.passage == showing.passage and link.kind is LinkKind.FEATURE
    )


def _old_fronts(showing: Showing) -> tuple[MultiLineString, ...]:
    since = showing.since()
    before = showing.project.snapshot_on(showing.account, since) if since else None
    features = before.features.values() if before else ()
    return tuple(feature.shape for feature in features if isinstance(feature, FrontLine))


def _bounds(shapes: list[shapely.Geometry]) -> Bounds:
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return (west, south, east, north)
