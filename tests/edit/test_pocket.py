"""Encircle: which ground a closed stroke makes a pocket of, and for whom."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Polygon

from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.pocket import pocket_in, round_of
from mapdesk.edit.project import DESK
from mapdesk.edit.push import Push, apply_push
from mapdesk.edit.regions import regions_of
from mapdesk.model.features import Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import areas, day, facing, ground, numbered, put, rectangle, same_ground, square

REACH = 0.1
RING = ((30.5, 50.5), (31.5, 50.5), (31.5, 51.5), (30.5, 51.5))
INSIDE = square(30.5, 50.5, 1)


def pocket(project: Project, outline: Polygon = INSIDE, side: str = "blue", **how: object) -> Push:
    regions = regions_of(project, snapshot_to_edit(project, DESK, day(1)))
    how = {"status": Status.CONTROLLED, **how}
    return pocket_in(regions, outline, side=side, **how)  # type: ignore[arg-type]


def after(project: Project, push: Push, given: int = 100) -> Project:
    return apply_push(project, push, account=DESK, day=day(1), ids=numbered(given)).project


def test_a_stroke_whose_ends_meet_within_reach_is_a_round() -> None:
    outline = round_of((*RING, (30.5, 50.55)), REACH)
    assert outline is not None
    assert outline.symmetric_difference(INSIDE).area < 1e-9


def test_a_stroke_that_crosses_itself_is_what_its_loop_encloses() -> None:
    outline = round_of(((30.5, 50.2), *RING[1:], (30.5, 50.8), (31.8, 50.8)), REACH)
    assert outline is not None
    assert outline.area == pytest.approx(0.7, abs=0.1)


def test_a_stroke_that_stays_open_is_no_round() -> None:
    assert round_of(RING, REACH) is None


def test_a_slip_that_crosses_itself_does_not_close_a_long_stroke() -> None:
    slip = ((30, 50), (31, 50), (31, 50.01), (30.99, 50.01), (30.99, 49.9), (33, 49))
    assert round_of(slip, REACH) is None


def test_a_figure_of_eight_is_refused() -> None:
    with pytest.raises(EditRefused, match="more than one ground"):
        round_of(((30, 50), (31, 51), (31, 50), (30, 51), (30, 50.05)), REACH)


def test_a_scribble_is_refused_at_once() -> None:
    scribble = np.random.default_rng(1).uniform([30, 50], [31, 51], (3_000, 2))
    with pytest.raises(EditRefused, match="too often"):
        round_of([tuple(place) for place in scribble.tolist()], 2.0)


def test_the_ground_inside_goes_to_the_side_drawn_for_with_the_status_chosen() -> None:
    push = pocket(facing(), status=Status.ADVANCE)
    (lobe,) = push.lobes
    assert (lobe.loser, lobe.receiver, lobe.status) == ("red", "blue", "advance")
    project = after(facing(), push)
    assert same_ground(ground(project, "blue"), square(32, 50) | INSIDE)
    assert same_ground(ground(project, "red"), square(30, 50) - INSIDE)
    assert {(area.side, area.status) for area in areas(project)} == {
        ("red", Status.CONTROLLED),
        ("blue", Status.CONTROLLED),
        ("blue", Status.ADVANCE),
    }
    assert problems(project) == []


def test_ground_that_is_the_sides_already_is_refused_and_the_other_one_takes_it() -> None:
    with pytest.raises(EditRefused, match="held by the side drawn for already"):
        pocket(facing(), side="red")
    (lobe,) = pocket(facing(), side="red", other=True).lobes
    assert (lobe.loser, lobe.receiver) == ("red", "blue")


def test_without_a_side_the_nearest_other_one_takes_it() -> None:
    (lobe,) = pocket(facing(), side="").lobes
    assert lobe.receiver == "blue"


def test_of_a_pocket_across_the_front_only_the_others_ground_changes() -> None:
    push = pocket(facing(), rectangle(31.5, 50.5, 32.5, 51.5))
    (lobe,) = push.lobes
    assert same_ground(lobe.ground, rectangle(31.5, 50.5, 32, 51.5))
    assert problems(after(facing(), push)) == []


def test_a_pocket_is_held_not_claimed() -> None:
    with pytest.raises(EditRefused, match="held, not claimed"):
        pocket(facing(), status=Status.CLAIMED)


def test_a_pocket_within_a_pocket_gives_ground_back() -> None:
    project = after(facing(), pocket(facing()))
    project = after(project, pocket(project, square(30.8, 50.8, 0.2), side="red"), given=200)
    assert same_ground(ground(project, "blue"), square(32, 50) | (INSIDE - square(30.8, 50.8, 0.2)))
    assert problems(project) == []


def test_a_pocket_over_ground_that_nobody_holds_takes_only_what_is_there() -> None:
    project = put(facing(), "red", square(30, 50))
    push = pocket(project, rectangle(29, 50.5, 31, 51.5))
    taken = shapely.union_all([lobe.ground for lobe in push.lobes])
    assert taken.bounds[2] == 31
    assert problems(after(project, push)) == []
