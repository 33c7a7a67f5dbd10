"""The canonical text of an article: the same words always give the same code points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from mapdesk.model.articles import Block

#: Written beside every text; a changed rule gets a new number, and old texts stay as they are.
CANON_VERSION = 1

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\u0085]")
_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u00ad]")
_SPACES = re.compile(r"[ \t\n]+")


def canonical(text: str) -> str:
    """Text with line ends as LF, without byte order marks, control characters and soft hyphens, in NFC.

    No-break spaces, curly quotes, joiners and bidirectional marks are the author's and stay.
    """
    return unicodedata.normalize("NFC", _DROPPED.sub("", _LINE_ENDS.sub("\n", text)))


def assembled(blocks: Iterable[tuple[str, str]]) -> tuple[str, tuple[Block, ...]]:
    """The text of (kind, words) blocks, one to a line, and where each of them lies in it."""
    lines: list[str] = []
    placed: list[Block] = []
    offset = 0
    for kind, words in blocks:
        line = _SPACES.sub(" ", canonical(words)).strip(" ")
        if not line.strip():
            continue
        placed.append(Block(start=offset, end=offset + len(line), kind=kind))
        lines.append(line)
        offset += len(line) + 1
    return "\n".join(lines), tuple(placed)
