"""What a frame's files must be: alike to the eye, alike when read back, and built as desks expect.

Each judge takes a Scene and returns what it finds wrong, in words; nothing where all is well. They can also
be given an SVG from elsewhere.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from mapdesk.render.scene import Face, Fill, Mark, Path, Scene, Stroke, Text
from mapdesk.render.svg_writer import svg_bytes
from mapdesk.render.text import letter_advances, readable
from mapdesk.render.typefaces import all_typefaces
from tests.agreement.pictures import comparison, drawn_by_resvg, painted
from tests.agreement.read_back import INKSCAPE, LINES_DIRECTION, SVG, ReadPath, ReadText, read_svg


def picture_faults(scene: Scene, svg: bytes | None = None) -> list[str]:
    """G1: what differs between the Scene's PNG and its SVG."""
    return comparison(painted(scene), drawn_by_resvg(svg_bytes(scene) if svg is None else svg)).faults()


def all_faults(scene: Scene) -> list[str]:
    """All that the judges find: the test for a composed frame."""
    svg = svg_bytes(scene)
    return [
        fault
        for judge in (differences, structure_faults, text_faults, picture_faults)
        for fault in judge(scene, svg)
    ]


_NEAR = 0.006
_FACES = {
    Face.REGULAR: (400, "normal"),
    Face.SEMIBOLD: (600, "normal"),
    Face.BOLD: (700, "normal"),
    Face.ITALIC: (400, "italic"),
}


def _fill_of(fill: Fill | None) -> tuple[str, float]:
    return ("none", 1.0) if fill is None else (fill.colour.upper(), fill.opacity)


def _look(fill: Fill | None, stroke: Stroke | None) -> dict[str, object]:
    look: dict[str, object] = {"fill": _fill_of(fill)[0], "fill opacity": _fill_of(fill)[1]}
    look["stroke"] = "none" if stroke is None else stroke.colour.upper()
    if stroke is not None:
        look["stroke opacity"] = stroke.opacity
        look["width"] = stroke.width
        look["dash"] = list(stroke.dash)
        look["join"] = stroke.join
    return look


