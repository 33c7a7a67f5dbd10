"""The links below an article: all of the article's, or those of the features selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from mapdesk.ui.link_list import LinkList, LinkRow

_ARTICLE, _SELECTED = 0, 1


class ArticleLinks(QWidget):
    """Two lists in one place, with tabs that say how long each is."""

    wanted = Signal(str)
    unwanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Sequence[LinkRow], Sequence[LinkRow]] = ((), ())
        self._passage = ""
        self._tabs = QTabBar()
        self._tabs.setAccessibleName("Whose links")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.addTab("")
        self._tabs.setTabToolTip(_ARTICLE, "All links of this article")
        self._tabs.addTab("")
        self._tabs.setTabToolTip(_SELECTED, "All links of what is selected on the map")
        self._tabs.currentChanged.connect(self._fill)
        self.list = LinkList()
        self.list.wanted.connect(self.wanted)
        self.list.unwanted.connect(self.unwanted)
        self._none = QLabel()
        self._none.setWordWrap(True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setMargin(12)
        below = QWidget()
        self._below = QStackedLayout(below)
        self._below.addWidget(self.list)
        self._below.addWidget(self._none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(below, 1)
        self.setMinimumHeight(90)

    def show_links(
        self,
        of_article: Sequence[LinkRow],
        of_selected: Sequence[LinkRow] | None,
        passage: str,
        *,
        turn: bool,
    ) -> None:
        """Show the links of the article and of what is selected (None: nothing is).

        `turn` turns to what was selected now. The links of `passage` are marked.
        """
        self._rows, self._passage = (of_article, of_selected or ()), passage
        self._tabs.setTabText(_ARTICLE, f"Article ({len(of_article)})")
        self._tabs.setTabText(
            _SELECTED, "Selected" if of_selected is None else f"Selected ({len(of_selected)})"
        )
        self._tabs.setTabEnabled(_SELECTED, of_selected is not None)
        if of_selected is None:
            self._tabs.setCurrentIndex(_ARTICLE)
        elif turn:
            self._tabs.setCurrentIndex(_SELECTED)
        self._fill()

    def _fill(self) -> None:
        shown = self._tabs.currentIndex()
        rows = self._rows[shown]
        self.list.show_rows(rows, self._passage)
        self._none.setText(
            "No passage is linked to this yet. Select words in the article and press L."
            if shown == _SELECTED
            else "Nothing of this article is linked yet. "
            "Select words in it, press L, and click what they speak of on the map."
        )
        self._below.setCurrentIndex(0 if rows else 1)
