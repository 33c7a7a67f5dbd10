"""The sides of a project, a row for each: colour, name, home ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.project import PALETTE
from mapdesk.model.project import Side
from mapdesk.session.project_change import WantedSide
from mapdesk.ui.home_ground_field import HomeGroundField
from mapdesk.ui.icons import icon, swatch

_FIRST_NAMES = ("The one side", "The other side")


@dataclass
class _Row:
    colour: str
    button: QToolButton
    name: QLineEdit
    home: HomeGroundField
    remove: QToolButton
    #: The side that it is already, and the home ground that it has; nothing for one that is new.
    uid: str = ""
    known_home: str = ""

    def widgets(self) -> tuple[QWidget, ...]:
        return self.button, self.name, self.home, self.remove


class SideRows(QWidget):
    """Sides that there are, or else two to begin with; more are added and any removed."""

    #: A name, a colour, a home ground or the number of sides.
    changed = Signal()
    #: The field of home ground that a file was chosen for, and the file's path.
    file_chosen = Signal(object, object)

    def __init__(self, sides: Sequence[Side] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        for column, words in ((1, "Name"), (2, "Home ground")):
            self._grid.addWidget(QLabel(words), 0, column)
        self.add_button = QPushButton(icon("add"), "&Add a side")
        self.add_button.setToolTip("Add another side")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._add_and_go_there)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._inside)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        for side in sides:
            self._add_known(side)
        for _ in _FIRST_NAMES if not sides else ():
            self._add()

    def sides(self) -> list[tuple[str, str]]:
        """Name and colour of each side, as they stand."""
        return [(row.name.text().strip(), row.colour) for row in self._rows]

    def homes(self) -> list[tuple[str, str]]:
        """Name and home ground of each side that has any; raises EditRefused for ground that isn't known."""
        labelled = [(row.name.text().strip(), row.home.label()) for row in self._rows]
        return [(name, label) for name, label in labelled if label]

    def wanted(self) -> list[WantedSide]:
        """What the sides are to be; raises EditRefused for ground that isn't known."""
        return [
            WantedSide(
                uid=row.uid,
                name=row.name.text().strip(),
                colour=row.colour,
                home=None if row.uid and row.home.line.text() == row.known_home else row.home.label(),
            )
            for row in self._rows
        ]

    def go_to(self, number: int) -> None:
        """Put the cursor on the name of a side, counted from 1."""
        self._rows[number - 1].name.setFocus()

    def _add_and_go_there(self) -> None:
        self._add().name.setFocus()

    def _add_known(self, side: Side) -> None:
        row = self._add()
        row.uid, row.colour = side.uid, side.colour
        row.known_home = ", ".join(home.label for home in side.home)
        row.name.setText(side.name)
        row.home.line.setText(row.known_home)
        row.home.line.setCursorPosition(0)
        self._place()

    def _add(self) -> _Row:
        number = len(self._rows) + 1
        used = {row.colour for row in self._rows}
        colour = next((one for one in PALETTE if one not in used), PALETTE[(number - 1) % len(PALETTE)])
        row = _Row(colour, QToolButton(), QLineEdit(), HomeGroundField(f"side {number}"), QToolButton())
        row.button.setIconSize(QSize(18, 18))
        row.name.setPlaceholderText(_FIRST_NAMES[number - 1] if number <= len(_FIRST_NAMES) else "")
        row.remove.setIcon(icon("close"))
        for button in (row.button, row.remove):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.button.clicked.connect(lambda: self._choose_colour(row))
        row.remove.clicked.connect(lambda: self._remove(row))
        row.name.textChanged.connect(self.changed)
        row.home.changed.connect(self.changed)
        row.home.file_chosen.connect(lambda path: self.file_chosen.emit(row.home, path))
        self._rows.append(row)
        self._place()
        return row

    def _remove(self, row: _Row) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        for widget in row.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._place()
        self._rows[min(at, len(self._rows) - 1)].name.setFocus()

    def _place(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.name.setAccessibleName(f"Name of side {number}")
            row.home.line.setAccessibleName(f"Home ground of side {number}")
            row.home.browse.setAccessibleName(f"Home ground of side {number} from a file")
            row.button.setAccessibleName(f"Colour of side {number}")
            row.button.setToolTip(f"Choose the colour of side {number}; now {row.colour}")
            row.button.setIcon(swatch(row.colour, 18))
            row.remove.setAccessibleName(f"Remove side {number}")
            row.remove.setToolTip(f"Remove side {number}")
            # A map needs a side at least.
            row.remove.setEnabled(len(self._rows) > 1)
            for column, widget in enumerate(row.widgets()):
                self._grid.addWidget(widget, number, column)
                # The layout shows it later, and what isn't shown takes no focus.
                widget.show()
        self.put_in_order()
        self.changed.emit()

    def put_in_order(self) -> None:
        """Let Tab go row by row; to be called again once the rows stand in a window."""
        stops: list[QWidget] = []
        for row in self._rows:
            stops += [row.button, row.name, row.home.line, row.home.browse, row.remove]
        for before, after in pairwise([*stops, self.add_button]):
            QWidget.setTabOrder(before, after)

    def _choose_colour(self, row: _Row) -> None:
        for number, colour in enumerate(PALETTE):
            QColorDialog.setStandardColor(number, QColor(colour))
        chosen = QColorDialog.getColor(QColor(row.colour), self, "Colour of the side")
        if chosen.isValid():
            row.colour = chosen.name().upper()
            self._place()
