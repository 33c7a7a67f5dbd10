"""GeoJSON in and out: what is read, and that all else is refused in a sentence that names the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon

from mapdesk.exchange.geojson import feature_collection, open_geojson
from mapdesk.exchange.source_refused import SourceRefused, bounded_bytes
from mapdesk.exchange.vector_file import VectorSource
from mapdesk.exchange.vector_source import kinds_in
from tests.plain_maps import square

RING = [[30, 50], [32, 50], [32, 52], [30, 52], [30, 50]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
LINE = {"type": "LineString", "coordinates": [[30, 50], [32, 50]]}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def read_geojson(path: Path, **asked: Any) -> VectorSource:
    return open_geojson(path).shapes(**asked)


@pytest.fixture
def written(tmp_path: Path):
    def write(content: Any) -> Path:
        path = tmp_path / "south.geojson"
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def shapes_or_refusal(path: Path, *, lines: bool = False) -> list[shapely.Geometry] | str:
    """The shapes of a file, or the sentence with which it was refused."""
    try:
        shapes = list(read_geojson(path, lines=lines).shapes)
    except SourceRefused as refusal:
        return str(refusal)
    assert all(not shape.is_empty and not shape.has_z for shape in shapes)
    return shapes


def fit_to_use(said: list[shapely.Geometry] | str) -> bool:
    return said.startswith("south.geojson: ") if isinstance(said, str) else bool(said)


# What is read.


@pytest.mark.parametrize("document", [SQUARE, feature(SQUARE), collection(feature(SQUARE))])
def test_a_square_is_read_bare_as_a_feature_and_in_a_collection(written, document: dict) -> None:
    source = read_geojson(written(document))
    assert [shapely.normalize(shape) for shape in source.shapes] == [square(30, 50)]
    assert source.notes == ()


def test_a_byte_order_mark_makes_no_difference(written) -> None:
    assert len(read_geojson(written(b"\xef\xbb\xbf" + json.dumps(SQUARE).encode())).shapes) == 1


def test_heights_are_left_out_and_open_rings_are_closed(written) -> None:
    high = [[x, y, 120.5] for x, y in RING]
    (flat,) = read_geojson(written(polygon(high))).shapes
    assert not flat.has_z
    (closed,) = read_geojson(written(polygon(RING[:-1]))).shapes
    assert closed.equals(flat)


def test_collections_of_geometries_are_taken_apart(written) -> None:
    nested = {
        "type": "GeometryCollection",
        "geometries": [SQUARE, {"type": "GeometryCollection", "geometries": [LINE, SQUARE]}],
    }
    source = read_geojson(written(nested))
    assert len(source.shapes) == 2
    assert source.notes == ("Passed over: 1 geometries that are not polygons.",)


def test_lines_are_read_where_lines_are_asked_for(written) -> None:
    (line,) = read_geojson(written(collection(feature(SQUARE), feature(LINE))), lines=True).shapes
    assert line == LineString([(30, 50), (32, 50)])


def test_features_without_a_shape_and_with_the_same_id_are_no_trouble(written) -> None:
    twice = {**feature(SQUARE), "id": 7}
    source = read_geojson(written(collection(twice, feature(None), twice, feature(polygon()))))
    assert len(source.shapes) == 2


@pytest.mark.parametrize(
    ("value", "wanted"), [("CoT", "CoT"), (7, "7"), (True, "True"), ("a=b", "a=b"), ("Київ", "Київ")]
)
def test_only_features_with_the_value_are_taken(written, value: Any, wanted: str) -> None:
    path = written(collection(feature(SQUARE, layer=value), feature(SQUARE, layer="other"), feature(SQUARE)))
    assert len(read_geojson(path, where={"layer": wanted}).shapes) == 1


@pytest.mark.parametrize(
    "crs",
    [
        None,
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "EPSG:4326"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
    ],
)
def test_a_file_that_says_it_is_in_wgs84_is_read(written, crs: Any) -> None:
    assert read_geojson(written({**collection(feature(SQUARE)), "crs": crs})).shapes


# What is refused.


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no GeoJSON, or it ends in the middle"),
        ('{"type":"Polygon","coordinates":[[[30,50],[3', "ends in the middle"),
        (json.dumps(SQUARE).encode("utf-16"), "no text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text in UTF-8"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "no GeoJSON"),
        ("[" * 100_000, "no GeoJSON"),
        ("[" * 100_000 + "]" * 100_000, "no GeoJSON"),
        ('{"a":' * 100_000, "no GeoJSON"),
        ("9" * 10_000, "no GeoJSON"),
        ('{"type":"Polygon","coordinates":[[[NaN,50],[32,50],[32,52]]]}', "no GeoJSON"),
        ('{"type":"Polygon","coordinates":[[[Infinity,50],[32,50],[32,52]]]}', "no GeoJSON"),
        ('{"type":"Polygon","coordinates":[[[1e999,50],[32,50],[32,52]]]}', "coordinates of feature 1"),
        ([1, 2], "JSON, but no GeoJSON"),
        ("null", "JSON, but no GeoJSON"),
        ({"type": "Topology", "objects": {}}, "JSON, but no GeoJSON"),
        ({"type": ["Polygon"]}, "JSON, but no GeoJSON"),
        ({"type": {}}, "JSON, but no GeoJSON"),
        ({"type": "FeatureCollection", "features": 5}, "list of features is broken"),
        ({"type": "FeatureCollection", "features": [5]}, "list of features is broken"),
        (collection(), "no features in it"),
        (collection(feature(None)), "no polygons in it"),
        (collection(feature(LINE)), "no polygons in it"),
        (polygon(), "no polygons in it"),
        (feature({"type": "Circle"}), "no known type"),
        (feature({"type": ["Polygon"], "coordinates": []}), "no known type"),
        (polygon([]), "coordinates of feature 1"),
        (polygon(RING[:2]), "coordinates of feature 1"),
        (polygon([[30], [32], [31]]), "coordinates of feature 1"),
        (polygon([[30, 50], [32, 50, 7], [32, 52], [30, 50]]), "coordinates of feature 1"),
        (polygon([[None, 50], [32, 50], [32, 52]]), "coordinates of feature 1"),
        (polygon([[10**400, 50], [32, 50], [32, 52]]), "coordinates of feature 1"),
        ({"type": "Polygon"}, "coordinates of feature 1"),
        ({"type": "MultiPolygon", "coordinates": [RING]}, "coordinates of feature 1"),
        (collection(feature(SQUARE), feature({"type": "Polygon", "coordinates": "abc"})), "of feature 2"),
    ],
)
def test_what_is_no_geojson_of_areas_is_refused_by_name(written, content: Any, sentence: str) -> None:
    with pytest.raises(SourceRefused, match=rf"^south\.geojson: .*{sentence}"):
        read_geojson(written(content))


def test_a_hole_that_reaches_to_infinity_is_refused(written) -> None:
    text = json.dumps(polygon(RING, [[0, 0], [1, 1], [1, 0]])).replace("[0, 0]", "[1e999, 0]")
    with pytest.raises(SourceRefused, match="coordinates of feature 1"):
        read_geojson(written(text))


@pytest.mark.parametrize(
    ("crs", "named"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, "EPSG::3857"),
        ({"type": "name", "properties": {"name": 5}}, "5"),
        ({"type": "EPSG", "properties": {"code": 28406}}, "a system it does not name"),
        ({}, "a system it does not name"),
    ],
)
def test_another_coordinate_system_is_refused_by_its_name(written, crs: Any, named: str) -> None:
    with pytest.raises(SourceRefused, match=rf"{named}; save it in WGS84"):
        read_geojson(written({**SQUARE, "crs": crs}))


def test_a_value_that_no_feature_has_is_refused_with_those_that_are_there(written) -> None:
    path = written(collection(feature(SQUARE, layer="CoT"), feature(SQUARE, layer="Advance")))
    with pytest.raises(SourceRefused, match="no feature in it has layer=Claimed; there is: Advance, CoT"):
        read_geojson(path, where={"layer": "Claimed"})
    with pytest.raises(SourceRefused, match="no feature has that field"):
        read_geojson(path, where={"kind": "CoT"})


@pytest.mark.parametrize("depth", [50, 300, 450, 480, 490, 500, 20_000])
def test_collections_nested_as_deep_as_one_likes_are_read_or_refused(written, depth: int) -> None:
    text = '{"type":"GeometryCollection","geometries":[' * depth + json.dumps(SQUARE) + "]}" * depth
    assert fit_to_use(shapes_or_refusal(written(text)))


def test_what_is_not_there_a_folder_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match=r"none\.geojson: there is no such file"):
        read_geojson(tmp_path / "none.geojson")
    with pytest.raises(SourceRefused, match="it is a folder"):
        read_geojson(tmp_path)
    large = tmp_path / "large.geojson"
    with large.open("wb") as file:
        file.truncate(2_000_001)
    with pytest.raises(SourceRefused, match="2 MB large; 2 MB is the most"):
        bounded_bytes(large, 2)


NUMBERS = st.one_of(st.integers(-200, 200), st.floats(allow_nan=False), st.integers(10**300, 10**400))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=5), st.just([30, 50])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(
            st.sampled_from(
                ["type", "features", "geometry", "coordinates", "geometries", "properties", "crs"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=25,
)
KINDS = st.sampled_from(
    ["Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point", "GeometryCollection", "Feature"]
)
GEOMETRIES = st.fixed_dictionaries(
    {"type": st.one_of(KINDS, JSON)}, optional={"coordinates": JSON, "geometries": JSON, "crs": JSON}
)
DOCUMENTS = st.one_of(
    JSON,
    GEOMETRIES,
    st.lists(st.fixed_dictionaries({"geometry": GEOMETRIES, "properties": JSON}), max_size=3).map(
        lambda features: {"type": "FeatureCollection", "features": features}
    ),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS, lines=st.booleans())
def test_any_json_gives_shapes_or_a_sentence_and_nothing_else(written, document: Any, lines: bool) -> None:
    assert fit_to_use(shapes_or_refusal(written(document), lines=lines))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=60))
def test_any_bytes_give_a_sentence(written, raw: bytes) -> None:
    with pytest.raises(SourceRefused, match=r"^south\.geojson: "):
        read_geojson(written(raw))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 10_000), swap=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_damaged_file_gives_shapes_or_a_sentence(written, cut: int, swap: int, byte: int) -> None:
    raw = bytearray(json.dumps(collection(feature(SQUARE, layer="CoT"), feature(LINE))).encode())
    raw[swap % len(raw)] = byte
    for damaged in (bytes(raw), bytes(raw[: cut % len(raw)])):
        assert fit_to_use(shapes_or_refusal(written(damaged)))


# Out.


def test_what_is_written_reads_back_as_the_same_ground(written) -> None:
    ring = Polygon(square(30, 50, 4).exterior.coords, [square(31, 51, 1).exterior.coords])
    both = MultiPolygon([square(40, 50), square(44, 50)])
    text = feature_collection([("area-1", ring, {"name": "Лиман “now”"}), ("area-2", both, {})])
    assert [
        shape.equals(given)
        for shape, given in zip(read_geojson(written(text)).shapes, (ring, both), strict=True)
    ] == [True, True]
    assert "Лиман" in text


def test_written_rings_wind_as_the_standard_asks() -> None:
    (member,) = json.loads(feature_collection([("a", shapely.reverse(square(30, 50)), {})]))["features"]
    assert shapely.LinearRing(member["geometry"]["coordinates"][0]).is_ccw
    assert (member["type"], member["id"], member["properties"]) == ("Feature", "a", {})


def test_a_file_that_mixes_kinds_of_ground_is_taken_whole_with_a_warning(
    written,  # type: ignore[no-untyped-def]
) -> None:
    path = written(collection(feature(SQUARE, layer="CoT"), feature(SQUARE, layer="Claims")))
    (note,) = read_geojson(path).notes
    assert "layer (CoT, Claims)" in note or "layer (Claims, CoT)" in note
    assert "--where layer=VALUE" in note
    assert read_geojson(path, where={"layer": "CoT"}).notes == ()


# How a file tells its features apart.


def kinds(path: Path) -> list[tuple[dict[str, str], int, int]]:
    return [(dict(kind.where), kind.polygons, kind.lines) for kind in kinds_in(path)]


def test_features_are_told_apart_by_their_layer_and_counted(written) -> None:
    two = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}
    path = written(
        collection(
            feature(SQUARE, layer="CoT", fid="1"),
            feature(two, layer="CoT", fid="2"),
            feature(LINE, layer="Front", fid="3"),
            feature(SQUARE, fid="4"),
        )
    )
    assert kinds(path) == [({"layer": "CoT"}, 3, 0), ({"layer": "Front"}, 0, 1), ({"layer": ""}, 1, 0)]


def test_every_kind_can_be_asked_for_also_that_without_a_value(written) -> None:
    path = written(
        collection(feature(SQUARE, layer="CoT"), feature(SQUARE), feature(SQUARE, layer=None), feature(LINE))
    )
    assert [len(read_geojson(path, where=kind.where).shapes) for kind in kinds_in(path) if kind.polygons] == [
        1,
        2,
    ]


def test_who_holds_ground_and_how_tell_features_apart_together(written) -> None:
    path = written(
        collection(
            feature(SQUARE, kind="area", side="Red", status="held"),
            feature(SQUARE, kind="area", side="Red", status="claimed"),
            feature(LINE, kind="front", side="Blue", status="held"),
        )
    )
    assert kinds(path) == [
        ({"side": "Red", "status": "held"}, 1, 0),
        ({"side": "Red", "status": "claimed"}, 1, 0),
        ({"side": "Blue", "status": "held"}, 0, 1),
    ]


def test_a_text_with_a_few_values_tells_features_apart_where_no_field_is_named_for_it(written) -> None:
    several = [feature(SQUARE, zone=zone, name=f"n{number}") for number, zone in enumerate("ABAB")]
    assert kinds(written(collection(*several))) == [({"zone": "A"}, 2, 0), ({"zone": "B"}, 2, 0)]
    many = [feature(SQUARE, zone=f"z{number}", fid=number) for number in range(13)]
    assert kinds(written(collection(*many))) == [({}, 13, 0)]


def test_a_kind_knows_how_many_dates_its_features_name(written) -> None:
    days = [feature(LINE, date=f"8/{number}/1914") for number in range(1, 20)]
    path = written(collection(*days))
    (kind,) = kinds_in(path)
    assert (kind.where, kind.lines, kind.dates) == ({}, 19, 19)
    (note,) = read_geojson(path, lines=True).notes
    assert "different values of date" in note


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no GeoJSON, or it ends in the middle"),
        ({"type": "Topology"}, "JSON, but no GeoJSON"),
        (collection(), "no polygons and no lines in it"),
        (feature({"type": "Point", "coordinates": [30, 50]}), "no polygons and no lines in it"),
        (feature({"type": "Circle"}), "feature 1 has a geometry of no known type"),
        ({**SQUARE, "crs": {"properties": {"name": "EPSG::3857"}}}, "save it in WGS84"),
    ],
)
def test_a_file_without_ground_has_no_kinds_and_is_refused_by_name(written, content, sentence: str) -> None:
    with pytest.raises(SourceRefused, match=rf"^south\.geojson: .*{sentence}"):
        kinds_in(written(content))


def kinds_or_refusal(path: Path) -> list[tuple[dict[str, str], int, int]] | str:
    """The kinds of a file, or the sentence with which it was refused."""
    try:
        return kinds(path)
    except SourceRefused as refusal:
        return str(refusal)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS)
def test_any_json_has_kinds_or_gives_a_sentence(written, document: Any) -> None:
    found = kinds_or_refusal(written(document))
    assert fit_to_use(found)  # type: ignore[arg-type]
    assert isinstance(found, str) or all(polygons or lines for _, polygons, lines in found)
