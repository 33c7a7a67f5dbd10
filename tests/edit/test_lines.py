"""Front lines drawn by a source."""

from __future__ import annotations

import pytest
from shapely import LineString, MultiLineString

from mapdesk.edit.dates import settled, snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.lines import put_lines
from mapdesk.edit.project import DESK
from mapdesk.model.features import FrontLine
from mapdesk.model.project import Project
from tests.plain_maps import EXTENT, day, front, numbered, put, snapshot, square, two_sides


def drawn(
    project: Project,
    *lines: LineString | MultiLineString,
    side: str = "red",
    add: bool = False,
    given: int = 0,
) -> Edited:
    after, notes = put_lines(
        snapshot_to_edit(project, DESK, day(1)),
        side=side,
        shapes=lines,
        ids=numbered(given),
        extent=EXTENT,
        add=add,
    )
    return Edited(settled(project, after), notes)


def courses(project: Project) -> dict[str, list[list[tuple[float, float]]]]:
    return {
        uid: [list(part.coords) for part in feature.shape.geoms]
        for uid, feature in snapshot(project).features.items()
        if isinstance(feature, FrontLine) and not feature.derived
    }


def test_lines_that_meet_end_to_end_become_one_course() -> None:
    project = drawn(two_sides(), LineString([(30, 50), (31, 51)]), LineString([(31, 51), (32, 50)])).project
    assert courses(project) == {"front-1": [[(30, 50), (31, 51), (32, 50)]]}


def test_a_new_line_takes_the_place_and_the_id_of_the_old_one() -> None:
    project = drawn(two_sides(), LineString([(30, 50), (31, 51)])).project
    project = drawn(project, LineString([(35, 50), (36, 51)]), given=1).project
    assert courses(project) == {"front-1": [[(35, 50), (36, 51)]]}


def test_an_added_line_leaves_the_old_one() -> None:
    project = drawn(two_sides(), LineString([(30, 50), (31, 51)])).project
    project = drawn(project, LineString([(35, 50), (36, 51)]), add=True, given=1).project
    assert set(courses(project)) == {"front-1", "front-2"}


def test_the_lines_of_another_side_stay() -> None:
    project = drawn(two_sides(), LineString([(30, 50), (31, 51)])).project
    project = drawn(project, LineString([(35, 50), (36, 51)]), side="blue", given=1).project
    assert set(courses(project)) == {"front-1", "front-2"}


def test_a_drawn_line_leaves_areas_and_the_derived_front_as_they_are() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
    after = drawn(project, LineString([(30, 50), (31, 51)]), given=9).project
    assert front(after) is front(project)


def test_a_line_is_put_on_the_grid() -> None:
    project = drawn(two_sides(), LineString([(30.00000049, 50), (31, 51.12345678)])).project
    assert courses(project) == {"front-1": [[(30, 50), (31, 51.123457)]]}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (LineString([(30, 50), (30, 50)]), "leads anywhere"),
        (LineString(), "leads anywhere"),
        (LineString([(300_000, 5_500_000), (310_000, 5_500_000)]), "WGS84"),
        (LineString([(30, 50), (31, float("inf"))]), "WGS84"),
    ],
)
def test_a_line_that_leads_nowhere_or_off_the_world_is_refused(line: LineString, sentence: str) -> None:
    with pytest.raises(EditRefused, match=sentence):
        drawn(two_sides(), line)


def test_two_parts_of_one_line_stay_two_parts_of_one_front_line() -> None:
    parts = MultiLineString([[(30, 50), (31, 51)], [(33, 50), (34, 51)]])
    project = drawn(two_sides(), parts).project
    assert courses(project) == {"front-1": [[(30, 50), (31, 51)], [(33, 50), (34, 51)]]}


def test_a_line_keeps_the_direction_it_was_drawn_in_and_ends_at_the_extent() -> None:
    west, _, east, north = EXTENT.bounds
    project = drawn(two_sides(), LineString([(east + 5, north - 1), (west + 1, north - 1)])).project
    (line,) = [f for f in snapshot(project).features.values() if isinstance(f, FrontLine)]
    assert line.shape == MultiLineString([[(east, north - 1), (west + 1, north - 1)]])
