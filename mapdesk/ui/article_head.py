"""The head of the article dock: which article, what is known of it, and what can be done with it."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapdesk.model.articles import Article
from mapdesk.render.dates import full_date
from mapdesk.ui.article_facts import day_of
from mapdesk.ui.icons import icon


class ArticleHead(QWidget):
    """A chooser of articles, buttons, and a line of facts with the address to open."""

    #: The uid of the article that was chosen.
    chosen = Signal(str)

    def __init__(self, adding: Sequence[QAction], edit: QAction, more: Sequence[QAction]) -> None:
        super().__init__()
        self._chooser = _Chooser()
        self._chooser.setAccessibleName("Article")
        self._chooser.setToolTip("The article shown")
        self._chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._chooser.activated.connect(lambda row: self.chosen.emit(self._chooser.itemData(row)))
        self._facts = QLabel()
        self._facts.setTextFormat(Qt.TextFormat.RichText)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._facts.setWordWrap(True)
        self._facts.setAccessibleName("Source, author, date and address")
        self._facts.linkActivated.connect(self._open)
        self._facts.linkHovered.connect(self._facts.setToolTip)
        self._facts.setContentsMargins(2, 0, 2, 0)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._chooser, 1)
        row.addWidget(_with_menu(self, "add", "Add an article", adding))
        button = QToolButton()
        button.setDefaultAction(edit)
        _dress(button, edit.text().replace("&", "").rstrip("…"))
        row.addWidget(button)
        row.addWidget(_with_menu(self, "more", "More for this article", more))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._facts)

    def present(self, articles: Mapping[str, Article], article: Article | None) -> None:
        """Show the articles of a project and the facts of one of them."""
        self._chooser.clear()
        for uid, known in articles.items():
            self._chooser.addItem(known.title, uid)
            self._chooser.setItemData(
                self._chooser.count() - 1, f"<qt>{html.escape(known.title)}</qt>", Qt.ItemDataRole.ToolTipRole
            )
        self._chooser.setEnabled(bool(articles))
        self._chooser.setCurrentIndex(self._chooser.findData(article.uid) if article else -1)
        facts = _facts(article) if article else ""
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        linked = "<a " in facts
        self._facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            if linked
            else Qt.TextInteractionFlag.NoTextInteraction
        )

    def _open(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))


class _Chooser(QComboBox):
    """A combo box that says where a title goes on, which Qt's cuts off."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 6
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


def _facts(article: Article) -> str:
    """The facts as one line of marked-up text; everything in it that comes from the article is escaped."""
    day = day_of(article.published_at)
    said = [article.publisher, article.author, full_date(day) if day else article.published_at]
    parts = [html.escape(fact) for fact in said if fact]
    host = _host(article.url)
    if host:
        parts.append(f'<a href="{html.escape(article.url)}">{html.escape(host)}</a>')
    elif article.url:
        parts.append(html.escape(article.url))
    return " · ".join(parts)


def _host(address: str) -> str:
    """The name of the site of an address of the web; none where it is something else."""
    try:
        split = urlsplit(address)
        return (split.hostname or "") if split.scheme.lower() in ("http", "https") else ""
    except ValueError:
        return ""


def _with_menu(parent: QWidget, drawing: str, name: str, actions: Sequence[QAction]) -> QToolButton:
    button = QToolButton()
    menu = QMenu(parent)
    menu.addActions(list(actions))
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setIcon(icon(drawing))
    button.setToolTip(name)
    # The arrow of the menu would stand on the icon.
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    _dress(button, name)
    return button


def _dress(button: QToolButton, name: str) -> None:
    button.setAccessibleName(name)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
