"""Writes a Scene as SVG that desks can edit: named layers, whole texts, outlines as drawn, nothing clever.

Only what resvg, Inkscape, browsers and Illustrator draw alike is used: paths and texts with presentation
attributes. No clip, pattern, mask, filter, blend mode, group opacity, style sheet or transform.
"""

from __future__ import annotations

import re
from pathlib import Path as FilePath

import numpy as np
from lxml import etree

from mapdesk.render import bidi
from mapdesk.render.scene import Fill, Group, Halo, Layer, Mark, Path, Scene, Stroke, Text, Vertices
from mapdesk.render.text import (
    Segment,
    can_be_lettered,
    can_be_spaced,
    letter_places,
    readable,
    text_segments,
)
from mapdesk.render.typefaces import Typeface
from mapdesk.render.whole_file import write_whole

SVG = "http://www.w3.org/2000/svg"
INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
#: The namespace of the facts in `<metadata>`.
FACTS = "urn:mapdesk:facts"

_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")
_HUNDREDTHS = [""] + [f".{number:02d}".rstrip("0") for number in range(1, 100)]
# Renderers take a stretch as running to the right until a letter says otherwise. This silent letter says so
# before signs such as “«” that begin or end a stretch running to the left.
_RIGHT_TO_LEFT_MARK = "\u200f"


def write_svg(scene: Scene, path: str | FilePath) -> None:
    """Write the Scene to a file, whole or not at all. Raises as `svg_bytes` does, and OSError."""
    write_whole(path, svg_bytes(scene))


def svg_bytes(scene: Scene) -> bytes:
    """The Scene as an SVG document in UTF-8; the same Scene gives the same bytes.

    Raises MissingGlyph for a character that no bundled face has, and ValueError where two things have one id
    or an id is not a plain word.
    """
    return _Writer().document(scene)


def number(value: float) -> str:
    """A coordinate with at most two decimals, without trailing zeros."""
    return _hundredths(round(value * 100))


def _hundredths(value: int) -> str:
    if value < 0:
        return f"-{-value // 100}{_HUNDREDTHS[-value % 100]}"
    return f"{value // 100}{_HUNDREDTHS[value % 100]}"


def _share(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def path_data(lines: tuple[Vertices, ...], closed: bool) -> str:
    """The `d` of a path: absolute moves and lines, each ring closed once."""
    parts = []
    for line in lines:
        values = np.rint(np.asarray(line, dtype=np.float64) * 100).astype(np.int64)
        if closed and len(values) > 1 and (values[0] == values[-1]).all():
            values = values[:-1]
        if not len(values):
            continue
        points = [f"{_hundredths(x)} {_hundredths(y)}" for x, y in values.tolist()]
        parts.append("M" + "L".join(points) + ("Z" if closed else ""))
    return "".join(parts)


class _Writer:
    def __init__(self) -> None:
        self._ids: set[str] = set()

    def document(self, scene: Scene) -> bytes:
        root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG, "inkscape": INKSCAPE, "mapdesk": FACTS})
        width, height = str(scene.width), str(scene.height)
        for name, value in {
            "version": "1.1",
            "width": width,
            "height": height,
            "viewBox": f"0 0 {width} {height}",
            "text-rendering": "geometricPrecision",
            "role": "img",
            "aria-labelledby": "frame-title frame-description",
        }.items():
            root.set(name, value)
        title = _child(root, "title", self._id("frame-title"))
        title.text = readable(scene.title)
        description = _child(root, "desc", self._id("frame-description"))
        description.text = readable(scene.description)
        metadata = _child(root, "metadata", self._id("frame-facts"))
        for name, value in scene.metadata:
            fact = etree.SubElement(metadata, f"{{{FACTS}}}fact", {"name": readable(name)})
            fact.text = readable(value)
        background = self._layer(root, "layer-background", "Background")
        rectangle = _child(background, "rect", self._id("background"))
        for name, value in {"x": "0", "y": "0", "width": width, "height": height}.items():
            rectangle.set(name, value)
        rectangle.set("fill", scene.background)
        for layer in scene.layers:
            self._write_layer(root, layer)
        _break_lines(root)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"

    def _id(self, wanted: str) -> str:
        if not _PLAIN_ID.match(wanted):
            raise ValueError(f"“{wanted}” can't be an id in a picture; only A–Z, 0–9, “-”, “_” and “.” can.")
        if wanted in self._ids:
            raise ValueError(f"Two things in the picture are called “{wanted}”.")
        self._ids.add(wanted)
        return wanted

    def _layer(self, root: etree._Element, layer_id: str, name: str) -> etree._Element:
        element = _child(root, "g", self._id(layer_id))
        element.set(f"{{{INKSCAPE}}}groupmode", "layer")
        element.set(f"{{{INKSCAPE}}}label", readable(name))
        element.set("data-name", readable(name))
        return element

    def _write_layer(self, root: etree._Element, layer: Layer) -> None:
        layer_id = layer.id if layer.id.startswith("layer-") else f"layer-{layer.id}"
        element = self._layer(root, layer_id, layer.name)
        for item in layer.items:
            if isinstance(item, Group):
                group = _child(element, "g", self._id(item.id), item.css_class)
                _write_title(group, item.title)
                for mark in item.marks:
                    self._write_mark(group, mark)
            else:
                self._write_mark(element, item)

    def _write_mark(self, parent: etree._Element, mark: Mark) -> None:
        if isinstance(mark, Path):
            self._write_path(parent, mark)
            return
        if mark.halo is not None:
            halo = _child(parent, "text", self._id(f"{mark.id}-halo"), f"{mark.css_class} halo".strip())
            halo.set("aria-hidden", "true")
            _set_text(halo, mark)
            _set_halo(halo, mark.halo)
        text = _child(parent, "text", self._id(mark.id), mark.css_class)
        _set_text(text, mark)
        _set_fill(text, mark.fill)
        # After the letters: a title among them shifts their places in some renderers.
        _write_title(text, mark.title)

    def _write_path(self, parent: etree._Element, mark: Path) -> None:
        path = _child(parent, "path", self._id(mark.id), mark.css_class)
        _set_fill(path, mark.fill)
        if mark.fill is not None:
            path.set("fill-rule", "evenodd")
        if mark.stroke is not None:
            _set_stroke(path, mark.stroke)
            if mark.closed and not mark.stroke.dash:
                # A ring has no ends, and resvg slants the last edge of a thin one that is given round ends.
                del path.attrib["stroke-linecap"]
        path.set("d", path_data(mark.lines, mark.closed))
        _write_title(path, mark.title)


