"""A region that a source left out is told from ground that was lost."""

from __future__ import annotations

from mapdesk.model.left_out import left_out
from tests.plain_maps import rectangle, same_ground

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
