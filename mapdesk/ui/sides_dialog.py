"""What the dialogs of a new and of an open project share: a title, the sides, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mapdesk.basemaps.territories import find_territories
from mapdesk.edit.edit import EditRefused
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.project import Side
from mapdesk.session.alike_colours import alike
from mapdesk.session.new_project import home_of, project_with
from mapdesk.ui.beside import Beside
from mapdesk.ui.home_ground_field import HomeGroundField
from mapdesk.ui.side_rows import SideRows


class SidesDialog(QDialog):
    """Title and sides, with a word on colours that look alike, and a sentence where something can't be."""

    def __init__(self, title: str, sides: Sequence[Side], parent: QWidget | None) -> None:
        super().__init__(parent)
        # The names of all regions take a moment to read; that is over before anybody types one.
        self._beside = Beside()
        self._beside.run(lambda: find_territories("a", 1), lambda _: None, lambda _: None)
        self.title = QLineEdit(title)
        self.title.setAccessibleName("Title")
        self.sides = SideRows(sides)
        self._alike = QLabel()
        self._alike.setWordWrap(True)
        self.sides.changed.connect(self._judge_colours)
        self.sides.file_chosen.connect(self._try_file)
        self._refusal = QLabel()
        self._refusal.setWordWrap(True)
        bold = self._refusal.font()
        bold.setBold(True)
        self._refusal.setFont(bold)
        self._refusal.setAccessibleName("What is missing")
        self._refusal.hide()

    def _lay_out(
        self,
        above: Sequence[tuple[str | QLabel, QWidget | QLayout]],
        below: Sequence[tuple[str | QLabel, QWidget | QLayout]],
        buttons: QDialogButtonBox,
    ) -> None:
        """The title, the rows above the sides, the sides, the rows below them, and the buttons."""
        sides = QVBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self.sides)
        sides.addWidget(self._alike)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for label, field in (("&Title", self.title), *above, ("Sides", sides), *below):
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self._refusal)
        column.addWidget(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setMinimumWidth(560)
        self.resize(680, self.sizeHint().height())
        self.sides.put_in_order()
        self._judge_colours()

    def _named_sides(self) -> list[tuple[str, str]]:
        """The sides by name and colour; raises EditRefused where one has no name."""
        sides = self.sides.sides()
        for number, (name, _) in enumerate(sides, start=1):
            if not name:
                self.sides.go_to(number)
                raise EditRefused(f"Side {number} needs a name, or remove it.")
        return sides

    def _refuse(self, refusal: Exception) -> None:
        self._refusal.setText(str(refusal))
        self._refusal.show()

    def _try_file(self, field: HomeGroundField, path: Path) -> None:
        """Refuse a file that holds no ground while it can still be exchanged for another."""

        def refuse(fault: Exception) -> None:
            if self.isVisible() and isinstance(fault, EditRefused | SourceRefused):
                field.line.clear()
                self._refuse(fault)

        self._beside.run(partial(home_of, str(path)), lambda _: self._refusal.hide(), refuse)

    def _judge_colours(self) -> None:
        named = [
            (name or f"Side {number}", colour) for number, (name, colour) in enumerate(self.sides.sides(), 1)
        ]
        try:
            sides = project_with("", named).sides_in_order()
        except EditRefused:
            return  # two of one name: said when the dialog is accepted
        said = alike(sides)
        self._alike.setText("\n".join(said))
        self._alike.setVisible(bool(said))
