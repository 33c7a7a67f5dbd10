"""Projects, their sides and home ground."""

from __future__ import annotations

from itertools import permutations

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import PALETTE, add_side, give_home_ground, new_project, plain_word, side_named
from mapdesk.model.project import HomeGround
from tests.plain_maps import square, two_sides


def test_a_new_project_has_the_desks_own_account_and_nothing_else() -> None:
    project = new_project("p", "Title")
    assert [account.uid for account in project.accounts_in_order()] == ["desk"]
    assert (project.sides, project.snapshots, project.articles) == ({}, {}, {})


def test_sides_come_in_the_order_they_were_added_with_colours_told_apart() -> None:
    project = two_sides("Green")
    assert [side.name for side in project.sides_in_order()] == ["Red", "Blue", "Green"]
    assert [side.colour for side in project.sides_in_order()] == list(PALETTE[:3])


def test_a_colour_that_was_given_is_not_given_to_the_next_side() -> None:
    project = add_side(add_side(new_project("p", "T"), "One", PALETTE[0].lower()), "Two")
    assert [side.colour for side in project.sides_in_order()] == [PALETTE[0], PALETTE[1]]


def test_there_are_always_colours_left() -> None:
    project = new_project("p", "T")
    for number in range(len(PALETTE) + 2):
        project = add_side(project, f"Side {number}")
    assert all(side.colour in PALETTE for side in project.sides.values())


@pytest.mark.parametrize(
    ("name", "colour", "sentence"),
    [
        ("", "", "needs a name"),
        ("  ", "", "needs a name"),
        ("RED", "", "a side called RED already"),
        ("Green", "green", "#RRGGBB"),
        ("Green", "#12345", "#RRGGBB"),
        ("Green", "#12345678", "#RRGGBB"),
    ],
)
def test_a_side_without_a_name_twice_or_in_no_colour_is_refused(
    name: str, colour: str, sentence: str
) -> None:
    with pytest.raises(EditRefused, match=sentence):
        add_side(two_sides(), name, colour)


def test_sides_in_any_script_get_plain_words_that_differ() -> None:
    project = new_project("p", "T")
    for name in ("Україна", "Россия", "Côte d’Ivoire", "side"):
        project = add_side(project, name)
    assert list(project.sides) == ["side", "side_2", "cote_divoire", "side_3"]
    assert plain_word("--", {}) == "side"


def test_a_side_goes_by_name_or_uid_however_it_is_written() -> None:
    project = two_sides()
    assert side_named(project, "rED").uid == "red"
    with pytest.raises(EditRefused, match="no side called Green; its sides are: Red, Blue"):
        side_named(project, "Green")
    with pytest.raises(EditRefused, match="none yet"):
        side_named(new_project("p", "T"), "Red")


def test_home_ground_is_set_and_other_sides_stay_the_same_objects() -> None:
    before = two_sides()
    after = give_home_ground(before, "red", [HomeGround(label="here", shape=square(30, 50))])
    assert [home.label for home in after.sides["red"].home] == ["here"]
    assert after.sides["blue"] is before.sides["blue"]
    assert before.sides["red"].home == ()


def test_the_fronts_of_sides_whose_names_run_into_each_other_have_ids_of_their_own() -> None:
    project = new_project("p", "T")
    for name in ("A", "B C", "A B", "C"):
        project = add_side(project, name)
    fronts = {f"front-{one}-{other}" for one, other in permutations(project.sides, 2)}
    assert len(fronts) == 12
