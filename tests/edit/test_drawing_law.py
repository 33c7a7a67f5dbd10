"""The law that every stroke keeps: one planar map, no ground lost, fronts that follow from it."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon

from mapdesk.edit.claim import give_ground
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.edit.push import find_push, push_front
from mapdesk.edit.vertices import delete_vertices, insert_vertex, move_vertices
from mapdesk.geometry.coverage import cleaned, faults
from mapdesk.geometry.grid import GRID, is_on_grid, snap
from mapdesk.model.features import ControlArea, FrontLine, Status
from mapdesk.model.fronts import derived_fronts
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import Project
from tests.plain_maps import EXTENT, day, numbered, put, rectangle, snapshot, two_sides

WHERE = {"account": DESK, "day": day(1)}
HOLDERS = st.tuples(
    st.sampled_from(["red", "blue", "green", ""]),
    st.sampled_from([Status.CONTROLLED, Status.CONTESTED, Status.ADVANCE]),
)
STEPS = st.integers(-1_500, 1_500)
#: A hundred metres or more apart, as hands put points.
PLACES = st.tuples(STEPS, STEPS).map(lambda place: (35 + place[0] / 500, 50 + place[1] / 500))


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    """Polygons of three to nine corners anywhere in six degrees, many of them crossing themselves."""
    return Polygon(draw(st.lists(PLACES, min_size=3, max_size=9, unique=True)))


@st.composite
def maps(draw: st.DrawFn) -> Project:
    """Three sides, of which Blue may have a home, and up to five grounds given one after another."""
    home = {"blue": rectangle(32.5, 47.5, 37.5, 52.5)} if draw(st.booleans()) else {}
    project = put(two_sides("Green", **home), "red", rectangle(33, 49, 35.5, 51))
    ids = numbered(100)
    for _ in range(draw(st.integers(0, 4))):
        side, status = draw(HOLDERS)
        try:
            project = give_ground(
                project, ground=[draw(stars())], side=side, status=status, ids=ids, **WHERE
            ).project
        except EditRefused:
            continue
    return project


def areas_of(project: Project) -> dict[str, ControlArea]:
    return {area.feature_id: area for area in planar_areas(snapshot(project).features)}


def length_of_borders(*projects: Project) -> float:
    return sum(area.shape.length for project in projects for area in areas_of(project).values())


def assert_lawful(after: Project) -> None:
    """One planar map on the grid whose fronts are those that a whole recomputation gives."""
    shapes = [area.shape for area in areas_of(after).values()]
    assert all(shape.is_valid and not shape.is_empty and is_on_grid(shape) for shape in shapes)
    assert faults(shapes) == []
    fronts = {
        uid: feature.shape
        for uid, feature in snapshot(after).features.items()
        if isinstance(feature, FrontLine) and feature.derived
    }
    whole = {uid: front.shape for uid, front in derived_fronts(after, snapshot(after)).items()}
    assert fronts == whole


def held(project: Project) -> shapely.Geometry:
    return shapely.union_all([area.shape for area in areas_of(project).values()])


@settings(max_examples=15, deadline=None, derandomize=True)
@given(maps(), stars(), HOLDERS)
def test_what_the_hand_draws_prevails_and_no_other_ground_changes(
    project: Project, star: Polygon, holder: tuple[str, Status]
) -> None:
    side, status = holder
    try:
        after = give_ground(
            project, ground=[star], side=side, status=status, ids=numbered(500), **WHERE
        ).project
    except EditRefused:
        return
    assert_lawful(after)
    drawn = shapely.union_all(cleaned([star]))
    slack = (length_of_borders(project, after) + drawn.length) * GRID * 12
    own = shapely.union_all(
        [a.shape for a in areas_of(after).values() if (a.side, a.status) == (side, status)]
    )
    if side:
        assert shapely.difference(shapely.intersection(drawn, EXTENT), own).area <= slack
        assert abs(held(after).area - shapely.union_all([held(project), drawn]).area) <= slack
    else:
        assert shapely.intersection(drawn, held(after)).area <= slack
        assert abs(held(after).area - shapely.difference(held(project), drawn).area) <= slack
    for uid, area in areas_of(project).items():
        if not area.shape.dwithin(drawn, 1e-4):
            # A hairline may lead far away; what it reaches may get a vertex, but no ground.
            now = areas_of(after)[uid]
            assert now is area or now.shape != area.shape
            assert shapely.symmetric_difference(now.shape, area.shape).area <= slack
        elif (area.side, area.status) != (side, status) and uid in areas_of(after):
            assert shapely.difference(areas_of(after)[uid].shape, area.shape).area <= slack


@settings(max_examples=15, deadline=None, derandomize=True)
@given(maps(), st.lists(PLACES, min_size=2, max_size=6), st.booleans())
def test_a_push_moves_just_the_lobes_that_its_preview_showed(
    project: Project, stroke: list[tuple[float, float]], other: bool
) -> None:
    how = {"stroke": stroke, "reach": 1.5, "other": other, **WHERE}
    try:
        push = find_push(project, **how)
        after = push_front(project, ids=numbered(500), **how).project
    except EditRefused:
        return
    assert after != project
    assert_lawful(after)
    slack = (length_of_borders(project, after) + push.stroke.length * 4) * GRID * 12
    for lobe in push.lobes:
        assert lobe.loser != lobe.receiver
        assert lobe.area_km2 > 0
        of_loser = [a.shape for a in areas_of(after).values() if a.side == lobe.loser]
        assert shapely.intersection(lobe.ground, shapely.union_all(of_loser)).area <= slack
        if lobe.receiver and lobe.status != "home":
            of_receiver = [a.shape for a in areas_of(after).values() if a.side == lobe.receiver]
            assert shapely.difference(lobe.ground, shapely.union_all(of_receiver)).area <= slack
    moved = shapely.union_all([lobe.ground for lobe in push.lobes])
    for side in ("red", "blue", "green"):
        was, now = (
            shapely.union_all([a.shape for a in areas_of(one).values() if a.side == side])
            for one in (project, after)
        )
        assert shapely.difference(shapely.symmetric_difference(was, now), moved).area <= slack


@settings(max_examples=15, deadline=None, derandomize=True)
@given(maps(), st.randoms(use_true_random=False), st.tuples(STEPS, STEPS), st.integers(1, 1000))
def test_after_a_vertex_was_moved_the_map_is_still_one(
    project: Project, chance: object, by: tuple[int, int], share: int
) -> None:
    corners = sorted({tuple(c) for a in areas_of(project).values() for c in a.shape.exterior.coords})
    corner = chance.choice(corners)  # type: ignore[attr-defined]
    to = (corner[0] + by[0] / 500 / share, corner[1] + by[1] / 500 / share)
    try:
        after = move_vertices(project, moves={corner: to}, **WHERE).project
    except EditRefused:
        return
    assert_lawful(after)
    for uid, area in areas_of(project).items():
        if not area.shape.dwithin(shapely.Point(corner), 1e-4) and not area.shape.dwithin(
            shapely.Point(to), 1e-4
        ):
            assert areas_of(after)[uid].side == area.side
    assert areas_of(after).keys() == areas_of(project).keys()


@settings(max_examples=10, deadline=None, derandomize=True)
@given(maps(), st.randoms(use_true_random=False), st.integers(-2000, 2000))
def test_a_vertex_put_into_an_edge_and_deleted_again_leaves_the_ground_as_it_was(
    project: Project, chance: object, aside: int
) -> None:
    area = chance.choice(sorted(areas_of(project).values(), key=lambda a: a.feature_id))  # type: ignore[attr-defined]
    ring = list(area.shape.exterior.coords)
    number = chance.randrange(len(ring) - 1)  # type: ignore[attr-defined]
    start, end = ring[number], ring[number + 1]
    x, y = snap(np.asarray([(start[0] + end[0]) / 2 + aside / 1e6, (start[1] + end[1]) / 2]))
    at = (float(x), float(y))
    try:
        after = insert_vertex(project, edge=(start, end), at=at, **WHERE).project
    except EditRefused:
        return
    assert_lawful(after)
    back = delete_vertices(after, at=[at], **WHERE).project
    assert_lawful(back)
    for uid, before in areas_of(project).items():
        assert areas_of(back)[uid].shape.equals(before.shape)
