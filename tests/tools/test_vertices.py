"""Vertices are picked, dragged, added and deleted, one or many at a time."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely import LineString, MultiPoint, Point

from mapdesk.edit.features import add_front_line
from mapdesk.edit.project import DESK
from mapdesk.model.features import ControlArea, FrontLine, Status
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.select import Select
from mapdesk.tools.tool import Outcome
from mapdesk.tools.vertex_handles import GroupBox, group_box
from mapdesk.tools.vertices import DraggingVertex, EditVertices
from tests.plain_maps import day, ground, numbered, put, square, two_sides
from tests.tools.hands import Hand, pointer


@pytest.fixture
def neighbours() -> Project:
    """Red's square west of Blue's, the front between them along 32° E."""
    return put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))


def area(hand: Hand, side: str) -> ControlArea:
    (found,) = (
        feature
        for feature in hand.features.values()
        if isinstance(feature, ControlArea) and feature.side == side
    )
    return found


def editing(project: Project, side: str = "red") -> Hand:
    hand = Hand(project, EditVertices())
    chosen = area(hand, side).feature_id
    return Hand(project, EditVertices(), selected=(chosen,))


def corners(hand: Hand, side: str) -> set[tuple[float, float]]:
    return {(lon, lat) for lon, lat in shapely.get_coordinates(area(hand, side).shape).tolist()}


def picked(hand: Hand) -> set[tuple[float, float]]:
    assert isinstance(hand.tool, EditVertices)
    return set(hand.tool.held(hand.on).pairs)


def box_of(hand: Hand) -> GroupBox:
    assert isinstance(hand.tool, EditVertices)
    box = group_box(hand.tool.held(hand.on).places, pointer(31, 51))
    assert box is not None
    return box


def handles(hand: Hand, kind: SketchKind) -> set[tuple[float, float]]:
    shapes = [sketch.shape for sketch in hand.sketches(kind)]
    return {(lon, lat) for lon, lat in shapely.get_coordinates(shapes).tolist()}


def test_a_drag_of_a_shared_vertex_settles_one_step_that_moves_both_areas(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((32, 50), (32.1, 50.1), (32.25, 50.25))
    assert (32.25, 50.25) in corners(hand, "red") & corners(hand, "blue")
    assert (32, 50) not in corners(hand, "red") | corners(hand, "blue")
    assert hand.steps == ["Move a vertex"]


def test_each_move_of_the_drag_is_a_preview_on_the_grid_and_edits_nothing(neighbours: Project) -> None:
    hand = editing(neighbours)
    outcome = hand.drag((32, 50), (32.1234567, 50.1), let_go=False)
    assert outcome.moves == {(32, 50): (32.123457, 50.1)}
    assert hand.project is neighbours
    assert "all 3 features" in hand.guidance()


def test_a_vertex_put_back_where_it_was_is_no_step(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((32, 50), (32.1, 50.1), (32, 50))
    assert hand.steps == []
    assert isinstance(hand.tool, EditVertices)


def test_escape_leaves_the_dragged_vertex_where_it_was_and_then_goes_to_select(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((32, 50), (32.25, 50.25), let_go=False)
    hand.key("escape")
    assert hand.last.moves is None
    assert hand.steps == []
    assert isinstance(hand.tool, EditVertices)
    hand.key("escape")
    assert isinstance(hand.tool, Select)


def test_a_border_that_would_cross_itself_is_refused_in_a_sentence(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((30, 50), (31, 53))
    assert hand.steps == []
    assert hand.refusals[0].startswith("The border would cross itself")
    assert isinstance(hand.tool, EditVertices)


def test_a_drag_from_the_middle_of_an_edge_puts_a_vertex_into_both_areas(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((32, 51), (31.5, 51))
    assert (31.5, 51) in corners(hand, "red") & corners(hand, "blue")
    assert hand.steps == ["Add a vertex"]


def test_the_two_edges_that_a_new_vertex_makes_are_shown_while_it_is_dragged(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((32, 51), (31.5, 51.2), let_go=False)
    (bent,) = hand.sketches(SketchKind.STROKE)
    assert shapely.equals(bent.shape, LineString([(32, 50), (31.5, 51.2), (32, 52)]))
    assert hand.last.moves is None


def test_a_double_click_on_an_edge_puts_a_vertex_there(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.double_click(30.5, 50.02)
    assert (30.5, 50) in corners(hand, "red")
    assert hand.steps == ["Add a vertex"]


def test_a_double_click_inside_an_area_is_left_to_the_window(neighbours: Project) -> None:
    hand = editing(neighbours)
    assert hand.double_click(31, 51.3) is None


def test_delete_takes_the_vertex_under_the_hand_away(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.hover(30.02, 50.02)
    hand.key("delete")
    assert (30, 50) not in corners(hand, "red")
    assert hand.steps == ["Delete a vertex"]


def test_delete_takes_the_picked_vertex_away_when_the_hand_is_elsewhere(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.click(30, 50)
    hand.hover(31, 51.4)
    hand.key("backspace")
    assert (30, 50) not in corners(hand, "red")


def test_delete_away_from_any_vertex_is_refused_in_a_sentence(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.hover(31, 51.4)
    hand.key("delete")
    assert hand.refusals == ["Point at a vertex or click one, then press Delete."]
    assert hand.steps == []


def test_escape_lets_go_of_the_picked_vertex_first(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.click(30, 50)
    hand.key("escape")
    assert hand.tool == EditVertices(pointer(30, 50))
    hand.key("escape")
    assert isinstance(hand.tool, Select)


def test_a_click_on_another_feature_edits_that_one(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.click(33, 51)
    assert hand.selected == (area(hand, "blue").feature_id,)
    assert isinstance(hand.tool, EditVertices)


def test_the_vertices_of_the_selected_area_are_handles_with_small_ones_between(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.hover(31, 51.3)
    assert handles(hand, SketchKind.VERTEX) == {(30, 50), (32, 50), (32, 52), (30, 52)}
    assert handles(hand, SketchKind.MIDPOINT) == {(31, 50), (32, 51), (31, 52), (30, 51)}


def test_the_handle_under_the_hand_is_marked(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.hover(32.05, 51)
    (active,) = [sketch for sketch in hand.tool.sketches(hand.on) if sketch.active]
    assert (active.kind, active.shape) == (SketchKind.MIDPOINT, MultiPoint([(32, 51)]))
    assert hand.tool.cursor(hand.on) == "move"


def test_crowded_vertices_are_handles_close_to_the_hand_only() -> None:
    circle = Point(32, 52).buffer(2, quad_segs=500)
    hand = editing(put(two_sides(), "red", shapely.union(circle, shapely.box(26, 51, 31, 53))))
    hand.hover(34, 52)
    shown = handles(hand, SketchKind.VERTEX)
    corners_of_the_box = {(26, 51), (26, 53)}
    assert corners_of_the_box < shown
    assert all(abs(lon - 34) < 1 and abs(lat - 52) <= 0.6 for lon, lat in shown - corners_of_the_box)
    assert 10 < len(shown) < 30
    hand.hover(33.8, 52)
    assert hand.guidance().startswith("Zoom in to see all vertices")


def test_of_vertices_without_number_only_some_close_to_the_hand_are_handles() -> None:
    hand = editing(put(two_sides(), "red", Point(32, 52).buffer(2, quad_segs=5000)))
    hand.hover(34, 52)
    shown = handles(hand, SketchKind.VERTEX)
    assert 8 < len(shown) < 30
    assert all(abs(lon - 34) < 1 and abs(lat - 52) <= 0.6 for lon, lat in shown)
    hand.hover(32, 52)
    assert handles(hand, SketchKind.VERTEX) == set()


def test_the_vertices_nearest_the_hand_are_handles_where_there_are_too_many() -> None:
    comb = shapely.Polygon([(22, 50), *((22 + n / 10, 52 + n % 2 / 10) for n in range(250)), (46.9, 50)])
    hand = editing(put(two_sides(), "red", comb))
    hand.hover(34, 52)
    shown = handles(hand, SketchKind.VERTEX)
    others = corners(hand, "red") - shown
    assert len(shown) == 200 or max(abs(lon - 34) for lon, _ in shown) < min(abs(o - 34) for o, _ in others)


def test_nothing_selected_shows_no_handle_and_the_guidance_says_what_to_click(neighbours: Project) -> None:
    hand = Hand(neighbours, EditVertices())
    hand.hover(32, 50)
    assert hand.tool.sketches(hand.on) == ()
    assert hand.guidance() == "Click an area or a line to edit its vertices"


def test_the_selected_front_is_edited_through_the_areas_that_share_it(neighbours: Project) -> None:
    hand = Hand(neighbours, EditVertices(), selected=("front-red-blue",))
    hand.drag((32, 52), (32.5, 52))
    assert (32.5, 52) in corners(hand, "red") & corners(hand, "blue")


def test_a_drawn_line_moves_alone_when_it_is_what_is_selected(neighbours: Project) -> None:
    project = add_front_line(
        neighbours, account=DESK, day=day(1), course=LineString([(32, 50), (36, 50)]), ids=numbered(70)
    ).project
    hand = Hand(project, EditVertices())
    line = next(f for f in hand.features.values() if isinstance(f, FrontLine) and not f.derived)
    hand = Hand(project, EditVertices(), selected=(line.feature_id,))
    hand.drag((36, 50), (36, 51))
    moved = hand.features[line.feature_id]
    assert shapely.get_coordinates(moved.shape).tolist() == [[32, 50], [36, 51]]


def test_a_dragged_vertex_holds_on_to_the_outline_of_another_area() -> None:
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(33, 50))
    hand = editing(project)
    outcome = hand.drag((32, 50), (32.97, 50.03), let_go=False)
    assert outcome.moves == {(32, 50): (33, 50)}
    assert len(hand.sketches(SketchKind.SNAP)) == 1
    hand.key("escape")
    hand.drag((32, 50), (32.97, 50.03))
    hand.drag((32, 52), (32.97, 51.97))
    assert (33, 50) in corners(hand, "red") & corners(hand, "blue")
    assert shapely.equals(ground(hand.project, "red"), shapely.box(30, 50, 33, 52))


def test_a_claim_keeps_its_vertices_when_the_area_under_it_is_edited() -> None:
    project = put(two_sides(), "red", square(30, 50))
    project = put(project, "blue", square(30, 50), status=Status.CLAIMED)
    hand = editing(project)
    hand.drag((30, 50), (30.5, 50.5))
    assert (30.5, 50.5) in corners(hand, "red")
    assert (30, 50) in corners(hand, "blue")


def test_a_vertex_being_dragged_belongs_to_the_date_it_was_begun_on(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((32, 50), (32.25, 50.25), let_go=False)
    assert isinstance(hand.tool, DraggingVertex)
    assert isinstance(hand.tool.begun_anew(), EditVertices)


def test_a_picked_vertex_that_is_no_longer_there_is_not_deleted(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.click(30, 50)
    hand.hover(30.1, 50.1)
    hand.drag((30, 50), (30.5, 50.5))
    hand = Hand(
        hand.project, EditVertices(at=pointer(31, 51.4), picked=frozenset({(30, 50)})), selected=hand.selected
    )
    hand.key("delete")
    assert hand.steps == []
    assert hand.refusals[0].startswith("Point at a vertex")


def test_a_drag_beside_the_vertices_picks_those_in_the_box(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((29.5, 49.5), (31, 52.5))
    assert picked(hand) == {(30, 50), (30, 52)}
    hand.drag((31.5, 51.5), (32.5, 52.5), shift=True)
    assert picked(hand) == {(30, 50), (30, 52), (32, 52)}
    hand.drag((31.5, 51.5), (32.5, 52.5))
    assert picked(hand) == {(32, 52)}
    assert hand.steps == []


@pytest.mark.parametrize("by_option", [True, False])
def test_a_lasso_picks_what_it_goes_round(neighbours: Project, by_option: bool) -> None:
    hand = editing(neighbours)
    if by_option:
        hand.tool = hand.tool.with_option("select-with", "lasso")
    way = [(29.5, 49.5), (30.5, 49.5), (32.5, 52.2), (31.5, 52.5)]
    hand.follow(hand.tool.hovered(pointer(*way[0], alt=not by_option), hand.on))
    hand.follow(hand.tool.pressed(pointer(*way[0], alt=not by_option), hand.on))
    for place in way[1:]:
        hand.follow(hand.tool.dragged(pointer(*place), hand.on))
    (lasso,) = hand.sketches(SketchKind.BOX)
    assert shapely.equals(lasso.shape, shapely.Polygon(way))
    hand.follow(hand.tool.released(pointer(*way[-1]), hand.on))
    assert picked(hand) == {(30, 50), (32, 52)}


def test_a_lasso_that_went_nowhere_keeps_what_was_picked_with_shift(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.click(30, 50)
    hand.follow(hand.tool.pressed(pointer(31, 51.3, shift=True, alt=True), hand.on))
    assert hand.sketches(SketchKind.BOX) == []
    hand.follow(hand.tool.released(pointer(31, 51.3), hand.on))
    assert picked(hand) == {(30, 50)}


def test_shift_click_adds_a_vertex_to_those_picked_and_takes_it_out(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.click(30, 50)
    hand.click(32, 50, shift=True)
    assert picked(hand) == {(30, 50), (32, 50)}
    hand.click(30, 50, shift=True)
    assert picked(hand) == {(32, 50)}


def test_the_vertices_picked_move_together_and_stay_picked(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((31.5, 49.5), (32.5, 52.5))
    outcome = hand.drag((32, 50), (32.2, 50.1), (32.5, 50.1), let_go=False)
    assert outcome.moves == {(32, 50): (32.5, 50.1), (32, 52): (32.5, 52.1)}
    hand.follow(hand.tool.released(pointer(32.5, 50.1), hand.on))
    assert {(32.5, 50.1), (32.5, 52.1)} == corners(hand, "red") & corners(hand, "blue")
    assert hand.steps == ["Move 2 vertices"]
    assert picked(hand) == {(32.5, 50.1), (32.5, 52.1)}


def test_vertices_that_can_not_go_there_stay_picked_where_they_were(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((31.5, 49.5), (32.5, 52.5))
    hand.drag((32, 50), (35, 50))
    assert hand.steps == []
    assert hand.refusals == [
        "A border would run over other ground; move the vertices less, or push the front."
    ]
    assert picked(hand) == {(32, 50), (32, 52)}


def test_a_corner_of_the_box_scales_the_vertices_picked_about_its_opposite(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.drag((29.5, 49.5), (32.5, 52.5))
    box = box_of(hand)
    west, south = box.corners[0]
    hand.drag((west, south), (west - 1, south - 0.5))
    assert corners(hand, "red") == {(29, 49.5), (32, 49.5), (32, 52), (29, 52)}
    assert hand.steps == ["Scale 4 vertices"]


def test_the_handle_above_the_box_turns_the_vertices_picked_with_shift_by_steps(neighbours: Project) -> None:
    hand = editing(put(two_sides(), "red", square(30, 50)))
    hand.drag((29.5, 49.5), (32.5, 52.5))
    box = box_of(hand)
    hand.drag(box.turn, (29, 51.03), shift=True, let_go=False)
    assert hand.guidance().startswith("Turned 90° to the left")
    hand.follow(hand.tool.released(pointer(29, 51.03, shift=True), hand.on))
    turned = area(hand, "red").shape.bounds
    wide = math.cos(math.radians(51))
    assert turned == pytest.approx((31 - 1 / wide, 51 - wide, 31 + 1 / wide, 51 + wide), abs=2e-6)
    assert hand.steps == ["Turn 4 vertices"]


def test_arrows_nudge_what_is_picked_by_pixels_and_a_long_press_is_one_step(neighbours: Project) -> None:
    hand = editing(neighbours)
    assert hand.key("left") is None
    hand.drag((31.5, 49.5), (32.5, 52.5))
    hand.hover(31, 0)
    hand.key("up")
    hand.key("up")
    assert hand.key("shift-down") is not None
    assert hand.last.moves == {(32, 50): (32, 49.92), (32, 52): (32, 51.92)}
    hand.hover(31, 0)
    assert hand.last.moves is not None
    assert hand.steps == []
    hand.key("down released")
    assert hand.steps == ["Nudge 2 vertices"]
    assert {(32, 49.92), (32, 51.92)} == corners(hand, "red") & corners(hand, "blue")
    hand.key("up")
    hand.key("escape")
    assert hand.steps == ["Nudge 2 vertices"]
    assert picked(hand) == {(32, 49.92), (32, 51.92)}


def test_delete_takes_all_vertices_picked_away(neighbours: Project) -> None:
    project = put(two_sides(), "red", shapely.Polygon([(30, 50), (31, 49), (32, 50), (32, 52), (30, 52)]))
    hand = editing(project)
    hand.drag((30.5, 48.5), (32.5, 50.5))
    hand.key("delete")
    assert corners(hand, "red") == {(30, 50), (32, 52), (30, 52)}
    assert hand.steps == ["Delete 2 vertices"]


def test_enter_asks_where_the_vertex_picked_is_to_be(neighbours: Project) -> None:
    hand = editing(neighbours)
    hand.click(32, 50)
    outcome = hand.key("enter")
    assert outcome is not None
    assert outcome.ask is not None
    assert outcome.ask.default == "50.000000, 32.000000"
    step = outcome.ask.then("50°15'00\"N 32°30'00\"E")
    hand.follow(Outcome(hand.tool, edit=step))
    assert (32.5, 50.25) in corners(hand, "red") & corners(hand, "blue")
    assert hand.steps == ["Set coordinates"]
    hand.follow(Outcome(hand.tool, edit=outcome.ask.then("over there")))
    assert hand.refusals[-1].startswith("“over there” is no coordinate")


def test_what_a_drag_picks_with_can_be_chosen_while_one_edits_vertices(neighbours: Project) -> None:
    hand = editing(neighbours)
    (choice,) = hand.tool.options(hand.on)
    assert (choice.label, choice.current) == ("Select with", "box")
    hand.drag((29.5, 49.5), (31, 52.5), let_go=False)
    assert hand.tool.options(hand.on) == (choice,)
    lasso = hand.tool.begun_anew().with_option("select-with", "lasso")
    assert lasso.options(hand.on)[0].current == "lasso"
