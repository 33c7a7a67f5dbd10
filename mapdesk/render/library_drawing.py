"""Reads the drawing that the unit symbol library makes of a code, as filled polygons and stroked lines.

It knows exactly what the library writes: paths, circles, texts, and groups that move or scale them. What it
doesn't know is refused: a symbol half drawn would say something else.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

import numpy as np
import shapely
from lxml import etree
from shapely.geometry.base import BaseGeometry

from mapdesk.render.along import Points
from mapdesk.render.glyph_shapes import contours
from mapdesk.render.path_data import NotUnderstood, Subpath, read_path
from mapdesk.render.scene import Face
from mapdesk.render.text import text_outline, text_width

_SVG = "{http://www.w3.org/2000/svg}"
_NAMES = {"black": "#000000", "white": "#FFFFFF"}
_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_TRANSFORM = re.compile(r"(translate|scale)\(([-\d.eE]+)(?:,([-\d.eE]+))?\)")
_LOOK = frozenset(("fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity"))
_KNOWN = {
    "g": frozenset(("transform",)) | _LOOK,
    "path": frozenset(("d",)) | _LOOK,
    "circle": frozenset(("cx", "cy", "r")) | _LOOK,
    "text": frozenset(
        ("x", "y", "text-anchor", "font-size", "font-family", "font-weight", "dominant-baseline")
    )
    | _LOOK,
}
#: From the baseline to the middle of small letters, as a share of the type size.
_TO_MIDDLE = 0.27
_GLYPH_STEPS = 6


@dataclass(frozen=True, eq=False)
class Piece:
    """A filled polygon (`fill`) or stroked lines (`stroke`, `width`, `dash`); colours are #RRGGBB."""

    shape: BaseGeometry
    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class _Look:
    """What is drawn with and where: inherited by all within a group, as SVG has it."""

    fill: str = "#000000"
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def placed(self, points: Points) -> Points:
        return points * self.scale + (self.x, self.y)


def read_drawing(svg: str) -> tuple[Piece, ...]:
    """The pieces of a drawing, undermost first, in its own units; raises NotUnderstood."""
    found: list[Piece] = []
    _read_children(etree.fromstring(svg), _Look(), found)
    return tuple(found)


def _read_children(parent: etree._Element, look: _Look, found: list[Piece]) -> None:
    for element in parent:
        name = str(element.tag).removeprefix(_SVG)
        unknown = set(element.attrib) - _KNOWN.get(name, frozenset())
        if name not in _KNOWN or unknown:
            raise NotUnderstood(f"<{' '.join((name, *sorted(map(str, unknown))))}> is not understood.")
        own = _look_of(element, look)
        if name == "g":
            _read_children(element, own, found)
        elif name == "text":
            found += _text(element, own)
        else:
            subpaths = read_path(element.get("d", "")) if name == "path" else (_circle(element),)
            found += _pieces(subpaths, own)


def _look_of(element: etree._Element, look: _Look) -> _Look:
    values = element.attrib
    if float(values.get("fill-opacity", 1)) != 1:
        raise NotUnderstood("A translucent part is not understood.")
    if "fill" in values:
        look = replace(look, fill=_colour(str(values["fill"])))
    if "stroke" in values:
        look = replace(look, stroke=_colour(str(values["stroke"])))
    if "stroke-width" in values:
        look = replace(look, width=float(values["stroke-width"]))
    if "stroke-dasharray" in values:
        look = replace(look, dash=tuple(float(part) for part in str(values["stroke-dasharray"]).split(",")))
    if "transform" in values:
        match = _TRANSFORM.fullmatch(str(values["transform"]))
        if match is None:
            raise NotUnderstood(f"The transform {values['transform']} is not understood.")
        what, one, other = match.groups()
        if what == "scale":
            look = replace(look, scale=look.scale * float(one))
        else:
            x, y = look.scale * float(one), look.scale * float(other or 0)
            look = replace(look, x=look.x + x, y=look.y + y)
    return look


def _colour(written: str) -> str:
    if written == "none":
        return ""
    match = _RGB.fullmatch(written)
    if match:
        return "#" + "".join(f"{int(part):02X}" for part in match.groups())
    if written not in _NAMES:
        raise NotUnderstood(f"The colour {written} is not understood.")
    return _NAMES[written]


def _circle(element: etree._Element) -> Subpath:
    x, y, r = (float(element.get(name, "0")) for name in ("cx", "cy", "r"))
    turn = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    return Subpath(np.column_stack((x + r * np.cos(turn), y + r * np.sin(turn))), True)


def _pieces(subpaths: tuple[Subpath, ...], look: _Look) -> list[Piece]:
    courses = [(look.placed(one.points), one.closed) for one in subpaths if len(one.points) > 1]
    pieces = []
    if look.fill:
        ground = filled([points for points, _ in courses])
        if not ground.is_empty:
            pieces.append(Piece(ground, fill=look.fill))
    if look.stroke and courses:
        width, dash = look.width * look.scale, tuple(part * look.scale for part in look.dash)
        lines: list[BaseGeometry] = [
            shapely.linearrings(points) if closed and len(points) > 2 else shapely.linestrings(points)
            for points, closed in courses
        ]
        pieces.append(Piece(shapely.geometrycollections(lines), stroke=look.stroke, width=width, dash=dash))
    return pieces


def _text(element: etree._Element, look: _Look) -> list[Piece]:
    """Letters as polygons of our own bold face."""
    words = element.text or ""
    size, x, y = (float(element.get(name, "0")) for name in ("font-size", "x", "y"))
    wide = text_width(words, Face.BOLD, size)
    left = x - {"middle": wide / 2, "end": wide}.get(str(element.get("text-anchor")), 0.0)
    base = y + (_TO_MIDDLE * size if element.get("dominant-baseline") == "middle" else 0.0)
    letters = [
        filled([ring * glyph.scale + (glyph.x, glyph.y) for ring in contours(glyph.outline, _GLYPH_STEPS)])
        for glyph in text_outline(words, Face.BOLD, size)
    ]
    ground = shapely.transform(
        shapely.union_all(letters), lambda xy: look.placed(xy + np.array((left, base)))
    )
    return [Piece(ground, fill=look.fill)] if look.fill and not ground.is_empty else []


def filled(courses: list[Points]) -> BaseGeometry:
    """The ground that courses, each closed, fill together by the nonzero rule, as SVG fills them."""
    closed = [np.concatenate((points, points[:1])) for points in courses if len(points) > 2]
    if not closed:
        return shapely.Polygon()
    if len(closed) == 1 and shapely.is_valid(shapely.polygons(closed[0])):
        return shapely.polygons(closed[0])
    edges = shapely.union_all([shapely.linestrings(points) for points in closed])
    faces = shapely.get_parts(shapely.polygonize([edges]))
    inside = [face for face in faces if _winding(face, closed)]
    return shapely.union_all(inside) if inside else shapely.Polygon()


def _winding(face: BaseGeometry, closed: list[Points]) -> int:
    """How often the courses together wind around a face."""
    ((x, y),) = shapely.get_coordinates(shapely.point_on_surface(face))
    total = 0.0
    for points in closed:
        angle = np.arctan2(points[:, 1] - y, points[:, 0] - x)
        total += float(np.sum((np.diff(angle) + math.pi) % (2 * math.pi) - math.pi))
    return round(total / (2 * math.pi))
