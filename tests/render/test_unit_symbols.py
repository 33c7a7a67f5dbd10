"""Unit symbols by code are drawn as their library draws them, or refused in a sentence."""

from __future__ import annotations

import numpy as np
import pytest
import resvg_py
import shapely
from PySide6.QtGui import QImage

from mapdesk.render.library_drawing import filled, read_drawing
from mapdesk.render.path_data import NotUnderstood
from mapdesk.render.qt_painter import image_pixels, to_image
from mapdesk.render.scene import Layer, Path, Scene
from mapdesk.render.svg_writer import svg_bytes
from mapdesk.render.unit_library import drawing_of
from mapdesk.render.unit_symbols import SCALE, UnitRefused, drawn_before, prepare, unit_marks, unit_symbol

INFANTRY = "10031000001211000000"
CODES = (
    INFANTRY,
    "10061000141211020000",
    "10032500001313000000",
    "10010100001101000000",
    "10031002151201000000",
    "10061500001201000000",
    "10043000001201000000",
    "10031000161205000000",
)
SIZE = 160


def _scene(code: str, k: float = 2.4) -> Scene:
    marks = unit_marks(unit_symbol(code), SIZE / 2, SIZE / 2, k)
    named = tuple(
        Path(f"p{n}", m.css_class, m.lines, m.closed, m.fill, m.stroke) for n, m in enumerate(marks)
    )
    return Scene(SIZE, SIZE, "#FFFFFF", (Layer("units", "Units", named),), "Unit", "")


def _by_resvg(svg: str) -> np.ndarray:
    image = QImage.fromData(bytes(resvg_py.svg_to_bytes(svg_string=svg)))
    return image_pixels(image)[..., :3].astype(int)


@pytest.mark.parametrize("code", CODES)
def test_a_unit_looks_as_its_library_draws_it(code: str) -> None:
    drawing, scale = drawing_of(code), SCALE * 2.4
    left, top = drawing.x - SIZE / 2 / scale, drawing.y - SIZE / 2 / scale
    inner = drawing.svg[drawing.svg.index(">") + 1 :]
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
        f'viewBox="{left} {top} {SIZE / scale} {SIZE / scale}">'
        f'<rect x="-900" y="-900" width="2000" height="2000" fill="white"/>{inner}'
    )
    ours, theirs = image_pixels(to_image(_scene(code)))[..., :3].astype(int), _by_resvg(whole)
    wrong = np.abs(ours - theirs).max(axis=2) > 96
    # Lines end a fraction of a pixel elsewhere, and letters are of another face.
    assert wrong.mean() < (0.008 if "<text" in drawing.svg else 0.004)


@pytest.mark.parametrize("code", CODES)
def test_a_unit_is_the_same_in_png_and_svg(code: str) -> None:
    scene = _scene(code)
    ours, theirs = image_pixels(to_image(scene))[..., :3].astype(int), _by_resvg(svg_bytes(scene).decode())
    assert (np.abs(ours - theirs).max(axis=2) > 64).mean() < 0.001


def test_a_symbol_stands_with_its_middle_or_the_foot_of_its_staff_on_its_place() -> None:
    x0, y0, x1, y1 = unit_symbol(INFANTRY).box
    assert (x0 + x1, y0 + y1) == pytest.approx((0, 0), abs=1)
    staff = unit_symbol("10031002151201000000").box
    assert staff[3] < 15
    assert staff[1] < -150


@pytest.mark.parametrize("code", ["", "SFGPUCI----E---", INFANTRY[:-1], INFANTRY + "00", "infantry"])
def test_only_codes_of_twenty_digits_are_taken(code: str) -> None:
    with pytest.raises(UnitRefused, match="20 digits"):
        unit_symbol(code)


def test_a_code_without_a_symbol_is_refused_and_not_drawn_as_a_question_mark() -> None:
    with pytest.raises(UnitRefused, match="no symbol for the code 10031000999999999999"):
        unit_symbol("10031000999999999999")


def test_a_modifier_that_the_library_would_leave_out_silently_is_refused() -> None:
    with pytest.raises(UnitRefused, match="no modifier 99"):
        unit_symbol("10031000001211000099")


def test_what_was_drawn_before_comes_at_once_and_what_there_is_not_comes_as_nothing() -> None:
    prepare([INFANTRY, "10031000999999999999"])
    assert drawn_before(INFANTRY) is unit_symbol(INFANTRY)
    assert drawn_before("10031000999999999999") is None


def test_rings_that_overlap_are_filled_together_and_opposite_ones_leave_a_hole() -> None:
    outer = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], dtype=float)
    inner = np.array([(3, 3), (7, 3), (7, 7), (3, 7)], dtype=float)
    assert filled([outer, inner]).area == pytest.approx(100)
    assert filled([outer, inner[::-1]]).area == pytest.approx(84)
    knot = np.array([(0, 0), (10, 10), (10, 0), (0, 10)], dtype=float)
    assert filled([knot]).area == pytest.approx(50)
    assert filled([]).is_empty


@pytest.mark.parametrize(
    "inner",
    [
        '<rect width="3" height="3"/>',
        '<path d="M0,0 L5,5" clip-path="url(#a)"/>',
        '<path d="M0,0 L5,5" stroke="chartreuse"/>',
        '<g transform="rotate(30)"><path d="M0,0 L5,5"/></g>',
        '<path d="M0,0 L5,5 5,0z" fill-opacity="0.5"/>',
    ],
)
def test_a_drawing_that_is_not_understood_is_refused(inner: str) -> None:
    with pytest.raises(NotUnderstood):
        read_drawing(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>')


def test_groups_hand_down_their_place_scale_and_look() -> None:
    (line,) = read_drawing(
        '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(10,20)" stroke="black" fill="none">'
        '<g transform="scale(2)"><path d="M0,0 L5,5" stroke-width="3"/></g></g></svg>'
    )
    assert line.shape.bounds == (10, 20, 20, 30)
    assert (line.width, line.stroke, line.fill) == (6, "#000000", "")
    assert isinstance(line.shape, shapely.GeometryCollection)
