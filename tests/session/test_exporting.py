"""Orders of pictures: what their files are called, and what of the project they carry."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.model.layout import DateRule, Frame
from mapdesk.session.exporting import Order, carry_out, file_stem, lean, size_orders
from tests.plain_maps import day, put, rectangle, two_sides

SOUTH = Frame(
    uid="f", name="South", bounds=(31, 46, 35, 49), width=400, height=300, date_rule=DateRule.SINCE_PREVIOUS
)


def order(**changes: object) -> Order:
    """A picture of the last of three days on which Red loses ground."""
    project = two_sides()
    for on, west in ((1, 32), (2, 33), (3, 33.5)):
        project = put(project, "red", rectangle(west, 47, 34, 48), on=on)
    values = {"project": project, "account": DESK, "day": day(3), "targets": (), "frame": SOUTH}
    return Order(**(values | changes))  # type: ignore[arg-type]


def test_a_file_is_called_by_frame_date_and_size_and_by_the_date_that_the_picture_bears() -> None:
    project = order().project
    assert file_stem(project, DESK, day(3), SOUTH) == "South, 2024-05-03, 400x300"
    assert file_stem(project, DESK, day(9), SOUTH, scale=2) == "South, 2024-05-03, 400x300@2x"
    named = replace(SOUTH, name='East / "Oskil": now?')
    assert file_stem(project, DESK, day(3), named) == "East - -Oskil- now-, 2024-05-03, 400x300"
    with pytest.raises(EditRefused, match="no map on"):
        file_stem(two_sides(), DESK, day(3), SOUTH)


def test_several_sizes_and_kinds_are_one_order_a_size_into_one_folder(tmp_path: Path) -> None:
    orders = size_orders(order(scale=2), tmp_path, [(1080, 1080), (1080, 1350)], [".png", ".svg"])
    assert [[target.name for target in each.targets] for each in orders] == [
        ["South, 2024-05-03, 1080x1080@2x.png", "South, 2024-05-03, 1080x1080.svg"],
        ["South, 2024-05-03, 1080x1350@2x.png", "South, 2024-05-03, 1080x1350.svg"],
    ]
    assert [(each.frame.width, each.frame.height) for each in orders if each.frame] == [
        (1080, 1080),
        (1080, 1350),
    ]


def test_a_lean_order_carries_two_dates_and_writes_the_same_picture(tmp_path: Path) -> None:
    full = order(targets=(tmp_path / "full.svg",))
    carried = pickle.loads(pickle.dumps(replace(lean(full), targets=(tmp_path / "lean.svg",))))
    assert [snapshot.date for snapshot in carried.project.snapshots[DESK]] == [day(2), day(3)]
    assert carry_out(full) == carry_out(carried)
    assert (tmp_path / "full.svg").read_bytes() == (tmp_path / "lean.svg").read_bytes()


def test_an_order_of_both_kinds_writes_both_and_one_that_can_not_be_writes_neither(tmp_path: Path) -> None:
    both = tmp_path / "map.png", tmp_path / "map.svg"
    carry_out(order(targets=both))
    assert [target.exists() for target in both] == [True, True]
    with pytest.raises(EditRefused, match="no folder"):
        carry_out(order(targets=(tmp_path / "other.png", tmp_path / "none" / "other.svg")))
    assert not (tmp_path / "other.png").exists()
    with pytest.raises(EditRefused, match="no map before"):
        lean(order(day=day(1)))
