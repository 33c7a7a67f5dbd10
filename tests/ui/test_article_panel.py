"""The article dock, driven by events: read, link, go to the map and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHelpEvent,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTabBar,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mapdesk.edit.articles import add_article, link_quote
from mapdesk.edit.project import DESK
from mapdesk.model.articles import Article, Block, Revision
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.store.problems import ProjectFileError
from mapdesk.ui import article_actions
from mapdesk.ui.add_article_dialog import AddArticleDialog
from mapdesk.ui.article_facts import FactsDialog
from mapdesk.ui.article_panel import ArticlePanel
from mapdesk.ui.desk import Desk
from mapdesk.ui.link_list import LinkList
from tests.plain_maps import areas, day, numbered, put, square, two_sides

HEADING = "Flags 🇺🇦🇵🇱 over Lyman"
TEXT = (
    f"{HEADING}\nThe west was left at dawn, and the flag 🇺🇦 went up.\n"
    + "Nothing happened in between, as far as anybody saw or said.\n" * 40
    + "In the east the ground is claimed."
)
CONTROL = Qt.KeyboardModifier.ControlModifier


def _article(project: Project, number: int, text: str, title: str) -> Project:
    heading = Block(start=0, end=len(text.partition("\n")[0]), kind="h1")
    revision = Revision(
        uid=f"revision-{number}", article=f"article-{number}", number=1, text=text, blocks=(heading,)
    )
    article = Article(
        uid=f"article-{number}",
        title=title,
        publisher="A <b>paper</b>",
        url="https://example.org/day?a=1&b=2",
        published_at="2024-05-02",
        current_revision=revision.uid,
    )
    return add_article(project, article, revision)


def _linked(project: Project, quote: str, feature_id: str, on: int) -> Project:
    ids = numbered(100 + 10 * len(project.links))
    return link_quote(project, quote=quote, feature_id=feature_id, ids=ids, at="", day=day(on))[0]


def _two_days() -> Project:
    """Red holds a square in the west and, on 2 May, another one in the east; two articles cite them."""
    west, east = square(30, 50), square(40, 50)
    project = put(two_sides(), "red", west, on=1)
    project = put(project, "red", east, on=2, add=True)
    project = _article(project, 1, TEXT, "The day")
    return _article(project, 2, "Later\nThe west again.", "The night")


def _west_and_east(project: Project) -> tuple[str, str]:
    west, east = sorted(areas(project, 2), key=lambda area: area.shape.bounds[0])
    return west.feature_id, east.feature_id


class Shown:
    """A panel with its desk, and all that was said, refused and sought."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.desk = desk
        self.panel = ArticlePanel(desk)
        self.said: list[str] = []
        self.refused: list[str] = []
        self.sought: list[tuple[float, ...]] = []
        desk.said.connect(self.said.append)
        desk.refused.connect(self.refused.append)
        desk.sought.connect(self.sought.append)
        qtbot.addWidget(self.panel)
        self.panel.resize(360, 640)
        self.panel.show()

    @property
    def project(self) -> Project:
        assert self.desk.showing is not None
        return self.desk.showing.project

    @property
    def links(self) -> LinkList:
        return self.panel.links.list

    def rows(self) -> list[str]:
        return [self.links.item(row).text() for row in range(self.links.count())]

    def marked(self) -> list[str]:
        return [selection.cursor.selectedText() for selection in self.panel.text.extraSelections()]

    def select(self, words: str) -> None:
        """Select words as the keyboard does."""
        start = TEXT.index(words)
        self.panel.text.select((start, start + len(words)))

    def place_of(self, words: str) -> QPoint:
        """Where words stand in the window."""
        cursor = QTextCursor(self.panel.text.document())
        before = TEXT[: TEXT.index(words)]
        cursor.setPosition(len(before.encode("utf-16-le")) // 2 + 2)
        return self.panel.text.cursorRect(cursor).center()

    def click(self, qtbot: QtBot, words: str) -> None:
        qtbot.mouseClick(self.panel.text.viewport(), Qt.MouseButton.LeftButton, pos=self.place_of(words))

    def button(self, name: str) -> QAbstractButton:
        found = [b for b in self.panel.findChildren(QAbstractButton) if b.accessibleName() == name]
        return next(button for button in found if button.isVisible())


def _open(qtbot: QtBot, desk: Desk, path: Path, project: Project) -> None:
    desk.open(lambda: EditSession.create(path, project), "a plain map")
    qtbot.waitUntil(lambda: desk.is_settled() and desk.showing is not None)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.finish()


@pytest.fixture
def cited(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Shown:
    """2 May, with the first article; the west of 1 May and the east of 2 May are linked in it."""
    project = _two_days()
    west, east = _west_and_east(project)
    project = _linked(project, "The west was left", west, 1)
    project = _linked(project, "the ground is claimed", east, 2)
    project = _linked(project, "The west again", west, 2)
    shown = Shown(qtbot, desk)
    _open(qtbot, desk, tmp_path / "two.mapdesk.gpkg", project)
    desk.alter(article="article-1")
    return shown


@pytest.fixture
def unlinked(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Shown:
    """The same without any link."""
    shown = Shown(qtbot, desk)
    _open(qtbot, desk, tmp_path / "two.mapdesk.gpkg", _two_days())
    desk.alter(article="article-1")
    return shown


@pytest.fixture
def empty(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Shown:
    """A map without articles."""
    shown = Shown(qtbot, desk)
    project = put(two_sides(), "red", square(30, 50))
    _open(qtbot, desk, tmp_path / "empty.mapdesk.gpkg", project)
    return shown


def _dialog(qtbot: QtBot, shown: Shown, kind: type = AddArticleDialog) -> QWidget:
    qtbot.waitUntil(lambda: bool(shown.panel.findChildren(kind)), timeout=5_000)
    return shown.panel.findChildren(kind)[-1]


def _field(dialog: QWidget, name: str) -> QLineEdit:
    (found,) = [field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == name]
    return found


def _press(dialog: QWidget, text: str) -> None:
    (found,) = [b for b in dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == text]
    assert found.isEnabled()
    found.click()


# Reading.


def test_the_text_is_shown_as_it_is_with_its_passages_marked_and_its_links_listed(cited: Shown) -> None:
    west, _ = _west_and_east(cited.project)
    assert cited.panel.text.document().toPlainText() == TEXT
    assert cited.marked() == ["the ground is claimed", "The west was left"]
    assert len(cited.rows()) == 2
    assert cited.rows()[0].startswith("“The west was left”\nRed, controlled (")
    assert ") · 1 May · " in cited.rows()[0]
    assert cited.desk.showing is not None
    assert west not in cited.desk.showing.selected


def test_what_a_source_says_in_markup_is_shown_as_words(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    hostile = "<img src=x><b>bold</b> &amp; <script>"
    shown = Shown(qtbot, desk)
    project = _article(put(two_sides(), "red", square(30, 50)), 1, hostile, "<i>Title</i>")
    _open(qtbot, desk, tmp_path / "hostile.mapdesk.gpkg", project)
    assert shown.panel.text.document().toPlainText() == hostile
    facts = next(label for label in shown.panel.findChildren(QLabel) if "example.org" in label.text())
    assert "&lt;b&gt;paper&lt;/b&gt;" in facts.text()
    assert shown.panel.findChild(QComboBox).currentText() == "<i>Title</i>"


def test_the_address_opens_in_the_browser_only_when_it_is_clicked(
    cited: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    facts = next(label for label in cited.panel.findChildren(QLabel) if "example.org" in label.text())
    assert opened == []
    facts.linkActivated.emit("https://example.org/day?a=1&b=2")
    assert opened == ["https://example.org/day?a=1&b=2"]


def test_another_article_is_chosen_by_key(qtbot: QtBot, cited: Shown) -> None:
    chooser = cited.panel.findChild(QComboBox)
    assert chooser.currentText() == "The day"
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    assert cited.desk.showing is not None
    assert cited.desk.showing.article == "article-2"
    assert cited.panel.text.document().toPlainText() == "Later\nThe west again."
    assert [row.partition("\n")[0] for row in cited.rows()] == ["“The west again”"]


def test_a_copy_is_the_words_of_the_text_to_the_letter(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    shown = Shown(qtbot, desk)
    text = "He said:\u00a0“Soon” 🇺🇦"
    project = _article(put(two_sides(), "red", square(30, 50)), 1, text, "Soon")
    _open(qtbot, desk, tmp_path / "soon.mapdesk.gpkg", project)
    shown.panel.text.selectAll()
    qtbot.keyClick(shown.panel.text, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == text


# Selecting.


def test_words_after_flags_are_selected_where_they_stand(qtbot: QtBot, unlinked: Shown) -> None:
    text = unlinked.panel.text
    assert unlinked.panel.selected_span() is None
    text.put_caret(TEXT.index("went up"))
    for _ in "went":
        qtbot.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    span = unlinked.panel.selected_span()
    assert span is not None
    assert TEXT[slice(*span)] == "went"


def test_half_a_flag_selected_is_the_whole_flag_and_spaces_are_left_out(unlinked: Shown) -> None:
    start = TEXT.index("flag 🇺🇦 went")
    unlinked.panel.text.select((start + 4, start + 6))
    span = unlinked.panel.selected_span()
    assert span is not None
    assert TEXT[slice(*span)] == "🇺🇦"


def test_a_selection_of_spaces_is_none(unlinked: Shown) -> None:
    start = TEXT.index(" west")
    unlinked.panel.text.select((start, start + 1))
    assert unlinked.panel.selected_span() is None


# Linking.


def test_l_links_the_words_to_the_one_feature_selected_and_says_so(qtbot: QtBot, unlinked: Shown) -> None:
    _, east = _west_and_east(unlinked.project)
    unlinked.desk.alter(selected=(east,))
    unlinked.select("flag 🇺🇦 went")
    qtbot.keyClick(unlinked.panel.text, Qt.Key.Key_L)
    (link,) = unlinked.project.links.values()
    (anchor,) = unlinked.project.anchors.values()
    assert (anchor.exact, link.target, link.date_from) == ("flag 🇺🇦 went", east, "2024-05-02")
    assert unlinked.said[-1].startswith("Link passage to Red, controlled (")
    assert unlinked.marked() == ["flag 🇺🇦 went"]
    assert unlinked.desk.showing is not None
    assert unlinked.desk.showing.passage == link.passage
    assert unlinked.panel.selected_span() is None


def test_l_asks_for_a_feature_where_none_is_selected(qtbot: QtBot, unlinked: Shown) -> None:
    west, _ = _west_and_east(unlinked.project)
    unlinked.select("The west was left")
    with qtbot.waitSignal(unlinked.panel.link_wanted):
        qtbot.mouseClick(unlinked.button("Link passage"), Qt.MouseButton.LeftButton)
    unlinked.panel.link_to(west)
    (link,) = unlinked.project.links.values()
    assert link.target == west
    assert unlinked.desk.showing is not None
    assert unlinked.desk.showing.selected == (west,)


def test_l_without_words_says_what_is_missing(qtbot: QtBot, unlinked: Shown) -> None:
    qtbot.keyClick(unlinked.panel.text, Qt.Key.Key_L)
    assert unlinked.refused == ["Select some words of the article first, then press L."]
    assert not unlinked.project.links


def test_a_feature_that_is_not_on_the_map_of_the_day_is_not_linked_to(unlinked: Shown) -> None:
    _, east = _west_and_east(unlinked.project)
    unlinked.desk.alter(day=day(1))
    unlinked.select("The west was left")
    unlinked.panel.link_to(east)
    assert unlinked.refused == ["Pick a feature that is on the map of this date."]
    assert not unlinked.project.links


def test_a_link_is_one_step_that_undo_takes_back_and_the_mark_goes(unlinked: Shown) -> None:
    west, _ = _west_and_east(unlinked.project)
    unlinked.select("The west was left")
    unlinked.panel.link_to(west)
    unlinked.desk.undo()
    assert unlinked.said[-1].startswith("Undone: Link passage to Red, controlled (")
    assert unlinked.marked() == []
    assert unlinked.rows() == []


# From the text to the map, and back.


def test_a_click_on_a_passage_goes_to_its_feature_on_its_date(qtbot: QtBot, cited: Shown) -> None:
    west, _ = _west_and_east(cited.project)
    cited.click(qtbot, "The west was left")
    showing = cited.desk.showing
    assert showing is not None
    assert showing.day == day(1)
    assert showing.selected == (west,)
    assert cited.marked()[-1] == "The west was left"
    assert cited.sought == [(30, 50, 32, 52)]
    assert len(cited.rows()) == 2


def test_a_click_beside_the_passages_and_a_drag_over_one_go_nowhere(qtbot: QtBot, cited: Shown) -> None:
    cited.click(qtbot, "at dawn")
    viewport = cited.panel.text.viewport()
    start, end = cited.place_of("west was"), cited.place_of("left at")
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert cited.desk.showing is not None
    assert cited.desk.showing.passage == ""
    assert cited.sought == []


def test_a_passage_inside_another_is_the_one_that_a_click_means(qtbot: QtBot, unlinked: Shown) -> None:
    west, east = _west_and_east(unlinked.project)
    for words, target in (("west was", east), ("The west was left at dawn", west)):
        unlinked.select(words)
        unlinked.panel.link_to(target)
    unlinked.desk.alter(selected=())
    unlinked.click(qtbot, "west was")
    assert unlinked.desk.showing is not None
    assert unlinked.desk.showing.selected == (east,)


def test_a_feature_that_is_gone_from_the_map_of_the_date_is_told_with_the_dates_it_is_on(
    qtbot: QtBot, cited: Shown
) -> None:
    _, east = _west_and_east(cited.project)

    def without(project: Project) -> Project:
        shown = project.snapshots[DESK][1]
        left = {uid: feature for uid, feature in shown.features.items() if uid != east}
        later = project.with_snapshot(replace(shown, date=day(3)))
        return later.with_snapshot(replace(shown, features=left))

    cited.desk.do("Delete the east of 2 May", without)
    passage = next(link.passage for link in cited.project.links.values() if link.target == east)
    cited.panel.go_to_passage(passage)
    assert cited.said[-1].startswith("“Red, controlled (")
    assert cited.said[-1].endswith("is not on the map of 2 May 2024; it is there from 3 May 2024.")
    assert cited.sought == []


def test_a_feature_selected_on_the_map_scrolls_the_article_to_its_passage(qtbot: QtBot, cited: Shown) -> None:
    _, east = _west_and_east(cited.project)
    bar = cited.panel.text.verticalScrollBar()
    assert bar.value() == 0
    cited.desk.alter(selected=(east,))
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert cited.marked()[-1] == "the ground is claimed"
    assert cited.panel.text.viewport().rect().contains(cited.place_of("ground is claimed"))
    assert [row.partition("\n")[0] for row in cited.rows()] == ["“the ground is claimed”"]
    assert cited.desk.showing is not None
    assert (cited.desk.showing.day, cited.desk.showing.selected) == (day(2), (east,))
    assert cited.sought == []


def test_a_feature_that_only_another_article_speaks_of_brings_that_article(
    qtbot: QtBot, cited: Shown
) -> None:
    _, east = _west_and_east(cited.project)
    cited.desk.alter(article="article-2")
    cited.desk.alter(selected=(east,))
    qtbot.waitUntil(lambda: cited.desk.showing is not None and cited.desk.showing.article == "article-1")
    assert cited.marked()[-1] == "the ground is claimed"


def test_a_feature_without_links_lets_go_of_the_passage_and_says_how_to_link(
    qtbot: QtBot, unlinked: Shown
) -> None:
    west, east = _west_and_east(unlinked.project)
    unlinked.select("The west was left")
    unlinked.panel.link_to(west)
    unlinked.desk.alter(selected=(east,))
    qtbot.waitUntil(lambda: unlinked.desk.showing is not None and unlinked.desk.showing.passage == "")
    assert unlinked.rows() == []
    assert any("No passage is linked" in label.text() for label in unlinked.panel.findChildren(QLabel))


def test_words_selected_for_a_link_stay_while_a_feature_is_clicked(qtbot: QtBot, cited: Shown) -> None:
    _, east = _west_and_east(cited.project)
    cited.select("flag 🇺🇦 went")
    cited.desk.alter(selected=(east,))
    qtbot.wait(30)
    assert cited.panel.selected_span() is not None
    assert cited.panel.text.verticalScrollBar().value() == 0


def test_f8_goes_from_passage_to_passage_and_round(qtbot: QtBot, cited: Shown) -> None:
    met = []
    for modifier in (Qt.KeyboardModifier.NoModifier,) * 3 + (Qt.KeyboardModifier.ShiftModifier,):
        qtbot.keyClick(cited.panel.text, Qt.Key.Key_F8, modifier)
        met.append(cited.marked()[-1])
    assert met == ["The west was left", "the ground is claimed", "The west was left", "the ground is claimed"]


def test_enter_in_a_passage_goes_to_its_feature(qtbot: QtBot, cited: Shown) -> None:
    west, _ = _west_and_east(cited.project)
    cited.panel.text.put_caret(TEXT.index("west was left"))
    qtbot.keyClick(cited.panel.text, Qt.Key.Key_Return)
    assert cited.desk.showing is not None
    assert cited.desk.showing.selected == (west,)


# The list.


def test_a_row_clicked_goes_there_and_the_list_stays(qtbot: QtBot, cited: Shown) -> None:
    _, east = _west_and_east(cited.project)
    row = cited.links.visualItemRect(cited.links.item(1)).center()
    qtbot.mouseClick(cited.links.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert cited.desk.showing is not None
    assert cited.desk.showing.selected == (east,)
    assert cited.panel.text.verticalScrollBar().value() > 0
    assert len(cited.rows()) == 2


def test_delete_in_the_list_unlinks_the_passage(qtbot: QtBot, cited: Shown) -> None:
    cited.links.setFocus()
    cited.links.setCurrentRow(0)
    qtbot.keyClick(cited.links, Qt.Key.Key_Delete)
    assert cited.marked() == ["the ground is claimed"]
    assert len(cited.rows()) == 1
    assert cited.said[-1].startswith("Unlink passage from Red, controlled (")


def test_links_of_other_articles_stand_with_those_of_the_feature(qtbot: QtBot, cited: Shown) -> None:
    west, _ = _west_and_east(cited.project)
    cited.desk.alter(selected=(west,))
    qtbot.waitUntil(lambda: len(cited.rows()) == 2)
    assert [row.partition("\n")[0] for row in cited.rows()] == ["“The west was left”", "“The west again”"]
    qtbot.keyClick(cited.panel.findChild(QTabBar), Qt.Key.Key_Left)
    assert [row.partition("\n")[0] for row in cited.rows()] == [
        "“The west was left”",
        "“the ground is claimed”",
    ]


# Articles.


def test_an_empty_project_takes_the_text_on_the_clipboard_with_what_it_says_of_itself(
    qtbot: QtBot, empty: Shown
) -> None:
    copied = QMimeData()
    copied.setText("Lyman\nThe west\u00a0was left.")
    copied.setHtml(
        "<title>The day</title><meta name=author content='N. N.'><h1>Lyman</h1><p>The west&nbsp;was left.</p>"
    )
    QGuiApplication.clipboard().setMimeData(copied)
    empty.panel.setFocus()
    qtbot.keyClick(empty.panel, Qt.Key.Key_V, CONTROL)
    dialog = _dialog(qtbot, empty)
    assert _field(dialog, "Title").text() == "The day"
    assert _field(dialog, "Author").text() == "N. N."
    _field(dialog, "Publication date").setText("2024-05-02")
    _press(dialog, "Add article")
    (article,) = empty.project.articles.values()
    (revision,) = empty.project.revisions.values()
    assert (article.title, article.published_at) == ("The day", "2024-05-02")
    assert revision.text == "Lyman\nThe west\u00a0was left."
    assert [block.kind for block in revision.blocks] == ["h1", "p"]
    assert empty.said[-1].startswith("Add article “The day”.")
    assert empty.panel.text.document().toPlainText().startswith("Lyman\n")


def test_an_article_that_could_not_be_added_stays_in_its_dialog(
    qtbot: QtBot, empty: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(*_: object) -> None:
        raise ProjectFileError("The disk is full.")

    QGuiApplication.clipboard().setText("The day\nThe west was left.")
    empty.panel.articles.paste_action.trigger()
    dialog = _dialog(qtbot, empty)
    with monkeypatch.context() as patched:
        patched.setattr(EditSession, "do", is_full)
        _press(dialog, "Add article")
    assert empty.refused == ["The disk is full."]
    assert dialog.isVisible()
    _press(dialog, "Add article")
    assert not dialog.isVisible()
    assert [article.title for article in empty.project.articles.values()] == ["The day"]


def test_a_fault_while_an_article_is_read_is_told(
    qtbot: QtBot, empty: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Path) -> None:
        raise KeyError("h1")

    monkeypatch.setattr(article_actions, "read_article", fails)
    empty.panel.add_file(tmp_path / "day.html")
    qtbot.waitUntil(lambda: bool(empty.refused))
    assert "a fault of MapDesk's own" in empty.refused[0]


def test_the_page_keys_read_on_and_leave_the_date_alone(qtbot: QtBot, unlinked: Shown) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    next_date = QAction("Next date", window)
    next_date.setShortcut("PgDown")
    window.addAction(next_date)
    window.setCentralWidget(unlinked.panel)
    window.resize(360, 640)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    unlinked.panel.text.setFocus()
    with qtbot.assertNotEmitted(next_date.triggered):
        qtbot.keyClick(unlinked.panel.text, Qt.Key.Key_PageDown)
    assert unlinked.panel.text.verticalScrollBar().value() > 0
    window.takeCentralWidget()


def test_lines_taken_out_in_the_dialog_are_not_in_the_article(qtbot: QtBot, empty: Shown) -> None:
    QGuiApplication.clipboard().setText("The day\nAdvertisement\nThe west was left.")
    qtbot.mouseClick(empty.button("Paste article"), Qt.MouseButton.LeftButton)
    dialog = _dialog(qtbot, empty)
    words = dialog.findChild(QPlainTextEdit)
    words.setPlainText(words.toPlainText().replace("Advertisement\n", ""))
    _press(dialog, "Add article")
    (revision,) = empty.project.revisions.values()
    assert revision.text == "The day\nThe west was left."


def test_an_article_needs_words_a_title_and_a_date_that_is_one(qtbot: QtBot, empty: Shown) -> None:
    QGuiApplication.clipboard().clear()
    empty.panel.articles.paste_action.trigger()
    dialog = _dialog(qtbot, empty)
    (add,) = [b for b in dialog.findChildren(QAbstractButton) if "Add" in b.text()]
    assert not add.isEnabled()
    QGuiApplication.clipboard().setText("The day\nThe west was left.")
    qtbot.keyClick(dialog.findChild(QPlainTextEdit), Qt.Key.Key_V, CONTROL)
    assert _field(dialog, "Title").text() == "The day"
    assert add.isEnabled()
    _field(dialog, "Publication date").setText("2024-13-01")
    assert not add.isEnabled()
    _field(dialog, "Publication date").clear()
    assert add.isEnabled()


def _dropped(panel: ArticlePanel, *paths: Path) -> bool:
    """Drag files over the panel and let them fall; whether it took them."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = (carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, *held)
    entering.ignore()
    QApplication.sendEvent(panel, entering)
    if entering.isAccepted():
        QApplication.sendEvent(panel, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, *held))
    return entering.isAccepted()


def test_a_dropped_text_file_is_asked_about_and_other_files_are_left_to_others(
    qtbot: QtBot, empty: Shown, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    report.write_text("The west was left.", encoding="utf-8")
    assert not _dropped(empty.panel, tmp_path / "map.geojson")
    assert _dropped(empty.panel, report)
    _press(_dialog(qtbot, empty), "Add article")
    (article,) = empty.project.articles.values()
    assert article.title == "The west was left."


def test_a_file_that_is_no_text_is_refused_in_a_sentence(qtbot: QtBot, empty: Shown, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes(b"%PDF-1.7 \x00")
    empty.panel.add_file(report)
    qtbot.waitUntil(lambda: bool(empty.refused))
    assert empty.refused == ["report.txt: it is no text file; save the article as .txt or .html."]


def test_facts_are_edited_in_one_step_and_the_words_stay(qtbot: QtBot, cited: Shown) -> None:
    qtbot.mouseClick(cited.button("Edit title and source"), Qt.MouseButton.LeftButton)
    dialog = _dialog(qtbot, cited, FactsDialog)
    assert _field(dialog, "Publication date").text() == "2024-05-02"
    _field(dialog, "Title").setText("The long day")
    _press(dialog, "Save")
    assert cited.project.articles["article-1"].title == "The long day"
    assert cited.panel.findChild(QComboBox).currentText() == "The long day"
    assert len(cited.marked()) == 2


def test_a_deleted_article_goes_with_its_links_and_the_other_one_is_shown(cited: Shown) -> None:
    cited.panel.articles.delete_action.trigger()
    assert set(cited.project.articles) == {"article-2"}
    assert cited.said[-1].startswith("Delete article “The day” with 2 passages and 2 links.")
    assert cited.panel.text.document().toPlainText() == "Later\nThe west again."
    cited.desk.undo()
    assert len(cited.project.links) == 3


def test_without_a_project_nothing_can_be_added(qtbot: QtBot, desk: Desk) -> None:
    shown = Shown(qtbot, desk)
    assert not shown.panel.articles.paste_action.isEnabled()
    assert not shown.panel.link_action.isEnabled()
    assert any("Open a project" in label.text() for label in shown.panel.findChildren(QLabel))


def test_everything_that_takes_the_keyboard_has_a_name(cited: Shown) -> None:
    takes = [
        widget
        for widget in cited.panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    assert len(takes) > 6
    assert [widget for widget in takes if not widget.accessibleName()] == []


def test_hovering_a_passage_says_what_it_is_linked_to(qtbot: QtBot, cited: Shown) -> None:
    at = cited.place_of("west was left")
    viewport = cited.panel.text.viewport()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    assert QToolTip.text().startswith("<qt>Red, controlled (")
    elsewhere = cited.place_of("at dawn")
    QApplication.sendEvent(
        viewport, QHelpEvent(QHelpEvent.Type.ToolTip, elsewhere, viewport.mapToGlobal(elsewhere))
    )
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_delete_and_paste_in_the_dock_are_not_those_of_the_map(qtbot: QtBot, cited: Shown) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(cited.panel)
    meant_for_the_map: list[str] = []
    for key in ("Del", "Ctrl+V"):
        action = QAction(key, window)
        action.setShortcut(key)
        action.triggered.connect(lambda _=False, key=key: meant_for_the_map.append(key))
        window.addAction(action)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    assert meant_for_the_map == ["Del"]
    QGuiApplication.clipboard().setText("Another article.")
    qtbot.keyClick(cited.panel.text, Qt.Key.Key_Delete)
    qtbot.keyClick(cited.panel.text, Qt.Key.Key_V, CONTROL)
    dialog = _dialog(qtbot, cited)
    assert _field(dialog, "Title").text() == "Another article."
    dialog.close()
    assert meant_for_the_map == ["Del"]
    window.takeCentralWidget()


def test_a_file_with_a_time_of_day_keeps_it_unless_its_date_is_changed(
    qtbot: QtBot, empty: Shown, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<title>Soon</title><meta property='article:published_time' content='2024-05-02T10:00:00Z'>"
        "<p>Near is close.</p>",
        encoding="utf-8",
    )
    for number, written in ((1, "2024-05-02T10:00:00Z"), (2, "2024-05-03")):
        empty.panel.add_file(page)
        qtbot.waitUntil(lambda: any(d.isVisible() for d in empty.panel.findChildren(AddArticleDialog)))
        dialog = next(d for d in empty.panel.findChildren(AddArticleDialog) if d.isVisible())
        assert _field(dialog, "Publication date").text() == "2024-05-02"
        _field(dialog, "Publication date").setText(written[:10])
        _press(dialog, "Add article")
        assert len(empty.project.articles) == number
        assert list(empty.project.articles.values())[-1].published_at == written
