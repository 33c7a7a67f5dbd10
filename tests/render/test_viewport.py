"""Where degrees lie in a picture."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, Polygon, box, get_coordinates, segmentize

from mapdesk.model.layout import Frame
from mapdesk.render.viewport import FrameRefused, clipped, fit, map_bounds, unit, viewport_of
from tests.render.frame_content import BOUNDS, SIZES, frame


@pytest.mark.parametrize(
    ("size", "k"),
    [((1200, 675), 1.0), ((1920, 1080), 1.6), ((1080, 1080), 2.0), ((1080, 1350), 2.0), ((1080, 1920), 2.0)],
)
def test_the_unit_grows_with_the_picture_and_is_largest_where_a_telephone_shows_it(
    size: tuple[int, int], k: float
) -> None:
    assert unit(*size) == pytest.approx(k)


def test_the_unit_lies_between_for_pictures_between_square_and_wide() -> None:
    assert 1200 / 1200 < unit(1200, 900) < 1200 / 540


@pytest.mark.parametrize("size", SIZES)
def test_what_lies_in_the_bounds_is_in_the_picture(size: tuple[int, int]) -> None:
    view = viewport_of(frame(*size))
    pixels = view.to_pixels(get_coordinates(segmentize(box(*BOUNDS), 0.1)))
    assert pixels.min() >= -0.01
    assert pixels[:, 0].max() <= size[0] + 0.01
    assert pixels[:, 1].max() <= size[1] + 0.01


def test_a_narrow_picture_leaves_room_for_its_strip_and_its_title() -> None:
    view = viewport_of(frame(1080, 1080))
    pixels = view.to_pixels(get_coordinates(segmentize(box(*BOUNDS), 0.1)))
    assert pixels[:, 1].min() > 100
    assert pixels[:, 1].max() < 1080 - 300


@given(
    west=st.floats(-179, 178),
    south=st.floats(-80, 75),
    wide=st.floats(0.1, 20),
    high=st.floats(0.1, 10),
)
@settings(max_examples=40, deadline=None)
def test_a_pixel_is_the_same_place_there_and_back(
    west: float, south: float, wide: float, high: float
) -> None:
    east = west + wide if west + wide <= 180 else west + wide - 360
    view = fit((west, south, east, min(south + high, 89)), 1200, 675)
    pixels = np.array([(0.0, 0.0), (600.0, 337.5), (1200.0, 675.0)])
    assert np.allclose(view.to_pixels(view.to_degrees(pixels)), pixels, atol=1e-3)


def test_areas_in_the_picture_are_in_the_right_proportion() -> None:
    view = viewport_of(frame())
    squares = [box(32, lat, 32.2, lat + 0.2) for lat in (46.1, 47.6)]
    south, north = (view.draw(segmentize(square, 0.005), simplify=0).area for square in squares)
    meant = [abs(Geod(ellps="WGS84").geometry_area_perimeter(segmentize(s, 0.005))[0]) for s in squares]
    assert south / north == pytest.approx(meant[0] / meant[1], rel=1e-5)


def test_a_line_keeps_its_direction_when_it_is_cut() -> None:
    view = viewport_of(frame())
    drawn = view.draw(LineString([(0, 47), (33, 47.2), (60, 47)]))
    points = get_coordinates(drawn)
    assert np.all(np.diff(points[:, 0]) > 0)
    assert points[0, 0] >= -view.margin - 0.01


def test_long_edges_follow_their_parallel_and_are_not_chords() -> None:
    view = viewport_of(frame())
    drawn = view.draw(LineString([(31, 47), (35, 47)]), simplify=0.05)
    on_way = view.to_degrees(get_coordinates(drawn))
    assert np.allclose(on_way[:, 1], 47, atol=1e-3)
    assert len(on_way) > 2


def test_shapes_out_of_sight_are_empty_and_shapes_around_the_picture_are_cut_outside_it() -> None:
    view = viewport_of(frame())
    far, around = view.draw_all([box(50, 46, 51, 47), box(20, 40, 45, 55)])
    assert far.is_empty
    x0, y0, x1, y1 = around.bounds
    assert x0 < 0
    assert y0 < 0
    assert x1 > 1920
    assert y1 > 1080
    assert x0 >= -view.margin - 0.01


def test_a_frame_over_the_180th_meridian_shows_both_of_its_sides_without_a_seam() -> None:
    fiji = Frame(uid="f", name="Fiji", bounds=(176.5, -19.5, -178.0, -15.5))
    view = viewport_of(fiji)
    assert view.length_error() < 0.002
    west, _, east, _ = map_bounds(fiji)
    assert west > 170
    assert east < -170
    island = Polygon([(179.5, -17), (180, -17), (180, -16.5), (179.5, -16.5)])
    other = Polygon([(-180, -17), (-179.5, -17), (-179.5, -16.5), (-180, -16.5)])
    both = view.draw_all([island, other])
    gap = both[0].distance(both[1])
    assert gap < 0.4
    across = view.draw(box(-180, -18, 180, -17.5))
    assert across.geom_type == "Polygon"
    assert across.bounds[0] < 0 < 1920 < across.bounds[2]


def test_a_polar_frame_is_drawn_around_its_pole() -> None:
    antarctica = Frame(uid="a", name="Antarctica", bounds=(-180, -90, 180, -62), width=1200, height=1200)
    view = viewport_of(antarctica)
    assert view.centre == (0.0, -90.0)
    assert map_bounds(antarctica)[:2] == (-180.0, -90.0)
    ice = view.draw(box(-180, -90, 180, -75))
    assert ice.geom_type == "Polygon"
    assert ice.is_valid
    assert len(ice.interiors) == 0


@pytest.mark.parametrize("bounds", [(-180, -80, 180, 80), (30, 48, 35, 46), (30, 46, 30, 46)])
def test_bounds_that_make_no_picture_are_refused_in_a_sentence(
    bounds: tuple[float, float, float, float],
) -> None:
    with pytest.raises(FrameRefused, match=r"^A frame .*\.$"):
        fit(bounds, 1200, 675)


def test_a_polygon_that_only_touches_the_cut_is_cut_all_the_same() -> None:
    sliver = Polygon([(0, 0), (1e-9, 10), (2e-9, 0)])
    assert clipped(sliver, (0, 0, 5, 5)).area < 1e-6


def test_frames_can_be_laid_out_in_one_thread_after_another() -> None:
    wide = Frame(uid="f", name="F", bounds=(30, 45, 36, 49))
    with ThreadPoolExecutor(1) as first:
        seen = first.submit(map_bounds, wide).result()
    with ThreadPoolExecutor(1) as second:
        assert second.submit(map_bounds, wide).result() == seen
