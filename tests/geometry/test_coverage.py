"""The planar map's law: shared borders, no overlap, no gap, nothing lost."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon

from mapdesk.geometry.coverage import (
    cleaned,
    dissolved,
    faults,
    filled,
    mended,
    narrow_gaps,
    new_faults,
)
from mapdesk.geometry.grid import is_on_grid
from mapdesk.geometry.rebuilding import rebuilt
from tests.plain_maps import rectangle, same_ground, segments_of, square

STEPS = st.integers(-3_000_000, 3_000_000)


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    """Polygons of three to twelve corners anywhere in six degrees, most of them crossing themselves."""
    corners = draw(st.lists(st.tuples(STEPS, STEPS), min_size=3, max_size=12, unique=True))
    return Polygon([(35 + x / 1_000_000, 50 + y / 1_000_000) for x, y in corners])


def vertices(polygon: Polygon) -> set[tuple[float, float]]:
    return {(x, y) for x, y in shapely.get_coordinates(polygon)}


# Cleaned: what foreign files hold, as ground.


def test_a_bow_tie_becomes_two_triangles() -> None:
    bow_tie = Polygon([(30, 50), (32, 52), (32, 50), (30, 52)])
    west, east = sorted(cleaned([bow_tie]), key=lambda part: part.bounds)
    assert vertices(west) == {(30, 50), (31, 51), (30, 52)}
    assert vertices(east) == {(32, 50), (31, 51), (32, 52)}


def test_a_hole_stays_a_hole() -> None:
    ring = Polygon(square(30, 50, 4).exterior.coords, [square(31, 51, 1).exterior.coords])
    (kept,) = cleaned([ring])
    assert same_ground(kept, ring)
    assert len(kept.interiors) == 1


def test_the_same_polygon_given_twice_counts_once() -> None:
    assert cleaned([square(30, 50), square(30, 50)]) == [square(30, 50)]


def test_overlapping_and_touching_polygons_become_one_piece() -> None:
    (piece,) = cleaned([square(30, 50), square(31, 50), square(33, 50)])
    assert same_ground(piece, rectangle(30, 50, 35, 52))


def test_polygons_that_touch_in_a_corner_stay_two_pieces() -> None:
    pieces = cleaned([square(30, 50), square(32, 52)])
    assert sorted(pieces, key=str) == [square(30, 50), square(32, 52)]


def test_what_encloses_nothing_is_no_ground() -> None:
    collapsed = Polygon([(30, 50), (32, 50), (31, 50)])
    spike = Polygon([(30, 50), (30, 50), (30, 50)])
    assert cleaned([collapsed, spike, Polygon(), MultiPolygon()]) == []
    assert cleaned([]) == []


def test_lines_and_points_are_dropped() -> None:
    mixed = GeometryCollection([LineString([(0, 0), (1, 1)]), Point(5, 5), square(30, 50)])
    assert cleaned([mixed, Point(1, 1)]) == [square(30, 50)]


def test_a_hole_drawn_outside_its_polygon_is_ground_of_its_own() -> None:
    pieces = cleaned([Polygon(square(30, 50).exterior.coords, [square(40, 50).exterior.coords])])
    assert sorted(pieces, key=str) == [square(30, 50), square(40, 50)]


def test_coordinates_come_out_on_the_grid() -> None:
    (piece,) = cleaned([Polygon([(30.12345678, 50), (32, 50.00000049), (31, 52)])])
    assert vertices(piece) == {(30.123457, 50), (32, 50), (31, 52)}


@settings(max_examples=60, deadline=None)
@given(st.lists(stars(), max_size=4))
def test_cleaned_ground_is_valid_apart_and_cleaning_it_again_changes_nothing(drawn: list[Polygon]) -> None:
    pieces = cleaned(drawn)
    assert all(piece.is_valid and is_on_grid(piece) for piece in pieces)
    assert not any(one.relate_pattern(other, "2********") for one, other in combinations(pieces, 2))
    assert sorted(cleaned(pieces), key=str) == sorted(pieces, key=str)


# Narrow gaps.

METRE = 1 / 111_195


def test_a_gap_of_ten_metres_between_two_areas_is_found_and_filled() -> None:
    west, east = rectangle(30, 0, 31, 1), rectangle(31 + 10 * METRE, 0, 32, 1)
    ((gap, owner),) = narrow_gaps([west, east], 20)
    assert owner in (0, 1)
    assert gap.area == pytest.approx(10 * METRE, rel=0.01)
    grown = filled([west, east][owner], [gap])
    both = rebuilt([grown, [east if owner == 0 else west]])
    assert len(dissolved([polygon for ground in both for polygon in ground]).interiors) == 0
    assert narrow_gaps([polygon for ground in both for polygon in ground], 20) == []


def test_a_gap_of_a_hundred_metres_is_ground() -> None:
    assert narrow_gaps([rectangle(30, 0, 31, 1), rectangle(31 + 100 * METRE, 0, 32, 1)], 20) == []


def test_a_narrow_notch_in_one_outline_is_its_shape() -> None:
    notched = shapely.normalize(
        Polygon([(30, 0), (32, 0), (32, 1), (31 + 10 * METRE, 1), (31, 0.5), (31, 1), (30, 1)])
    )
    assert narrow_gaps([notched], 20) == []


def test_a_narrow_hole_in_one_area_is_a_gap_and_a_wide_one_is_not() -> None:
    shell = square(30, 0, 2).exterior.coords
    slit = rectangle(30.5, 0.5, 31.5, 0.5 + 10 * METRE)
    ((gap, owner),) = narrow_gaps([Polygon(shell, [slit.exterior.coords])], 20)
    assert owner == 0
    assert gap.area == pytest.approx(slit.area, rel=0.05)
    assert narrow_gaps([Polygon(shell, [square(30.5, 0.5, 0.5).exterior.coords])], 20) == []


def test_a_gap_goes_to_whom_it_shares_most_border_with() -> None:
    long_side = rectangle(30, 0, 31, 1)
    short_side = rectangle(31 + 10 * METRE, 0.4, 31.2, 0.5)
    wide = Polygon([(30, 0), (31, 0), (31, 1), (30, 1)])
    gaps = narrow_gaps([short_side, long_side], 20)
    assert gaps
    assert same_ground(wide, long_side)
    assert all(gap.bounds[1] >= 0.39 for gap, _ in gaps)
    assert all(gap.bounds[3] <= 0.51 for gap, _ in gaps)


def test_no_polygons_leave_no_gap() -> None:
    assert narrow_gaps([], 20) == []


def test_a_narrow_notch_whose_mouth_a_neighbour_closes_is_one_gap_to_its_far_end() -> None:
    notch = rectangle(30.5, 0.02, 30.5 + 10 * METRE, 1)
    notched = square(30, 0, 1).difference(notch)
    ((gap, _),) = narrow_gaps([notched, rectangle(30, 1, 31, 2)], 20)
    assert gap.area == pytest.approx(notch.area, rel=0.05)


def test_gaps_far_apart_on_a_large_map_are_each_found_from_end_to_end() -> None:
    columns = [rectangle(30 + x, y, 31 + x - 10 * METRE, y + 1) for x in range(4) for y in range(6)]
    gaps = [gap for gap, _ in narrow_gaps(columns, 20)]
    assert len(gaps) == 3
    assert sorted(gap.bounds[2] for gap in gaps) == pytest.approx([31, 32, 33])
    assert all(gap.bounds[3] - gap.bounds[1] == pytest.approx(6, abs=1e-3) for gap in gaps)


def test_gaps_are_looked_for_near_some_ground_only() -> None:
    west, east = rectangle(30, 0, 31, 1), rectangle(31 + 10 * METRE, 0, 32, 1)
    far_west, far_east = rectangle(40, 0, 41, 1), rectangle(41 + 10 * METRE, 0, 42, 1)
    everywhere = [west, east, far_west, far_east]
    assert len(narrow_gaps(everywhere, 20)) == 2
    ((gap, owner),) = narrow_gaps(everywhere, 20, near=[square(40.5, 0.2, 0.6)])
    assert gap.bounds[0] > 40
    assert owner in (2, 3)


@pytest.mark.parametrize("far", [[], [square(34, 2)], [square(34, 80)]])
def test_a_gap_is_as_wide_as_it_is_whatever_lies_far_away(far: list[Polygon]) -> None:
    degree = METRE / math.cos(math.radians(60.5))
    narrow = [rectangle(30, 60, 31, 61), rectangle(31 + 18 * degree, 60, 32, 61)]
    wide = [rectangle(40, 60, 41, 61), rectangle(41 + 22 * degree, 60, 42, 61)]
    ((gap, _),) = narrow_gaps([*narrow, *wide, *far], 20)
    assert gap.bounds[2] < 32
    assert len(narrow_gaps([*narrow, *wide, *far], 20, near=narrow)) == 1
    assert narrow_gaps([*narrow, *wide, *far], 20, near=wide) == []


def test_a_gap_over_many_degrees_of_latitude_is_one() -> None:
    width = 10 * METRE
    ((gap, _),) = narrow_gaps([rectangle(30, -2.5, 31, 3.5), rectangle(31 + width, -2.5, 32, 3.5)], 20)
    assert gap.bounds == pytest.approx((31, -2.5, 31 + width, 3.5), abs=1e-4)


def test_where_no_polygon_is_near_there_is_no_gap() -> None:
    assert narrow_gaps([square(30, 50)], 20, near=[square(40, 50)]) == []


# Faults and dissolving.


def test_faults_are_new_where_the_edit_made_them_and_old_ones_are_let_be() -> None:
    sound = [square(30, 50), square(32, 50)]
    broken = [sound[0], square(31.5, 50)]
    assert new_faults(sound, sound) == []
    assert new_faults(sound, [sound[0], square(32, 50, 3)])
    assert new_faults(sound, broken)
    assert new_faults(broken, [broken[0], rectangle(31.5, 50, 34, 52)]) == []


def test_mending_nodes_borders_and_closes_hairlines_inside_some_bounds() -> None:
    west, east = rectangle(30, 50, 32, 52), rectangle(32.000003, 50, 34, 51)
    (one,), (other,) = mended([[west], [east]], rectangle(31, 49, 33, 53))
    assert faults([one, other]) == []
    assert one.area + other.area == pytest.approx(west.area + east.area, abs=1e-5)


def test_a_sound_coverage_has_no_faults() -> None:
    assert faults([square(30, 50), square(32, 50), square(34, 54)]) == []
    assert faults([]) == []


def test_an_overlap_a_missing_vertex_and_a_sliver_are_faults() -> None:
    assert faults([square(30, 50), square(31, 50)])
    assert faults([square(30, 50), rectangle(32, 50, 34, 51), rectangle(32, 51, 34, 52)])
    assert faults([square(30, 50), rectangle(32.000003, 50, 34, 52)])


def test_dissolving_keeps_each_outer_vertex_and_forgets_the_border_between() -> None:
    west = Polygon([(30, 50), (32, 50), (32, 52), (31, 52), (30, 52)])
    whole = dissolved([west, square(32, 50)])
    assert isinstance(whole, Polygon)
    assert (31, 52) in vertices(whole)
    assert ((32, 50), (32, 52)) not in segments_of(whole.exterior)
    assert dissolved([]) == MultiPolygon()
