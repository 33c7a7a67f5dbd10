"""Which localities of the gazetteer lie on whose ground, on one date after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely
from shapely import Polygon

from mapdesk.basemaps.gazetteer import places_within
from mapdesk.geometry.grid import ground_of, polygons_of
from mapdesk.geometry.overlay import as_one, intersection
from mapdesk.geometry.same import Alike
from mapdesk.model.basemap import Place
from mapdesk.model.features import ControlArea
from mapdesk.model.ground import HOME, areas_of, planar_areas
from mapdesk.model.project import Ground, Project, Side, Snapshot
from mapdesk.model.trend import changed_windows
from mapdesk.session.comparison import shown_on

#: Places by their uid.
Places = dict[str, Place]


class LocalityMeter:
    """Finds the localities on each Side's ground, by status; HOME are those on what is left of home ground.

    It is quickest where one Snapshot is asked for after the other: then only what changed is looked at.
    """

    def __init__(self, sides: Sequence[Side]) -> None:
        self._sides = sides
        self._homes: dict[Alike[Ground], list[tuple[str, Places]]] = {}
        #: By the id of an area: the shape that it had when it was last asked for, and what lies in it.
        self._known: dict[str, tuple[Polygon, Places]] = {}

    def counts(self, snapshot: Snapshot) -> dict[tuple[str, ...], int]:
        """How many localities by side and status."""
        found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for area in areas_of(snapshot.features):
            found[(area.side, area.status.value)] |= self._within(area).keys()
        counts = {key: len(uids) for key, uids in found.items()}
        taken = self._taken(snapshot)
        for side, at_home in self._at_home(snapshot.extent):
            counts[(side, HOME)] = len(at_home) - len(taken & at_home.keys())
            taken |= at_home.keys()
        return counts

    def localities(self, snapshot: Snapshot) -> dict[tuple[str, ...], Places]:
        """The localities by side and status."""
        found: defaultdict[tuple[str, ...], Places] = defaultdict(dict)
        for area in areas_of(snapshot.features):
            found[(area.side, area.status.value)] |= self._within(area)
        taken = self._taken(snapshot)
        for side, at_home in self._at_home(snapshot.extent):
            left = at_home.keys() - taken
            taken |= left
            found[(side, HOME)] = {uid: at_home[uid] for uid in left}
        return dict(found)

    def _taken(self, snapshot: Snapshot) -> set[str]:
        """The uids of the localities that lie on any area of the planar map."""
        return {uid for area in planar_areas(snapshot.features) for uid in self._within(area)}

    def _at_home(self, extent: Ground) -> list[tuple[str, Places]]:
        key = Alike(extent)
        if key not in self._homes:
            self._homes[key] = [
                (side.uid, _places_in(intersection(as_one([home.shape for home in side.home]), extent)))
                for side in self._sides
                if side.home
            ]
        return self._homes[key]

    def _within(self, area: ControlArea) -> Places:
        known = self._known.get(area.feature_id)
        if known is not None and known[0] is area.shape:
            return known[1]
        places = _places_in(area.shape) if known is None else _changed(*known, area.shape)
        self._known[area.feature_id] = (area.shape, places)
        return places


def localities_on(project: Project, account: str, day: date) -> list[dict[str, Any]]:
    """The localities on each side's ground on a date, by status, the largest first, as documents.

    Raises EditRefused where the map says nothing yet.
    """
    meter = LocalityMeter(project.sides_in_order())
    return [
        {
            "side": side,
            "status": status,
            "localities": [
                {"name": place.name_in(project.about.language), "lon": place.lon, "lat": place.lat}
                | ({"population": place.population} if place.population else {})
                for place in sorted(places.values(), key=lambda place: (-place.population, place.name))
            ],
        }
        for (side, status), places in meter.localities(shown_on(project, account, day)).items()
    ]


def _changed(before: Polygon, places: Places, after: Polygon) -> Places:
    """The places in a polygon by those in the one before it."""
    for west, south, east, north in changed_windows(before, after):
        places = {
            uid: place
            for uid, place in places.items()
            if not (west < place.lon < east and south < place.lat < north)
        } | _places_in(shapely.clip_by_rect(after, west, south, east, north))
    return places


def _places_in(shape: shapely.Geometry) -> Places:
    return {place.uid: place for place in places_within(ground_of(polygons_of(shape)))}
