"""Which Frames can be chosen: the project's own and the two made up from its map."""

from __future__ import annotations

from dataclasses import replace

from mapdesk.edit.layout import put_frame
from mapdesk.edit.project import DESK
from mapdesk.model.layout import DateRule, Frame
from mapdesk.session.comparison import compare
from mapdesk.session.frames import USUAL, WHOLE, FrameChoice, first_choice, same_frames
from mapdesk.session.showing import Against, Showing
from tests.plain_maps import day, put, rectangle, two_sides

SOUTH = Frame(uid="frame-1", name="South", bounds=(31, 46, 36, 48))


def showing(**changes: object) -> Showing:
    """Red holds a rectangle of Blue's home ground on the first day and its eastern half on the third."""
    project = put(two_sides(blue=rectangle(30, 46, 38, 49)), "red", rectangle(32, 47, 34, 48))
    project = put(project, "red", rectangle(33, 47, 34, 48), on=3)
    return Showing(project=put_frame(project, SOUTH), day=day(3), **changes)  # type: ignore[arg-type]


def test_the_projects_own_frames_come_first_and_the_made_up_ones_after() -> None:
    assert list(FrameChoice().frames(showing())) == ["frame-1", USUAL, WHOLE]
    assert FrameChoice().frames(None) == {}
    assert list(FrameChoice().frames(Showing(project=two_sides(), day=day(1)))) == []


def test_what_changed_is_around_the_ground_that_moved_once_that_is_known() -> None:
    shown = showing()
    assert FrameChoice().frames(shown)[USUAL].bounds[2] > 34
    compared = replace(shown, comparison=compare(shown.project, DESK, day(1), day(3)))
    west, _, east, _ = FrameChoice().frames(compared)[USUAL].bounds
    assert west < 32
    assert 33 < east < 34


def test_made_up_frames_compare_as_the_map_does() -> None:
    for against, rule, since in (
        (Against.PREVIOUS, DateRule.SINCE_PREVIOUS, ""),
        (Against.NOTHING, DateRule.THIS_DATE, ""),
        (day(1), DateRule.SINCE_FIXED, "2024-05-01"),
    ):
        frame = FrameChoice().frames(showing(against=against))[WHOLE]
        assert (frame.date_rule, frame.since) == (rule, since)


def test_the_whole_map_is_worked_out_again_when_the_map_is_another() -> None:
    choice, before = FrameChoice(), showing()
    whole = choice.frames(before)[WHOLE]
    assert choice.frames(replace(before, day=day(1)))[WHOLE].bounds == whole.bounds
    larger = replace(before, project=put(before.project, "red", rectangle(33, 47, 38, 48), on=4))
    assert choice.frames(larger)[WHOLE].bounds[2] > whole.bounds[2]


def test_what_changed_is_chosen_first_where_there_is_something_to_compare_with() -> None:
    choice, shown = FrameChoice(), showing()
    assert first_choice(shown, choice.frames(shown)) == USUAL
    first = replace(shown, day=day(1))
    assert first_choice(first, choice.frames(first)) == WHOLE
    assert first_choice(None, {}) == ""


def test_a_selection_changes_no_picture_but_a_date_does() -> None:
    shown = showing()
    assert same_frames(shown, replace(shown, selected=("area-1",), article="article-1"))
    assert not same_frames(shown, replace(shown, day=day(1)))
    assert not same_frames(shown, replace(shown, project=put_frame(shown.project, replace(SOUTH, title="T"))))
