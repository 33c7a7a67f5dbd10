"""Vector files of all formats: the same ground from each, and every kind of damage in one sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely

from mapdesk.edit.project import new_project
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.exchange.vector_file import is_project
from mapdesk.exchange.vector_source import open_vector, open_vector_here
from mapdesk.store.project_file import ProjectFile
from tests.plain_maps import rectangle, same_ground

FORMATS = Path(__file__).resolve().parents[3] / "shared/data/frontlines/isw_ctp_2022_mit/formats"
REAL = [
    "isw_2022-10-04.gpkg",
    "isw_2022-10-04.kml",
    "isw_2022-10-04.kmz",
    "isw_2022-10-04_utm36n_shp.zip",
]
HELD = rectangle(30, 50, 32, 52)


def written(path: Path, *shapes: shapely.Geometry, crs: str | None = "EPSG:4326", **fields: list) -> Path:
    """A file in the format that its name says."""
    from pyogrio.raw import write

    shapes = shapes or (HELD,)
    write(
        path,
        np.asarray(shapely.to_wkb(list(shapes)), dtype=object),
        [np.asarray(values, dtype=object) for values in fields.values()],
        list(fields),
        geometry_type=shapes[0].geom_type,
        crs=crs,
        driver={".kml": "KML"}.get(path.suffix),
    )
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SourceRefused) as refused:
        open_vector_here(path)
    return str(refused.value)


@pytest.mark.skipif(not FORMATS.exists(), reason="the real data is not there")
@pytest.mark.parametrize("name", REAL)
def test_a_real_day_is_the_same_ground_in_every_format(name: str) -> None:
    geojson = open_vector_here(FORMATS.parent / "daily_clipped/isw_2022-10-04.geojson")
    file = open_vector_here(FORMATS / name)
    assert [(kind.where, kind.polygons) for kind in file.kinds()] == [
        (kind.where, kind.polygons) for kind in geojson.kinds()
    ]
    where = {"layer": "RussianAssessedCoTinUkraine"}
    one, other = (shapely.union_all(f.shapes(where=where).shapes) for f in (file, geojson))
    assert shapely.symmetric_difference(one, other).area < 1e-6
    assert {feature.fields["date"] for feature in file.features} == {"2022-10-04"}


def test_a_geopackage_is_read_apart_and_its_layers_tell_kinds_apart(tmp_path: Path) -> None:
    from pyogrio.raw import write

    path = tmp_path / "map.gpkg"
    for number, layer in enumerate(("held", "claimed")):
        shape = np.asarray([rectangle(30 + number, 50, 31 + number, 51).wkb], dtype=object)
        write(path, shape, [], [], layer=layer, geometry_type="Polygon", crs="EPSG:4326", append=number > 0)
    before = path.read_bytes()
    assert [kind.where for kind in open_vector(path).kinds()] == [{"layer": "held"}, {"layer": "claimed"}]
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["map.gpkg"]


def test_coordinates_of_another_system_become_degrees(tmp_path: Path) -> None:
    import pyproj

    to_utm = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32636", always_xy=True)
    shape = shapely.transform(HELD, lambda xy: np.column_stack(to_utm.transform(xy[:, 0], xy[:, 1])))
    path = written(tmp_path / "map.shp", shape, crs="EPSG:32636")
    (read,) = open_vector_here(path).shapes().shapes
    assert shapely.hausdorff_distance(read, HELD) < 1e-8
    (folder,) = open_vector_here(tmp_path).shapes().shapes
    assert same_ground(folder, read)
    path.with_suffix(".prj").unlink()
    assert refusal(path) == ("map.shp: it does not say in which coordinate system it is (no .prj file).")


def test_degrees_without_a_system_are_taken_with_a_word_of_warning(tmp_path: Path) -> None:
    path = written(tmp_path / "map.shp")
    path.with_suffix(".prj").unlink()
    (note,) = open_vector_here(path).shapes().notes
    assert "WGS84 was taken" in note


@pytest.mark.parametrize("ending", [".gpkg", ".kml", ".kmz", ".shp", ".zip"])
@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"PK\x03\x04 broken", b"<VRTDataset/>"])
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"map{ending}"
    path.write_bytes(content)
    said = refusal(path)
    assert said.startswith(f"map{ending}: it ")
    assert said.endswith(".")


def test_half_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for name in ("map.kml", "map.gpkg"):
        path = written(tmp_path / name)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
        assert refusal(path).startswith(f"{name}: ")


def test_an_archive_without_a_map_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for name, what in (("map.zip", "Shapefile"), ("map.kmz", "KML")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("readme.txt", "Nothing here.")
        assert refusal(tmp_path / name) == f"{name}: there is no {what} in it."
    assert refusal(tmp_path / "gone.kml") == "gone.kml: there is no such file."
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty") == "empty: there is no Shapefile in this folder."


def test_an_archive_writes_nothing_outside_its_own_folder(tmp_path: Path) -> None:
    path = written(tmp_path / "map.shp")
    with zipfile.ZipFile(tmp_path / "map.zip", "w") as archive:
        for part in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(path.with_suffix(part), f"../../{tmp_path.name}-outside{part}")
    assert len(open_vector_here(tmp_path / "map.zip").features) == 1
    assert not list(tmp_path.parent.glob("*-outside*"))


def test_a_project_is_never_opened_as_a_source(tmp_path: Path) -> None:
    ProjectFile.create(tmp_path / "war.mapdesk.gpkg", new_project("war", "War")).close()
    (tmp_path / "renamed.gpkg").write_bytes((tmp_path / "war.mapdesk.gpkg").read_bytes())
    for name in ("war.mapdesk.gpkg", "renamed.gpkg"):
        assert is_project(tmp_path / name)
        assert "MapDesk project" in refusal(tmp_path / name)
    assert not is_project(written(tmp_path / "map.gpkg"))
