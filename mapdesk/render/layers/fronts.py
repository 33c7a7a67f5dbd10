"""Front lines: the present one with its teeth, and where the old one differs from it."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.model.features import FrontLine
from mapdesk.render import style as styles
from mapdesk.render.marks import courses, line_path, parts_of
from mapdesk.render.scene import Fill, Group, Layer, Mark, Path, Stroke, Vertices
from mapdesk.render.sheet import NOTHING, Sheet
from mapdesk.render.symbols import teeth

#: An old front nearer to the present one than this, in units, is the same front.
_SAME = 3.0
#: Shorter pieces of an old front, in units, are not worth a dash.
_SHORT = 9.0


def present_fronts(sheet: Sheet) -> BaseGeometry:
    """All front lines of the date in pixels."""
    return _merged([course for _, course in _drawn(sheet)])


def old_front(sheet: Sheet, present: BaseGeometry) -> BaseGeometry:
    """The old front where it ran elsewhere than the present one, in pixels."""
    drawn = sheet.view.draw_all(sheet.content.old_fronts)
    lines = [part for shape in drawn for part in parts_of(shape) if part.geom_type == "LineString"]
    if not lines:
        return NOTHING
    pieces = []
    step = 2.0 * sheet.k
    shapely.prepare(present)
    for line in lines:
        points = shapely.get_coordinates(shapely.segmentize(line, step))
        middle = (points[:-1] + points[1:]) / 2
        away = ~shapely.dwithin(shapely.points(middle), present, _SAME * sheet.k)
        if present.is_empty:
            away[:] = True
        edges = np.flatnonzero(np.diff(np.concatenate(([0], away.astype(np.int8), [0]))))
        for start, end in edges.reshape(-1, 2):
            # One step more at both ends lets the old line meet the new one.
            run = points[max(0, start - 1) : end + 2]
            pieces.append(shapely.LineString(run))
    long = [piece for piece in pieces if piece.length > _SHORT * sheet.k]
    return shapely.simplify(shapely.multilinestrings(long), 0.3) if long else NOTHING


def front_layer(sheet: Sheet, present: BaseGeometry, old: BaseGeometry) -> Layer:
    """The old front dashed, the present one on a casing, with teeth."""
    style, ids = sheet.style, sheet.ids
    items: list[Mark | Group] = []
    if not old.is_empty:
        dash = tuple(sheet.px(part) for part in styles.OLD_FRONT_DASH)
        items.append(
            line_path(
                ids.take("front-old"),
                "front old",
                old,
                Stroke(
                    style.front, sheet.px(styles.OLD_FRONT_WIDTH * sheet.line_weight), dash=dash, cap="butt"
                ),
                "Front line before",
            )
        )
    if not present.is_empty:
        casing = Stroke(style.front_casing, sheet.px(styles.CASING_WIDTH * sheet.line_weight))
        line = Stroke(style.front, sheet.px(styles.FRONT_WIDTH * sheet.line_weight))
        marks: list[Mark] = [line_path(ids.take("front-casing"), "front casing", present, casing)]
        triangles = tuple(
            triangle for front, course in _drawn(sheet) for triangle in _teeth(sheet, front, course)
        )
        if triangles:
            edge = Stroke(style.front_casing, sheet.px(styles.TOOTH_EDGE))
            marks.append(
                Path(ids.take("front-teeth"), "front teeth", triangles, True, Fill(style.front), edge)
            )
        marks.append(Path(ids.take("front-line"), "front", courses(present), False, None, line))
        items.append(Group(ids.take("front"), "front", tuple(marks), "Front line"))
    return Layer(ids.take("layer-front"), "Front lines", tuple(items))


def points_left(sheet: Sheet, front: FrontLine) -> bool:
    """Whether a front's teeth stand on its left: toward the side that is not at home there.

    Where both sides or neither are at home, they point toward the first side of the project.
    """
    if len(front.sides) != 2:
        return True
    left, right = front.sides
    toward_guest = sheet.style.teeth_toward == "guest"
    if (left in sheet.homes) != (right in sheet.homes):
        guest_is_left = right in sheet.homes
        return guest_is_left == toward_guest
    return sheet.content.order(left) <= sheet.content.order(right)


def _teeth(sheet: Sheet, front: FrontLine, course: BaseGeometry) -> tuple[Vertices, ...]:
    size = sheet.k * sheet.line_weight
    return teeth(
        course,
        left=points_left(sheet, front),
        base=styles.TOOTH_BASE * size,
        height=styles.TOOTH_HEIGHT * size,
        every=styles.TOOTH_EVERY * size,
    )


def _drawn(sheet: Sheet) -> list[tuple[FrontLine, BaseGeometry]]:
    fronts = [f for f in sheet.content.features.values() if isinstance(f, FrontLine)]
    drawn = sheet.view.draw_all([front.shape for front in fronts])
    return [
        (front, _merged([course])) for front, course in zip(fronts, drawn, strict=True) if not course.is_empty
    ]


def _merged(shapes: list[BaseGeometry]) -> BaseGeometry:
    lines = [part for shape in shapes for part in parts_of(shape) if part.geom_type == "LineString"]
    return shapely.line_merge(shapely.multilinestrings(lines), directed=True) if lines else NOTHING
