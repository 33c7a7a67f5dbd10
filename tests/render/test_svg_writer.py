"""The SVG is what a desk can open and change: named, whole, plain and safe."""

from __future__ import annotations

from pathlib import Path as FilePath
from xml.etree import ElementTree

import numpy as np
import pytest

from mapdesk.render.scene import Face, Fill, Group, Halo, Layer, Path, Scene, Stroke, Text
from mapdesk.render.svg_writer import number, path_data, svg_bytes, write_svg
from mapdesk.render.text import MissingGlyph, text_width

SVG = "{http://www.w3.org/2000/svg}"
INK = Fill("#1A1A1A")
SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])


def _scene(*marks: object, name: str = "Labels", **facts: object) -> Scene:
    return Scene(100, 50, "#D2EEFB", (Layer("marks", name, tuple(marks)),), **facts)  # type: ignore[arg-type]


def _name(text: str, **what: object) -> Text:
    return Text(**{"id": "name", "css_class": "place", "text": text, "x": 5.0, "y": 20.0, "size": 13.0,
                   "face": Face.REGULAR, "fill": INK, **what})  # type: ignore[arg-type]  # fmt: skip


def _read(scene: Scene) -> ElementTree.Element:
    return ElementTree.fromstring(svg_bytes(scene))


def _texts(scene: Scene) -> list[ElementTree.Element]:
    return list(_read(scene).iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.001, "0"),
        (12.5, "12.5"),
        (-0.25, "-0.25"),
        (3.999, "4"),
        (-1.05, "-1.05"),
        (1200.1, "1200.1"),
    ],
)
def test_numbers_have_at_most_two_decimals_and_no_empty_ones(value, written):
    assert number(value) == written


def test_a_ring_is_closed_once_whether_or_not_its_first_vertex_is_repeated():
    closed = np.vstack((SQUARE, SQUARE[:1]))
    assert path_data((SQUARE,), True) == path_data((closed,), True) == "M0 0L10 0L10 10L0 10Z"
    assert path_data((SQUARE[:2], SQUARE[2:]), False) == "M0 0L10 0M10 10L0 10"


def test_a_layer_carries_its_name_for_inkscape_and_for_others():
    layers = _read(_scene(name="Küste & Land")).findall(f"{SVG}g")
    inkscape = "{http://www.inkscape.org/namespaces/inkscape}"
    assert [layer.get("id") for layer in layers] == ["layer-background", "layer-marks"]
    assert layers[1].get(f"{inkscape}label") == layers[1].get("data-name") == "Küste & Land"
    assert layers[1].get(f"{inkscape}groupmode") == "layer"


def test_an_area_says_what_it_is_when_pointed_at():
    area = Path(
        "area-1", "area", (SQUARE,), True, Fill("#C74A38", 0.85), Stroke("#8E2F22", 1.0), "Assessed control"
    )
    path = _read(_scene(area)).find(f".//{SVG}path")
    assert path is not None
    assert path.findtext(f"{SVG}title") == "Assessed control"
    assert (path.get("fill"), path.get("fill-opacity"), path.get("fill-rule")) == (
        "#C74A38",
        "0.85",
        "evenodd",
    )
    assert (path.get("stroke"), path.get("stroke-width")) == ("#8E2F22", "1")


def test_a_halo_is_a_second_text_underneath_that_screen_readers_skip():
    halo, text = _texts(_scene(_name("Kyiv", halo=Halo("#FFFFFF", 3.4))))
    assert (halo.get("id"), text.get("id")) == ("name-halo", "name")
    assert halo.text == text.text == "Kyiv"
    assert halo.get("aria-hidden") == "true"
    assert (halo.get("fill"), halo.get("stroke"), halo.get("stroke-width")) == ("none", "#FFFFFF", "3.4")


def test_a_label_of_two_scripts_stays_one_text():
    (text,) = _texts(_scene(_name("Одеса (أوديسا)")))
    assert "".join(text.itertext()) == "Одеса (أوديسا)"
    assert [part.get("font-family") for part in text] == [
        None,
        "'Noto Sans Arabic', 'Noto Sans', sans-serif",
        None,
    ]


def test_an_arabic_name_begins_at_its_left_end_and_is_written_in_reading_order():
    (text,) = _texts(_scene(_name("خيرسون", face=Face.BOLD)))
    assert text.text == "خيرسون"
    assert (text.get("x"), text.get("text-anchor"), text.get("direction")) == ("5", None, None)
    assert text.get("font-weight") == "700"