def _same(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= _NEAR
    return one == other


def _unlike(name: str, wanted: dict[str, object], found: dict[str, object]) -> list[str]:
    return [
        f"{name}: {key} is {found.get(key)!r}, not {value!r}"
        for key, value in wanted.items()
        if not _same(value, found.get(key))
    ]


def _path_differences(mark: Path, read: ReadPath) -> list[str]:
    name = mark.id
    found = _unlike(name, {**_look(mark.fill, mark.stroke), "title": mark.title}, read.facts)
    if mark.stroke is not None and (mark.stroke.dash or not mark.closed):
        found += _unlike(name, {"cap": mark.stroke.cap}, read.facts)
    if mark.fill is not None and read.facts["fill rule"] != "evenodd":
        found.append(f"{name}: holes are not cut out")
    lines = [line for line in mark.lines if len(line)]
    if len(lines) != len(read.lines):
        return [*found, f"{name}: {len(read.lines)} lines, not {len(lines)}"]
    for index, (line, (points, closed)) in enumerate(zip(lines, read.lines, strict=True)):
        if mark.closed and len(line) > 1 and (line[0] == line[-1]).all():
            line = line[:-1]
        if closed != mark.closed or len(points) != len(line) or np.abs(np.array(points) - line).max() > _NEAR:
            found.append(f"{name}: line {index} runs elsewhere")
    return found


def _text_differences(mark: Text, read: ReadText, is_halo: bool) -> list[str]:
    name = read.id
    if is_halo:
        assert mark.halo is not None
        wanted = _look(None, Stroke(mark.halo.colour, mark.halo.width, mark.halo.opacity))
    else:
        wanted = {**_look(mark.fill, None), "title": mark.title}
    weight, style = _FACES[mark.face]
    shown = readable(mark.text).replace(LINES_DIRECTION, "")
    wanted |= {"text": shown, "size": mark.size, "weight": weight}
    if shown.isascii():
        wanted |= {"style": style, "family": "Noto Sans"}
    if mark.letters:
        wanted |= {
            "x": [place[0] for place in mark.letters],
            "y": [place[1] for place in mark.letters],
            "rotate": [place[2] for place in mark.letters],
        }
        return _unlike(name, wanted, read.facts)
    wanted |= {"y": [mark.y], "rotate": []}
    x = read.facts["x"]
    assert isinstance(x, list)
    if len(x) > 1:
        # Spaced by a place for each letter, so that no ligature forms.
        advances = letter_advances(mark.text, mark.face, mark.size)
        places = mark.x + np.cumsum([0.0, *advances[:-1]]) + mark.letter_spacing * np.arange(len(shown))
        wanted["x"] = places.round(2).tolist()
    else:
        wanted["x"] = [mark.x]
        runs_right = not any(character > "\u0590" for character in shown)
        wanted["spacing"] = mark.letter_spacing if runs_right else 0.0
    found = _unlike(name, wanted, read.facts)
    if read.parts and abs(min(read.parts) - mark.x) > _NEAR:
        found.append(f"{name}: its leftmost part is at {min(read.parts)}, not {mark.x}")
    return found


def _expected(scene: Scene) -> list[tuple[str, list[tuple[Mark, bool]], str]]:
    """Layer, or layer and group, with what it holds; True marks the halo of a text."""
    blocks = []
    for layer in scene.layers:
        for item in layer.items:
            marks: list[tuple[Mark, bool]] = []
            for mark in getattr(item, "marks", (item,)):
                if isinstance(mark, Text) and mark.halo is not None:
                    marks.append((mark, True))
                marks.append((mark, False))
            is_group = hasattr(item, "marks")
            blocks.append(
                (f"{layer.name}/{item.id}" if is_group else layer.name, marks, item.title if is_group else "")
            )
    return blocks


def differences(scene: Scene, svg: bytes | None = None) -> list[str]:
    """G2: what a reader of the SVG finds otherwise than the Scene says; empty where nothing."""
    read = read_svg(svg_bytes(scene) if svg is None else svg)
    found = _unlike(
        "frame",
        {
            "size": [scene.width, scene.height],
            "background": scene.background.upper(),
            "title": readable(scene.title),
            "description": readable(scene.description),
            "facts": [list(map(readable, fact)) for fact in scene.metadata],
            "layers": [layer.name for layer in scene.layers],
        },
        read.facts,
    )
    wanted = [(where, mark, is_halo) for where, marks, _ in _expected(scene) for mark, is_halo in marks]
    group_titles = {where: title for where, _, title in _expected(scene) if "/" in where}
    if group_titles != read.group_titles:
        found.append("the groups or their titles are others")
    ids = [f"{mark.id}-halo" if is_halo else mark.id for _, mark, is_halo in wanted]
    read_ids = [one.id for one in read.marks]
    if ids != read_ids:
        missing = [one for one in ids if one not in read_ids]
        extra = [one for one in read_ids if one not in ids]
        return [*found, f"the things drawn are others: missing {missing}, too many {extra}"]
    for (where, mark, is_halo), one in zip(wanted, read.marks, strict=True):
        css_class = f"{mark.css_class} halo" if is_halo else mark.css_class
        found += _unlike(
            one.id, {"where": where, "class": css_class}, {"where": one.where, "class": one.css_class}
        )
        if isinstance(mark, Path) and isinstance(one, ReadPath):
            found += _path_differences(mark, one)
        elif isinstance(mark, Text) and isinstance(one, ReadText):
            found += _text_differences(mark, one, is_halo)
        else:
            found.append(f"{one.id} is another kind of thing")
    return found


_SAFE = {"svg", "title", "desc", "metadata", "fact", "g", "rect", "path", "text", "tspan"}
_UNSAFE_ATTRIBUTES = {
    "style",
    "transform",
    "clip-path",
    "mask",
    "filter",
    "opacity",
    "mix-blend-mode",
    "href",
}


def structure_faults(scene: Scene, svg: bytes | None = None) -> list[str]:
    """G3: layers by name and in order, unique plain ids, only what all renderers draw alike."""
    read = read_svg(svg_bytes(scene) if svg is None else svg)
    found = []
    if read.root.get("text-rendering") != "geometricPrecision":
        found.append("letters are not asked to keep their exact places")
    ids = Counter(element.get("id") for element in read.root.iter() if element.get("id"))
    found += [f"the id {one} is used {count} times" for one, count in ids.items() if count > 1]
    found += [
        f"the id {one} is not plain"
        for one in ids
        if not (one.isascii() and one[:1].isalpha() and " " not in one)
    ]
    for element in read.root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag not in _SAFE:
            found.append(f"<{tag}> is not drawn alike everywhere")
        for attribute in element.attrib:
            name = attribute.rpartition("}")[2]
            if name in _UNSAFE_ATTRIBUTES or (name == "rotate" and tag != "text"):
                found.append(f"{name} on <{tag}> is not drawn alike everywhere")
        if tag in ("rect", "path", "text") and not element.get("id"):
            found.append(f"a <{tag}> has no id")
    for child in read.root:
        tag = child.tag.rpartition("}")[2]
        if tag in ("title", "desc", "metadata"):
            continue
        name = child.get(f"{{{INKSCAPE}}}label")
        if child.tag != f"{{{SVG}}}g" or child.get(f"{{{INKSCAPE}}}groupmode") != "layer":
            found.append(f"<{tag}> {child.get('id')} lies outside of all layers")
        elif not child.get("id", "").startswith("layer-") or not name or child.get("data-name") != name:
            found.append(f"the layer {child.get('id')} has no name for every program")
    return found


def text_faults(scene: Scene, svg: bytes | None = None) -> list[str]:
    """G4: each text is there as text, in a bundled face that has its letters."""
    read = read_svg(svg_bytes(scene) if svg is None else svg)
    found = []
    wanted = Counter(
        readable(mark.text).replace(LINES_DIRECTION, "") for mark in scene.marks() if isinstance(mark, Text)
    )
    there = Counter(
        str(one.facts["text"])
        for one in read.marks
        if isinstance(one, ReadText) and not one.id.endswith("-halo")
    )
    if wanted != there:
        found.append(f"texts missing: {list(wanted - there)}, too many: {list(there - wanted)}")
    by_look = {(one.family, one.weight, one.italic): one for one in all_typefaces()}
    for one in read.marks:
        if not isinstance(one, ReadText):
            continue
        for text, family, weight, style in one.spans:
            typeface = by_look.get((family, weight, style == "italic"))
            if typeface is None:
                found.append(f"{one.id}: {family} {weight} {style} is not bundled")
                continue
            lacking = [
                c
                for c in text
                if c not in typeface.characters and c.isprintable() and c not in "\u200c\u200d"
            ]
            if lacking:
                found.append(f"{one.id}: {typeface.file_name} has no {lacking}")
    return found
