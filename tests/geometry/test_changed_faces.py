"""Where two coverages differ: face by face, with who owned it before and after."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon

from mapdesk.geometry.changed_faces import NONE, changed_faces
from mapdesk.geometry.coverage import rebuilt
from mapdesk.geometry.grid import on_grid
from tests.plain_maps import rectangle, same_ground


def test_maps_of_the_same_areas_differ_nowhere() -> None:
    one, same = rectangle(30, 50, 32, 52), rectangle(30, 50, 32, 52)
    assert changed_faces([(0, one)], [(0, one)]) == []
    assert changed_faces([(0, one)], [(0, same)]) == []
    assert changed_faces([], []) == []


def test_what_one_takes_of_another_is_one_face_with_both_owners() -> None:
    before = [(0, rectangle(30, 50, 32, 52)), (1, rectangle(32, 50, 34, 52))]
    after = [(0, rectangle(30, 50, 33, 52)), (1, rectangle(33, 50, 34, 52))]
    ((old, new, face),) = changed_faces(before, after)
    assert (old, new) == (1, 0)
    assert same_ground(face, rectangle(32, 50, 33, 52))


def test_an_enclave_that_comes_inside_an_area_is_a_face_though_nothing_else_touches_it() -> None:
    whole, hole = rectangle(30, 50, 34, 54), rectangle(31, 51, 32, 52)
    ring = Polygon(on_grid(whole.difference(hole)))
    ((old, new, face),) = changed_faces([(0, whole)], [(0, ring)])
    assert (old, new) == (0, NONE)
    assert same_ground(face, hole)


def test_areas_of_one_owner_that_are_merged_are_no_change() -> None:
    parts = [(0, rectangle(30, 50, 31, 52)), (0, rectangle(31, 50, 32, 52))]
    assert changed_faces(parts, [(0, rectangle(30, 50, 32, 52))]) == []


def test_pieces_that_meet_along_an_old_border_of_one_owner_are_one_face() -> None:
    parts = [(0, rectangle(30, 50, 31, 52)), (0, rectangle(31, 50, 32, 52))]
    ((old, new, face),) = changed_faces(parts, [(1, rectangle(30, 50, 32, 52))])
    assert (old, new) == (0, 1)
    assert same_ground(face, rectangle(30, 50, 32, 52))


def blot(seed: int, jagged: int) -> Polygon:
    """A crooked ground about (32, 52)."""
    chance = np.random.default_rng(seed)
    turn = np.sort(chance.uniform(0, 2 * np.pi, jagged))
    reach = chance.uniform(0.3, 1.5, jagged)
    at = chance.uniform(-0.7, 0.7, 2) + np.array([32.0, 52.0])
    shape = Polygon(np.column_stack([np.cos(turn), np.sin(turn)]) * reach[:, None] + at)
    parts = shapely.get_parts(shapely.make_valid(shape))
    return Polygon(max((p for p in parts if isinstance(p, Polygon)), key=lambda part: part.area))


def coverage(seeds: list[int]) -> list[tuple[int, Polygon]]:
    grounds = rebuilt([[Polygon(on_grid(blot(seed, 4 + seed % 9)))] for seed in seeds])
    return [(number, part) for number, parts in enumerate(grounds) for part in parts]


SEEDS = st.lists(st.integers(0, 10_000), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(SEEDS, SEEDS, st.booleans())
def test_the_faces_are_what_full_overlays_find(before: list[int], after: list[int], alike: bool) -> None:
    old = coverage(before)
    # Alike but for one area: most edges are then shared, as they are from one day to the next.
    new = coverage([*before[:-1], after[0]] if alike else after)
    faces = changed_faces(old, new)
    owners = {number for number, _ in (*old, *new)} | {NONE}
    for one in owners:
        for other in owners - {one}:
            found = [face for a, b, face in faces if (a, b) == (one, other)]
            had = shapely.union_all([shape for number, shape in old if one in (number, NONE)])
            has = shapely.union_all([shape for number, shape in new if other in (number, NONE)])
            if one == NONE:
                wanted = has.difference(had)
            elif other == NONE:
                wanted = had.difference(has)
            else:
                wanted = had.intersection(has)
            # Within the grid: half a step along all of the edges.
            within = 1e-6 * (wanted.length + 1)
            assert shapely.symmetric_difference(shapely.union_all(found), wanted).area <= within
            assert sum(face.area for face in found) == pytest.approx(shapely.area(wanted), abs=within)
