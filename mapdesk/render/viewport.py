"""Where degrees lie in a picture: the frame's own equal-area projection, fitted to its size in pixels."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.geometry.measure import ellipsoid
from mapdesk.model.layout import Bounds, Frame, Furniture

if TYPE_CHECKING:
    from pyproj import Transformer

#: Longest edge, in degrees, that is still drawn straight.
_STRAIGHT = 0.1
#: What a line may be moved by in pixels to save vertices.
_SIMPLIFY = 0.3
#: Pixels around the picture that geometry is kept in, so that no cut edge shows, per unit of the style.
_MARGIN = 14.0
#: A picture narrower than this, in units, has no room for panels in its corners.
NARROW = 760.0
#: Half of the widest view, in degrees of arc: beyond it shapes are no longer recognised.
_WIDEST = 80.0
#: What each thread keeps for itself.
_OF_THREAD = threading.local()
_KEPT = 32


class FrameRefused(ValueError):
    """A frame that can't be drawn, in a sentence for the editor."""


def unit(width: int, height: int) -> float:
    """The style's unit in pixels: 1.0 at 1200×675, 1.6 at 1920×1080, 2.0 where 1080 px are the whole width.

    Pictures as wide as they are high, or narrower, are read on a telephone and set their type larger.
    """
    wide = 16 / 9
    aspect = width / height
    if aspect >= wide:
        return height / 675
    share = max(0.0, (aspect - 1) / (wide - 1))
    return width / (540 + share * (1200 - 540))


