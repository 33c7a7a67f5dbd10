from __future__ import annotations

import pytest
import shapely

from mapdesk.model.features import ControlArea, Feature, Status
from mapdesk.tools.nearby import nearby, pixels_between
from tests.plain_maps import rectangle, square
from tests.tools.hands import SCALE, pointer


def held(uid: str, shape: shapely.Polygon) -> ControlArea:
    return ControlArea(feature_id=uid, side="red", status=Status.CONTROLLED, shape=shape)


RING = shapely.Polygon(square(30, 50).exterior, [square(30.5, 50.5, 1).exterior])
MAP: dict[str, Feature] = {
    "ring": held("ring", RING),
    "east": held("east", rectangle(32, 50, 34, 52)),
    "far": held("far", square(40, 50)),
}


def test_what_lies_where_is_sorted_once_for_a_map() -> None:
    assert nearby(MAP) is nearby(MAP)
    assert nearby(MAP) is not nearby(dict(MAP))


def test_a_degree_of_longitude_is_as_many_pixels_as_it_is_wide_there() -> None:
    assert pixels_between(pointer(30, 60), (30, 61)) == pytest.approx(1 / SCALE)
    assert pixels_between(pointer(30, 60), (31, 60)) == pytest.approx(0.5 / SCALE)


def test_in_the_hole_of_an_area_the_hand_is_not_on_it() -> None:
    assert nearby(MAP).under(pointer(31, 51)) == ()
    assert nearby(MAP).under(pointer(30.2, 51)) == ("ring",)


def test_the_vertices_of_a_hole_are_found_like_those_outside() -> None:
    assert nearby(MAP).vertex(pointer(30.53, 50.52), ("ring",), 8) == (30.5, 50.5)
    assert nearby(MAP).vertex(pointer(30.53, 50.52), ("east",), 8) is None


def test_the_nearest_edge_comes_with_the_place_on_it() -> None:
    edge = nearby(MAP).edge(pointer(31.98, 51.2), ("ring", "east"), 8)
    assert edge is not None
    assert {edge.start, edge.end} == {(32, 50), (32, 52)}
    assert edge.nearest == (32, 51.2)
    assert edge.middle == (32, 51)


def test_a_shared_vertex_is_one_vertex_and_no_edge_leads_from_one_feature_to_the_next() -> None:
    near = nearby(MAP)
    assert len(near.vertices((29, 49, 35, 53), ("ring", "east"))) == 10
    assert len(near.edges((29, 49, 42, 53), tuple(MAP))) == 16


def test_an_edge_that_only_passes_through_is_among_those_around() -> None:
    assert len(nearby(MAP).edges((33.9, 50.9, 34.1, 51.1), ("east",))) == 1


def test_an_empty_map_has_nothing_anywhere() -> None:
    empty = nearby({})
    assert empty.under(pointer(30, 50)) == ()
    assert empty.within((0, 0, 60, 60)) == ()
    assert empty.vertex(pointer(30, 50), (), 8) is None
    assert empty.edge(pointer(30, 50), (), 8) is None
