"""GeoJSON in and out (RFC 7946, with the older `crs` member understood where it means WGS84)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from mapdesk.exchange.source_refused import SourceRefused, bounded_bytes

LIMIT_MB = 200

_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
#: Fields by which sources say who holds ground, and how; the most telling first.
_WHOSE = ("side", "owner")
_HOW = ("layer", "status", "control", "class", "kind", "type", "category")
_TELLING = (*_HOW, *_WHOSE)
#: Those of them that say something also where all features agree.
_ALONE = ("layer", "status", "control")
#: Fields that date features; those of several dates are one map only by mistake.
_DATING = {"date", "day"}
#: With more values than this a field of a telling name tells features apart, not kinds of them …
_MOST_KINDS = 40
#: … and a field of any other name with more than this.
_MOST_KINDS_UNNAMED = 12
_POLYGONS = {"Polygon", "MultiPolygon"}
_LINES = {"LineString", "MultiLineString"}
_TYPES = _POLYGONS | _LINES | {"Point", "MultiPoint", "GeometryCollection"}


@dataclass(frozen=True)
class VectorSource:
    """What a file holds of what was asked for: shapes in degrees (lon, lat), and what was passed over."""

    shapes: tuple[BaseGeometry, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """Features that a file tells apart from its others: their polygons and lines, and the dates they name.

    `where` holds the fields and values that they share; it is empty where the file tells no kinds apart. The
    value "" stands for features that have none in that field.
    """

    path: Path
    where: Mapping[str, str]
    polygons: int
    lines: int
    dates: int


@dataclass(frozen=True)
class GeoJson:
    """A GeoJSON file that was read once, for its kinds and for the shapes of each."""

    path: Path
    features: tuple[dict[str, Any], ...]

    def shapes(self, *, lines: bool = False, where: Mapping[str, str] | None = None) -> VectorSource:
        """The polygons, or the lines, of the features whose fields have the values in `where`.

        Raises SourceRefused where there is nothing of what was asked for.
        """
        chosen = [feature for feature in self.features if _matches(feature, where or {})]
        if not chosen:
            raise SourceRefused(self.path, _nothing_chosen(self.features, where or {}))
        wanted = _LINES if lines else _POLYGONS
        shapes: list[BaseGeometry] = []
        passed_over = 0
        for number, feature in enumerate(chosen, start=1):
            for geometry in _known_leaves(self.path, number, feature):
                if geometry["type"] in wanted and geometry.get("coordinates") != []:
                    shapes.append(_shape(self.path, number, geometry))
                else:
                    passed_over += 1
        what = "lines" if lines else "polygons"
        if not shapes:
            raise SourceRefused(self.path, f"there are no {what} in it.")
        notes = [f"Passed over: {passed_over} geometries that are not {what}."] if passed_over else []
        return VectorSource(tuple(shapes), (*notes, *([] if where else _mixed_kinds(chosen))))

    def kinds(self) -> tuple[Kind, ...]:
        """How the file tells its features apart, in the order of the file: all as one Kind where it does not.

        Raises SourceRefused where there are neither polygons nor lines.
        """
        fields = _telling_fields(self.features)
        counts: dict[tuple[str, ...], list[int]] = {}
        dates: dict[tuple[str, ...], set[str]] = {}
        for number, feature in enumerate(self.features, start=1):
            properties = _properties(feature)
            values = tuple(_text(properties.get(field)) for field in fields)
            count = counts.setdefault(values, [0, 0])
            named = (_text(value) for field, value in properties.items() if field.casefold() in _DATING)
            dates.setdefault(values, set()).update(filter(None, named))
            for geometry in _known_leaves(self.path, number, feature):
                if geometry["type"] in _POLYGONS:
                    count[0] += _parts(geometry)
                elif geometry["type"] in _LINES:
                    count[1] += _parts(geometry)
        kinds = tuple(
            Kind(self.path, dict(zip(fields, values, strict=True)), polygons, lines, len(dates[values]))
            for values, (polygons, lines) in counts.items()
            if polygons or lines
        )
        if not kinds:
            raise SourceRefused(self.path, "there are no polygons and no lines in it.")
        return kinds


def open_geojson(path: Path) -> GeoJson:
    """A GeoJSON file; raises SourceRefused for what is none, or is not in WGS84."""
    return _opened(path, _whole)


def read_geojson(path: Path, *, lines: bool = False, where: Mapping[str, str] | None = None) -> VectorSource:
    """The polygons of a GeoJSON file, or its lines, of the features whose fields have the values in `where`.

    Raises SourceRefused for what is no GeoJSON, is not in WGS84, or holds nothing of what was asked for.
    """
    return open_geojson(path).shapes(lines=lines, where=where)


def kinds_in(path: Path) -> tuple[Kind, ...]:
    """How a GeoJSON file tells its features apart; raises SourceRefused as read_geojson does."""
    return _opened(path, _without_vertices).kinds()


def feature_collection(features: Iterable[tuple[str, BaseGeometry, Mapping[str, Any]]]) -> str:
    """GeoJSON text of (id, shape in degrees, properties); rings wind as RFC 7946 asks for."""
    members = [
        {
            "type": "Feature",
            "id": uid,
            "geometry": mapping(shapely.orient_polygons(geometry)),
            "properties": dict(properties),
        }
        for uid, geometry, properties in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": members}, ensure_ascii=False)


def _opened(path: Path, keep: Callable[[dict[str, Any]], dict[str, Any]]) -> GeoJson:
    """A file of which each JSON object is kept as `keep` leaves it."""
    document = _document(path, keep)
    _refuse_other_crs(path, document)
    return GeoJson(path, tuple(_features(path, document)))


def _document(path: Path, keep: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    raw = bounded_bytes(path, LIMIT_MB)
    try:
        document = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant, object_hook=keep)
    except UnicodeDecodeError:
        raise SourceRefused(path, "it is no text in UTF-8, so it is no GeoJSON.") from None
    except (ValueError, RecursionError):
        raise SourceRefused(path, "it is no GeoJSON, or it ends in the middle.") from None
    if not isinstance(document, dict):
        raise SourceRefused(path, "it is JSON, but no GeoJSON.")
    return document


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _whole(member: dict[str, Any]) -> dict[str, Any]:
    # The parser holds the interpreter from end to end; each call of Python lets other threads have it.
    return member


def _without_vertices(member: dict[str, Any]) -> dict[str, Any]:
    # What kinds there are is known without the vertices, and those of a large file fill gigabytes.
    coordinates = member.get("coordinates")
    if isinstance(coordinates, list):
        member["coordinates"] = [None] * len(coordinates)
    return member


def _refuse_other_crs(path: Path, document: Mapping[str, Any]) -> None:
    crs = document.get("crs")
    if not isinstance(crs, dict):
        return
    properties = crs.get("properties")
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not name.endswith(_WGS84):
        raise SourceRefused(
            path,
            f"its coordinates are in {name or 'a system it does not name'}; save it in WGS84 (EPSG:4326).",
        )


def _features(path: Path, document: dict[str, Any]) -> list[dict[str, Any]]:
    kind = str(document.get("type"))
    if kind == "FeatureCollection":
        members = document.get("features")
        if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
            raise SourceRefused(path, "its list of features is broken.")
        return members
    if kind == "Feature":
        return [document]
    if kind in _TYPES:
        return [{"type": "Feature", "geometry": document, "properties": {}}]
    raise SourceRefused(path, "it is JSON, but no GeoJSON.")


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _matches(feature: Mapping[str, Any], where: Mapping[str, str]) -> bool:
    properties = _properties(feature)
    return all(_text(properties.get(field)) == value for field, value in where.items())


def _telling_fields(features: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The fields whose values tell kinds of features apart: who holds ground and how, or one other."""
    named, unnamed = _fields_of_few_values(features)
    whose, how = (
        min(
            (field for field in named if field.casefold() in names),
            key=lambda field: (len(named[field]) < 2, names.index(field.casefold())),
            default="",
        )
        for names in (_WHOSE, _HOW)
    )
    if how and len(named[how]) < 2 and how.casefold() not in _ALONE:
        how = ""
    both = tuple(field for field in (whose, how) if field)
    if len({tuple(_properties(feature).get(field) for field in both) for feature in features}) > _MOST_KINDS:
        return (how,)
    if both:
        return both
    several = [field for field, values in unnamed.items() if len(values) > 1]
    # Names differ from feature to feature; a field that tells kinds apart says the same of some of them.
    return tuple(sorted(several, key=lambda field: len(unnamed[field]) == len(features))[:1])


