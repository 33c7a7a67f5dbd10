"""Web Mercator and the part of it in sight."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from mapdesk.render.view.mercator import MAX_LATITUDE, MercatorViewport, from_mercator, to_mercator

VIEW = MercatorViewport((3_600_000.0, 6_100_000.0), 100.0, 800, 600)


def test_places_lie_where_proj_has_them() -> None:
    places = np.array([(30.5234, 50.4501), (-70.0, -33.0), (0.0, 0.0)])
    proj = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
    assert to_mercator(places) == pytest.approx(np.column_stack(proj.transform(*places.T)), abs=1e-3)


def test_there_and_back_leads_to_the_same_place() -> None:
    places = np.array([(0.0, 0.0), (33.5, 47.2), (-179.0, -60.0)])
    assert from_mercator(to_mercator(places)) == pytest.approx(places, abs=1e-9)
    assert VIEW.to_degrees(VIEW.to_pixels(places)) == pytest.approx(places, abs=1e-9)


def test_the_poles_are_as_far_as_the_map_goes() -> None:
    assert to_mercator([(0, 90)])[0, 1] == to_mercator([(0, MAX_LATITUDE)])[0, 1]


def test_north_is_up_and_east_is_right() -> None:
    west, south, east, north = VIEW.bounds()
    assert VIEW.to_pixels([(west, north), (east, south)]) == pytest.approx(np.array([(0, 0), (800, 600)]))


def test_zooming_keeps_the_ground_under_the_pointer() -> None:
    pixel = (123.0, 456.0)
    before = VIEW.to_degrees([pixel])
    assert VIEW.zoomed(2.5, pixel).to_degrees([pixel]) == pytest.approx(before, abs=1e-9)


def test_panning_moves_the_ground_by_as_many_pixels() -> None:
    place = VIEW.to_degrees([(100.0, 100.0)])
    assert VIEW.panned(20, -30).to_pixels(place) == pytest.approx(np.array([(120.0, 70.0)]))


def test_fitted_bounds_lie_inside_the_margin() -> None:
    view = MercatorViewport.fitted((30, 45, 40, 50), 800, 600, margin_px=50)
    (left, top), (right, bottom) = view.to_pixels([(30, 50), (40, 45)]).tolist()
    assert min(left, top) == pytest.approx(50) or left > 49
    assert right <= 750.01
    assert bottom <= 550.01


def test_a_pixel_is_fewer_degrees_of_latitude_farther_north() -> None:
    (_, high), (_, low) = VIEW.to_degrees([(400, 300), (400, 301)]).tolist()
    assert VIEW.degrees_per_pixel_at(high) == pytest.approx(high - low, rel=1e-3)
    assert VIEW.degrees_per_pixel_at(60) < VIEW.degrees_per_pixel_at(40)
