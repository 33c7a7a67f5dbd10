"""Features on the clipboard: GeoJSON text of ours with all that is known of them, or anybody's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.paste import LonLat, paste_features
from mapdesk.exchange.geojson import ReadFeature, feature_collection, read_text
from mapdesk.geometry.grid import polygons_of
from mapdesk.model.features import (
    Annotation,
    AnnotationKind,
    ControlArea,
    Evidence,
    Feature,
    FrontLine,
    Status,
)
from mapdesk.model.project import Project
from mapdesk.session.naming import feature_name, side_name

#: What GeoJSON is called among the kinds of things that a clipboard holds.
GEOJSON = "application/geo+json"
#: More vertices than this are a file to import.
MOST_VERTICES = 100_000
#: From so many on reading and writing keeps nobody waiting.
MANY_VERTICES = 5_000
#: The property that says what of a project a feature is.
_KIND = "mapdesk"
_AREA, _LINE, _ANNOTATION = "area", "front line", "annotation"
#: Where foreign features have their names.
_NAMES = ("name", "Name", "title", "label", "NAME")
_MOST_LETTERS = {"note": 20_000, "text": 2_000}
_USUAL_LETTERS = 500
_CLIPBOARD = Path("The clipboard")


@dataclass(frozen=True)
class Clip:
    """Features to paste; those of another project or program have ids that this one does not know."""

    features: tuple[Feature, ...]

    @property
    def vertices(self) -> int:
        """How many vertices they have."""
        return vertices_of(self.features)

    def middle(self) -> LonLat | None:
        """The middle of what can be put anywhere (degrees, lon and lat); None where all of it is ground."""
        shapes = [one.shape for one in self.features if not isinstance(one, ControlArea)]
        if not shapes:
            return None
        west, south, east, north = shapely.total_bounds(shapes).tolist()
        return ((west + east) / 2, (south + north) / 2)


def vertices_of(features: Sequence[Feature]) -> int:
    """How many vertices some Features have."""
    return int(shapely.get_num_coordinates([feature.shape for feature in features]).sum()) if features else 0


def copied(features: Sequence[Feature]) -> tuple[Feature, ...]:
    """What of some Features is copied: fronts that follow from the areas are, only where nothing else is."""
    own = [one for one in features if not (isinstance(one, FrontLine) and one.derived)]
    return tuple(own or features)


def copied_text(project: Project, features: Sequence[Feature]) -> str:
    """Features as a GeoJSON FeatureCollection, to be pasted into this, another project or another program."""
    return feature_collection(
        (feature.feature_id, feature.shape, _fields(project, feature)) for feature in copied(features)
    )


def read_clip(text: str, project: Project, *, side: str, status: Status) -> Clip:
    """The Features that some copied text holds; raises SourceRefused or EditRefused where it holds none.

    Foreign points become markers and foreign lines drawn front lines; foreign polygons become ground of the
    Side and status given.
    """
    if not text.lstrip().startswith("{"):
        raise EditRefused(
            "There are no features on the clipboard. Copy some here or as GeoJSON elsewhere; "
            "a text is pasted as an article from the Article menu."
        )
    read = read_text(text, _CLIPBOARD, most=MOST_VERTICES)
    features = [made for one in read for made in _features(one, project, side, status)]
    if not features:
        raise EditRefused("The GeoJSON on the clipboard holds no point, line or polygon.")
    return Clip(tuple(features))


def pasting(
    clip: Clip,
    project: Project,
    account: str,
    day: date,
    ids: Ids,
    *,
    beside: LonLat,
    at: LonLat | None = None,
) -> tuple[str, Callable[[Project], Edited]]:
    """What pasting is called, and its edit; annotations and lines have their middle `at` a place, if given.

    What is on the map already is put `beside` it, so many degrees (lon, lat) away.
    """
    middle = clip.middle() if at is not None else None
    by = (at[0] - middle[0], at[1] - middle[1]) if at is not None and middle is not None else (0.0, 0.0)
    return f"Paste {called(project, clip.features)}", partial(
        paste_features, account=account, day=day, features=clip.features, ids=ids, by=by, beside=beside
    )


def called(project: Project, features: Sequence[Feature]) -> str:
    """One Feature by its name, several by how many they are."""
    return feature_name(project, features[0]) if len(features) == 1 else f"{len(features)} features"


def _fields(project: Project, feature: Feature) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": feature.name,
        "note": feature.note,
        "evidence": feature.evidence.value,
        "evidence_by": feature.evidence_by,
        "evidence_since": feature.evidence_since,
    }
    match feature:
        case ControlArea():
            named = {"side": feature.side, "side_name": side_name(project, feature.side)}
            return {_KIND: _AREA, **named, "status": feature.status.value, **fields}
        case FrontLine():
            names = [side_name(project, side) for side in feature.sides]
            return {_KIND: _LINE, "sides": list(feature.sides), "side_names": names, **fields}
        case Annotation():
            drawn = {"kind": feature.kind.value, "text": feature.text, "symbol": feature.symbol}
            named = {
                "side": feature.side,
                "side_name": side_name(project, feature.side) if feature.side else "",
            }
            return {_KIND: _ANNOTATION, **drawn, **named, "rank": feature.rank, **fields}


def _features(read: ReadFeature, project: Project, side: str, status: Status) -> list[Feature]:
    kind = read.fields.get(_KIND)
    shapes = [part for shape in read.shapes for part in _parts(shape)]
    made: list[Feature] = []
    for shape in shapes:
        own: Feature | None = None
        if kind == _AREA and shape.geom_type == "Polygon":
            own = _area(read, shape, project)
        elif kind == _ANNOTATION and shape.geom_type in ("Point", "LineString"):
            own = _annotation(read, shape, project)
        made.append(own or _foreign(read, shape, side, status))
    if kind == _LINE and shapes and all(shape.geom_type == "LineString" for shape in shapes):
        return [_line(read, shapes, project)]
    return made


def _area(read: ReadFeature, shape: BaseGeometry, project: Project) -> ControlArea | None:
    status = read.fields.get("status")
    if status not in set(Status):
        return None
    named, uid = _words(read, "side_name"), _words(read, "side")
    side = _side(project, named, uid)
    if not side:
        raise EditRefused(
            f"This project has no side called {named or uid}; "
            "add it in “Project and sides…” of the Edit menu, then paste again."
        )
    return ControlArea(feature_id=read.uid, shape=shape, side=side, status=Status(str(status)), **_said(read))


def _line(read: ReadFeature, shapes: Sequence[BaseGeometry], project: Project) -> FrontLine:
    given, names = read.fields.get("sides"), read.fields.get("side_names")
    uids = [str(uid) for uid in given] if isinstance(given, list) else []
    called_so = [str(name) for name in names] if isinstance(names, list) else []
    called_so += [""] * (len(uids) - len(called_so))
    sides = [_side(project, name, uid) for uid, name in zip(uids, called_so, strict=False)]
    return FrontLine(
        feature_id=read.uid,
        shape=MultiLineString(list(shapes)),
        sides=tuple(dict.fromkeys(side for side in sides if side)),
        **_said(read),
    )


def _annotation(read: ReadFeature, shape: BaseGeometry, project: Project) -> Annotation | None:
    kind, rank, text = read.fields.get("kind"), read.fields.get("rank"), _words(read, "text")
    if not isinstance(shape, Point | LineString):
        return None
    drawable = {AnnotationKind.SYMBOL, AnnotationKind.ARROW}
    if isinstance(shape, Point):
        drawable = {AnnotationKind.SYMBOL, AnnotationKind.MARKER}
        drawable |= {AnnotationKind.TEXT} if text.strip() else set()
    if kind not in drawable:
        return None
    side = _side(project, _words(read, "side_name"), _words(read, "side"))
    return Annotation(
        feature_id=read.uid,
        kind=AnnotationKind(str(kind)),
        shape=shape,
        text=text,
        symbol=_words(read, "symbol"),
        side=side,
        rank=max(-(10**6), min(rank, 10**6)) if isinstance(rank, int) else 0,
        **_said(read),
    )


def _foreign(read: ReadFeature, shape: BaseGeometry, side: str, status: Status) -> Feature:
    name = next((words for field in _NAMES if (words := _words(read, field))), "")
    if isinstance(shape, Point):
        return Annotation(feature_id="", kind=AnnotationKind.MARKER, shape=shape, text=name)
    if isinstance(shape, LineString):
        return FrontLine(feature_id="", shape=MultiLineString([shape]), name=name)
    if not side:
        raise EditRefused("Ground needs a side that holds it; choose one beside “Draw for” first.")
    return ControlArea(feature_id="", shape=shape, side=side, status=status, name=name)


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    return list(polygons_of(shape)) if "Polygon" in shape.geom_type else list(shapely.get_parts(shape))


def _said(read: ReadFeature) -> dict[str, Any]:
    evidence = read.fields.get("evidence")
    return {
        "name": _words(read, "name"),
        "note": _words(read, "note"),
        "evidence": Evidence(str(evidence)) if evidence in set(Evidence) else Evidence.UNCONFIRMED,
        "evidence_by": _words(read, "evidence_by"),
        "evidence_since": _words(read, "evidence_since"),
    }


def _words(read: ReadFeature, field: str) -> str:
    """A field's words, as far as a project can keep them."""
    value = read.fields.get(field)
    if not isinstance(value, str):
        return ""
    # Half a character, or none that is a letter, can't be saved.
    plain = value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    return plain[: _MOST_LETTERS.get(field, _USUAL_LETTERS)]


def _side(project: Project, name: str, uid: str) -> str:
    """The Side that another project calls so: by its name, or else by its uid; "" where there is none."""
    alike = [side.uid for side in project.sides.values() if name and side.name.casefold() == name.casefold()]
    return alike[0] if alike else uid if uid in project.sides else ""
