"""How a line of text is set from the bundled faces: how wide it is and where each glyph lies.

Both players use this: the painter fills the glyphs, the SVG writer asks which typeface each stretch of the
text needs. Widths come from the font files alone, so they are the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import uharfbuzz as hb

from mapdesk.render import bidi
from mapdesk.render.scene import Face
from mapdesk.render.typefaces import EM, Measures, Outline, Typeface, measures, script_slot, typefaces

__all__ = [
    "Measures",
    "MissingGlyph",
    "PlacedGlyph",
    "Segment",
    "can_be_lettered",
    "can_be_spaced",
    "check_glyphs",
    "ink_box",
    "letter_advances",
    "letter_outlines",
    "letter_places",
    "measures",
    "readable",
    "text_outline",
    "text_segments",
    "text_width",
]

#: Characters without ink of their own that a text may carry: joiners, and marks that set a direction.
_SILENT = frozenset("\u200c\u200d\u200e\u200f\u061c")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BLANKS = re.compile("[ \\t\\n\\r\\f\\v\\x85\\u2028\\u2029]+")
#: Letter-spaced text has no ligatures, in browsers as here.
_SPACED = {"liga": False, "clig": False}


class MissingGlyph(ValueError):
    """A text holds a character that no bundled face can draw."""

    def __init__(self, text: str, character: str) -> None:
        self.text = text
        self.character = character
        name = unicodedata.name(character, "a character without a name").lower()
        super().__init__(
            f"“{text}” holds “{character}” (U+{ord(character):04X}, {name}), "
            "which none of the map's typefaces has; write it in other letters."
        )


@dataclass(frozen=True, slots=True)
class PlacedGlyph:
    """An outline and where it lies: multiply its points by `scale`, turn by `rotation`, move to (x, y).

    x and y are pixels from the start of the text's baseline, or in the frame for letters along a curve;
    `rotation` is in degrees clockwise.
    """

    outline: Outline
    x: float
    y: float
    scale: float
    rotation: float = 0.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text in one direction and one typeface, `x` pixels from the left end of the baseline.

    `text` is in reading order; `x` is where its first blank-free part begins on the page.
    """

    text: str
    typeface: Typeface
    x: float
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """A Segment before its size is known: from character `start` to `end`, left end at the pen's `x`."""

    start: int
    end: int
    typeface: Typeface
    is_right_to_left: bool
    x: float
    gaps: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A shaped text, in thousandths of an em; `gaps` counts the letter spaces to the left of each glyph."""

    glyphs: tuple[tuple[Outline, float, float], ...]
    pens: tuple[float, ...]
    gaps: tuple[int, ...]
    clusters: tuple[int, ...]
    advance: float
    letters: int
    runs: tuple[_Run, ...]


def readable(text: str) -> str:
    """The text as it is drawn: in one line, its blanks run together, control characters shown as [U+202E].

    A character that turns the direction of what follows could make a label say something else than the
    project does; it is shown, not obeyed.
    """
    text = _BLANKS.sub(" ", text).strip(" ")
    if text.isprintable():
        return text
    return "".join(
        f"[U+{ord(character):04X}]"
        if unicodedata.category(character) in _CONTROLS and character not in _SILENT
        else character
        for character in text
    )


def can_be_spaced(text: str) -> bool:
    """Whether letter spacing is obeyed: not where letters join or run to the left, as it would tear them."""
    return not any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def can_be_lettered(text: str) -> bool:
    """Whether each character can be placed by itself along a curve: no joined letters, marks or emoji."""
    return can_be_spaced(text) and not any(
        unicodedata.combining(character) or ord(character) > 0xFFFF or character in _SILENT
        for character in readable(text)
    )


def text_width(text: str, face: Face, size: float, letter_spacing: float = 0.0) -> float:
    """The advance of the text in pixels, without a letter space after its last letter.

    Raises MissingGlyph.
    """
    line = _line(text, face, letter_spacing != 0.0)
    width = line.advance * size / EM
    if letter_spacing and line.letters > 1 and can_be_spaced(text):
        width += letter_spacing * (line.letters - 1)
    return width


def text_outline(text: str, face: Face, size: float, letter_spacing: float = 0.0) -> tuple[PlacedGlyph, ...]:
    """The glyphs of the text from left to right, each from the left end of the baseline; blanks left out.

    Raises MissingGlyph.
    """
    line = _line(text, face, letter_spacing != 0.0)
    scale = size / EM
    spacing = letter_spacing if can_be_spaced(text) else 0.0
    return tuple(
        PlacedGlyph(outline, x * scale + gaps * spacing, y * scale, scale)
        for (outline, x, y), gaps in zip(line.glyphs, line.gaps, strict=True)
        if outline.verbs
    )


def letter_outlines(
    text: str, face: Face, size: float, letters: tuple[tuple[float, float, float], ...]
) -> tuple[PlacedGlyph, ...]:
    """The glyphs of a text whose characters each have a place (x, y, degrees clockwise) in the frame.

    Raises MissingGlyph, and ValueError where the text can't be taken apart or a place is missing.
    """
    shown = readable(text)
    if not can_be_lettered(shown):
        raise ValueError(f"“{shown}” can't be set letter by letter, as its letters join; set it straight.")
    if len(letters) != len(shown):
        raise ValueError(f"“{shown}” has {len(shown)} characters, but {len(letters)} places for them.")
    scale = size / EM
    placed = []
    for character, (x, y, rotation) in zip(shown, letters, strict=True):
        if character.isspace():
            continue
        for outline, _x, _y in _line(character, face, True).glyphs:
            placed.append(PlacedGlyph(outline, x, y, scale, rotation))
    return tuple(placed)


def letter_advances(text: str, face: Face, size: float) -> tuple[float, ...]:
    """How far the pen goes for each character of the text, kerned with the next one, in pixels.

    For names along a curve; raises ValueError where the text can't be taken apart (see `can_be_lettered`).
    """
    shown = readable(text)
    if not can_be_lettered(shown):
        raise ValueError(f"“{shown}” can't be set letter by letter, as its letters join; set it straight.")
    line = _line(shown, face, True)
    advances = [0.0] * len(shown)
    for cluster, pen, after in zip(line.clusters, line.pens, (*line.pens[1:], line.advance), strict=True):
        advances[cluster] += (after - pen) * size / EM
    return tuple(advances)


def letter_places(text: str, face: Face, size: float, letter_spacing: float) -> tuple[float, ...] | None:
    """Where each character of a letter-spaced text begins, or None where its spacing alone says it.

    Some renderers keep the ligatures of a spaced text (“ffi”), others don't; a place for each character
    leaves them no choice.
    """
    if not letter_spacing or not can_be_lettered(text):
        return None
    spaced, plain = _line(text, face, True), _line(text, face, False)
    if len(spaced.glyphs) == len(plain.glyphs) or len(spaced.glyphs) != len(readable(text)):
        return None
    return tuple(
        pen * size / EM + gaps * letter_spacing for pen, gaps in zip(spaced.pens, spaced.gaps, strict=True)
    )


def ink_box(
    text: str, face: Face, size: float, letter_spacing: float = 0.0
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the ink, in pixels from the start of the baseline (y down)."""
    glyphs = text_outline(text, face, size, letter_spacing)
    if not glyphs:
        return (0.0, 0.0, 0.0, 0.0)
    boxes = [(glyph, glyph.outline.box) for glyph in glyphs]
    return (
        min(glyph.x + box[0] * glyph.scale for glyph, box in boxes),
        min(glyph.y + box[1] * glyph.scale for glyph, box in boxes),
        max(glyph.x + box[2] * glyph.scale for glyph, box in boxes),
        max(glyph.y + box[3] * glyph.scale for glyph, box in boxes),
    )


