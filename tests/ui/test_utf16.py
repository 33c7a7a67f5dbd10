"""Code points and UTF-16 units: the same places in a text, there and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mapdesk.ui.utf16 import Utf16Offsets

texts = st.text(st.sampled_from("aЛ\u00a0\u0301\n🇺🇦👨\u200d👩𐍈\U0010ffff") | st.characters(codec="utf-8"))


@given(texts)
def test_every_place_is_where_utf_16_has_it_and_comes_back(text: str) -> None:
    offsets = Utf16Offsets(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le")) // 2
        assert offsets.unit(point) == unit
        assert offsets.point(unit) == point


def test_half_a_pair_means_its_whole_character() -> None:
    offsets = Utf16Offsets("a🇺b")
    assert offsets.point(2) == 1
    assert offsets.points(1, 2) == (1, 2)
    assert offsets.points(2, 3) == (1, 2)
    assert offsets.points(2, 4) == (1, 3)
    assert offsets.units((1, 3)) == (1, 4)
