"""Overlays that always come to an end: in full precision, or on the grid where that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.grid import GRID


def difference(shape: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """What of a shape lies outside another."""
    return _robust(shapely.difference, shape, other)


def intersection(shape: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """What of a shape lies inside another."""
    return _robust(shapely.intersection, shape, other)


def union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """All of several shapes, which may overlap."""
    return _robust(shapely.union_all, list(shapes))


def as_one(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Valid shapes as one; a single one comes back as it is, however large."""
    return shapes[0] if len(shapes) == 1 else union(shapes)


def _robust(overlay: Callable[..., Any], *operands: Any) -> BaseGeometry:
    # Edges that nearly coincide can defeat GEOS; snap rounding on valid shapes can't be defeated, but takes 4
    # to 10 times as long and moves vertices.
    try:
        result: BaseGeometry = overlay(*operands)
    except shapely.errors.GEOSException:
        valid = [
            shapely.make_valid(operand, method="structure", keep_collapsed=False) for operand in operands
        ]
        result = overlay(*valid, grid_size=GRID)
    return result