def check_glyphs(text: str, face: Face) -> None:
    """Raises MissingGlyph where the text holds a character that no bundled face can draw."""
    _line(text, face, False)


def text_segments(text: str, face: Face, size: float, letter_spacing: float = 0.0) -> tuple[Segment, ...]:
    """The text in reading order, cut where the direction or the typeface changes. Raises MissingGlyph."""
    shown = readable(text)
    line = _line(text, face, letter_spacing != 0.0)
    spacing = letter_spacing if can_be_spaced(text) else 0.0
    return tuple(
        Segment(
            shown[run.start : run.end],
            run.typeface,
            run.x * size / EM + run.gaps * spacing,
            run.is_right_to_left,
        )
        for run in sorted(line.runs, key=lambda run: run.start)
    )


def _assign(text: str, face: Face, level_of: list[int]) -> list[Typeface]:
    """The typeface of each character: by its script, and where that lacks it, the first that has it."""
    faces = typefaces(face)
    slots: list[int | None] = [script_slot(character) for character in text]
    following: int | None = None
    for index in range(len(text) - 1, -1, -1):
        # What stands within right-to-left text is set from the typeface of the letters around it, so that a
        # phrase stays in one piece; elsewhere digits and signs are those of the Latin letters.
        if slots[index] is not None:
            following = slots[index]
        elif level_of[index] == 0:
            slots[index] = 0
        elif index == 0 or not any(slot is not None for slot in slots[:index]):
            slots[index] = following
    assigned = []
    previous = 0
    for character, slot in zip(text, slots, strict=True):
        if character in _SILENT or unicodedata.combining(character) or slot is None:
            slot = previous
        previous = slot
        silent = character in _SILENT
        choice = next((one for one in (faces[slot], *faces) if silent or character in one.characters), None)
        if choice is None:
            raise MissingGlyph(text, character)
        assigned.append(choice)
    return assigned


