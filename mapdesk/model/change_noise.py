"""Which ground that changed holder is no ground that moved: slivers, and lines that were drawn again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from shapely import Polygon, STRtree

from mapdesk.geometry.measure import KM_PER_DEGREE, areas_km2, flattened
from mapdesk.model.ground import Holder

#: On average narrower than this, in metres, is no ground: importing fills gaps up to that width, so a border
#: may move that far without anybody having moved it.
NARROW_M = 20.0
#: So many times longer than it is wide on average is thin for its length …
THIN = 20.0
#: … and under so many km² a sliver.
SLIVER_KM2 = 0.1
#: Pieces of a line drawn again are no larger than this, in km², …
NOISE_KM2 = 1.0
#: … no wider on average than this, in metres, …
NOISE_M = 300.0
#: … lie end to end, at most so many metres apart, …
END_TO_END_M = 10.0
#: … are no fewer than this, …
NOISE_COUNT = 3
#: … and go both ways: to neither side more than this part of their area.
NOISE_SHARE = 0.8


class WhyAside(StrEnum):
    """Why a piece counts as no ground that moved."""

    SLIVER = "sliver"
    SMALL = "small"
    DRAWN_AGAIN = "drawn again"


@dataclass(frozen=True)
class Piece:
    """A connected piece of ground in degrees (lon, lat) that one holder had before and another has after.

    `width_m` is how wide it is on average: twice its area over its outline, as of a long rectangle;
    `length_m` is how long such a rectangle is.
    """

    before: Holder
    after: Holder
    shape: Polygon
    area_km2: float
    width_m: float
    length_m: float


def pieces_of_ground(found: Sequence[tuple[Holder, Holder, Polygon]]) -> list[Piece]:
    """Pieces measured, from who had them, who has them and their shapes."""
    if not found:
        return []
    shapes = np.asarray([shape for _, _, shape in found], dtype=object)
    # As on a plane about the middle of each, where one unit is as long in every direction.
    places, of = shapely.get_coordinates(shapes, return_index=True)
    shrink = np.cos(np.radians(shapely.get_y(shapely.centroid(shapes))))
    flat = shapely.set_coordinates(shapes.copy(), places * np.column_stack([shrink[of], np.ones(len(of))]))
    metres = KM_PER_DEGREE * 1000
    lengths = shapely.length(flat)
    widths = 2 * shapely.area(flat) / lengths * metres
    return [
        Piece(before, after, shape, area, width, length)
        for (before, after, shape), area, width, length in zip(
            found, areas_km2(shapes), widths.tolist(), (lengths / 2 * metres).tolist(), strict=True
        )
    ]


def why_aside(piece: Piece, least_km2: float) -> WhyAside | None:
    """Why a piece by itself is set aside: it is a sliver, or smaller than the user wants to see."""
    if piece.width_m < NARROW_M:
        return WhyAside.SLIVER
    if piece.area_km2 < max(SLIVER_KM2, least_km2) and piece.length_m > THIN * piece.width_m:
        return WhyAside.SLIVER
    return WhyAside.SMALL if piece.area_km2 < least_km2 else None


def drawn_again(pieces: Sequence[Piece]) -> set[int]:
    """The indices of the pieces that come of a border drawn again.

    Such a border runs now on this side of the old one, now on that: it leaves a string of small pieces that
    go from the one holder to the other and back, in turn, each beginning where the last one ends.
    """
    borders: defaultdict[tuple[Holder, Holder], list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        if piece.area_km2 < NOISE_KM2 and piece.width_m < NOISE_M:
            one, other = sorted((piece.before, piece.after))
            borders[one, other].append(number)
    found: set[int] = set()
    for (one, _), small in borders.items():
        if len(small) >= NOISE_COUNT and len({pieces[number].before for number in small}) == 2:
            for string in _strings([pieces[number] for number in small]):
                away = sum(pieces[small[at]].area_km2 for at in string if pieces[small[at]].before == one)
                whole = sum(pieces[small[at]].area_km2 for at in string)
                if len(string) >= NOISE_COUNT and max(away, whole - away) <= NOISE_SHARE * whole:
                    found |= {small[at] for at in string}
    return found


def _strings(pieces: Sequence[Piece]) -> list[list[int]]:
    """The indices of pieces, those together that lie end to end."""
    shapes = np.asarray([piece.shape for piece in pieces], dtype=object)
    flat = flattened(shapes, float(np.median(shapely.bounds(shapes)[:, 1])))
    reach = END_TO_END_M / 1000 / KM_PER_DEGREE
    one, other = STRtree(flat).query(flat, predicate="dwithin", distance=reach)
    leader = list(range(len(pieces)))

    def lead(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        leader[lead(a)] = lead(b)
    strings: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(pieces)):
        strings[lead(at)].append(at)
    return list(strings.values())
