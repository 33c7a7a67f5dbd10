"""Articles in dated revisions, the Passages quoted from them, and the Links that tie Passages to the map.

Offsets are Unicode code points, half-open, over a revision's canonical text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Code points of context kept before and after a quote.
CONTEXT = 32


class Motive(StrEnum):
    """What a Passage is good for."""

    EVIDENCE = "evidence"
    PLACE = "place"
    QUOTE = "quote"
    DATE = "date"
    NOTE = "note"


class AnchorState(StrEnum):
    """How sure it is where a Passage stands in a revision."""

    AUTO = "auto"
    REVIEW = "review"
    ORPHAN = "orphan"
    MANUAL = "manual"


class LinkKind(StrEnum):
    """What a Link ties its Passage to."""

    FEATURE = "feature"
    PLACE = "place"
    CHANGE_PATCH = "change_patch"
    DATE = "date"


class LinkRole(StrEnum):
    """How the Passage speaks of what it is linked to."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    MENTIONS = "mentions"
    DRAWN_FROM = "drawn from"


@dataclass(frozen=True, kw_only=True)
class Article:
    """A text we cite; its words are in its revisions."""

    uid: str
    title: str
    publisher: str = ""
    author: str = ""
    url: str = ""
    published_at: str = ""
    published_tz: str = ""
    lang: str = ""
    rights: str = ""
    retrieved_at: str = ""
    current_revision: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, heading or other unit of a revision's text: [start, end) and what it is."""

    start: int
    end: int
    kind: str = "p"


@dataclass(frozen=True, kw_only=True)
class Revision:
    """An Article's canonical text as it stood when it was added."""

    uid: str
    article: str
    number: int
    text: str
    blocks: tuple[Block, ...] = ()
    canon_version: int = 1
    raw: bytes = b""
    raw_media_type: str = ""
    importer: str = ""
    added_at: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A quoted span of an Article; where it stands in each revision is in its Anchors."""

    uid: str
    article: str
    label: str = ""
    motive: Motive = Motive.EVIDENCE
    created_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Where a Passage stands in one revision: [start, end), the words there and CONTEXT around them."""

    passage: str
    revision: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    state: AnchorState = AnchorState.AUTO
    score: float = 1.0
    method: str = "exact"
    decided_by: str = "auto"
    decided_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Link:
    """Ties a Passage to a Feature (by feature_id), a place, a ChangePatch or a date."""

    uid: str
    passage: str
    kind: LinkKind
    target: str
    date_from: str = ""
    date_to: str = ""
    role: LinkRole = LinkRole.SUPPORTS
    note: str = ""
    created_at: str = ""
