"""What the desk has put on the map: arrows, markers and texts."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.features import Annotation, AnnotationKind, Evidence
from mapdesk.render.marks import slug
from mapdesk.render.scene import Fill, Group, Layer, Mark, Path, Stroke, Vertices
from mapdesk.render.sheet import Sheet
from mapdesk.render.symbols import arrow, diamond

#: How well an advance has to be known for its arrow to be solid; others are outlines.
FIRM = frozenset((Evidence.ASSESSED, Evidence.GEOLOCATED, Evidence.VERIFIED))
_TAIL, _NECK, _HEAD = 5.0, 13.0, (28.0, 22.0)
#: How large a marker is, from its middle to its corners.
MARKER = 6.5


def annotations_in(sheet: Sheet) -> list[tuple[Annotation, BaseGeometry]]:
    """The annotations in the picture, with their shapes in pixels."""
    notes = [f for f in sheet.content.features.values() if isinstance(f, Annotation)]
    seen = sheet.view.draw_all([note.shape for note in notes], simplify=0)
    # An arrow is not cut at the frame, as its head would move to where it is cut.
    return [
        (note, shapely.transform(note.shape, sheet.view.to_pixels))
        for note, shape in zip(notes, seen, strict=True)
        if not shape.is_empty
    ]


def annotations_layer(sheet: Sheet) -> Layer:
    """Arrows and markers; their words are placed with the names."""
    groups = []
    for note, shape in annotations_in(sheet):
        mark = (
            _arrow(sheet, note, shape) if note.kind is AnnotationKind.ARROW else _marker(sheet, note, shape)
        )
        if mark is not None:
            uid = sheet.ids.take("annotation", slug(note.name or note.text) or note.feature_id)
            groups.append(Group(uid, f"annotation {note.kind.value}", (mark,), note.name or note.text))
    return Layer(sheet.ids.take("layer-annotations"), "Annotations", tuple(groups))


def arrow_kinds(sheet: Sheet) -> tuple[bool, bool]:
    """Whether the picture shows firm arrows, and whether it shows others."""
    firm = [
        note.evidence in FIRM
        for note, shape in annotations_in(sheet)
        if note.kind is AnnotationKind.ARROW and _outline(sheet, shape) is not None
    ]
    return any(firm), not all(firm)


def arrow_path(
    sheet: Sheet, uid: str, course: BaseGeometry, *, firm: bool, share: float = 1.0
) -> Path | None:
    """An arrow along a course; `share` makes it smaller, for the legend."""
    style = sheet.style
    outline = _outline(sheet, course, share)
    if outline is None:
        return None
    if firm:
        edge = Stroke(style.front_casing, sheet.px(1.5))
        return Path(uid, "arrow", (outline,), True, Fill(style.advance), edge)
    return Path(
        uid, "arrow announced", (outline,), True, Fill(style.panel, 0.9), Stroke(style.advance, sheet.px(1.8))
    )


def _arrow(sheet: Sheet, note: Annotation, shape: BaseGeometry) -> Path | None:
    lines = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    if not lines:
        return None
    course = max(lines, key=lambda line: line.length)
    return arrow_path(
        sheet, sheet.ids.take("arrow", slug(note.name) or note.feature_id), course, firm=note.evidence in FIRM
    )


def _outline(sheet: Sheet, course: BaseGeometry, share: float = 1.0) -> Vertices | None:
    k = sheet.k * share
    return arrow(course, tail=_TAIL * k, neck=_NECK * k, head=(_HEAD[0] * k, _HEAD[1] * k))


def _marker(sheet: Sheet, note: Annotation, shape: BaseGeometry) -> Mark | None:
    if note.kind is AnnotationKind.TEXT:
        return None
    spot = shapely.get_coordinates(shape)[0]
    return Path(
        sheet.ids.take("marker", slug(note.name) or note.feature_id),
        "marker",
        (diamond(float(spot[0]), float(spot[1]), MARKER * sheet.k),),
        True,
        Fill(sheet.style.advance),
        Stroke(sheet.style.front_casing, sheet.px(1.6)),
    )
