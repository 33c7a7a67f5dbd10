"""The base map for the editing view: which piece of it a view needs, as detailed as the view shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mapdesk.basemaps.default_map import default_basemap
from mapdesk.model.layout import Bounds
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.mercator import MAX_LATITUDE, MercatorViewport
from mapdesk.render.view.names import prepare_names

#: Ground metres to a pixel from which a piece names only places of so many people.
_POPULATIONS = (
    (6000, 500_000), (3000, 200_000), (1500, 60_000), (700, 12_000), (350, 2_500), (150, 500)
)  # fmt: skip
_METRES_PER_DEGREE = 111_320.0
#: Views wider than this, in degrees, are drawn from the coarse map of the world.
_WIDE = 100.0


@dataclass(frozen=True)
class GroundPiece:
    """A piece of the base map: its bounds in degrees, and the ground metres to a pixel it is read for."""

    bounds: Bounds
    metres_per_pixel: float


#: The piece that serves any view, if coarsely.
WORLD = GroundPiece((-180.0, -MAX_LATITUDE, 180.0, MAX_LATITUDE), 12_000.0)


def piece_for(viewport: MercatorViewport) -> GroundPiece:
    """The piece that a view needs: larger than what is in sight, and the same for all views near it."""
    west, south, east, north = viewport.bounds()
    metres = 2.0 ** math.floor(math.log2(viewport.ground_metres_per_pixel))
    if east - west > _WIDE or metres > WORLD.metres_per_pixel:
        return WORLD
    left, right = _around(west, east, 180.0)
    bottom, top = _around(south, north, MAX_LATITUDE)
    bounds = (left, bottom, right, top)
    if not (bounds[0] < bounds[2] and bounds[1] < bounds[3]):
        return WORLD
    return GroundPiece(bounds, metres)


def _around(low: float, high: float, limit: float) -> tuple[float, float]:
    """Limits around a stretch of degrees, on steps of half its length or more."""
    step = 2.0 ** (math.ceil(math.log2(max(high - low, 0.01))) - 1)
    lower, upper = math.floor(low / step - 0.25) * step, math.ceil(high / step + 0.25) * step
    return max(lower, -limit), min(upper, limit)


def read_ground(piece: GroundPiece, language: str = "en") -> ViewGround:
    """Read a piece and make its names ready in a language; it may take a second, so ask beside the window."""
    metres = piece.metres_per_pixel
    people = next((people for least, people in _POPULATIONS if metres >= least), 0)
    # The size of a pixel at the coarsest scale that the piece is shown in.
    tolerance = 0.7 * metres / _METRES_PER_DEGREE
    if piece == WORLD:
        people, tolerance = 1_000_000, 0.1
    basemap = default_basemap(piece.bounds, min_population=people, tolerance=round(tolerance, 5))
    ground = ViewGround(basemap, piece.bounds, metres_per_pixel=metres)
    prepare_names(ground, language)
    return ground
