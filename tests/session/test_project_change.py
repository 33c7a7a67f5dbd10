"""What a project is called and its sides, changed in one step."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from shapely import Point
from shapely.geometry import mapping

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.features import add_annotation, delete_features
from mapdesk.edit.project import DESK
from mapdesk.model.features import AnnotationKind
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from mapdesk.session.project_change import (
    WantedProject,
    WantedSide,
    change_words,
    changed_project,
    refuse_change,
)
from tests.plain_maps import day, facing, front, numbered, put, rectangle, square, two_sides


def as_it_is(project: Project) -> WantedProject:
    about = project.about
    sides = (WantedSide(uid=s.uid, name=s.name, colour=s.colour) for s in project.sides_in_order())
    return WantedProject(title=about.title, credit=about.credit, language=about.language, sides=tuple(sides))


def with_side(wanted: WantedProject, number: int, **changes: str) -> WantedProject:
    sides = list(wanted.sides)
    sides[number] = replace(sides[number], **changes)  # type: ignore[arg-type]
    return replace(wanted, sides=tuple(sides))


def test_nothing_wanted_otherwise_changes_nothing() -> None:
    project = facing()
    wanted = as_it_is(project)
    assert changed_project(project, wanted) == project
    assert change_words(project, wanted) == ""


def test_title_credit_and_language_are_one_step_named_by_them() -> None:
    project = facing()
    wanted = replace(as_it_is(project), title="The south ", credit="The desk", language="uk")
    about = changed_project(project, wanted).about
    assert (about.title, about.credit, about.language) == ("The south", "The desk", "uk")
    assert about.uid == project.about.uid
    assert change_words(project, wanted) == "Project: title, credit, language"


def test_two_sides_can_exchange_their_names_and_keep_their_ground() -> None:
    project = facing()
    wanted = with_side(with_side(as_it_is(project), 0, name="Blue"), 1, name="Red", colour="#112233")
    after = changed_project(project, wanted)
    assert [(s.uid, s.name) for s in after.sides_in_order()] == [("red", "Blue"), ("blue", "Red")]
    assert after.sides["blue"].colour == "#112233"
    assert after.snapshots is project.snapshots
    assert change_words(project, wanted) == ("Project: Red renamed Blue, Blue renamed Red, colour of Red")


def test_a_side_is_added_with_home_ground_and_faces_whoever_holds_ground_in_it(tmp_path: Path) -> None:
    path = tmp_path / "home.geojson"
    path.write_text(json.dumps(mapping(rectangle(20, 45, 40, 55))), encoding="utf-8")
    project = put(two_sides(), "red", square(30, 50), on=1)
    project = put(project, "red", square(30, 50, 3), on=3)
    wanted = as_it_is(project)
    green = WantedSide(uid="", name="Green", colour="#3B7A2A", home=str(path))
    wanted = replace(wanted, sides=(*wanted.sides, green))
    after = changed_project(project, wanted)
    assert [side.name for side in after.sides_in_order()] == ["Red", "Blue", "Green"]
    assert front(after, "front-red-green", on=1) is not None
    assert front(after, "front-red-green", on=3) is not None
    assert problems(after) == []
    assert change_words(project, wanted) == "Project: Green added"
    # Taken from it again, the ground is nobody's and there is no front.
    homeless = with_side(as_it_is(after), 2, home="")
    assert front(changed_project(after, homeless), "front-red-green", on=3) is None
    assert change_words(after, homeless) == "Project: home ground of Green"


def test_a_side_that_holds_ground_is_not_removed_and_the_dates_are_named() -> None:
    project = facing()
    wanted = as_it_is(project)
    wanted = replace(wanted, sides=wanted.sides[:1])
    with pytest.raises(EditRefused, match=r"Blue has ground, .* 2024-05-01"):
        refuse_change(project, wanted)
    project = delete_features(project, account=DESK, day=day(1), feature_ids=["area-2"]).project
    after = changed_project(project, wanted)
    assert list(after.sides) == ["red"]
    assert problems(after) == []
    assert change_words(project, wanted) == "Project: Blue removed"


def test_a_side_in_whose_colour_a_symbol_is_drawn_is_not_removed() -> None:
    project = add_annotation(
        two_sides(),
        account=DESK,
        day=day(1),
        shape=Point(31, 51),
        kind=AnnotationKind.MARKER,
        side="blue",
        ids=numbered(),
    ).project
    wanted = as_it_is(project)
    with pytest.raises(EditRefused, match=r"Blue has .* a symbol on the map of 2024-05-01"):
        refuse_change(project, replace(wanted, sides=wanted.sides[:1]))


@pytest.mark.parametrize(
    ("number", "changes", "sentence"),
    [
        (0, {"name": "blue"}, "There is a side called"),
        (0, {"name": " "}, "needs a name"),
        (0, {"colour": "red"}, "A colour is written"),
    ],
)
def test_what_can_not_be_is_refused_in_a_sentence(
    number: int, changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(EditRefused, match=sentence):
        refuse_change(facing(), with_side(as_it_is(facing()), number, **changes))


def test_a_project_keeps_a_title_and_a_side() -> None:
    with pytest.raises(EditRefused, match="title"):
        refuse_change(facing(), replace(as_it_is(facing()), title=""))
    with pytest.raises(EditRefused, match="a side at least"):
        refuse_change(two_sides(), replace(as_it_is(two_sides()), sides=()))


def test_an_added_side_comes_after_all_others_even_where_one_was_removed() -> None:
    project = two_sides("Green")
    wanted = as_it_is(project)
    new = WantedSide(uid="", name="Yellow", colour="#C0A000")
    after = changed_project(project, replace(wanted, sides=(*wanted.sides[1:], new)))
    assert [side.name for side in after.sides_in_order()] == ["Blue", "Green", "Yellow"]
