"""A place in ground, on its edge and beside it, asked of a shape that other threads may ask too."""

from __future__ import annotations

import shapely

from mapdesk.geometry.inside import holds, reaches, ready
from tests.plain_maps import square


def test_ground_holds_what_lies_in_it_and_reaches_what_lies_on_its_edge() -> None:
    ground = square(30, 50)
    places = ((31, 51), (30, 51), (29, 51))
    assert [holds(ground, *place) for place in places] == [True, False, False]
    assert [reaches(ground, *place) for place in places] == [True, True, False]


def test_a_hole_is_not_held() -> None:
    ring = shapely.difference(square(30, 50, 4), square(31, 51))
    assert not holds(ring, 32, 52)
    assert not reaches(ring, 32, 52)


def test_asking_leaves_the_ground_as_it_was_so_that_threads_share_nothing() -> None:
    ground = square(30, 50)
    holds(ground, 31, 51)
    reaches(ground, 31, 51)
    assert not shapely.is_prepared(ground)


def test_ready_ground_is_a_copy_that_answers_alike() -> None:
    ground = square(30, 50)
    own = ready(ground)
    assert own == ground
    assert shapely.is_prepared(own)
    assert not shapely.is_prepared(ground)
    assert shapely.contains_xy(own, [31, 29], [51, 51]).tolist() == [True, False]