def _fields_of_few_values(
    features: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The values of the fields of telling names and of all others, where they are texts and are few."""
    values: dict[str, set[str]] = {}
    unfit: set[str] = set()
    for feature in features:
        for field, value in _properties(feature).items():
            if field in unfit or value is None:
                continue
            known = values.setdefault(field, set())
            known.add(str(value))
            most = _MOST_KINDS if field.casefold() in _TELLING else _MOST_KINDS_UNNAMED
            if not isinstance(value, str) or len(known) > most:
                unfit.add(field)
                del values[field]
    named = {field: found for field, found in values.items() if field.casefold() in _TELLING}
    return named, {field: found for field, found in values.items() if field not in named}


def _nothing_chosen(features: Sequence[dict[str, Any]], where: Mapping[str, str]) -> str:
    if not features:
        return "there are no features in it."
    conditions = " and ".join(f"{field}={value}" for field, value in where.items())
    known = sorted(
        {
            str(_properties(feature)[field])
            for feature in features
            for field in where
            if field in _properties(feature)
        }
    )
    there_is = f"; there is: {', '.join(known[:8])}" if known else "; no feature has that field"
    return f"no feature in it has {conditions}{there_is}."


def _mixed_kinds(features: list[dict[str, Any]]) -> list[str]:
    """A warning for each field that seems to tell kinds of ground apart, which were all taken as one."""
    values: dict[str, set[str]] = {}
    for feature in features:
        for field, value in _properties(feature).items():
            if field.casefold() in {*_TELLING, *_DATING} and isinstance(value, str):
                values.setdefault(field, set()).add(value)
    return [
        f"Check: its features have different values of {field} ({', '.join(sorted(found)[:6])}), "
        f"and all were taken; --where {field}=VALUE takes one kind."
        for field, found in values.items()
        if len(found) > 1
    ]


def _known_leaves(path: Path, number: int, feature: Mapping[str, Any]) -> list[dict[str, Any]]:
    leaves = _leaves(feature.get("geometry"))
    if any(str(geometry.get("type")) not in _TYPES for geometry in leaves):
        raise SourceRefused(path, f"feature {number} has a geometry of no known type.")
    return leaves


def _parts(geometry: Mapping[str, Any]) -> int:
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or not coordinates:
        return 0
    return len(coordinates) if geometry["type"].startswith("Multi") else 1


def _leaves(geometry: Any) -> list[dict[str, Any]]:
    if not isinstance(geometry, dict):
        return []
    leaves, waiting = [], [geometry]
    # Without recursion: a file may nest them deeper than Python likes to call.
    while waiting:
        part = waiting.pop()
        if part.get("type") == "GeometryCollection" and isinstance(part.get("geometries"), list):
            waiting += [inner for inner in reversed(part["geometries"]) if isinstance(inner, dict)]
        else:
            leaves.append(part)
    return leaves


def _shape(path: Path, number: int, geometry: dict[str, Any]) -> BaseGeometry:
    try:
        flat: BaseGeometry = shapely.force_2d(shape(geometry))
    except (
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        AttributeError,
        OverflowError,
        shapely.errors.ShapelyError,
    ):
        raise SourceRefused(path, f"the coordinates of feature {number} are broken.") from None
    if flat.is_empty or not np.isfinite(shapely.get_coordinates(flat)).all():
        raise SourceRefused(path, f"the coordinates of feature {number} are broken.")
    return flat
