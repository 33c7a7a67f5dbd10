"""Frames: the pictures to publish."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.layout import (
    change_frame,
    duplicate_frame,
    frame_named,
    free_name,
    put_frame,
    remove_frame,
)
from mapdesk.model.layout import Frame
from tests.plain_maps import two_sides

SOUTH = Frame(uid="frame-1", name="The South", bounds=(31, 46, 36, 48))


def test_a_frame_is_added_and_put_in_the_place_of_the_one_of_its_id() -> None:
    project = put_frame(put_frame(two_sides(), SOUTH), replace(SOUTH, width=800))
    assert list(project.frames.values()) == [replace(SOUTH, width=800)]


def test_a_frame_goes_by_id_or_name_however_it_is_written() -> None:
    project = put_frame(two_sides(), SOUTH)
    assert frame_named(project, "the south") is SOUTH
    assert frame_named(project, "frame-1") is SOUTH
    with pytest.raises(EditRefused, match="no frame called North; its frames are: The South"):
        frame_named(project, "North")
    with pytest.raises(EditRefused, match="none yet"):
        frame_named(two_sides(), "North")


@pytest.mark.parametrize(
    "bounds",
    [
        (36, 46, 31, 48),
        (31, 48, 36, 46),
        (31, 46, 31, 48),
        (31, 46, 36, 91),
        (-math.inf, 46, 36, 48),
        (31, 46, math.inf, 48),
        (math.nan, 46, 36, 48),
    ],
)
def test_a_frame_without_ground_is_refused(bounds: tuple) -> None:
    with pytest.raises(EditRefused, match="some ground"):
        put_frame(two_sides(), replace(SOUTH, bounds=bounds))


@pytest.mark.parametrize(("width", "height"), [(199, 1080), (1920, 8001), (0, 0), (-800, 600)])
def test_a_frame_too_small_to_read_or_too_large_to_draw_is_refused(width: int, height: int) -> None:
    with pytest.raises(EditRefused, match="200 to 8000 pixels"):
        put_frame(two_sides(), replace(SOUTH, width=width, height=height))


def test_a_frame_may_lie_across_the_date_line() -> None:
    assert put_frame(two_sides(), replace(SOUTH, bounds=(170, 50, 190, 60))).frames


def test_a_frame_without_a_name_is_refused() -> None:
    with pytest.raises(EditRefused, match="needs a name"):
        put_frame(two_sides(), replace(SOUTH, name="  "))


def test_a_field_of_a_frame_is_changed_and_the_others_stay() -> None:
    project = change_frame(put_frame(two_sides(), SOUTH), "frame-1", title="Towards the coast")
    assert project.frames["frame-1"] == replace(SOUTH, title="Towards the coast")
    with pytest.raises(EditRefused, match="200 to 8000 pixels"):
        change_frame(project, "frame-1", width=10)
    with pytest.raises(EditRefused, match="no longer in the project"):
        change_frame(project, "frame-9", title="Gone")


def test_a_duplicate_has_a_name_of_its_own() -> None:
    project = put_frame(two_sides(), SOUTH)
    for uid in ("frame-2", "frame-3"):
        project = duplicate_frame(project, "frame-1", uid)
    assert [frame.name for frame in project.frames.values()] == ["The South", "The South 2", "The South 3"]
    assert project.frames["frame-3"] == replace(SOUTH, uid="frame-3", name="The South 3")


def test_a_frame_is_removed_and_the_others_stay() -> None:
    north = replace(SOUTH, uid="frame-2", name="The North")
    project = put_frame(put_frame(two_sides(), SOUTH), north)
    assert remove_frame(project, "frame-1").frames == {"frame-2": north}
    with pytest.raises(EditRefused, match="no longer in the project"):
        remove_frame(project, "frame-9")


def test_a_free_name_is_the_name_itself_unless_a_frame_has_it_however_it_is_written() -> None:
    project = put_frame(two_sides(), SOUTH)
    assert free_name(project, "The East") == "The East"
    assert free_name(project, "the south") == "the south 2"
