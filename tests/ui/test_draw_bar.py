"""What is drawn with, chosen in the bar: the side and the status that new ground gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from shapely import Polygon

from mapdesk.edit.claim import give_ground
from mapdesk.model.features import Status
from mapdesk.session.edit_session import EditSession
from mapdesk.ui.desk import Desk
from mapdesk.ui.draw_bar import DrawnWith
from tests.plain_maps import areas, put, square, two_sides


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """Red holds a square."""
    made = Desk()
    project = put(two_sides(), "red", square(30, 50))
    made.open(lambda: EditSession.create(tmp_path / "war.mapdesk.gpkg", project), "a plain map")
    qtbot.waitUntil(lambda: made.is_settled() and made.showing is not None)
    yield made
    made.finish()


def _choose(qtbot: QtBot, bar: DrawnWith, name: str, words: str) -> None:
    (field,) = [field for field in bar.findChildren(QComboBox) if field.accessibleName() == name]
    row = field.findText(words)
    assert row >= 0
    # As the keyboard chooses.
    while field.currentIndex() != row:
        qtbot.keyClick(field, Qt.Key.Key_Down if field.currentIndex() < row else Qt.Key.Key_Up)


def test_ground_drawn_as_claimed_lies_over_the_map_and_takes_nothing(qtbot: QtBot, desk: Desk) -> None:
    bar = DrawnWith(desk)
    qtbot.addWidget(bar)
    bar.show()
    _choose(qtbot, bar, "Draw for side", "Blue")
    _choose(qtbot, bar, "Draw with status", "Claimed")
    showing = desk.showing
    assert showing is not None
    assert (showing.side, showing.status) == ("blue", Status.CLAIMED)
    (held,) = areas(showing.project)
    ground: Polygon = square(30, 50)
    desk.do(
        "Draw",
        lambda project: give_ground(
            project,
            account=showing.account,
            day=showing.day,
            ground=[ground],
            side=showing.side,
            status=showing.status,
            ids=desk.ids,
        ),
    )
    assert desk.showing is not None
    assert held in areas(desk.showing.project)
    assert [area.status for area in areas(desk.showing.project)] == [held.status, Status.CLAIMED]
