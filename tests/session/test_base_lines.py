"""The base map's lines are read beside the window, once for each cell of the map."""

from __future__ import annotations

from mapdesk.session.base_lines import BaseLinesNearby
from tests.tools.hands import lines_read


def test_lines_are_read_once_and_asking_for_them_does_not_wait() -> None:
    nearby = BaseLinesNearby()
    asked = nearby.at(37.6, 49.5)
    read = lines_read(nearby, 37.6, 49.5)
    assert asked in (None, read)
    assert nearby.at(37.6, 49.5) is read
    assert nearby.at(37.9, 49.9) is read
    assert "Oskil" in {line.name for line in read.lines}
