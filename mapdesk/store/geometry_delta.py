"""A shape told from another: runs of vertices copied from it, and the vertices that are new."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import shapely
from numpy.typing import NDArray

from mapdesk.store import geometry_blob

#: The three forms; shapes that come out of an overlay may run the other way round.
_WHOLE, _RUNS, _RUNS_BACKWARDS = 0, 1, 2
#: Form, shapely's type id, count of offset arrays, checksum of the other shape, count of runs.
_HEAD = struct.Struct("<BBBII")
#: Odd numbers that spread a coordinate's bits over a 64-bit key.
_SPREAD_X, _SPREAD_Y = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def encode(then: bytes, now: bytes | None) -> bytes:
    """The GeoPackage blob `then` as told from the blob `now`; `decode` is the way back, byte for byte."""
    whole = bytes([_WHOLE]) + then
    if now is None:
        return whole
    told = _runs_told(then, now)
    if told is None or len(told) >= len(whole):
        return whole
    return told


def decode(told: bytes, now: bytes | None) -> bytes:
    """The blob that `encode` told from `now`. ValueError if it was told from another."""
    if told[0] == _WHOLE:
        return told[1:]
    if now is None:
        raise ValueError("a shape is told from one that isn't there")
    form, type_id, levels, checksum, count = _HEAD.unpack_from(told)
    if zlib.crc32(now) != checksum:
        raise ValueError("a shape is told from another than is there")
    at = _HEAD.size
    offsets = []
    for _ in range(levels):
        (length,) = struct.unpack_from("<I", told, at)
        offsets.append(np.frombuffer(told, "<u4", length, at + 4).astype(np.int64))
        at += 4 + 4 * length
    runs = np.frombuffer(told, "<i4", 2 * count, at).reshape(count, 2).astype(np.int64)
    fresh = np.frombuffer(told, "<f8", offset=at + 8 * count).reshape(-1, 2)
    old = _vertices(now, form)
    starts, lengths = runs[:, 0], runs[:, 1]
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    source = np.repeat(starts, lengths)
    copied = source >= 0
    vertices = np.empty((len(source), 2))
    vertices[copied] = old[(source + within)[copied]]
    vertices[~copied] = fresh
    shape = shapely.from_ragged_array(shapely.GeometryType(type_id), vertices, tuple(offsets) or None)[0]
    return geometry_blob.encode(shape)


def _runs_told(then: bytes, now: bytes) -> bytes | None:
    """The blob told in runs, or None where it can't be so told that `decode` gives it back."""
    shape = geometry_blob.decode(then)
    if shape.is_empty or shape.has_z:
        return None
    type_id, vertices, offsets = shapely.to_ragged_array(np.array([shape], dtype=object))
    form, source = _RUNS, _found_in(_vertices(now, _RUNS), vertices)
    steps = np.diff(source)
    if (steps == -1).sum() > (steps == 1).sum():
        form, source = _RUNS_BACKWARDS, _found_in(_vertices(now, _RUNS_BACKWARDS), vertices)
    # A run goes on while the next vertex follows its predecessor in the other shape too, or is new as well.
    goes_on = np.where(source[1:] < 0, source[:-1] < 0, source[1:] == source[:-1] + 1)
    goes_on &= ~((source[1:] >= 0) & (source[:-1] < 0))
    starts = np.concatenate(([0], np.flatnonzero(~goes_on) + 1))
    lengths = np.diff(np.concatenate((starts, [len(vertices)])))
    runs = np.column_stack((source[starts], lengths)).astype("<i4")
    parts = [_HEAD.pack(form, int(type_id), len(offsets or ()), zlib.crc32(now), len(runs))]
    for level in offsets or ():
        parts += [struct.pack("<I", len(level)), np.asarray(level).astype("<u4").tobytes()]
    parts += [runs.tobytes(), np.ascontiguousarray(vertices[source < 0]).astype("<f8").tobytes()]
    told = b"".join(parts)
    return told if decode(told, now) == then else None


def _vertices(blob: bytes, form: int) -> NDArray[np.float64]:
    """The vertices of a blob in the order in which runs of this form count them."""
    vertices: NDArray[np.float64] = shapely.get_coordinates(geometry_blob.decode(blob))
    return vertices[::-1] if form == _RUNS_BACKWARDS else vertices


def _found_in(old: NDArray[np.float64], new: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each new vertex the index of an equal old one, or -1 (a pair of keys may collide: then -1 too)."""
    if len(old) == 0:
        return np.full(len(new), -1)
    old_bits = np.ascontiguousarray(old).view(np.uint64)
    new_bits = np.ascontiguousarray(new).view(np.uint64)
    old_keys = old_bits[:, 0] * _SPREAD_X ^ old_bits[:, 1] * _SPREAD_Y
    new_keys = new_bits[:, 0] * _SPREAD_X ^ new_bits[:, 1] * _SPREAD_Y
    order = np.argsort(old_keys, kind="stable")
    place = np.searchsorted(old_keys[order], new_keys)
    found = order[np.minimum(place, len(order) - 1)]
    equal = (old_bits[found] == new_bits).all(axis=1)
    return np.where(equal, found, -1)
