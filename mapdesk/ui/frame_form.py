"""The fields of a Frame: what is typed is shown at once and becomes one edit when the field is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mapdesk.model.layout import Bounds, DateRule, Frame, Furniture
from mapdesk.render.dates import full_date
from mapdesk.session.exporting import SIZES
from mapdesk.session.showing import Showing
from mapdesk.ui.icons import icon

_TEXTS = (
    ("name", "Name", "What the frame and its files are called"),
    ("title", "Title", "The headline of the picture"),
    ("subtitle", "Subtitle", "The line below the headline; the date follows it"),
    ("source", "Source", "Who says so; left empty, the source of the date's map is named"),
    ("note", "Note", "A remark at the foot of the picture, such as on what “claimed” means"),
)
_RULES = (
    (DateRule.THIS_DATE, "This date alone"),
    (DateRule.SINCE_PREVIOUS, "Changes since the date before"),
    (DateRule.SINCE_FIXED, "Changes since a fixed date"),
)
_LANGUAGES = (("en", "English"), ("uk", "Ukrainian"), ("ru", "Russian"))
_FURNITURE = (
    (Furniture.TITLE, "Title"),
    (Furniture.LEGEND, "Legend"),
    (Furniture.SCALE_BAR, "Scale bar"),
    (Furniture.LOCATOR, "Locator map"),
    (Furniture.SOURCE, "Source line"),
)
_EDGES = ("West", "South", "East", "North")


class FrameForm(QWidget):
    """The fields of one Frame. What is refused stays as it was typed, with a sentence that says why."""

    #: What was settled, in a word or two, and the Frame's fields with their new values; as an object, for
    #: Qt would make plain text of the enums in a dict of its own.
    settled = Signal(str, object)
    #: Something is being typed; `draft` is the Frame as it would be.
    typed = Signal()
    #: The bounds are to be dragged on the map.
    extent_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._frame: Frame | None = None
        self._dates: tuple[date, ...] = ()
        self._texts = {name: self._text(name, label, tip) for name, label, tip in _TEXTS}
        self._size = self._chooser("Size", "The size of the picture, in pixels")
        for name, width, height in SIZES:
            self._size.addItem(f"{name}, {width} × {height}", (width, height))
        self._size.addItem("Another size", None)
        self._size.activated.connect(self._choose_size)
        self._width = self._pixels("Width in pixels")
        self._height = self._pixels("Height in pixels")
        self._rule = self._chooser("Shows", "Whether the picture shows what changed, and since when")
        self._rule.addItems([words for _, words in _RULES])
        self._rule.activated.connect(self._choose_rule)
        self._since = self._chooser(
            "Changes since", "The date that every picture of this frame is compared with"
        )
        self._since.activated.connect(lambda _row: self._settle("date compared with", "since"))
        self._language = self._chooser("Names in", "The language that places are named in")
        for language, words in _LANGUAGES:
            self._language.addItem(words, language)
        self._language.activated.connect(lambda _row: self._settle("language of names", "language"))
        self._switches = {part: self._switch(part, words) for part, words in _FURNITURE}
        self._edges = [self._edge(name) for name in _EDGES]
        self._drag = QPushButton(icon("frame"), "Drag on the map")
        self._drag.setAccessibleName("Drag the bounds on the map")
        self._drag.setToolTip("Draw the frame's bounds on the map with the mouse")
        self._drag.clicked.connect(lambda _checked: self.extent_wanted.emit())
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setAccessibleName("Why this is not possible")
        bold = self._sentence.font()
        bold.setBold(True)
        self._sentence.setFont(bold)
        self._sentence.hide()
        self._arrange()

    def present(self, frame: Frame, showing: Showing) -> None:
        """Show a Frame's values; what was typed stays where its value is the same as before."""
        self._fill_dates(tuple(snapshot.date for snapshot in showing.snapshots))
        old, self._frame = self._frame, frame
        same = old is not None and old.uid == frame.uid
        for field in vars(frame):
            if not same or getattr(old, field) != getattr(frame, field):
                self._fill(field)
        if old != frame:
            self.refuse("")
        self._texts["title"].setPlaceholderText(showing.project.about.title)
        snapshot = showing.snapshot
        self._texts["subtitle"].setPlaceholderText(
            f"Situation on {full_date(snapshot.date)}" if snapshot else ""
        )
        said = (snapshot.source if snapshot else "") or showing.project.about.credit
        self._texts["source"].setPlaceholderText(said)

    def draft(self) -> Frame:
        """The Frame with all that is typed."""
        assert self._frame is not None
        return replace(self._frame, **{field: self._typed(field) for field in self._fields()})

    def settle(self) -> None:
        """Make an edit of what is still being typed."""
        for field in (self._width, self._height, *self._edges):
            field.interpretText()
        for name, label, _ in _TEXTS:
            self._settle(label.lower(), name)
        self._settle("size", "width", "height")
        self._settle("bounds", "bounds")

    def refuse(self, sentence: str, field: str = "name") -> None:
        """Say below a field why what was settled can't be; an empty sentence takes that back."""
        if sentence:
            self._form.takeRow(self._sentence)
            self._form.insertRow(self._rows[field] + 1, self._sentence)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def _arrange(self) -> None:
        size = QHBoxLayout()
        size.addWidget(self._width, 1)
        size.addWidget(QLabel("×"))
        size.addWidget(self._height, 1)
        switches = QGridLayout()
        switches.setHorizontalSpacing(12)
        for number, switch in enumerate(self._switches.values()):
            switches.addWidget(switch, number // 2, number % 2)
        switches.setColumnStretch(1, 1)
        bounds = QGridLayout()
        for number, edge in enumerate(self._edges):
            # West beside east, south beside north.
            bounds.addWidget(edge, number % 2, number // 2)
        bounds.addWidget(self._drag, 2, 0, 1, 2)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows: list[tuple[str, str, QWidget | QHBoxLayout | QGridLayout]] = [
            ("name", "Name", self._texts["name"]),
            ("date_rule", "Shows", self._rule),
            ("since", "Since", self._since),
            ("", "Size", self._size),
            ("width", "", size),
            *((name, label, self._texts[name]) for name, label, _ in _TEXTS[1:]),
            ("language", "Names in", self._language),
            ("furniture", "With", switches),
            ("bounds", "Bounds", bounds),
        ]
        for _, label, field in rows:
            form.addRow(label, field)
        form.addRow(self._sentence)
        self._rows = {name: row for row, (name, _, _) in enumerate(rows)}
        self._form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.addLayout(form)
        layout.addStretch(1)

    # Widgets

    def _text(self, name: str, label: str, tip: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(label)
        field.setToolTip(tip)
        field.textEdited.connect(lambda _text: self.typed.emit())
        field.editingFinished.connect(lambda: self._settle(label.lower(), name))
        return field

    def _chooser(self, label: str, tip: str) -> QComboBox:
        field = QComboBox()
        field.setAccessibleName(label)
        field.setToolTip(tip)
        field.setMinimumContentsLength(8)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._leave_wheel(field)
        return field

    def _pixels(self, label: str) -> QSpinBox:
        field = QSpinBox()
        # Wider than what can be drawn, so that a number too large is refused in a sentence, not cut short.
        field.setRange(0, 99_999)
        self._number(field, label, lambda: self._settle("size", "width", "height"))
        field.valueChanged.connect(lambda _value: self._name_size())
        field.valueChanged.connect(lambda _value: self.typed.emit())
        return field

    def _edge(self, label: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setLocale(QLocale.c())
        field.setRange(-360, 360)
        field.setDecimals(4)
        field.setSingleStep(0.1)
        field.setPrefix(f"{label[0]} ")
        self._number(field, f"{label} in degrees", lambda: self._settle("bounds", "bounds"))
        field.valueChanged.connect(lambda _value: self.typed.emit())
        return field

    def _number(self, field: QAbstractSpinBox, label: str, settle: Callable[[], None]) -> None:
        field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        field.setAccessibleName(label)
        field.setToolTip(f"{label}; the arrow keys change it")
        field.editingFinished.connect(settle)
        self._leave_wheel(field)

    def _switch(self, part: Furniture, words: str) -> QCheckBox:
        field = QCheckBox(words)
        field.setAccessibleName(f"With {words.lower()}")
        field.setToolTip(f"Show the {words.lower()} on the picture")
        field.clicked.connect(
            lambda on: self._settle(f"{words.lower()} {'on' if on else 'off'}", "furniture")
        )
        return field

    def _leave_wheel(self, field: QWidget) -> None:
        """The wheel scrolls the panel and changes no value on its way, unless the field has the focus."""
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self._frame is not None and self.draft() != self._frame:
            for field in vars(self._frame):
                self._fill(field)
            self.refuse("")
            self.typed.emit()
        else:
            super().keyPressEvent(event)

    # Values

    def _fields(self) -> Sequence[str]:
        return (*self._texts, "width", "height", "date_rule", "since", "language", "furniture", "bounds")

    def _fill(self, field: str) -> None:
        """Put a value of the Frame into its widget."""
        assert self._frame is not None
        frame = self._frame
        blocked = [QSignalBlocker(widget) for widget in self.findChildren(QWidget)]
        if field in self._texts:
            self._texts[field].setText(getattr(frame, field))
            self._texts[field].setCursorPosition(0)
        elif field in ("width", "height"):
            (self._width if field == "width" else self._height).setValue(getattr(frame, field))
            self._name_size()
        elif field in ("date_rule", "since"):
            self._rule.setCurrentIndex([rule for rule, _ in _RULES].index(frame.date_rule))
            self._since.setCurrentIndex(self._since.findData(frame.since))
            self._form.setRowVisible(self._since, frame.date_rule is DateRule.SINCE_FIXED)
        elif field == "language":
            if self._language.findData(frame.language) < 0:
                self._language.addItem(frame.language, frame.language)
            self._language.setCurrentIndex(self._language.findData(frame.language))
        elif field == "furniture":
            for part, switch in self._switches.items():
                switch.setChecked(part in frame.furniture)
        elif field == "bounds":
            for edge, value in zip(self._edges, frame.bounds, strict=True):
                edge.setValue(value)
        for blocker in blocked:
            blocker.unblock()

    def _typed(self, field: str) -> Any:
        """The value of a field as its widget has it."""
        assert self._frame is not None
        frame = self._frame
        if field in self._texts:
            text = self._texts[field]
            # What nobody touched stays as it is, with spaces and lines that a field of one line doesn't show.
            return text.text().strip() if text.isModified() else getattr(frame, field)
        if field == "bounds":
            return self._typed_bounds(frame.bounds)
        if field == "furniture":
            return frozenset(part for part, switch in self._switches.items() if switch.isChecked())
        values: dict[str, Callable[[], Any]] = {
            "width": self._width.value,
            "height": self._height.value,
            "date_rule": self._typed_rule,
            "since": lambda: self._since.currentData() or frame.since,
            "language": self._language.currentData,
        }
        return values[field]()

    def _typed_rule(self) -> DateRule:
        # By its row: what Qt keeps with a row comes back as plain text.
        return _RULES[self._rule.currentIndex()][0]

    def _typed_bounds(self, bounds: Bounds) -> Bounds:
        """The bounds typed; an edge that was not touched keeps the digits that its field does not show."""
        west, south, east, north = (
            value if round(value, edge.decimals()) == edge.value() else edge.value()
            for value, edge in zip(bounds, self._edges, strict=True)
        )
        return (west, south, east, north)

    def _settle(self, what: str, *fields: str) -> None:
        if self._frame is None:
            return
        values = {field: self._typed(field) for field in fields}
        if any(getattr(self._frame, field) != value for field, value in values.items()):
            self.settled.emit(what, values)

    def _fill_dates(self, dates: tuple[date, ...]) -> None:
        if dates == self._dates:
            return
        self._dates = dates
        blocker = QSignalBlocker(self._since)
        self._since.clear()
        for day in reversed(dates):
            self._since.addItem(full_date(day), day.isoformat())
        if self._frame is not None:
            self._since.setCurrentIndex(self._since.findData(self._frame.since))
        blocker.unblock()

    def _name_size(self) -> None:
        typed = (self._width.value(), self._height.value())
        rows = [row for row in range(self._size.count()) if self._size.itemData(row) == typed]
        self._size.setCurrentIndex(rows[0] if rows else self._size.count() - 1)

    def _choose_size(self, row: int) -> None:
        size = self._size.itemData(row)
        if size is None:
            self._width.setFocus()
            self._width.selectAll()
            return
        for field, value in zip((self._width, self._height), size, strict=True):
            blocker = QSignalBlocker(field)
            field.setValue(value)
            blocker.unblock()
        self._settle("size", "width", "height")

    def _choose_rule(self, _row: int) -> None:
        if self._typed_rule() is DateRule.SINCE_FIXED and self._since.currentIndex() < 0:
            # The date before the last one, which is what one compares with most often.
            self._since.setCurrentIndex(min(1, self._since.count() - 1))
        self._settle("date rule", "date_rule", "since")
