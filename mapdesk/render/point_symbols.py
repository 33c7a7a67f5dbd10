"""Symbols that stand on a place, as plain geometry: shapes in units around their place, y down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from mapdesk.model import symbols as catalogue
from mapdesk.render.along import Points


class Tone(StrEnum):
    """What a part is drawn in."""

    INK = "ink"  # the colour of its side
    PAPER = "paper"  # the colour of panels
    CASING = "casing"  # the rim that sets it off from the map


@dataclass(frozen=True, eq=False)
class Part:
    """One part of a symbol: filled rings, or lines `width` wide; `rim` is the width of its edge in casing."""

    name: str
    lines: tuple[Points, ...]
    tone: Tone
    width: float = 0.0
    closed: bool = True
    rim: float = 0.0


#: How far a marker reaches from its place to its corners.
MARKER = 6.5
_RIM = 1.6


def reach_of(key: str) -> tuple[float, float]:
    """How far a symbol reaches from its place, across and up, in units, its rim included."""
    points = np.concatenate([line for part in point_symbol(key) for line in part.lines])
    across, up = np.abs(points).max(axis=0) + 1.0
    return float(across), float(up)


@cache
def point_symbol(key: str) -> tuple[Part, ...]:
    """The parts of a symbol of the catalogue, undermost first; a plain marker for any other key."""
    drawn = {
        catalogue.STRIKE.key: _strike,
        catalogue.EXPLOSION.key: _explosion,
        catalogue.CROSSING.key: _crossing,
        catalogue.CHECKPOINT.key: _checkpoint,
        catalogue.AIRFIELD.key: _airfield,
        catalogue.UNIT.key: _unit,
        catalogue.UNIT_BY_CODE.key: _unit,
    }.get(key, _marker)
    return drawn()


def _marker() -> tuple[Part, ...]:
    corners = np.array([(0, -MARKER), (MARKER, 0), (0, MARKER), (-MARKER, 0)], dtype=float)
    return (Part("body", (corners,), Tone.INK, rim=_RIM),)


def _strike() -> tuple[Part, ...]:
    """A target that was hit: a disc with four long rays."""
    rays = [(-14.0, 1.9), (14.0, 1.9)]
    level = np.array([(x, y) for x, half in rays for y in ((half, -half) if x < 0 else (-half, half))])
    cross = (level, level[:, ::-1])
    return (
        Part("casing", cross, Tone.CASING, 2 * _RIM),
        Part("rays", cross, Tone.INK),
        Part("body", (_round(8.6),), Tone.INK, rim=_RIM),
        Part("middle", (_star(4, (5.6, 5.6), 2.2),), Tone.CASING),
    )


def _explosion() -> tuple[Part, ...]:
    """A ragged flash with a smaller one in it."""
    radii = (14.5, 8.4, 12.4, 8.6, 15.0, 8.2, 12.6, 8.8, 14.2, 8.4, 12.2, 8.8, 14.8, 8.4, 12.8, 8.6)
    outer = _ragged(radii)
    return (
        Part("body", (outer,), Tone.INK, rim=_RIM),
        Part("flash", (outer * 0.45,), Tone.CASING),
    )


def _crossing() -> tuple[Part, ...]:
    """Two brackets that face each other: the two sides of a bridge."""
    side = np.array([(-11.5, -9.0), (-6.5, -4.6), (6.5, -4.6), (11.5, -9.0)])
    lines = (side, side * (1, -1))
    return (
        Part("casing", lines, Tone.CASING, 6.4, closed=False),
        Part("body", lines, Tone.INK, 3.2, closed=False),
    )


def _checkpoint() -> tuple[Part, ...]:
    """A barrier on two posts."""
    posts = (_box(-8.6, -1, -5.4, 9.5), _box(5.4, -1, 8.6, 9.5))
    stripes = tuple(
        np.array([(x, 1.2), (x + 3.6, 1.2), (x + 6.0, -5.8), (x + 2.4, -5.8)]) for x in (-10.4, -2.8, 4.8)
    )
    return (
        Part("posts", posts, Tone.INK, rim=_RIM),
        Part("body", (_box(-13, -7.5, 13, 3),), Tone.INK, rim=_RIM),
        Part("stripes", stripes, Tone.CASING),
    )


def _airfield() -> tuple[Part, ...]:
    """A disc with a runway."""
    turn = math.radians(-45)
    along = np.array((math.cos(turn), math.sin(turn)))
    across = np.array((-along[1], along[0]))

    def strip(start: float, end: float, half: float, off: float = 0.0) -> Points:
        corners = ((start, off - half), (end, off - half), (end, off + half), (start, off + half))
        return np.array([along * a + across * b for a, b in corners])

    return (
        Part("body", (_round(11.0),), Tone.INK, rim=_RIM),
        Part("runway", (strip(-9.2, 9.2, 2.5),), Tone.CASING),
        Part("middle", tuple(strip(a, a + 3.2, 0.55) for a in (-7.6, -1.6, 4.4)), Tone.INK),
    )


def _unit() -> tuple[Part, ...]:
    """A box with a cross: some unit, whichever."""
    frame = _box(-13, -8.5, 13, 8.5)
    cross = (np.array([(-13, -8.5), (13, 8.5)]), np.array([(-13, 8.5), (13, -8.5)]))
    return (
        Part("casing", (frame,), Tone.CASING, 5.4),
        Part("body", (frame,), Tone.PAPER),
        Part("cross", cross, Tone.INK, 1.7, closed=False),
        Part("frame", (frame,), Tone.INK, 2.4),
    )


def _round(radius: float) -> Points:
    turn = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    return np.column_stack((radius * np.cos(turn), radius * np.sin(turn)))


def _star(points: int, outer: tuple[float, float], inner: float) -> Points:
    """A star whose rays are long and short by turns, the first of them straight up."""
    return _ragged([radius for n in range(points) for radius in (outer[n % 2], inner)])


def _ragged(radii: tuple[float, ...] | list[float]) -> Points:
    turn = np.arange(len(radii)) * 2 * math.pi / len(radii)
    far = np.asarray(radii, dtype=np.float64)
    return np.column_stack((far * np.sin(turn), -far * np.cos(turn)))


def _box(x0: float, y0: float, x1: float, y1: float) -> Points:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=float)
