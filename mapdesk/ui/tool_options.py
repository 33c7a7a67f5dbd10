"""What can be set for the tool in use: a chooser or a number for each of its options."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from mapdesk.tools.tool import Amount, Choice, Option


class ToolOptions(QWidget):
    """The options of one tool at a time; `choose` is told which was set to what."""

    def __init__(self, choose: Callable[[str, str | float], None]) -> None:
        super().__init__()
        self._choose = choose
        self._fields: dict[str, QComboBox | QDoubleSpinBox] = {}
        self._asked: tuple[tuple[str, str], ...] = ()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(4, 0, 4, 0)

    def present(self, options: tuple[Option, ...]) -> None:
        """Show some options with their values."""
        asked = tuple((option.key, option.label) for option in options)
        if asked != self._asked:
            self._asked = asked
            self._build(options)
        for option in options:
            field = self._fields[option.key]
            with QSignalBlocker(field):
                if isinstance(option, Choice) and isinstance(field, QComboBox):
                    _show_choice(field, option)
                elif isinstance(option, Amount) and isinstance(field, QDoubleSpinBox):
                    field.setValue(option.current)

    def _build(self, options: tuple[Option, ...]) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = {option.key: self._field(option) for option in options}
        for option in options:
            label = QLabel(option.label)
            label.setBuddy(self._fields[option.key])
            self._layout.addWidget(label)
            self._layout.addWidget(self._fields[option.key])

    def _field(self, option: Option) -> QComboBox | QDoubleSpinBox:
        if isinstance(option, Choice):
            combo = QComboBox()
            combo.setAccessibleName(option.label)
            combo.activated.connect(lambda: self._choose(option.key, str(combo.currentData())))
            return combo
        spin = QDoubleSpinBox()
        spin.setAccessibleName(option.label)
        spin.setRange(option.least, option.most)
        spin.setDecimals(1)
        spin.setKeyboardTracking(False)
        spin.setSuffix(f" {option.unit}" if option.unit else "")
        spin.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        spin.valueChanged.connect(lambda value: self._choose(option.key, value))
        return spin


def _show_choice(field: QComboBox, option: Choice) -> None:
    present = tuple((str(field.itemData(row)), field.itemText(row)) for row in range(field.count()))
    if present != option.values:
        field.clear()
        for value, words in option.values:
            field.addItem(words, value)
    field.setCurrentIndex(field.findData(option.current))
