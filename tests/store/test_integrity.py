"""Files that are no sound project: each is refused in a sentence and left as it was."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from mapdesk.store.connection import connect
from mapdesk.store.project_file import ProjectFile, ProjectFileError
from tests.store.scripted_edits import WHEN, edited, war


def _cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _a_few_bytes_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _garbage_header(path: Path) -> None:
    path.write_bytes(b"\xff" * 100 + path.read_bytes()[100:])


def _garbage_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xee" * 64
    path.write_bytes(content)


def _text(path: Path) -> None:
    path.write_text("This is no map.\n" * 100)


def _short_text(path: Path) -> None:
    path.write_text("no map")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE shopping (item TEXT)")
    connection.close()


def _other_geopackage(path: Path) -> None:
    _other_database(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id = {0x47504B47}")
        connection.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    connection.close()


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_cut_in_half, "is damaged"),
        (_a_few_bytes_short, "is damaged"),
        (_garbage_header, "is not a GeoPackage"),
        (_garbage_in_the_middle, "is damaged"),
        (_text, "is not a GeoPackage"),
        (_short_text, "is not a GeoPackage"),
        (_empty, "is empty"),
        (_other_database, "a database but not a GeoPackage"),
        (_other_geopackage, "a GeoPackage but not a MapDesk project"),
    ],
)
def test_what_is_no_sound_project_is_refused_and_left_as_it_was(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str, read_only: bool
) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    spoil(path)
    before = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns
    with pytest.raises(ProjectFileError, match=sentence) as refused:
        ProjectFile.open(path, read_only=read_only)
    assert path.name in str(refused.value)
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) == before
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="is a folder"):
        ProjectFile.open(tmp_path)
    with pytest.raises(ProjectFileError, match="There is no file"):
        ProjectFile.open(tmp_path / "front.mapdesk.gpkg")
    with pytest.raises(ProjectFileError, match="can't be reached"):
        ProjectFile.open(tmp_path / ("front" * 100 + ".mapdesk.gpkg"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are a thing of POSIX")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "front.mapdesk.gpkg")
    with pytest.raises(ProjectFileError, match="is not a file"):
        ProjectFile.open(tmp_path / "front.mapdesk.gpkg")


def test_a_new_project_takes_no_name_that_exists_or_that_other_programs_refuse(tmp_path: Path) -> None:
    (tmp_path / "front.mapdesk.gpkg").write_text("mine")
    with pytest.raises(ProjectFileError, match="exists already"):
        ProjectFile.create(tmp_path / "front.mapdesk.gpkg", war())
    assert (tmp_path / "front.mapdesk.gpkg").read_text() == "mine"
    with pytest.raises(ProjectFileError, match=r"Call it “front\.mapdesk\.gpkg”"):
        ProjectFile.create(tmp_path / "front.mapdesk", war())
    with pytest.raises(ProjectFileError, match="The folder"):
        ProjectFile.create(tmp_path / "nowhere" / "front.mapdesk.gpkg", war())


def test_a_project_that_can_not_be_written_leaves_no_file(tmp_path: Path) -> None:
    broken = edited(war(), 5)
    broken = broken.with_snapshot(broken.snapshots["desk"][0])
    object.__setattr__(broken.about, "title", "\ud800")
    with pytest.raises(ProjectFileError, match="a text in it is broken"):
        ProjectFile.create(tmp_path / "front.mapdesk.gpkg", broken)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b.gpkg", "why?.gpkg", "50%41.gpkg", "a#b.gpkg", "Карта 'x\".gpkg"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    ProjectFile.create(tmp_path / name, war()).close()
    with ProjectFile.open(tmp_path / name) as file:
        assert file.read() == war()
    assert [found.name for found in tmp_path.iterdir()] == [name]


def test_a_newer_file_is_opened_for_reading_only_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO migrations (id, name) VALUES (99, 'from the future')")
    connection.close()
    with ProjectFile.open(path) as file:
        assert file.read_only
        assert "newer MapDesk" in file.notice
        assert file.read() == war()
        with pytest.raises(ProjectFileError, match="newer MapDesk"):
            file.commit("Edit", war(), edited(war(), 5), made_at=WHEN, author="")
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("meddling", "sentence"),
    [
        ("UPDATE control_area SET status = 'lost'", "'lost' is none of controlled"),
        ("UPDATE control_area SET valid_from = 'yesterday'", "valid_from"),
        ("UPDATE control_area SET geom = x'00'", "not a GeoPackage geometry"),
        ("UPDATE front_line SET sides = '{'", "sides"),
        ("DELETE FROM about", "doesn't say what the project is called"),
    ],
)
def test_a_row_that_is_none_of_ours_is_named(tmp_path: Path, meddling: str, sentence: str) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    connection = connect(path, mode="rw")
    connection.create_function("ST_IsEmpty", 1, lambda blob: 1)
    connection.execute(meddling)
    connection.close()
    with ProjectFile.open(path) as file:
        with pytest.raises(ProjectFileError, match=sentence):
            file.read()
        assert any(sentence in problem for problem in file.check())


def test_instructions_that_somebody_put_into_the_file_are_never_run(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TRIGGER rtree_link_geom_insert AFTER INSERT ON control_area "
            "BEGIN DELETE FROM article; END"
        )
    connection.close()
    with ProjectFile.open(path) as file:
        assert file.read_only
        assert "rtree_link_geom_insert" in file.notice
        assert file.read() == war()


def test_the_check_finds_a_spatial_index_that_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM rtree_control_area_geom WHERE id = 1")
    connection.close()
    with ProjectFile.open(path) as file:
        assert file.check() == ["The spatial index of control_area doesn't fit its rows."]


def meddled(path: Path, sql: str) -> None:
    connection = connect(path, mode="rw")
    connection.execute(sql)
    connection.close()


def test_the_check_finds_an_area_that_no_map_shows(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    meddled(path, "UPDATE control_area SET valid_from = '2024-02-01' WHERE feature_id = 'ua-0'")
    with ProjectFile.open(path) as file:
        (problem,) = file.check()
        assert "No map shows “ua-0” of 2024-02-01" in problem
        project = file.read()
        file.commit("Edit", project, edited(project, 5), made_at=WHEN, author="")
        assert file.check() == [problem], "what no map shows is not thrown away"


def test_an_area_that_another_program_began_between_two_dates_is_on_the_next_map(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    project = edited(edited(war(), 1), 1)
    ProjectFile.create(path, project).close()
    meddled(path, "DELETE FROM snapshot WHERE date = '2024-01-02'")
    meddled(path, "UPDATE control_area SET valid_from = '2024-01-02' WHERE feature_id = 'ua-0'")
    with ProjectFile.open(path) as file:
        project = file.read()
        first, second, *_ = project.snapshots["desk"]
        assert "ua-0" not in first.features
        assert second.features["ua-0"] == war().snapshots["desk"][0].features["ua-0"]
        after = edited(project, 5)
        file.commit("Edit", project, after, made_at=WHEN, author="")
        assert file.read() == after
        assert file.undo(after) == ("Edit", project)
        assert file.check() == []


def test_two_versions_that_another_program_made_equal_are_edited_like_the_one_they_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    with ProjectFile.create(path, war()) as file:
        file.commit("Edit", war(), edited(war(), 5), made_at=WHEN, author="")
    meddled(path, "UPDATE control_area SET geom = (SELECT geom FROM control_area WHERE feature_id = 'ru-3')")
    with ProjectFile.open(path) as file:
        project = file.read()
        with pytest.raises(ProjectFileError, match="was changed by another program since"):
            file.undo(project)
        assert file.read() == project
        after = edited(project, 5)
        file.commit("Edit", project, after, made_at=WHEN, author="")
        assert file.read() == after
        assert file.undo(after) == ("Edit", project)
        assert file.check() == []


def test_a_text_that_another_program_emptied_is_read_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "front.mapdesk.gpkg"
    ProjectFile.create(path, war()).close()
    connection = connect(path, mode="rw")
    connection.execute("UPDATE control_area SET note = NULL")
    connection.close()
    with ProjectFile.open(path) as file:
        assert file.read() == war()
