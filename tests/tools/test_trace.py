"""Ways along rivers, shores, borders and the map's own lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapdesk.basemaps.lines import base_lines
from mapdesk.model.project import Project
from mapdesk.session.base_lines import BaseLinesNearby
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap
from mapdesk.tools.trace import Trace, led_to, trace, traced_to
from tests.plain_maps import areas, put, square, two_sides
from tests.tools.hands import Hand, lines_read, pointer

NEAR = 0.001


@pytest.fixture(scope="module")
def base() -> BaseLinesNearby:
    """The base map's lines around the Oskil and the lower Dnieper, read."""
    lines = BaseLinesNearby()
    for place in ((37.6, 49.5), (33.0, 46.7), (34.0, 47.5), (34.5, 48.0), (33.5, 46.9)):
        lines_read(lines, *place)
    return lines


def on(project: Project, base: BaseLinesNearby | None = None) -> OnMap:
    return replace(Hand(project, DrawLine()).on, base=base)


def near(lon: float, lat: float) -> Pointer:
    return Pointer((lon, lat), (0, 0), NEAR)


def traced(base: BaseLinesNearby, start: tuple[float, float], end: tuple[float, float]) -> Trace:
    here = on(two_sides(), base)
    first, last = traced_to(near(*start), here), traced_to(near(*end), here)
    assert first is not None
    assert last is not None
    found = trace(first.lon_lat, last.lon_lat, here)
    assert isinstance(found, Trace)
    return found


def test_the_front_along_the_oskil_has_the_vertices_of_the_river(base: BaseLinesNearby) -> None:
    found = traced(base, (37.62, 49.658), (37.549, 49.281))
    assert found.along == "Oskil"
    assert 45 < found.km < 60
    lines = base_lines((37.0, 49.0, 38.5, 50.0))
    rivers = [row for row, line in enumerate(lines.lines) if line.name == "Oskil"]
    vertices = {tuple(xy) for xy in lines.edges[lines.of == rivers[0]].reshape(-1, 2).tolist()}
    assert set(found.points[1:-1]) <= vertices
    assert len(found.points) > 15


def test_the_western_bank_of_the_dnieper_is_the_shore_of_the_reservoir_on_that_side(
    base: BaseLinesNearby,
) -> None:
    west = traced(base, (32.70, 46.668), (33.7867, 47.1655))
    east = traced(base, (32.70, 46.668), (33.8453, 47.1152))
    assert west.along == east.along == "Dnipro and shore"

    def between(found: Trace) -> list[float]:
        return [lon for lon, lat in found.points if 47.04 < lat < 47.11]

    assert max(between(west)) < min(between(east))


def test_along_an_area_the_vertices_are_the_very_same_and_the_other_way_round_leads_past_the_others() -> None:
    project = put(two_sides(), "red", square(30, 50))
    here = on(project)
    short, long = (trace((30.5, 50.0), (32.0, 51.0), here, way) for way in (0, 1))
    assert isinstance(short, Trace)
    assert isinstance(long, Trace)
    assert short.points == ((30.5, 50.0), (32.0, 50.0), (32.0, 51.0))
    assert long.points == ((30.5, 50.0), (30.0, 50.0), (30.0, 52.0), (32.0, 52.0), (32.0, 51.0))
    (red,) = areas(project)
    assert set(short.points[1:-1]) | set(long.points[1:-1]) == set(red.shape.exterior.coords)
    assert not long.alone
    assert trace((30.5, 50.0), (32.0, 51.0), here, 2) == short


def test_where_the_last_point_is_on_no_line_it_leads_straight_onto_the_one_under_the_hand() -> None:
    here = on(put(two_sides(), "red", square(30, 50)))
    led = led_to([(29.0, 49.0)], pointer(30.5, 50.0), here)
    assert isinstance(led, Trace)
    assert led.points == ((29.0, 49.0), (30.5, 50.0))


def test_away_from_all_lines_it_says_what_to_click_on() -> None:
    here = on(put(two_sides(), "red", square(30, 50)))
    said = led_to([(30.0, 50.0)], pointer(31.0, 51.0), here)
    assert isinstance(said, str)
    assert said.startswith("A trace follows lines")


def test_between_lines_that_nothing_joins_it_says_that_no_line_leads_there() -> None:
    here = on(put(put(two_sides(), "red", square(30, 50)), "blue", square(34, 50)))
    said = led_to([(32.0, 51.0)], pointer(34.0, 51.0), here)
    assert isinstance(said, str)
    assert said.startswith("No line leads")


def test_a_map_that_has_changed_is_traced_as_it_is_now() -> None:
    before = put(two_sides(), "red", square(30, 50))
    trace((30.0, 50.0), (32.0, 51.0), on(before))
    after = put(before, "blue", square(31, 49.5, 0.8))
    found = trace((30.0, 50.0), (32.0, 51.0), on(after), 0)
    assert isinstance(found, Trace)
    assert (31.0, 50.0) in found.points