@dataclass(frozen=True)
class Viewport:
    """A box of the picture and the Lambert azimuthal equal-area projection that fills it.

    `origin` is the box's upper left corner in projected metres, (left, top) the same corner in pixels.
    """

    centre: tuple[float, float]
    metres_per_pixel: float
    origin: tuple[float, float]
    width: float
    height: float
    k: float = 1.0
    left: float = 0.0
    top: float = 0.0

    @property
    def crs(self) -> str:
        """The projection as a PROJ string."""
        return _crs(*self.centre)

    @property
    def margin(self) -> float:
        """Pixels that geometry is kept beyond the box."""
        return _MARGIN * self.k

    def to_pixels(self, lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels (n, 2) of points (n, 2) in degrees."""
        x, y = _to_metres(*self.centre).transform(lon_lat[:, 0], lon_lat[:, 1])
        return np.column_stack(
            (
                (np.asarray(x) - self.origin[0]) / self.metres_per_pixel + self.left,
                (self.origin[1] - np.asarray(y)) / self.metres_per_pixel + self.top,
            )
        )

    def to_degrees(self, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitude and latitude (n, 2) of points (n, 2) in pixels."""
        x = (pixels[:, 0] - self.left) * self.metres_per_pixel + self.origin[0]
        y = self.origin[1] - (pixels[:, 1] - self.top) * self.metres_per_pixel
        lon, lat = _to_metres(*self.centre).transform(x, y, direction="INVERSE")
        return np.column_stack((lon, lat))

    def box(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """The box in pixels, (x0, y0, x1, y1), grown by a margin."""
        return (
            self.left - margin,
            self.top - margin,
            self.left + self.width + margin,
            self.top + self.height + margin,
        )

    def seen_bounds(self) -> Bounds:
        """The degrees that the box and its margin show; east is above 180 where they cross that meridian."""
        return _seen_bounds(self)

    def length_error(self) -> float:
        """The largest share by which a length in the box differs from one at its centre."""
        corners = self.to_degrees(_corners(self.box()))
        distance = [_arc(self.centre, (lon, lat)) for lon, lat in corners]
        return 1 / math.cos(max(distance) / 2) - 1

    def draw(self, shape: BaseGeometry, *, simplify: float = _SIMPLIFY, margin: float | None = None) -> Any:
        """A shape in degrees as a shape in pixels, cut to the box and its margin."""
        return self.draw_all([shape], simplify=simplify, margin=margin)[0]

    def draw_all(
        self, shapes: Sequence[BaseGeometry], *, simplify: float = _SIMPLIFY, margin: float | None = None
    ) -> NDArray[Any]:
        """Shapes in degrees as shapes in pixels, all in one go; what is out of sight is an empty shape.

        Lines keep their direction.
        """
        given = np.asarray(shapes, dtype=object)
        if not len(given):
            return given
        box = self.box(self.margin if margin is None else margin)
        pieces = [self._drawn(given, window, box, simplify) for window in _windows(self.seen_bounds())]
        if len(pieces) == 1:
            return pieces[0]
        return np.asarray([_joined(list(parts)) for parts in zip(*pieces, strict=True)], dtype=object)

    def _drawn(
        self,
        shapes: NDArray[Any],
        window: Bounds,
        box: tuple[float, float, float, float],
        simplify: float,
    ) -> NDArray[Any]:
        cut = _cut(shapes, window)
        flat = shapely.transform(shapely.segmentize(cut, _STRAIGHT), self.to_pixels)
        flat = _cut(_mended(flat), box)
        if simplify:
            flat = shapely.simplify(flat, simplify, preserve_topology=True)
        return np.asarray(_mended(flat), dtype=object)


def viewport_of(frame: Frame) -> Viewport:
    """The Viewport of a Frame: its bounds in the middle of what its furniture leaves free.

    In a wide picture that is all of it, as panels lie in the corners; in a narrow one, title and legend take
    the whole width at the top and at the bottom.
    """
    k = unit(frame.width, frame.height)
    above, below = _reserved(frame, k)
    free = frame.height - above - below
    view = fit(frame.bounds, frame.width, free, k)
    x, y = view.origin
    return replace(view, origin=(x, y + above * view.metres_per_pixel), height=frame.height)


def is_narrow(frame: Frame) -> bool:
    """Whether a picture has its legend, scale and sources in one strip at its bottom."""
    return frame.width < NARROW * unit(frame.width, frame.height)


def _reserved(frame: Frame, k: float) -> tuple[float, float]:
    """Pixels at the top and the bottom that the furniture of a narrow picture takes, roughly.

    They follow from the frame alone, so that all dates of a series are drawn alike.
    """
    if not is_narrow(frame):
        return 0.0, 0.0
    above = 66.0 if Furniture.TITLE in frame.furniture else 0.0
    below = 110.0 if Furniture.LEGEND in frame.furniture else 0.0
    if frame.furniture & {Furniture.SCALE_BAR, Furniture.SOURCE}:
        below += 66.0
    return above * k, min(below * k, frame.height * 0.4)


def fit(
    bounds: Bounds, width: float, height: float, k: float = 1.0, left: float = 0.0, top: float = 0.0
) -> Viewport:
    """The Viewport that shows bounds in a box of the picture; raises FrameRefused for too wide ones."""
    west, south, east, north = _unwrapped(bounds)
    if not (-90 <= south < north <= 90):
        raise FrameRefused("A frame needs its south below its north, both between 90° south and 90° north.")
    if east - west >= 360 and (south <= -90 or north >= 90):
        centre = (0.0, -90.0 if south <= -90 else 90.0)
    else:
        centre = (_wrapped(round((west + east) / 2, 6)), round((south + north) / 2, 6))
    edge = _edge((west, south, east, north))
    if max(_arc(centre, (lon, lat)) for lon, lat in edge[::8]) > math.radians(_WIDEST):
        raise FrameRefused("A frame can't show more than half of the globe; choose narrower bounds.")
    x, y = _to_metres(*centre).transform(edge[:, 0], edge[:, 1])
    wide, high = float(np.ptp(x)), float(np.ptp(y))
    if wide <= 0 or high <= 0:
        raise FrameRefused("A frame needs bounds with some width and height.")
    metres = max(wide / width, high / height)
    middle = ((float(np.min(x)) + float(np.max(x))) / 2, (float(np.min(y)) + float(np.max(y))) / 2)
    origin = (middle[0] - metres * width / 2, middle[1] + metres * height / 2)
    return Viewport(centre, metres, origin, width, height, k, left, top)


def map_bounds(frame: Frame) -> Bounds:
    """The degrees that a base map has to know for a Frame: what it shows and a little more.

    West is larger than east where they cross the 180° meridian.
    """
    west, south, east, north = viewport_of(frame).seen_bounds()
    return (west, south, _wrapped(east) if east > 180 else east, north)


def geodesic_length(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points in degrees along the ellipsoid."""
    return float(ellipsoid().inv(one[0], one[1], other[0], other[1])[2])


def _crs(lon: float, lat: float) -> str:
    return f"+proj=laea +lat_0={lat:.10g} +lon_0={lon:.10g} +datum=WGS84 +units=m +no_defs"


def _to_metres(lon: float, lat: float) -> Transformer:
    # A Transformer is of use in the thread that made it alone: in another one PROJ crashes.
    # Imported when first needed: it takes a tenth of a second, and no window needs it to be seen.
    from pyproj import Transformer

    known: dict[tuple[float, float], Transformer] = _OF_THREAD.__dict__.setdefault("to_metres", {})
    if (lon, lat) not in known:
        if len(known) >= _KEPT:
            known.clear()
        known[lon, lat] = Transformer.from_crs(
            "+proj=longlat +datum=WGS84 +no_defs", _crs(lon, lat), always_xy=True
        )
    return known[lon, lat]


@lru_cache(maxsize=32)
def _seen_bounds(viewport: Viewport) -> Bounds:
    middle = viewport.centre
    seen = viewport.to_degrees(_along(viewport.box(viewport.margin * 1.5), 48))
    if not np.all(np.isfinite(seen)):
        seen = viewport.to_degrees(_along(viewport.box(), 48))
    seen = seen[np.all(np.isfinite(seen), axis=1)]
    south, north = float(seen[:, 1].min()), float(seen[:, 1].max())
    poles = viewport.to_pixels(np.array([(middle[0], -90.0), (middle[0], 90.0)]))
    x0, y0, x1, y1 = viewport.box(viewport.margin)
    inside = [bool(np.isfinite(x) and x0 <= x <= x1 and y0 <= y <= y1) for x, y in poles]
    if any(inside):
        return (-180.0, -90.0 if inside[0] else south, 180.0, 90.0 if inside[1] else north)
    turned = np.mod(seen[:, 0] - middle[0] + 180, 360) - 180
    west, east = float(turned.min()) + middle[0], float(turned.max()) + middle[0]
    if west < -180:
        west, east = west + 360, east + 360
    return (west, south, east, north)


def _windows(bounds: Bounds) -> list[Bounds]:
    """The bounds in longitudes from -180 to 180: two pieces where they cross the 180° meridian."""
    west, south, east, north = bounds
    if east <= 180:
        return [bounds]
    return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]


def clipped(shapes: Any, window: tuple[float, float, float, float]) -> Any:
    """A shape or an array of them cut to a rectangle; lines keep their direction, polygons may be invalid."""
    try:
        return shapely.clip_by_rect(shapes, *window)
    except shapely.errors.GEOSException:
        # The fast way gives up on polygons that only just touch the rectangle; the slow one does not.
        return shapely.intersection(shapes, shapely.box(*window))


def _cut(shapes: NDArray[Any], window: tuple[float, float, float, float]) -> NDArray[Any]:
    """Shapes cut to a rectangle; those that lie inside it are handed on as they are."""
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        inside = (
            (bounds[:, 0] >= window[0])
            & (bounds[:, 1] >= window[1])
            & (bounds[:, 2] <= window[2])
            & (bounds[:, 3] <= window[3])
        )
    if inside.all():
        return shapes
    result = shapes.copy()
    result[~inside] = clipped(shapes[~inside], window)
    return np.asarray(_mended(result), dtype=object)


def _mended(shapes: NDArray[Any]) -> NDArray[Any]:
    """Shapes with crossing or touching rings put right, as cutting and simplifying may leave them."""
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        shapes = shapes.copy()
        areal = broken & (shapely.get_dimensions(shapes) == 2)
        shapes[areal] = shapely.buffer(shapes[areal], 0)
    return shapes


def _joined(parts: list[BaseGeometry]) -> BaseGeometry:
    present = [part for part in parts if not part.is_empty]
    if not present:
        return parts[0]
    if all(part.geom_type.endswith("Polygon") for part in present):
        return shapely.union_all(present, grid_size=0.01)
    flat = shapely.get_parts(present)
    return present[0] if len(present) == 1 else shapely.multilinestrings(list(flat))


def _unwrapped(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    return (west, south, east + 360 if east < west else east, north)


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _corners(box: tuple[float, float, float, float]) -> NDArray[np.float64]:
    x0, y0, x1, y1 = box
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=np.float64)


def _along(box: tuple[float, float, float, float], steps: int) -> NDArray[np.float64]:
    """Points along a box's edge, `steps` to each side."""
    corners = _corners(box)
    share = np.linspace(0, 1, steps, endpoint=False)[:, None]
    return np.concatenate([corners[i] + share * (corners[(i + 1) % 4] - corners[i]) for i in range(4)])


def _edge(bounds: Bounds) -> NDArray[np.float64]:
    """The outline of bounds in degrees, dense enough to find how far it bulges."""
    edge = _along(bounds, 96)
    edge[:, 0] = np.mod(edge[:, 0] + 180, 360) - 180
    return edge


def _arc(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The angle between two points on the sphere, in radians."""
    lon1, lat1, lon2, lat2 = (math.radians(v) for v in (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * math.asin(min(1.0, math.sqrt(half)))
