"""Articles from files: the words, the whole words, and nothing but the words, in a bearable time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapdesk.exchange.article_file import ArticleText, read_article, read_pasted, reworded
from mapdesk.exchange.source_refused import SourceRefused


@pytest.fixture
def read(tmp_path: Path):
    def read_from(content: str | bytes, name: str = "report.html") -> ArticleText:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_article(path)

    return read_from


def text_or_refusal(read, content: str | bytes, name: str = "report.html") -> str:
    """The words of a file, or the sentence with which it was refused."""
    try:
        article = read(content, name)
    except SourceRefused as refusal:
        return f"refused, {refusal}"
    assert article.text.encode("utf-8")
    assert [article.text[block.start : block.end] for block in article.blocks] == article.text.split("\n")
    return article.text


def kinds(article: ArticleText) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


# Pages.


def test_headings_paragraphs_lists_quotes_and_captions_are_blocks_in_reading_order(read) -> None:
    article = read(
        "<title>The day</title><h1>Lyman</h1><p>One.</p><ul><li>Two</li></ul>"
        "<blockquote>Three</blockquote><figure><img src=x><figcaption>Four</figcaption></figure>"
    )
    assert article.title == "The day"
    assert kinds(article) == [
        ("h1", "Lyman"),
        ("p", "One."),
        ("li", "Two"),
        ("quote", "Three"),
        ("caption", "Four"),
    ]


def test_a_quote_of_two_paragraphs_is_two_quotes_and_loses_no_loose_words(read) -> None:
    article = read("<blockquote>He said: <p>one</p><p>two</p> and left</blockquote><p>Then.</p>")
    assert kinds(article) == [
        ("quote", "He said:"),
        ("quote", "one"),
        ("quote", "two"),
        ("quote", "and left"),
        ("p", "Then."),
    ]


def test_paragraphs_inside_a_list_item_are_one_item_with_a_space_between(read) -> None:
    assert kinds(read("<ul><li><p>one</p><p>two</p><div>three</div>four</li></ul>")) == [
        ("li", "one two three four")
    ]


def test_inline_tags_leave_words_whole_and_line_breaks_are_spaces(read) -> None:
    assert read("<p>Kher<b>son</b> is<br>near, <a href=x>he</a> says</p>").text == "Kherson is near, he says"


def test_scripts_styles_comments_menus_forms_and_hidden_parts_are_not_read(read) -> None:
    article = read(
        "<nav><p>menu</p></nav><p>kept<script>bad()</script><style>p{}</style><!-- secret --></p>"
        "<form><p>mail</p></form><template><p>t</p></template><p hidden>h</p><p aria-hidden=true>a</p>"
        "<svg><text>pic</text></svg><iframe>f</iframe><footer><p>imprint</p></footer><aside><p>more</p></aside>"
        "<select><option>o</option></select><p>too</p>"
    )
    assert article.text == "kept\ntoo"


def test_ads_share_buttons_cookie_boxes_and_comments_are_not_read(read) -> None:
    article = read(
        '<article><p>kept</p><div class="ad-box"><p>buy</p></div><div id="cookie_consent"><p>ok?</p></div>'
        '<p class="share">share</p><section class="comments"><div class="ad"><p>first!</p></div></section>'
        '<p class="sharepoint broadcast">too</p></article>'
    )
    assert article.text == "kept\ntoo"


def test_of_several_articles_on_a_page_the_longest_is_read(read) -> None:
    page = "<main><article><p>Teaser.</p></article><article><p>The long story.</p></article></main>"
    assert read(page).text == "The long story."


def test_an_empty_article_element_does_not_hide_the_text_beside_it(read) -> None:
    assert read("<article></article><p>The story.</p>").text == "The story."


def test_a_page_without_paragraphs_gives_its_words_and_not_only_its_heading(read) -> None:
    article = read("<h1>Lyman</h1><div>It was retaken.<br>Over the weekend.</div><div>The front moves.</div>")
    assert kinds(article) == [
        ("h1", "Lyman"),
        ("p", "It was retaken. Over the weekend."),
        ("p", "The front moves."),
    ]


def test_a_few_loose_words_beside_paragraphs_are_left_out(read) -> None:
    assert read("<div>12:30</div><p>It was retaken over the weekend.</p>").text == (
        "It was retaken over the weekend."
    )


def test_entities_no_break_spaces_and_soft_hyphens(read) -> None:
    article = read("<p>5&nbsp;km &amp; more &mdash; &#1051;иман, Kher&shy;son</p><p>&nbsp;</p>")
    assert article.text == "5\u00a0km & more — Лиман, Kherson"


def test_metadata_of_the_page_is_taken(read) -> None:
    article = read(
        '<meta property="og:title" content=" The  day "><meta name="author" content="A. B.">'
        '<meta property="article:published_time" content="2022-10-04T18:00:00Z"><title>no</title><p>x</p>'
    )
    assert (article.title, article.author, article.published_at) == (
        "The day",
        "A. B.",
        "2022-10-04T18:00:00Z",
    )


def test_an_unclosed_page_is_read_to_its_end(read) -> None:
    assert read("<html><body><p>one<p>two<b>three").text == "one\ntwothree"


# Encodings.


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1251", "cp1251"),
        ("Windows-1251", "cp1251"),
        ("koi8-u", "koi8-u"),
        ("iso-8859-5", "iso-8859-5"),
    ],
)
def test_a_declared_charset_is_believed(read, declared: str, encoding: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>Лиман знову наш</p>'
    assert read(page.encode(encoding, errors="replace")).text.startswith("Лиман")


def test_a_wrongly_declared_charset_gives_way_to_utf_8(read) -> None:
    assert read("<meta charset=windows-1251><p>Лиман</p>").text == "Лиман"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(read, encoding: str) -> None:
    assert read("<p>Лиман 😀</p>".encode(encoding)).text == "Лиман 😀"
    assert read("Лиман 😀".encode(encoding), "report.txt").text == "Лиман 😀"


@pytest.mark.parametrize(
    "declared", ["undefined", "idna", "punycode", "unicode_escape", "utf-7", "hex", "no-such-thing", "utf-16"]
)
def test_a_charset_that_is_none_is_no_trouble(read, declared: str) -> None:
    assert read(b"<meta charset=" + declared.encode() + b"><p>caf\xe9 \\ud800</p>").text == "café \\ud800"


# Plain text.


def test_each_line_of_a_text_file_is_a_paragraph(read) -> None:
    article = read("One.\r\n\r\nTwo  words.\rThree.\u2028Four.", "report.txt")
    assert kinds(article) == [("p", "One."), ("p", "Two words."), ("p", "Three."), ("p", "Four.")]
    assert (article.media_type, article.title) == ("text/plain", "")


def test_a_text_file_that_holds_a_page_is_read_as_one(read) -> None:
    assert read("  <!DOCTYPE html><p>x</p>", "report.txt").text == "x"
    assert read("1 < 2 and <p> is a tag", "report.txt").text == "1 < 2 and <p> is a tag"


def test_the_raw_bytes_are_kept(read) -> None:
    raw = b"\xef\xbb\xbf<p>x</p>"
    assert read(raw).raw == raw


# What is refused.


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        b"{\\rtf1\\ansi Lyman}",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 8,
        b"\x00" * 50,
        b"\x1f\x8b\x08\x00",
    ],
)
@pytest.mark.parametrize("name", ["report.html", "report.txt"])
def test_files_that_are_no_text_are_refused_by_name(read, content: bytes, name: str) -> None:
    with pytest.raises(SourceRefused, match=rf"^{name}: it is no text file; save the article as"):
        read(content, name)


@pytest.mark.parametrize(
    "content", ["", "   \n", "<p></p>", "<p>&nbsp;</p>", "<script>x</script>", "<frameset>"]
)
def test_files_without_words_are_refused(read, content: str) -> None:
    with pytest.raises(SourceRefused, match=r"^report\.html: there is no text in it"):
        read(content)


def test_text_that_ends_in_the_middle_of_a_letter_is_refused(read) -> None:
    with pytest.raises(SourceRefused, match="ends in the middle"):
        read("<p>Лиман</p>".encode("utf-16")[:-1])


def test_thousands_of_empty_drawings_and_unclosed_paragraphs_are_not_deep(read) -> None:
    assert read("<svg>" + "<path d='M0 0'/>" * 40_000 + "</svg>" + "<p>x" * 30_000).text.startswith("x")


# Pages made to hurt.


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "<p>words</p>",
        "<div>" * 50_000 + "<p>words</p>" + "</div>" * 50_000,
        "<div><p>words</p>" * 12_000,
        "<article><p>words</p>" * 12_000,
        "<blockquote><p>words</p>" * 12_000,
        "<ul><li>words" * 12_000,
        "<span>" * 200_000 + "words",
        "<u>" * 200_000 + "words",
        "<own-tag>" * 100_000 + "words",
        "<div class=ad><nav><script>" * 5_000 + "</script></nav><p>words",
        "<p>words</p>" * 100_000,
        "<p>" + "words<br>" * 100_000,
        "<p " + "a=b " * 100_000 + ">words",
        "<!--" * 100_000 + "--><p>words</p>",
        "<table><tr><td>words" * 3_000,
    ],
    ids=lambda page: page[:24],
)
def test_a_page_made_to_hurt_is_read_or_refused_within_seconds(read, page: str) -> None:
    began = time.process_time()
    said = text_or_refusal(read, page)
    assert "words" in said or said.startswith("refused, report.html: ")
    assert time.process_time() - began < 15


TAGS = ["p", "div", "li", "blockquote", "article", "b", "br", "h1", "table", "td", "nav", "script", "title"]
SCRAPS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(["<div class=ad>", "<!--", "-->", "&amp;", "&#xD800;", "<p hidden>", "<![CDATA[", "<"]),
    st.text(max_size=6),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scraps=st.lists(SCRAPS, max_size=30))
def test_any_soup_of_tags_gives_text_that_can_be_saved_or_a_sentence(read, scraps: list[str]) -> None:
    assert text_or_refusal(read, "".join(scraps).encode("utf-8", errors="replace"))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=80), name=st.sampled_from(["report.html", "report.txt"]))
def test_any_bytes_give_text_that_can_be_saved_or_a_sentence(read, raw: bytes, name: str) -> None:
    said = text_or_refusal(read, raw, name)
    assert said
    assert not said.startswith("refused") or said.startswith(f"refused, {name}: ")


# What was copied elsewhere.


def test_pasted_words_are_paragraphs_and_a_pasted_page_has_its_headings() -> None:
    assert kinds(read_pasted("One.\r\n\r\nTwo.")) == [("p", "One."), ("p", "Two.")]
    page = read_pasted("Lyman\nOne.", "<meta charset=utf-8><h2>Lyman</h2><p>One.</p>")
    assert kinds(page) == [("h2", "Lyman"), ("p", "One.")]


def test_words_that_the_reader_of_pages_would_pass_over_are_kept_where_somebody_copied_them() -> None:
    note = "A note beside the article, which is what was copied."
    page = read_pasted(f"{note} Seen", f"<title>News</title><aside>{note}</aside><p>Seen</p>")
    assert page.text == f"{note} Seen"
    assert page.title == "News"


def test_pasted_nothing_is_refused() -> None:
    for plain, html in (("", ""), (" \n", ""), ("", "<p> </p>")):
        with pytest.raises(SourceRefused, match="What was pasted: there is no text in it"):
            read_pasted(plain, html)


def test_half_a_character_on_the_clipboard_does_no_harm() -> None:
    assert read_pasted("near \ud83c end").text == "near ? end"


def test_a_reworded_text_keeps_the_kinds_of_the_lines_that_stayed() -> None:
    page = read_pasted("", "<h1>Lyman</h1><p>Advertisement</p><p>One\u00a0two.</p><li>Three</li>")
    assert reworded(page, page.text) is page
    shorter = reworded(page, "Lyman\u2029One\u00a0two.\u2029Three")
    assert kinds(shorter) == [("h1", "Lyman"), ("p", "One\u00a0two."), ("li", "Three")]
    assert shorter.raw == page.raw
    with pytest.raises(SourceRefused, match="no text"):
        reworded(page, " \n ")


def test_only_an_address_of_the_web_is_taken_from_a_page(read) -> None:
    for href, taken in (
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("/relative", ""),
    ):
        assert read(f"<link rel=canonical href='{href}'><p>One.</p>").url == taken
