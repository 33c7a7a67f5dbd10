"""The round brush: how large a dab is, what a stroke covers, and what it changes."""

from __future__ import annotations

import pytest
import shapely

from mapdesk.edit.brush import brushed, changed_km2, dab, swept
from mapdesk.geometry.measure import area_km2, length_km
from mapdesk.model.features import Status
from tests.plain_maps import EXTENT, areas, facing, rectangle


@pytest.mark.parametrize("latitude", [0.0, 50.0, -70.0])
def test_a_dab_has_its_true_size_at_any_latitude(latitude: float) -> None:
    circle = dab((30.0, latitude), 10.0)
    west, south, east, north = circle.bounds
    middle = shapely.LineString([(west, latitude), (east, latitude)])
    assert length_km(middle) == pytest.approx(20, rel=0.01)
    assert length_km(shapely.LineString([(30, south), (30, north)])) == pytest.approx(20, rel=0.01)


def test_a_stroke_covers_the_way_of_the_brush() -> None:
    painted = swept(dab((30, 50), 5), (30, 50), (31, 50), 5)
    ground = brushed(painted, 5)
    assert ground.covers(shapely.LineString([(30, 50), (31, 50)]))
    assert area_km2(ground) == pytest.approx(71.7 * 10 + 78.5, rel=0.02)


def test_a_long_stroke_has_few_corners() -> None:
    painted: shapely.Geometry = dab((30, 50), 5)
    for step in range(300):
        painted = swept(painted, (30 + step / 300, 50), (30 + (step + 1) / 300, 50), 5)
    assert shapely.get_num_coordinates(brushed(painted, 5)) < 60


def test_a_pinhole_between_two_passes_is_painted_over_and_a_wide_one_stays() -> None:
    ring = shapely.Point(30, 50).buffer(0.3, 32).exterior.buffer(0.05)
    assert len(brushed(ring, 5).interiors) == 1
    assert len(brushed(ring, 200).interiors) == 0


def test_beyond_the_180th_meridian_nothing_is_painted() -> None:
    assert brushed(dab((180, 60), 50), 50).bounds[2] == 180
    assert brushed(dab((185, 60), 50), 50).is_empty


def test_at_the_pole_the_brush_stays_within_the_world() -> None:
    assert brushed(dab((30, 89.9), 100), 100).bounds[3] <= 90


def test_only_ground_that_is_not_the_sides_already_counts() -> None:
    across = rectangle(31.5, 50.5, 32.5, 51.5)
    held = areas(facing())
    how = {"status": Status.CONTROLLED}
    gained = changed_km2(across, held, EXTENT, side="blue", **how)
    assert gained == pytest.approx(area_km2(rectangle(31.5, 50.5, 32, 51.5)))
    beside = rectangle(31.5, 49.5, 32.5, 51.5)
    erased = changed_km2(beside, held, EXTENT, side="", **how)
    assert erased == pytest.approx(area_km2(rectangle(31.5, 50, 32.5, 51.5)))


def test_outside_the_extent_nothing_changes() -> None:
    beyond = rectangle(49, 50, 51, 52)
    gained = changed_km2(beyond, [], EXTENT, side="red", status=Status.CONTROLLED)
    assert gained == pytest.approx(area_km2(rectangle(49, 50, 50, 52)))
