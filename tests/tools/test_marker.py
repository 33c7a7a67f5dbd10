from __future__ import annotations

from shapely import Point

from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.tools.marker import PlaceMarker
from mapdesk.tools.select import Select
from mapdesk.tools.tool import Outcome
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand


def placing() -> Hand:
    return Hand(put(two_sides(), "red", square(30, 50)), PlaceMarker())


def test_a_click_asks_for_the_words_and_the_answer_makes_the_marker() -> None:
    hand = placing()
    ask = hand.click(31.1234567, 51).ask
    assert ask is not None
    assert ask.at == (31.123457, 51)
    hand.follow(Outcome(hand.tool, edit=ask.then(" Lyman retaken ")))
    (marker,) = (feature for feature in hand.features.values() if isinstance(feature, Annotation))
    assert (marker.kind, marker.text) == (AnnotationKind.MARKER, "Lyman retaken")
    assert marker.shape == Point(31.123457, 51)
    assert hand.steps == ["Mark “Lyman retaken”"]


def test_a_marker_without_words_is_a_marker_too() -> None:
    hand = placing()
    ask = hand.click(31, 51).ask
    assert ask is not None
    hand.follow(Outcome(hand.tool, edit=ask.then("")))
    assert hand.steps == ["Place a marker"]


def test_a_double_click_asks_once() -> None:
    hand = placing()
    outcome = hand.double_click(31, 51)
    assert outcome is not None
    assert outcome.ask is None


def test_escape_goes_back_to_selecting() -> None:
    hand = placing()
    hand.key("escape")
    assert isinstance(hand.tool, Select)
