"""The PNG and the SVG of a frame are one picture, and the checks that say so can fail."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path as FilePath

import pytest

from mapdesk.render.qt_painter import write_png
from mapdesk.render.scene import Fill, Layer, Scene
from mapdesk.render.svg_writer import svg_bytes
from tests.agreement.faults import SCENE_FAULTS, Fault, changed
from tests.agreement.judges import differences, picture_faults, structure_faults, text_faults
from tests.agreement.pictures import comparison, drawn_by_program, drawn_by_resvg, painted
from tests.agreement.rich_scene import BASES, rich_scene


@pytest.fixture(scope="module")
def scene() -> Scene:
    return rich_scene("light")


@pytest.fixture(scope="module")
def picture(scene):
    """The frame's PNG, once it is sure that without a fault nothing is found."""
    pixels = painted(scene)
    assert comparison(pixels, drawn_by_resvg(svg_bytes(scene), quickly=True)).faults() == []
    return pixels


@pytest.mark.parametrize("base", BASES)
def test_the_svg_and_the_png_of_a_frame_look_alike(base):
    assert picture_faults(rich_scene(base)) == []


@pytest.mark.parametrize("base", BASES)
def test_reading_the_svg_gives_back_the_scene(base):
    assert differences(rich_scene(base)) == []


def test_the_svg_has_named_layers_unique_ids_and_nothing_that_renderers_draw_differently(scene):
    assert structure_faults(scene) == []


def test_all_texts_are_texts_in_bundled_faces_that_have_their_letters(scene):
    assert text_faults(scene) == []


def test_an_empty_scene_agrees_too():
    empty = Scene(64, 48, "#D2EEFB", (Layer("land", "Land", ()),), "Nothing", "")
    assert picture_faults(empty) == []
    assert differences(empty) == []
    assert structure_faults(empty) == []


@pytest.mark.parametrize("fault", SCENE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_the_svg_is_found_by_reading_it_back(scene, fault: Fault):
    assert differences(scene, svg_bytes(fault.plant(scene)))


@pytest.mark.parametrize("fault", [f for f in SCENE_FAULTS if f.shows], ids=lambda fault: fault.name)
def test_a_fault_that_shows_is_found_by_its_pixels(scene, picture, fault: Fault):
    assert comparison(picture, drawn_by_resvg(svg_bytes(fault.plant(scene)), quickly=True)).faults()


def test_a_missing_font_is_found_by_pixels_and_by_the_texts(scene, picture):
    svg = svg_bytes(scene).replace(b"'Noto Sans'", b"'Noto Serif'")
    assert comparison(picture, drawn_by_resvg(svg, quickly=True)).faults()
    assert text_faults(scene, svg)


def test_arabic_drawn_letter_by_letter_is_found_by_its_pixels(scene, picture):
    # Each letter a stretch of its own: the same text to a reader, but its letters no longer join.
    apart = "".join(f"<tspan>{letter}&#x200c;</tspan>" for letter in "خيرسون").encode()
    svg = svg_bytes(scene).replace("خيرسون</text>".encode(), apart + b"</text>")
    assert svg != svg_bytes(scene)
    assert comparison(picture, drawn_by_resvg(svg, quickly=True)).faults()


@pytest.mark.parametrize(
    "harm",
    [
        (b'<path id="river"', b'<path transform="translate(1 0)" id="river"'),
        (b'id="river"', b'id="land"'),
        (b'inkscape:groupmode="layer"', b""),
        (b'data-name="Labels"', b""),
        (b"<rect ", b'<rect style="fill:red" '),
        (b'text-rendering="geometricPrecision"', b""),
        (b"</svg>", b"<path id='loose' d='M0 0L9 9'/></svg>"),
    ],
    ids=["transform", "double id", "no layer", "no name", "style", "rendering", "outside"],
)
def test_a_badly_built_svg_is_found(scene, harm):
    svg = svg_bytes(scene)
    assert harm[0] in svg
    assert structure_faults(scene, svg.replace(*harm))


def test_a_text_lost_or_doubled_is_found_by_counting_texts(scene):
    without = changed(scene, "name-arabic", lambda mark: None)
    assert text_faults(scene, svg_bytes(without))
    assert text_faults(without, svg_bytes(scene))


def test_another_background_is_found_by_flat_ground_and_by_reading_back(scene, picture):
    other = replace(scene, background="#D2EEF7")
    assert any(
        "flat" in fault
        for fault in comparison(picture, drawn_by_resvg(svg_bytes(other), quickly=True)).faults()
    )
    assert differences(scene, svg_bytes(other))


def test_a_translucent_area_over_another_is_one_colour_in_both_files(scene):
    bleached = changed(
        scene, "panel-inset", lambda mark: replace(mark, fill=Fill("#123456", 0.5), stroke=None)
    )
    assert picture_faults(bleached) == []


def test_the_same_scene_gives_the_same_bytes_twice_and_in_another_process(scene, tmp_path):
    program = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from tests.agreement.rich_scene import rich_scene\n"
        "from mapdesk.render.svg_writer import svg_bytes\n"
        "from mapdesk.render.qt_painter import write_png\n"
        "scene = rich_scene(); write_png(scene, sys.argv[2])\n"
        "print(hashlib.sha256(svg_bytes(scene)).hexdigest())\n"
    )
    here, other = tmp_path / "here.png", tmp_path / "other.png"
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "LANGUAGE": "sr",
        "HOME": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", program, str(FilePath(__file__).parents[2]), str(other)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    write_png(scene, here)
    assert here.read_bytes() == other.read_bytes()
    assert svg_bytes(scene) == svg_bytes(rich_scene())
    assert run.stdout.strip() == hashlib.sha256(svg_bytes(scene)).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "bars"),
    [("inkscape", {}), ("chromium", {"over_16": 2.0, "over_64": 0.2, "block": 12.0})],
    ids=["inkscape", "chromium"],
)
@pytest.mark.parametrize("base", BASES)
def test_other_programs_draw_the_svg_like_the_png(base, program, bars):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    scene = rich_scene(base)
    assert comparison(painted(scene), drawn_by_program(svg_bytes(scene), program)).faults(**bars) == []
