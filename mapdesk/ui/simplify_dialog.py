"""Asks how far to simplify, and shows beforehand how many vertices would be left."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QLabel, QWidget

from mapdesk.edit.edit import Edited
from mapdesk.edit.simplify import simplify_vertices
from mapdesk.model.project import Project
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.tool import OnMap
from mapdesk.tools.vertex_steps import standing_alone
from mapdesk.ui.beside import Beside
from mapdesk.ui.own_fault import sentence_on

_USUAL_M = 100.0
#: So long after the last figure typed it is tried.
_PAUSE_MS = 200


class SimplifyDialog(QDialog):
    """A number of metres for the vertices at some places."""

    def __init__(self, parent: QWidget, on: OnMap, at: Collection[LonLat]) -> None:
        super().__init__(parent)
        self._on, self._at = on, at
        self._beside = Beside()
        self._ticket: object = None
        self.setWindowTitle("Simplify vertices")
        self._metres = QDoubleSpinBox()
        self._metres.setAccessibleName("Smallest detail to keep, in metres")
        self._metres.setRange(1, 100_000)
        self._metres.setDecimals(0)
        self._metres.setSuffix(" m")
        self._metres.setSingleStep(10)
        self._metres.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self._metres.setValue(_USUAL_M)
        self._metres.setToolTip("Corners smaller than about this go; where borders meet, all stays")
        self._result = QLabel()
        self._result.setWordWrap(True)
        self._result.setMinimumWidth(320)
        self._result.setMinimumHeight(2 * self._result.fontMetrics().lineSpacing())
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText("Simplify")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QFormLayout(self)
        layout.addRow("Smallest detail to keep", self._metres)
        layout.addRow(self._result)
        layout.addRow(buttons)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._try)
        self._metres.valueChanged.connect(self._wait)
        self.finished.connect(self._beside.finish)
        self._wait()
        self._pause.start(0)

    def simplify(self, project: Project) -> Edited:
        """The edit that was asked for."""
        return _simplified(project, self._on, self._at, self._metres.value())

    def _wait(self) -> None:
        self._beside.forget(self._ticket)
        self._ok.setEnabled(False)
        self._result.setText("Counting …")
        self._pause.start()

    def _try(self) -> None:
        work = partial(_simplified, self._on.project, self._on, self._at, self._metres.value())
        self._ticket = self._beside.run(work, self._show, self._show_refusal)

    def _show(self, edited: Edited) -> None:
        self._result.setText(edited.notes[-1])
        self._ok.setEnabled(True)

    def _show_refusal(self, fault: Exception) -> None:
        self._result.setText(sentence_on(fault))


def _simplified(project: Project, on: OnMap, at: Collection[LonLat], metres: float) -> Edited:
    return simplify_vertices(
        project, account=on.account, day=on.day, metres=metres, at=at, feature_ids=standing_alone(on)
    )
