"""Places are found by any spelling and by coordinates."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mapdesk.ui.find_place import FindPlace, coordinates


@pytest.fixture
def field(qtbot: QtBot) -> FindPlace:
    field = FindPlace()
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.mark.parametrize("spelling", ["Kherson", "Херсон", "kherson"])
def test_enter_goes_to_the_place_of_any_spelling(qtbot: QtBot, field: FindPlace, spelling: str) -> None:
    field.setText(spelling)
    field.textEdited.emit(spelling)
    with qtbot.waitSignal(field.chosen) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args is not None
    lon, lat, name = chosen.args
    assert (round(lon, 1), round(lat, 1), name) == (32.6, 46.6, "Kherson")


def test_typed_coordinates_are_gone_to(qtbot: QtBot, field: FindPlace) -> None:
    qtbot.keyClicks(field, "46.635, 32.617")
    with qtbot.waitSignal(field.chosen) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == [32.617, 46.635, "46.635, 32.617"]


def test_a_name_that_no_place_bears_is_answered_in_a_sentence(qtbot: QtBot, field: FindPlace) -> None:
    qtbot.keyClicks(field, "Qqqqxz")
    assert field.text() == "Qqqqxz"
    with qtbot.waitSignal(field.missed) as missed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert missed.args == ["No place is called “Qqqqxz” in the gazetteer."]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("46.5 N 32.25 E", (32.25, 46.5)),
        ("46.5S, 32.25W", (-32.25, -46.5)),
        ("-46.5; 32.25", (32.25, -46.5)),
        ("91, 3", None),
        ("Kherson", None),
    ],
)
def test_coordinates_are_latitude_first_with_or_without_letters(
    text: str, there: tuple[float, float] | None
) -> None:
    assert coordinates(text) == there
