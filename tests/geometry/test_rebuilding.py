"""Grounds that share their borders, made anew near what changed, and the same as made anew altogether."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon

from mapdesk.geometry.coverage import cleaned
from mapdesk.geometry.grid import GRID, is_on_grid
from mapdesk.geometry.rebuilding import faces_of, rebuilt, stretches_of
from mapdesk.geometry.segments import boundary_segments
from tests.geometry.test_coverage import stars, vertices
from tests.plain_maps import rectangle, same_ground, square


def test_neighbours_share_the_vertices_of_both() -> None:
    west = Polygon([(30, 50), (32, 50), (32, 51), (32, 52), (30, 52)])
    east = Polygon([(32, 50), (34, 50), (34, 52), (32, 52), (32, 51.5)])
    (one,), (other,) = (pieces for pieces in rebuilt([[west], [east]]))
    border = {(32, 50), (32, 51), (32, 51.5), (32, 52)}
    assert vertices(one) & vertices(other) == border


def test_an_overlap_goes_to_the_first() -> None:
    first, second = rebuilt([[square(30, 50, 4)], [square(32, 50, 4)]])
    assert same_ground(first[0], square(30, 50, 4))
    assert same_ground(second[0], rectangle(34, 50, 36, 54))


def test_what_lies_wholly_under_the_first_comes_back_empty() -> None:
    assert rebuilt([[square(30, 50, 4)], [square(31, 51, 1)]]) == [[square(30, 50, 4)], []]


def test_a_pocket_in_the_second_leaves_a_hole_around_the_first() -> None:
    (pocket,), (ring,) = rebuilt([[square(31, 51, 1)], [square(30, 50, 4)]])
    assert pocket == square(31, 51, 1)
    assert len(ring.interiors) == 1
    assert set(ring.interiors[0].coords) == vertices(pocket)


def test_ground_between_two_others_that_is_nobodys_stays_nobodys() -> None:
    first, second = rebuilt([[square(30, 50)], [square(34, 50)]])
    assert (first, second) == ([square(30, 50)], [square(34, 50)])


def test_a_corridor_cut_through_an_area_leaves_two_pieces() -> None:
    corridor, area = rebuilt([[rectangle(31, 50, 32, 54)], [rectangle(30, 51, 34, 53)]])
    assert corridor[0].bounds == (31, 50, 32, 54)
    assert sorted(piece.bounds for piece in area) == [(30, 51, 31, 53), (32, 51, 34, 53)]


def test_no_ground_gives_no_ground() -> None:
    assert rebuilt([]) == []
    assert rebuilt([[], []]) == [[], []]


def test_an_area_that_nobody_touches_keeps_its_very_value() -> None:
    far = Polygon([(40, 50), (42, 50.1), (41.3, 51.777777)]).normalize()
    _, _, kept = rebuilt([[square(30, 50)], [square(31, 50)], [far]])
    assert kept == [far]


def borders_of(grounds: list[list[Polygon]]) -> float:
    return sum(polygon.length for ground in grounds for polygon in ground)


@settings(max_examples=80, deadline=None)
@given(st.lists(stars(), min_size=1, max_size=8))
def test_rebuilt_grounds_make_one_coverage_and_no_ground_is_lost(drawn: list[Polygon]) -> None:
    given_grounds = [cleaned([star]) for star in drawn]
    grounds = rebuilt(given_grounds)
    polygons = [polygon for ground in grounds for polygon in ground]
    assert all(polygon.is_valid and is_on_grid(polygon) for polygon in polygons)
    assert shapely.coverage_is_valid(polygons)
    whole = shapely.union_all([polygon for ground in given_grounds for polygon in ground])
    slack = borders_of(given_grounds) * GRID
    assert abs(sum(polygon.area for polygon in polygons) - whole.area) <= slack
    taken = shapely.union_all([])
    for before, after in zip(given_grounds, grounds, strict=True):
        rightful = shapely.difference(shapely.union_all(before), taken)
        assert shapely.symmetric_difference(rightful, shapely.union_all(after)).area <= slack
        taken = shapely.union_all([taken, *before])


@settings(max_examples=40, deadline=None)
@given(st.lists(stars(), min_size=1, max_size=6))
def test_rebuilding_a_coverage_changes_nothing(drawn: list[Polygon]) -> None:
    once = rebuilt([cleaned([star]) for star in drawn])
    again = rebuilt(once)
    assert [sorted(ground, key=str) for ground in again] == [sorted(ground, key=str) for ground in once]


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 7), stars())
def test_a_claim_over_many_neighbours_leaves_the_far_ones_as_they_were(wide: int, claim: Polygon) -> None:
    board = [[square(30 + x, 46 + y, 1)] for x in range(wide) for y in range(8)]
    board = rebuilt(board)
    pieces = cleaned([claim])
    after = rebuilt([pieces, *board])[1:]
    for before, kept in zip(board, after, strict=True):
        if not any(piece.intersects(before[0]) for piece in pieces):
            assert kept == before


# Near a change only.


def crooked_board(wide: int, high: int, seed: int) -> list[list[Polygon]]:
    """Squares side by side whose shared borders have some twenty vertices a degree, none of them straight."""
    shake = np.random.default_rng(seed)
    xs, ys = np.arange(wide + 1) + 30.0, np.arange(high + 1) + 46.0
    lines = [
        np.column_stack(
            [x + shake.uniform(-0.03, 0.03, 20 * high + 1), np.linspace(ys[0], ys[-1], 20 * high + 1)]
        )
        for x in xs
    ]
    lines += [
        np.column_stack(
            [
                np.linspace(xs[0] - 0.1, xs[-1] + 0.1, 20 * wide + 1),
                y + shake.uniform(-0.03, 0.03, 20 * wide + 1),
            ]
        )
        for y in ys
    ]
    noded = shapely.unary_union([LineString(line) for line in lines], grid_size=GRID)
    squares = [[piece] for piece in cleaned_each(shapely.polygonize(shapely.get_parts(noded)).geoms)]
    return rebuilt(squares)


def cleaned_each(shapes: object) -> list[Polygon]:
    return [piece for shape in shapes for piece in cleaned([shape])]  # type: ignore[attr-defined]


def in_order(grounds: list[list[Polygon]]) -> list[list[bytes]]:
    return [sorted(polygon.wkb for polygon in ground) for ground in grounds]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 9), stars())
def test_ground_laid_over_a_board_gives_the_same_whether_all_is_noded_or_what_is_near(
    wide: int, high: int, seed: int, star: Polygon
) -> None:
    laid = cleaned([star])
    grounds = [laid, *crooked_board(wide, high, seed)]
    assert in_order(rebuilt(grounds, near=laid)) == in_order(rebuilt(grounds))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 9), st.lists(st.tuples(st.floats(29, 34), st.floats(45, 50)), min_size=2, max_size=9))
def test_a_line_cuts_a_board_the_same_whether_all_is_noded_or_what_its_stretches_come_near(
    seed: int, course: list[tuple[float, float]]
) -> None:
    board = crooked_board(3, 3, seed)
    line = LineString(np.round(course, 6))
    ends = shapely.get_coordinates(line)
    near = stretches_of(np.hstack([ends[:-1], ends[1:]]))
    some, all_of_it = (faces_of(board, where, [line]) for where in (near, None))
    first, second = (sorted(face.normalize().wkb for face in found.faces) for found in (some, all_of_it))
    assert first == second


@pytest.mark.parametrize(
    "far",
    [
        [rectangle(31.5, 40, 34, 42), rectangle(30, 40, 32, 52)],
        [rectangle(29, 47, 31, 48), rectangle(30, 40, 32, 52)],
        [rectangle(32, 40, 34, 46), Polygon([(30, 40), (32, 40), (32.01, 43), (32, 52), (30, 52)])],
        [rectangle(30.5, 40.5, 31, 41), rectangle(30, 40, 32, 52)],
    ],
    ids=["at a corner", "across", "by a hair", "inside"],
)
def test_where_areas_overlap_far_from_the_change_no_ground_is_lost(far: list[Polygon]) -> None:
    laid = square(30, 50, 1)
    first, *others = rebuilt([[laid], *([polygon] for polygon in far)], near=[laid])
    assert same_ground(first[0], laid)
    after = [polygon for ground in others for polygon in ground]
    astray = shapely.symmetric_difference(shapely.union_all(after), shapely.union_all(far) - laid)
    assert astray.area <= shapely.length(far).sum() * GRID


def test_where_nothing_is_near_a_coverage_comes_back_as_it_is() -> None:
    board = crooked_board(2, 2, 1)
    assert in_order(rebuilt(board, near=[])) == in_order(board)


@pytest.mark.parametrize("count", [1, 4, 300])
def test_stretches_bound_all_segments_and_are_not_many(count: int) -> None:
    ends = np.linspace([30, 50], [33, 52], count + 1)
    segments = np.hstack([ends[:-1], ends[1:]])
    boxes = stretches_of(segments)
    assert len(boxes) <= 24
    assert shapely.union_all(boxes).covers(shapely.linestrings(ends))


def test_no_segments_have_no_stretches() -> None:
    assert stretches_of(boundary_segments(square(30, 50))[:0]) == []
