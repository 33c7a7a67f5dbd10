"""What can be set for the tool in use stands in a bar, and what is set there is told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox
from pytestqt.qtbot import QtBot

from mapdesk.tools.tool import Amount, Choice
from mapdesk.ui.tool_options import ToolOptions

WIDTH = Amount("width", "Brush", "km", 0.5, 200.0, 10.0)
GIVES = Choice("gives", "Give", (("area", "Area"), ("region", "Oblast")), "area")


@pytest.fixture
def told(qtbot: QtBot) -> tuple[ToolOptions, list[tuple[str, str | float]]]:
    """Options, and what they told."""
    said: list[tuple[str, str | float]] = []
    options = ToolOptions(lambda key, value: said.append((key, value)))
    qtbot.addWidget(options)
    return options, said


def test_an_amount_is_shown_with_its_unit_and_told_when_it_is_set(told) -> None:
    options, said = told
    options.present((WIDTH,))
    spin = options.findChild(QDoubleSpinBox)
    assert (spin.text(), spin.accessibleName()) == ("10.0 km", "Brush")
    spin.setValue(12.5)
    assert said == [("width", 12.5)]


def test_a_choice_shows_its_words_and_tells_its_value(told) -> None:
    options, said = told
    options.present((GIVES,))
    combo = options.findChild(QComboBox)
    assert combo.currentText() == "Area"
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert said == [("gives", "region")]


def test_showing_another_value_of_the_same_option_keeps_the_field_and_tells_nothing(told) -> None:
    options, said = told
    options.present((WIDTH,))
    spin = options.findChild(QDoubleSpinBox)
    options.present((Amount("width", "Brush", "km", 0.5, 200.0, 20.0),))
    assert options.findChild(QDoubleSpinBox) is spin
    assert (spin.value(), said) == (20.0, [])


def test_a_tool_without_options_leaves_the_bar_empty(told, qtbot: QtBot) -> None:
    options, _ = told
    options.present((WIDTH, GIVES))
    options.present(())
    qtbot.waitUntil(lambda: not options.findChildren(QDoubleSpinBox))
    assert not options.findChildren(QComboBox)
