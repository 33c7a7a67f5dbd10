"""The lines of the base map that a hand can hold on to: rivers, coasts, shores and borders, as edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from mapdesk.basemaps.default_map import fine_layers
from mapdesk.basemaps.layers import Layer
from mapdesk.geometry.grid import snap
from mapdesk.model.layout import Bounds

#: Edges in degrees, shape (n, 4): lon and lat of the start, lon and lat of the end.
Edges: TypeAlias = NDArray[np.float64]


class LineKind(StrEnum):
    """What a line of the base map is; its value is what it is called where it has no name."""

    RIVER = "river"
    COAST = "coast"
    SHORE = "shore"
    BORDER = "border"
    REGION_BORDER = "region border"


@dataclass(frozen=True, kw_only=True)
class BaseLine:
    """One line: what it is, its usual name and its names by language, if it has any."""

    kind: LineKind
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    rank: int = 0

    def name_in(self, language: str) -> str:
        """What it is called in a language: its name, or else what it is."""
        return self.names.get(language, self.name) or self.kind.value


@dataclass(frozen=True)
class BaseLines:
    """Lines as edges on the grid; `of` says for each edge which of `lines` it belongs to."""

    lines: tuple[BaseLine, ...]
    edges: Edges
    of: NDArray[np.intp]

    @cached_property
    def tree(self) -> STRtree:
        """The edges by where they are."""
        return STRtree(shapely.linestrings(self.edges.reshape(-1, 2, 2)))

    def within(self, bounds: Bounds) -> NDArray[np.intp]:
        """The rows of the edges whose own bounds meet some bounds."""
        rows: NDArray[np.intp] = np.sort(self.tree.query(shapely.box(*bounds)))
        return rows


_LAYERS = (
    ("rivers", LineKind.RIVER),
    ("land", LineKind.COAST),
    ("lakes", LineKind.SHORE),
    ("borders", LineKind.BORDER),
    ("region_borders", LineKind.REGION_BORDER),
)
#: What of a lake's ground nobody sees.
_UNDER_WATER = (LineKind.RIVER, LineKind.REGION_BORDER)


def base_lines(bounds: Bounds) -> BaseLines:
    """All lines that meet bounds of west, south, east, north in degrees, of the finest map.

    Edges are whole, never cut off at the bounds. Of lines that lie on each other all are given. Rivers and
    regions' borders end where a lake begins: its water hides them, and its banks are lines of their own.
    """
    lines: list[BaseLine] = []
    edges: list[Edges] = []
    of: list[NDArray[np.intp]] = []
    layers = fine_layers()
    lakes = STRtree([lake for layer in layers["lakes"] for lake in layer.within(bounds)[1]])
    for name, kind in _LAYERS:
        for layer in layers[name]:
            for line, whole in _lines_of(layer, kind, bounds):
                own = _outside(whole, lakes) if kind in _UNDER_WATER else whole
                of.append(np.full(len(own), len(lines), dtype=np.intp))
                edges.append(own)
                lines.append(line)
    if not lines:
        return BaseLines((), np.empty((0, 4)), np.empty(0, dtype=np.intp))
    return BaseLines(tuple(lines), np.vstack(edges), np.concatenate(of))


def _lines_of(layer: Layer, kind: LineKind, bounds: Bounds) -> list[tuple[BaseLine, Edges]]:
    found = []
    for index, shape in zip(*layer.within(bounds), strict=True):
        own = _edges_in(shape, bounds)
        if len(own):
            facts = layer.facts(int(index)) if kind is LineKind.RIVER else {}
            found.append((BaseLine(kind=kind, **facts), own))
    return found


def _outside(edges: Edges, lakes: STRtree) -> Edges:
    inside = lakes.query(shapely.linestrings(edges.reshape(-1, 2, 2)), predicate="within")[0]
    outside = np.ones(len(edges), dtype=bool)
    outside[inside] = False
    return edges[outside]


def _edges_in(shape: shapely.Geometry, bounds: Bounds) -> Edges:
    parts = shapely.get_parts(shape)
    if shapely.get_dimensions(shape) == 2:
        parts = shapely.get_rings(parts)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    west, south, east, north = bounds
    (x0, x1), (y0, y1) = ((column[:-1], column[1:]) for column in coordinates.T)
    meets = (part[1:] == part[:-1]) & (np.maximum(x0, x1) >= west) & (np.minimum(x0, x1) <= east)
    meets &= (np.maximum(y0, y1) >= south) & (np.minimum(y0, y1) <= north)
    edges = np.hstack([coordinates[:-1][meets], coordinates[1:][meets]])
    # Where the map of the world ends there is no coast.
    at_end = (np.abs(edges[:, ::2]) >= 180.0).all(axis=1) | (edges[:, 1::2] <= -90.0).all(axis=1)
    none = (edges[:, :2] == edges[:, 2:]).all(axis=1)
    return snap(edges[~at_end & ~none])
