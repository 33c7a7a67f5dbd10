"""The dialog that asks whose the ground on each side of the front lines is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from mapdesk.model.features import FrontLine, Status
from mapdesk.model.project import Side
from mapdesk.session.naming import STATUS_WORDS
from mapdesk.session.parting import winds_beside
from mapdesk.ui.icons import swatch


class Within(StrEnum):
    """Which ground the lines are to part."""

    USUAL = "usual"
    VIEW = "view"


class AreasFromLinesDialog(QDialog):
    """Asks how the ground beside front lines is parted."""

    def __init__(
        self, parent: QWidget | None, lines: Sequence[FrontLine], sides: Sequence[Side], usual: str
    ) -> None:
        """`usual` says what the lines part where nothing else is chosen."""
        super().__init__(parent)
        self.setWindowTitle("Areas from lines")
        asked = [line for line in lines if len(line.sides) != 2]
        winds = winds_beside(asked[0]) if asked else ("", "")
        self.left, self.right = (self._choice_of_side(where, sides) for where in ("left", "right"))
        self.right.setCurrentIndex(1)
        for one, other in ((self.left, self.right), (self.right, self.left)):
            one.activated.connect(lambda _=0, one=one, other=other: self._keep_apart(one, other))
        self.status = QComboBox()
        self.status.setAccessibleName("Status of the ground")
        self.status.setToolTip("How both sides hold their ground")
        for status in (Status.CONTROLLED, Status.CONTESTED, Status.ADVANCE, Status.CLAIMED):
            self.status.addItem(STATUS_WORDS[status].capitalize(), status)
        self.within = QComboBox()
        self.within.setAccessibleName("Ground to part")
        self.within.setToolTip("Nothing is said of what lies outside on this date")
        self.within.addItem(usual, Within.USUAL)
        self.within.addItem("What the map shows now", Within.VIEW)
        self.at_sea = QCheckBox("Part the &sea too")
        self.at_sea.setToolTip("Otherwise the areas end at the coast of the base map")
        form = QFormLayout()
        form.addRow(f"On the &left{_wind(winds[0])}:", self.left)
        form.addRow(f"On the &right{_wind(winds[1])}:", self.right)
        form.addRow("&Held as:", self.status)
        form.addRow("&Ground:", self.within)
        form.addRow("", self.at_sea)
        for choice in (self.left, self.right):
            choice.setEnabled(bool(asked))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Make areas")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.said = QLabel(_said(len(lines), len(asked)))
        self.said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    def _choice_of_side(self, where: str, sides: Sequence[Side]) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(f"Side on the {where}")
        choice.setToolTip(f"Whose the ground on the {where} is, seen along the way a line was drawn")
        for side in sides:
            choice.addItem(swatch(side.colour), side.name, side.uid)
        return choice

    def _keep_apart(self, chosen: QComboBox, other: QComboBox) -> None:
        """No side is on both sides of a line: what was chosen on the one gives way on the other."""
        if chosen.currentIndex() == other.currentIndex():
            other.setCurrentIndex(0 if chosen.currentIndex() else 1)


def _wind(wind: str) -> str:
    return f" ({wind})" if wind else ""


def _said(lines: int, asked: int) -> str:
    which = "The front line" if lines == 1 else f"The {lines} front lines"
    said = (
        f"{which} of this date part{'s' * (lines == 1)} the ground; loose ends are led on to its edge. "
        "Left and right are seen along the way a line was drawn."
    )
    if asked < lines:
        named = lines - asked
        said += f" {named} of them name{'s' if named == 1 else ''} both sides, which are kept."
    return said
