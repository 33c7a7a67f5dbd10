"""Areas made from front lines: which ground they part, whose it becomes, and what they can't tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from shapely import LineString
from shapely.geometry import shape

from mapdesk.edit.areas_from_lines import areas_from_lines
from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.features import add_front_line
from mapdesk.edit.lines import put_lines
from mapdesk.edit.project import DESK
from mapdesk.geometry.measure import area_km2
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    front,
    ground,
    numbered,
    put,
    rectangle,
    same_ground,
    snapshot,
    two_sides,
)

#: The plain ground of these maps, which a line along 35° E cuts in two halves.
BOUNDS = (30.0, 45.0, 40.0, 55.0)
WWI = Path(__file__).resolve().parents[3] / "shared/data/frontlines/wwi_explorer_mit"


def with_lines(
    *lines: Sequence[tuple[float, float]], sides: tuple[str, ...] = (), project: Project | None = None
) -> Project:
    project = project or two_sides("Green")
    ids = numbered(10 + (len(snapshot(project).features) if project.snapshots else 0))
    for line in lines:
        project = add_front_line(
            project, account=DESK, day=day(1), course=LineString(line), sides=sides, ids=ids
        ).project
    return project


def parted(project: Project, **how: object) -> Edited:
    said = {"left": "red", "right": "blue", "bounds": BOUNDS, "ids": numbered(100)} | how
    return areas_from_lines(project, account=DESK, day=day(1), **said)  # type: ignore[arg-type]


def test_the_ground_on_the_left_of_a_line_becomes_one_sides_and_that_on_its_right_the_others() -> None:
    after = parted(with_lines([(35, 44), (35, 56)])).project
    assert same_ground(ground(after, "red"), rectangle(30, 45, 35, 55))
    assert same_ground(ground(after, "blue"), rectangle(35, 45, 40, 55))
    assert same_ground(snapshot(after).extent, rectangle(*BOUNDS))
    assert problems(after) == []
    line = front(after)
    assert line is not None
    assert same_ground(line.shape, LineString([(35, 45), (35, 55)]))


def test_the_drawn_line_stays_beside_the_front_that_follows_from_the_areas() -> None:
    project = with_lines([(35, 44), (35, 56)])
    assert snapshot(parted(project).project).features["front-11"] == snapshot(project).features["front-11"]


def test_a_line_that_names_its_two_sides_has_the_first_on_its_left_whatever_is_said_of_others() -> None:
    after = parted(with_lines([(35, 44), (35, 56)], sides=("blue", "green"))).project
    assert {area.side for area in areas(after)} == {"blue", "green"}
    assert same_ground(ground(after, "blue"), rectangle(30, 45, 35, 55))


def test_loose_ends_are_led_to_the_nearest_edge_of_the_ground() -> None:
    after = parted(with_lines([(35, 47), (35, 54)])).project
    assert same_ground(ground(after, "red"), rectangle(30, 45, 35, 55))


def test_a_line_that_ends_near_another_is_led_to_that_and_three_sides_share_the_ground() -> None:
    project = with_lines([(35, 44), (35, 50)], sides=("red", "blue"))
    project = with_lines([(35, 50), (35, 56)], sides=("red", "green"), project=project)
    project = with_lines([(35.5, 50), (41, 50)], sides=("green", "blue"), project=project)
    after = parted(project).project
    assert same_ground(ground(after, "red"), rectangle(30, 45, 35, 55))
    assert same_ground(ground(after, "green"), rectangle(35, 50, 40, 55))
    assert same_ground(ground(after, "blue"), rectangle(35, 45, 40, 50))
    assert problems(after) == []


def test_two_lines_part_three_strips_and_only_ground_along_a_line_is_anybodys() -> None:
    after = parted(with_lines([(33, 44), (33, 56)], [(37, 56), (37, 44)])).project
    assert same_ground(
        ground(after, "red"), shapely.union(rectangle(30, 45, 33, 55), rectangle(37, 45, 40, 55))
    )
    assert same_ground(ground(after, "blue"), rectangle(33, 45, 37, 55))


def test_a_closed_line_parts_a_pocket_from_what_surrounds_it() -> None:
    ring = [(34, 49), (36, 49), (36, 51), (34, 51), (34, 49)]
    after = parted(with_lines(ring)).project
    assert same_ground(ground(after, "red"), rectangle(34, 49, 36, 51))
    assert len(areas(after)[1].shape.interiors) + len(areas(after)[0].shape.interiors) == 1


def test_the_sea_and_land_that_no_line_borders_on_stay_nobodys() -> None:
    island, mainland = rectangle(30, 45, 31, 46), rectangle(32, 45, 40, 55)
    after = parted(with_lines([(35, 44), (35, 56)]), land=shapely.union(island, mainland)).project
    assert same_ground(ground(after, "red"), rectangle(32, 45, 35, 55))
    assert len(areas(after)) == 2


def test_where_the_extent_is_the_world_only_the_surroundings_of_the_lines_are_parted() -> None:
    after = parted(with_lines([(35, 47), (35, 51)]), bounds=None).project
    assert snapshot(after).extent.bounds == (34.5, 46, 35.5, 52)


def test_made_again_for_a_line_that_moved_the_areas_keep_their_ids() -> None:
    first = parted(with_lines([(35, 44), (35, 56)])).project
    shown = snapshot(first)
    moved = replace(shown.features["front-11"], shape=shapely.MultiLineString([[(35.5, 45), (35.5, 55)]]))
    again = parted(settled(first, replace(shown, features={**shown.features, "front-11": moved})))
    assert same_ground(ground(again.project, "red"), rectangle(30, 45, 35.5, 55))
    assert {area.feature_id for area in areas(again.project)} == {area.feature_id for area in areas(first)}


def test_lines_in_opposite_directions_contradict_each_other_and_are_refused() -> None:
    with pytest.raises(EditRefused, match="opposite directions"):
        parted(with_lines([(33, 44), (33, 56)], [(37, 44), (37, 56)]))


def test_what_can_part_nothing_is_refused_in_a_sentence() -> None:
    with pytest.raises(EditRefused, match="no front line"):
        parted(put(two_sides(), "red", rectangle(30, 50, 32, 52)))
    with pytest.raises(EditRefused, match="choose two"):
        parted(with_lines([(35, 44), (35, 56)]), right="red")
    with pytest.raises(EditRefused, match="no side called pink"):
        parted(with_lines([(35, 44), (35, 56)]), right="pink")
    with pytest.raises(EditRefused, match="runs through"):
        parted(with_lines([(25, 44), (25, 56)]))
    with pytest.raises(EditRefused, match="no land"):
        parted(with_lines([(35, 44), (35, 56)]), land=rectangle(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("file", "dated", "left"),
    [("front_w", "8/3/1914", "red"), ("front_w", "4/29/1918", "red"), ("front_i", "10/24/1917", "red")],
)
@pytest.mark.skipif(not WWI.is_dir(), reason="needs the fronts of the First World War")
def test_the_fronts_of_the_first_world_war_part_their_surroundings(file: str, dated: str, left: str) -> None:
    collection = json.loads((WWI / f"{file}.geojson").read_text(encoding="utf-8"))
    read = [
        shape(feature["geometry"])
        for feature in collection["features"]
        if feature["properties"]["date"] == dated
    ]
    project = two_sides()
    shown, _ = put_lines(snapshot_to_edit(project, DESK, day(1)), side="red", shapes=read, ids=numbered())
    after = parted(settled(project, shown), left=left, bounds=None).project
    assert problems(after) == []
    red, blue = ground(after, "red"), ground(after, "blue")
    assert min(area_km2(red), area_km2(blue)) > 10_000
    derived, drawn = front(after), shown.features["front-1"].shape
    assert derived is not None
    # All of the line that was drawn is a border now, but for what its ends were led over.
    assert shapely.difference(drawn, derived.shape.buffer(1e-5)).length < 0.01 * drawn.length
