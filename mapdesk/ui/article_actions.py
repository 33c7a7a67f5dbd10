"""What can be done with articles: paste one, open a file, edit what is known of one, delete it."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mapdesk.edit.articles import add_article, change_article, remove_article
from mapdesk.exchange.article_file import ArticleText, read_article, read_pasted
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.articles import Article
from mapdesk.session.articles import adding, article_of, deleting
from mapdesk.session.edit_session import now
from mapdesk.ui.add_article_dialog import AddArticleDialog
from mapdesk.ui.article_facts import Facts, FactsDialog
from mapdesk.ui.beside import Beside
from mapdesk.ui.desk import Desk
from mapdesk.ui.menus import action
from mapdesk.ui.own_fault import own_fault

_FILES = "Articles (*.txt *.html *.htm)"
#: How the names of article files end.
ENDINGS = {".txt", ".html", ".htm", ".xhtml"}


def article_file(given: QMimeData) -> Path | None:
    """The .txt or .html file that was copied or is dragged; None where it is something else, or several."""
    paths = [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in ENDINGS else None


class ArticleActions(QObject):
    """The actions of the article dock; their dialogs stand over its panel."""

    def __init__(self, panel: QWidget, desk: Desk) -> None:
        super().__init__(panel)
        self._panel = panel
        self._desk = desk
        self._article: Article | None = None
        self._beside = Beside()
        make = partial(action, panel)
        self.paste_action = make(
            "&Paste article…", "", "Add the article on the clipboard (Ctrl+V here)", self.paste, "paste"
        )
        self.open_action = make(
            "&Open article file…", "", "Add an article from a .txt or .html file", self._choose_file, "open"
        )
        self.edit_action = make(
            "&Edit title and source…",
            "",
            "Edit title, source, author, address and date",
            self._edit_facts,
            "edit",
        )
        self.delete_action = make(
            "&Delete article", "", "Delete this article with its passages and links", self._delete, "delete"
        )

    def allow(self, article: Article | None) -> None:
        """Set which article is shown, and so what can be done."""
        self._article = article
        for one in (self.paste_action, self.open_action):
            one.setEnabled(self._desk.writable)
        for one in (self.edit_action, self.delete_action):
            one.setEnabled(self._desk.writable and article is not None)

    def paste(self) -> None:
        """Ask for an article, with what is on the clipboard in it."""
        if not self._desk.writable:
            return
        # Where nothing was ever copied Qt has no data at all, whatever its types say.
        copied = QGuiApplication.clipboard().mimeData() or QMimeData()
        path = article_file(copied)
        if path is not None:
            self.open_file(path)
        elif copied.hasText() or copied.hasHtml():
            html = copied.html() if copied.hasHtml() else ""
            self._read(partial(read_pasted, copied.text(), html), "", "Reading what was pasted …")
        else:
            self._ask("", None)

    def open_file(self, path: Path) -> None:
        """Ask for an article, with what a .txt or .html file holds in it."""
        self._read(partial(read_article, path), path.stem, f"Reading {path.name} …")

    def _read(self, reading: partial[ArticleText], name: str, doing: str) -> None:
        self._desk.working.emit(doing)

        def ended(read: ArticleText) -> None:
            self._desk.working.emit("")
            self._ask(name, read)

        def failed(fault: Exception) -> None:
            self._desk.working.emit("")
            own = own_fault("This could not be read", fault)
            self._desk.refused.emit(str(fault) if isinstance(fault, SourceRefused) else own)

        self._beside.run(reading, ended, failed)

    def _ask(self, name: str, read: ArticleText | None) -> None:
        dialog = AddArticleDialog(self._panel, read, name)
        dialog.given.connect(lambda: self._add(dialog))
        dialog.open()

    def _add(self, dialog: AddArticleDialog) -> None:
        if self._desk.session is None:
            self._desk.refused.emit("No project is open that the article could be added to.")
            return
        try:
            read = dialog.article()
        except SourceRefused as refusal:
            self._desk.refused.emit(str(refusal))
            return
        ids = self._desk.session.ids
        article, revision = article_of(read, **asdict(dialog.facts()), ids=ids, at=now())
        added = self._desk.do(adding(article), lambda project: add_article(project, article, revision))
        if added is not None:
            dialog.accept()
            self._desk.alter(article=article.uid, passage="")

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._panel, "Open article", "", _FILES)
        if chosen:
            self.open_file(Path(chosen))

    def _edit_facts(self) -> None:
        article = self._article
        if article is None:
            return
        known = Facts(
            title=article.title,
            publisher=article.publisher,
            author=article.author,
            url=article.url,
            published_at=article.published_at,
        )
        dialog = FactsDialog(self._panel, known)

        def change() -> None:
            facts = dialog.form.facts()
            if facts != known:
                self._desk.do(
                    f"Edit article “{facts.title}”",
                    lambda project: change_article(project, article.uid, **asdict(facts)),
                )

        dialog.accepted.connect(change)
        dialog.open()

    def _delete(self) -> None:
        showing, article = self._desk.showing, self._article
        if showing is not None and article is not None:
            self._desk.do(
                deleting(showing.project, article), lambda project: remove_article(project, article.uid)
            )
