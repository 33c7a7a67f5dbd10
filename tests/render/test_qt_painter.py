"""The painter fills and strokes what the Scene says, at any density, and its files are whole."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path as FilePath

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage, QPainter

from mapdesk.render.qt_painter import image_pixels, paint, to_image, write_png
from mapdesk.render.scene import Face, Fill, Halo, Layer, Path, Scene, Stroke, Text
from mapdesk.render.text import MissingGlyph, ink_box

WATER = (0xD2, 0xEE, 0xFB)
BLACK = Fill("#000000")


def _box(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=np.float64)


def _scene(*marks: Path | Text, **facts: object) -> Scene:
    return Scene(120, 80, "#D2EEFB", (Layer("marks", "Marks", marks),), **facts)  # type: ignore[arg-type]


def _pixels(*marks: Path | Text, scale: float = 1) -> np.ndarray:
    return image_pixels(to_image(_scene(*marks), scale)).astype(int)


def _is_dark(pixels: np.ndarray) -> np.ndarray:
    return pixels.max(axis=2) < 100


def test_a_hole_shows_what_lies_beneath():
    area = Path("a", "area", (_box(10, 10, 70, 70), _box(30, 30, 50, 50)), True, BLACK)
    pixels = _pixels(area)
    assert tuple(pixels[20, 20]) == (0, 0, 0)
    assert tuple(pixels[40, 40]) == WATER


def test_two_rings_of_one_translucent_area_that_overlap_cut_each_other_out_and_never_darken():
    area = Path("a", "area", (_box(10, 10, 50, 50), _box(30, 30, 70, 70)), True, Fill("#000000", 0.5))
    pixels = _pixels(area)
    assert tuple(pixels[40, 40]) == WATER
    assert abs(pixels[20, 20] - pixels[60, 60]).max() == 0


def test_rings_drawn_apart_give_the_same_picture_as_one_object():
    rings = tuple(_box(x, y, x + 7, y + 7) for x in range(5, 105, 10) for y in range(5, 65, 10))
    together = _pixels(
        *[Path(f"a{i}", "area", (ring,), True, Fill("#C74A38", 0.85)) for i, ring in enumerate(rings)]
    )
    assert (together == _pixels(Path("a", "area", rings, True, Fill("#C74A38", 0.85)))).all()


def test_a_translucent_line_does_not_darken_where_another_of_its_object_crosses():
    cross = (np.array([(10.0, 40.0), (110.0, 40.0)]), np.array([(60.0, 5.0), (60.0, 75.0)]))
    pixels = _pixels(Path("c", "line", cross, False, None, Stroke("#000000", 10, 0.5)))
    assert tuple(pixels[40, 60]) == tuple(pixels[40, 20])


def test_a_long_line_is_stroked_to_a_hair_as_with_all_its_vertices(monkeypatch):
    turn = np.linspace(0, 6, 4000)
    wave = (np.c_[5 + turn * 18, 40 + 30 * np.sin(turn)],)
    line = Path("w", "line", wave, False, None, Stroke("#000000", 3))
    thinned = _pixels(line)
    monkeypatch.setattr("mapdesk.render.qt_painter._LONG_LINE", 1_000_000)
    off = np.abs(thinned - _pixels(line)).max(axis=2)
    assert off.mean() < 0.5
    assert (off > 16).mean() < 0.005


def test_thin_dashes_are_as_long_aslant_as_they_are_level():
    level, aslant = np.array([(5.0, 10.0), (105.0, 10.0)]), np.array([(5.0, 5.0), (75.71, 75.71)])
    inks = [
        (
            251
            - _pixels(Path("d", "line", (line,), False, None, Stroke("#000000", 1, dash=(9, 6), cap="butt")))
        ).sum()
        for line in (level, aslant)
    ]
    empty = (251 - _pixels()).sum()
    assert inks[1] - empty == pytest.approx(inks[0] - empty, rel=0.05)


def test_dashes_are_as_long_as_the_scene_says_in_pixels():
    line = (np.array([(10.0, 40.0), (110.0, 40.0)]),)
    pixels = _pixels(Path("d", "line", line, False, None, Stroke("#000000", 4, dash=(10, 5), cap="butt")))
    dark = _is_dark(pixels)[40]
    assert dark[11:19].all()
    assert not dark[21:24].any()
    assert dark[26:34].all()


def test_butt_ends_stop_where_the_line_does_and_round_ends_go_beyond():
    line = (np.array([(30.0, 40.0), (90.0, 40.0)]),)
    butt = _is_dark(_pixels(Path("l", "line", line, False, None, Stroke("#000000", 12, cap="butt"))))
    round_end = _is_dark(_pixels(Path("l", "line", line, False, None, Stroke("#000000", 12))))
    assert not butt[40, 27]
    assert round_end[40, 27]


def test_the_ink_of_a_text_lies_where_its_box_says():
    text = Text("t", "label", "Kyiv", 12.0, 50.0, 30.0, Face.BOLD, BLACK)
    rows, columns = np.nonzero(_is_dark(_pixels(text)))
    left, top, right, bottom = ink_box("Kyiv", Face.BOLD, 30.0)
    assert columns.min() == pytest.approx(12 + left, abs=1.5)
    assert columns.max() == pytest.approx(12 + right, abs=1.5)
    assert rows.min() == pytest.approx(50 + top, abs=1.5)
    assert rows.max() == pytest.approx(50 + bottom, abs=1.5)


def test_an_arabic_text_begins_at_the_left_end_of_its_ink():
    text = Text("t", "label", "خيرسون", 30.0, 50.0, 24.0, Face.REGULAR, BLACK)
    _rows, columns = np.nonzero(_is_dark(_pixels(text)))
    left, _top, right, _bottom = ink_box("خيرسون", Face.REGULAR, 24.0)
    assert columns.min() == pytest.approx(30 + left, abs=2)
    assert columns.max() == pytest.approx(30 + right, abs=2)


def test_a_halo_lies_around_the_letters_and_under_them():
    text = Text("t", "label", "H", 40.0, 60.0, 40.0, Face.BOLD, BLACK, Halo("#FF0000", 8.0, 1.0))
    pixels = _pixels(text)
    assert _is_dark(pixels).sum() == _is_dark(_pixels(replace(text, halo=None))).sum()
    left, top, *_ = ink_box("H", Face.BOLD, 40.0)
    assert tuple(pixels[round(60 + top) - 2, round(40 + left) + 3]) == (255, 0, 0)
    assert tuple(pixels[round(60 + top) - 6, round(40 + left) + 3]) == WATER


def test_a_halo_is_a_stroke_of_its_width_and_not_a_disc_over_the_letters_counters():
    text = Text(
        "t", "label", "O", 30.0, 70.0, 80.0, Face.BOLD, Fill("#000000", 0.0), Halo("#FF0000", 4.0, 1.0)
    )
    pixels = _pixels(text)
    left, top, right, bottom = ink_box("O", Face.BOLD, 80.0)
    centre = pixels[round(70 + (top + bottom) / 2), round(30 + (left + right) / 2)]
    assert tuple(centre) == WATER


def test_a_letter_turned_by_a_quarter_lies_on_its_side():
    upright = Text("t", "label", "I", 0, 0, 40.0, Face.BOLD, BLACK, letters=((50.0, 60.0, 0.0),))
    lying = replace(upright, letters=((50.0, 40.0, 90.0),))
    rows, columns = np.nonzero(_is_dark(_pixels(upright)))
    turned_rows, turned_columns = np.nonzero(_is_dark(_pixels(lying)))
    assert np.ptp(rows) == pytest.approx(np.ptp(turned_columns), abs=1)
    assert np.ptp(columns) == pytest.approx(np.ptp(turned_rows), abs=1)
    assert turned_columns.min() >= 50


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_denser_picture_is_the_same_picture(scale):
    area = Path("a", "area", (_box(10, 10, 70, 70),), True, Fill("#C74A38", 0.85), Stroke("#8E2F22", 2))
    text = Text("t", "label", "Kyiv", 20.0, 50.0, 20.0, Face.BOLD, BLACK, Halo("#FFFFFF", 3.4))
    dense = _pixels(area, text, scale=scale)
    assert dense.shape == (80 * scale, 120 * scale, 3)
    shrunk = dense.reshape(80, scale, 120, scale, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - _pixels(area, text)).mean() < 1.0


def test_painting_leaves_the_painter_as_it_was():
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    pen, brush, hints = painter.pen(), painter.brush(), painter.renderHints()
    paint(_scene(Path("a", "area", (_box(1, 1, 9, 9),), True, BLACK, Stroke("#FF0000", 3))), painter)
    assert (painter.pen(), painter.brush(), painter.renderHints()) == (pen, brush, hints)
    painter.end()


def test_a_png_carries_density_title_and_source(tmp_path: FilePath):
    scene = _scene(title="The front", metadata=(("date", "2022-10-04"), ("sources", "Інститут")))
    write_png(scene, tmp_path / "frame.png", scale=2)
    picture = Image.open(tmp_path / "frame.png")
    assert picture.size == (240, 160)
    assert picture.info["dpi"] == pytest.approx((192, 192), abs=0.1)
    assert (picture.info["Title"], picture.info["Source"]) == ("The front", "Інститут")
    assert picture.info["Date"] == "2022-10-04"


def test_a_print_png_carries_the_density_it_is_given(tmp_path: FilePath):
    write_png(_scene(), tmp_path / "frame.png", dpi=300)
    assert Image.open(tmp_path / "frame.png").info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_picture_that_cannot_be_made_leaves_the_one_before(tmp_path: FilePath):
    target = tmp_path / "frame.png"
    write_png(_scene(), target)
    before = target.read_bytes()
    with pytest.raises(MissingGlyph):
        write_png(_scene(Text("t", "label", "ያ", 0, 0, 12, Face.BOLD, BLACK)), target)
    assert target.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["frame.png"]


def test_a_picture_is_painted_without_an_application_and_without_widgets(tmp_path: FilePath):
    program = (
        "import sys\n"
        "from mapdesk.render.qt_painter import write_png\n"
        "from mapdesk.render.scene import *\n"
        "text = Text('t', 'label', 'Kyiv', 5, 20, 13, Face.BOLD, Fill('#000000'), Halo('#FFFFFF', 3))\n"
        "write_png(Scene(60, 30, '#D2EEFB', (Layer('l', 'L', (text,)),)), sys.argv[1])\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "assert QCoreApplication.instance() is None\n"
        "assert 'PySide6.QtWidgets' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "frame.png")], check=True)
    assert (tmp_path / "frame.png").stat().st_size > 200
