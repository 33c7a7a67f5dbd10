"""Rings and lines at a level of detail, and only as far as a view needs them."""

from __future__ import annotations

import numpy as np
import shapely

from mapdesk.render.view.mercator import from_mercator
from mapdesk.render.view.pyramid import Pyramid


def _wriggle(count: int = 4000) -> np.ndarray:
    """A ring of so many vertices around (3.6e6, 6.1e6), 100 km across with bends of a few kilometres."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius = 50_000 + 3_000 * np.sin(40 * turn) + 300 * np.sin(400 * turn)
    ring = np.column_stack((3.6e6 + radius * np.cos(turn), 6.1e6 + radius * np.sin(turn)))
    return np.vstack((ring, ring[:1]))


def test_a_coarser_level_has_fewer_vertices_and_is_off_by_no_more_than_it_may() -> None:
    pyramid = Pyramid(from_mercator(_wriggle()), closed=True)
    whole = shapely.linestrings(pyramid.xy)
    counts = []
    for tolerance in (50.0, 200.0, 1000.0):
        level = pyramid.level(tolerance)
        counts.append(len(level.xy))
        assert shapely.hausdorff_distance(shapely.linestrings(level.xy), whole) <= 1.3 * tolerance
        assert (level.xy[0] == level.xy[-1]).all()
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < len(pyramid.xy) / 10


def test_what_is_left_out_far_away_changes_nothing_inside_the_view() -> None:
    pyramid = Pyramid(from_mercator(_wriggle()), closed=True)
    level = pyramid.level(1.0)
    for x, y in ((3.65e6, 6.1e6), (3.6e6, 6.1e6), (3.57e6, 6.14e6), (3.5e6, 6.0e6)):
        box = (x - 4000, y - 3000, x + 4000, y + 3000)
        outline = level.outline(box)
        assert len(outline) < len(level.xy)
        seen = shapely.box(*box)
        # A ring that lies to one side of the view may shrink to nothing.
        left = shapely.make_valid(shapely.polygons(outline)) if len(outline) > 3 else shapely.Polygon()
        kept = shapely.intersection(left, seen)
        true = shapely.intersection(shapely.polygons(level.xy), seen)
        assert shapely.area(shapely.symmetric_difference(kept, true)) < 1.0


def test_the_stretches_in_a_view_hold_every_step_that_crosses_it() -> None:
    pyramid = Pyramid(from_mercator(_wriggle()), closed=True)
    level = pyramid.level(1.0)
    box = (3.64e6, 6.09e6, 3.66e6, 6.11e6)
    runs = level.runs(box)
    drawn = shapely.union_all([shapely.linestrings(level.xy[a : b + 1]) for a, b in runs])
    true = shapely.intersection(shapely.linestrings(level.xy), shapely.box(*box))
    assert shapely.length(shapely.difference(true, shapely.buffer(drawn, 0.01))) < 0.1
    assert sum(b - a for a, b in runs) < len(level.xy) / 3


def test_a_moved_vertex_is_drawn_where_the_hand_has_it_also_where_a_coarse_level_left_it_out() -> None:
    pyramid = Pyramid(from_mercator(_wriggle()), closed=True)
    level = pyramid.level(1000.0)
    left_out = next(i for i in range(len(pyramid.xy)) if i not in level.index)
    lon, lat = pyramid.lon_lat[left_out].tolist()
    moved, spots = pyramid.moved(level, {(lon, lat): (lon + 1, lat)})
    assert len(moved.xy) == len(level.xy) + 1
    assert from_mercator(moved.xy[spots]).round(6).tolist() == [[round(lon + 1, 6), round(lat, 6)]]


def test_a_ring_s_first_vertex_moves_at_both_its_ends() -> None:
    pyramid = Pyramid(np.array([(30.0, 45), (31, 45), (31, 46), (30, 45)]), closed=True)
    moved, spots = pyramid.moved(pyramid.level(0.0), {(30.0, 45.0): (29.0, 44.0)})
    assert spots.tolist() == [0, 3]
    assert (moved.xy[0] == moved.xy[3]).all()
