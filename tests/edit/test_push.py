"""Push the front by a stroke: which ground is meant, who gets it, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.edit.push import LonLat, Push, find_push, push_front
from mapdesk.geometry.measure import area_km2
from mapdesk.model.features import Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    facing,
    front,
    ground,
    numbered,
    put,
    rectangle,
    same_ground,
    square,
    two_sides,
)

WHERE = {"account": DESK, "day": day(1), "reach": 0.1}


def with_an_advance() -> Project:
    """The same, with Red's ground on the front no more than an advance."""
    project = put(facing(), "red", rectangle(30, 50, 31.5, 52))
    return put(project, "red", rectangle(31.5, 50, 32, 52), status=Status.ADVANCE)


def at_home() -> Project:
    """Red holds the east of Blue's home."""
    return put(two_sides(blue=rectangle(30, 50, 40, 56)), "red", rectangle(36, 50, 40, 56))


def found(project: Project, *stroke: LonLat, other: bool = False) -> Push:
    return find_push(project, stroke=stroke, other=other, **WHERE)


def pushed(project: Project, *stroke: LonLat) -> Project:
    return push_front(project, stroke=stroke, ids=numbered(100), **WHERE).project


def test_a_stroke_into_red_ground_gives_blue_what_it_cuts_off() -> None:
    (lobe,) = found(facing(), (32, 50.5), (31, 51), (32, 51.5)).lobes
    assert (lobe.loser, lobe.receiver, lobe.status) == ("red", "blue", "controlled")
    triangle = shapely.Polygon([(32, 50.5), (31, 51), (32, 51.5)])
    assert same_ground(lobe.ground, triangle)
    assert lobe.area_km2 == area_km2(triangle)
    after = pushed(facing(), (32, 50.5), (31, 51), (32, 51.5))
    assert same_ground(ground(after, "blue"), square(32, 50) | triangle)
    assert [area.feature_id for area in areas(after)] == ["area-1", "area-2"]
    assert problems(after) == []


def test_ends_near_the_front_are_led_to_it_or_cut_back() -> None:
    push = found(facing(), (31.95, 50.5), (31, 51), (32.03, 51.5))
    (lobe,) = push.lobes
    assert push.stroke.coords[0] == (32, 50.5)
    assert push.stroke.coords[-1][0] == 32
    assert lobe.loser == "red"


def test_an_s_moves_each_lobe_across_its_own_part_of_the_front() -> None:
    west, east = found(facing(), (32, 50.5), (31.5, 51), (32.5, 51.2), (32, 51.5)).lobes
    assert {(lobe.loser, lobe.receiver) for lobe in (west, east)} == {("red", "blue"), ("blue", "red")}
    after = pushed(facing(), (32, 50.5), (31.5, 51), (32.5, 51.2), (32, 51.5))
    assert problems(after) == []
    line = front(after)
    assert line is not None
    assert line.shape.bounds == (31.5, 50, 32.5, 52)


def test_of_the_two_sides_of_a_stroke_the_smaller_is_meant_and_the_other_on_asking() -> None:
    home = at_home()
    stroke = ((36, 52), (39, 53), (36, 55))
    (small,) = found(home, *stroke).lobes
    (large,) = found(home, *stroke, other=True).lobes
    assert small.area_km2 < large.area_km2
    assert same_ground(shapely.union(small.ground, large.ground), rectangle(36, 50, 40, 56))


def test_home_ground_that_is_pushed_back_falls_home_without_an_area() -> None:
    (lobe,) = found(at_home(), (36, 52), (37, 53), (36, 54)).lobes
    assert (lobe.receiver, lobe.status) == ("blue", "home")
    after = pushed(at_home(), (36, 52), (37, 53), (36, 54))
    assert [area.side for area in areas(after)] == ["red"]
    line = front(after)
    assert line is not None
    assert line.shape.bounds == (36, 50, 37, 56)