def test_right_to_left_lines_with_digits_place_each_stretch():
    (text,) = _texts(_scene(_name("خيرسون 2022")))
    word, year = list(text)
    assert (word.text, word.tail, year.text) == ("خيرسون", " ", "2022")
    assert year.get("x") == "5"
    assert float(word.get("x", "0")) == pytest.approx(
        5 + text_width("2022 2", Face.REGULAR, 13) - text_width("2", Face.REGULAR, 13), abs=0.1
    )


def test_signs_at_the_ends_of_a_right_to_left_line_are_told_where_they_belong():
    (text,) = _texts(_scene(_name("«خيرسون»")))
    assert text.text == "\u200f«خيرسون»\u200f"


def test_a_spaced_name_has_a_letter_spacing_unless_a_ligature_would_form():
    (plain,) = _texts(_scene(_name("КРИМ", letter_spacing=2.5)))
    assert (plain.get("letter-spacing"), plain.get("x")) == ("2.5", "5")
    (lettered,) = _texts(_scene(_name("Sofiivka", letter_spacing=2.5)))
    assert lettered.get("letter-spacing") is None
    assert len((lettered.get("x") or "").split()) == 8


def test_a_curved_name_lists_place_and_turn_of_each_letter():
    places = ((1.0, 2.0, -20.29), (9.5, 3.25, 0.0), (18.0, 5.0, 12.5))
    (text,) = _texts(_scene(_name("Дон", letters=places)))
    assert (text.get("x"), text.get("y")) == ("1 9.5 18", "2 3.25 5")
    assert (text.get("rotate"), text.text) == ("-20.29 0 12.5", "Дон")


def test_a_curved_name_without_a_place_for_each_letter_is_refused():
    with pytest.raises(ValueError, match="each of its 3 characters"):
        svg_bytes(_scene(_name("Дон", letters=((1.0, 2.0, 0.0),))))


@pytest.mark.parametrize("text", ["Kyiv\u202e!", "\x07Kyiv\x00", "Kyiv\ud800", "A\u2066B", "Kyiv\uffff"])
def test_control_characters_are_written_as_words_everywhere(text):
    area = Path("area", "area", (SQUARE,), True, INK, None, text)
    svg = svg_bytes(
        _scene(_name(text), area, name=text, title=text, description=text, metadata=((text, text),))
    )
    assert svg.decode().count("[U+") >= 8
    assert not set("\u202e\x07\x00\u2066") & set(svg.decode())


def test_markup_in_a_name_stays_text():
    (text,) = _texts(_scene(_name("<b onload='x'>&amp;")))
    assert text.text == "<b onload='x'>&amp;"
    assert list(text) == []


def test_facts_of_the_frame_are_kept_in_order():
    scene = _scene(
        title="The front", description="On 4 October", metadata=(("date", "2022-10-04"), ("sources", "ISW"))
    )
    root = _read(scene)
    assert root.findtext(f"{SVG}title") == "The front"
    assert root.findtext(f"{SVG}desc") == "On 4 October"
    facts = root.findall(f"{SVG}metadata/")
    assert [(fact.get("name"), fact.text) for fact in facts] == [("date", "2022-10-04"), ("sources", "ISW")]


def test_two_things_with_one_id_and_ids_that_are_not_plain_are_refused():
    dot = Path("dot", "dot", (SQUARE,), True, INK)
    with pytest.raises(ValueError, match="Two things in the picture are called “dot”"):
        svg_bytes(_scene(dot, Group("dot", "place", (dot,))))
    with pytest.raises(ValueError, match="“a b” can't be an id"):
        svg_bytes(_scene(Path("a b", "dot", (SQUARE,), True, INK)))


def test_a_letter_that_no_face_has_is_an_error_and_leaves_the_old_file(tmp_path: FilePath):
    target = tmp_path / "frame.svg"
    write_svg(_scene(_name("Kyiv")), target)
    before = target.read_bytes()
    with pytest.raises(MissingGlyph):
        write_svg(_scene(_name("ያ")), target)
    assert target.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["frame.svg"]


def test_a_text_of_nothing_but_blanks_is_an_empty_text():
    (text,) = _texts(_scene(_name("  ")))
    assert text.text is None or text.text == ""
