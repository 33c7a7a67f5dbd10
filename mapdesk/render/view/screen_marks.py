"""Marks that only the screen knows: hatched fills and dots, painted from small pictures that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mapdesk.render.scene import Fill, Path, Stroke, Vertices
from mapdesk.render.style import Hatch
from mapdesk.render.symbols import disc

PLAIN = Hatch("#000000", 0.0, 8.0, 1.0)


@dataclass(frozen=True)
class HatchedFill(Fill):
    """A flat colour with parallel lines over it; `origin` is a pixel that a line runs through."""

    hatch: Hatch = PLAIN
    origin: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Dot(Path):
    """A round dot; as a Path it is drawn like any other, but a painter may know it by its few sizes."""

    x: float = 0.0
    y: float = 0.0
    radius: float = 0.0

    @staticmethod
    def at(x: float, y: float, radius: float, fill: Fill, stroke: Stroke, title: str = "") -> Dot:
        """A dot around a pixel."""
        return Dot("", "place", (_disc(radius) + np.array((x, y)),), True, fill, stroke, title, x, y, radius)


@lru_cache(maxsize=16)
def _disc(radius: float) -> Vertices:
    return disc(0.0, 0.0, radius)
