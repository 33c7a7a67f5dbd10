"""Unit symbols on the map are drawn beside the window, once, and the map is then painted again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from shapely import Point

from mapdesk.edit.features import add_annotation
from mapdesk.edit.project import DESK
from mapdesk.model.features import AnnotationKind
from mapdesk.model.project import Project
from mapdesk.render import unit_symbols
from mapdesk.render.unit_symbols import drawn_before
from mapdesk.ui.desk import Desk
from mapdesk.ui.unit_symbols import UnitSymbols
from tests.plain_maps import day, numbered, put, square, two_sides

CODES = ("10031000001211000000", "10031000999999999999")


def _with_units(project: Project) -> Project:
    for number, code in enumerate(CODES):
        project = add_annotation(
            project,
            account=DESK,
            day=day(1),
            kind=AnnotationKind.SYMBOL,
            shape=Point(31 + number, 51),
            symbol=code,
            ids=numbered(70 + number),
        ).project
    return project


def test_a_map_with_units_is_painted_again_when_their_symbols_are_there(
    qtbot: QtBot, open_desk: Callable[[Project], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_symbols, "_drawn", {})
    desk = open_desk(_with_units(put(two_sides(), "red", square(30, 50))))
    painted: list[bool] = []
    units = UnitSymbols(desk, lambda: painted.append(drawn_before(CODES[0]) is not None))
    qtbot.waitUntil(lambda: bool(painted), timeout=20_000)
    assert painted == [True]
    # What the library lacks is not asked for again and again.
    assert desk.showing is not None
    desk.alter(selected=tuple(desk.showing.features)[:1])
    qtbot.wait(50)
    assert painted == [True]
    units.finish()
