"""What Features and ChangePatches are called in words: in lists, steps, tooltips and links."""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.basemaps.gazetteer import largest_place_within, nearest_place
from mapdesk.geometry.measure import area_km2, length_km
from mapdesk.model.basemap import Place
from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.features import Annotation, ControlArea, Feature, FrontLine, Status
from mapdesk.model.ground import HOME, Holder
from mapdesk.model.project import Project, Snapshot
from mapdesk.model.symbols import annotation_words
from mapdesk.model.trend import front_distance

STATUS_WORDS = {
    Status.CONTROLLED: "controlled",
    Status.ADVANCE: "advance",
    Status.CONTESTED: "contested",
    Status.CLAIMED: "claimed",
}
#: As near as a place has to be for an area without one to be named by it, in degrees of latitude.
_NEAR = 0.25


def feature_name(project: Project, feature: Feature) -> str:
    """A Feature's own name, or else what it is: “Ukraine, controlled”, “Front, Ukraine – Russia”."""
    if feature.name:
        return feature.name
    if isinstance(feature, ControlArea):
        return f"{side_name(project, feature.side)}, {STATUS_WORDS[feature.status]}"
    if isinstance(feature, FrontLine):
        names = " – ".join(side_name(project, side) for side in feature.sides)
        return f"Front, {names}" if names else "Front line"
    return feature.text.splitlines()[0] if feature.text.strip() else annotation_words(feature)


def how_far(snapshot: Snapshot | None, name: str, lon: float, lat: float) -> str:
    """A place and how far from the front of a map it is: “Kherson: 25.4 km from the front”."""
    away = front_distance(snapshot, lon, lat) if snapshot is not None else None
    return name if away is None else f"{name}: {said_length(away)} from the front"


def where_it_is(feature: Feature, language: str) -> str:
    """Where an area lies: the largest place inside it, or a place near it; nothing if there is none."""
    return _where(feature.shape, language) if isinstance(feature, ControlArea) else ""


def what_happened(project: Project, patch: ChangePatch) -> str:
    """What became of ground that changed hands: “Recovered by Ukraine”, “Lost to Russia”."""
    who, whose = side_name(project, patch.after.side), side_name(project, patch.before.side)
    return {
        Direction.RECOVERED: f"Recovered by {who}",
        Direction.LOST: f"Lost by {whose} to {who}" if patch.before.side else f"Lost to {who}",
        Direction.CONTESTED: "Contested",
    }.get(patch.direction, f"From {whose} to {who}")


def patch_name(project: Project, patch: ChangePatch) -> str:
    """What ground that changed hands is called within a sentence: “ground recovered by Ukraine”."""
    if patch.direction is Direction.CONTESTED:
        return "contested ground"
    happened = what_happened(project, patch)
    went = "that went " if patch.direction is Direction.OTHER else ""
    return f"ground {went}{happened[0].lower()}{happened[1:]}"


def patch_and_place(project: Project, patch: ChangePatch) -> str:
    """The same with the place where it lies: “ground recovered by Ukraine (Dudchany)”."""
    place = where_patch_is(patch, project.about.language)
    return f"{patch_name(project, patch)} ({place})" if place else patch_name(project, patch)


def where_patch_is(patch: ChangePatch, language: str) -> str:
    """Where ground that changed hands lies: the largest place inside it, or a place near it, or nothing."""
    return _where(patch.shape, language)


def holding_words(holder: Holder) -> str:
    """How ground is held, in words: “controlled”, “home ground”."""
    if holder.status == HOME:
        return "home ground"
    return STATUS_WORDS[Status(holder.status)] if holder.status in set(Status) else "nobody's"


def near_what(lon: float, lat: float, language: str) -> str:
    """The place nearest to a point, as “near Dudchany”; or else where the point is, in degrees."""
    place = nearest_place(lon, lat, _NEAR)
    return f"near {place.name_in(language)}" if place else f"at {lat:.3f}, {lon:.3f}"


def _where(shape: Polygon, language: str) -> str:
    place, inside = _place_of(shape)
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
        return said_area(_area_of(feature.shape))
    if isinstance(feature, Annotation) and feature.shape.geom_type == "Point":
        return ""
    return said_length(_length_of(feature.shape))


# Lists ask for the size of a row each time that they are painted.
@lru_cache(maxsize=4096)
def _area_of(shape: Polygon) -> float:
    return area_km2(shape)


@lru_cache(maxsize=4096)
def _length_of(shape: BaseGeometry) -> float:
    return length_km(shape)


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
