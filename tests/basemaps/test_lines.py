"""The lines that come with MapDesk, as edges to hold on to."""

from __future__ import annotations

import numpy as np

from mapdesk.basemaps.lines import BaseLines, LineKind, base_lines
from mapdesk.geometry.grid import snap

#: The lower Dnieper with its reservoir, and the Oskil.
DNIEPER = (32.0, 46.4, 35.5, 48.0)
OSKIL = (37.0, 49.0, 38.5, 50.0)


def named(lines: BaseLines, name: str) -> np.ndarray:
    row = next(row for row, line in enumerate(lines.lines) if line.name == name)
    return lines.edges[lines.of == row]


def test_rivers_coasts_shores_and_borders_are_there_and_say_what_they_are() -> None:
    found = base_lines(DNIEPER)
    assert {line.kind for line in found.lines} >= {LineKind.RIVER, LineKind.COAST, LineKind.SHORE}
    dnieper = next(line for line in found.lines if line.name == "Dnipro")
    assert dnieper.name_in("uk") == "Дніпро"
    assert next(line for line in found.lines if line.kind is LineKind.COAST).name_in("en") == "coast"
    border = base_lines((35.5, 49.5, 39.0, 51.0))
    assert LineKind.BORDER in {line.kind for line in border.lines}


def test_the_oskil_runs_from_north_to_south_past_kupiansk() -> None:
    course = named(base_lines(OSKIL), "Oskil")
    assert course[:, 1::2].max() > 49.9
    assert course[:, 1::2].min() < 49.2
    assert np.hypot(course[:, 0] - 37.62, course[:, 1] - 49.71).min() < 0.1


def test_a_river_has_no_course_within_the_lake_that_it_flows_through() -> None:
    course = named(base_lines(DNIEPER), "Dnipro")
    inside = (course[:, 0] > 33.8) & (course[:, 0] < 34.9) & (course[:, 1] > 47.1) & (course[:, 1] < 47.6)
    assert not inside.any()


def test_all_edges_are_whole_on_the_grid_and_meet_the_bounds() -> None:
    edges = base_lines(OSKIL).edges
    assert np.array_equal(edges, snap(edges))
    assert (edges[:, ::2].max(axis=1) >= OSKIL[0]).all()
    assert (edges[:, ::2].min(axis=1) <= OSKIL[2]).all()
    assert (edges[:, :2] != edges[:, 2:]).any(axis=1).all()


def test_where_the_map_of_the_world_ends_there_is_no_coast() -> None:
    edges = base_lines((170.0, 60.0, 180.0, 72.0)).edges
    assert len(edges)
    assert not (np.abs(edges[:, ::2]) >= 180.0).all(axis=1).any()


def test_on_the_open_sea_there_is_nothing() -> None:
    assert len(base_lines((-30.0, 30.0, -29.0, 31.0)).edges) == 0


def test_edges_are_found_by_where_they_are() -> None:
    lines = base_lines(OSKIL)
    box = (37.5, 49.2, 37.7, 49.7)
    rows = lines.within(box)
    lon, lat = lines.edges[:, ::2], lines.edges[:, 1::2]
    meets = (lon.max(axis=1) >= box[0]) & (lon.min(axis=1) <= box[2])
    meets &= (lat.max(axis=1) >= box[1]) & (lat.min(axis=1) <= box[3])
    assert np.array_equal(rows, np.flatnonzero(meets))
