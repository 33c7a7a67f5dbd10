"""The canonical text: the same words always give the same code points."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mapdesk.exchange.canonical_text import assembled, canonical


def test_line_ends_of_every_kind_become_one() -> None:
    assert canonical("a\r\nb\rc\u2028d\u2029e\x85f\ng") == "a\nb\nc\nd\ne\nf\ng"


def test_marks_that_nobody_sees_are_dropped_and_those_that_matter_stay() -> None:
    assert canonical("\ufeffKher\u00adson\x00\x07") == "Kherson"
    kept = "a\u00a0b “c” 👨\u200d👩 \u200fלחרסון\u200e"
    assert canonical(kept) == kept


def test_accents_are_composed() -> None:
    assert canonical(unicodedata.normalize("NFD", "Київ café")) == "Київ café"


def test_blocks_stand_one_to_a_line_and_say_where() -> None:
    text, blocks = assembled([("h1", " The  day "), ("p", ""), ("p", "\u00a0"), ("p", "Lyman\n fell.")])
    assert text == "The day\nLyman fell."
    assert [(text[block.start : block.end], block.kind) for block in blocks] == [
        ("The day", "h1"),
        ("Lyman fell.", "p"),
    ]


def test_no_blocks_are_no_text() -> None:
    assert assembled([]) == ("", ())


@given(st.lists(st.tuples(st.sampled_from(["p", "h1"]), st.text(max_size=20)), max_size=6))
def test_each_block_is_a_line_of_the_text_and_assembling_it_again_changes_nothing(blocks: list) -> None:
    text, placed = assembled(blocks)
    assert [text[block.start : block.end] for block in placed] == (text.split("\n") if text else [])
    assert canonical(text) == text
    assert assembled([(block.kind, text[block.start : block.end]) for block in placed]) == (text, placed)
