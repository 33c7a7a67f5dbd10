"""Which layer is whose: presets, files of rules, and the words in names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import add_side, new_project
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.features import Evidence, Status
from mapdesk.model.project import Project
from mapdesk.session.series_mapping import Role, mapping_named


def _war() -> Project:
    return add_side(add_side(new_project("war", "War"), "Ukraine"), "Russia")


@pytest.mark.parametrize(
    ("layer", "role"),
    [
        ("RussianAssessedCoTinUkraine", Role("Russia", evidence=Evidence.ASSESSED)),
        ("RussianAssessedAdvanceinUkraine", Role("Russia", Status.ADVANCE, Evidence.ASSESSED)),
        ("RussianClaimedCoTinUkraine", Role("Russia", Status.CLAIMED)),
        ("UkrainianClaimedCounterOffensives", Role("Ukraine", Status.CLAIMED)),
    ],
)
def test_the_layers_of_isw_are_known(layer: str, role: Role) -> None:
    assert mapping_named("isw").role(_war(), layer) == role


def test_partisan_areas_and_unknown_layers_are_left_out_with_a_reason() -> None:
    isw = mapping_named("isw")
    assert "partisan" in str(isw.role(_war(), "UkrainianReportedPartisanWarfare"))
    assert isw.role(_war(), "Rivers") == "the mapping does not name it"


def test_classes_like_deepstates_are_known_in_both_languages() -> None:
    deepstate = mapping_named("deepstate")
    for name in ("Окуповано /// Occupied", "Окупований Крим", "occupied", "ОРДЛО"):
        assert deepstate.role(_war(), name) == Role("Russia")
    assert deepstate.role(_war(), "Unknown status") == Role("Russia", Status.CONTESTED)
    assert "home ground" in str(deepstate.role(_war(), "Deoccupied /// Звільнено"))


def test_a_layer_named_as_its_side_is_that_sides_and_may_be_a_new_one() -> None:
    sides = mapping_named("sides")
    assert sides.role(_war(), "Russian forces") == Role("Russia")
    assert sides.role(_war(), "Wagner") == Role("Wagner")


def test_without_a_mapping_the_words_of_a_name_say_whose_it_is() -> None:
    guess = mapping_named("")
    assert guess.role(_war(), "russian claims") == Role("Russia", Status.CLAIMED)
    assert guess.role(_war(), "forest") == "whose it is is not known"


def test_a_file_of_rules_is_followed_in_its_order(tmp_path: Path) -> None:
    rules = [
        {"like": "*crimea*", "side": None},
        {"like": ["held*", "taken*"], "side": "Russia", "status": "contested", "evidence": "reported"},
        {"like": "*", "side": "*"},
    ]
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"field": "zone", "layers": rules}), encoding="utf-8")
    mapping = mapping_named(str(path))
    assert mapping.field == "zone"
    assert mapping.role(_war(), "held in Crimea") == "left out by the mapping"
    assert mapping.role(_war(), "Taken") == Role("Russia", Status.CONTESTED, Evidence.REPORTED)
    assert mapping.role(_war(), "ukraine") == Role("Ukraine")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "no JSON"),
        ("[]", "no list of layers"),
        ('{"layers": []}', "no list of layers"),
        ('{"layers": [{"side": "Russia"}]}', "layer 1 does not say what it is like"),
        ('{"layers": [{"like": 5}]}', "layer 1 does not say what it is like"),
        ('{"layers": [{"like": "a", "side": 5}]}', "the side of layer 1 is no name"),
        ('{"layers": [{"like": "a", "side": "b", "status": "lost"}]}', "the status of layer 1 is none of"),
        ('{"layers": [{"like": "a", "side": "b", "status": []}]}', "the status of layer 1 is none of"),
        ('{"field": 5, "layers": [{"like": "a"}]}', "field is no name"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "rules.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceRefused, match=sentence):
        mapping_named(str(path))


def test_a_preset_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(EditRefused, match="isw, deepstate, sides"):
        mapping_named("wsi")
