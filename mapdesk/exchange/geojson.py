"""GeoJSON in and out (RFC 7946, with the older `crs` member understood where it means WGS84)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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
#: Fields by which sources tell kinds of ground apart.
_TELLING = {"layer", "status", "side", "control", "class", "kind", "type", "category", "owner"}
_POLYGONS = {"Polygon", "MultiPolygon"}
_LINES = {"LineString", "MultiLineString"}
_TYPES = _POLYGONS | _LINES | {"Point", "MultiPoint", "GeometryCollection"}


@dataclass(frozen=True)
class VectorSource:
    """What a file holds of what was asked for: shapes in degrees (lon, lat), and what was passed over."""

    shapes: tuple[BaseGeometry, ...]
    notes: tuple[str, ...]


def read_geojson(path: Path, *, lines: bool = False, where: Mapping[str, str] | None = None) -> VectorSource:
    """The polygons of a GeoJSON file, or its lines, of the features whose fields have the values in `where`.

    Raises SourceRefused for what is no GeoJSON, is not in WGS84, or holds nothing of what was asked for.
    """
    document = _document(path)
    _refuse_other_crs(path, document)
    features = _features(path, document)
    chosen = [feature for feature in features if _matches(feature, where or {})]
    if not chosen:
        raise SourceRefused(path, _nothing_chosen(features, where or {}))
    wanted = _LINES if lines else _POLYGONS
    shapes: list[BaseGeometry] = []
    passed_over = 0
    for number, feature in enumerate(chosen, start=1):
        for geometry in _leaves(feature.get("geometry")):
            kind = str(geometry.get("type"))
            if kind not in _TYPES:
                raise SourceRefused(path, f"feature {number} has a geometry of no known type.")
            if kind in wanted and geometry.get("coordinates") != []:
                shapes.append(_shape(path, number, geometry))
            else:
                passed_over += 1
    what = "lines" if lines else "polygons"
    if not shapes:
        raise SourceRefused(path, f"there are no {what} in it.")
    notes = [f"Passed over: {passed_over} geometries that are not {what}."] if passed_over else []
    return VectorSource(tuple(shapes), (*notes, *([] if where else _mixed_kinds(chosen))))


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


def _document(path: Path) -> dict[str, Any]:
    raw = bounded_bytes(path, LIMIT_MB)
    try:
        document = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise SourceRefused(path, "it is no text in UTF-8, so it is no GeoJSON.") from None
    except (ValueError, RecursionError):
        raise SourceRefused(path, "it is no GeoJSON, or it ends in the middle.") from None
    if not isinstance(document, dict):
        raise SourceRefused(path, "it is JSON, but no GeoJSON.")
    return document


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


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


def _matches(feature: Mapping[str, Any], where: Mapping[str, str]) -> bool:
    properties = feature.get("properties")
    fields = properties if isinstance(properties, dict) else {}
    return all(field in fields and str(fields[field]) == value for field, value in where.items())


def _nothing_chosen(features: list[dict[str, Any]], where: Mapping[str, str]) -> str:
    if not features:
        return "there are no features in it."
    conditions = " and ".join(f"{field}={value}" for field, value in where.items())
    known = sorted(
        {
            str(feature["properties"][field])
            for feature in features
            for field in where
            if isinstance(feature.get("properties"), dict) and field in feature["properties"]
        }
    )
    there_is = f"; there is: {', '.join(known[:8])}" if known else "; no feature has that field"
    return f"no feature in it has {conditions}{there_is}."


def _mixed_kinds(features: list[dict[str, Any]]) -> list[str]:
    """A warning for each field that seems to tell kinds of ground apart, which were all taken as one."""
    values: dict[str, set[str]] = {}
    for feature in features:
        properties = feature.get("properties")
        for field, value in properties.items() if isinstance(properties, dict) else ():
            if field.casefold() in _TELLING and isinstance(value, str):
                values.setdefault(field, set()).add(value)
    return [
        f"Check: its features have different values of {field} ({', '.join(sorted(found)[:6])}), "
        f"and all were taken; --where {field}=VALUE takes one kind."
        for field, found in values.items()
        if len(found) > 1
    ]


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
