"""The ground that lies under a place: what bounds it, and what it is called."""

from __future__ import annotations

import pytest
import shapely

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.project import Project
from mapdesk.session.ground_under import GroundKind, GroundUnder, ground_under, region_ground
from tests.plain_maps import day, facing, put, rectangle, snapshot, square, two_sides

#: Red holds both banks of the Dnipro by Kherson, with the mouth of the Inhulets.
KHERSON = rectangle(32.5, 46.4, 33.3, 47)


def under(project: Project, lon: float, lat: float, kind: GroundKind = GroundKind.AREA) -> GroundUnder:
    return ground_under(project, DESK, day(1), kind, (lon, lat))


def test_an_area_is_given_whole_and_keeps_its_id() -> None:
    found = under(facing(), 31, 51)
    assert (found.feature_id, found.name) == ("area-1", "“Red, controlled”")
    assert found.shape == square(30, 50)


def test_the_two_banks_of_a_river_are_apart_and_no_ground_is_on_both() -> None:
    project = put(two_sides(), "red", KHERSON)
    north = under(project, 33.1, 46.85, GroundKind.BANK)
    south = under(project, 33.1, 46.6, GroundKind.BANK)
    assert north.name == south.name == "a bank of the Dnipro"
    assert shapely.intersection(north.shape, south.shape).area == 0
    assert KHERSON.area * 0.95 < north.shape.area + south.shape.area <= KHERSON.area


def test_near_a_smaller_river_the_ground_ends_there_and_at_the_larger_one_too() -> None:
    project = put(two_sides(), "red", KHERSON)
    wedge = under(project, 32.9, 46.95, GroundKind.BANK)
    assert wedge.name == "a bank of the Inhulets"
    dnipro = under(project, 33.1, 46.85, GroundKind.BANK)
    assert wedge.shape.area < dnipro.shape.area
    assert shapely.difference(wedge.shape, dnipro.shape).area < 1e-6


def test_the_same_ground_is_the_same_object_while_the_hand_stays_in_it() -> None:
    project = put(two_sides(), "red", KHERSON)
    for kind, place in ((GroundKind.AREA, (33.1, 46.85)), (GroundKind.BANK, (33.1, 46.85))):
        assert under(project, *place, kind) is under(project, place[0] + 0.01, place[1], kind)


def test_a_region_ends_at_the_extent_and_one_outside_it_is_refused() -> None:
    shown = snapshot(put(two_sides(), "red", KHERSON, extent=rectangle(32, 46, 33, 47)))
    assert region_ground("UA-65", shown).bounds[2] == 33
    with pytest.raises(EditRefused, match="outside the extent"):
        region_ground("FR", shown)


def test_at_sea_there_is_no_region() -> None:
    project = put(two_sides(), "red", rectangle(30, 44, 33, 47))
    with pytest.raises(EditRefused, match="no region here"):
        under(project, 31.5, 44.5, GroundKind.REGION)
