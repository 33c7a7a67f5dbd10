"""Which way each character of a line runs, against lines whose look is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapdesk.render.bidi import base_level, levels, visual_order


def _on_the_page(text: str) -> str:
    level_of = levels(text)
    return "".join(text[index] for index in visual_order(level_of))


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("Kherson", "Kherson"),
        ("אבג", "גבא"),
        ("אב 12 גד", "דג 12 בא"),
        ("Odesa אבג 5", "Odesa 5 גבא"),
        ("אב Odesa גד", "דג Odesa בא"),
        ("خير ٤٥", "٤٥ ريخ"),
        ("אב (גד)", ")דג( בא"),
        ("a (אב) b", "a (בא) b"),
        ("12% אב", "בא 12%"),
        ("אב.", ".בא"),
        ("Odesa, אב, גד!", "Odesa, דג ,בא!"),
        ("", ""),
        ("12 + 3", "12 + 3"),
    ],
)
def test_a_line_lies_on_the_page_as_its_readers_write_it(line, page):
    assert _on_the_page(line) == page


def test_the_first_letter_decides_which_way_a_line_runs():
    assert base_level("12 – Odesa אב") == 0
    assert base_level("12 – אב Odesa") == 1
    assert base_level("12") == 0


@given(
    st.text(alphabet="abЖ אבخي12٣(),.-+%$[]\u0651\u200c\u200f", max_size=16), st.sampled_from([None, 0, 1])
)
def test_each_character_lies_on_the_page_exactly_once(text, base):
    level_of = levels(text, base)
    assert len(level_of) == len(text)
    assert sorted(visual_order(level_of)) == list(range(len(text)))


@given(st.text(alphabet="abЖ 12(),.-+%$[]", max_size=16))
def test_a_line_without_right_to_left_letters_stays_in_order(text):
    assert set(levels(text)) <= {0}
