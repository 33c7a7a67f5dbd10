"""Places are found by any spelling and by coordinates."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from mapdesk.ui.find_place import FindPlace


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
    assert chosen.args == [32.617, 46.635, "46.6350° N, 32.6170° E"]


@pytest.mark.parametrize("text", ["46°38′06″ N 32°36′30″ E", "36T VS 70018 64678", "32.6083 E 46.635 N"])
def test_the_list_offers_to_go_to_coordinates_in_any_notation(
    qtbot: QtBot, field: FindPlace, text: str
) -> None:
    field.setText(text)
    field.textEdited.emit(text)
    listed = field.completer().completionModel()
    assert [listed.index(row, 0).data() for row in range(listed.rowCount())] == [
        "Go to 46.6350° N, 32.6083° E"
    ]
    with qtbot.waitSignal(field.chosen) as chosen:
        field.completer().activated[QModelIndex].emit(listed.index(0, 0))  # type: ignore[index]
    assert chosen.args is not None
    assert [round(value, 4) for value in chosen.args[:2]] == [32.6083, 46.635]


def test_a_name_that_no_place_bears_is_answered_in_a_sentence(qtbot: QtBot, field: FindPlace) -> None:
    qtbot.keyClicks(field, "Qqqqxz")
    assert field.text() == "Qqqqxz"
    with qtbot.waitSignal(field.missed) as missed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert missed.args == ["No place is called “Qqqqxz” in the gazetteer."]


def test_numbers_that_are_no_place_on_earth_are_refused_as_coordinates(
    qtbot: QtBot, field: FindPlace
) -> None:
    qtbot.keyClicks(field, "99.5, 400")
    with qtbot.waitSignal(field.missed) as missed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert missed.args is not None
    assert missed.args[0].startswith("“99.5, 400” is no coordinate; write latitude and longitude as")
