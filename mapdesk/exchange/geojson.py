"""GeoJSON in and out (RFC 7946, with the older `crs` member understood where it means WGS84)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from mapdesk.exchange.source_refused import SourceRefused, bounded_bytes
from mapdesk.exchange.vector_file import VectorFeature, VectorFile

LIMIT_MB = 200

_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
_POLYGONS = {"Polygon", "MultiPolygon"}
_LINES = {"LineString", "MultiLineString"}
_TYPES = _POLYGONS | _LINES | {"Point", "MultiPoint", "GeometryCollection"}


def open_geojson(path: Path, *, vertices: bool = True) -> VectorFile:
    """A GeoJSON file; raises SourceRefused for what is none, or is not in WGS84.

    Without `vertices` only its kinds can be asked for.
    """
    # What kinds there are is known without the vertices, and those of a large file fill gigabytes.
    document = _document(path, _whole if vertices else _without_vertices)
    _refuse_other_crs(path, document)
    features = enumerate(_features(path, document), start=1)
    return VectorFile(path, tuple(_feature(path, number, feature) for number, feature in features))


@dataclass(frozen=True)
class ReadFeature:
    """One feature of some GeoJSON: its id ("" where it has none), its fields and all of its shapes."""

    uid: str
    fields: Mapping[str, Any]
    shapes: tuple[BaseGeometry, ...]


def read_text(text: str, source: Path, *, most: int) -> list[ReadFeature]:
    """The features of GeoJSON text that is in no file, their shapes in degrees (lon, lat) without heights.

    Raises SourceRefused for what is none, is not in WGS84, or has more than `most` vertices; its message
    calls the text by `source`.
    """
    # Each vertex has a bracket of its own, and counting those is quick.
    brackets = text.count("[")
    if brackets > 2 * most:
        raise _too_many(source, brackets // 1000 * 1000, most)
    document = _parsed(source, text.encode("utf-8", "replace"), _whole)
    _refuse_other_crs(source, document)
    read = []
    for number, feature in enumerate(_features(source, document), start=1):
        leaves = [leaf for leaf in _leaves(feature.get("geometry")) if leaf.get("coordinates") != []]
        if any(leaf.get("type") not in _TYPES for leaf in leaves):
            raise SourceRefused(source, f"feature {number} has a geometry of no known type.")
        shapes = tuple(_shape(source, number, leaf) for leaf in leaves)
        uid = feature.get("id")
        read.append(ReadFeature(uid if isinstance(uid, str) else "", _properties(feature), shapes))
    vertices = sum(int(shapely.get_num_coordinates(shape)) for one in read for shape in one.shapes)
    if vertices > most:
        raise _too_many(source, vertices, most)
    return read


def _too_many(source: Path, vertices: int, most: int) -> SourceRefused:
    return SourceRefused(
        source,
        f"it holds about {vertices:,} vertices, and {most:,} are the most that is taken at once. "
        "Save it as a file and import that.",
    )


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


def _document(path: Path, keep: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    return _parsed(path, bounded_bytes(path, LIMIT_MB), keep)


def _parsed(path: Path, raw: bytes, keep: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
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


def _feature(path: Path, number: int, feature: dict[str, Any]) -> VectorFeature:
    polygons: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    others = 0
    for geometry in _leaves(feature.get("geometry")):
        kind = str(geometry.get("type"))
        if kind not in _TYPES:
            raise SourceRefused(path, f"feature {number} has a geometry of no known type.")
        if kind in _POLYGONS | _LINES and geometry.get("coordinates") != []:
            (polygons if kind in _POLYGONS else lines).append(geometry)
        else:
            others += 1
    return VectorFeature(
        _properties(feature),
        sum(map(_parts, polygons)),
        sum(map(_parts, lines)),
        others,
        partial(_read, path, number, tuple(polygons), tuple(lines)),
    )


def _read(
    path: Path,
    number: int,
    polygons: tuple[dict[str, Any], ...],
    lines: tuple[dict[str, Any], ...],
    wants_lines: bool,
) -> list[BaseGeometry]:
    return [_shape(path, number, geometry) for geometry in (lines if wants_lines else polygons)]


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
