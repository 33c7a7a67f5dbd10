"""The law that every split and merge keeps: one planar map, the same ground, and a way back."""

from __future__ import annotations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.merge import merge_areas
from mapdesk.edit.split import split_area
from mapdesk.geometry.grid import GRID
from mapdesk.model.project import Project
from tests.edit.test_drawing_law import (
    PLACES,
    WHERE,
    areas_of,
    assert_lawful,
    held,
    length_of_borders,
    maps,
)
from tests.plain_maps import numbered


@settings(max_examples=25, deadline=None, derandomize=True)
@given(maps(), st.lists(PLACES, min_size=2, max_size=6))
def test_a_split_loses_no_ground_and_merging_its_pieces_gives_back_what_was_there(
    project: Project, line: list[tuple[float, float]]
) -> None:
    try:
        after = split_area(project, line=line, ids=numbered(500), **WHERE).project
    except EditRefused:
        return
    assert_lawful(after)
    course = shapely.LineString(line)
    slack = (length_of_borders(project, after) + course.length) * GRID * 12
    assert shapely.symmetric_difference(held(project), held(after)).area <= slack
    before, now = areas_of(project), areas_of(after)
    assert set(before) <= set(now)
    merged = after
    for uid, area in before.items():
        pieces = [one for one in now.values() if uid in (one.feature_id, one.split_from)]
        if not area.shape.dwithin(course, 1e-4):
            # A vertex on the border that a neighbour was cut at is all that may have come to it.
            assert shapely.symmetric_difference(now[uid].shape, area.shape).area <= slack
        made = [one for one in pieces if one.feature_id not in before]
        whole = shapely.union_all([now[uid].shape, *(one.shape for one in made)])
        assert shapely.symmetric_difference(whole, area.shape).area <= slack
        assert all((one.side, one.status) == (area.side, area.status) for one in made)
        if made:
            chosen = [uid, *(one.feature_id for one in made)]
            try:
                merged = merge_areas(merged, feature_ids=chosen, **WHERE).project
            except EditRefused:
                # Pieces on a side of the line meet at corners alone where the line crosses itself.
                continue
            assert_lawful(merged)
            kept = max(chosen, key=lambda one: now[one].shape.area)
            assert shapely.symmetric_difference(areas_of(merged)[kept].shape, area.shape).area <= slack
