"""What the article dock says of passages and links: values for the text to mark and the list to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapdesk.model.articles import Anchor, Article, Link, LinkKind
from mapdesk.model.links import anchor_of, anchors_in, links_of_article, links_of_features
from mapdesk.session.citing import (
    colour_of,
    linked_feature,
    patch_colour,
    words_of_link,
    words_of_patch_link,
)
from mapdesk.session.showing import Showing
from mapdesk.ui.link_list import LinkRow
from mapdesk.ui.reading_text import Marked

#: A quote is shown with at most so many letters; the list cuts it further to its own width.
_QUOTE = 240


@dataclass(frozen=True)
class Cited:
    """The passages of an article in reading order, its links, and those of what is selected, if anything."""

    marked: tuple[Marked, ...]
    of_article: tuple[LinkRow, ...]
    of_selected: tuple[LinkRow, ...] | None


def cited(showing: Showing, article: Article) -> Cited:
    """What is said of the passages and links of an article, and of the links of what is selected."""
    project = showing.project
    spoken = _Spoken(showing)
    by_passage: dict[str, list[LinkRow]] = {}
    of_article = tuple(map(spoken.row, links_of_article(project, article.uid)))
    for row in of_article:
        by_passage.setdefault(row.passage, []).append(row)
    of_selected = None
    if showing.selected:
        of_selected = tuple(map(spoken.row, links_of_features(project, showing.selected)))
    marked = (
        _marked(anchor, by_passage.get(anchor.passage, [])) for anchor in anchors_in(project, article.uid)
    )
    return Cited(tuple(marked), of_article, of_selected)


def cites_alike(old: Showing, new: Showing) -> bool:
    """Whether passages and links are said in the same words in two Showings."""
    was, is_now = old.project, new.project
    return (
        was.articles is is_now.articles
        and was.anchors is is_now.anchors
        and was.links is is_now.links
        and was.sides is is_now.sides
        and was.snapshots is is_now.snapshots
        and (old.account, old.day, old.selected) == (new.account, new.day, new.selected)
        and (old.comparison is new.comparison or not _cites_patches(new))
    )


def _cites_patches(showing: Showing) -> bool:
    return any(link.kind is LinkKind.CHANGE_PATCH for link in showing.project.links.values())


def _marked(anchor: Anchor, rows: Sequence[LinkRow]) -> Marked:
    colours = {row.colour for row in rows}
    words = tuple(dict.fromkeys(row.words for row in rows)) or ("Linked to nothing yet",)
    # Two sides' colours would be neither's.
    colour = colours.pop() if len(colours) == 1 else ""
    return Marked(anchor.passage, (anchor.start, anchor.end), colour, words)


class _Spoken:
    """Links in words; what many links lead to is put in words once."""

    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        self._targets: dict[tuple[str, ...], tuple[str, str]] = {}

    def row(self, link: Link) -> LinkRow:
        """A link as the list shows it."""
        project = self._showing.project
        anchor = anchor_of(project, link.passage)
        quote = (
            " ".join(anchor.exact[:_QUOTE].split()) if anchor else "(words that are gone from the article)"
        )
        words, colour = self._target(link)
        return LinkRow(uid=link.uid, passage=link.passage, quote=quote, words=words, colour=colour)

    def _target(self, link: Link) -> tuple[str, str]:
        key = (link.kind, link.target, link.date_from, link.date_to)
        if key not in self._targets and link.kind is LinkKind.CHANGE_PATCH:
            self._targets[key] = (words_of_patch_link(self._showing, link), patch_colour())
        elif key not in self._targets:
            project, day = self._showing.project, self._showing.day
            feature = linked_feature(project, self._showing.account, link, day)
            words = words_of_link(project, link, feature, day)
            self._targets[key] = (words, colour_of(project, feature))
        return self._targets[key]
