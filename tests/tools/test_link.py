from __future__ import annotations

from shapely import Point

from mapdesk.edit.features import add_annotation
from mapdesk.edit.project import DESK
from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.features import AnnotationKind
from mapdesk.model.ground import HOME, Holder
from mapdesk.render.view.sketches import SketchKind
from mapdesk.tools.link import PickForLink
from mapdesk.tools.select import Select
from tests.plain_maps import day, numbered, put, square, two_sides
from tests.tools.hands import Hand


def picking() -> Hand:
    project = put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))
    return Hand(project, PickForLink())


def test_a_click_picks_the_feature_and_selects_it() -> None:
    hand = picking()
    outcome = hand.click(31, 51)
    assert outcome.picked == "area-1"
    assert hand.selected == ("area-1",)
    assert isinstance(hand.tool, Select)


def test_a_front_can_be_picked_and_tab_goes_to_the_area_under_it() -> None:
    hand = picking()
    hand.hover(31.97, 51)
    assert "Front, Red – Blue" in hand.guidance()
    hand.key("tab")
    assert "Red, controlled" in hand.guidance()
    assert hand.click(31.96, 51).picked == "area-1"


def test_enter_picks_what_lies_under_the_hand() -> None:
    hand = picking()
    hand.hover(33, 51)
    outcome = hand.key("enter")
    assert outcome is not None
    assert outcome.picked == "area-2"


def test_what_would_be_picked_is_shown() -> None:
    hand = picking()
    hand.hover(31, 51)
    (ghost,) = hand.sketches(SketchKind.GHOST)
    assert ghost.shape == hand.features["area-1"].shape


def test_a_click_on_nothing_is_refused_in_a_sentence_and_goes_on() -> None:
    hand = picking()
    outcome = hand.click(45, 45)
    assert not outcome.picked
    assert hand.refusals[0].startswith("There is nothing here to link to")
    assert isinstance(hand.tool, PickForLink)


def test_escape_drops_the_link() -> None:
    hand = picking()
    hand.key("escape")
    assert isinstance(hand.tool, Select)
    assert hand.last.picked == ""


def picking_ground() -> Hand:
    """The western half of Blue's square is ground that Blue recovered, with a marker in it."""
    patch = ChangePatch(
        uid="patch-1",
        before=Holder("red", "controlled"),
        after=Holder("blue", HOME),
        direction=Direction.RECOVERED,
        shape=square(32, 50, 1),
        area_km2=289.07,
    )
    project = picking().project
    project = add_annotation(
        project,
        account=DESK,
        day=day(1),
        kind=AnnotationKind.MARKER,
        shape=Point(32.5, 50.5),
        text="Bridge",
        ids=numbered(50),
    ).project
    return Hand(project, PickForLink(), patches=(patch,), selected=("area-1",))


def test_ground_that_changed_hands_is_named_shown_and_picked_before_the_area_under_it() -> None:
    hand = picking_ground()
    hand.hover(32.3, 50.3)
    assert "Click to link the passage to ground recovered by Blue, 289.1 km²" in hand.guidance()
    (ghost,) = hand.sketches(SketchKind.GHOST)
    assert ghost.shape == square(32, 50, 1)
    outcome = hand.click(32.3, 50.3)
    assert outcome.picked_patch is not None
    assert (outcome.picked_patch.uid, outcome.picked) == ("patch-1", "")
    assert hand.selected == ()
    assert isinstance(hand.tool, Select)


def test_a_marker_comes_before_the_ground_and_tab_goes_from_one_to_the_other_to_the_area() -> None:
    hand = picking_ground()
    hand.hover(32.5, 50.5)
    named = []
    for _ in range(3):
        named.append(hand.guidance())
        hand.key("tab")
    assert ["Bridge" in said for said in named] == [True, False, False]
    assert ["recovered by Blue" in said for said in named] == [False, True, False]
    assert ["Blue, controlled" in said for said in named] == [False, False, True]
    hand.key("backtab")
    outcome = hand.key("enter")
    assert outcome is not None
    assert (outcome.picked, outcome.picked_patch) == ("area-2", None)


def test_beside_the_ground_the_area_is_meant() -> None:
    hand = picking_ground()
    outcome = hand.click(33.5, 51.5)
    assert (outcome.picked, outcome.picked_patch) == ("area-2", None)
