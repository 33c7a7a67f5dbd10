"""Where a quote stands in a text, and how a Passage remembers it.

Offsets are Unicode code points, half-open, as https://www.w3.org/TR/annotation-model/ asks for.
"""

from __future__ import annotations

import unicodedata

import regex

from mapdesk.model.articles import CONTEXT, Anchor, AnchorState, Revision

Span = tuple[int, int]

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)


def occurrences(text: str, quote: str) -> list[Span]:
    """All places of a quote: to the letter, or else alike but for quote marks, dashes and white space."""
    wanted = quote.strip()
    if not wanted:
        return []
    exact = [match.span() for match in regex.finditer(regex.escape(wanted), text, overlapped=True)]
    if exact:
        return exact
    folded, starts, ends = _folded(text)
    pattern = regex.escape(_folded(wanted)[0])
    if not pattern:
        return []
    alike = (
        (starts[match.start()], ends[match.end() - 1])
        for match in regex.finditer(pattern, folded, overlapped=True)
    )
    return list(dict.fromkeys(alike))


def _folded(text: str) -> tuple[str, list[int], list[int]]:
    """A text as it is compared, and for each of its characters the span of the original that it came from."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in regex.finditer(r"\X", text):
        composed = unicodedata.normalize("NFC", cluster[0])
        whole = composed != cluster[0]
        for offset, character in enumerate(composed, start=cluster.start()):
            if unicodedata.category(character) == "Cf":
                continue
            if character.isspace():
                if folded and folded[-1] == " ":
                    continue
                character = " "
            for piece in "..." if character == "…" else character.translate(_ALIKE):
                folded.append(piece)
                starts.append(cluster.start() if whole else offset)
                ends.append(cluster.end() if whole else offset + 1)
    return "".join(folded), starts, ends


def whole_characters(text: str, span: Span) -> Span:
    """A span without white space at its ends, widened so that no visible character is cut in two."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return (start, end)
    # No character goes over the end of a line, so that what stands before need not be taken apart.
    for cluster in regex.finditer(r"\X", text, pos=text.rfind("\n", 0, start) + 1):
        if cluster.start() < start < cluster.end():
            start = cluster.start()
        if cluster.start() < end < cluster.end():
            end = cluster.end()
        if cluster.end() >= end:
            break
    return (start, end)


def anchor(passage: str, revision: Revision, span: Span, *, by: str, at: str) -> Anchor:
    """The Anchor of a Passage at a span of a revision, with the words there and around it."""
    start, end = whole_characters(revision.text, span)
    return Anchor(
        passage=passage,
        revision=revision.uid,
        start=start,
        end=end,
        exact=revision.text[start:end],
        prefix=revision.text[max(0, start - CONTEXT) : start],
        suffix=revision.text[end : end + CONTEXT],
        state=AnchorState.MANUAL if by == "user" else AnchorState.AUTO,
        decided_by=by,
        decided_at=at,
    )
