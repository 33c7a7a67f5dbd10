"""Other programs' view: the file is a valid GeoPackage 1.4 whatever was edited, and GDAL reads its layers."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from mapdesk.model.project import Project
from mapdesk.store import schema
from mapdesk.store.project_file import ProjectFile
from tests.store.scripted_edits import WHEN, edited, war

#: The validator is plain Python; of its package's dependencies (GDAL in C) it needs none.
VALIDATOR = "osgeo_utils.samples.validate_gpkg"


def problems_of_the_standard(path: Path) -> str:
    if importlib.util.find_spec("osgeo_utils") is None:
        pytest.skip("the validator is missing: pip install --no-deps 'gdal-utils>=3.7'")
    found = subprocess.run(
        [sys.executable, "-m", VALIDATOR, "--extra", str(path)], capture_output=True, text=True, check=False
    )
    said = found.stdout + found.stderr
    return "" if found.returncode == 0 and "error" not in said.lower() else said


@pytest.fixture(scope="module")
def after_a_hundred_edits(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Project]:
    path = tmp_path_factory.mktemp("edited") / "front.mapdesk.gpkg"
    project = war()
    with ProjectFile.create(path, project) as file:
        for n in range(1, 101):
            before, project = project, edited(project, n)
            file.commit(f"Edit {n}", before, project, made_at=WHEN, author="")
            if n % 10 == 0:
                _, project = file.undo(project)
                _, project = file.redo(project)
        assert file.check() == []
    return path, project


def test_a_new_project_file_is_a_valid_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    assert problems_of_the_standard(path) == ""


def test_it_is_a_valid_geopackage_after_a_hundred_edits(after_a_hundred_edits: tuple[Path, Project]) -> None:
    assert problems_of_the_standard(after_a_hundred_edits[0]) == ""


def test_every_statement_of_the_schema_is_in_the_file_as_written(
    after_a_hundred_edits: tuple[Path, Project],
) -> None:
    with sqlite3.connect(after_a_hundred_edits[0]) as connection:
        there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"))
    wanted = schema.statements()
    assert {name: there.get(name) for name in wanted} == wanted
    extra = {name for name in there if name not in wanted and not name.startswith(("rtree_", "sqlite_"))}
    assert extra == set()


def test_the_contents_table_tells_where_the_shapes_lie_and_when_they_changed(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    with ProjectFile.create(path, war()) as file:
        file.commit("Edit", war(), edited(war(), 5), made_at="2031-05-05T10:00:00Z", author="")
    with sqlite3.connect(path) as connection:
        contents = {
            row[0]: row[1:]
            for row in connection.execute(
                "SELECT table_name, last_change, min_x, min_y, max_x, max_y FROM gpkg_contents"
            )
        }
    assert contents["control_area"][0] == "2031-05-05T10:00:00.000Z"
    assert contents["front_line"][0] < "2031"
    assert contents["control_area"][1:] == pytest.approx((33.25, 44.25, 37.75, 51.75), abs=0.01)
    assert contents["annotation"][1:] == (None, None, None, None)


def test_the_passages_of_an_area_are_found_through_the_relation(
    after_a_hundred_edits: tuple[Path, Project],
) -> None:
    path, project = after_a_hundred_edits
    with sqlite3.connect(path) as connection:
        related = connection.execute(
            "SELECT passage.uid, control_area.feature_id FROM passage_control_area "
            "JOIN passage ON passage.id = base_id JOIN control_area ON control_area.fid = related_id"
        ).fetchall()
    assert {passage for passage, _ in related} == set(project.passages)
    assert {feature_id for _, feature_id in related} == {"ua-0"}


def test_each_layer_has_a_style_with_the_sides_own_colours(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    repainted = edited(war(), 4)
    with ProjectFile.create(path, war()) as file:
        file.commit("Repaint", war(), repainted, made_at=WHEN, author="")
    with sqlite3.connect(path) as connection:
        styles = {
            row[0]: row[1:]
            for row in connection.execute("SELECT f_table_name, styleQML, styleSLD FROM layer_styles")
        }
    assert set(styles) == {"control_area", "front_line", "annotation", "snapshot", "side_home_ground"}
    for qml, sld in styles.values():
        ElementTree.fromstring(qml)
        ElementTree.fromstring(sld)
    categories = ElementTree.fromstring(styles["control_area"][0]).findall(".//category")
    assert {category.get("value") for category in categories} >= {"ru/controlled", "ua/contested"}
    red, green, blue = bytes.fromhex(repainted.sides["ru"].colour[1:])
    assert f"{red},{green},{blue},140" in styles["control_area"][0]


def test_gdal_reads_the_layers(after_a_hundred_edits: tuple[Path, Project], tmp_path: Path) -> None:
    path, project = after_a_hundred_edits
    shown = {name: len(layer) for name, layer in layers_by_gdal(path, tmp_path).items()}
    assert shown["control_area"] >= 8
    assert shown["snapshot"] == len(project.snapshots["desk"])
    area = layers_by_gdal(path, tmp_path)["control_area"][0]
    assert {"side", "status", "valid_from", "valid_until", "feature_id"} <= set(area)


def test_names_with_any_characters_give_sound_styles(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    odd = replace(war().sides["ru"], name="<\x00&\"'\ufffe>", colour="no colour")
    ProjectFile.create(path, replace(war(), sides={"ru": odd})).close()
    with sqlite3.connect(path) as connection:
        for qml, sld in connection.execute("SELECT styleQML, styleSLD FROM layer_styles"):
            ElementTree.fromstring(qml)
            ElementTree.fromstring(sld)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's commands are not installed")
def test_what_gdal_changes_is_read_and_edited_further(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    for sql in (
        "UPDATE control_area SET note = 'seen by GDAL' WHERE feature_id = 'ua-1'",
        "DELETE FROM control_area WHERE feature_id = 'ru-3'",
    ):
        subprocess.run(["ogrinfo", str(path), "-sql", sql], check=True, capture_output=True)
    with ProjectFile.open(path) as file:
        assert not file.read_only, file.notice
        project = file.read()
        features = project.snapshots["desk"][0].features
        assert features["ua-1"].note == "seen by GDAL"
        assert "ru-3" not in features
        file.commit("Edit", project, edited(project, 5), made_at=WHEN, author="")
        assert file.check() == []
    assert problems_of_the_standard(path) == ""


def layers_by_gdal(path: Path, folder: Path) -> dict[str, list[dict]]:
    """Each layer's rows, by way of pyogrio or GDAL's own command."""
    names = [table.name for table in schema.spatial_tables()]
    if importlib.util.find_spec("pyogrio"):
        import pyogrio

        found = {}
        for name in names:
            about, _, _, columns = pyogrio.raw.read(path, layer=name)
            rows = zip(*columns, strict=True)
            found[name] = [dict(zip(about["fields"], row, strict=True)) for row in rows]
        return found
    command = shutil.which("ogr2ogr")
    if command is None:
        pytest.skip("neither pyogrio nor GDAL's commands are installed")
    import json

    found = {}
    for name in names:
        out = folder / f"{name}.geojson"
        out.unlink(missing_ok=True)
        subprocess.run([command, "-f", "GeoJSON", str(out), str(path), name], check=True, capture_output=True)
        found[name] = [feature["properties"] for feature in json.loads(out.read_text())["features"]]
    return found
