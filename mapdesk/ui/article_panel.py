"""The article dock: the text that the map cites, its passages, and what they are linked to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mapdesk.edit.articles import link_passage, link_passage_to_patch, remove_link
from mapdesk.model.anchoring import Span
from mapdesk.model.articles import Article, Link, Revision
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.links import anchor_of, links_of_features, links_of_passage
from mapdesk.model.project import Project
from mapdesk.session.citing import day_of_link, name_and_place, name_of_target
from mapdesk.session.edit_session import now
from mapdesk.session.leads import bounds_of, is_known, missing, way_to
from mapdesk.session.naming import patch_and_place
from mapdesk.session.showing import Showing
from mapdesk.ui.action_button import action_button
from mapdesk.ui.article_actions import ArticleActions, article_file
from mapdesk.ui.article_head import ArticleHead
from mapdesk.ui.article_links import ArticleLinks
from mapdesk.ui.cited import Cited, cited, cites_alike
from mapdesk.ui.desk import Desk
from mapdesk.ui.link_bar import LinkBar
from mapdesk.ui.menus import action
from mapdesk.ui.reading_text import ReadingText


class ArticlePanel(QWidget):
    """The articles of the project, one of them to read, and its links to the map."""

    #: Words are selected, and what they speak of is to be picked for `link_to` or `link_to_patch`.
    link_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Showing | None = None
        self._article: Article | None = None
        self._revision: Revision | None = None
        self._cited: Cited | None = None
        self._leads = False
        #: Links that were led to, and what they lead to is still to be looked at.
        self._led: tuple[Link, ...] = ()
        self.articles = ArticleActions(self, desk)
        make = partial(action, self)
        self.link_action = make(
            "&Link passage", "L", "Link the words selected to the map", self._link, "link"
        )
        self.next_action = make(
            "&Next passage", "F8", "Go to the next passage", partial(self._step, 1), "next"
        )
        self.previous_action = make(
            "&Previous passage", "Shift+F8", "Go to the passage before", partial(self._step, -1), "previous"
        )
        self._head = ArticleHead(
            [self.articles.paste_action, self.articles.open_action],
            self.articles.edit_action,
            [self.articles.delete_action],
        )
        self._head.chosen.connect(lambda uid: desk.alter(article=uid, passage=""))
        self.text = ReadingText()
        self.text.passage_wanted.connect(self.go_to_passage)
        self.text.selectionChanged.connect(self._say_how_to_link)
        self.links = ArticleLinks()
        self.links.wanted.connect(self._go_to_link)
        self.links.unwanted.connect(self._unlink)
        self._bar = LinkBar(self.link_action, self.previous_action, self.next_action)
        self._sentence = QLabel()
        self._pages = QStackedWidget()
        self._lay_out()
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        desk.changed.connect(self.present)
        self.present(desk.showing)

    # What is shown

    def present(self, showing: Showing | None) -> None:
        """Show the article of a Showing, with its passages and links."""
        old, self._shown = self._shown, showing
        article = _article(showing)
        revision = showing.project.revisions.get(article.current_revision) if showing and article else None
        if (
            showing is None
            or old is None
            or old.project.articles is not showing.project.articles
            or article is not self._article
        ):
            self._head.present(showing.project.articles if showing else {}, article)
        self._article = article
        self.articles.allow(article)
        for one in (self.link_action, self.next_action, self.previous_action):
            one.setEnabled(revision is not None)
        new_text = revision is not self._revision
        if new_text:
            self._revision = revision
            self.text.show_text(revision.text if revision else "", revision.blocks if revision else ())
        self._head.setVisible(article is not None)
        self._pages.setCurrentIndex(1 if revision is not None else 0)
        self._sentence.setText(
            "Open a project to read and link its articles."
            if showing is None
            else "Paste the article's text here (Ctrl+V), or open a .txt or .html file."
        )
        if showing is None or article is None:
            return
        selected_anew = old is not None and old.selected != showing.selected and bool(showing.selected)
        if new_text or old is None or not cites_alike(old, showing):
            self._cited = cited(showing, article)
        self._mark(showing.passage, turn=selected_anew and not self._leads)
        if showing.passage and (new_text or old is None or old.passage != showing.passage):
            self._scroll_to(showing.passage)
        if selected_anew and not self._leads:
            # Not at once: others are still being told of the selection.
            QTimer.singleShot(0, self, self._follow)
        if self._led and not self._leads:
            QTimer.singleShot(0, self, self._look)
        self._say_how_to_link()

    def _mark(self, passage: str, *, turn: bool) -> None:
        said = self._cited
        if said is not None:
            self.text.show_marked(said.marked, passage)
            self.links.show_links(said.of_article, said.of_selected, passage, turn=turn)

    def _scroll_to(self, passage: str) -> None:
        anchor = anchor_of(self._shown.project, passage) if self._shown else None
        if anchor is not None and anchor.revision == (self._revision.uid if self._revision else ""):
            self.text.scroll_to((anchor.start, anchor.end))

    def _follow(self) -> None:
        """Bring the passage that speaks of what was selected on the map into view.

        Words selected in the text stay where they are: they are about to be linked.
        """
        showing = self._shown
        if showing is None or not showing.selected or self.text.textCursor().hasSelection():
            return
        project, shown = showing.project, self._article.uid if self._article else ""
        linked = [
            (link, project.passages[link.passage].article)
            for link in links_of_features(project, showing.selected)
            if anchor_of(project, link.passage) is not None
        ]
        if any(link.passage == showing.passage and article == shown for link, article in linked):
            self._scroll_to(showing.passage)
            return
        # The one that speaks of the day, rather than of another; in the article shown, rather than elsewhere.
        link, article = min(
            linked,
            key=lambda found: (found[1] != shown, day_of_link(found[0]) != showing.day),
            default=(None, shown),
        )
        passage = link.passage if link else ""
        if passage or showing.passage:
            self._desk.alter(article=article, passage=passage)

    # From the text to the map

    def go_to_passage(self, passage: str) -> None:
        """Show on the map all that a passage is linked to, on the date that it speaks of."""
        showing = self._shown
        if showing is not None and passage in showing.project.passages:
            self._lead(passage, links_of_passage(showing.project, passage))

    def _go_to_link(self, uid: str) -> None:
        link = self._shown.project.links.get(uid) if self._shown else None
        if link is not None:
            self._lead(link.passage, [link])

    def _step(self, step: int) -> None:
        mark = self.text.passage_beside(step)
        if mark is None:
            self._desk.said.emit("Nothing of this article is linked yet.")
            return
        if not self.text.textCursor().hasSelection():
            self.text.put_caret(mark.span[0])
        self.go_to_passage(mark.passage)

    def _lead(self, passage: str, links: Sequence[Link]) -> None:
        showing = self._shown
        assert showing is not None
        article = showing.project.passages[passage].article
        self._show(article=article, passage=passage, **way_to(showing, links))
        self._scroll_to(passage)
        self._led = tuple(links)
        self._look()

    def _look(self) -> None:
        """Look at what was led to, once it is worked out what changed hands."""
        showing, links = self._desk.showing, self._led
        if showing is None or not links or not is_known(showing, links):
            return
        self._led = ()
        if showing.passage != links[0].passage or "day" in way_to(showing, links):
            # Something else was gone to meanwhile.
            return
        bounds = bounds_of(showing, links)
        if bounds is not None:
            self._desk.look_at(bounds)
        for sentence in missing(showing, links):
            self._desk.said.emit(sentence)

    def _show(self, **changes: Any) -> None:
        """Alter what is shown without being led by it in turn."""
        self._leads = True
        try:
            self._desk.alter(**changes)
        finally:
            self._leads = False

    # Linking

    def selected_span(self) -> Span | None:
        """The words selected in the article shown, in code points of its text; None where there are none."""
        return self.text.selected_span() if self._revision is not None else None

    def link_to(self, feature_id: str) -> None:
        """Link the words selected to a Feature on the map of the day."""
        showing = self._shown
        feature = showing.features.get(feature_id) if showing else None
        if showing is None or feature is None:
            self._desk.refused.emit("Pick a feature that is on the map of this date.")
            return
        make = partial(link_passage, feature_id=feature_id, day=showing.day)
        self._make_link(make, name_and_place(showing.project, feature), (feature_id,))

    def link_to_patch(self, patch: ChangePatch) -> None:
        """Link the words selected to ground that changed hands since the date compared with."""
        showing = self._shown
        since = showing.since() if showing else None
        if showing is None or since is None:
            self._desk.refused.emit("Pick ground that changed hands on the map of this date.")
            return
        make = partial(link_passage_to_patch, patch=patch, since=since, day=showing.day)
        self._make_link(make, patch_and_place(showing.project, patch), ())

    def _make_link(
        self, make: Callable[..., tuple[Project, Link]], name: str, selected: tuple[str, ...]
    ) -> None:
        revision, span, session = self._revision, self.selected_span(), self._desk.session
        if revision is None or span is None or session is None:
            self._desk.refused.emit("Select some words of the article first.")
            return
        made: list[Link] = []

        def edit(project: Project) -> Project:
            linked, link = make(project, revision=revision, span=span, ids=session.ids, at=now())
            made.append(link)
            return linked

        if self._desk.do(f"Link passage to {name}", edit) is not None:
            self.text.clear_selection()
            self._show(article=revision.article, passage=made[0].passage, selected=selected)

    def link_selected(self) -> bool:
        """Link the words selected to the one Feature that is selected on the map, if there is just one."""
        showing = self._shown
        if showing is None or len(showing.selected) != 1 or self.selected_span() is None:
            return False
        name = name_and_place(showing.project, showing.features[showing.selected[0]])
        self.link_to(showing.selected[0])
        self._desk.noted.emit(f"Linked to {name}, which was selected; Ctrl+Z takes it back.")
        return True

    def _link(self) -> None:
        if self.selected_span() is None:
            self._desk.refused.emit("Select some words of the article first, then press L.")
        elif not self.link_selected():
            self.link_wanted.emit()

    def _unlink(self, uid: str) -> None:
        showing = self._shown
        link = showing.project.links.get(uid) if showing else None
        if showing is None or link is None:
            return
        self._desk.do(
            f"Unlink passage from {name_of_target(showing, link)}", lambda project: remove_link(project, uid)
        )

    def _say_how_to_link(self) -> None:
        showing = self._shown
        if not self.text.textCursor().hasSelection():
            self._bar.say("Select words to link them")
        elif showing is not None and len(showing.selected) == 1 and showing.selected[0] in showing.features:
            self._bar.say(f"to {name_and_place(showing.project, showing.features[showing.selected[0]])}")
        else:
            self._bar.say("to what you click next")

    # Keys and files

    def add_file(self, path: Path) -> None:
        """Ask for an article, with what a .txt or .html file holds in it."""
        self.articles.open_file(path)

    def event(self, event: QEvent) -> bool:
        """Ctrl+V and Delete mean the article here, whatever they mean elsewhere in the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.matches(QKeySequence.StandardKey.Paste) or event.key() == Qt.Key.Key_Delete)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Paste):
            self.articles.paste()
        elif event.key() != Qt.Key.Key_Delete:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self._desk.writable and article_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        path = article_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.add_file(path)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.text.mark_anew()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._shown is not None and self._shown.passage:
            QTimer.singleShot(0, self, partial(self._scroll_to, self._shown.passage))

    # How it is laid out

    def _lay_out(self) -> None:
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty = QWidget()
        stacked = QVBoxLayout(empty)
        stacked.setSpacing(10)
        stacked.addStretch(2)
        stacked.addWidget(self._sentence)
        for one in (self.articles.paste_action, self.articles.open_action):
            stacked.addWidget(action_button(one), 0, Qt.AlignmentFlag.AlignHCenter)
        stacked.addStretch(3)
        reading = QWidget()
        read = QVBoxLayout(reading)
        read.setContentsMargins(0, 0, 0, 0)
        read.setSpacing(4)
        read.addWidget(self.text, 1)
        read.addWidget(self._bar)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(reading)
        split.addWidget(self.links)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 120])
        self._pages.addWidget(empty)
        self._pages.addWidget(split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self._head)
        layout.addWidget(self._pages, 1)


def _article(showing: Showing | None) -> Article | None:
    """The article shown: the one that was chosen, or else the last one of the project."""
    if showing is None:
        return None
    articles = showing.project.articles
    return articles.get(showing.article) or next(reversed(list(articles.values())), None)
