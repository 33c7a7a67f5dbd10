"""What is known of an article, to be filled in: title, source, author, address and publication date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from mapdesk.edit.edit import EditRefused
from mapdesk.session.dates import typed_date
from mapdesk.ui.icons import icon

_WIDTH = 420


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an article besides its words; `published_at` is a date or moment in ISO 8601."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    published_at: str = ""


def day_of(moment: str) -> date | None:
    """The date of a moment written as ISO 8601 has it; None where it is none."""
    try:
        return date.fromisoformat(moment.strip()[:10])
    except ValueError:
        return None


class PublicationDate(QLineEdit):
    """A date, written or picked from a calendar; it may be empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Such as 4 Oct 2022, if known")
        self._calendar = QCalendarWidget()
        self._calendar.setAccessibleName("Calendar")
        self._calendar.activated.connect(self._take)
        self._calendar.clicked.connect(self._take)
        self._menu = QMenu(self)
        shown = QWidgetAction(self._menu)
        shown.setDefaultWidget(self._calendar)
        self._menu.addAction(shown)
        pick = QAction(icon("calendar"), "Pick from a calendar (Alt+Down)", self)
        pick.setShortcut("Alt+Down")
        pick.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        pick.triggered.connect(self._show_calendar)
        self.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)
        self.editingFinished.connect(self._spell_out)

    def is_date(self) -> bool:
        """Whether it holds a date, or nothing."""
        return not self.text().strip() or self._meant() is not None

    def day(self) -> str:
        """The date as 2022-10-04, or what else is written."""
        meant = self._meant()
        return meant.isoformat() if meant is not None else self.text().strip()

    def _meant(self) -> date | None:
        """The date that is written, in any of the usual ways."""
        try:
            return typed_date(self.text(), date.today(), date.today())
        except EditRefused:
            return None

    def _spell_out(self) -> None:
        self.setText(self.day())

    def _show_calendar(self) -> None:
        day = day_of(self.text())
        if day is not None:
            self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        self._calendar.setFocus()

    def _take(self, picked: QDate) -> None:
        self.setText(date(picked.year(), picked.month(), picked.day()).isoformat())
        self._menu.close()
        self.setFocus()


class FactsForm(QWidget):
    """The fields of an article's facts."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._moment = ""
        self._title, self._publisher, self._author, self._url = (QLineEdit() for _ in range(4))
        self._published = PublicationDate()
        self._publisher.setPlaceholderText("Who published it")
        self._url.setPlaceholderText("https://…")
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for label, name, field in (
            ("&Title", "Title", self._title),
            ("&Source", "Source", self._publisher),
            ("A&uthor", "Author", self._author),
            ("A&ddress", "Address", self._url),
            ("&Published", "Publication date", self._published),
        ):
            field.setAccessibleName(name)
            field.textChanged.connect(self._changed)
            form.addRow(label, field)
        form.addRow(self._hint)
        self._hint.hide()

    def facts(self) -> Facts:
        """What is filled in."""
        day = self._published.day()
        return Facts(
            title=self._title.text().strip(),
            publisher=self._publisher.text().strip(),
            author=self._author.text().strip(),
            url=self._url.text().strip(),
            # The time of day, where one was known, stays with its date.
            published_at=self._moment if day and self._moment.startswith(day) else day,
        )

    def fill(self, facts: Facts) -> None:
        """Fill in what is known; what somebody has filled in already stays."""
        day = day_of(facts.published_at)
        if day is not None and not self._published.text():
            self._moment = facts.published_at.strip()
        for field, known in (
            (self._title, facts.title),
            (self._publisher, facts.publisher),
            (self._author, facts.author),
            (self._url, facts.url),
            (self._published, day.isoformat() if day else facts.published_at),
        ):
            if not field.text():
                field.setText(known)
                field.setCursorPosition(0)

    def fault(self) -> str:
        """What keeps these facts from being taken, in a sentence."""
        if not self._title.text().strip():
            return "Give the article a title."
        if not self._published.is_date():
            return "The publication date is not understood; write it as 2022-10-04, or leave it empty."
        return ""

    def focus_title(self) -> None:
        """Put the keyboard in the title."""
        self._title.setFocus()
        self._title.selectAll()

    def _changed(self) -> None:
        wrong = "" if self._published.is_date() else self.fault()
        self._hint.setText(wrong)
        self._hint.setVisible(bool(wrong))
        self.edited.emit()


class FactsDialog(QDialog):
    """The facts of an article that is there."""

    def __init__(self, parent: QWidget, facts: Facts) -> None:
        super().__init__(parent)
        self.setWindowTitle("Edit article")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = FactsForm()
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addStretch()
        layout.addWidget(self._buttons)
        self.form.edited.connect(self._allow)
        self.form.fill(facts)
        self._allow()
        self.form.focus_title()
        self.resize(_WIDTH, self.sizeHint().height())

    def _allow(self) -> None:
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(not self.form.fault())
        save.setToolTip(self.form.fault())
