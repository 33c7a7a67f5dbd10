"""GeoPackage geometry blobs: a header with the envelope, then WKB; written from and read into shapely.

Format: OGC GeoPackage 1.4 (OGC 12-128r19), clause 2.1.3. Coordinates are lon, lat in degrees.
"""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Callable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapdesk.model.layout import Bounds

#: EPSG:4326, the reference system of every geometry in the file.
SRS_ID = 4326

_MAGIC = b"GP"
_LITTLE_ENDIAN = 0x01
_ENVELOPE_XY = 0x02
_EMPTY = 0x10
_FIXED = struct.Struct("<2sBBi")
_WITH_ENVELOPE = struct.Struct("<2sBBi4d")
_POINT, _LINE, _POLYGON, _MULTI_POINT, _MULTI_LINE, _MULTI_POLYGON = range(1, 7)
#: What each kind of collection is made of.
_PARTS = {_MULTI_POINT: _POINT, _MULTI_LINE: _LINE, _MULTI_POLYGON: _POLYGON}
#: Bytes that each of the envelope codes 0 to 4 takes.
_ENVELOPE_SIZES = (0, 32, 48, 48, 64)


def encode(shape: BaseGeometry) -> bytes:
    """A shape as a GeoPackage geometry blob."""
    wkb: bytes = shapely.to_wkb(shape, byte_order=1)
    if shape.is_empty:
        return _FIXED.pack(_MAGIC, 0, _LITTLE_ENDIAN | _EMPTY, SRS_ID) + wkb
    west, south, east, north = shape.bounds
    flags = _LITTLE_ENDIAN | _ENVELOPE_XY
    return _WITH_ENVELOPE.pack(_MAGIC, 0, flags, SRS_ID, west, east, south, north) + wkb


def decode_all(blobs: Sequence[object]) -> NDArray[np.object_]:
    """The shapes in GeoPackage blobs, all at once. ValueError if one of them is not such a blob."""
    if not blobs:
        return np.empty(0, dtype=object)
    bodies = [_body(_checked(blob)) for blob in blobs]
    try:
        shapes: NDArray[np.object_] = shapely.from_wkb(np.array(bodies, dtype=object))
    except shapely.GEOSException as error:
        raise ValueError(f"its shape can't be read ({error})") from error
    return shapes


def decode(blob: object) -> BaseGeometry:
    """The shape in one GeoPackage blob. ValueError if it is not one."""
    shape: BaseGeometry = decode_all([blob])[0]
    return shape


def bounds(blob: bytes) -> Bounds | None:
    """West, south, east, north out of the blob's header; None for an empty shape."""
    flags = _checked(blob)[3]
    if flags & _EMPTY:
        return None
    order = "<" if flags & _LITTLE_ENDIAN else ">"
    if (flags >> 1) & 0x07:
        west, east, south, north = struct.unpack_from(order + "4d", blob, _FIXED.size)
    else:
        # Other programs leave the envelope of points out.
        west, south, east, north = decode(blob).bounds
    return None if math.isnan(west) else (west, south, east, north)


def register(connection: sqlite3.Connection) -> None:
    """Gives a connection the functions that the standard's R-tree triggers call (GeoPackage 1.4, F.3)."""
    for name, side in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
        connection.create_function(name, 1, _edge(side), deterministic=True)
    connection.create_function(
        "ST_IsEmpty", 1, lambda blob: None if blob is None else int(bounds(blob) is None), deterministic=True
    )


def _edge(side: int) -> Callable[[bytes | None], float | None]:
    def edge(blob: bytes | None) -> float | None:
        found = None if blob is None else bounds(blob)
        return None if found is None else found[side]

    return edge


def _checked(blob: object) -> bytes:
    if not isinstance(blob, bytes) or len(blob) < _FIXED.size + 5 or blob[:2] != _MAGIC:
        raise ValueError("its shape is not a GeoPackage geometry")
    return blob


def _body(blob: bytes) -> bytes:
    """The WKB behind the header. ValueError if it is not one of the plain shapes (OGC 06-103r4, 8.2).

    Shapes within shapes within shapes end the whole process in the library that reads them.
    """
    code = (blob[3] >> 1) & 0x07
    if code >= len(_ENVELOPE_SIZES):
        raise ValueError("its shape is not a GeoPackage geometry")
    wkb = blob[_FIXED.size + _ENVELOPE_SIZES[code] :]
    try:
        if not _is_plain(wkb):
            raise ValueError("its shape is of a kind that MapDesk doesn't know")
    except (struct.error, IndexError) as error:
        raise ValueError("its shape is not a GeoPackage geometry") from error
    return wkb


def _is_plain(wkb: bytes) -> bool:
    kind, at, part = _kind(wkb, 0), 9, 0
    if kind in (_POINT, _LINE, _POLYGON):
        return True
    if kind not in _PARTS:
        return False
    for _ in range(_count(wkb, 0, 5)):
        if _kind(wkb, at) != _PARTS[kind]:
            return False
        part, at = at, at + 5
        if kind == _MULTI_POINT:
            at += 16
            continue
        rings = 1
        if kind == _MULTI_POLYGON:
            rings, at = _count(wkb, part, at), at + 4
        for _ in range(rings):
            at += 4 + 16 * _count(wkb, part, at)
    return True


def _kind(wkb: bytes, at: int) -> int:
    return _count(wkb, at, at + 1)


def _count(wkb: bytes, part: int, at: int) -> int:
    """The number at a place, in the byte order of the part that it belongs to."""
    (found,) = struct.unpack_from("<I" if wkb[part] else ">I", wkb, at)
    return int(found)
