"""Areas cut by a line: who keeps the id, what the pieces carry on, and what is no cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import shapely

from mapdesk.edit.dates import settled
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.project import DESK
from mapdesk.edit.split import MOST_PIECES, find_cuts, split_area
from mapdesk.model.features import ControlArea, Evidence, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    facing,
    front,
    numbered,
    put,
    rectangle,
    same_ground,
    snapshot,
    square,
    two_sides,
)


def split(project: Project, *line: tuple[float, float], feature_ids: Sequence[str] = ()) -> Edited:
    return split_area(
        project, account=DESK, day=day(1), line=line, ids=numbered(100), feature_ids=feature_ids
    )


def by_id(project: Project) -> dict[str, ControlArea]:
    return {area.feature_id: area for area in areas(project)}


def test_the_largest_piece_keeps_the_id_and_the_other_says_what_it_was_split_from() -> None:
    after = by_id(split(facing(), (29, 51.5), (33, 51.5)).project)
    assert set(after) == {"area-1", "area-2", "area-101"}
    assert same_ground(after["area-1"].shape, rectangle(30, 50, 32, 51.5))
    assert same_ground(after["area-101"].shape, rectangle(30, 51.5, 32, 52))
    assert after["area-101"].split_from == "area-1"
    assert after["area-1"].split_from == ""


def test_pieces_carry_name_evidence_side_and_status_on() -> None:
    project = facing()
    shown = snapshot(project)
    named = replace(
        shown.features["area-1"], name="Dudchany", evidence=Evidence.GEOLOCATED, status=Status.ADVANCE
    )
    project = settled(project, replace(shown, features={**shown.features, "area-1": named}))
    piece = by_id(split(project, (31.5, 49), (31.5, 53)).project)["area-101"]
    assert (piece.name, piece.evidence, piece.side, piece.status) == (
        "Dudchany",
        Evidence.GEOLOCATED,
        "red",
        Status.ADVANCE,
    )


def test_only_the_area_that_is_crossed_from_edge_to_edge_is_cut_and_its_neighbour_gets_the_vertex() -> None:
    before = facing()
    after = split(before, (29, 51), (33, 51)).project
    assert [area.feature_id for area in areas(after)].count("area-2") == 1
    assert (32.0, 51.0) in by_id(after)["area-2"].shape.exterior.coords
    assert same_ground(by_id(after)["area-2"].shape, square(32, 50))
    assert problems(after) == []
    line, was = front(after), front(before)
    assert line is not None
    assert was is not None
    assert same_ground(line.shape, was.shape)


def test_a_line_across_two_areas_cuts_both_and_those_away_from_it_stay_the_very_same() -> None:
    project = put(facing(), "red", square(40, 50), add=True)
    after = by_id(split(project, (29, 51), (35, 51)).project)
    assert len(after) == 5
    assert after["area-3"] is by_id(project)["area-3"]


def test_of_several_areas_that_are_crossed_only_the_one_named_is_cut() -> None:
    after = by_id(split(facing(), (29, 51), (35, 51), feature_ids=["area-2"]).project)
    assert {uid for uid, area in after.items() if area.side == "red"} == {"area-1"}
    assert {uid for uid, area in after.items() if area.side == "blue"} == {"area-2", "area-101"}


def test_a_line_across_a_hole_cuts_the_ground_on_both_its_sides() -> None:
    ring = shapely.difference(square(30, 50, 4), square(31, 51))
    after = split(put(two_sides(), "red", ring), (29, 52), (35, 52)).project
    assert len(areas(after)) == 2
    assert problems(after) == []


def test_a_closed_line_inside_an_area_cuts_out_what_it_encloses() -> None:
    loop = ((30.5, 50.5), (31.5, 50.5), (31.5, 51.5), (30.5, 51.5), (30.5, 50.5))
    after = by_id(split(facing(), *loop).project)
    assert same_ground(after["area-101"].shape, square(30.5, 50.5, 1))
    assert len(after["area-1"].shape.interiors) == 1


def test_a_line_that_crosses_itself_cuts_out_its_loop() -> None:
    bow = ((29, 51), (31, 51), (31, 51.5), (30.5, 51.5), (30.5, 50.5))
    after = by_id(split(facing(), *bow).project)
    assert same_ground(after["area-101"].shape, square(30.5, 51, 0.5))


def test_a_claim_is_cut_where_it_is_named_and_lies_over_the_map_as_before() -> None:
    project = put(facing(), "blue", square(31, 51), status=Status.CLAIMED)
    after = by_id(split(project, (30, 51.5), (34, 51.5), feature_ids=["area-3"]).project)
    assert [uid for uid, area in after.items() if area.status is Status.CLAIMED] == ["area-3", "area-101"]
    assert after["area-1"] is by_id(project)["area-1"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ([(31, 51), (31, 51)], "apart"),
        ([(31, 51)], "two points"),
        ([(29, 51), (31, 51)], "edge to edge"),
        ([(30, 49), (30, 53)], "edge to edge"),
        ([(40, 51), (45, 51)], "edge to edge"),
        ([(179, 51), (-179, 51)], "180"),
        ([(29, 51), (181, 51)], "180"),
    ],
)
def test_what_is_no_cut_is_refused_in_a_sentence(line: list[tuple[float, float]], reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        split(facing(), *line)


def test_a_scribble_that_leaves_too_many_pieces_is_refused() -> None:
    scribble = [(29.0 if row % 4 in (0, 3) else 33.0, 50.01 + row // 2 * 0.03) for row in range(130)]
    with pytest.raises(EditRefused, match="pieces"):
        find_cuts(facing(), account=DESK, day=day(1), line=scribble)
    assert MOST_PIECES < 64


def test_a_cut_of_a_later_date_leaves_the_earlier_one_as_it_was() -> None:
    project = facing()
    after = split_area(
        project, account=DESK, day=day(3), line=[(29, 51), (33, 51)], ids=numbered(100)
    ).project
    assert areas(after, on=1) == areas(project)
    assert len(areas(after, on=3)) == 3


def test_a_cut_along_a_neighbours_slanted_border_keeps_the_map_planar() -> None:
    slanted = shapely.Polygon([(32, 50), (34, 50), (34, 52), (32.77, 52)])
    project = put(put(two_sides(), "blue", rectangle(31, 50, 34, 52)), "red", slanted)
    after = split(project, (30.513, 51.237), (33.911, 50.771))
    assert len(areas(after.project)) == 3
    assert problems(after.project) == []
