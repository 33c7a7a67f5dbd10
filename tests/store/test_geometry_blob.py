"""Geometry blobs: the header says where the shape lies, and any sound blob is read."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from shapely import LineString, Point, Polygon, box, to_wkb
from shapely.geometry.base import BaseGeometry

from mapdesk.store import geometry_blob
from tests.store.random_projects import GROUNDS


@given(GROUNDS)
def test_a_shape_comes_back_and_its_header_tells_its_bounds(shape: BaseGeometry) -> None:
    blob = geometry_blob.encode(shape)
    assert geometry_blob.decode(blob) == shape
    assert geometry_blob.bounds(blob) == shape.bounds
    assert len(blob) == 40 + len(to_wkb(shape))


def test_an_empty_shape_has_no_bounds() -> None:
    for shape in (Polygon(), LineString(), Point()):
        blob = geometry_blob.encode(shape)
        assert geometry_blob.bounds(blob) is None
        assert geometry_blob.decode(blob).is_empty


def test_a_point_without_envelope_as_other_programs_write_it_has_bounds() -> None:
    blob = struct.pack("<2sBBi", b"GP", 0, 0x01, 4326) + to_wkb(Point(36, 48))
    assert geometry_blob.bounds(blob) == (36, 48, 36, 48)
    assert geometry_blob.decode(blob) == Point(36, 48)


def test_a_big_endian_blob_with_heights_in_its_envelope_is_read() -> None:
    shape = box(30, 45, 31, 46)
    envelope = struct.pack(">6d", 30, 31, 45, 46, 0, 0)
    blob = struct.pack(">2sBBi", b"GP", 0, 0x04, 4326) + envelope + to_wkb(shape, byte_order=0)
    assert geometry_blob.bounds(blob) == shape.bounds
    assert geometry_blob.decode(blob) == shape


@pytest.mark.parametrize(
    "blob", [b"", b"GP", b"XX\0\x03" + bytes(60), b"GP\0\x0f" + bytes(60), None, "GP", 7]
)
def test_what_is_no_geometry_is_refused(blob: object) -> None:
    with pytest.raises(ValueError, match="not a GeoPackage geometry"):
        geometry_blob.decode(blob)


def test_a_ring_that_is_not_closed_is_refused() -> None:
    blob = bytearray(geometry_blob.encode(box(30, 45, 31, 46)))
    blob[-8:] = struct.pack("<d", 12.0)
    with pytest.raises(ValueError, match="can't be read"):
        geometry_blob.decode(bytes(blob))


@pytest.mark.parametrize("kind", [5, 6, 7])
def test_shapes_within_shapes_are_refused_before_they_end_the_process(kind: int) -> None:
    nested = struct.pack("<BII", 1, kind, 1) * 200_000 + struct.pack("<BII", 1, kind, 0)
    behind_a_sound_part = struct.pack("<BII", 1, 6, 2) + to_wkb(box(30, 45, 31, 46)) + nested
    for wkb in (nested, behind_a_sound_part):
        with pytest.raises(ValueError, match="of a kind that MapDesk doesn't know"):
            geometry_blob.decode(struct.pack("<2sBBi", b"GP", 0, 0x01, 4326) + wkb)


def test_a_blob_that_claims_more_than_it_holds_is_refused() -> None:
    for wkb in (struct.pack("<BII", 1, 6, 2**32 - 1), struct.pack("<BII", 1, 3, 2**32 - 1)):
        with pytest.raises(ValueError, match="its shape"):
            geometry_blob.decode(struct.pack("<2sBBi", b"GP", 0, 0x01, 4326) + wkb)
