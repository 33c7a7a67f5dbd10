"""Annotations arranged: in one line, evenly apart, and before or behind each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from mapdesk.edit.arrange import Alignment, Direction, Order, align, distribute, in_front_order, reorder
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.features import add_annotation
from mapdesk.edit.locks import lock_features
from mapdesk.edit.project import DESK
from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.project import Project
from tests.plain_maps import day, facing, snapshot

WHERE = {"account": DESK, "day": day(1)}


def marked(**places: shapely.Geometry) -> Project:
    """The two squares with annotations of those names."""
    project = facing()
    for name, shape in places.items():
        kind = AnnotationKind.MARKER if isinstance(shape, Point) else AnnotationKind.ARROW
        project = add_annotation(
            project, kind=kind, shape=shape, name=name, ids=lambda _, name=name: name, **WHERE
        ).project
    return project


def place(project: Project, name: str) -> tuple[float, ...]:
    return tuple(float(value) for value in snapshot(project).features[name].shape.bounds)


def order(project: Project) -> str:
    return "".join(note.feature_id for note in in_front_order(snapshot(project).features))


def test_markers_go_to_the_western_edge_and_an_arrow_goes_as_a_whole() -> None:
    project = marked(a=Point(31, 50), b=Point(33, 51), c=LineString([(34, 52), (36, 53)]))
    project = align(project, feature_ids=["a", "b", "c"], to=Alignment.LEFT, **WHERE).project
    assert place(project, "a") == (31, 50, 31, 50)
    assert place(project, "b") == (31, 51, 31, 51)
    assert place(project, "c") == (31, 52, 33, 53)


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (Alignment.RIGHT, {(36.0, 50.0), (36.0, 54.0)}),
        (Alignment.CENTRE, {(33.5, 50.0), (33.5, 54.0)}),
        (Alignment.TOP, {(31.0, 54.0), (36.0, 54.0)}),
        (Alignment.BOTTOM, {(31.0, 50.0), (36.0, 50.0)}),
    ],
)
def test_each_edge_can_be_the_line(to: Alignment, expected: set[tuple[float, float]]) -> None:
    project = marked(a=Point(31, 50), b=Point(36, 54))
    project = align(project, feature_ids=["a", "b"], to=to, **WHERE).project
    assert {place(project, name)[:2] for name in "ab"} == expected


def test_the_middle_is_that_of_the_map_as_it_is_drawn() -> None:
    project = marked(a=Point(31, 42), b=Point(36, 58))
    project = align(project, feature_ids=["a", "b"], to=Alignment.MIDDLE, **WHERE).project
    (_, lat, *_), (_, other, *_) = place(project, "a"), place(project, "b")
    assert lat == other
    # Mercator draws the north larger, so its middle is north of 50 degrees.
    up = np.arctanh(np.sin(np.radians([42.0, lat, 58.0])))
    assert lat > 50.5
    assert up[1] - up[0] == pytest.approx(up[2] - up[1], abs=1e-6)


def test_markers_are_spread_evenly_between_the_outermost_two() -> None:
    project = marked(a=Point(30, 50), b=Point(30.5, 51), c=Point(36, 52), d=Point(31, 53))
    project = distribute(project, feature_ids=list("abcd"), along=Direction.ACROSS, **WHERE).project
    assert [place(project, name)[0] for name in "abdc"] == [30, 32, 34, 36]
    assert [place(project, name)[1] for name in "abcd"] == [50, 51, 52, 53]


def test_what_can_not_be_arranged_is_refused_in_words() -> None:
    project = marked(a=Point(31, 50), b=Point(31, 51))
    with pytest.raises(EditRefused, match="Select two or more"):
        align(project, feature_ids=["a"], to=Alignment.LEFT, **WHERE)
    with pytest.raises(EditRefused, match="Select three or more"):
        distribute(project, feature_ids=["a", "b"], along=Direction.DOWN, **WHERE)
    with pytest.raises(EditRefused, match="stand like that already"):
        align(project, feature_ids=["a", "b"], to=Alignment.LEFT, **WHERE)
    with pytest.raises(EditRefused, match="Only markers, texts"):
        align(project, feature_ids=["a", "area-1"], to=Alignment.LEFT, **WHERE)
    locked = lock_features(project, account=DESK, feature_ids=["a"], locked=True).project
    with pytest.raises(EditRefused, match="“a” is locked"):
        align(locked, feature_ids=["a", "b"], to=Alignment.TOP, **WHERE)


def test_a_marker_goes_forward_one_by_one_and_to_the_front_at_once() -> None:
    project = marked(a=Point(31, 50), b=Point(31, 50), c=Point(31, 50), d=Point(31, 50))
    assert order(project) == "abcd"
    once = reorder(project, feature_ids=["a"], to=Order.FORWARD, **WHERE).project
    assert order(once) == "bacd"
    assert order(reorder(once, feature_ids=["a"], to=Order.FORWARD, **WHERE).project) == "bcad"
    assert order(reorder(project, feature_ids=["a", "b"], to=Order.FORWARD, **WHERE).project) == "cabd"
    assert order(reorder(project, feature_ids=["c"], to=Order.BACKWARD, **WHERE).project) == "acbd"
    front = reorder(project, feature_ids=["c", "a"], to=Order.FRONT, **WHERE).project
    assert order(front) == "bdac"
    assert order(reorder(front, feature_ids=["c", "d"], to=Order.BACK, **WHERE).project) == "dcba"
    with pytest.raises(EditRefused, match="in front of all others already"):
        reorder(front, feature_ids=["c"], to=Order.FRONT, **WHERE)


def test_only_what_goes_to_the_front_or_the_back_has_a_new_rank() -> None:
    project = marked(a=Point(31, 50), b=Point(31, 50), c=Point(31, 50))
    for to in (Order.FRONT, Order.BACK):
        after = reorder(project, feature_ids=["b"], to=to, **WHERE).project
        old, new = snapshot(project).features, snapshot(after).features
        assert [uid for uid in old if new[uid] is not old[uid]] == ["b"]
        note = new["b"]
        assert isinstance(note, Annotation)
        assert note.rank == (3 if to is Order.FRONT else -1)


def test_what_is_drawn_last_lies_in_front_and_of_one_rank_the_order_is_the_same_after_reopening() -> None:
    project = marked(b=Point(31, 50), a=Point(31, 50))
    assert order(project) == "ba"
    notes = [replace(note, rank=0) for note in in_front_order(snapshot(project).features)]
    for one in (notes, notes[::-1]):
        assert [note.feature_id for note in in_front_order({n.feature_id: n for n in one})] == ["a", "b"]
