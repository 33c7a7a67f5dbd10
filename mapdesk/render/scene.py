"""The Scene: a picture as plain data, which a player paints or writes without computing anything.

Coordinates are frame pixels, x to the right and y down, rounded to 0.01 before any player sees them. What a
player could get wrong (hatches, teeth, arrows, casings, clipping, the places of letters) is geometry here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Vertices, shape (n, 2): x, y in frame pixels.
Vertices: TypeAlias = NDArray[np.float64]


class Face(StrEnum):
    """The bundled faces that text can be set in."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True)
class Fill:
    """A flat colour (#RRGGBB) and its opacity."""

    colour: str
    opacity: float = 1.0


@dataclass(frozen=True)
class Stroke:
    """A line's colour (#RRGGBB), width and dash in pixels, and the shape of its ends and corners."""

    colour: str
    width: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    cap: str = "round"  # round | butt
    join: str = "round"  # round | miter


@dataclass(frozen=True, eq=False)
class Path:
    """Rings (closed, filled even-odd together) or open lines, drawn as one object."""

    id: str
    css_class: str
    lines: tuple[Vertices, ...]
    closed: bool
    fill: Fill | None = None
    stroke: Stroke | None = None
    title: str = ""


@dataclass(frozen=True)
class Halo:
    """The rim around letters that keeps them readable: its colour and its stroke's full width."""

    colour: str
    width: float
    opacity: float = 0.92


@dataclass(frozen=True)
class Text:
    """One line of text; (x, y) is the left end of its baseline on the page, also where it runs to the left.

    `letters`, where given, places each character of `readable(text)` by itself (x, y, rotation in degrees
    clockwise), for names along a curve; then (x, y) and letter_spacing say nothing. Texts that join their
    letters can't be set so (`can_be_lettered`), and take no letter spacing (`can_be_spaced`).
    """

    id: str
    css_class: str
    text: str
    x: float
    y: float
    size: float
    face: Face
    fill: Fill
    halo: Halo | None = None
    letter_spacing: float = 0.0
    letters: tuple[tuple[float, float, float], ...] = ()
    title: str = ""


Mark: TypeAlias = Path | Text


@dataclass(frozen=True)
class Group:
    """Marks that belong together, such as a label's dot and its name."""

    id: str
    css_class: str
    marks: tuple[Mark, ...]
    title: str = ""


@dataclass(frozen=True)
class Layer:
    """A named layer of the picture; later layers lie over earlier ones."""

    id: str
    name: str
    items: tuple[Mark | Group, ...]


@dataclass(frozen=True)
class Scene:
    """A picture: size in pixels, background, layers from bottom to top, and what it says of itself.

    `metadata` holds facts such as date, projection, sources and licences, in the order they are written.
    `dropped` names the labels that found no room.
    """

    width: int
    height: int
    background: str
    layers: tuple[Layer, ...]
    title: str = ""
    description: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()

    def marks(self) -> Iterator[Mark]:
        """All Marks in the order they are drawn."""
        for layer in self.layers:
            for item in layer.items:
                if isinstance(item, Group):
                    yield from item.marks
                else:
                    yield item
