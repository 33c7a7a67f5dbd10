"""Who holds what: areas and the holders that they name."""

from __future__ import annotations

from mapdesk.model.features import Status
from mapdesk.model.ground import NOBODY, Holder, holder_of, planar_areas
from mapdesk.model.project import Project
from tests.plain_maps import areas, put, snapshot, square, two_sides


def facing_squares() -> Project:
    """Red holds the western of two squares and Blue the eastern one."""
    return put(put(two_sides(), "red", square(30, 50)), "blue", square(32, 50))


def test_an_area_names_its_holder_and_nobody_has_no_name() -> None:
    (area,) = areas(put(two_sides(), "red", square(30, 50)))
    assert holder_of(area) == Holder("red", "controlled")
    assert Holder() == NOBODY


def test_what_is_claimed_is_not_on_the_planar_map() -> None:
    project = put(facing_squares(), "blue", square(30, 50), status=Status.CLAIMED)
    shown = snapshot(project).features
    assert [area.status for area in planar_areas(shown)] == [Status.CONTROLLED, Status.CONTROLLED]
    assert len(areas(project)) == 3
