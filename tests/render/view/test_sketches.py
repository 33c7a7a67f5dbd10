"""What tools show above the map."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPoint, Point

from mapdesk.render.scene import Path, Text
from mapdesk.render.style import load_style
from mapdesk.render.view.sketches import Sketch, SketchKind, sketch_marks
from tests.plain_maps import rectangle
from tests.render.view.view_content import VIEW

STYLE = load_style("light")
SHAPES = {
    SketchKind.STROKE: LineString([(34, 47), (36, 48)]),
    SketchKind.GROUND: rectangle(34, 47, 36, 48),
    SketchKind.VERTEX: MultiPoint([(34, 47), (36, 48)]),
    SketchKind.MIDPOINT: Point(35, 47.5),
    SketchKind.BOX: rectangle(34, 47, 36, 48),
    SketchKind.LABEL: Point(35, 48),
    SketchKind.SNAP: Point(36, 48),
    SketchKind.SNAP_EDGE: Point(36, 48),
    SketchKind.NOTE: Point(35, 48),
    SketchKind.GHOST: rectangle(34, 47, 36, 48),
    SketchKind.FRAME: rectangle(34, 47, 36, 48),
    SketchKind.SYMBOL: Point(35, 47.5),
}


@pytest.mark.parametrize("kind", SketchKind)
def test_every_kind_of_sketch_is_drawn_inside_the_view(kind: SketchKind) -> None:
    text = "strike" if kind is SketchKind.SYMBOL else "12 km²"
    marks = sketch_marks([Sketch(kind, SHAPES[kind], text)], VIEW, STYLE)
    assert marks
    for mark in marks:
        if isinstance(mark, Path):
            points = np.concatenate(mark.lines)
            assert (points > -10).all()
            assert (points < (VIEW.width + 10, VIEW.height + 10)).all()


@pytest.mark.parametrize("kind", SketchKind)
def test_a_sketch_of_nothing_shows_nothing(kind: SketchKind) -> None:
    assert sketch_marks([Sketch(kind, shapely.Point())], VIEW, STYLE) == ()


def test_handles_lie_over_strokes_and_words_over_all() -> None:
    kinds = [SketchKind.LABEL, SketchKind.VERTEX, SketchKind.STROKE, SketchKind.FRAME]
    marks = sketch_marks([Sketch(kind, SHAPES[kind], "here") for kind in kinds], VIEW, STYLE)
    classes = [mark.css_class for mark in marks]
    assert classes.index("sketch dimmed") < classes.index("sketch stroke") < classes.index("sketch vertex")
    assert classes[-1] == "sketch label"


def test_a_label_at_the_edge_stays_inside() -> None:
    west, south, east, north = VIEW.bounds()
    for spot in ((west, north), (east, north), (east, south), (west, south)):
        marks = sketch_marks([Sketch(SketchKind.LABEL, Point(spot), "A longer line of words")], VIEW, STYLE)
        (panel,) = [mark for mark in marks if mark.css_class == "sketch panel"]
        assert isinstance(panel, Path)
        assert panel.lines[0].min() >= 0
        assert (panel.lines[0] <= (VIEW.width, VIEW.height)).all()


def test_the_handle_under_the_hand_looks_different() -> None:
    def handle(active: bool) -> Path:
        (mark,) = sketch_marks([Sketch(SketchKind.VERTEX, Point(35, 48), active=active)], VIEW, STYLE)
        assert isinstance(mark, Path)
        return mark

    assert handle(True).fill != handle(False).fill
    assert np.ptp(handle(True).lines[0]) > np.ptp(handle(False).lines[0])


def test_what_cannot_be_set_in_the_map_s_typefaces_is_left_out() -> None:
    assert sketch_marks([Sketch(SketchKind.LABEL, Point(35, 48), "\U0001f600")], VIEW, STYLE) == ()
    (text,) = [
        mark
        for mark in sketch_marks([Sketch(SketchKind.LABEL, Point(35, 48), "3 km")], VIEW, STYLE)
        if isinstance(mark, Text)
    ]
    assert text.text == "3 km"


def test_the_mark_of_a_joined_end_is_a_ring_on_a_vertex_and_a_diamond_on_an_edge_and_says_what_it_is() -> (
    None
):
    ring = sketch_marks([Sketch(SketchKind.SNAP, Point(35, 48))], VIEW, STYLE)
    diamond = sketch_marks([Sketch(SketchKind.SNAP_EDGE, Point(35, 48), text="Oskil")], VIEW, STYLE)
    assert not [mark for mark in ring if isinstance(mark, Text)]
    assert [mark.text for mark in diamond if isinstance(mark, Text)] == ["Oskil"]
    corners = [len(mark.lines[0]) for mark in (ring[0], diamond[0]) if isinstance(mark, Path)]
    assert corners[0] > 8
    assert corners[1] == 4
