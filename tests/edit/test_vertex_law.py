"""The law that vertices keep: smoothed, simplified, turned, scaled or moved, the map stays one planar map."""

from __future__ import annotations

import random

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.edit.simplify import simplify_vertices
from mapdesk.edit.smooth import smooth_vertices
from mapdesk.edit.vertices import move_vertices
from mapdesk.geometry.grid import snap
from mapdesk.geometry.transform import scaled, turned
from mapdesk.model.project import Project
from tests.edit.test_drawing_law import areas_of, assert_lawful, maps
from tests.plain_maps import day

WHERE = {"account": DESK, "day": day(1)}


def vertices(project: Project) -> list[tuple[float, float]]:
    every = shapely.get_coordinates([area.shape for area in areas_of(project).values()])
    return sorted({(lon, lat) for lon, lat in every.tolist()})


def assert_same_areas(before: Project, after: Project) -> None:
    """No area came, went, or changed its holder."""
    assert {(uid, area.side, area.status) for uid, area in areas_of(before).items()} == {
        (uid, area.side, area.status) for uid, area in areas_of(after).items()
    }


@settings(max_examples=25, deadline=None, derandomize=True)
@given(maps(), st.randoms(use_true_random=False), st.floats(0.1, 1))
def test_after_smoothing_the_map_is_still_one(project: Project, chance: random.Random, share: float) -> None:
    known = vertices(project)
    at = chance.sample(known, max(1, int(len(known) * share)))
    for _ in range(3):
        try:
            after = smooth_vertices(project, at=at, **WHERE).project
        except EditRefused:
            return
        assert_lawful(after)
        assert_same_areas(project, after)
        project = after


@settings(max_examples=25, deadline=None, derandomize=True)
@given(maps(), st.randoms(use_true_random=False), st.floats(0.1, 1), st.sampled_from([50, 5_000, 50_000]))
def test_after_simplifying_the_map_is_still_one_and_every_vertex_was_there_before(
    project: Project, chance: random.Random, share: float, metres: float
) -> None:
    known = vertices(project)
    at = chance.sample(known, max(1, int(len(known) * share)))
    try:
        after = simplify_vertices(project, metres=metres, at=at, **WHERE).project
    except EditRefused:
        return
    assert_lawful(after)
    assert_same_areas(project, after)
    gone = set(known) - set(vertices(after))
    assert gone <= set(at)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    maps(),
    st.randoms(use_true_random=False),
    st.floats(-30, 30),
    st.tuples(st.floats(0.7, 1.3), st.floats(0.7, 1.3)),
)
def test_after_vertices_were_turned_and_scaled_the_map_is_still_one(
    project: Project, chance: random.Random, degrees: float, factors: tuple[float, float]
) -> None:
    known = np.asarray(vertices(project))
    middle = known[chance.randrange(len(known))]
    near = known[np.hypot(*(known - middle).T) < 1.5]
    about = (float(middle[0]), float(middle[1]))
    for places in (turned(near, about, degrees), scaled(near, about, *factors)):
        moves = dict(zip(map(tuple, near.tolist()), map(tuple, snap(places).tolist()), strict=True))
        try:
            after = move_vertices(project, moves=moves, **WHERE).project
        except EditRefused:
            continue
        assert_lawful(after)
        assert_same_areas(project, after)