def test_a_push_into_home_ground_makes_it_the_pushers() -> None:
    after = pushed(at_home(), (36, 52), (35, 53), (36, 54))
    assert ground(after, "red").bounds == (35, 50, 40, 56)
    assert len(areas(after)) == 1


def test_the_receiver_keeps_the_status_of_the_ground_that_adjoins_most() -> None:
    project = with_an_advance()
    (lobe,) = found(project, (32, 50.5), (33, 51), (32, 51.5)).lobes
    assert (lobe.receiver, lobe.status) == ("red", "advance")


def test_a_stroke_crosses_several_areas_of_the_loser() -> None:
    after = pushed(with_an_advance(), (32, 50.5), (31, 51), (32, 51.5))
    assert problems(after) == []
    assert ground(after, "blue").bounds == (31, 50, 34, 52)


def test_a_stroke_from_coast_to_coast_takes_the_smaller_part() -> None:
    (lobe,) = found(facing(), (31, 50), (31.2, 51), (31, 52)).lobes
    assert (lobe.loser, lobe.receiver) == ("red", "blue")
    assert lobe.ground.bounds == (31, 50, 32, 52)


def test_a_lone_side_grows_into_nobodys_ground_where_nobody_has_a_home() -> None:
    (lobe,) = found(facing(), (34, 50.5), (35, 51), (34, 51.5)).lobes
    assert (lobe.loser, lobe.receiver) == ("", "blue")
    assert ground(pushed(facing(), (34, 50.5), (35, 51), (34, 51.5)), "blue").bounds == (32, 50, 35, 52)


def test_a_stroke_that_encloses_a_pocket_of_another_side_leaves_the_pocket() -> None:
    project = put(at_home(), "blue", square(36.4, 52.8, 0.2))
    after = pushed(project, (36, 52), (37, 53), (36, 54))
    assert same_ground(ground(after, "blue"), square(36.4, 52.8, 0.2))
    assert problems(after) == []


