"""Articles from files and from the clipboard: plain text and web pages, read as words and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mapdesk.exchange.canonical_text import assembled
from mapdesk.exchange.source_refused import SourceRefused, bounded_bytes
from mapdesk.model.articles import Block

LIMIT_MB = 50
#: Elements inside each other; the parser takes the square of it in time, some seconds for so many.
LIMIT_DEPTH = 25_000

_HTML_ENDINGS = {".html", ".htm", ".xhtml"}
_BINARY = re.compile(rb"\A(?:%PDF-|\{\\rtf|PK\x03\x04)|[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
#: The encodings that pages declare; Python knows others, which are no encodings of text files.
_DECLARED = re.compile(
    rb"charset=[\"']?((?:windows-|cp)\d+|iso-?8859-\d+|koi8-[rut]|(?:ibm|mac|x-mac-)[a-z0-9]+|"
    rb"gb\w+|big5(?:-hkscs)?|euc-[a-z]+|shift_jis|iso-2022-jp|tis-620)\b",
    re.IGNORECASE,
)
_NOT_READ = (
    "script,style,noscript,template,iframe,svg,nav,footer,form,button,select,textarea,aside,dialog,"
    "[hidden],[aria-hidden=true]"
)
_NOISE = re.compile(
    r"\b(ad|ads|advert\w*|promo\w*|sponsor\w*|cookie\w*|consent|newsletter|related|recommend\w*|share|sharing|"
    r"social|comments?|breadcrumbs?|byline)\b",
    re.IGNORECASE,
)
_KINDS = {"p": "p", "li": "li", "figcaption": "caption", "pre": "p"} | {
    f"h{level}": f"h{level}" for level in range(1, 7)
}
#: Tags of elements that stay open until they are closed: how they begin ("/" when closing) and end.
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|d[dt]|t[dhr]|tbody|thead|tfoot|option|br|hr|img|input|meta|link|area|base|col|source|"
    r"track|wbr|embed|param)[\s/>])[a-z][^<>]*?(/?)>",
    re.IGNORECASE,
)
#: Elements that begin on a line of their own.
_LINES = {
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "header",
    "hr",
    "main",
    "ol",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
    *_KINDS,
}
_LINE_END = r"\r\n?|\n|[\u2028\u2029]"
#: What stands for a file's name where words were pasted.
_PASTED = Path("What was pasted")
#: A page copied with its words is read as a page where it holds at least this share of them.
_MEANT = 0.7
#: The kind of words that stand in no block.
_LOOSE = ""
#: Where blocks hold less than this share of the words, the page has no paragraphs to go by.
_ENOUGH = 0.4


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
    publisher: str = ""
    url: str = ""


def read_article(path: Path) -> ArticleText:
    """Read a .txt or .html file; raises SourceRefused for what holds no text.

    Nothing in the file is run, followed or fetched.
    """
    raw = bounded_bytes(path, LIMIT_MB)
    text = _decoded(path, raw)
    return _read_words(path, text, raw, is_html=_is_html(path, text))


def read_pasted(plain: str, html: str = "") -> ArticleText:
    """Read what was copied elsewhere, as words and (where there is one) as a page; raises SourceRefused.

    The page says which words are headings. But whoever copied words meant them: where the page holds far
    fewer, since its reader passes over what is beside an article, the words are taken as they are.
    """
    page = None
    if html.strip():
        try:
            page = _read_pasted(html, is_html=True)
        except SourceRefused:
            if not plain.strip():
                raise
    if page is not None and _weight(page.text) >= _MEANT * _weight(plain):
        return page
    words = _read_pasted(plain, is_html=False)
    if page is None:
        return words
    return replace(page, text=words.text, blocks=words.blocks, raw=words.raw, media_type=words.media_type)


def reworded(read: ArticleText, text: str) -> ArticleText:
    """What was read, with the text that somebody made of it; lines that stayed are still what they were.

    Raises SourceRefused where no text is left.
    """
    lines = re.split(_LINE_END, text)
    kinds = {read.text[block.start : block.end]: block.kind for block in read.blocks}
    body, blocks = assembled((kinds.get(" ".join(line.split(" ")), "p"), line) for line in lines)
    if not body:
        raise SourceRefused(_PASTED, "there is no text in it.")
    return read if body == read.text else replace(read, text=body, blocks=blocks)


def _read_pasted(content: str, *, is_html: bool) -> ArticleText:
    raw = content.encode("utf-8", errors="replace")
    if len(raw) > LIMIT_MB * 1_000_000:
        raise SourceRefused(_PASTED, f"it is {len(raw) / 1e6:,.0f} MB large; {LIMIT_MB} MB is the most.")
    return _read_words(_PASTED, raw.decode("utf-8"), raw, is_html=is_html)


def _weight(text: str) -> int:
    return sum(len(word) for word in text.split())


def _read_words(path: Path, text: str, raw: bytes, *, is_html: bool) -> ArticleText:
    if is_html:
        _refuse_deep(path, text)
        article = _from_html(text, raw)
    else:
        article = _from_plain(text, raw)
    if not article.text:
        raise SourceRefused(path, "there is no text in it.")
    return article


def _decoded(path: Path, raw: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                raise SourceRefused(path, "it is broken, or it ends in the middle.") from None
    if _BINARY.search(raw[:4096]):
        raise SourceRefused(path, "it is no text file; save the article as .txt or .html.")
    for encoding in ("utf-8-sig", _declared(raw)):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", errors="replace")


def _declared(raw: bytes) -> str:
    found = _DECLARED.search(raw[:2048])
    return found.group(1).decode("ascii") if found else "cp1252"


def _is_html(path: Path, text: str) -> bool:
    return (
        path.suffix.lower() in _HTML_ENDINGS or re.match(r"\s*<(!doctype html|html)", text, re.I) is not None
    )


def _refuse_deep(path: Path, text: str) -> None:
    """Refuse what is nested too deep to be parsed in a short time."""
    depth = 0
    for closing, empty in _NESTING.findall(text):
        if not empty:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > LIMIT_DEPTH:
            raise SourceRefused(path, "its parts lie too deep inside each other for a web page.")


def _from_plain(text: str, raw: bytes) -> ArticleText:
    body, blocks = assembled(("p", line) for line in re.split(_LINE_END, text))
    return ArticleText("", body, blocks, raw, "text/plain")


def _from_html(text: str, raw: bytes) -> ArticleText:
    page = LexborHTMLParser(text)
    named = page.css_first("title")
    title = _meta(page, "og:title") or (named.text() if named else "")
    body, blocks = assembled(_read(page))
    return ArticleText(
        title=" ".join(title.split()),
        text=body,
        blocks=blocks,
        raw=raw,
        media_type="text/html",
        published_at=_meta(page, "article:published_time"),
        author=_meta(page, "author"),
        publisher=_meta(page, "og:site_name"),
        url=_address(page),
    )


def _meta(page: LexborHTMLParser, name: str) -> str:
    node = page.css_first(f'meta[property="{name}"]') or page.css_first(f'meta[name="{name}"]')
    return (node.attributes.get("content") or "").strip() if node else ""


def _address(page: LexborHTMLParser) -> str:
    """The address that a page gives for itself; none where it is no address of the web."""
    node = page.css_first("link[rel=canonical]")
    said = (node.attributes.get("href") or "").strip() if node else ""
    found = said or _meta(page, "og:url")
    return found if re.match(r"https?://\S+\Z", found, re.IGNORECASE) else ""


_Words = tuple[str, str]


def _read(page: LexborHTMLParser) -> Sequence[_Words]:
    """The (kind, words) of the part of a page that says most: an article, the main part or the body."""
    if page.body is None:
        return []
    not_read = {node.mem_id for node in page.css(_NOT_READ)}
    passed_over = not_read | {node.mem_id for node in page.css("div,section,ul,p") if _is_noise(node)}
    for selector in ("article", "main", "[role=main]"):
        parts = {node.mem_id for node in page.css(selector)} - not_read
        read = [
            list(_blocks(node, passed_over))
            for node, entering in _steps(page.body, parts | not_read)
            if entering and node.mem_id in parts
        ]
        longest = max(read, key=_length, default=[])
        if _length(longest):
            return _with_paragraphs(longest)
    return _with_paragraphs(list(_blocks(page.body, passed_over)))


def _is_noise(node: LexborNode) -> bool:
    labels = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return _NOISE.search(labels.replace("-", " ").replace("_", " ")) is not None


def _length(blocks: Sequence[_Words]) -> int:
    return sum(len(words.strip()) for _, words in blocks)


def _with_paragraphs(blocks: Sequence[_Words]) -> Sequence[_Words]:
    """The blocks without the words that stand in none, unless most of the words do."""
    proper = [block for block in blocks if block[0] != _LOOSE]
    if _length(proper) >= _ENOUGH * _length(blocks):
        return proper
    return [(kind or "p", words) for kind, words in blocks]


def _blocks(root: LexborNode, passed_over: Collection[int]) -> Iterator[_Words]:
    """The blocks below a node in reading order; a block inside another is read as part of the outer one.

    Quotes of several paragraphs are the exception: each paragraph is a quote.
    """
    words: list[str] = []
    kind = _LOOSE
    block = None
    quotes = 0
    for node, entering in _steps(root, passed_over):
        if node.mem_id in passed_over:
            continue
        tag = node.tag or ""
        if tag == "-text" and entering:
            words.append(node.text_content or "")
        elif tag == "br" or (tag in _LINES and block not in (None, node.mem_id)):
            words.append(" ")
        elif tag in _LINES:
            yield kind, "".join(words)
            words = []
            if tag == "blockquote":
                quotes += 1 if entering else -1
            block = node.mem_id if entering and tag in _KINDS else None
            kind = "quote" if quotes else _KINDS[tag] if block else _LOOSE
    yield kind, "".join(words)


def _steps(root: LexborNode, closed: Collection[int]) -> Iterator[tuple[LexborNode, bool]]:
    """Each node below a root, when entered (True) and when left; those that are closed only when met.

    One after the other, without recursion: pages are nested as deep as somebody likes.
    """
    node = root.child
    while node is not None:
        yield node, True
        inside = None if node.mem_id in closed else node.child
        if inside is not None:
            node = inside
            continue
        if node.mem_id not in closed:
            yield node, False
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                return
            yield node, False
        node = node.next if node is not None else None
