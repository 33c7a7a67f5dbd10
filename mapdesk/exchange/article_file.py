"""Articles from files: plain text and saved web pages, read as words and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mapdesk.exchange.canonical_text import assembled
from mapdesk.exchange.source_refused import SourceRefused, bounded_bytes
from mapdesk.model.articles import Block

LIMIT_MB = 50

_HTML_ENDINGS = {".html", ".htm", ".xhtml"}
_NOT_READ = (
    "script,style,noscript,template,iframe,svg,nav,footer,form,button,aside,dialog,"
    "[hidden],[aria-hidden=true]"
)
_NOISE = re.compile(
    r"\b(ad|ads|advert\w*|promo\w*|sponsor\w*|cookie\w*|consent|newsletter|related|recommend\w*|share|sharing|"
    r"social|comments?|breadcrumbs?|byline)\b",
    re.IGNORECASE,
)
_KINDS = {"p": "p", "li": "li", "blockquote": "quote", "figcaption": "caption", "pre": "p"} | {
    f"h{level}": f"h{level}" for level in range(1, 7)
}


@dataclass(frozen=True)
class ArticleText:
    """What a file gave: its title where it names one, the canonical text, its blocks, and the raw bytes."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    raw: bytes
    media_type: str
    published_at: str = ""
    author: str = ""


def read_article(path: Path) -> ArticleText:
    """Read a .txt or .html file; raises SourceRefused for what holds no text.

    Nothing in the file is run, followed or fetched.
    """
    raw = bounded_bytes(path, LIMIT_MB)
    text = _decoded(path, raw)
    article = _from_html(text, raw) if _is_html(path, text) else _from_plain(text, raw)
    if not article.text:
        raise SourceRefused(path, "there is no text in it.")
    return article


def _decoded(path: Path, raw: bytes) -> str:
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceRefused(path, "it is no text file; save the article as .txt or .html.")
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", _declared(raw))
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", errors="replace")


def _declared(raw: bytes) -> str:
    found = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", raw[:2048])
    return found.group(1).decode("ascii") if found else "cp1252"


def _is_html(path: Path, text: str) -> bool:
    return (
        path.suffix.lower() in _HTML_ENDINGS or re.match(r"\s*<(!doctype html|html)", text, re.I) is not None
    )


def _from_plain(text: str, raw: bytes) -> ArticleText:
    body, blocks = assembled(("p", line) for line in re.split(r"\r\n?|\n|[\u2028\u2029]", text))
    return ArticleText("", body, blocks, raw, "text/plain")


def _from_html(text: str, raw: bytes) -> ArticleText:
    page = LexborHTMLParser(text)
    named = page.css_first("title")
    title = _meta(page, "og:title") or (named.text() if named else "")
    for node in page.css(_NOT_READ):
        node.decompose()
    root = _main_part(page)
    if root is not None:
        for node in root.css("div,section,ul,p"):
            labels = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
            if _NOISE.search(labels.replace("-", " ").replace("_", " ")):
                node.decompose()
    body, blocks = assembled(_blocks(root)) if root is not None else ("", ())
    return ArticleText(
        title=" ".join(title.split()),
        text=body,
        blocks=blocks,
        raw=raw,
        media_type="text/html",
        published_at=_meta(page, "article:published_time"),
        author=_meta(page, "author"),
    )


def _meta(page: LexborHTMLParser, name: str) -> str:
    node = page.css_first(f'meta[property="{name}"]') or page.css_first(f'meta[name="{name}"]')
    return (node.attributes.get("content") or "").strip() if node else ""


def _main_part(page: LexborHTMLParser) -> LexborNode | None:
    """The part of a page that holds most of its paragraphs' words: an article, the main part or the body."""
    candidates = page.css("article") or page.css("main") or page.css("[role=main]")
    longest = max(candidates, key=lambda node: sum(len(p.text()) for p in node.css("p")), default=None)
    return longest or page.body


def _blocks(root: LexborNode) -> Iterator[tuple[str, str]]:
    """The blocks of a page in reading order; a block inside another is read as part of the outer one.

    Quotes of several paragraphs are the exception: each paragraph is a quote.
    """
    found = [node for node in root.css(",".join(_KINDS)) if not _is_inner(node, root)]
    if not found:
        yield "p", root.text(separator=" ")
    for node in found:
        for inner in node.css(",".join(("br", *_KINDS))):
            if inner.mem_id != node.mem_id:
                inner.insert_before(" ")
        yield "quote" if _in_quote(node) else _KINDS[node.tag or "p"], node.text()


def _is_inner(node: LexborNode, root: LexborNode) -> bool:
    if _is_split_quote(node):
        return True
    return any(parent.tag in _KINDS and not _is_split_quote(parent) for parent in _parents(node, root))


def _is_split_quote(node: LexborNode) -> bool:
    return node.tag == "blockquote" and node.css_first("p") is not None


def _in_quote(node: LexborNode) -> bool:
    return node.parent is not None and _is_split_quote(node.parent)


def _parents(node: LexborNode, root: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.mem_id != root.mem_id:
        yield parent
        parent = parent.parent
