"""Areas merged into one: which id stays, where links lead, and what can't be merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import shapely

from mapdesk.edit.dates import settled
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.merge import merge_areas
from mapdesk.edit.project import DESK
from mapdesk.edit.split import split_area
from mapdesk.model.articles import Link, LinkKind
from mapdesk.model.features import Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from tests.plain_maps import (
    areas,
    day,
    facing,
    front,
    numbered,
    put,
    same_ground,
    snapshot,
    square,
    two_sides,
)


def merge(project: Project, *feature_ids: str, on: int = 1) -> Edited:
    return merge_areas(project, account=DESK, day=day(on), feature_ids=feature_ids)


def in_two(on: int = 1) -> Project:
    """Red's square cut in two, the larger part in the south, beside Blue's, since a day."""
    return split_area(
        facing(), account=DESK, day=day(on), line=[(29, 51.5), (33, 51.5)], ids=numbered(100)
    ).project


def linked(project: Project, *targets: str, passages: Sequence[str] = (), dated: str = "") -> Project:
    links = {
        f"link-{row}": Link(
            uid=f"link-{row}",
            passage=passages[row] if passages else f"passage-{row}",
            kind=LinkKind.FEATURE,
            target=target,
            date_from=dated,
        )
        for row, target in enumerate(targets)
    }
    return replace(project, links=links)


def targets(project: Project) -> list[str]:
    return [link.target for link in project.links.values()]


def test_the_two_parts_of_a_split_area_merge_into_what_it_was() -> None:
    merged = merge(in_two(), "area-101", "area-1")
    (red,) = (area for area in areas(merged.project) if area.side == "red")
    assert red.feature_id == "area-1"
    assert same_ground(red.shape, square(30, 50))
    assert problems(merged.project) == []
    line, was = front(merged.project), front(facing())
    assert line is not None
    assert was is not None
    assert same_ground(line.shape, was.shape)


def test_the_largest_area_gives_its_id_and_name_and_the_neighbour_stays_the_very_same() -> None:
    project = in_two()
    shown = snapshot(project)
    names = {"area-1": "Beryslav", "area-101": "Dudchany"}
    named = {uid: replace(shown.features[uid], name=name) for uid, name in names.items()}
    project = settled(project, replace(shown, features={**shown.features, **named}))
    merged = merge(project, "area-101", "area-1").project
    assert {area.name for area in areas(merged)} == {"Beryslav", ""}
    assert snapshot(merged).features["area-2"] is snapshot(project).features["area-2"]


def test_a_link_to_an_area_that_was_merged_leads_to_the_whole() -> None:
    merged = merge(linked(in_two(), "area-101", "area-1", "area-2"), "area-1", "area-101")
    assert targets(merged.project) == ["area-1", "area-1", "area-2"]
    assert merged.notes == ("A link now leads to the whole.",)


def test_a_passage_linked_to_both_parts_has_one_link_to_the_whole() -> None:
    both = linked(in_two(), "area-101", "area-1", passages=["passage-1", "passage-1"])
    assert targets(merge(both, "area-1", "area-101").project) == ["area-1"]


def test_a_link_that_means_a_day_on_which_the_area_is_still_there_stays_as_it_is() -> None:
    # Merged since the third of May; what was said of the second is said of the part.
    apart = linked(in_two(), "area-101", dated="2024-05-02")
    assert targets(merge(apart, "area-1", "area-101", on=3).project) == ["area-101"]
    of_the_day = linked(in_two(), "area-101", dated="2024-05-03")
    assert targets(merge(of_the_day, "area-1", "area-101", on=3).project) == ["area-1"]
    undated = linked(in_two(), "area-101")
    assert targets(merge(undated, "area-1", "area-101", on=3).project) == ["area-101"]


def test_areas_around_nobodys_ground_merge_around_the_hole() -> None:
    ring = shapely.difference(square(30, 50, 4), square(31, 51))
    project = split_area(
        put(two_sides(), "red", ring), account=DESK, day=day(1), line=[(29, 52), (35, 52)], ids=numbered(100)
    ).project
    merged = merge(project, *(area.feature_id for area in areas(project))).project
    assert same_ground(areas(merged)[0].shape, ring)


def test_claims_that_lie_over_each_other_merge_too() -> None:
    claims = put(two_sides(), "red", square(30, 50), status=Status.CLAIMED)
    shown = snapshot(claims)
    (first,) = areas(claims)
    second = replace(first, feature_id="area-9", shape=square(31, 51))
    both = settled(claims, replace(shown, features={**shown.features, "area-9": second}))
    (merged,) = areas(merge(both, first.feature_id, "area-9").project)
    assert same_ground(merged.shape, shapely.union(square(30, 50), square(31, 51)))


def test_areas_of_two_sides_are_refused() -> None:
    with pytest.raises(EditRefused, match="different sides"):
        merge(facing(), "area-1", "area-2")


def test_areas_of_two_statuses_are_refused() -> None:
    project = put(facing(), "red", square(30, 52), status=Status.ADVANCE)
    with pytest.raises(EditRefused, match="same status"):
        merge(project, "area-1", "area-3")


@pytest.mark.parametrize("apart", [square(40, 50), square(28, 52)])
def test_areas_that_lie_apart_or_meet_at_a_corner_alone_are_refused(apart: shapely.Polygon) -> None:
    project = put(facing(), "red", apart, add=True)
    with pytest.raises(EditRefused, match="adjoin"):
        merge(project, "area-1", "area-3")


def test_one_area_or_a_front_is_nothing_to_merge() -> None:
    with pytest.raises(EditRefused, match="two areas"):
        merge(facing(), "area-1", "area-1")
    with pytest.raises(EditRefused, match="Only areas"):
        merge(facing(), "area-1", "front-red-blue")
    with pytest.raises(EditRefused, match="no feature"):
        merge(facing(), "area-1", "area-9")
