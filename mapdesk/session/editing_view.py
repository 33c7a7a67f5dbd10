"""What the editing view shows of a Showing."""

from __future__ import annotations

import shapely
from shapely import MultiLineString, STRtree

from mapdesk.model.articles import LinkKind
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.ground import planar_areas
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Project, Snapshot
from mapdesk.render.dates import full_date
from mapdesk.render.view.content import LonLat, Measured, ViewContent
from mapdesk.session.citing import compared_patch
from mapdesk.session.comparison import Comparison
from mapdesk.session.naming import holding_words, said_area, said_length, what_happened
from mapdesk.session.picture import fronts_on
from mapdesk.session.showing import Showing

_PLACES_NAMED = 5
#: Home ground as wide as this, in degrees of longitude, reaches round the globe.
_ROUND = 120.0


def view_content(showing: Showing) -> ViewContent:
    """The map of the day with what changed since the date compared with."""
    snapshot = showing.snapshot
    comparison = showing.comparison
    return ViewContent(
        sides=tuple(showing.project.sides_in_order()),
        features=showing.features,
        extent=snapshot.extent if snapshot else None,
        change=showing.patches,
        old_fronts=_old_fronts(showing) if comparison else (),
        selected=frozenset(showing.selected),
        lit=_lit(showing),
        lit_ground=_lit_ground(showing),
        measured=_measured(showing),
        hidden=showing.hidden,
        language=showing.project.about.language,
    )


def content_bounds(showing: Showing) -> Bounds:
    """What is worth seeing of a Showing: what the day's areas cover, or else home ground, or the extent."""
    snapshot = showing.snapshot
    shapes = [area.shape for area in planar_areas(showing.features)] if snapshot else []
    shapes = shapes or [feature.shape for feature in showing.features.values()]
    return _bounds(shapes) if shapes else home_bounds(showing.project, snapshot)


def home_bounds(project: Project, snapshot: Snapshot | None) -> Bounds:
    """The bounds of all home ground, or else of the extent, or else of the whole world."""
    homes = [home.shape for side in project.sides.values() for home in side.home]
    # One that reaches round the globe says little of where the map is, beside another that doesn't.
    near = [home for home in homes if home.bounds[2] - home.bounds[0] < _ROUND]
    if homes:
        return _bounds(near or homes)
    return _bounds([snapshot.extent]) if snapshot else (-170.0, -60.0, 170.0, 75.0)


def selection_bounds(showing: Showing) -> Bounds | None:
    """The bounds of the selected Features."""
    shapes = [showing.features[uid].shape for uid in showing.selected if uid in showing.features]
    return _bounds(shapes) if shapes else None


class PatchesUnderHand:
    """Finds the ground that changed hands at a point, and what to say of it."""

    def __init__(self, project: Project, comparison: Comparison) -> None:
        self._project = project
        self._since = comparison.change.since
        self._joined = comparison.joined
        self._places = {patch.uid: places for patch, places in comparison.patches()}
        self._tree = STRtree([patch.shape for patch, _ in self._joined])

    def at(self, lon_lat: LonLat) -> tuple[ChangePatch, tuple[ChangePatch, ...]] | None:
        """The patch there, joined with those beside it that only differ in status; and these its parts."""
        found = self._tree.query(shapely.Point(lon_lat), predicate="within")
        return self._joined[int(found[0])] if len(found) else None

    def said(self, patch: ChangePatch, parts: tuple[ChangePatch, ...]) -> str:
        """A patch in words: what happened, how much since when, how it was or is held, which places."""
        happened = what_happened(self._project, patch)
        lines = [f"{happened} since {full_date(self._since)}: {said_area(patch.area_km2)}"]
        if len(parts) > 1:
            lines.append(f"of it {_by_holding(parts)}")
        inside = {place.uid: place for part in parts for place in self._places[part.uid]}
        places = sorted(inside.values(), key=lambda place: -place.population)
        names = [place.name_in(self._project.about.language) for place in places[:_PLACES_NAMED]]
        if names:
            more = len(places) - len(names)
            lines.append(f"{', '.join(names)}{f' and {more} more' if more else ''}")
        return "\n".join(lines)


def _by_holding(parts: tuple[ChangePatch, ...]) -> str:
    """How much of some patches was held in which way, or is now, the most first."""
    befores, afters = {part.before.status for part in parts}, {part.after.status for part in parts}
    sizes: dict[str, float] = {}
    for part in parts:
        ways = []
        if len(befores) > 1 or len(afters) == 1:
            ways.append(holding_words(part.before))
        if len(afters) > 1:
            ways.append(holding_words(part.after))
        way = " → ".join(ways)
        sizes[way] = sizes.get(way, 0.0) + part.area_km2
    return ", ".join(
        f"{way} {said_area(size)}" for way, size in sorted(sizes.items(), key=lambda one: -one[1])
    )


def _measured(showing: Showing) -> tuple[Measured, ...]:
    patch, comparison = showing.selected_patch, showing.comparison
    advance = comparison.joined_advances.get(patch.uid) if patch and comparison else None
    return (Measured(advance.line, said_length(advance.largest_km)),) if advance else ()


def _lit_ground(showing: Showing) -> tuple[Ground, ...]:
    selected = showing.selected_patch
    if selected is not None:
        return (selected.shape,)
    if not showing.passage or showing.comparison is None:
        return ()
    links = showing.project.links.values()
    patches = (compared_patch(showing, link) for link in links if link.passage == showing.passage)
    return tuple(patch.shape for patch in patches if patch is not None)


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
    return fronts_on(before) if before else ()


def _bounds(shapes: list[shapely.Geometry]) -> Bounds:
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return (west, south, east, north)
