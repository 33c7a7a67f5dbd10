"""Where a quote stands in a text, in code points, and that no visible character is cut in two."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mapdesk.model.anchoring import anchor, occurrences, whole_characters
from mapdesk.model.articles import AnchorState, Revision

ROOT = Path(__file__).resolve().parents[2]
UNICODE_CASES = ROOT.parent / "shared" / "data" / "anchoring" / "unicode_basic.json"

FLAG, FAMILY = "🇺🇦", "👨‍👩‍👧‍👦"
#: Text made of what makes offsets go wrong: flags, families, marks, Hebrew, Arabic, white space.
PIECES = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301",
        "й",
        "и\u0306",
        FLAG,
        FAMILY,
        "👍🏽",
        "לחרסון",
        "خ",
        "\u200f",
        " ",
        "\u00a0",
        "\n",
        "“",
        "—",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def revision(text: str) -> Revision:
    return Revision(uid="r", article="a", number=1, text=text)


def found(text: str, quote: str) -> list[str]:
    return [text[start:end] for start, end in occurrences(text, quote)]


def test_a_quote_is_found_to_the_letter() -> None:
    assert occurrences("The front is near Kherson.", "Kherson") == [(18, 25)]


def test_a_quote_that_stands_twice_is_found_twice_also_where_it_overlaps_itself() -> None:
    assert occurrences("banana", "ana") == [(1, 4), (3, 6)]


def test_what_does_not_stand_there_is_not_found_and_nothing_is_nowhere() -> None:
    assert occurrences("Lyman", "Kherson") == []
    assert occurrences("Lyman", "  ") == []
    assert occurrences("", "Lyman") == []


def test_a_quote_of_invisible_characters_alone_is_nowhere() -> None:
    assert occurrences("Lyman", "\u200b\u200e") == []


@pytest.mark.parametrize(
    ("text", "quote", "there"),
    [
        ("He said “it’s over” today", '"it\'s over"', "“it’s over”"),
        ("He said «it’s over» today", "“it's over”", "«it’s over»"),
        ("the Oskil – eastern bank", "Oskil - eastern", "Oskil – eastern"),
        ("and so on… says he", "so on... says", "so on… says"),
        ("in\u00a0the  south\nof Kherson", "in the south of Kherson", "in\u00a0the  south\nof Kherson"),
        ("Kher\u00adson fell", "Kherson", "Kher\u00adson"),
        ("Kherson", "Kher\u200bson", "Kherson"),
    ],
)
def test_quotation_marks_dashes_spaces_and_soft_hyphens_may_differ(text: str, quote: str, there: str) -> None:
    assert found(text, quote) == [there]


@pytest.mark.parametrize("word", ["Київ", "Зеленський", "café", "Übersee"])
def test_a_word_is_found_whether_its_accents_are_composed_or_not(word: str) -> None:
    decomposed = unicodedata.normalize("NFD", word)
    assert decomposed != word
    assert found(f"in {word} now", decomposed) == [word]
    assert found(f"in {decomposed} now", word) == [decomposed]


def test_one_ellipsis_is_one_place_for_a_dot() -> None:
    assert occurrences("so…", ".") == [(2, 3)]


def test_emoji_flags_and_hebrew_count_as_code_points() -> None:
    text = f"Лиман {FLAG} {FAMILY} לחרסון end"
    assert occurrences(text, FLAG) == [(6, 8)]
    assert occurrences(text, FAMILY) == [(9, 16)]
    assert occurrences(text, "לחרסון") == [(17, 23)]


def test_the_shared_unicode_cases() -> None:
    if not UNICODE_CASES.exists():
        pytest.skip(f"there is no {UNICODE_CASES}")
    for case in json.loads(UNICODE_CASES.read_text(encoding="utf-8"))["cases"]:
        assert occurrences(case["text"], case["quote"]) == [(case["start"], case["end"])], case["id"]
        placed = anchor("p", revision(case["text"]), (case["start"], case["end"]), by="user", at="")
        assert (placed.exact, placed.prefix, placed.suffix) == (
            case["text"][case["start"] : case["end"]],
            case["prefix"],
            case["suffix"],
        ), case["id"]


def test_white_space_at_the_ends_of_a_selection_is_left_out() -> None:
    assert whole_characters("in  Lyman\u00a0now", (2, 10)) == (4, 9)
    assert whole_characters("in   now", (2, 5)) == (5, 5)


def test_half_a_flag_or_a_bare_accent_widens_to_the_whole() -> None:
    assert whole_characters(f"a{FLAG}b", (2, 3)) == (1, 3)
    assert whole_characters("cafe\u0301 x", (0, 4)) == (0, 5)
    assert whole_characters(f"a{FAMILY}", (3, 5)) == (1, 8)


@given(TEXTS, st.data())
def test_no_selection_ever_cuts_a_visible_character(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = whole_characters(text, (start, end))
    ends = {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    if begin < stop:
        assert begin in ends
        assert stop in ends
        assert text[begin:stop].strip()
        assert begin <= start or not text[start:begin].strip()
        assert stop >= end or not text[stop:end].strip()


@given(TEXTS, st.data())
def test_a_passage_that_was_selected_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = whole_characters(text, (start, end))
    if span[0] < span[1]:
        assert span in occurrences(text, text[span[0] : span[1]])


@given(TEXTS, TEXTS)
def test_whatever_is_found_lies_in_the_text(text: str, quote: str) -> None:
    places = occurrences(text, quote)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert len(set(places)) == len(places)


def test_an_anchor_keeps_32_code_points_on_either_side() -> None:
    text = "x" * 40 + "Lyman" + "y" * 40
    placed = anchor("p", revision(text), (40, 45), by="user", at="2024-05-01T10:00:00Z")
    assert (placed.exact, placed.prefix, placed.suffix) == ("Lyman", "x" * 32, "y" * 32)
    assert (placed.state, placed.decided_by) == (AnchorState.MANUAL, "user")


def test_at_the_ends_of_the_text_there_is_less_context() -> None:
    placed = anchor("p", revision("Lyman fell"), (0, 5), by="auto", at="")
    assert (placed.prefix, placed.suffix, placed.state) == ("", " fell", AnchorState.AUTO)


def test_a_long_article_is_searched_in_no_time() -> None:
    text = "The village of Novopetrivka lies on the river. " * 20_000
    assert occurrences(text + "Lyman – retaken", "Lyman - retaken") == [(len(text), len(text) + 15)]
