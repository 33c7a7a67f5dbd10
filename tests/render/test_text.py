"""Texts are measured and shaped from the bundled fonts alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapdesk.render.scene import Face
from mapdesk.render.text import (
    MissingGlyph,
    can_be_lettered,
    can_be_spaced,
    check_glyphs,
    ink_box,
    letter_advances,
    letter_outlines,
    letter_places,
    measures,
    readable,
    text_outline,
    text_segments,
    text_width,
)
from mapdesk.render.typefaces import all_typefaces, typefaces

KHERSON_IN_ARABIC = "خيرسون"


def test_a_name_is_as_wide_as_its_font_says_without_hinting():
    assert text_width("Velyka Oleksandrivka", Face.REGULAR, 13) == pytest.approx(129.363)


@pytest.mark.parametrize("face", Face)
def test_a_text_twice_the_size_is_twice_as_wide(face):
    assert text_width("Херсон", face, 26) == pytest.approx(2 * text_width("Херсон", face, 13))


def test_letter_spacing_widens_between_letters_only():
    plain, spaced = text_width("КРИМ", Face.SEMIBOLD, 13), text_width("КРИМ", Face.SEMIBOLD, 13, 2.5)
    assert spaced == pytest.approx(plain + 3 * 2.5)


def test_a_spaced_text_has_no_ligatures():
    assert len(text_outline("office", Face.REGULAR, 13)) == 4
    assert len(text_outline("office", Face.REGULAR, 13, 2.0)) == 6
    assert letter_places("office", Face.REGULAR, 13, 2.0) is not None
    assert letter_places("КРИМ", Face.REGULAR, 13, 2.0) is None


def test_letters_that_join_are_never_spaced_apart():
    assert not can_be_spaced(KHERSON_IN_ARABIC)
    width = text_width(KHERSON_IN_ARABIC, Face.BOLD, 18)
    assert text_width(KHERSON_IN_ARABIC, Face.BOLD, 18, 3.0) == width


def test_arabic_letters_take_their_joined_forms_and_run_from_the_right():
    joined = text_outline(KHERSON_IN_ARABIC, Face.REGULAR, 18)
    kha_alone = {glyph.outline for glyph in text_outline(KHERSON_IN_ARABIC[0], Face.REGULAR, 18)}
    assert not kha_alone <= {glyph.outline for glyph in joined}
    assert sum(text_width(letter, Face.REGULAR, 18) for letter in KHERSON_IN_ARABIC) > text_width(
        KHERSON_IN_ARABIC, Face.REGULAR, 18
    )
    # Noon, the last letter, lies at the left end: its bowl is the first thing on the page.
    noon = text_outline("ن", Face.REGULAR, 18)
    assert {glyph.outline for glyph in joined[:2]} & {glyph.outline for glyph in noon}


def test_brackets_in_hebrew_are_mirrored():
    opening, closing = (text_outline(sign, Face.REGULAR, 18)[0].outline.box for sign in "()")
    hebrew = text_outline("(א)", Face.REGULAR, 18)
    assert len(hebrew) == 3
    first, last = hebrew[0].outline.box, hebrew[-1].outline.box
    # A left bracket bulges to its left: on the page the line looks like (א), whichever sign came first.
    assert first[2] - first[0] == pytest.approx(opening[2] - opening[0], abs=20)
    assert last[2] - last[0] == pytest.approx(closing[2] - closing[0], abs=20)
    assert first != last


def test_a_text_in_three_scripts_is_cut_where_the_typeface_changes():
    segments = text_segments(f"Одеса {KHERSON_IN_ARABIC} חרסון x", Face.SEMIBOLD, 14)
    assert [(one.text, one.typeface.family) for one in segments] == [
        ("Одеса ", "Noto Sans"),
        (KHERSON_IN_ARABIC + " ", "Noto Sans Arabic"),
        ("חרסון", "Noto Sans Hebrew"),
        (" x", "Noto Sans"),
    ]
    places = {one.text.strip(): one.x for one in segments}
    assert places["Одеса"] == 0.0
    assert places["Одеса"] < places["חרסון"] < places[KHERSON_IN_ARABIC] < places["x"]


def test_digits_within_an_arabic_phrase_are_set_in_its_typeface():
    families = {one.typeface.family for one in text_segments(f"{KHERSON_IN_ARABIC} 2022", Face.BOLD, 14)}
    assert families == {"Noto Sans Arabic"}


def test_arabic_has_no_italic_so_its_upright_letters_stand_in():
    segments = text_segments(KHERSON_IN_ARABIC, Face.ITALIC, 14)
    assert [one.typeface.italic for one in segments] == [False]


def test_a_character_that_no_face_has_is_named_in_a_sentence():
    with pytest.raises(MissingGlyph, match=r"“Bahir ያ” holds “ያ”.*ethiopic syllable yaa"):
        text_width("Bahir ያ", Face.REGULAR, 13)
    with pytest.raises(MissingGlyph):
        check_glyphs("→ Kyiv", Face.BOLD)


def test_characters_that_turn_the_direction_are_shown_and_not_obeyed():
    assert readable("Kyiv\u202e21") == "Kyiv[U+202E]21"
    assert readable("\u2067a\u2069\x00") == "[U+2067]a[U+2069][U+0000]"
    assert text_width("a\u202eb", Face.REGULAR, 13) == text_width("a[U+202E]b", Face.REGULAR, 13)


def test_a_text_is_one_line_without_doubled_blanks():
    assert readable("  Nova\n  Kakhovka\t") == "Nova Kakhovka"
    assert readable("50\u00a0km") == "50\u00a0km"
    assert readable("می‌خواهم") == "می‌خواهم"


@given(st.text(max_size=20))
def test_making_a_text_readable_twice_changes_nothing_more(text):
    assert readable(readable(text)) == readable(text)


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("text", ["Дніпро", "Tavriya", "AVATAR"])
def test_letter_advances_add_up_to_the_width(face, text):
    assert sum(letter_advances(text, face, 14)) == pytest.approx(text_width(text, face, 14))


def test_a_name_along_a_curve_has_each_glyph_where_its_letter_is_placed():
    places = ((10.0, 20.0, 0.0), (20.0, 21.0, 15.0), (30.0, 25.0, 30.0))
    glyphs = letter_outlines("Дон", Face.ITALIC, 14, places)
    assert [(glyph.x, glyph.y, glyph.rotation) for glyph in glyphs] == list(places)


@pytest.mark.parametrize("text", [KHERSON_IN_ARABIC, "חרסון", "e\u0301"])
def test_names_whose_letters_join_are_refused_along_a_curve(text):
    assert not can_be_lettered(text)
    with pytest.raises(ValueError, match="set it straight"):
        letter_advances(text, Face.ITALIC, 14)


def test_a_curved_name_needs_a_place_for_each_letter():
    with pytest.raises(ValueError, match="3 characters, but 1 places"):
        letter_outlines("Дон", Face.ITALIC, 14, ((0.0, 0.0, 0.0),))


def test_ink_lies_above_the_baseline_for_capitals_and_below_it_for_descenders():
    left, top, right, bottom = ink_box("Kherson", Face.BOLD, 100)
    assert top == pytest.approx(-76, abs=3)  # the ascender of k and h
    assert 0 <= bottom <= 2
    assert 0 < left < right < text_width("Kherson", Face.BOLD, 100)
    assert ink_box("gy", Face.BOLD, 100)[3] > 20
    assert ink_box(" ", Face.BOLD, 100) == (0.0, 0.0, 0.0, 0.0)


def test_the_heights_of_a_face_are_shares_of_its_size():
    regular = measures(Face.REGULAR)
    assert (regular.cap_height, regular.x_height) == (0.714, 0.536)
    assert regular.ascent == 1.069
    assert regular.descent == 0.293


def test_the_bundled_faces_hold_the_letters_of_the_regions_we_map():
    letters = (
        "ҐґЄєІіЇїЎўЂђЈјЉљЊњЋћЏџӘәҒғҚқҢңӨөҰұҮүҺһΑαΩω" + "ŁłŞşĞğİıŐőŰűĐđÆæØøÅåÞþẞßŽžČč" + "«»„“”’–—…№°±×€₴₽₺"
    )
    for face in Face:
        assert not set(letters) - typefaces(face)[0].characters
        assert not set("پچژگکیءآأإؤئىة٠١٢٣٤٥٦٧٨٩،؟") - typefaces(face)[1].characters
        assert not set("אבגדהוזחטיךכלםמןנסעףפץצקרשת״׳־") - typefaces(face)[2].characters


def test_all_fonts_together_are_small():
    assert sum(one.path.stat().st_size for one in all_typefaces()) < 3_000_000
    assert len(all_typefaces()) == 10


def test_the_outline_of_a_glyph_is_made_once_and_cannot_be_changed():
    one, two = text_outline("oo", Face.REGULAR, 13)
    assert one.outline is two.outline
    with pytest.raises(ValueError, match="read-only"):
        one.outline.points[0] = np.zeros(2)