@pytest.mark.parametrize(
    ("stroke", "reason"),
    [
        ([(32, 50.5)], "needs two points"),
        ([(32, 50.5), (32, 50.5)], "lie apart"),
        ([(31, 51), (31.5, 51), (32, 51.5)], "Begin the stroke on the front"),
        ([(32, 50.5), (31.5, 51), (31, 51)], "End the stroke on the front"),
        ([(32, 50.5), (32, 51.5)], "cuts off no ground"),
    ],
)
def test_a_stroke_that_means_nothing_is_refused(stroke: list[LonLat], reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        find_push(facing(), stroke=stroke, **WHERE)


@pytest.mark.parametrize("project", [facing(), at_home()])
def test_a_stroke_of_a_few_metres_moves_nothing_and_is_said_to_be_too_small(project: Project) -> None:
    x, y = (32, 51) if project == facing() else (36, 53)
    stroke = [(x, y), (x - 1e-5, y + 1e-5), (x, y + 2e-5)]
    with pytest.raises(EditRefused, match="cuts off is too small"):
        find_push(project, stroke=stroke, **{**WHERE, "reach": 1e-6})


def test_ground_that_no_other_side_adjoins_stays() -> None:
    project = put(two_sides(red=square(30, 50)), "red", square(30, 50))
    with pytest.raises(EditRefused, match="No side adjoins"):
        find_push(project, stroke=[(30, 51), (31, 51.5), (32, 51)], **WHERE)


def test_a_preview_changes_nothing_and_the_edit_does_what_it_showed() -> None:
    project = at_home()
    (lobe,) = found(project, (36, 52), (37.3, 53.1), (36, 54)).lobes
    before = ground(project, "red")
    after = ground(pushed(project, (36, 52), (37.3, 53.1), (36, 54)), "red")
    assert shapely.symmetric_difference(shapely.difference(before, after), lobe.ground).area < 1e-9


@pytest.mark.parametrize(
    "stroke",
    [
        [(35.0, 50.0), (36.5, 50.0), (35.0, 50.0)],
        [(35.0, 50.0), (36.5, 50.0), (35.5, 50.0), (36.0, 50.0), (35.0, 50.0)],
    ],
)
def test_a_stroke_that_goes_back_over_itself_cuts_off_nothing(stroke: list[tuple[float, float]]) -> None:
    project = put(two_sides(), "red", rectangle(34, 49, 36, 51))
    with pytest.raises(EditRefused, match="cuts off no ground"):
        find_push(project, stroke=stroke, reach=2, account=DESK, day=day(1))


def test_a_stroke_across_the_180th_meridian_is_refused_in_a_sentence() -> None:
    with pytest.raises(EditRefused, match="180th meridian"):
        found(facing(), (179.9, 50), (-179.9, 51), (179.9, 52))


@pytest.mark.parametrize("place", [(181.0, 50.0), (30.0, 90.5), (float("nan"), 50.0)])
def test_a_stroke_that_leaves_the_map_is_refused_in_a_sentence(place: LonLat) -> None:
    with pytest.raises(EditRefused, match="leaves the map"):
        found(facing(), (32, 50.5), place, (32, 51.5))


def test_a_stroke_without_length_is_refused() -> None:
    with pytest.raises(EditRefused, match="lie apart"):
        found(facing(), (32, 51), (32, 51), (32, 51))


def test_a_stroke_of_a_million_points_pushes_what_it_shows() -> None:
    turn = np.linspace(0, np.pi, 1_000_000)
    shake = np.random.default_rng(4).uniform(-1e-4, 1e-4, (len(turn), 2))
    way = np.column_stack([32 - 0.5 * np.sin(turn), 51 - 0.5 * np.cos(turn)]) + shake
    stroke = [(float(lon), float(lat)) for lon, lat in way]
    (lobe,) = find_push(facing(), stroke=stroke, **WHERE).lobes
    assert lobe.ground.area == pytest.approx(np.pi / 8, rel=0.02)


def test_a_scribble_of_a_million_points_is_refused() -> None:
    way = np.random.default_rng(4).uniform((31, 50), (33, 52), (1_000_000, 2))
    with pytest.raises(EditRefused, match="turns over 5,000 times"):
        found(facing(), *((float(lon), float(lat)) for lon, lat in way))


def test_a_stroke_that_crosses_itself_everywhere_is_refused() -> None:
    way = np.random.default_rng(4).uniform((31, 50.2), (31.9, 51.8), (2_000, 2))
    with pytest.raises(EditRefused, match="too often"):
        found(facing(), (32, 50.5), *((float(lon), float(lat)) for lon, lat in way), (32, 51.5))


def test_an_end_half_a_grid_step_beside_the_front_loses_no_ground() -> None:
    # Along a slanting front hardly any grid point lies on it.
    slanting = shapely.Polygon([(30, 50), (32.123457, 50.000001), (32.765433, 52), (30, 52)])
    project = put(put(two_sides(), "blue", rectangle(30, 50, 36, 52)), "red", slanting)
    for step in range(40):
        lat = 50.3 + step * 0.00137
        lon = 32.123457 + (lat - 50.000001) * (32.765433 - 32.123457) / 1.999999
        (lobe,) = found(
            project, (lon, lat), (lon - 0.3, lat + 0.1), (lon - 0.3, lat + 0.8), (32.62, 51.5)
        ).lobes
        assert lobe.area_km2 < 5_000
        assert lobe.loser == "red"


def test_a_push_over_a_parallel_gives_the_larger_ground_and_no_more() -> None:
    project = put(two_sides("Green"), "red", rectangle(33, 49, 35.5, 51))
    how = {**WHERE, "stroke": [(35.298, 48.232), (35.764, 50.0)], "reach": 1.5, "other": True}
    (lobe,) = find_push(project, **how).lobes
    after = push_front(project, ids=numbered(500), **how).project
    gained = ground(after, "red").difference(ground(project, "red"))
    assert gained.symmetric_difference(lobe.ground).area < 1e-3
