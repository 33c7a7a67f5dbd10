"""A region that a source left out is told from ground that was lost."""

from __future__ import annotations

from mapdesk.model.basemap import Region
from mapdesk.model.control_change import ControlChange, control_change, counting_all
from mapdesk.model.left_out import left_out
from mapdesk.model.project import Project
from tests.plain_maps import day, put, rectangle, same_ground, snapshot, two_sides

WEST, SOUTH = rectangle(30, 46, 34, 50), rectangle(34, 44, 36, 46)


def test_a_large_piece_that_is_gone_at_once_seems_left_out() -> None:
    (region,) = left_out([WEST, SOUTH], [WEST])
    assert same_ground(region, SOUTH)


def test_a_front_that_moved_back_is_ground_lost() -> None:
    assert left_out([WEST], [rectangle(30, 46, 33.8, 50)]) == []


def test_a_small_country_that_is_gone_and_ground_that_ended_are_not_left_out() -> None:
    assert (
        left_out(
            [rectangle(30, 46, 30.4, 46.2), rectangle(31, 46, 31.4, 46.2)], [rectangle(30, 46, 30.4, 46.2)]
        )
        == []
    )
    assert left_out([WEST], []) == []


CRIMEA = Region(code="XX-1", name="Crimea", shape=rectangle(32, 44, 36, 46))


def change_with_regions(project: Project, *regions: Region) -> ControlChange:
    before, after = snapshot(project, 1), snapshot(project, 2)
    return control_change(project, before, after, day(1), day(2), regions=lambda _: regions)


def held_with_crimea() -> Project:
    """Red holds a region and land north of it in Blue's home on the first day, on the second some land."""
    project = two_sides(blue=rectangle(30, 43, 40, 50))
    project = put(project, "red", rectangle(32, 44, 36, 46).union(rectangle(34, 46, 36, 48)))
    return put(project, "red", rectangle(34, 46.5, 36, 48), on=2)


def test_a_region_that_the_later_source_left_out_is_warned_of_and_not_counted() -> None:
    project = put(held_with_crimea(), "red", rectangle(34, 46, 36, 48), on=2)
    found = change_with_regions(project, CRIMEA)
    assert (found.patches, found.totals, found.set_aside.count) == ((), (), 0)
    (gone,) = found.left_out
    assert gone.area_km2 > 1000
    (warning,) = found.warnings
    assert warning.startswith("The map of 2024-05-02 seems to leave out Crimea, of which Red holds ")
    assert len(counting_all(project, found).patches) == 1


def test_a_region_that_the_earlier_source_left_out_is_not_counted_as_gained() -> None:
    project = put(held_with_crimea(), "red", rectangle(34, 46, 36, 48), on=2)
    whole = rectangle(32, 44, 36, 46).union(rectangle(34, 46, 36, 48))
    project = put(project, "red", whole, on=3)
    found = control_change(
        project, snapshot(project, 2), snapshot(project, 3), day(2), day(3), regions=lambda _: (CRIMEA,)
    )
    assert found.patches == ()
    assert len(found.left_out) == 1
    assert "The map of 2024-05-02 seems to leave out Crimea" in found.warnings[0]


def test_ground_that_ends_where_no_region_does_was_given_up() -> None:
    project = put(held_with_crimea(), "red", rectangle(34, 46, 36, 48), on=2)
    elsewhere = Region(code="XX-2", name="Elsewhere", shape=rectangle(32, 44, 40, 49))
    found = change_with_regions(project, elsewhere)
    assert (len(found.patches), found.left_out, found.warnings) == (1, (), ())


def test_a_region_that_another_side_took_was_not_left_out() -> None:
    project = put(held_with_crimea(), "red", rectangle(34, 46, 36, 48), on=2)
    project = put(project, "blue", CRIMEA.shape, on=2)
    found = change_with_regions(project, CRIMEA)
    assert (len(found.patches), found.left_out) == (1, ())
