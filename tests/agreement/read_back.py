"""Reads a frame's SVG as a desk's program would, with nothing from the writer: the judge's own eyes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
#: The silent letter that says which way a stretch runs; not a part of the text.
LINES_DIRECTION = "\u200f"

_TOKEN = re.compile(r"([MLZ])|(-?\d+(?:\.\d+)?)")


@dataclass
class ReadMark:
    """A thing drawn: where it lies (layer, or layer and group), and what its attributes say."""

    id: str
    where: str
    css_class: str
    facts: dict[str, object]


@dataclass
class ReadPath(ReadMark):
    """A path's lines, each with whether it is closed."""

    lines: list[tuple[list[tuple[float, float]], bool]] = field(default_factory=list)


@dataclass
class ReadText(ReadMark):
    """A text's stretches (text, family, weight, style) and where those with a place of their own begin."""

    spans: list[tuple[str, str, int, str]] = field(default_factory=list)
    parts: list[float] = field(default_factory=list)


@dataclass
class ReadFrame:
    """A whole document."""

    root: ElementTree.Element
    size: tuple[int, int]
    facts: dict[str, object]
    marks: list[ReadMark]
    group_titles: dict[str, str]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _numbers(text: str | None) -> list[float]:
    return [float(part) for part in re.split(r"[\s,]+", text.strip())] if text and text.strip() else []


def _title(element: ElementTree.Element) -> str:
    return "".join(element.findtext(f"{{{SVG}}}title") or "")


def path_lines(d: str) -> list[tuple[list[tuple[float, float]], bool]]:
    """The lines of a path's data, which may hold M, L and Z only."""
    if _TOKEN.sub("", d).strip(" ,"):
        raise ValueError(f"The path holds more than moves and lines: {d[:60]}")
    lines: list[tuple[list[tuple[float, float]], bool]] = []
    numbers: list[float] = []
    for verb, value in _TOKEN.findall(d):
        if value:
            numbers.append(float(value))
            if len(numbers) == 2:
                lines[-1][0].append((numbers[0], numbers[1]))
                numbers = []
        elif verb == "M":
            lines.append(([], False))
        elif verb == "Z":
            lines[-1] = (lines[-1][0], True)
    return lines


def _look(element: ElementTree.Element) -> dict[str, object]:
    look: dict[str, object] = {
        "fill": element.get("fill", "#000000").upper().replace("NONE", "none"),
        "fill opacity": float(element.get("fill-opacity", "1")),
        "fill rule": element.get("fill-rule", "nonzero"),
        "stroke": element.get("stroke", "none").upper().replace("NONE", "none"),
        "title": _title(element),
    }
    if element.get("stroke"):
        look |= {
            "stroke opacity": float(element.get("stroke-opacity", "1")),
            "width": float(element.get("stroke-width", "1")),
            "dash": _numbers(element.get("stroke-dasharray")),
            "cap": element.get("stroke-linecap", "butt"),
            "join": element.get("stroke-linejoin", "miter"),
        }
    return look


def _family(element: ElementTree.Element) -> str:
    return element.get("font-family", "").split(",")[0].strip(" '\"")


def _spans(element: ElementTree.Element) -> list[tuple[str, str, int, str]]:
    own = (_family(element), int(element.get("font-weight", "400")), element.get("font-style", "normal"))
    spans = [(element.text or "", *own)]
    for child in element:
        if _name(child) == "tspan":
            theirs = (
                _family(child) or own[0],
                int(child.get("font-weight", str(own[1]))),
                child.get("font-style", own[2]),
            )
            spans.append((child.text or "", *theirs))
        spans.append((child.tail or "", *own))
    return [span for span in spans if span[0]]


def _mark(element: ElementTree.Element, where: str) -> ReadMark:
    common = (element.get("id", ""), where, element.get("class", ""))
    facts = _look(element)
    if _name(element) == "path":
        return ReadPath(*common, facts, path_lines(element.get("d", "")))
    if _name(element) != "text":
        raise ValueError(f"<{_name(element)}> is no mark")
    spans = _spans(element)
    facts |= {
        "text": "".join(span[0] for span in spans).replace(LINES_DIRECTION, ""),
        "size": float(element.get("font-size", "0")),
        "family": _family(element),
        "weight": int(element.get("font-weight", "400")),
        "style": element.get("font-style", "normal"),
        "x": _numbers(element.get("x")),
        "y": _numbers(element.get("y")),
        "rotate": _numbers(element.get("rotate")),
        "spacing": float(element.get("letter-spacing", "0")),
    }
    parts = [float(child.get("x", "nan")) for child in element if _name(child) == "tspan"]
    return ReadText(*common, facts, spans, parts)


def read_svg(svg: bytes) -> ReadFrame:
    """The document as plain data, in the order it is drawn. Raises ValueError for what it can't read."""
    root = ElementTree.fromstring(svg)
    marks: list[ReadMark] = []
    layers: list[str] = []
    group_titles: dict[str, str] = {}
    background = ""
    for layer in root.findall(f"{{{SVG}}}g"):
        layer_name = layer.get("data-name", "")
        rectangle = layer.find(f"{{{SVG}}}rect")
        if rectangle is not None:
            background = rectangle.get("fill", "").upper()
            continue
        layers.append(layer_name)
        for item in layer:
            if _name(item) == "g":
                where = f"{layer_name}/{item.get('id')}"
                group_titles[where] = _title(item)
                marks += [_mark(child, where) for child in item if _name(child) != "title"]
            else:
                marks.append(_mark(item, layer_name))
    size = (int(root.get("width", "0")), int(root.get("height", "0")))
    facts: dict[str, object] = {
        "size": list(size),
        "background": background,
        "title": _title(root),
        "description": root.findtext(f"{{{SVG}}}desc") or "",
        "facts": [
            [fact.get("name", ""), fact.text or ""] for fact in root.iterfind(f"{{{SVG}}}metadata/{{*}}fact")
        ],
        "layers": layers,
    }
    return ReadFrame(root, size, facts, marks, group_titles)