def _runs(text: str, face: Face) -> Iterator[tuple[int, int, bool, Typeface]]:
    """Stretches of one direction and one typeface, from left to right on the page: start, end, is_rtl."""
    if not text:
        return
    latin = typefaces(face)[0]
    if all(character < "\u0590" for character in text) and latin.characters.issuperset(text):
        yield 0, len(text), False, latin
        return
    level_of = bidi.levels(text)
    assigned = _assign(text, face, level_of)
    runs = []
    start = 0
    for (level, typeface), group in groupby(zip(level_of, assigned, strict=True)):
        end = start + len(list(group))
        runs.append((level, start, end, typeface))
        start = end
    for index in bidi.visual_order([run[0] for run in runs]):
        level, start, end, typeface = runs[index]
        yield start, end, level % 2 == 1, typeface


@lru_cache(maxsize=1 << 16)
def _line(text: str, face: Face, spaced: bool) -> _Line:
    text = readable(text)
    glyphs: list[tuple[Outline, float, float]] = []
    pens: list[float] = []
    gaps: list[int] = []
    clusters: list[int] = []
    runs: list[_Run] = []
    pen = 0.0
    letter = -1
    last = -1
    for start, end, is_rtl, typeface in _runs(text, face):
        core: tuple[float, int] | None = None
        infos, positions = _shaped(text[start:end], is_rtl, typeface, spaced)
        for info, position in zip(infos, positions, strict=True):
            cluster = start + info.cluster
            if cluster != last:
                letter += 1
                last = cluster
            if core is None and text[cluster] != " ":
                core = (pen, letter)
            glyphs.append(
                (typeface.outline(info.codepoint), pen + position.x_offset, float(-position.y_offset))
            )
            pens.append(pen)
            gaps.append(letter)
            clusters.append(cluster)
            pen += position.x_advance
        x, gap = core or (pen, letter)
        runs.append(_Run(start, end, typeface, is_rtl, x, gap))
    return _Line(tuple(glyphs), tuple(pens), tuple(gaps), tuple(clusters), pen, letter + 1, tuple(runs))


def _shaped(text: str, is_rtl: bool, typeface: Typeface, spaced: bool) -> tuple[list[Any], list[Any]]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if is_rtl else "ltr"
    # The machine's language must not choose between the forms of a letter.
    buffer.language = "und"
    buffer.guess_segment_properties()
    hb.shape(typeface.font, buffer, _SPACED if spaced else {})
    return buffer.glyph_infos, buffer.glyph_positions
