"""What is wrong with a project, in sentences; a sound one has nothing to say."""

from __future__ import annotations

from dataclasses import replace

import shapely
from shapely import MultiLineString, Polygon

from mapdesk.model.articles import Anchor, Article, Link, LinkKind, Passage, Revision
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import areas, put, rectangle, snapshot, square, two_sides


def facing_squares() -> Project:
    return put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))


def with_shape(shape: Polygon) -> Project:
    """The facing squares with Red's area drawn otherwise, behind the back of the planar map."""
    project = facing_squares()
    shown = snapshot(project)
    red = replace(areas(project)[0], shape=shape)
    assert red.feature_id in shown.features
    return project.with_snapshot(replace(shown, features={**shown.features, red.feature_id: red}))


def test_a_sound_project_has_no_problems() -> None:
    assert problems(facing_squares()) == []
    assert problems(two_sides()) == []


def test_areas_that_overlap_are_named_with_the_place() -> None:
    found = problems(with_shape(rectangle(32, 50, 33, 52)))
    assert any("areas overlap" in sentence and "On 2024-05-01" in sentence for sentence in found)


def test_a_sliver_between_areas_is_a_problem() -> None:
    red = areas(facing_squares())[0]
    moved = shapely.transform(red.shape, lambda xy: xy - [0.000002, 0])
    assert any("sliver" in sentence for sentence in problems(with_shape(moved)))


def test_a_shape_that_crosses_itself_or_lies_off_the_grid_is_a_problem() -> None:
    bow_tie = Polygon([(40, 50), (42, 52), (42, 50), (40, 52)])
    assert any("crosses itself" in sentence for sentence in problems(with_shape(bow_tie)))
    off = Polygon([(40, 50), (42.0000004, 50), (41, 52)])
    assert any("not on the grid" in sentence for sentence in problems(with_shape(off)))


def test_a_front_that_does_not_agree_with_the_areas_is_a_problem() -> None:
    project = facing_squares()
    shown = snapshot(project)
    line = replace(shown.features["front-red-blue"], shape=MultiLineString([[(32, 50), (32, 51)]]))
    features = {**shown.features, "front-red-blue": line}
    assert problems(project.with_snapshot(replace(shown, features=features))) == [
        "On 2024-05-01 the front line does not agree with the areas."
    ]


def test_an_area_of_a_side_that_is_gone_is_a_problem() -> None:
    project = put(two_sides(), "red", square(30, 50))
    assert any("side that is not there: red" in s for s in problems(replace(project, sides={})))


def test_a_map_of_an_account_that_is_gone_is_a_problem() -> None:
    assert any("account that is not there" in s for s in problems(replace(facing_squares(), accounts={})))


def test_texts_passages_and_links_that_lead_nowhere_are_problems() -> None:
    project = replace(
        facing_squares(),
        articles={"a": Article(uid="a", title="The day", current_revision="gone")},
        revisions={"r": Revision(uid="r", article="a", number=1, text="Lyman fell")},
        passages={"p": Passage(uid="p", article="a")},
        anchors={
            ("p", "r"): Anchor(passage="p", revision="r", start=0, end=5, exact="Liman"),
            ("q", "r"): Anchor(passage="q", revision="r", start=0, end=5, exact="Lyman"),
        },
        links={"l": Link(uid="l", passage="q", kind=LinkKind.FEATURE, target="area-9")},
    )
    assert problems(project) == [
        "The article “The day” has lost its text.",
        "The passage “Liman” does not stand where it should in its article.",
        "The place of passage q belongs to a text or passage that is not there.",
        "Link l begins at a passage that is not there.",
        "Link l leads to feature area-9, which is on no map any more.",
    ]
