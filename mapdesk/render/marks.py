"""Shapes in pixels as the vertices that Marks carry, and the ids that Marks go by."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.render.scene import Fill, Path, Stroke, Vertices


def rounded(vertices: NDArray[np.float64]) -> Vertices:
    """Vertices to 0.01 px; no minus zero, which would read differently in a file."""
    return np.round(vertices, 2) + 0.0


def rings(shape: BaseGeometry) -> tuple[Vertices, ...]:
    """The rings of all polygons in a shape, without their repeated last vertex."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_dimensions(parts) == 2]
    return tuple(
        rounded(shapely.get_coordinates(ring)[:-1]) for ring in shapely.get_rings(parts) if not ring.is_empty
    )


def courses(shape: BaseGeometry) -> tuple[Vertices, ...]:
    """The vertices of all lines in a shape."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_dimensions(parts) == 1]
    return tuple(rounded(shapely.get_coordinates(part)) for part in parts if not part.is_empty)


def area_path(
    id: str,
    css_class: str,
    shape: BaseGeometry,
    fill: Fill | None,
    stroke: Stroke | None = None,
    title: str = "",
) -> Path:
    """Polygons as one filled object."""
    return Path(id, css_class, rings(shape), True, fill, stroke, title)


def line_path(id: str, css_class: str, shape: BaseGeometry, stroke: Stroke, title: str = "") -> Path:
    """Lines as one stroked object."""
    return Path(id, css_class, courses(shape), False, None, stroke, title)


def box_path(
    id: str,
    css_class: str,
    box: tuple[float, float, float, float],
    fill: Fill | None,
    stroke: Stroke | None = None,
) -> Path:
    """A rectangle (x0, y0, x1, y1)."""
    x0, y0, x1, y1 = box
    corners = rounded(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]))
    return Path(id, css_class, (corners,), True, fill, stroke)


class Ids:
    """Gives out plain ASCII ids, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, *words: str) -> str:
        """An id made of these words; a number is added where it is taken already."""
        wanted = "-".join(filter(None, (slug(word) for word in words))) or "thing"
        given, number = wanted, 2
        while given in self._taken:
            given, number = f"{wanted}-{number}", number + 1
        self._taken.add(given)
        return given


def slug(words: str) -> str:
    """Words in small ASCII letters and hyphens; letters of other scripts than Latin are left out."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").lower()).strip("-")


def parts_of(shape: BaseGeometry) -> NDArray[Any]:
    """The single lines or polygons in a shape, empty ones left out."""
    parts = shapely.get_parts(shape)
    return np.asarray(parts[~shapely.is_empty(parts)], dtype=object)
