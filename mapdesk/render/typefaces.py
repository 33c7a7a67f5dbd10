"""The bundled font files: which one sets a character, how large it is made, and what its glyphs look like."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import uharfbuzz as hb
from numpy.typing import NDArray

from mapdesk.render.scene import Face
from mapdesk.resources import resource

#: Glyphs are measured in thousandths of the text's size, which is what all bundled files are drawn in.
EM = 1000.0


@dataclass(frozen=True, eq=False)
class Outline:
    """A glyph's contours in thousandths of an em, x to the right and y *down* from its pen point.

    `verbs` holds one letter for each step: M and L take one point of `points`, Q two, C three, Z none. The
    contours are filled by the nonzero rule, as they may overlap.
    """

    verbs: str
    points: NDArray[np.float64]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all points, or zeros where there are none (a space)."""
        if not len(self.points):
            return (0.0, 0.0, 0.0, 0.0)
        left, top = self.points.min(axis=0)
        right, bottom = self.points.max(axis=0)
        return (float(left), float(top), float(right), float(bottom))


class Typeface:
    """One bundled font file."""

    def __init__(self, file_name: str, family: str, weight: int, italic: bool) -> None:
        self.file_name = file_name
        self.family = family
        self.weight = weight
        self.italic = italic
        self._outlines: dict[int, Outline] = {}

    @property
    def path(self) -> Path:
        return resource("fonts", self.file_name)

    @cached_property
    def font(self) -> Any:
        face = hb.Face(hb.Blob.from_file_path(str(self.path)))
        font = hb.Font(face)
        font.scale = (int(EM), int(EM))
        return font

    @cached_property
    def characters(self) -> frozenset[str]:
        """All characters that the file has a glyph for."""
        return frozenset(map(chr, self.font.face.unicodes))

    def outline(self, glyph: int) -> Outline:
        """The contours of a glyph; the same object each time."""
        known = self._outlines.get(glyph)
        if known is None:
            known = self._outlines[glyph] = _draw(self.font, glyph)
        return known


@cache
def _draw_funcs() -> Any:
    def put(verb: str) -> Any:
        def step(*arguments: Any) -> None:
            verbs, points = arguments[-1]
            verbs.append(verb)
            points.extend(arguments[:-1])

        return step

    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(put("M"))
    funcs.set_line_to_func(put("L"))
    funcs.set_quadratic_to_func(put("Q"))
    funcs.set_cubic_to_func(put("C"))
    funcs.set_close_path_func(put("Z"))
    return funcs


def _draw(font: Any, glyph: int) -> Outline:
    verbs: list[str] = []
    points: list[float] = []
    font.draw_glyph(glyph, _draw_funcs(), (verbs, points))
    array = np.array(points, dtype=np.float64).reshape(-1, 2) * (1.0, -1.0)
    array.setflags(write=False)
    return Outline("".join(verbs), array)


_STYLES = {
    Face.REGULAR: ("Regular", 400, False),
    Face.SEMIBOLD: ("SemiBold", 600, False),
    Face.BOLD: ("Bold", 700, False),
    Face.ITALIC: ("Italic", 400, True),
}


@cache
def _typeface(file_stem: str, family: str, style: str, weight: int, italic: bool) -> Typeface:
    return Typeface(f"{file_stem}-{style}.ttf", family, weight, italic)


@cache
def typefaces(face: Face) -> tuple[Typeface, Typeface, Typeface]:
    """The font files that set text in this face: for Latin, Greek and Cyrillic, for Arabic, for Hebrew.

    Arabic and Hebrew have no italic of their own; their upright letters stand in for it.
    """
    style, weight, italic = _STYLES[face]
    upright = "Regular" if italic else style
    return (
        _typeface("NotoSans", "Noto Sans", style, weight, italic),
        _typeface("NotoSansArabic", "Noto Sans Arabic", upright, weight, False),
        _typeface("NotoSansHebrew", "Noto Sans Hebrew", upright, weight, False),
    )


def all_typefaces() -> tuple[Typeface, ...]:
    """Every bundled font file once."""
    return tuple(dict.fromkeys(one for face in Face for one in typefaces(face)))


@dataclass(frozen=True)
class Measures:
    """Heights of a face's letters above (descent: below) the baseline, as shares of the text's size."""

    ascent: float
    descent: float
    cap_height: float
    x_height: float


@cache
def measures(face: Face) -> Measures:
    """The heights of this face's Latin letters; multiply with the size."""
    font = typefaces(face)[0].font
    extents = font.get_font_extents("ltr")
    return Measures(
        ascent=extents.ascender / EM,
        descent=-extents.descender / EM,
        cap_height=font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT) / EM,
        x_height=font.get_metric_position(hb.OTMetricsTag.X_HEIGHT) / EM,
    )


def script_slot(character: str) -> int | None:
    """The index in `typefaces` for a letter's script, or None for what every script uses."""
    kind = unicodedata.bidirectional(character)
    return {"L": 0, "AL": 1, "R": 2}.get(kind)
