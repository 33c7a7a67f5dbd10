"""Ground that moved is told from slivers and from a line that was only drawn again."""

from __future__ import annotations

import pytest
from shapely import Polygon

from mapdesk.model.change_noise import WhyAside, drawn_again
from mapdesk.model.control_change import ControlChange, control_change, counting_all
from mapdesk.model.project import Project
from tests.plain_maps import day, facing, put, rectangle, snapshot


def change(project: Project, least_km2: float = 0.0) -> ControlChange:
    return control_change(
        project, snapshot(project, 1), snapshot(project, 2), day(1), day(2), least_km2=least_km2
    )


def _moved(line: list[tuple[float, float]]) -> Project:
    """Red and Blue face each other along 32° E on the first day, and along another line on the second."""
    project = put(facing(), "blue", rectangle(33.9, 50, 34, 52), on=2)
    project = put(project, "red", Polygon([(30, 50), *line, (30, 52)]), on=2)
    return put(project, "blue", Polygon([*line, (34, 52), (34, 50)]), on=2)


def test_a_border_that_swings_to_and_fro_by_a_little_was_drawn_again() -> None:
    found = change(_moved([(32, 50), *_swings(12, 0.002), (32, 52)]))
    assert found.patches == ()
    assert found.totals == ()
    assert found.set_aside.count >= 10
    assert {patch.aside for patch in found.set_aside.patches} <= {WhyAside.DRAWN_AGAIN, WhyAside.SLIVER}


def _swings(count: int, width: float) -> list[tuple[float, float]]:
    swung = [(32 + width * (-1) ** number, 51 + 0.01 * number) for number in range(count)]
    return [(32.0, 50.99), *swung, (32.0, 51 + 0.01 * count)]


def test_a_border_that_only_goes_forward_by_as_little_is_a_change() -> None:
    line = [(32, 50), *((abs(x - 32) + 32, y) for x, y in _swings(12, 0.004)), (32, 52)]
    found = change(_moved(line))
    assert len(found.patches) == 1
    assert found.set_aside.count == 0


def test_a_push_of_many_km2_beside_a_redrawn_border_stays_a_change() -> None:
    line = [(32, 50), *_swings(12, 0.002), (32, 51.2), (32.3, 51.5), (32, 51.8), (32, 52)]
    found = change(_moved(line))
    (push,) = found.patches
    assert push.area_km2 > 100
    assert found.set_aside.count >= 10


def test_patches_smaller_than_wanted_are_set_aside_and_counted() -> None:
    line = [(32, 50), (32, 50.5), (32.1, 50.6), (32, 50.7), (32, 51), (32.01, 51.02), (32, 51.04), (32, 52)]
    project = _moved(line)
    large, small = change(project).patches
    found = change(project, least_km2=5)
    assert [patch.area_km2 for patch in found.patches] == [large.area_km2]
    (aside,) = found.set_aside.patches
    assert (aside.area_km2, aside.aside, aside.uid) == (small.area_km2, WhyAside.SMALL, "aside-1")
    assert found.totals[0].gained_km2 == pytest.approx(large.area_km2)


def test_counting_all_puts_what_was_set_aside_back_into_patches_and_totals() -> None:
    project = _moved([(32, 50), *_swings(12, 0.002), (32, 52)])
    found = change(project)
    every = counting_all(project, found)
    assert len(every.patches) == found.set_aside.count
    assert every.totals[0].gained_km2 + every.totals[0].lost_km2 == pytest.approx(found.set_aside.area_km2)


def test_a_long_thin_piece_under_a_tenth_of_a_km2_is_a_sliver() -> None:
    found = change(put(facing(), "red", rectangle(31, 50, 32.0006, 50.02), on=2, add=True))
    (sliver,) = found.set_aside.patches
    assert sliver.aside is WhyAside.SLIVER
    assert 0.05 < sliver.area_km2 < 0.1


def test_no_pieces_are_no_redrawing() -> None:
    assert drawn_again([]) == set()
