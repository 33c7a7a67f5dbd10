"""The selected Features: what they are, and the facts on them that can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.features import change_fact, duplicate_features
from mapdesk.edit.locks import lock_features
from mapdesk.model.features import Annotation, ControlArea, Evidence, Feature, FrontLine, Status
from mapdesk.model.project import Project
from mapdesk.model.symbols import symbols_for
from mapdesk.session.deletion import deletion
from mapdesk.session.naming import STATUS_WORDS, feature_name, feature_size, said_area, side_name, where_it_is
from mapdesk.session.showing import Showing
from mapdesk.ui.desk import Desk
from mapdesk.ui.icons import icon, swatch

_NOTE_ROWS = 4


class SelectionPanel(QScrollArea):
    """A form on the selected Features; a field that differs among them is empty until one fills it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Showing | None = None
        self._filling = False
        self._lines: list[tuple[QLineEdit, str]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title, self._what = QLabel(), QLabel()
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        font = self._title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self._title.setFont(font)
        self._what.setWordWrap(True)
        self._what.setAccessibleName("What is selected")
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name = self._line("Name", "name", "What this is called in lists and labels")
        self._text = self._line("Text", "text", "The words on the map")
        self._symbol = self._choice("Symbol", "symbol", "What it is drawn as")
        self._side = self._choice("Side", "side", "Whose it is, and in whose colour it is drawn")
        self._status = self._choice("Status", "status", "How it is held")
        self._evidence = self._choice("Evidence", "evidence", "How well it is known")
        self._by = self._line("Known from", "evidence_by", "Who says so, or how it was established")
        self._since = self._line(
            "Known since", "evidence_since", "Since when it is known so, such as 2022-10-04"
        )
        self._note = _Note(lambda text: self._change("note", text))
        self._note.setAccessibleName("Note")
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setContentsMargins(0, 0, 0, 0)
        for field in (
            self._name,
            self._text,
            self._symbol,
            self._side,
            self._status,
            self._evidence,
            self._by,
            self._since,
        ):
            self._form.addRow(field.accessibleName(), field)
        self._form.addRow("Note", self._note)
        self._locked = QCheckBox("Locked")
        self._locked.setToolTip("Keep it from being moved, changed or deleted (Ctrl+L)")
        self._locked.setAccessibleName("Locked")
        self._locked.clicked.connect(lambda: self._lock(self._locked.isChecked()))
        for status in Status:
            self._status.addItem(STATUS_WORDS[status].capitalize(), status)
        for evidence in Evidence:
            self._evidence.addItem(evidence.value.capitalize(), evidence)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for name, tip, slot in (
            ("fit", "Show it on the map", self.go_to),
            ("copy", "Duplicate it", self.duplicate),
            ("delete", "Delete it (Del)", self.delete),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch()
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._what)
        layout.addWidget(self._buttons)
        self._fields = QWidget()
        self._fields.setLayout(self._form)
        layout.addWidget(self._locked)
        layout.addWidget(self._fields)
        layout.addStretch()
        self.setWidget(body)
        desk.leaving.connect(self.settle)
        desk.changed.connect(self.present)
        self.present(desk.showing)

    def present(self, showing: Showing | None) -> None:
        """Show the selected Features of a Showing."""
        old, self._shown = self._shown, showing
        chosen = self._chosen()
        if (
            old is not None
            and showing is not None
            and old.project.sides is showing.project.sides
            and [old.features.get(uid) for uid in old.selected] == chosen
            and old.selected == showing.selected
        ):
            return
        self._fill(chosen)

    def settle(self) -> None:
        """Take what is being written before another day or selection is shown."""
        for field, fact in self._lines:
            self._take_line(field, fact)
        self._note.settle()

    def go_to(self) -> None:
        """Show the selected Features on the map."""
        shapes = [feature.shape for feature in self._chosen()]
        if shapes:
            west, south, east, north = shapely.total_bounds(shapes).tolist()
            self._desk.look_at((west, south, east, north))

    def delete(self) -> None:
        """Delete the selected Features that are visible, as one step."""
        showing = self._shown
        visible = [f for f in self._chosen() if showing is None or f.feature_id not in showing.hidden]
        if showing is not None and visible:
            self._desk.do_by_hand(*deletion(showing.project, showing.account, showing.day, visible))

    def duplicate(self) -> None:
        """Put copies of the selected Features beside them, as one step."""
        showing = self._shown
        if showing is None or not showing.selected:
            return
        west, south, east, north = shapely.total_bounds([f.shape for f in self._chosen()]).tolist()
        away = max(east - west, north - south, 0.2) / 10
        self._desk.do_by_hand(
            f"Duplicate {self._called()}",
            lambda project: duplicate_features(
                project,
                account=showing.account,
                day=showing.day,
                feature_ids=showing.selected,
                offset=(away, -away),
                ids=self._desk.ids,
            ),
        )

    def _lock(self, locked: bool) -> None:
        showing = self._shown
        lockable = [feature.feature_id for feature in self._chosen() if not _is_derived(feature)]
        if showing is None or not lockable:
            return
        done = self._desk.do(
            f"{'Lock' if locked else 'Unlock'} {self._called()}",
            lambda project: lock_features(
                project, account=showing.account, feature_ids=lockable, locked=locked
            ),
        )
        if done is None:
            self._fill(self._chosen())

    def _chosen(self) -> list[Feature]:
        showing = self._shown
        if showing is None:
            return []
        return [showing.features[uid] for uid in showing.selected if uid in showing.features]

    def _called(self) -> str:
        chosen = self._chosen()
        assert self._shown is not None
        return feature_name(self._shown.project, chosen[0]) if len(chosen) == 1 else f"{len(chosen)} features"

    def _fill(self, chosen: Sequence[Feature]) -> None:
        showing = self._shown
        self._filling = True
        self._fields.setVisible(bool(chosen))
        self._buttons.setVisible(bool(chosen))
        lockable = [feature for feature in chosen if not _is_derived(feature)]
        self._locked.setVisible(bool(lockable))
        self._locked.setEnabled(self._desk.writable)
        self._locked.setTristate(len({feature.locked for feature in lockable}) > 1)
        self._locked.setCheckState(_lock_state(lockable))
        # A field that would be refused says so before it is written in.
        self._fields.setEnabled(not any(feature.locked for feature in chosen))
        self._title.setVisible(bool(chosen))
        if showing is None or not chosen:
            self._what.setText("Click something on the map to see what it is and to change it.")
            self._filling = False
            return
        project = showing.project
        self._title.setText(self._called())
        self._what.setText(_said(project, chosen))
        self._side.clear()
        for side in project.sides_in_order():
            self._side.addItem(swatch(side.colour), side.name, side.uid)
        symbols = symbols_for(chosen)
        if symbols:
            self._side.addItem("No side", "")
        self._symbol.clear()
        for key, words in symbols:
            self._symbol.addItem(words, key)
        areas = all(isinstance(feature, ControlArea) for feature in chosen)
        notes = all(isinstance(feature, Annotation) for feature in chosen)
        self._form.setRowVisible(self._symbol, bool(symbols))
        self._form.setRowVisible(self._side, areas or bool(symbols))
        self._form.setRowVisible(self._status, areas)
        self._form.setRowVisible(self._text, notes)
        for field, name in (
            (self._name, "name"),
            (self._text, "text"),
            (self._by, "evidence_by"),
            (self._since, "evidence_since"),
        ):
            field.setText(_common(chosen, name) or "")
        self._note.show_text(_common(chosen, "note") or "")
        for choice, name in (
            (self._symbol, "symbol"),
            (self._side, "side"),
            (self._status, "status"),
            (self._evidence, "evidence"),
        ):
            choice.setCurrentIndex(choice.findData(_common(chosen, name)))
        self._filling = False

    def _change(self, fact: str, value: Any) -> None:
        showing = self._shown
        chosen = self._chosen()
        if self._filling or showing is None or not chosen or _common(chosen, fact) == value:
            return

        edit = partial(
            change_fact,
            account=showing.account,
            day=showing.day,
            feature_ids=[feature.feature_id for feature in chosen],
            fact=fact,
            value=value,
            ids=self._desk.ids,
        )
        said = side_name(showing.project, value) if fact == "side" and value else str(value) or "none"
        if fact == "symbol":
            said = dict(symbols_for(chosen))[value].lower()
        told = ("symbol", "side", "status", "evidence")
        words = f"{_FACTS[fact]} {said}" if fact in told else _FACTS[fact]
        if self._desk.do(f"{self._called()}: {words}", edit) is None:
            self._fill(self._chosen())

    def _line(self, name: str, fact: str, tip: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setToolTip(tip)
        field.editingFinished.connect(lambda: self._take_line(field, fact))
        self._lines.append((field, fact))
        return field

    def _take_line(self, field: QLineEdit, fact: str) -> None:
        # A field that several Features fill differently is empty, and stays so until it is written in.
        if field.isModified():
            field.setModified(False)
            self._change(fact, field.text().strip())

    def _choice(self, name: str, fact: str, tip: str) -> QComboBox:
        field = QComboBox()
        field.setAccessibleName(name)
        field.setToolTip(tip)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        field.activated.connect(lambda: self._change(fact, field.currentData()))
        return field


_FACTS = {
    "name": "name",
    "text": "text",
    "symbol": "symbol",
    "side": "side",
    "status": "status",
    "evidence": "evidence",
    "evidence_by": "known from",
    "evidence_since": "known since",
    "note": "note",
}


class _Note(QPlainTextEdit):
    """A note of a few lines; it is taken when the field is left."""

    def __init__(self, taken: Callable[[str], None]) -> None:
        super().__init__()
        self._taken = taken
        self.setTabChangesFocus(True)
        self.setToolTip("What the desk wants to remember of it")
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _NOTE_ROWS + 12)

    def show_text(self, text: str) -> None:
        """Show a note, unless it is there already."""
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.document().setModified(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.settle()

    def settle(self) -> None:
        """Take what was written, if anything was."""
        if self.document().isModified():
            self.document().setModified(False)
            self._taken(self.toPlainText().strip())


def _is_derived(feature: Feature) -> bool:
    return isinstance(feature, FrontLine) and feature.derived


def _lock_state(features: Sequence[Feature]) -> Qt.CheckState:
    locked = {feature.locked for feature in features}
    if len(locked) > 1:
        return Qt.CheckState.PartiallyChecked
    return Qt.CheckState.Checked if locked == {True} else Qt.CheckState.Unchecked


def _common(chosen: Sequence[Feature], fact: str) -> Any:
    """The value of a fact that all share, or None."""
    values = {getattr(feature, fact, None) for feature in chosen}
    return values.pop() if len(values) == 1 else None


def _said(project: Project, chosen: Sequence[Feature]) -> str:
    """What is selected in words: what it is and how large."""
    if len(chosen) == 1:
        feature = chosen[0]
        parts = [feature_size(feature), where_it_is(feature, project.about.language), feature.feature_id]
        if isinstance(feature, ControlArea) and feature.name:
            parts.insert(0, f"{side_name(project, feature.side)}, {STATUS_WORDS[feature.status]}")
        elif isinstance(feature, FrontLine) and feature.derived:
            parts.insert(0, "Follows from the areas; push the front to move it")
        return " · ".join(part for part in parts if part)
    areas = [feature for feature in chosen if isinstance(feature, ControlArea)]
    if len(areas) == len(chosen):
        from mapdesk.geometry.measure import area_km2

        return f"Together {said_area(sum(area_km2(area.shape) for area in areas))}"
    return "A change here changes all of them"
