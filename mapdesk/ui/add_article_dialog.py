"""The dialog that adds an article: its words, as pasted or read from a file, and what is known of it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from mapdesk.exchange.article_file import ArticleText, read_pasted, reworded
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.session.articles import title_of
from mapdesk.ui.article_facts import Facts, FactsForm

_SIZE = (560, 620)


class AddArticleDialog(QDialog):
    """Asks for an article; `article()` and `facts()` are what was given.

    It stays open until whoever hears `given` accepts it: what is refused is not lost with it.
    """

    given = Signal()

    def __init__(self, parent: QWidget, read: ArticleText | None, name: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("Add article")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._read = read
        self._words = _Words()
        self._words.pasted.connect(self._take_pasted)
        self._words.textChanged.connect(self._allow)
        self._count = QLabel()
        self._count.setWordWrap(True)
        self.form = FactsForm()
        self.form.edited.connect(self._allow)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._add = self._buttons.addButton("&Add article", QDialogButtonBox.ButtonRole.AcceptRole)
        self._add.setDefault(True)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self._buttons.accepted.connect(self.given)
        self._buttons.rejected.connect(self.reject)
        label = QLabel("Te&xt")
        label.setBuddy(self._words)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._count)
        layout.addWidget(self.form)
        layout.addWidget(self._buttons)
        self.resize(*_SIZE)
        if read is not None:
            self._fill(read, name)
            self.form.focus_title()
        else:
            self._words.setFocus()
        self._allow()

    def article(self) -> ArticleText:
        """The words, with what was left out or mended here; raises SourceRefused where there are none."""
        # The raw text: the plain one has ordinary spaces in the place of no-break ones.
        text = self._words.document().toRawText()
        return reworded(self._read, text) if self._read is not None else read_pasted(text)

    def facts(self) -> Facts:
        """What was filled in."""
        return self.form.facts()

    def _fill(self, read: ArticleText, name: str = "") -> None:
        self._words.setPlainText(read.text)
        self.form.fill(
            Facts(
                title=title_of(read) or name,
                publisher=read.publisher,
                author=read.author,
                url=read.url,
                published_at=read.published_at,
            )
        )

    def _take_pasted(self, plain: str, html: str) -> None:
        try:
            self._read = read_pasted(plain, html)
        except SourceRefused as refusal:
            self._count.setText(str(refusal))
            return
        self._fill(self._read)

    def _allow(self) -> None:
        words = len(self._words.toPlainText().split())
        self._count.setText(f"{words:,} words" if words != 1 else "1 word")
        fault = self.form.fault() if words else "Paste the text of the article."
        self._add.setEnabled(not fault)
        self._add.setToolTip(fault)


class _Words(QPlainTextEdit):
    """The words of the article; what is pasted where there are none yet is read like a file."""

    pasted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Text")
        self.setPlaceholderText("Paste the article's text here.")
        self.setTabChangesFocus(True)
        self.setMinimumHeight(120)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste: as a page where that is on the clipboard too."""
        if self.toPlainText().strip():
            super().insertFromMimeData(source)
        else:
            self.pasted.emit(source.text(), source.html() if source.hasHtml() else "")
