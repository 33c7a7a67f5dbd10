"""Features are selected, moved and deleted by the hand."""

from __future__ import annotations

import pytest
from shapely import LineString, Point

from mapdesk.edit.features import add_annotation, add_front_line
from mapdesk.edit.locks import lock_features
from mapdesk.edit.project import DESK
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, FrontLine, Status
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.select import Boxing, Moving, Select
from tests.plain_maps import day, numbered, put, square, two_sides
from tests.tools.hands import Hand, pointer


@pytest.fixture
def neighbours() -> Project:
    """Red's square west of Blue's, the front between them along 32° E, and a marker in Red's."""
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
    return marked(project, 31, 51, "Town")


def marked(project: Project, lon: float, lat: float, text: str) -> Project:
    return add_annotation(
        project,
        account=DESK,
        day=day(1),
        kind=AnnotationKind.MARKER,
        shape=Point(lon, lat),
        text=text,
        ids=numbered(50),
    ).project


def one(hand: Hand, kind: type, **facts: object) -> str:
    (found,) = (
        uid
        for uid, feature in hand.features.items()
        if isinstance(feature, kind) and all(getattr(feature, name) == value for name, value in facts.items())
    )
    return found


def test_a_click_selects_the_marker_that_lies_on_an_area(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(31, 51.05)
    assert hand.selected == (one(hand, Annotation),)


def test_a_click_beside_the_marker_selects_the_area(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(31, 51.5)
    assert hand.selected == (one(hand, ControlArea, side="red"),)


def test_a_click_on_the_border_selects_the_front_line(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(32.03, 51)
    assert hand.selected == (one(hand, FrontLine),)


def test_a_click_on_nothing_selects_nothing(neighbours: Project) -> None:
    hand = Hand(neighbours, Select(), selected=("area-1",))
    hand.click(40, 45)
    assert hand.selected == ()


def test_the_smaller_of_two_claims_is_on_top_and_both_lie_under_ground_that_is_held() -> None:
    project = put(two_sides("Green"), "red", square(30, 50))
    project = put(project, "blue", square(29, 49, 6), status=Status.CLAIMED)
    project = put(project, "green", square(29, 49, 4), status=Status.CLAIMED)
    hand = Hand(project, Select())
    hand.hover(31, 51)
    order = []
    for _ in range(3):
        hand.key("tab")
        feature = hand.features[hand.selected[0]]
        assert isinstance(feature, ControlArea)
        order.append(feature.side)
    assert order == ["red", "green", "blue"]


def test_what_is_hidden_cannot_be_clicked(neighbours: Project) -> None:
    marker = next(uid for uid in Hand(neighbours, Select()).features if uid.startswith("annotation"))
    hand = Hand(neighbours, Select(), hidden=(marker,))
    hand.click(31, 51)
    assert hand.selected == (one(hand, ControlArea, side="red"),)


def test_shift_click_adds_a_feature_and_a_second_one_removes_it(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(30.5, 50.5)
    hand.click(33, 51, shift=True)
    both = (one(hand, ControlArea, side="red"), one(hand, ControlArea, side="blue"))
    assert hand.selected == both
    hand.click(30.5, 50.5, shift=True)
    assert hand.selected == both[1:]


def test_tab_goes_to_the_area_under_the_marker_and_round_again(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(31, 51)
    hand.key("tab")
    assert hand.selected == (one(hand, ControlArea, side="red"),)
    hand.key("tab")
    assert hand.selected == (one(hand, Annotation),)
    hand.key("backtab")
    assert hand.selected == (one(hand, ControlArea, side="red"),)


def test_tab_is_left_to_the_window_where_nothing_else_lies_under_the_hand(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    assert hand.key("tab") is None
    hand.click(33, 51)
    assert hand.key("tab") is None


def test_a_box_drawn_with_shift_selects_what_lies_in_it_altogether(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.drag((29.5, 49.5), (31, 51), (32.5, 52.5), shift=True)
    assert set(hand.selected) == {
        one(hand, ControlArea, side="red"),
        one(hand, Annotation),
        one(hand, FrontLine),
    }
    assert isinstance(hand.tool, Select)


def test_the_box_is_shown_while_it_is_drawn_and_escape_drops_it(neighbours: Project) -> None:
    hand = Hand(neighbours, Select(), selected=("area-1",))
    hand.drag((35, 53), (34, 52), (29.5, 49.5), shift=True, let_go=False)
    (box,) = hand.sketches(SketchKind.BOX)
    assert box.shape.bounds == (29.5, 49.5, 35, 53)
    assert isinstance(hand.tool, Boxing)
    hand.key("escape")
    assert isinstance(hand.tool, Select)
    assert hand.selected == ("area-1",)


def test_a_selected_marker_is_dragged_to_its_new_place_in_one_step(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(31, 51)
    hand.drag((31, 51), (31.2, 51.2), (31.5, 51.75))
    marker = hand.features[one(hand, Annotation)]
    assert marker.shape == Point(31.5, 51.75)
    assert hand.steps == ["Move the marker"]


def test_a_ghost_shows_where_the_marker_would_go_and_escape_leaves_it(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(31, 51)
    hand.drag((31, 51), (31.5, 51.5), let_go=False)
    (ghost,) = hand.sketches(SketchKind.GHOST)
    assert ghost.shape == Point(31.5, 51.5)
    assert isinstance(hand.tool, Moving)
    hand.key("escape")
    assert hand.steps == []
    assert hand.features[one(hand, Annotation)].shape == Point(31, 51)


def test_a_claim_and_a_drawn_line_can_be_dragged_too() -> None:
    project = put(two_sides(), "red", square(30, 50), status=Status.CLAIMED)
    project = add_front_line(
        project, account=DESK, day=day(1), course=LineString([(34, 50), (34, 52)]), ids=numbered(70)
    ).project
    hand = Hand(project, Select())
    hand.click(31, 51)
    hand.click(34, 51, shift=True)
    hand.drag((31, 51), (31, 52))
    assert hand.features[one(hand, ControlArea)].shape.bounds == (30, 51, 32, 53)
    assert hand.features[one(hand, FrontLine)].shape.bounds == (34, 51, 34, 53)
    assert hand.steps == ["Move 2 features"]


def test_held_ground_and_what_is_not_selected_are_not_dragged_so_that_the_map_pans(
    neighbours: Project,
) -> None:
    hand = Hand(neighbours, Select())
    with pytest.raises(AssertionError, match="moved the map"):
        hand.drag((31, 51), (31, 52))
    hand.click(30.5, 50.5)
    with pytest.raises(AssertionError, match="moved the map"):
        hand.drag((30.5, 50.5), (31, 52))


def test_delete_takes_the_marker_off_the_map(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(31, 51)
    hand.key("delete")
    assert not any(isinstance(feature, Annotation) for feature in hand.features.values())
    assert hand.steps == ["Delete Town"]
    assert hand.key("delete") is None


def test_deleting_all_in_a_box_takes_the_front_with_its_areas(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.drag((29.5, 49.5), (34.5, 52.5), shift=True)
    hand.key("delete")
    assert hand.features == {}
    assert hand.steps == ["Delete 3 features"]


def test_a_front_that_follows_from_the_areas_cannot_be_deleted_and_stays_selected(
    neighbours: Project,
) -> None:
    hand = Hand(neighbours, Select())
    hand.click(32, 51)
    hand.key("delete")
    assert len(hand.refusals) == 1
    assert hand.steps == []
    assert hand.selected == (one(hand, FrontLine),)


def test_escape_lets_go_of_the_selection_and_is_then_left_to_the_window(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    hand.click(31, 51)
    hand.key("escape")
    assert hand.selected == ()
    assert hand.key("escape") is None


def test_the_guidance_says_what_can_be_done_with_the_selection(neighbours: Project) -> None:
    hand = Hand(neighbours, Select())
    assert hand.guidance().startswith("Click a feature")
    hand.click(31, 51)
    assert "drag it to move it" in hand.guidance()
    hand.click(33, 51)
    assert "drag it" not in hand.guidance()


def test_the_guidance_on_a_front_that_follows_from_the_areas_says_how_to_move_it(
    neighbours: Project,
) -> None:
    hand = Hand(neighbours, Select())
    hand.click(32, 51)
    assert hand.guidance() == "Front, Red – Blue: it follows from the areas; push it to move it"


def test_a_drag_on_a_locked_marker_moves_the_map_not_the_marker(neighbours: Project) -> None:
    marker = one(Hand(neighbours, Select()), Annotation)
    locked = lock_features(neighbours, account=DESK, feature_ids=[marker], locked=True).project
    hand = Hand(locked, Select(), selected=(marker,))
    hand.hover(31, 51)
    assert not hand.tool.grabs(pointer(31, 51), hand.on)
    assert hand.tool.cursor(hand.on) == "arrow"
    assert hand.guidance() == "Town is locked; Ctrl+L unlocks it"
    hand.key("delete")
    assert hand.refusals == ["“Town” is locked; unlock it first (Ctrl+L)."]
