"""Which date, which ground and which source a picture shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mapdesk.edit.dates import with_source
from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.layout import DateRule, Frame
from mapdesk.model.project import Project
from mapdesk.render.scene import Scene, Text
from mapdesk.session.exporting import export
from mapdesk.session.picture import picture, whole_frame
from tests.plain_maps import day, put, rectangle, two_sides


@pytest.fixture(scope="module")
def retreat() -> Project:
    """Red holds a rectangle on the first day and half of it on the third."""
    project = put(two_sides(), "red", rectangle(32, 47, 34, 48))
    return put(project, "red", rectangle(33, 47, 34, 48), on=3)


def words(scene: Scene) -> str:
    return "\n".join(mark.text for mark in scene.marks() if isinstance(mark, Text))


def test_a_date_without_a_map_shows_the_last_one_before_and_bears_its_date(
    retreat: Project, tmp_path: Path
) -> None:
    drawn = picture(retreat, DESK, day(20))
    assert drawn.day == day(3)
    assert "3 May 2024" in words(drawn.scene)
    assert "20 May 2024" not in words(drawn.scene)
    (note, *_) = export(retreat, DESK, day(20), tmp_path / "late.svg")
    assert note == f"There is no map of {day(20)}; this is the last one before it, of {day(3)}."


def test_a_picture_is_compared_with_an_earlier_date_only(retreat: Project) -> None:
    assert "since 1 May" in words(picture(retreat, DESK, day(3), since=day(1)).scene)
    for other in (day(3), day(4)):
        with pytest.raises(EditRefused, match="earlier date only"):
            picture(retreat, DESK, day(3), since=other)


def test_a_frame_since_the_previous_map_finds_it_and_is_refused_on_the_first_date(retreat: Project) -> None:
    frame = Frame(uid="f", name="F", bounds=(31, 46, 35, 49), date_rule=DateRule.SINCE_PREVIOUS)
    assert picture(retreat, DESK, day(3), frame=frame).since == day(1)
    with pytest.raises(EditRefused, match="no map before"):
        picture(retreat, DESK, day(1), frame=frame)
    emptied = replace(frame, date_rule=DateRule.SINCE_FIXED, since="")
    with pytest.raises(EditRefused, match="names no date"):
        picture(retreat, DESK, day(3), frame=emptied)


def test_the_source_of_a_date_stands_on_its_pictures_unless_the_frame_names_one(retreat: Project) -> None:
    project = with_source(retreat, DESK, day(3), "An institute")
    assert "Source: An institute" in words(picture(project, DESK, day(3)).scene)
    assert "Source:" not in words(picture(project, DESK, day(1)).scene)
    frame = Frame(uid="f", name="F", bounds=(31, 46, 35, 49), source="A desk")
    assert "Source: A desk" in words(picture(project, DESK, day(3), frame=frame).scene)
    with pytest.raises(EditRefused, match="no map of"):
        with_source(retreat, DESK, day(2), "An institute")


def test_the_whole_map_has_the_same_frame_on_every_date(retreat: Project) -> None:
    west, south, east, north = whole_frame(retreat, DESK).bounds
    assert west < 32 < 34 < east
    assert south < 47 < 48 < north


def test_after_the_last_map_the_date_before_is_the_one_before_that_map(retreat: Project) -> None:
    frame = Frame(uid="f", name="F", bounds=(31, 46, 35, 49), date_rule=DateRule.SINCE_PREVIOUS)
    assert picture(retreat, DESK, day(20), frame=frame).since == day(1)
    with pytest.raises(EditRefused, match="earlier date only"):
        picture(retreat, DESK, day(20), since=day(10))
