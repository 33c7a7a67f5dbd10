"""What Features are called in words: in lists, steps, tooltips and links."""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely import Polygon

from mapdesk.basemaps.gazetteer import largest_place_within, nearest_place
from mapdesk.geometry.measure import area_km2, length_km
from mapdesk.model.basemap import Place
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Feature, FrontLine, Status
from mapdesk.model.project import Project

STATUS_WORDS = {
    Status.CONTROLLED: "controlled",
    Status.ADVANCE: "advance",
    Status.CONTESTED: "contested",
    Status.CLAIMED: "claimed",
}
#: As near as a place has to be for an area without one to be named by it, in degrees of latitude.
_NEAR = 0.25
_KINDS = {
    AnnotationKind.MARKER: "Marker",
    AnnotationKind.TEXT: "Text",
    AnnotationKind.ARROW: "Arrow",
    AnnotationKind.SYMBOL: "Symbol",
}


def feature_name(project: Project, feature: Feature) -> str:
    """A Feature's own name, or else what it is: “Ukraine, controlled”, “Front, Ukraine – Russia”."""
    if feature.name:
        return feature.name
    if isinstance(feature, ControlArea):
        return f"{side_name(project, feature.side)}, {STATUS_WORDS[feature.status]}"
    if isinstance(feature, FrontLine):
        names = " – ".join(side_name(project, side) for side in feature.sides)
        return f"Front, {names}" if names else "Front line"
    return feature.text.splitlines()[0] if feature.text.strip() else _KINDS[feature.kind]


def where_it_is(feature: Feature, language: str) -> str:
    """Where an area lies: the largest place inside it, or a place near it; nothing if there is none."""
    if not isinstance(feature, ControlArea):
        return ""
    place, inside = _place_of(feature.shape)
    if place is None:
        return ""
    return place.name_in(language) if inside else f"near {place.name_in(language)}"


@lru_cache(maxsize=4096)
def _place_of(shape: Polygon) -> tuple[Place | None, bool]:
    place = largest_place_within(shape)
    if place is not None:
        return place, True
    point = shapely.point_on_surface(shape)
    return nearest_place(point.x, point.y, _NEAR), False


def feature_size(feature: Feature) -> str:
    """How large a Feature is: km² of an area, km of a line; nothing for a point."""
    if isinstance(feature, ControlArea):
        return said_area(area_km2(feature.shape))
    if isinstance(feature, Annotation) and feature.shape.geom_type == "Point":
        return ""
    return said_length(length_km(feature.shape))


def said_area(km2: float) -> str:
    """An area in words: whole km² from a thousand on, tenths below, hundredths below one."""
    return f"{_figure(km2)} km²"


def said_length(km: float) -> str:
    """A length in words, as exactly as an area."""
    return f"{_figure(km)} km"


def _figure(value: float) -> str:
    places = 0 if abs(value) >= 1000 else 1 if abs(value) >= 1 else 2
    return f"{value:,.{places}f}"


def side_name(project: Project, uid: str) -> str:
    """The name of a Side, or what ground of no Side is called."""
    side = project.sides.get(uid)
    return side.name if side else uid or "Nobody"