def _child(parent: etree._Element, tag: str, element_id: str, css_class: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{SVG}}}{tag}")
    element.set("id", element_id)
    if css_class:
        element.set("class", css_class)
    return element


def _write_title(element: etree._Element, title: str) -> None:
    if title:
        etree.SubElement(element, f"{{{SVG}}}title").text = readable(title)


def _set_fill(element: etree._Element, fill: Fill | None) -> None:
    if fill is None:
        element.set("fill", "none")
        return
    element.set("fill", fill.colour)
    if fill.opacity != 1.0:
        element.set("fill-opacity", _share(fill.opacity))


def _set_stroke(element: etree._Element, stroke: Stroke) -> None:
    element.set("stroke", stroke.colour)
    element.set("stroke-width", number(stroke.width))
    if stroke.opacity != 1.0:
        element.set("stroke-opacity", _share(stroke.opacity))
    if stroke.dash:
        element.set("stroke-dasharray", " ".join(map(number, stroke.dash)))
    element.set("stroke-linecap", stroke.cap)
    element.set("stroke-linejoin", stroke.join)


def _set_halo(element: etree._Element, halo: Halo) -> None:
    _set_fill(element, None)
    _set_stroke(element, Stroke(halo.colour, halo.width, halo.opacity))


def _set_text(element: etree._Element, mark: Text) -> None:
    shown = readable(mark.text)
    segments = text_segments(shown, mark.face, mark.size, mark.letter_spacing)
    _set_places(element, mark, shown)
    _set_typeface(element, segments[0].typeface if segments else None)
    element.set("font-size", number(mark.size))
    if len(segments) < 2 or mark.letters:
        element.text = _directed(segments[0]) if segments else ""
        return
    # Renderers differ in how they order and choose typefaces for a line of several scripts, so each stretch
    # gets its place; blanks between stretches are written outside them, where they move nothing.
    last: etree._Element | None = None
    for segment in segments:
        core = segment.text.strip(" ")
        before = " " * (len(segment.text) - len(segment.text.lstrip(" ")))
        after = " " * (len(segment.text) - len(segment.text.rstrip(" "))) if core else ""
        _append_text(element, last, before)
        if not core:
            continue
        last = etree.SubElement(element, f"{{{SVG}}}tspan")
        last.set("x", number(mark.x + segment.x))
        last.set("y", number(mark.y))
        if segment.typeface is not segments[0].typeface:
            _set_typeface(last, segment.typeface)
        last.text = _directed(segment)
        _append_text(element, last, after)


def _set_places(element: etree._Element, mark: Text, shown: str) -> None:
    if mark.letters:
        if len(mark.letters) != len(shown) or not can_be_lettered(shown):
            raise ValueError(f"“{shown}” has no place of its own for each of its {len(shown)} characters.")
        for name, values in zip(("x", "y", "rotate"), zip(*mark.letters, strict=True), strict=True):
            element.set(name, " ".join(map(number, values)))
        return
    places = letter_places(shown, mark.face, mark.size, mark.letter_spacing)
    element.set("x", " ".join(number(mark.x + place) for place in places or (0.0,)))
    element.set("y", number(mark.y))
    if mark.letter_spacing and places is None and can_be_spaced(shown):
        element.set("letter-spacing", _share(mark.letter_spacing))


def _append_text(element: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _directed(segment: Segment) -> str:
    core = segment.text.strip(" ")
    if segment.is_right_to_left and any(level != 1 for level in bidi.levels(core, 0)):
        return f"{_RIGHT_TO_LEFT_MARK}{core}{_RIGHT_TO_LEFT_MARK}"
    return core


def _set_typeface(element: etree._Element, typeface: Typeface | None) -> None:
    if typeface is None:
        return
    families = [typeface.family, *(["Noto Sans"] if typeface.family != "Noto Sans" else [])]
    element.set("font-family", ", ".join([f"'{family}'" for family in families] + ["sans-serif"]))
    element.set("font-weight", str(typeface.weight))
    element.set("font-style", "italic" if typeface.italic else "normal")


def _break_lines(root: etree._Element) -> None:
    """One object to a line; never inside a text, where a line break would be a blank."""
    for element in root.iter(f"{{{SVG}}}svg", f"{{{SVG}}}g", f"{{{SVG}}}metadata"):
        if len(element):
            element.text = "\n"
        for child in element:
            child.tail = "\n"
