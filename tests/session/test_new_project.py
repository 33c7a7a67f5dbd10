"""A new project from what a desk says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from shapely import Point
from shapely.geometry import mapping

from mapdesk.edit.edit import EditRefused
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.session.edit_session import EditSession
from mapdesk.session.new_project import NewProject, create, home_of, project_with
from tests.plain_maps import same_ground, square


def test_sides_and_home_grounds_are_set_in_order() -> None:
    project = project_with("South", [("Ukraine", ""), ("Russia", "#c74a38")], [("ukraine", "UA-65")])
    assert project.about.title == "South"
    assert [(side.name, side.colour) for side in project.sides_in_order()][1] == ("Russia", "#C74A38")
    (home,) = project.sides["ukraine"].home
    assert home.label == "UA-65"
    assert home.shape.contains(Point(33.3, 46.5))


def test_a_side_may_be_at_home_in_several_places() -> None:
    project = project_with("South", [("Ukraine", "")], [("Ukraine", "UA-65"), ("Ukraine", "UA-48")])
    assert [home.label for home in project.sides["ukraine"].home] == ["UA-65", "UA-48"]


def test_home_ground_from_a_file_is_all_its_polygons_dissolved(tmp_path: Path) -> None:
    path = tmp_path / "home.geojson"
    shapes = [mapping(square(30, 50)), mapping(square(31, 50))]
    path.write_text(json.dumps({"type": "GeometryCollection", "geometries": shapes}))
    home = home_of(str(path))
    assert home.label == "home.geojson"
    assert same_ground(home.shape, square(30, 50).union(square(31, 50)))


def test_two_projects_never_have_the_same_uid() -> None:
    assert project_with("A", []).about.uid != project_with("A", []).about.uid


@pytest.mark.parametrize("label", ["QQ", "UA-00"])
def test_a_country_or_region_that_is_not_there_is_refused(label: str) -> None:
    with pytest.raises(EditRefused, match=label):
        home_of(label)


def test_home_ground_off_the_world_or_in_no_file_is_refused(tmp_path: Path) -> None:
    far = tmp_path / "far.geojson"
    far.write_text(json.dumps(mapping(square(300, 50))))
    with pytest.raises(EditRefused, match=r"far\.geojson: .*degrees of longitude"):
        home_of(str(far))
    with pytest.raises(SourceRefused, match="no such file"):
        home_of(str(tmp_path / "none.geojson"))


def test_a_new_project_is_a_file_with_its_sides_and_no_date_yet(tmp_path: Path) -> None:
    wanted = NewProject(
        path=tmp_path / "south.mapdesk.gpkg",
        title="South",
        sides=(("Ukraine", "#135E8C"), ("Russia", "")),
        homes=(("Ukraine", "UA-65"),),
        day=date(2022, 10, 3),
    )
    with create(wanted) as session:
        made = session.project
    with EditSession.open(wanted.path) as again:
        assert again.project == made
        assert [side.name for side in made.sides_in_order()] == ["Ukraine", "Russia"]
        assert made.snapshots == {}
        assert again.history() == []
